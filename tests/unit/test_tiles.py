"""Tiles: what exists, what ground it covers, and the memory that keeps them."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_service.tiles.kept import KeptTile, KeptTiles, KeptTilesFirst
from gis_service.tiles.tilesets import BANDS, LEAST_ZOOM, MOST_ZOOM, geometry_for
from spatial.tiles import (
    HALF_WORLD_M,
    LAST_LATITUDE,
    TileRangeError,
    ZoomRangeError,
    checked_tile,
    degrees_to_web_mercator,
    tile_at,
    web_mercator_to_degrees,
)

longitudes = st.floats(-180, 180, exclude_max=True)
latitudes = st.floats(-LAST_LATITUDE + 1e-9, LAST_LATITUDE - 1e-9)


@given(longitudes, latitudes, st.integers(0, 22))
def test_a_point_lies_in_its_tile(longitude: float, latitude: float, zoom: int) -> None:
    tile = tile_at(longitude, latitude, zoom)
    west, south, east, north = tile.bounds_m
    ((x, y),) = degrees_to_web_mercator(np.array([[longitude, latitude]]))
    assert west - 0.01 <= x <= east + 0.01
    assert south - 0.01 <= y <= north + 0.01
    assert checked_tile(tile.zoom, tile.column, tile.row) == tile


@given(st.integers(0, 12), st.data())
def test_four_tiles_of_the_next_zoom_fill_a_tile(zoom: int, data: st.DataObject) -> None:
    column = data.draw(st.integers(0, 2**zoom - 1))
    row = data.draw(st.integers(0, 2**zoom - 1))
    west, south, east, north = checked_tile(zoom, column, row).bounds_m
    first = checked_tile(zoom + 1, 2 * column, 2 * row).bounds_m
    last = checked_tile(zoom + 1, 2 * column + 1, 2 * row + 1).bounds_m
    assert (first[0], first[3]) == pytest.approx((west, north), abs=1e-6)
    assert (last[2], last[1]) == pytest.approx((east, south), abs=1e-6)


@given(longitudes, latitudes)
def test_projecting_there_and_back(longitude: float, latitude: float) -> None:
    there = degrees_to_web_mercator(np.array([[longitude, latitude]]))
    back = web_mercator_to_degrees(there)
    assert back[0].tolist() == pytest.approx([longitude, latitude], abs=1e-9)


def test_the_world_is_one_tile() -> None:
    world = (-HALF_WORLD_M, -HALF_WORLD_M, HALF_WORLD_M, HALF_WORLD_M)
    assert checked_tile(0, 0, 0).bounds_m == pytest.approx(world)


@pytest.mark.parametrize("at", [(0, 1, 0), (0, 0, 1), (6, 64, 0), (6, 0, 64), (6, -1, 0)])
def test_a_column_or_row_out_of_range_is_named(at: tuple[int, int, int]) -> None:
    with pytest.raises(TileRangeError, match=r"zoom \d has columns and rows 0 to \d"):
        checked_tile(*at)


@pytest.mark.parametrize("zoom", [-1, 31, 10**9])
def test_a_zoom_out_of_range_is_named(zoom: int) -> None:
    with pytest.raises(ZoomRangeError, match="zooms 0 to 30"):
        checked_tile(zoom, 0, 0)


def test_every_served_zoom_has_its_geometry() -> None:
    columns = [geometry_for(zoom) for zoom in range(LEAST_ZOOM, MOST_ZOOM + 1)]
    assert list(dict.fromkeys(columns)) == [column for _, column in BANDS]


def test_the_memory_lets_go_of_what_was_not_used_for_longest() -> None:
    kept = KeptTiles(most_bytes=3 * KeptTile(b"x" * 1000).size)
    for path in "abc":
        kept.keep(path, KeptTile(b"x" * 1000))
    assert kept.get("a") is not None
    kept.keep("d", KeptTile(b"x" * 1000))
    assert [path for path in "abcd" if kept.get(path)] == ["a", "c", "d"]
    assert kept.bytes <= kept.most_bytes


def test_the_memory_counts_a_tile_that_is_kept_again_once() -> None:
    kept = KeptTiles(most_bytes=10_000)
    for _ in range(50):
        kept.keep("a", KeptTile(b"x" * 1000))
    assert kept.bytes == KeptTile(b"x" * 1000).size


def test_a_tile_too_large_for_the_memory_is_not_kept() -> None:
    kept = KeptTiles(most_bytes=1_000)
    kept.keep("a", KeptTile(b"x" * 1000))
    assert kept.get("a") is None


class Asked:
    """A server's side of one request."""

    def __init__(self, kept: KeptTiles, path: str, **environ: str) -> None:
        self.status, self.headers = "", {}
        layer = KeptTilesFirst(self.application, kept, [("X-Content-Type-Options", "nosniff")])
        self.body = b"".join(
            layer({"PATH_INFO": path, "REQUEST_METHOD": "GET", **environ}, self.start)
        )

    def start(self, status: str, headers: list[tuple[str, str]]) -> None:
        self.status, self.headers = status, dict(headers)

    @staticmethod
    def application(_environ: dict[str, Any], start: Any) -> list[bytes]:
        start("299 The application", [])
        return []


PATH = "/tiles/villages/1/6/52/33.mvt"


def kept_with(body: bytes) -> KeptTiles:
    kept = KeptTiles(most_bytes=1_000_000)
    kept.keep(PATH, KeptTile(body))
    return kept


def test_a_kept_tile_is_answered_before_the_application() -> None:
    asked = Asked(kept_with(b"tile"), PATH)
    assert (asked.status, asked.body) == ("200 OK", b"tile")
    assert asked.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert asked.headers["X-Content-Type-Options"] == "nosniff"


def test_a_client_that_has_the_tile_is_told_so() -> None:
    kept = kept_with(b"tile" * 1000)
    for accepted in ("identity", "gzip"):
        tag = Asked(kept, PATH, HTTP_ACCEPT_ENCODING=accepted).headers["ETag"]
        again = Asked(kept, PATH, HTTP_ACCEPT_ENCODING=accepted, HTTP_IF_NONE_MATCH=tag)
        assert (again.status, again.body, again.headers["ETag"]) == ("304 Not Modified", b"", tag)


def test_an_empty_tile_has_no_content() -> None:
    asked = Asked(kept_with(b""), PATH)
    assert (asked.status, asked.body) == ("204 No Content", b"")


@pytest.mark.parametrize(
    ("path", "environ"),
    [
        (PATH, {"QUERY_STRING": "x=1"}),
        (PATH, {"REQUEST_METHOD": "POST"}),
        ("/tiles/villages/1/6/52/34.mvt", {}),
        ("/tiles/sites/1/6/52/33.mvt", {}),
    ],
)
def test_all_else_is_the_applications(path: str, environ: dict[str, str]) -> None:
    assert Asked(kept_with(b"tile"), path, **environ).status == "299 The application"
