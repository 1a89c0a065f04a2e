"""Where village polygons do not fit together: places in two of them, and places in none.

Two neighbours that fit have each edge of their common border in opposite directions. Those edges
cancel; the ones that are left bound all places that are not covered exactly once. They are a
small part of all edges, so that faults are found several times faster than by the union.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from spatial.area import areas_m2
from spatial.faces import filled, find_faces

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Smaller overlaps are the rounding of neighbours' common border.
LEAST_OVERLAP_M2 = 1_000.0

#: In a smaller gap no point is farther than 10 m from a village, and no check looks closer.
LEAST_GAP_M2 = 300.0

#: Outlines of districts and above are published in a simplified form that is off by as much.
OUTLINE_PRECISION_M = 500.0

_METRES_IN_A_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is wrong with how polygons cover the land (EPSG:4326, square metres on WGS 84).

    Attributes
    ----------
    pairs : array of int, shape (n, 2)
        Positions of two polygons that overlap, the lower one first.
    overlap_areas_m2 : array of float, shape (n,)
        Area of each overlap.
    gaps : array of shapely.Polygon
        Places that are enclosed, or belong to the published outlines, and are in no polygon.
    gap_areas_m2 : array of float
        Area of each gap.
    """

    pairs: NDArray[np.int64]
    overlap_areas_m2: NDArray[np.float64]
    gaps: NDArray[Any]
    gap_areas_m2: NDArray[np.float64]

    def except_where(self, others: NDArray[Any]) -> Coverage:
        """Give the same without what other polygons cover of the gaps.

        Examples
        --------
        >>> inner = shapely.box(1, 1, 2, 2)
        >>> ring = shapely.box(0, 0, 3, 3).difference(inner)
        >>> found = examine_coverage(np.array([ring]))
        >>> len(found.gaps), len(found.except_where(np.array([inner])).gaps)
        (1, 0)
        """
        gaps, areas = _large_gaps(without(self.gaps, others))
        return replace(self, gaps=gaps, gap_areas_m2=areas)


def examine_coverage(polygons: NDArray[Any], outlines: NDArray[Any] | None = None) -> Coverage:
    """Find the overlaps of polygons, and the gaps between them.

    Parameters
    ----------
    polygons : array of shapely.Polygon or shapely.MultiPolygon
        Valid, in degrees (EPSG:4326).
    outlines : array of shapely.Polygon or shapely.MultiPolygon, optional
        Valid outlines of larger areas. What they hold beyond the polygons is a gap where a circle
        of 500 m fits, because such outlines are published in a simplified form.

    Returns
    -------
    Coverage
        Overlaps of at least 1,000 m2 and gaps of at least 300 m2.

    Examples
    --------
    A ring of four squares round an empty place, and a fifth that overlaps the first:

    >>> squares = [shapely.box(x, y, x + 2, y + 1) for x, y in ((0, 0), (1, 2))]
    >>> squares += [shapely.box(x, y, x + 1, y + 2) for x, y in ((2, 0), (0, 1))]
    >>> squares.append(shapely.box(0, -1, 1, 0.5))
    >>> found = examine_coverage(np.array(squares))
    >>> found.gaps[0].bounds, found.pairs.tolist()
    ((1.0, 1.0, 2.0, 2.0), [[0, 4]])
    """
    tree = shapely.STRtree(polygons)
    faces = find_faces(_uncancelled(polygons))
    inside, _ = tree.query(shapely.points(faces.points), predicate="intersects")
    covered = np.bincount(inside, minlength=len(faces.rings))
    gaps = _hollowed(filled(faces.rings[covered == 0]), faces.groups)
    if outlines is not None and len(outlines):
        gaps = np.concatenate([gaps, _beyond(outlines, _land(faces.groups))])
    gaps, gap_areas = _large_gaps(gaps)
    pairs, overlap_areas = overlaps(polygons, _pairs_in(filled(faces.rings[covered > 1]), tree))
    return Coverage(pairs, overlap_areas, gaps, gap_areas)


