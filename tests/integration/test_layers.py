"""The layers and the map's documents, on the real province."""

import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from werkzeug.test import TestResponse

from gis_service.layers.catalogue import LAYERS
from gis_service.tiles import topologies
from spatial.placement import VERDICTS
from tests.serving import OFFICERS_DISTRICT, Served
from tests.unit.test_topojson import decoded

VILLAGES = 1_166
#: Nobody has reported in this service; see test_reports_of_a_day.py.
EMPTY = ("progress",)


def pages(served: Served, path: str, who: str = "planner") -> Iterator[dict[str, Any]]:
    """Every page of a layer, by its links."""
    next_path: str | None = path
    while next_path:
        page = served.json(next_path, who)
        yield page
        next_path = next((one["href"] for one in page["links"] if one["rel"] == "next"), None)


def features(served: Served, path: str, who: str = "planner") -> list[dict[str, Any]]:
    return [feature for page in pages(served, path, who) for feature in page["features"]]


def codes(found: list[dict[str, Any]]) -> list[str]:
    return [one["properties"].get("village_code") or one["properties"]["code"] for one in found]


def in_database(served: Served, query: str, **parameters: Any) -> list[Any]:
    with served.session() as session:
        return list(session.execute(text(query), parameters))


def test_pages_together_are_the_layer(served: Served) -> None:
    found = features(served, "/api/v1/layers/villages.geojson?limit=500")
    assert len(found) == len(set(codes(found))) == VILLAGES
    assert codes(found) == sorted(codes(found))


@pytest.mark.parametrize("name", ["villages", "zones"])
def test_geometry_is_what_was_imported(served: Served, name: str) -> None:
    found = {
        one["id"]: one for one in features(served, f"/api/v1/layers/{name}.geojson?limit=2000")
    }
    rows = in_database(served, "SELECT village_code, ST_AsBinary(geom) FROM village_boundary")
    stored = {code: shapely.from_wkb(bytes(encoded)) for code, encoded in rows}
    without = {code for code, one in found.items() if one["geometry"] is None}
    assert without == found.keys() - stored.keys()
    for code, polygon in stored.items():
        sent = shapely.geometry.shape(found[code]["geometry"])
        assert shapely.symmetric_difference(polygon, sent).area < 1e-6 * polygon.length
        for ring in shapely.get_rings(shapely.get_parts(sent)):
            assert (shapely.get_coordinates(ring).round(6) == shapely.get_coordinates(ring)).all()
        assert sent.is_valid
        for part in sent.geoms:
            assert part.exterior.is_ccw
            assert not any(hole.is_ccw for hole in part.interiors)


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_is_a_collection_as_its_schema_says(served: Served, name: str) -> None:
    page = served.json(f"/api/v1/layers/{name}.geojson?limit=20")
    assert page["type"] == "FeatureCollection"
    assert page["numberReturned"] == len(page["features"]) == min(20, page["numberMatched"])
    assert page["features"] or name in EMPTY
    for feature in page["features"]:
        assert feature["type"] == "Feature"
        assert feature["properties"].keys() == LAYERS[name].properties.keys()


def test_filters_find_what_the_database_says(served: Served) -> None:
    questions = {
        "regency=5201": "regency_code = '52.01'",
        "regency=52.71&zone=red": "regency_code = '52.71' AND colour = 'red'",
        "district=52-01-01": "district_code = '52.01.01'",
        "verdict=inside": "verdict = 'inside'",
        "verdict=outside&zone=red": "verdict = 'outside' AND colour = 'red'",
        "zone=yellow": "colour = 'yellow'",
    }
    for query, condition in questions.items():
        rows = in_database(
            served,
            "SELECT code FROM village LEFT JOIN current_zone ON village_code = code"
            " LEFT JOIN served_site AS site ON site.village_code = code"
            f" WHERE {condition} ORDER BY code",
        )
        found = features(served, f"/api/v1/layers/zones.geojson?limit=2000&{query}")
        assert codes(found) == [code for (code,) in rows], query
        assert found


def test_a_village_is_found_however_its_code_is_written(served: Served) -> None:
    (code,) = in_database(served, "SELECT min(code) FROM village")[0]
    for spelling in (code, code.replace(".", ""), code.replace(".", "-"), f"%20{code}%20"):
        found = features(served, f"/api/v1/layers/villages.geojson?village={spelling}")
        assert codes(found) == [code]


