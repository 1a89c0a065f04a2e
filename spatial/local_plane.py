"""A plane in metres round a place: for shapes of a few hundred metres, such as a plot of land."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SEMI_MAJOR_AXIS_M = 6_378_137.0
_ECCENTRICITY_SQUARED = 0.00669437999014


@dataclass(frozen=True, slots=True)
class LocalPlane:
    """Metres east and north of a place, by the radii of curvature of WGS 84 there.

    Within a kilometre of the place lengths are right to about a part in ten thousand.

    Parameters
    ----------
    longitude, latitude : float
        Degrees (EPSG:4326).

    Examples
    --------
    >>> plane = LocalPlane(116.1167, -8.5833)
    >>> plane.metres(np.array([[116.1177, -8.5833]])).round(1).tolist()
    [[110.1, 0.0]]
    """

    longitude: float
    latitude: float

    def metres(self, coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        """Longitudes and latitudes, shape (n, 2), as metres east and north."""
        return (coordinates - (self.longitude, self.latitude)) * self._metres_in_a_degree()

    def degrees(self, coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        """Metres east and north, shape (n, 2), as longitudes and latitudes."""
        return coordinates / self._metres_in_a_degree() + (self.longitude, self.latitude)

    def _metres_in_a_degree(self) -> NDArray[np.float64]:
        sine = sin(radians(self.latitude))
        squeezed = 1 - _ECCENTRICITY_SQUARED * sine**2
        prime_vertical = _SEMI_MAJOR_AXIS_M / squeezed**0.5
        meridian = prime_vertical * (1 - _ECCENTRICITY_SQUARED) / squeezed
        east = prime_vertical * cos(radians(self.latitude))
        metres: NDArray[np.float64] = np.radians(np.array([east, meridian]))
        return metres


def plane_round(geometry: Any) -> LocalPlane:
    """Make the plane round the middle of a geometry.

    Parameters
    ----------
    geometry : shapely.Geometry
        Longitude and latitude in degrees (EPSG:4326), not empty.

    Returns
    -------
    LocalPlane

    Examples
    --------
    >>> plane_round(shapely.box(116, -9, 117, -8))
    LocalPlane(longitude=116.5, latitude=-8.5)
    """
    west, south, east, north = shapely.bounds(geometry)
    return LocalPlane(float(west + east) / 2, float(south + north) / 2)
