"""Where the sites of the demonstration may stand: inside each village, away from its edges.

Pure: polygons in, positions out (EPSG:4326); the same for the same polygons and seed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

METRES_IN_A_DEGREE = 110_800.0
DARTS = 200
KEPT = 12
FROM_THE_CENTROID_M = 120.0
FROM_ONE_ANOTHER_M = 150.0


@dataclass(frozen=True, slots=True)
class Village:
    """A village of the roster; ``centroid`` is latitude and longitude."""

    code: str
    district_code: str
    regency_code: str
    centroid: tuple[float, float] | None
    polygon: Polygon | MultiPolygon | None


@dataclass(frozen=True, slots=True)
class Place:
    """A position, and how many metres it is from its village's boundary (0: no boundary)."""

    latitude: float
    longitude: float
    depth_m: float = 0.0


def places(
    villages: Sequence[Village], wanted_m: float, seed: int
) -> dict[str, tuple[Place, Place]]:
    """Choose two places in each village.

    Parameters
    ----------
    wanted_m : float
        Metres that they should be away from the boundary; where there is no such room, the most
        that was found.

    Returns
    -------
    dict
        Village code to the place and a second one; both well away from the published centroid.
        Those of a village without a boundary are in the middle of its district.
    """
    middles = _middles(villages)
    found = {}
    for village in villages:
        dice = np.random.default_rng([seed, int(village.code.replace(".", ""))])
        if village.polygon is None:
            middle = middles[village.district_code]
            found[village.code] = (_beside(middle, dice), _beside(middle, dice))
        else:
            found[village.code] = _inside(village, village.polygon, wanted_m, dice)
    return found


def depths_m(polygon: Polygon | MultiPolygon, at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres from points (longitude, latitude) to a polygon's boundary; negative outside.

    Flat, with a degree of longitude as long as it is there: right to a few per cent.
    """
    stretch = np.array([np.cos(np.radians(at[0, 1])), 1.0]) * METRES_IN_A_DEGREE
    boundary = shapely.transform(polygon.boundary, lambda corners: corners * stretch)
    shapely.prepare(polygon)
    away = shapely.distance(boundary, shapely.points(at * stretch))
    return np.where(shapely.contains_xy(polygon, at[:, 0], at[:, 1]), away, -away)


def written(at: NDArray[np.float64], dice: np.random.Generator) -> NDArray[np.float64]:
    """Round degrees to six decimals, of which the last is not a nought."""
    last = dice.integers(1, 10, at.shape).astype(np.float64) * 1e-6
    return np.asarray(np.round(np.round(at, 5) + last, 6), dtype=np.float64)


def _inside(
    village: Village, polygon: Polygon | MultiPolygon, wanted_m: float, dice: np.random.Generator
) -> tuple[Place, Place]:
    west, south, east, north = polygon.bounds
    at = written(dice.uniform((west, south), (east, north), (DARTS, 2)), dice)
    shapely.prepare(polygon)
    at = at[shapely.contains_xy(polygon, at[:, 0], at[:, 1])]
    if village.centroid is not None:
        at = at[_metres(at, village.centroid[::-1]) > FROM_THE_CENTROID_M]
    at = at[:KEPT]
    if len(at) < KEPT:
        # a thin or scattered village: its deepest points, too
        middle = shapely.maximum_inscribed_circle(polygon, 1e-5).coords[0]
        at = np.vstack([at, written(np.array([middle] * 2), dice)])
    depths = depths_m(polygon, at)
    enough = np.flatnonzero(depths > wanted_m)
    first = int(enough[0]) if len(enough) else int(np.argmax(depths))
    far = _metres(at, at[first]) > FROM_ONE_ANOTHER_M
    second = int(np.argmax(np.where(far, depths, -np.inf))) if far.any() else first
    return _place(at[first], depths[first]), _place(at[second], depths[second])


def _place(at: NDArray[np.float64], depth: float) -> Place:
    return Place(float(at[1]), float(at[0]), float(depth))


def _beside(middle: tuple[float, float], dice: np.random.Generator) -> Place:
    at = np.array([[middle[1], middle[0]]]) + dice.uniform(-0.012, 0.012, (1, 2))
    return _place(written(at, dice)[0], 0.0)


def _metres(
    at: NDArray[np.float64], point: Sequence[float] | NDArray[np.float64]
) -> NDArray[np.float64]:
    stretch = np.array([np.cos(np.radians(point[1])), 1.0]) * METRES_IN_A_DEGREE
    return np.asarray(np.hypot(*((at - np.asarray(point)) * stretch).T))


def _middles(villages: Sequence[Village]) -> Mapping[str, tuple[float, float]]:
    """The middle of each district's villages, as latitude and longitude."""
    by_district: dict[str, list[tuple[float, float]]] = {}
    everywhere: list[tuple[float, float]] = []
    for village in villages:
        centre = village.centroid
        if centre is None and village.polygon is not None:
            centre = (village.polygon.centroid.y, village.polygon.centroid.x)
        if centre is not None:
            by_district.setdefault(village.district_code, []).append(centre)
            everywhere.append(centre)
    middle = _mean(everywhere)
    return {
        village.district_code: _mean(by_district.get(village.district_code, [middle]))
        for village in villages
    }


def _mean(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    latitude, longitude = np.mean(np.array(points), axis=0)
    return float(latitude), float(longitude)