box = st.tuples(
    st.floats(115.7, 119.3), st.floats(-9.2, -8.0), st.floats(0, 0.5), st.floats(0, 0.5)
).map(lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3]))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(box)
def test_a_box_finds_what_touches_it(served: Served, box: tuple[float, ...]) -> None:
    written = ",".join(f"{side:.6f}" for side in box)
    west, south, east, north = (float(side) for side in written.split(","))
    sides = {"w": west, "s": south, "e": east, "n": north}
    for name, query in (
        (
            "villages",
            (
                "SELECT village_code FROM village_boundary"
                " WHERE ST_Intersects(geom, ST_MakeEnvelope(:w, :s, :e, :n, 4326)) ORDER BY 1"
            ),
        ),
        (
            "parcels",
            (
                "SELECT village_code FROM parcel"
                " WHERE ST_Intersects(geom, ST_MakeEnvelope(:w, :s, :e, :n, 4326)) ORDER BY 1"
            ),
        ),
        (
            "sites",
            (
                "SELECT village_code FROM site WHERE ST_X(geom) BETWEEN :w AND :e"
                " AND ST_Y(geom) BETWEEN :s AND :n ORDER BY 1"
            ),
        ),
    ):
        found = features(served, f"/api/v1/layers/{name}.geojson?limit=2000&bbox={written}")
        assert codes(found) == [code for (code,) in in_database(served, query, **sides)]


def test_parcels_are_the_stored_ones(served: Served) -> None:
    found = {one["id"]: one for one in features(served, "/api/v1/layers/parcels.geojson?limit=50")}
    rows = in_database(served, "SELECT village_code, area_m2, ST_AsBinary(geom) FROM parcel")
    assert found.keys() == {code for code, _, _ in rows}
    assert len(found) > 20
    for code, area, encoded in rows:
        polygon = shapely.geometry.shape(found[code]["geometry"])
        # 6 decimals are a tenth of a metre
        assert polygon.equals_exact(shapely.from_wkb(bytes(encoded)), 1e-6)
        assert polygon.exterior.is_ccw
        told = found[code]["properties"]
        assert told["area_m2"] == pytest.approx(area, abs=0.1)
        assert ("parcel-too-small" in told["flags"]) is (area < 999)
        assert (told["owner"], told["consent"], told["fits"]) == ("village", None, True)


def test_parcels_can_be_filtered(served: Served) -> None:
    for query, condition in {
        "regency=5201": "regency_code = '52.01'",
        "verdict=outside": "verdict = 'outside'",
        "zone=yellow": "colour = 'yellow'",
    }.items():
        rows = in_database(
            served,
            "SELECT code FROM parcel INNER JOIN village ON code = parcel.village_code"
            " LEFT JOIN current_zone ON current_zone.village_code = code"
            " LEFT JOIN served_site AS site ON site.village_code = code"
            f" WHERE {condition} ORDER BY code",
        )
        found = features(served, f"/api/v1/layers/parcels.geojson?limit=2000&{query}")
        assert codes(found) == [code for (code,) in rows], query
        assert found


def test_sites_and_flags_are_the_stored_ones(served: Served) -> None:
    sites = features(served, "/api/v1/layers/sites.geojson?limit=50")
    flags = [
        one
        for one in features(served, "/api/v1/layers/flags.geojson?limit=50")
        if one["properties"]["subject"] == "site"
    ]
    assert len(sites) == in_database(served, "SELECT count(*) FROM site")[0][0]
    assert sum(one["properties"]["verdict"] == "outside" for one in sites) > 10
    told = sorted(
        (one["properties"]["village_code"], code)
        for one in sites
        for code in one["properties"]["flags"]
    )
    assert told == sorted((p["village_code"], p["code"]) for p in (f["properties"] for f in flags))
    unknown = next(one for one in sites if one["id"] == "52.01.01.9999")
    assert unknown["properties"]["village"] is None
    assert unknown["geometry"] == {"type": "Point", "coordinates": [116.1, -8.7]}
    missing = next(f for f in flags if f["properties"]["code"] == "location-missing")
    assert missing["geometry"] is None
    assert missing["properties"]["message"]


def test_texts_come_in_the_language_that_is_asked_for(served: Served) -> None:
    path = "/api/v1/layers/zones.geojson?limit=1&zone=red&lang="
    reasons = [
        served.json(path + one)["features"][0]["properties"]["reasons"] for one in ("id", "en")
    ]
    assert reasons[0] != reasons[1]


