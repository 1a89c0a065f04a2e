"""Parcels that clients send: taken once, measured, checked; what is no polygon is refused."""

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, mapping, shape
from sqlalchemy import text
from werkzeug.test import TestResponse

from spatial.crs import geodesic_area_m2, geodesic_perimeter_m
from tests.factories import Factory
from tests.phone import Phone
from tests.plots import HOME, NEXT, plot
from tests.web import Web

CONTENT = {
    "village_code": HOME,
    "geometry": plot(),
    "method": "walked",
    "corners": [{"accuracy_m": 4.5, "fixes": 12}, {"accuracy_m": 6.0, "fixes": 9}],
    "owner": "village",
    "certificate": "SHM 12/2019",
    "declared_area_m2": 1600,
    "clear_and_clean": True,
    "consent": "given",
    "access_road": True,
    "strategic": None,
    "needs_fill": False,
    "has_building": False,
    "protected_farmland": False,
    "hazard": False,
    "note": "di samping kantor desa",
}


@pytest.fixture
def officer(web: Web, factory: Factory) -> Phone:
    factory.square(HOME)
    factory.square(NEXT, south_west=(-8.60, 116.12))
    return Phone(web.signed_in_as("officer", HOME))


def count(web: Web, table: str) -> int:
    return int(web.session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def answer(reply: TestResponse, status: int = 201) -> Any:
    assert reply.status_code == status, reply.text
    return reply.json


def test_a_parcel_is_stored_measured_and_answered(web: Web, officer: Phone) -> None:
    client_id = uuid4()
    reply = officer.put("parcels", CONTENT, client_id)
    found = answer(reply)
    assert (found["id"], found["revision"]) == (str(client_id), 1)
    assert reply.headers["ETag"] == found["tag"]
    land = shape(CONTENT["geometry"])
    parcel = found["parcel"]
    assert parcel["area_m2"] == pytest.approx(geodesic_area_m2(land), abs=0.1)
    assert parcel["perimeter_m"] == pytest.approx(geodesic_perimeter_m(land), abs=0.1)
    assert parcel["flags"] == []
    assert parcel["fits"] is True
    rectangle = shape(parcel["rectangle"])
    assert land.buffer(2e-7).covers(rectangle)
    assert geodesic_area_m2(rectangle) == pytest.approx(600, abs=0.5)
    stored = web.session.execute(text("SELECT * FROM parcel")).one()
    assert stored.accuracy_m == 6.0
    assert (stored.owner, stored.consent, stored.strategic) == ("village", "given", None)
    kept = web.session.scalar(text("SELECT content FROM submission"))
    assert kept == CONTENT


def test_what_is_not_known_may_be_left_out(web: Web, officer: Phone) -> None:
    content = {"village_code": HOME, "geometry": plot(), "method": "drawn"}
    assert answer(officer.put("parcels", content))["parcel"]["flags"] == []
    stored = web.session.execute(text("SELECT owner, consent, hazard, note FROM parcel")).one()
    assert set(stored) == {None}


def test_sending_again_answers_the_same_and_stores_nothing(web: Web, officer: Phone) -> None:
    client_id = uuid4()
    first = officer.put("parcels", CONTENT, client_id)
    again = officer.put("parcels", CONTENT, client_id)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json
    assert count(web, "parcel") == count(web, "parcel_revision") == 1


def test_the_same_identifier_with_other_content_is_a_conflict_or_an_edit(
    web: Web, officer: Phone
) -> None:
    client_id = uuid4()
    first = answer(officer.put("parcels", CONTENT, client_id))
    smaller = {**CONTENT, "geometry": plot(30, 30), "declared_area_m2": None}
    conflict = officer.put("parcels", smaller, client_id)
    assert conflict.status_code == 409
    assert answer(conflict, 409)["code"] == "received-with-other-content"
    edited = answer(officer.put("parcels", smaller, client_id, If_Match=first["tag"]), 200)
    assert edited["revision"] == 2
    assert edited["tag"] != first["tag"]
    assert {flag["code"] for flag in edited["parcel"]["flags"]} == {"parcel-too-small"}
    assert count(web, "parcel") == 1
    assert count(web, "parcel_revision") == 2
    # a late copy of the first changes nothing
    assert answer(officer.put("parcels", CONTENT, client_id), 200) == first
    area = web.session.scalar(text("SELECT area_m2 FROM parcel"))
    assert area == pytest.approx(900, abs=5)


def test_both_learn_when_two_people_draw_the_same_land(web: Web, officer: Phone) -> None:
    planner = Phone(web.signed_in_as("planner"))
    answer(planner.put("parcels", CONTENT, If_None_Match="*"))
    mine = {**CONTENT, "geometry": plot(45, 40), "owner": "regency"}
    refused = answer(officer.put("parcels", mine, If_None_Match="*"), 412)
    assert refused["code"] == "changed-meanwhile"
    current = refused["current"]
    assert current["by"].startswith("planner")
    assert current["content"]["owner"] == "village"
    assert shape(current["content"]["geometry"]).equals_exact(shape(CONTENT["geometry"]), 1e-6)
    answer(officer.put("parcels", mine, If_Match=current["tag"]))
    answer(planner.put("parcels", {**CONTENT, "owner": "province"}, If_Match=current["tag"]), 412)
    assert count(web, "parcel_revision") == 2


def test_without_a_header_what_was_in_force_is_kept_in_the_history(
    web: Web, officer: Phone
) -> None:
    answer(officer.put("parcels", CONTENT))
    answer(officer.put("parcels", {**CONTENT, "owner": "regency"}))
    owners = web.session.scalars(
        text("SELECT content ->> 'owner' FROM parcel_revision ORDER BY id")
    ).all()
    assert owners == ["village", "regency"]


def test_an_officer_draws_only_in_the_own_area(web: Web, officer: Phone) -> None:
    refused = answer(officer.put("parcels", {**CONTENT, "village_code": NEXT}), 403)
    assert (refused["code"], refused["field"]) == ("not-your-area", "village_code")
    assert count(web, "submission") == 0
    assert Phone(web.signed_in_as("reviewer")).put("parcels", CONTENT).status_code == 403


def test_a_village_that_nobody_knows_is_named(web: Web, officer: Phone) -> None:
    planner = Phone(web.signed_in_as("planner"))
    refused = answer(planner.put("parcels", {**CONTENT, "village_code": "52.01.01.2999"}), 422)
    assert refused["field"] == "village_code"
    assert "52.01.01.2999" in refused["detail"]
    assert count(web, "submission") == count(web, "parcel") == 0


X, Y = 116.11, -8.59
BOW_TIE = [[X, Y], [X + 0.001, Y + 0.001], [X + 0.001, Y], [X, Y + 0.001], [X, Y]]


def polygon(*rings: Any, **members: Any) -> dict[str, Any]:
    return {"geometry": {"type": "Polygon", "coordinates": list(rings), **members}}


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"geometry": None}, "geometry", "object"),
        ({"geometry": "POLYGON((0 0))"}, "geometry", "object"),
        ({"geometry": {"type": "Polygon"}}, "geometry.coordinates", "needed"),
        ({"geometry": {"type": "Point", "coordinates": [X, Y]}}, "geometry.type", "'Polygon'"),
        (polygon(crs="EPSG:32750"), "geometry.crs", "no such field"),
        ({"geometry": {"type": "Polygon", "coordinates": "x"}}, "geometry.coordinates", "rings"),
        (polygon([X, Y]), "geometry.coordinates", "[longitude, latitude]"),
        (polygon([[X, Y], [X, "utara"], [X, Y]]), "geometry.coordinates", "utara"),
        (polygon([[X, Y], [X, None], [X, Y]]), "geometry.coordinates", "[longitude, latitude]"),
        (polygon([[X], [X], [X]]), "geometry.coordinates", "[longitude, latitude]"),
        (polygon([[X, Y, 1, 1]] * 4), "geometry.coordinates", "[longitude, latitude]"),
        (polygon([[True, False]] * 4), "geometry.coordinates", "[longitude, latitude]"),
        (polygon(), "geometry", "three corners"),
        (polygon([]), "geometry", "three corners"),
        (polygon([[X, Y], [X + 0.001, Y], [X, Y]]), "geometry", "three corners"),
        (polygon([[X, Y], [X + 0.001, Y], [X + 0.002, Y], [X, Y]]), "geometry", "encloses less"),
        # latitude first
        (polygon([[y, x] for x, y in BOW_TIE]), "geometry", "longitude, then latitude"),
        (polygon([[x, y - 1000] for x, y in BOW_TIE]), "geometry", "not on the Earth"),
        (polygon(BOW_TIE), "geometry", "crosses"),
        (polygon([[116, -9], [117, -9], [117, -8], [116, -8]]), "geometry", "km"),
        ({"method": None}, "method", "one of"),
        ({"method": "guessed"}, "method", "one of"),
        ({"owner": "king"}, "owner", "one of"),
        ({"consent": True}, "consent", "one of"),
        ({"declared_area_m2": 0}, "declared_area_m2", "more than 0"),
        ({"declared_area_m2": "seribu"}, "declared_area_m2", "number"),
        ({"hazard": "mungkin"}, "hazard", "true or false"),
        ({"certificate": "a" * 2001}, "certificate", "2000"),
        ({"corners": [{"accuracy_m": -1}]}, "corners.0.accuracy_m", "0"),
        ({"corners": [{}] * 5001}, "corners", "5000"),
        ({"colour": "green"}, "colour", "no such field"),
        ({"village_code": "Beleke"}, "village_code", "code of a village"),
    ],
)
def test_what_cannot_be_taken_is_named(
    web: Web, officer: Phone, change: dict[str, Any], field: str, words: str
) -> None:
    refused = answer(officer.put("parcels", {**CONTENT, **change}), 422)
    assert refused["code"] == "content"
    assert refused["field"] == field, refused
    assert words in refused["errors"][0]["detail"], refused
    assert refused["detail"].startswith(f"{field}: ")
    assert count(web, "submission") == count(web, "parcel") == 0


