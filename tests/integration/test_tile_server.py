"""Tiles decode to what PostGIS says is there, and are kept as their headers promise."""

import gzip
import random
from collections.abc import Iterator
from typing import Any

import mapbox_vector_tile
import pytest
import shapely
from sqlalchemy import text

from gis_service.errors import DatabaseUnavailableError
from gis_service.tiles.reader import TileReader, TileTimeoutError
from spatial.tiles import Tile, tile_at
from tests.serving import Served

UNITS = 4096
WEST, SOUTH, EAST, NORTH = 115.8, -9.1, 119.2, -8.1


def sample() -> Iterator[Tile]:
    """Tiles of every zoom over the province, the same each time; some are empty."""
    dice = random.Random(3)  # noqa: S311 - places, not secrets
    seen = set()
    for zoom in range(5, 15):
        for _ in range(8):
            tile = tile_at(dice.uniform(WEST, EAST), dice.uniform(SOUTH, NORTH), zoom)
            if tile not in seen:
                seen.add(tile)
                yield tile


def path(tileset: str, tile: Tile, version: int = 1) -> str:
    return f"/tiles/{tileset}/{version}/{tile.zoom}/{tile.column}/{tile.row}.mvt"


def decoded(body: bytes, layer: str) -> dict[str, Any]:
    """Code to feature, of a tile's only layer."""
    if not body:
        return {}
    layers = mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})
    assert list(layers) == [layer]
    assert (layers[layer]["extent"], layers[layer]["version"]) == (UNITS, 2)
    found = {feature["properties"]["code"]: feature for feature in layers[layer]["features"]}
    assert len(found) == len(layers[layer]["features"])
    return found


@pytest.fixture(scope="module")
def boundaries(served: Served) -> dict[str, Any]:
    """The imported boundaries in metres (EPSG:3857)."""
    with served.session() as session:
        rows = session.execute(
            text("SELECT village_code, ST_AsBinary(ST_Transform(geom, 3857)) FROM village_boundary")
        )
        return {code: shapely.from_wkb(bytes(encoded)) for code, encoded in rows}


def test_every_tile_holds_the_villages_that_are_there(
    served: Served, boundaries: dict[str, Any]
) -> None:
    decided = 0
    for tile in sample():
        reply = served.get(path("villages", tile), None)
        found = decoded(reply.data, "villages")
        assert reply.status_code == (200 if found else 204)
        west, _south, east, _north = tile.bounds_m
        unit = (east - west) / UNITS
        # simplified by two units, drawn on whole units, with 64 units round the tile
        surely = shapely.box(*tile.bounds_m).buffer((64 - 4) * unit, join_style="mitre")
        perhaps = shapely.box(*tile.bounds_m).buffer((64 + 4) * unit, join_style="mitre")
        for code, polygon in boundaries.items():
            if not shapely.intersects(polygon, perhaps):
                assert code not in found, (tile, code)
            elif shapely.intersection(polygon, surely).area > (8 * unit) ** 2:
                assert code in found, (tile, code)
                decided += 1
        assert found.keys() <= boundaries.keys()
    assert decided > 1_000


def test_geometry_in_a_tile_is_where_the_village_is(
    served: Served, boundaries: dict[str, Any]
) -> None:
    for tile in sample():
        west, _south, east, north = tile.bounds_m
        unit = (east - west) / UNITS
        around = shapely.box(*tile.bounds_m).buffer(64 * unit, join_style="mitre")
        reply = served.get(path("villages", tile), None)
        for code, feature in decoded(reply.data, "villages").items():
            drawn = shapely.transform(
                shapely.geometry.shape(feature["geometry"]),
                lambda at, west=west, north=north, unit=unit: at * (unit, -unit) + (west, north),
            )
            there = shapely.intersection(boundaries[code], around)
            missing = shapely.symmetric_difference(shapely.make_valid(drawn), there)
            assert shapely.is_empty(missing.buffer(-4 * unit)), (tile, code)


def test_tiles_are_what_postgis_makes_of_the_stored_geometry(served: Served) -> None:
    query = """
        SELECT ST_AsMVT(tile, 'villages', 4096, 'geom') FROM (
            SELECT village_code AS code,
                ST_AsMVTGeom({column}, ST_TileEnvelope(:z, :x, :y), 4096, 64, TRUE) AS geom
            FROM village_tile_geometry
            WHERE geom && ST_TileEnvelope(:z, :x, :y, margin => 64.0 / 4096)
        ) AS tile WHERE geom IS NOT NULL
    """
    for tile in sample():
        column = {5: "geom_z6", 6: "geom_z6", 7: "geom_z8", 8: "geom_z8", 9: "geom_z10",
                  10: "geom_z10"}.get(tile.zoom, "geom")  # fmt: skip
        with served.session() as session:
            made = session.execute(
                text(query.format(column=column)),
                {"z": tile.zoom, "x": tile.column, "y": tile.row},
            ).scalar_one()
        sent = served.get(path("villages", tile), None).data
        assert decoded(sent, "villages") == decoded(bytes(made), "villages")