def test_officers_see_their_areas_only(served: Served) -> None:
    for name in ("villages", "zones", "sites", "flags"):
        seen = codes(features(served, f"/api/v1/layers/{name}.geojson?limit=2000", "officer"))
        assert seen
        assert {code[: len(OFFICERS_DISTRICT)] for code in seen} == {OFFICERS_DISTRICT}
    assert served.json("/api/v1/layers/villages.geojson?regency=52.02", "officer")["features"] == []
    status = served.json("/api/v1/zones/status.json", "officer")
    assert {code[: len(OFFICERS_DISTRICT)] for code in status["codes"]} == {OFFICERS_DISTRICT}


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("bbox=1,2,3", 400, "bbox"),
        ("bbox=a,b,c,d", 400, "bbox"),
        ("bbox=nan,0,1,1", 400, "bbox"),
        ("bbox=0,0,inf,1", 400, "bbox"),
        ("bbox=170,-9,-170,-8", 400, "bbox"),
        ("bbox=116,-8,117,-9", 400, "bbox"),
        ("bbox=-8,116,-9,117", 400, "bbox"),
        ("regency=Lombok", 400, "regency"),
        ("regency=52.01.01", 400, "regency"),
        ("regency=99.99", 404, "regency"),
        ("district=52.01.99", 404, "district"),
        ("village=52.01.01.9999", 404, "village"),
        ("zone=blue", 400, "zone"),
        ("verdict=", 400, "verdict"),
        ("limit=0", 400, "limit"),
        ("limit=2001", 400, "limit"),
        ("limit=1e3", 400, "limit"),
        ("offset=-1", 400, "offset"),
        ("limit=5&limit=6", 400, "limit"),
        ("colour=red", 400, "colour"),
        ("lang=zz", 400, "lang"),
    ],
)
def test_what_cannot_be_read_is_named(served: Served, query: str, status: int, field: str) -> None:
    for name in ("villages", "flags", "parcels"):
        reply = served.get(f"/api/v1/layers/{name}.geojson?{query}")
        assert (reply.status_code, reply.mimetype) == (status, "application/problem+json")
        assert reply.json is not None
        assert reply.json["field"] == field
        assert field in reply.json["detail"] or status == 404


def test_nobody_is_told_to_sign_in(served: Served) -> None:
    for path in (
        "/api/v1/layers/villages.geojson",
        "/api/v1/zones/status.json",
        "/tiles/sites.json",
    ):
        assert served.get(path, None).status_code == 401