def test_a_crossing_is_told_with_its_place(officer: Phone) -> None:
    refused = answer(officer.put("parcels", {**CONTENT, **polygon(BOW_TIE)}), 422)
    (error,) = refused["errors"]
    assert error["at"] == pytest.approx([X + 0.0005, Y + 0.0005], abs=1e-7)


def test_several_places_are_told_at_once(officer: Phone) -> None:
    steps = [(0, 0), (4, 0), (4, 1), (1, -1), (3, -1), (3, 2), (0, 2)]
    ring = [[X + x * 1e-4, Y + y * 1e-4] for x, y in steps]
    refused = answer(officer.put("parcels", {**CONTENT, **polygon(ring)}), 422)
    assert len(refused["errors"]) > 1
    assert all("at" in error for error in refused["errors"])


@pytest.mark.parametrize("count_of_corners", [5_001, 50_000, 250_000])
def test_too_many_corners_are_refused_at_once(
    web: Web, officer: Phone, count_of_corners: int
) -> None:
    ring = [[X + number * 1e-9, Y] for number in range(count_of_corners)]
    refused = answer(officer.put("parcels", {**CONTENT, **polygon(ring)}), 422)
    assert refused["field"] == "geometry.coordinates"
    assert "5000" in refused["detail"]
    assert len(str(refused)) < 1_000


