"""TopoJSON: neighbours share one line, so that a coverage is small and shows no gaps.

Format: https://github.com/topojson/topojson-specification (quantized, so that positions are small
whole numbers, each relative to the one before).
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from spatial.errors import SpatialError
from spatial.tiles import degrees_to_web_mercator, web_mercator_to_degrees

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

#: A closed ring of a polygon has four positions.
LEAST_POSITIONS = 4

Arc = tuple[tuple[int, int], ...]


def simplified_coverage(
    polygons: NDArray[Any],
    *,
    tolerance_m: float = 150.0,
    gap_width_m: float = 50.0,
    snapping_m: float = 5.0,
) -> NDArray[Any]:
    """Simplify neighbouring polygons together: common borders stay common.

    Published boundaries are no valid coverage, so narrow gaps and overlaps are closed first.

    Parameters
    ----------
    polygons : array of shapely.Polygon or shapely.MultiPolygon
        In degrees (EPSG:4326), valid, not empty.
    tolerance_m : float
        Square root of the area, in metres, that a corner may have to be left out.
    gap_width_m, snapping_m : float
        Gaps narrower than this are closed; corners nearer than this become one.

    Returns
    -------
    array of shapely.Polygon or shapely.MultiPolygon
        In degrees, in the same order; none is empty.

    Examples
    --------
    >>> west, east = shapely.box(116, -9, 116.1, -8.9), shapely.box(116.099, -9, 116.2, -8.9)
    >>> simple = simplified_coverage(np.array([west, east]))
    >>> bool(shapely.overlaps(west, east)), bool(shapely.touches(*simple))
    (True, True)
    """
    flat = shapely.transform(polygons, degrees_to_web_mercator)
    clean = shapely.coverage_clean(flat, gap_width=gap_width_m, snapping_distance=snapping_m)  # type: ignore[attr-defined]
    # what is covered by its neighbours altogether, or too small, keeps its own outline
    lost = shapely.is_empty(clean)
    clean[lost] = flat[lost]
    simple = shapely.coverage_simplify(clean, tolerance_m)
    return np.asarray(shapely.transform(simple, web_mercator_to_degrees))


def topology(
    ids: Sequence[str], polygons: NDArray[Any], name: str, *, step: float = 0.0003
) -> dict[str, Any]:
    """Encode polygons as quantized TopoJSON.

    Parameters
    ----------
    ids : sequence of str
        Identifier of each polygon.
    polygons : array of shapely.Polygon or shapely.MultiPolygon
        In degrees (EPSG:4326), not empty; neighbours that fit share their borders' corners.
    name : str
        Of the object in the topology.
    step : float
        Distance in degrees of the positions that can be told apart.

    Returns
    -------
    dict
        A ``Topology`` with one ``GeometryCollection`` whose members are in the given order; each
        has a geometry, however small it is.

    Raises
    ------
    SpatialError
        There is no polygon.

    Examples
    --------
    Two squares side by side have three lines: one is both of theirs, the other way round.

    >>> squares = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    >>> made = topology(["west", "east"], squares, "areas", step=1)
    >>> [one["arcs"] for one in made["objects"]["areas"]["geometries"]], len(made["arcs"])
    ([[[0, 1]], [[-1, 2]]], 3)
    """
    if not len(polygons):
        message = "a topology needs at least one polygon"
        raise SpatialError(message)
    west, south, east, north = (round(float(side), 6) for side in shapely.total_bounds(polygons))
    rings = [_quantized(polygon, west, south, step) for polygon in polygons]
    arcs = _Arcs(_junctions(rings))
    geometries = [
        _geometry(identity, [[arcs.of(ring) for ring in part] for part in parts])
        for identity, parts in zip(ids, rings, strict=True)
    ]
    return {
        "type": "Topology",
        "bbox": [west, south, east, north],
        "transform": {"scale": [step, step], "translate": [west, south]},
        "objects": {name: {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [_relative(arc) for arc in arcs.arcs],
    }


def _quantized(polygon: Any, west: float, south: float, step: float) -> list[list[Arc]]:
    """Parts of rings on the grid; parts and holes that vanish there are left out."""
    parts = []
    for part in shapely.get_parts(polygon):
        exterior, *holes = (
            _ring(np.rint((shapely.get_coordinates(ring) - (west, south)) / step).astype(int))
            for ring in shapely.get_rings(part)
        )
        if exterior:
            parts.append([exterior, *(hole for hole in holes if hole)])
    return parts or [[_smallest(polygon, west, south, step)]]


def _ring(positions: NDArray[np.int64]) -> Arc:
    """Without repetitions; nothing if it does not enclose anything."""
    moved = np.append(True, (np.diff(positions, axis=0) != 0).any(axis=1))
    x, y = positions[moved].T
    encloses = len(x) >= LEAST_POSITIONS and int(x[:-1] @ y[1:] - x[1:] @ y[:-1]) != 0
    return tuple(zip(x.tolist(), y.tolist(), strict=True)) if encloses else ()


def _smallest(polygon: Any, west: float, south: float, step: float) -> Arc:
    """The square of the grid that a polygon too small for it lies in."""
    point = shapely.get_coordinates(shapely.point_on_surface(polygon))[0]
    x, y = (int(one) for one in (point - (west, south)) // step)
    return (x, y), (x, y + 1), (x + 1, y + 1), (x + 1, y), (x, y)


def _edges(rings: list[list[list[Arc]]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for parts in rings:
        for part in parts:
            for ring in part:
                yield from itertools.pairwise(ring)


def _junctions(rings: list[list[list[Arc]]]) -> set[tuple[int, int]]:
    """Where lines meet or part: positions with other than two different edges.

    Where there are two, every ring through the position runs along both.
    """
    around: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for begin, end in _edges(rings):
        around.setdefault(begin, set()).add(end)
        around.setdefault(end, set()).add(begin)
    return {position for position, others in around.items() if len(others) != 2}


class _Arcs:
    """The lines of a topology, each once; a line the other way round is ``~index``."""

    def __init__(self, junctions: set[tuple[int, int]]) -> None:
        self.junctions = junctions
        self.arcs: list[Arc] = []
        self.index: dict[Arc, int] = {}

    def of(self, ring: Arc) -> list[int]:
        """Give the lines that make up a closed ring."""
        corners = ring[:-1]
        cuts = [place for place, position in enumerate(corners) if position in self.junctions]
        if not cuts:
            # nobody's line begins here: the lowest position, whichever ring comes by first
            cuts = [corners.index(min(corners))]
        around = corners[cuts[0] :] + corners[: cuts[0]] + (corners[cuts[0]],)
        stops = [cut - cuts[0] for cut in cuts] + [len(corners)]
        return [self._line(around[begin : end + 1]) for begin, end in itertools.pairwise(stops)]

    def _line(self, arc: Arc) -> int:
        if arc in self.index:
            return self.index[arc]
        if (back := arc[::-1]) in self.index:
            return ~self.index[back]
        self.index[arc] = len(self.arcs)
        self.arcs.append(arc)
        return self.index[arc]


def _geometry(identity: str, parts: list[list[list[int]]]) -> dict[str, Any]:
    if len(parts) == 1:
        return {"type": "Polygon", "id": identity, "arcs": parts[0]}
    return {"type": "MultiPolygon", "id": identity, "arcs": parts}


def _relative(arc: Arc) -> list[list[int]]:
    positions = np.array(arc)
    return np.vstack([positions[:1], np.diff(positions, axis=0)]).tolist()  # type: ignore[no-any-return]