def checked_entity(served: Served, path: str, who: str | None = "planner") -> TestResponse:
    """Ask plain, compressed, and once more: the same content, and 304 for who has it."""
    plain = served.get(path, who)
    zipped = served.get(path, who, Accept_Encoding="gzip")
    assert gzip.decompress(zipped.data) == plain.data
    assert plain.headers["ETag"] != zipped.headers["ETag"]
    assert not plain.headers["ETag"].startswith("W/")
    again = served.get(path, who, Accept_Encoding="gzip", If_None_Match=zipped.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert "Accept-Encoding" in plain.headers["Vary"]
    return zipped


def test_clients_that_have_it_already_are_told_so(served: Served) -> None:
    for path in (
        "/api/v1/layers/villages.geojson?limit=20",
        "/api/v1/zones/status.json",
        "/api/v1/areas.json",
        "/api/v1/boundaries/1/villages.topojson",
    ):
        checked_entity(served, path)


def test_a_change_is_seen_at_once(served: Served) -> None:
    def tag() -> tuple[str, str]:
        reply = served.get("/api/v1/zones/status.json")
        assert reply.json is not None
        return reply.headers["ETag"], reply.json["version"]

    before = tag()
    with served.session() as session:
        code = session.scalar(text("SELECT min(village_code) FROM zone WHERE colour = 'red'"))
        change = text("UPDATE zone SET colour = :colour WHERE village_code = :code")
        session.execute(change, {"colour": "green", "code": code})
        session.commit()
        changed = tag()
        session.execute(change, {"colour": "red", "code": code})
        session.commit()
    assert changed[0] != before[0]
    assert changed[1] != before[1]
    assert tag() == before


def test_status_says_the_zone_and_site_of_every_village(served: Served) -> None:
    status = served.json("/api/v1/zones/status.json")
    rows = in_database(
        served,
        "SELECT code, colour, verdict FROM village LEFT JOIN current_zone ON village_code = code"
        " LEFT JOIN served_site AS site ON site.village_code = code ORDER BY code",
    )
    assert len(rows) == VILLAGES
    assert status["codes"] == [row.code for row in rows]
    assert status["zones"] == "".join(row.colour[0] for row in rows)
    letters = {**{verdict: verdict[0] for verdict in VERDICTS}, "unresolved": "x", None: "-"}
    assert status["sites"] == "".join(letters[row.verdict] for row in rows)
    assert sum(status["counts"].values()) == VILLAGES
    outside = {row.code for row in rows if row.verdict == "outside"}
    assert {status["codes"][at] for at in status["reasons"]["site-outside"]} == outside
    assert (status["quality"], status["sample"]) == ("official", False)
    assert len(checked_entity(served, "/api/v1/zones/status.json").data) < 10_000


def test_names_can_be_kept_for_as_long_as_they_are_the_same(served: Served) -> None:
    version = served.json("/api/v1/zones/status.json")["areas"]
    asked = served.get(f"/api/v1/areas.json?v={version}", None)
    assert "immutable" in asked.headers["Cache-Control"]
    assert "no-cache" in served.get("/api/v1/areas.json?v=other", None).headers["Cache-Control"]
    names = json.loads(asked.data)
    assert len(names["villages"]) == VILLAGES
    assert {kind for _, _, kind in names["villages"]} == {"d", "k"}
    assert (len(names["regencies"]), len(names["districts"])) == (10, 117)


def test_the_province_as_topojson(served: Served) -> None:
    reply = checked_entity(served, "/api/v1/boundaries/1/villages.topojson", None)
    assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert len(reply.data) < 110_000
    found = decoded(json.loads(gzip.decompress(reply.data)), "villages")
    rows = in_database(
        served, "SELECT village_code, ST_AsBinary(geom) FROM village_boundary ORDER BY 1"
    )
    assert list(found) == [code for code, _ in rows]
    for code, encoded in rows:
        polygon = shapely.from_wkb(bytes(encoded))
        assert not found[code].is_empty
        # 0.01 degrees: about a kilometre, for islets that are left out
        assert (
            shapely.hausdorff_distance(
                shapely.box(*polygon.bounds), shapely.box(*found[code].bounds)
            )
            < 0.1
        )
    assert sum(one.area for one in found.values()) == pytest.approx(
        sum(shapely.from_wkb(bytes(encoded)).area for _, encoded in rows), rel=0.01
    )


def test_topojson_of_one_province_and_of_unknown_ones(served: Served) -> None:
    whole = served.get("/api/v1/boundaries/1/villages.topojson", None)
    assert served.get("/api/v1/boundaries/1/villages.topojson?province=52", None).data == whole.data
    for path in (
        "99/villages.topojson",
        "1/villages.topojson?province=53",
        "1/villages.topojson?province=x",
    ):
        assert served.get(f"/api/v1/boundaries/{path}", None).status_code == 404


def test_a_nation_is_asked_for_province_by_province(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topologies, "MOST_VILLAGES", 1_000)
    with served.session() as session:
        session.execute(text("DELETE FROM village_topology WHERE area_code = ''"))
        with pytest.raises(topologies.ProvinceNeededError, match="province=52"):
            topologies.gzipped_topology(session, 1, None)
        session.rollback()


def test_what_is_known_of_a_village(served: Served) -> None:
    outside = features(served, "/api/v1/layers/sites.geojson?verdict=outside&limit=1")[0]
    found = served.json(f"/api/v1/villages/{outside['id'].replace('.', '')}?lang=en")
    assert found["site"]["verdict"] == "outside"
    assert {flag["code"] for flag in found["site"]["flags"]} == set(outside["properties"]["flags"])
    assert all(flag["message"] for flag in found["site"]["flags"])
    assert found["zone"] == "red"
    assert "The site lies outside its village" in [one["text"] for one in found["reasons"]]
    assert found["cooperative"]["name"]
    assert found["has_boundary"] is True
    (without,) = in_database(
        served,
        "SELECT min(code) FROM village"
        " WHERE code NOT IN (SELECT village_code FROM village_boundary)",
    )[0]
    assert served.json(f"/api/v1/villages/{without}")["has_boundary"] is False


def test_a_site_whose_village_nobody_knows_is_told_of(served: Served) -> None:
    known = {code for (code,) in in_database(served, "SELECT code FROM village")}
    sites = features(served, "/api/v1/layers/sites.geojson?limit=1000")
    strays = sorted({one["properties"]["village_code"] for one in sites} - known)
    assert strays
    assert served.json("/api/v1/zones/status.json")["unknown"] == strays
    assert served.json("/api/v1/zones/status.json", "officer")["unknown"] == [
        code for code in strays if code.startswith(OFFICERS_DISTRICT)
    ]
    found = served.json(f"/api/v1/villages/{strays[0]}?lang=en")
    assert (found["in_roster"], found["zone"], found["reasons"]) == (False, None, [])
    assert "village-unknown" in {flag["code"] for flag in found["site"]["flags"]}


def test_a_village_that_cannot_be_shown(served: Served) -> None:
    (elsewhere,) = in_database(
        served, "SELECT min(code) FROM village WHERE district_code <> :own", own=OFFICERS_DISTRICT
    )[0]
    assert served.get(f"/api/v1/villages/{elsewhere}", "officer").status_code == 403
    assert served.get("/api/v1/villages/52.01.01.9998").status_code == 404
    assert served.get("/api/v1/villages/Beleke").status_code == 400
