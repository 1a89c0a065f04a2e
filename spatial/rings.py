"""Why the rings that somebody drew or walked are not a polygon, and where."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import shapely

from spatial.local_plane import plane_round

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Reason = Literal[
    "too-few-corners",
    "not-finite",
    "out-of-range",
    "self-crossing",
    "repeated-corner",
    "spike",
    "no-area",
    "hole-outside",
    "not-a-polygon",
]

LEAST_CORNERS: Final = 3
#: A corner whose two sides run back over one another, closer than this, is a spike.
SPIKE_M: Final = 0.01
#: What encloses less than this is a line and not land.
LEAST_AREA_M2: Final = 1.0
#: What is told of one polygon at most.
MOST_DEFECTS: Final = 5
#: Crossings are looked for on so many sides at once: in a scribble every side may cross all others.
_SIDES_AT_ONCE: Final = 16
_PLACE = re.compile(r"\[(\S+) (\S+)\]")


@dataclass(frozen=True, slots=True)
class Defect:
    """One reason why rings are not a polygon.

    Attributes
    ----------
    reason : str
        One of `Reason`.
    ring : int
        0 for the outer ring, then the holes.
    at : tuple of float or None
        Where, as longitude and latitude (EPSG:4326); None where it is nowhere in particular.
    """

    reason: Reason
    ring: int = 0
    at: tuple[float, float] | None = None


def corners(ring: Sequence[Sequence[float]] | NDArray[np.float64]) -> NDArray[np.float64]:
    """The corners of a ring: neither closed nor any of them twice in a row.

    Parameters
    ----------
    ring : sequence of (float, float)
        Longitude and latitude in degrees (EPSG:4326).

    Returns
    -------
    array of float, shape (n, 2)

    Examples
    --------
    >>> corners([(0, 0), (1, 0), (1, 0), (1, 1), (0, 0)]).tolist()
    [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]]
    """
    points = np.asarray(ring, dtype=np.float64).reshape(-1, 2)
    # each is compared with the one after it, the last with the first
    different: NDArray[np.bool_] = (points != np.roll(points, -1, axis=0)).any(axis=1)
    kept: NDArray[np.float64] = points[different]
    return kept


def defects(rings: Sequence[Sequence[Sequence[float]]]) -> list[Defect]:
    """Tell why rings are not a polygon.

    Parameters
    ----------
    rings : sequence of sequence of (float, float)
        The outer ring and the holes, closed or not; longitude and latitude in degrees (EPSG:4326).

    Returns
    -------
    list of Defect
        Empty for a polygon; a few at most.

    Examples
    --------
    >>> defects([[(0, 0), (0.001, 0), (0.001, 0.001), (0, 0.001), (0, 0)]])
    []
    >>> [defect] = defects([[(0, 0), (0.001, 0.001), (0.001, 0), (0, 0.001)]])
    >>> defect.reason, defect.at
    ('self-crossing', (0.0005, 0.0005))
    """
    points = [corners(ring) for ring in rings] or [np.empty((0, 2))]
    found = (
        [defect for number, ring in enumerate(points) for defect in _unusable(number, ring)]
        or [defect for number, ring in enumerate(points) for defect in _spikes(number, ring)]
        or _crossings(points)
        or _of_the_whole(points)
    )
    return found[:MOST_DEFECTS]


def polygon_of(rings: Sequence[Sequence[Sequence[float]]]) -> shapely.Polygon:
    """Make a polygon of rings that have no defects.

    Parameters
    ----------
    rings : sequence of sequence of (float, float)
        As for `defects`.

    Returns
    -------
    shapely.geometry.Polygon
        The outer ring anticlockwise and the holes clockwise, as GeoJSON asks.

    Examples
    --------
    >>> polygon_of([[(0, 0), (0, 1), (1, 1), (1, 0)]]).wkt
    'POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))'
    """
    shell, *holes = (corners(ring) for ring in rings)
    polygon: shapely.Polygon = shapely.orient_polygons(shapely.Polygon(shell, holes))
    return polygon


def _unusable(number: int, ring: NDArray[np.float64]) -> list[Defect]:
    """What keeps a ring from being looked at any further."""
    if not np.isfinite(ring).all():
        return [Defect("not-finite", number)]
    outside = ring[(np.abs(ring) > (180.0, 90.0)).any(axis=1)]
    if len(outside):
        return [Defect("out-of-range", number, _at(outside[0]))]
    if len(np.unique(ring, axis=0)) < LEAST_CORNERS:
        return [Defect("too-few-corners", number)]
    return []


def _spikes(number: int, ring: NDArray[np.float64]) -> list[Defect]:
    """Corners from which the ring runs back over itself."""
    plane = plane_round(shapely.LineString(ring))
    points = plane.metres(ring)
    back = np.roll(points, 1, axis=0) - points
    on = np.roll(points, -1, axis=0) - points
    shorter = np.minimum(np.hypot(*back.T), np.hypot(*on.T))
    product = np.maximum(np.hypot(*back.T) * np.hypot(*on.T), 1e-300)
    sine = np.abs(back[:, 0] * on[:, 1] - back[:, 1] * on[:, 0]) / product
    same_way = (back * on).sum(axis=1) > 0
    # steps of centimetres are the trembling of a hand and not a spike
    spikes = same_way & (shorter * sine < SPIKE_M) & (shorter > 10 * SPIKE_M)
    if len(ring) == LEAST_CORNERS and spikes.any():
        return [Defect("no-area", number)]
    return [Defect("spike", number, _at(ring[position])) for position in np.flatnonzero(spikes)]


def _crossings(rings: Sequence[NDArray[np.float64]]) -> list[Defect]:
    """Where a side runs across another one, or touches it; also those of two rings."""
    if shapely.is_valid(shapely.Polygon(rings[0], rings[1:])):
        return []
    if repeated := _repeated(rings):
        return repeated
    ring = np.concatenate([np.full(len(points), number) for number, points in enumerate(rings)])
    begin = np.concatenate(rings)
    end = np.concatenate([np.roll(points, -1, axis=0) for points in rings])
    sides: NDArray[Any] = np.asarray(shapely.linestrings(np.stack([begin, end], axis=1)))
    tree = shapely.STRtree(sides)
    for first in range(0, len(sides), _SIDES_AT_ONCE):
        one, other = tree.query(sides[first : first + _SIDES_AT_ONCE], predicate="intersects")
        one, other = one[one + first < other] + first, other[one + first < other]
        meetings: NDArray[Any] = np.asarray(shapely.intersection(sides[one], sides[other]))
        # neighbours meet in the corner between them, and rings may touch in a point
        neighbours = (end[one] == begin[other]).all(axis=1) | (begin[one] == end[other]).all(axis=1)
        touching = (ring[one] != ring[other]) & ~shapely.crosses(sides[one], sides[other])
        wrong = (shapely.get_dimensions(meetings) > 0) | ~(neighbours | touching)
        if wrong.any():
            found = [
                Defect("self-crossing", int(ring[position]), _at(_middle(meeting)))
                for position, meeting in zip(one[wrong], meetings[wrong], strict=True)
            ]
            return list(dict.fromkeys(found))
    return []


def _repeated(rings: Sequence[NDArray[np.float64]]) -> list[Defect]:
    """Corners that one ring comes to twice."""
    return [
        Defect("repeated-corner", number, (float(longitude), float(latitude)))
        for number, points in enumerate(rings)
        for (longitude, latitude), times in Counter(map(tuple, points.tolist())).items()
        if times > 1
    ]


def _of_the_whole(rings: Sequence[NDArray[np.float64]]) -> list[Defect]:
    """What is wrong with rings of which each is right."""
    shell = plane_round(shapely.LineString(rings[0])).metres(rings[0])
    if shapely.Polygon(shell).area < LEAST_AREA_M2:
        return [Defect("no-area", 0, _at(rings[0][0]))]
    why = shapely.is_valid_reason(shapely.Polygon(rings[0], rings[1:]))
    if why == "Valid Geometry":
        return []
    place = _PLACE.search(why)
    at = (float(place[1]), float(place[2])) if place else None
    outside = why.startswith(("Hole lies outside", "Holes are nested"))
    return [Defect("hole-outside" if outside else "not-a-polygon", 1 if outside else 0, at)]


def _middle(meeting: Any) -> Any:
    """A point of where two sides meet: the point itself, or the middle of what they share."""
    return shapely.get_coordinates(meeting).mean(axis=0)


def _at(point: Any) -> tuple[float, float]:
    longitude, latitude = (round(float(value), 7) for value in point)
    return longitude, latitude