def overlaps(
    polygons: NDArray[Any], pairs: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Measure how much pairs of polygons overlap.

    Parameters
    ----------
    polygons : array of shapely.Polygon or shapely.MultiPolygon
        Valid, in degrees (EPSG:4326).
    pairs : array of int, shape (n, 2)
        Positions in ``polygons``.

    Returns
    -------
    pairs : array of int, shape (m, 2)
        Those that overlap by at least 1,000 m2.
    areas : array of float, shape (m,)
        Square metres on WGS 84.

    Examples
    --------
    >>> squares = np.array([shapely.box(0, 0, 0.02, 0.01), shapely.box(0.01, 0, 0.03, 0.01)])
    >>> pairs, areas = overlaps(squares, np.array([[0, 1]]))
    >>> pairs.tolist(), areas.round().tolist()
    ([[0, 1]], [1230907.0])
    """
    common = shapely.intersection(polygons[pairs[:, 0]], polygons[pairs[:, 1]])
    # where borders meet there are lines and points as well: only what has an area counts
    parts, pair = shapely.get_parts(common, return_index=True)
    surface = shapely.get_dimensions(parts) == 2
    areas: NDArray[np.float64] = np.bincount(
        pair[surface], weights=areas_m2(parts[surface]), minlength=len(pairs)
    ).astype(np.float64)
    large = areas >= LEAST_OVERLAP_M2
    return pairs[large], areas[large]


def without(polygons: NDArray[Any], others: NDArray[Any]) -> NDArray[Any]:
    """Take away from polygons what others cover.

    Parameters
    ----------
    polygons, others : array of shapely.Polygon or shapely.MultiPolygon
        Valid, in degrees (EPSG:4326).

    Returns
    -------
    array of shapely.Polygon
        What is left, in parts: more or fewer than there were.

    Examples
    --------
    >>> left = without(np.array([shapely.box(0, 0, 2, 1)]), np.array([shapely.box(1, 0, 3, 1)]))
    >>> [part.bounds for part in left]
    [(0.0, 0.0, 1.0, 1.0)]
    """
    touched, other = shapely.STRtree(others).query(polygons, predicate="intersects")
    left = polygons.copy()
    for position in np.unique(touched):
        cover = shapely.union_all(others[other[touched == position]])
        left[position] = shapely.difference(polygons[position], cover)
    return _surfaces(left)


def _large_gaps(gaps: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.float64]]:
    areas = areas_m2(gaps)
    large = areas >= LEAST_GAP_M2
    return gaps[large], areas[large]


def _hollowed(gaps: NDArray[Any], groups: NDArray[Any]) -> NDArray[Any]:
    """Cut out of gaps the groups of polygons that lie inside of them."""
    gap, group = shapely.STRtree(groups).query(gaps, predicate="contains_properly")
    if len(gap) == 0:
        return _surfaces(gaps)
    return without(gaps, filled(groups[np.unique(group)]))


def _uncancelled(polygons: NDArray[Any]) -> NDArray[Any]:
    """Give the lines of those edges that no neighbour has in the opposite direction."""
    parts = shapely.get_parts(shapely.orient_polygons(polygons, exterior_cw=False))
    coordinates, ring = shapely.get_coordinates(shapely.get_rings(parts), return_index=True)
    edge = ring[1:] == ring[:-1]
    vertex = _fingerprints(coordinates)
    start, end = vertex[:-1][edge], vertex[1:][edge]
    undirected = np.minimum(start, end) * np.uint64(0x165667B19E3779F9) + np.maximum(start, end)
    order = np.argsort(undirected)
    first = np.flatnonzero(np.diff(undirected[order], prepend=~undirected[order[:1]]))
    balance = np.add.reduceat(np.where(start < end, 1, -1)[order], first)
    left = np.zeros(len(edge) + 1, dtype=bool)
    kept = np.empty(len(order), dtype=bool)
    kept[order] = np.repeat(balance != 0, np.diff(first, append=len(order)))
    left[:-1][edge] = kept
    begins_edge, ends_edge = left, np.roll(left, 1)
    run = np.cumsum(begins_edge & ~ends_edge) - 1
    used = begins_edge | ends_edge
    return np.asarray(shapely.linestrings(coordinates[used], indices=run[used]))


def _fingerprints(coordinates: NDArray[np.float64]) -> NDArray[np.uint64]:
    """One number for each vertex, the same for equal vertices."""
    # adding 0 makes -0.0 and 0.0 the same bits
    x, y = (np.ascontiguousarray(axis + 0.0).view(np.uint64) for axis in coordinates.T)
    mixed = x * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(32)
    mixed += y
    mixed *= np.uint64(0xC2B2AE3D27D4EB4F)
    return mixed ^ (mixed >> np.uint64(29))


def _pairs_in(faces: NDArray[Any], tree: shapely.STRtree) -> NDArray[np.int64]:
    """Pairs of polygons that together touch enough of the faces to overlap by 1,000 m2.

    An edge that two polygons cancelled can run through a face that others cover, so that a face
    does not tell the pair; but a pair overlaps by no more than all faces that both touch.
    """
    count = len(tree.geometries)
    first, second = tree.query(tree.geometries)
    first, second = first[first < second], second[first < second]
    face, polygon = tree.query(faces, predicate="intersects")
    order = np.argsort(polygon, kind="stable")
    face, polygon = face[order], polygon[order]
    begin = np.searchsorted(polygon, np.arange(count + 1))
    # each pair with each face that its first polygon touches
    touched = np.diff(begin)[first]
    pair = np.repeat(np.arange(len(first)), touched)
    within_pair = np.arange(len(pair)) - np.repeat(np.cumsum(touched) - touched, touched)
    face_of_pair = face[begin[first][pair] + within_pair]
    both = np.isin(face_of_pair * count + second[pair], face * count + polygon)
    common = np.bincount(
        pair[both], weights=areas_m2(faces)[face_of_pair[both]], minlength=len(first)
    )
    # a hair less, for the rounding of the noded edges
    likely = common >= 0.99 * LEAST_OVERLAP_M2
    return np.column_stack([first[likely], second[likely]])


def _land(groups: NDArray[Any]) -> Any:
    """Give all land as one multipolygon: the groups that lie in no other group, filled."""
    shapes = np.asarray(shapely.polygons(groups))
    shapely.prepare(shapes)
    corners = shapely.get_point(groups, 0)
    inner, outer = shapely.STRtree(shapes).query(corners)
    # groups do not meet: where one point of a group is, all of it is
    within = (inner != outer) & shapely.intersects(shapes[outer], corners[inner])
    islands = np.setdiff1d(np.arange(len(groups)), inner[within])
    return shapely.multipolygons(shapely.get_parts(filled(groups[islands])))


def _beyond(outlines: NDArray[Any], land: Any) -> NDArray[Any]:
    """Give the parts of the outlines that are not on land and hold a circle of 500 m."""
    outline = shapely.union_all(outlines)
    parts = _surfaces(np.array([shapely.difference(outline, land)]))
    parts = parts[areas_m2(parts) > np.pi * OUTLINE_PRECISION_M**2]
    _, south, _, north = outline.bounds
    stretch = np.array([np.cos(np.radians((south + north) / 2)), 1.0]) * _METRES_IN_A_DEGREE
    parts = shapely.transform(parts, lambda degrees: degrees * stretch)
    cores = shapely.buffer(parts, -OUTLINE_PRECISION_M)
    wide = ~shapely.is_empty(cores)
    # as far as the circles reach, and not the slivers along the coast that hang on to them
    opened = shapely.intersection(
        shapely.buffer(cores[wide], 1.01 * OUTLINE_PRECISION_M), parts[wide]
    )
    return _surfaces(shapely.transform(opened, lambda metres: metres / stretch))


def _surfaces(geometries: NDArray[Any]) -> NDArray[Any]:
    """Keep the polygons among the parts of geometries."""
    # a collection may hold multipolygons
    parts = shapely.get_parts(shapely.get_parts(geometries))
    polygons: NDArray[Any] = parts[shapely.get_dimensions(parts) == 2]
    return polygons