def test_five_thousand_corners_are_taken(officer: Phone) -> None:
    land = shape(plot()).segmentize(160 / 111_000 / 4_900)
    assert 3_000 < len(land.exterior.coords) <= 5_000
    found = answer(officer.put("parcels", {**CONTENT, "geometry": mapping(land)}))
    assert found["parcel"]["fits"] is True


def test_heights_are_kept_as_sent_and_not_measured(web: Web, officer: Phone) -> None:
    ring = [[x, y, 31.5] for x, y in plot()["coordinates"][0]]
    found = answer(officer.put("parcels", {**CONTENT, **polygon(ring)}))
    assert found["parcel"]["area_m2"] == pytest.approx(1600, abs=5)
    kept = web.session.scalar(text("SELECT content FROM submission"))
    assert kept["geometry"]["coordinates"] == [ring]


def test_an_open_ring_a_repeated_corner_and_a_hole_are_taken(web: Web, officer: Phone) -> None:
    outer = plot(60, 60)["coordinates"][0][:-1]
    hole = Polygon(outer).buffer(-4e-4 / 1.9).exterior.coords
    found = answer(officer.put("parcels", {**CONTENT, **polygon([outer[0], *outer], list(hole))}))
    assert found["parcel"]["area_m2"] < 3600
    stored = web.session.scalar(text("SELECT ST_NumInteriorRings(geom) FROM parcel"))
    assert stored == 1


def test_a_plan_that_is_told_in_indonesian(officer: Phone) -> None:
    reply = officer.client.put(
        f"/api/v1/parcels/{uuid4()}?lang=id",
        json={**CONTENT, "geometry": plot(15, 100), "declared_area_m2": None},
        headers={"X-CSRFToken": officer.secret},
    )
    (flag,) = answer(reply)["parcel"]["flags"]
    assert flag["code"] == "building-does-not-fit"
    assert "20 x 30" in flag["message"]


numbers = st.one_of(
    st.floats(115, 117),
    st.floats(-9, -8),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(),
    st.sampled_from([0, 116.11, -8.59, 116.1101, -8.5901]),
)
positions = st.lists(numbers, min_size=2, max_size=3)
near = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(
    lambda step: [X + step[0] * 1e-4, Y + step[1] * 1e-4]
)
anything = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
coordinates = st.one_of(
    st.lists(st.lists(near, max_size=9), min_size=1, max_size=3),
    st.lists(st.lists(positions, max_size=6), max_size=3),
    anything,
)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(coordinates)
def test_no_outline_at_all_is_a_fault(officer: Phone, given_coordinates: Any) -> None:
    geometry = {"type": "Polygon", "coordinates": given_coordinates}
    reply = officer.put("parcels", {**CONTENT, "geometry": geometry})
    assert reply.status_code in (201, 422), reply.text
    if reply.status_code == 201:
        assert reply.json is not None
        assert reply.json["parcel"]["area_m2"] >= 1
