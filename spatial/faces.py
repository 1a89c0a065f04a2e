"""The faces that lines cut the plane into.

Like polygonizing, but each face is given by its outer ring alone: which groups of lines lie inside
which face is not asked. That is a question whose answer takes longer than all the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from spatial.validity import made_valid

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Degrees from an edge to the point beside it: a hundredth of a millimetre.
_BESIDE = 1e-10
_ROUNDING_OF_ANGLES = 1e-12
#: Square degrees: less is the rounding of a line that is walked there and back.
_NO_AREA = 1e-18


@dataclass(frozen=True, slots=True)
class Faces:
    """What lines cut the plane into.

    Attributes
    ----------
    rings : array of shapely.LinearRing, shape (n,)
        Round each bounded face. A ring can touch itself.
    points : array of float, shape (n, 2)
        A point of each face, a hair from the middle of its longest edge.
    groups : array of shapely.LinearRing, shape (m,)
        Round each group of lines that hang together.
    """

    rings: NDArray[Any]
    points: NDArray[np.float64]
    groups: NDArray[Any]


def find_faces(lines: NDArray[Any]) -> Faces:
    """Find the faces that lines cut the plane into.

    Parameters
    ----------
    lines : array of shapely.LineString
        In degrees (EPSG:4326); they may cross.

    Returns
    -------
    Faces

    Examples
    --------
    >>> square, middle = shapely.box(0, 0, 2, 2).exterior, shapely.LineString([(1, 0), (1, 2)])
    >>> faces = find_faces(np.array([square, middle]))
    >>> sorted(ring.bounds for ring in faces.rings), faces.groups[0].bounds
    ([(0.0, 0.0, 1.0, 2.0), (1.0, 0.0, 2.0, 2.0)], (0.0, 0.0, 2.0, 2.0))
    """
    arcs = shapely.get_parts(shapely.union_all(lines))
    arcs = arcs[~shapely.is_empty(arcs)]
    if len(arcs) == 0:
        return Faces(arcs, np.empty((0, 2)), arcs)
    coordinates, arc = shapely.get_coordinates(arcs, return_index=True)
    ends = np.cumsum(np.bincount(arc, minlength=len(arcs)))
    edges = _Edges(coordinates, np.append(0, ends[:-1]), ends - 1)
    cycle, rank = _cycles(edges.following())
    order = np.lexsort((rank, cycle))
    points, ring = edges.walk(order, cycle[order])
    area = _signed_areas(points, ring)
    large = np.abs(area) > _NO_AREA
    kept = large[ring]
    points, ring = points[kept], (np.cumsum(large) - 1)[ring[kept]]
    rings = np.asarray(shapely.linearrings(points, indices=ring))
    # a face is walked round anticlockwise, a group from outside clockwise
    bounded = area[large] > 0
    return Faces(rings[bounded], _beside_longest_edge(points, ring)[bounded], rings[~bounded])


def filled(rings: NDArray[Any]) -> NDArray[Any]:
    """Make valid polygons of rings that may touch themselves.

    Parameters
    ----------
    rings : array of shapely.LinearRing

    Returns
    -------
    array of shapely.Polygon or shapely.MultiPolygon

    Examples
    --------
    >>> eight = shapely.LinearRing([(0, 0), (1, 1), (2, 0), (2, 2), (1, 1), (0, 2)])
    >>> filled(np.array([eight]))[0].area
    2.0
    """
    return made_valid(np.asarray(shapely.polygons(rings)))


@dataclass(frozen=True, slots=True)
class _Edges:
    """Lines that meet at their ends only; edge 2i is line i forwards, edge 2i + 1 backwards."""

    coordinates: NDArray[np.float64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]

    def following(self) -> NDArray[np.int64]:
        """Tell with which edge each goes on, when the face on its left is walked round."""
        start = np.column_stack([self.first, self.last]).ravel()
        second = np.column_stack([self.first + 1, self.last - 1]).ravel()
        # adding 0 makes -0.0 and 0.0 the same
        place = self.coordinates[start] + 0.0
        order = _round_their_starts(place, self.coordinates[second] - place)
        # of the edges that leave a node, the last comes before the first
        leaves = place[order]
        begin = np.flatnonzero(np.append(True, (leaves[1:] != leaves[:-1]).any(axis=1)))
        before = np.arange(-1, len(order) - 1)
        before[begin] = np.append(begin[1:], len(order)) - 1
        clockwise = np.empty_like(order)
        clockwise[order] = order[before]
        following: NDArray[np.int64] = clockwise[np.arange(len(order)) ^ 1]
        return following

    def walk(
        self, edges: NDArray[np.int64], cycle: NDArray[np.int64]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Give the points of edges one after another, each edge without its last point."""
        line, backwards = edges >> 1, edges & 1
        count = self.last[line] - self.first[line]
        begin = np.where(backwards, self.last[line], self.first[line])
        along = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        position = np.repeat(begin, count) + along * np.repeat(1 - 2 * backwards, count)
        ring = np.cumsum(np.diff(cycle, prepend=cycle[:1]) != 0)
        return self.coordinates[position], np.repeat(ring, count)


