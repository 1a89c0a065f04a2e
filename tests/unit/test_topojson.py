"""TopoJSON: what was encoded can be decoded, and neighbours share their lines."""

import itertools
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from spatial.errors import SpatialError
from spatial.topojson import simplified_coverage, topology


def decoded(document: dict[str, Any], name: str = "areas") -> dict[str, Polygon | MultiPolygon]:
    """A decoder written from the specification alone."""
    (x_scale, y_scale), (x_zero, y_zero) = document["transform"].values()
    lines = []
    for arc in document["arcs"]:
        x, y = np.cumsum(np.array(arc), axis=0).T
        lines.append(list(zip(x * x_scale + x_zero, y * y_scale + y_zero, strict=True)))

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        positions: list[tuple[float, float]] = []
        for index in indices:
            line = lines[index] if index >= 0 else lines[~index][::-1]
            positions += line if not positions else line[1:]
        assert positions[0] == positions[-1]
        return positions

    def polygon(arcs: list[list[int]]) -> Polygon:
        return Polygon(ring(arcs[0]), [ring(hole) for hole in arcs[1:]])

    return {
        one["id"]: polygon(one["arcs"])
        if one["type"] == "Polygon"
        else MultiPolygon([polygon(part) for part in one["arcs"]])
        for one in document["objects"][name]["geometries"]
    }


def test_what_is_encoded_can_be_decoded() -> None:
    areas = {
        "island": box(10, 10, 11, 11),
        "ring": box(0, 0, 4, 4) - box(1, 1, 2, 2),
        "hole": box(1, 1, 2, 2),
        "two": MultiPolygon([box(4, 0, 5, 4), box(6, 0, 7, 1)]),
    }
    made = topology(list(areas), np.array(list(areas.values())), "areas", step=1)
    found = decoded(made)
    assert {name for name, area in areas.items() if not found[name].equals(area)} == set()
    assert list(found) == list(areas)
    assert made["bbox"] == [0, 0, 11, 11]


def test_a_hole_and_what_fills_it_share_one_line_wherever_their_rings_begin() -> None:
    hole = box(1, 1, 2, 2)
    turned = Polygon([(2, 2), (2, 1), (1, 1), (1, 2)])
    made = topology(["a", "b"], np.array([box(0, 0, 4, 4) - hole, turned]), "areas", step=1)
    assert len(made["arcs"]) == 2


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=4, unique=True))
def test_cells_without_gaps_stay_without_gaps(points: list[tuple[int, int]]) -> None:
    frame = box(-5, -5, 45, 45)
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=frame, ordered=True)
    )
    names = [str(number) for number in range(len(cells))]
    made = topology(names, cells, "areas", step=0.5)
    found = decoded(made)
    assert list(found) == names
    assert not any(area.is_empty for area in found.values())
    edges = [
        frozenset(edge)
        for arc in made["arcs"]
        for positions in [[tuple(p) for p in np.cumsum(np.array(arc), axis=0).tolist()]]
        for edge in itertools.pairwise(positions)
    ]
    assert len(edges) == len(set(edges)), "a line was written twice"


def test_an_area_smaller_than_the_grid_keeps_a_place() -> None:
    areas = np.array([box(0, 0, 10, 10), box(3.2, 3.2, 3.21, 3.21)])
    found = decoded(topology(["large", "small"], areas, "areas", step=1))
    assert found["small"].equals(box(3, 3, 4, 4))


def test_a_small_part_of_a_larger_area_is_left_out() -> None:
    areas = np.array([MultiPolygon([box(0, 0, 10, 10), box(20, 0, 20.1, 0.1)])])
    assert decoded(topology(["a"], areas, "areas", step=1))["a"].equals(box(0, 0, 10, 10))


def test_nothing_cannot_be_encoded() -> None:
    with pytest.raises(SpatialError, match="at least one"):
        topology([], np.array([]), "areas")


def test_what_its_neighbours_cover_keeps_its_outline() -> None:
    inner = box(116.04, -8.96, 116.06, -8.94)
    simple = simplified_coverage(np.array([box(116, -9, 116.1, -8.9), inner, inner]))
    assert not shapely.is_empty(simple).any()