def test_site_tiles_hold_the_sites_that_are_there(served: Served) -> None:
    sites = {
        site["id"]: site
        for site in served.json("/api/v1/layers/sites.geojson?limit=2000")["features"]
        if site["geometry"]
    }
    for tile in sample():
        reply = served.get(path("sites", tile))
        found = decoded(reply.data, "sites")
        assert reply.headers["Cache-Control"] == "private, no-cache"
        here = {
            code
            for code, site in sites.items()
            if tile_at(*site["geometry"]["coordinates"], tile.zoom) == tile
        }
        assert here <= found.keys() <= sites.keys()
        for code, feature in found.items():
            assert feature["properties"]["verdict"] == sites[code]["properties"]["verdict"]


def test_officers_see_their_own_sites_in_tiles(served: Served) -> None:
    tile = tile_at(116.15, -8.7, 6)
    seen = decoded(served.get(path("sites", tile), "officer").data, "sites")
    assert seen
    assert {code[:8] for code in seen} == {"52.01.01"}


def test_a_tile_of_boundaries_is_kept_for_a_year(served: Served) -> None:
    tile = tile_at(116.3, -8.6, 9)
    first, second = (served.get(path("villages", tile), None) for _ in range(2))
    assert first.data == second.data
    for name in ("Content-Type", "Cache-Control", "ETag", "Vary", "X-Content-Type-Options",
                 "Content-Security-Policy"):  # fmt: skip
        assert first.headers[name] == second.headers[name], name
    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    zipped = served.get(path("villages", tile), None, Accept_Encoding="gzip")
    assert gzip.decompress(zipped.data) == first.data
    again = served.get(path("villages", tile), None, If_None_Match=first.headers["ETag"])
    assert again.status_code == 304


@pytest.mark.parametrize(
    "wrong",
    [
        "villages/1/4/0/0.mvt", "villages/1/15/0/0.mvt", "villages/1/6/64/0.mvt",
        "villages/1/6/0/64.mvt", "villages/2/6/52/33.mvt", "villages/99999999999/6/52/33.mvt",
        "villages/1/6/52/-1.mvt", "villages/1/6/a/b.mvt", "roads/1/6/52/33.mvt",
        "sites/2/6/52/33.mvt", "villages/01/6/52/33.mvt", "villages/1/6/052/33.mvt",
        "villages/1/\u0666/52/33.mvt",
    ],
)  # fmt: skip
def test_what_is_no_tile_is_not_found(served: Served, wrong: str) -> None:
    reply = served.get(f"/tiles/{wrong}")
    assert (reply.status_code, reply.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize(("name", "who"), [("villages", None), ("sites", "planner")])
def test_tilejson_tells_where_the_tiles_are(served: Served, name: str, who: str | None) -> None:
    document = served.json(f"/tiles/{name}.json", who)
    assert document["tilejson"] == "3.0.0"
    (layer,) = document["vector_layers"]
    assert layer["id"] == name
    west, south, east, north = document["bounds"]
    assert WEST - 0.1 < west < east < EAST + 0.2
    assert SOUTH - 0.1 < south < north < NORTH + 0.1
    tile = tile_at(116.3, -8.6, document["minzoom"])
    (template,) = document["tiles"]
    address = template.format(z=tile.zoom, x=tile.column, y=tile.row)
    body = served.get(address.removeprefix("http://localhost"), who).data
    for feature in decoded(body, name).values():
        assert feature["properties"].keys() == layer["fields"].keys()


def test_the_reader_cannot_write_and_does_not_wait_for_ever(served: Served) -> None:
    reader = TileReader(served.settings.app_database_url)
    assert reader.read("SELECT current_setting('role')", {}) == "gis_app"
    with pytest.raises(Exception, match="read-only"):
        reader.read("DELETE FROM village_geojson RETURNING 1", {})
    with pytest.raises(TileTimeoutError):
        reader.read("SELECT pg_sleep(30)", {})
    reader.close()


def test_the_reader_finds_a_server_that_was_restarted(served: Served) -> None:
    reader = TileReader(served.settings.app_database_url)
    process = reader.read("SELECT pg_backend_pid()", {})
    with served.session() as session:
        session.execute(text("RESET ROLE"))
        session.execute(text("SELECT pg_terminate_backend(:process)"), {"process": process})
        session.rollback()
    assert reader.read("SELECT 1", {}) == 1
    reader.close()


def test_a_server_that_is_away_is_told(served: Served) -> None:
    with pytest.raises(DatabaseUnavailableError):
        TileReader("postgresql://nobody@127.0.0.1:9/none").read("SELECT 1", {})
