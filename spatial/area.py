"""Areas of very many polygons at once, on the WGS 84 ellipsoid."""

from __future__ import annotations

from math import atanh, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from spatial.crs import geodesic_area_m2

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SEMI_MAJOR_AXIS_M = 6_378_137.0
_FLATTENING = 1 / 298.257223563
_ECCENTRICITY = sqrt(_FLATTENING * (2 - _FLATTENING))
_POLE = 1 + (1 - _ECCENTRICITY**2) * atanh(_ECCENTRICITY) / _ECCENTRICITY
_AUTHALIC_RADIUS_SQUARED = _SEMI_MAJOR_AXIS_M**2 * _POLE / 2

#: With edges up to so many degrees the sphere gives the geodesic area to a part in a million.
_LONGEST_EDGE_DEGREES = 0.1


def areas_m2(polygons: NDArray[Any]) -> NDArray[np.float64]:
    """Areas on the ellipsoid of many polygons with their holes.

    The sphere with the ellipsoid's surface keeps areas exactly, and the great circles on it differ
    from geodesics by less than anyone can measure as long as edges are short; polygons with long
    edges are measured one by one along geodesics.

    Parameters
    ----------
    polygons : array of shapely.Polygon or shapely.MultiPolygon
        Longitude and latitude in degrees (EPSG:4326); need not be valid.

    Returns
    -------
    array of float
        Square metres, never negative; 0 for an empty polygon. The same shape as ``polygons``.

    Examples
    --------
    >>> areas_m2(np.array([shapely.box(116.11, -8.59, 116.12, -8.58)])).round()
    array([1217479.])
    """
    parts, polygon_of_part = shapely.get_parts(
        shapely.orient_polygons(polygons, exterior_cw=False), return_index=True
    )
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    if len(coordinates) == 0:
        return np.zeros(len(polygons))
    owner = polygon_of_part[part_of_ring[ring[:-1]]]
    same_ring = ring[1:] == ring[:-1]
    step = np.where(same_ring[:, None], np.diff(coordinates, axis=0), 0.0)
    # the short way round, also across the 180th meridian
    step[:, 0] = (step[:, 0] + 180) % 360 - 180
    half_tangent = _tangent_of_half_authalic_latitude(coordinates[:, 1])
    excess = np.radians(step[:, 0])
    np.tan(np.divide(excess, 2, out=excess), out=excess)
    excess *= half_tangent[1:] + half_tangent[:-1]
    excess = 2 * np.arctan2(excess, 1 + half_tangent[1:] * half_tangent[:-1])
    # positive where a ring turns anticlockwise: east along the south, west along the north
    areas = -_AUTHALIC_RADIUS_SQUARED * np.bincount(owner, weights=excess, minlength=len(polygons))
    long_edges = np.unique(owner[(np.abs(step) > _LONGEST_EDGE_DEGREES).any(axis=1)])
    areas[long_edges] = [geodesic_area_m2(polygon) for polygon in polygons[long_edges]]
    absolute: NDArray[np.float64] = np.abs(areas)
    return absolute


def _tangent_of_half_authalic_latitude(latitudes: NDArray[np.float64]) -> NDArray[np.float64]:
    sine = np.sin(np.radians(latitudes))
    scaled = _ECCENTRICITY * sine
    authalic = (1 - _ECCENTRICITY**2) * (
        sine / (1 - scaled**2) + np.arctanh(scaled) / _ECCENTRICITY
    )
    authalic /= _POLE
    # tan(b / 2) = sin b / (1 + cos b)
    tangent: NDArray[np.float64] = authalic / (1 + np.sqrt(np.maximum(1 - authalic**2, 0)))
    return tangent
