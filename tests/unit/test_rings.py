"""Why rings are not a polygon, and where."""

from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from spatial.rings import MOST_DEFECTS, defects, polygon_of

SQUARE = [(0, 0), (10, 0), (10, 10), (0, 10)]


def ring(*points: tuple[float, float]) -> list[tuple[float, float]]:
    """Steps of about a metre east and north of a place."""
    return [(116.1 + x * 1e-5, -8.6 + y * 1e-5) for x, y in points]


def place(x: float, y: float) -> Any:
    return pytest.approx(ring((x, y))[0], abs=1e-7)


@pytest.mark.parametrize(
    ("rings", "reason", "at"),
    [
        ([], "too-few-corners", None),
        ([[]], "too-few-corners", None),
        ([ring((0, 0), (10, 10))], "too-few-corners", None),
        # two corners, one after the other
        ([ring((0, 0), (10, 10), (0, 0), (10, 10))], "too-few-corners", None),
        ([ring((0, 0), (0, 0), (0, 0))], "too-few-corners", None),
        ([[(116, float("nan")), (116.1, -8), (116, -8)]], "not-finite", None),
        ([[(116, float("inf")), (116.1, -8), (116, -8)]], "not-finite", None),
        # latitude first
        ([[(-8.5, 116.1), (-8.5, 116.2), (-8.4, 116.1)]], "out-of-range", (-8.5, 116.1)),
        # a figure of eight
        ([ring((0, 0), (10, 10), (10, 0), (0, 10))], "self-crossing", place(5, 5)),
        # a corner on another side
        ([ring((0, 0), (10, 0), (10, 10), (5, 0), (0, 10))], "self-crossing", place(5, 0)),
        (
            [ring((0, 0), (10, 0), (20, 10), (10, 20), (0, 10), (10, 0), (-10, -20))],
            "repeated-corner",
            place(10, 0),
        ),
        # there and back again
        ([ring((0, 0), (10, 0), (10, 10), (30, 10), (10, 10), (0, 10))], "spike", place(30, 10)),
        ([ring((0, 0), (10, 0), (10, 10), (30, 10), (20, 10), (0, 10))], "spike", place(30, 10)),
        ([ring((0, 0), (10, 0), (20, 0))], "no-area", None),
        ([ring((0, 0), (0.8, 0), (0.8, 0.8), (0, 0.8))], "no-area", place(0, 0)),
        ([ring(*SQUARE), ring((12, 2), (14, 2), (14, 4))], "hole-outside", place(12, 2)),
        ([ring(*SQUARE), ring((8, 2), (14, 2), (14, 4))], "self-crossing", place(10, 2)),
        ([ring(*SQUARE), ring((10, 2), (10, 4), (8, 3))], "self-crossing", place(10, 3)),
        ([ring(*SQUARE), ring((2, 2), (2, 2.5))], "too-few-corners", None),
    ],
)
def test_what_is_not_a_polygon(rings: Any, reason: str, at: Any) -> None:
    first = defects(rings)[0]
    assert (first.reason, first.at) == (reason, at)


@pytest.mark.parametrize(
    "rings",
    [
        [ring(*SQUARE)],
        [ring(*SQUARE, SQUARE[0])],
        # somebody stood still
        [ring((0, 0), (0, 0), (10, 0), (10, 10), (10, 10), (0, 10), (0, 0), (0, 0))],
        [ring(*SQUARE), ring((2, 2), (4, 2), (4, 4))],
        # a hole may touch the outer ring in a point
        [ring(*SQUARE), ring((10, 2), (8, 1), (8, 3))],
        # a sharp corner is no spike
        [ring((0, 0), (100, 0), (0, 1))],
    ],
)
def test_what_is_one(rings: Any) -> None:
    assert defects(rings) == []
    polygon = polygon_of(rings)
    assert polygon.is_valid
    assert polygon.exterior.is_ccw
    assert not any(hole.is_ccw for hole in polygon.interiors)


numbers = st.one_of(st.integers(-3, 3).map(float), st.floats(-1000, 1000), st.just(float("nan")))
rings_of_anything = st.lists(st.lists(st.tuples(numbers, numbers), max_size=9), max_size=3)


@given(rings_of_anything)
def test_without_a_defect_it_is_a_valid_polygon(rings: Any) -> None:
    found = defects(rings)
    assert len(found) <= MOST_DEFECTS
    if not found:
        polygon = polygon_of(rings)
        assert polygon.is_valid
        assert polygon.area > 0


def test_a_scribble_of_thousands_of_corners_is_answered() -> None:
    """Every side crosses nearly every other one."""
    angles = 2 * np.pi * (np.arange(4999) * 2499 % 4999) / 4999
    scribble = np.column_stack([116 + np.cos(angles) / 1000, -8.6 + np.sin(angles) / 1000])
    assert {defect.reason for defect in defects([scribble.tolist()])} == {"self-crossing"}
    assert not shapely.Polygon(scribble).is_valid
