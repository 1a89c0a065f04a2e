"""Plots of land for tests: so many metres wide and long, at a place."""

from typing import Any

import numpy as np
import shapely
from shapely.geometry import box, mapping

from spatial.local_plane import LocalPlane

HOME, NEXT = "52.01.01.2001", "52.01.01.2002"


def land(
    east_m: float = 40, north_m: float = 40, at: tuple[float, float] = (-8.59, 116.11)
) -> shapely.Polygon:
    """A plot whose south-west corner is at latitude, longitude."""
    latitude, longitude = at
    plane = LocalPlane(longitude, latitude)
    made: shapely.Polygon = shapely.transform(box(0, 0, east_m, north_m), plane.degrees)
    return made


def plot(*size: float, **place: Any) -> dict[str, Any]:
    """The same as GeoJSON."""
    made = mapping(land(*size, **place))
    rings = [[[float(x), float(y)] for x, y in ring] for ring in made["coordinates"]]
    return {"type": "Polygon", "coordinates": rings}


def metres_from(
    longitude: float, latitude: float, east: float, north: float
) -> tuple[float, float]:
    """Latitude and longitude of a place so many metres east and north of another."""
    (x, y) = LocalPlane(longitude, latitude).degrees(np.array([[east, north]]))[0]
    return float(y), float(x)
