"""Whether a building of a given size fits on a plot of land, turned any way, and where.

At one angle the question is exact: with the land turned so that the building stands along the
axes, its centre may be wherever no edge of the land runs through the building, which is the land
without a hexagon round each edge. All angles are answered by intervals: a building that is turned
by up to ``d`` from the middle of an interval contains, about the same centre, a smaller one that
stands at the middle. Where the smaller one fits nowhere, no angle of the interval is any good;
where the building itself fits at the middle, the answer is found; else the interval is halved, and
the halves look only where the smaller one had room.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from spatial.local_plane import plane_round

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry import MultiPolygon, Polygon

#: A building that is too long or wide by no more than this fits.
TOLERANCE_M: Final = 0.01
#: Corners that change the land's edge by less than this are left out.
_DETAIL_M: Final = TOLERANCE_M / 5
#: Land with more corners than that is searched on a plainer shape inside it.
_MOST_CORNERS: Final = 400
_PLAINER_BY_M: Final = (0.05, 0.1, 0.2, 0.4, 0.8)
#: GEOS leaves out corners that change a buffer by less than a hundredth of its width.
_CAUTION: Final = 0.97
#: Narrow enough for the smaller building of an interval to be contained in the larger one.
_FIRST_INTERVALS: Final = 8
#: Of so many angles at once, each next to one at which the building nearly fits, no more are tried:
#: the land is then round, and has room for the building only to within centimetres.
_MOST_INTERVALS: Final = 256
#: Edges of the land along which the building is tried first.
_EDGES_TRIED: Final = 6


@dataclass(frozen=True, slots=True)
class _Interval:
    """Angles within ``half_width`` of ``middle``, and where the centre may still be."""

    middle: float
    half_width: float
    room: Any


def fitting_rectangle(
    polygon: Polygon | MultiPolygon, width_m: float = 20.0, length_m: float = 30.0
) -> Polygon | None:
    """Find a place for a rectangle inside a polygon, turned any way.

    Parameters
    ----------
    polygon : shapely.geometry.Polygon or shapely.geometry.MultiPolygon
        Valid, with holes or without; longitude and latitude in degrees (EPSG:4326).
    width_m, length_m : float
        Sides of the rectangle in metres; neither longer than one and a half times the other.

    Returns
    -------
    shapely.geometry.Polygon or None
        The rectangle in degrees, within the polygon to `TOLERANCE_M`. None: there is no room for
        it. Two shapes are answered less finely. On land so nearly round that the rectangle almost
        fits at hundreds of angles, None says that there is no room for one that is 20 cm larger;
        on land with more than 400 corners that matter, decimetres of its edge may be given away.

    Examples
    --------
    >>> plot = shapely.box(116.1000, -8.6000, 116.1003, -8.5998)
    >>> rectangle = fitting_rectangle(plot)
    >>> plot.buffer(1e-7).covers(rectangle), fitting_rectangle(plot, 30, 30)
    (True, None)
    """
    if polygon.is_empty:
        return None
    plane = plane_round(polygon)
    land = _plain(shapely.transform(polygon, plane.metres))
    found = _Search(land, min(width_m, length_m), max(width_m, length_m)).rectangle()
    return None if found is None else shapely.transform(found, plane.degrees)


def _plain(land: Any) -> Any:
    """Land without corners that do not matter."""
    plain = shapely.simplify(land, _DETAIL_M, preserve_topology=True)
    for detail in _PLAINER_BY_M:
        if shapely.get_num_coordinates(plain) <= _MOST_CORNERS:
            break
        # narrower first, so that what is left lies within the land
        plain = shapely.simplify(land.buffer(-detail / _CAUTION, join_style="mitre"), detail)
    return plain


class _Search:
    """The search on one plot of land, in metres."""

    def __init__(self, land: Any, width: float, length: float) -> None:
        self.land = land
        self.width = width
        self.length = length
        coordinates, ring = shapely.get_coordinates(
            shapely.get_rings(shapely.get_parts(land)), return_index=True
        )
        within = ring[1:] == ring[:-1]
        self.begin = coordinates[:-1][within]
        self.end = coordinates[1:][within]

    def rectangle(self) -> Polygon | None:
        if self.land.area < (self.width - TOLERANCE_M) * (self.length - TOLERANCE_M):
            return None
        # a disc as wide as the building has room round its centre, whichever way it is turned
        room = self.land.buffer(-_CAUTION * self.width / 2, quad_segs=4)
        if room.is_empty:
            return None
        for angle in self._likely_angles():
            if (found := self._placed(angle, room)) is not None:
                return found
        half_width = pi / 2 / _FIRST_INTERVALS
        intervals = [
            _Interval((2 * number + 1) * half_width, half_width, room)
            for number in range(_FIRST_INTERVALS)
        ]
        while 0 < len(intervals) <= _MOST_INTERVALS:
            halves: list[_Interval] = []
            for interval in intervals:
                room = self._room_in(interval)
                if room.is_empty:
                    continue
                if (found := self._placed(interval.middle, room)) is not None:
                    return found
                quarter = interval.half_width / 2
                halves += [
                    _Interval(interval.middle + side * quarter, quarter, room) for side in (-1, 1)
                ]
            intervals = halves
        return None

    def _likely_angles(self) -> list[float]:
        """Along the longest edges of the land, and of the smallest rectangle round it."""
        around = shapely.get_coordinates(shapely.minimum_rotated_rectangle(self.land))
        steps = np.vstack([np.diff(around[:3], axis=0), self._longest_edges()])
        along = np.arctan2(steps[:, 1], steps[:, 0])
        both = np.concatenate([along, along + pi / 2]) % pi
        return [float(angle) for angle in dict.fromkeys(both.round(6))]

    def _longest_edges(self) -> NDArray[np.float64]:
        steps: NDArray[np.float64] = self.end - self.begin
        return steps[np.argsort(-np.hypot(*steps.T), kind="stable")[:_EDGES_TRIED]]

    def _room_in(self, interval: _Interval) -> Any:
        """Where the centre may be at any of the interval's angles, and perhaps elsewhere."""
        cosine, sine = cos(interval.half_width), sin(interval.half_width)
        scale = cosine**2 - sine**2
        # the largest that is contained in the building turned by the half width either way
        width = (self.width * cosine - self.length * sine) / scale
        length = (self.length * cosine - self.width * sine) / scale
        return self._room(interval.middle, interval.room, width, length)

    def _placed(self, angle: float, room: Any) -> Polygon | None:
        """The building at an angle, with its centre in ``room``, if it fits there."""
        spots = self._room(angle, room, self.width - TOLERANCE_M, self.length - TOLERANCE_M)
        if spots.is_empty:
            return None
        spot = shapely.get_coordinates(spots.representative_point())[0]
        corners = _corners(self.length, self.width)[[0, 1, 3, 2]]
        return shapely.Polygon(_turned(corners, angle) + spot)

    def _room(self, angle: float, room: Any, width: float, length: float) -> Any:
        """Where in ``room`` the centre of a building that stands along ``angle`` may be."""
        room = shapely.transform(room, lambda points: _turned(points, -angle))
        half = np.array([length, width]) / 2
        west, south, east, north = room.bounds
        begin, end = _turned(self.begin, -angle), _turned(self.end, -angle)
        near = (
            (np.minimum(begin, end) < np.array([east, north]) + half)
            & (np.maximum(begin, end) > np.array([west, south]) - half)
        ).all(axis=1)
        corners = _corners(length, width)
        points = np.concatenate(
            [begin[near][:, None] + corners, end[near][:, None] + corners], axis=1
        )
        taken = shapely.convex_hull(shapely.multipoints(points))
        room = shapely.difference(room, shapely.union_all(taken))
        return shapely.transform(room, lambda points: _turned(points, angle))


def _corners(length: float, width: float) -> NDArray[np.float64]:
    return np.array([(x, y) for x in (-length / 2, length / 2) for y in (-width / 2, width / 2)])


def _turned(points: NDArray[np.float64], angle: float) -> NDArray[np.float64]:
    cosine, sine = cos(angle), sin(angle)
    turned: NDArray[np.float64] = points @ np.array([[cosine, sine], [-sine, cosine]])
    return turned