def _round_their_starts(
    starts: NDArray[np.float64], steps: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Order edges by where they start, and anticlockwise round each start."""
    angle = np.arctan2(steps[:, 1], steps[:, 0])
    order = np.lexsort((angle, starts[:, 1], starts[:, 0]))
    while True:
        one, other = order[:-1], order[1:]
        close = (starts[one] == starts[other]).all(axis=1) & (
            angle[other] - angle[one] < _ROUNDING_OF_ANGLES
        )
        turn = steps[one, 0] * steps[other, 1] - steps[one, 1] * steps[other, 0]
        wrong = np.flatnonzero(close & (turn < 0))
        if len(wrong) == 0:
            return order
        # an edge changes places with one neighbour at a time
        wrong = wrong[np.append(True, np.diff(wrong) > 1)]
        order[wrong], order[wrong + 1] = order[wrong + 1], order[wrong]


def _cycles(following: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Tell the cycle that each element is in, by its lowest element, and the steps from there."""
    count = len(following)
    cycle, jump = np.arange(count), following.copy()
    while True:
        lower = np.minimum(cycle, cycle[jump])
        if (lower == cycle).all():
            break
        cycle, jump = lower, jump[jump]
    # steps to the lowest element, doubled again and again, with the lowest as the end
    lowest = cycle == np.arange(count)
    jump = np.where(lowest, np.arange(count), following)
    steps = np.where(lowest, 0, 1)
    while not lowest[jump].all():
        steps, jump = steps + steps[jump], jump[jump]
    return cycle, -steps


def _steps(points: NDArray[np.float64], begin: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the way from each point to the next of its ring; rings are not closed here."""
    after = np.roll(points, -1, axis=0)
    if len(begin):
        after[np.append(begin[1:], len(points)) - 1] = points[begin]
    return after - points


def _signed_areas(points: NDArray[np.float64], ring: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give square degrees of rings, positive where they turn anticlockwise."""
    begin = np.flatnonzero(np.diff(ring, prepend=-1))
    step = _steps(points, begin)
    # from the first point of the ring, so that little is lost to rounding
    away = points - points[begin][ring]
    areas: NDArray[np.float64] = np.bincount(
        ring, weights=(away[:, 0] * step[:, 1] - away[:, 1] * step[:, 0]) / 2
    ).astype(np.float64)
    return areas


def _beside_longest_edge(
    points: NDArray[np.float64], ring: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Give a point on the left of the longest edge of each ring."""
    begin = np.flatnonzero(np.diff(ring, prepend=-1))
    step = _steps(points, begin)
    length = np.hypot(step[:, 0], step[:, 1])
    if len(begin) == 0:
        return np.empty((0, 2))
    longest = np.flatnonzero(length == np.maximum.reduceat(length, begin)[ring])
    longest = longest[np.diff(ring[longest], prepend=-1) != 0]
    left = step[longest][:, ::-1] * (-1, 1) / length[longest, None]
    beside: NDArray[np.float64] = points[longest] + step[longest] / 2 + _BESIDE * left
    return beside
