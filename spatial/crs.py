"""Distances, areas and projections on the WGS 84 ellipsoid; the only module that imports pyproj."""

from __future__ import annotations

from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import Geod, Transformer
from pyproj.exceptions import ProjError

from spatial.errors import SpatialError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry import MultiPolygon, Polygon

WGS84 = Geod(ellps="WGS84")


def geodesic_distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Length of the shortest line on the ellipsoid between two points.

    Parameters
    ----------
    lat1, lon1, lat2, lon2 : float
        Latitude and longitude of the two points in degrees (EPSG:4326).

    Returns
    -------
    float
        Metres.

    Raises
    ------
    SpatialError
        If a number is not finite, or a latitude or longitude is out of range.

    Examples
    --------
    >>> round(geodesic_distance_m(-8.5833, 116.1167, -8.5833, 116.1267))
    1101
    """
    for latitude, longitude in ((lat1, lon1), (lat2, lon2)):
        # A comparison with nan is false, so this refuses nan as well.
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            message = f"not a latitude and longitude: {latitude}, {longitude}"
            raise SpatialError(message)
    distance: float = WGS84.inv(lon1, lat1, lon2, lat2)[2]
    return distance


def geodesic_area_m2(polygon: Polygon | MultiPolygon) -> float:
    """Area on the ellipsoid of a polygon with its holes, whichever way its rings turn.

    Parameters
    ----------
    polygon : shapely.geometry.Polygon or shapely.geometry.MultiPolygon
        Longitude and latitude in degrees (EPSG:4326).

    Returns
    -------
    float
        Square metres, never negative; 0 for an empty polygon.

    Examples
    --------
    >>> from shapely.geometry import box
    >>> round(geodesic_area_m2(box(116.11, -8.59, 116.12, -8.58)))
    1217479
    """
    # The signs of pyproj follow the turning of the rings, so the rings are turned first: an
    # exterior then counts as positive and a hole as negative.
    turned = shapely.orient_polygons(polygon, exterior_cw=False)
    area: float = WGS84.geometry_area_perimeter(turned)[0]
    return abs(area)


def geodesic_perimeter_m(polygon: Polygon) -> float:
    """Length on the ellipsoid of the outer ring of a polygon: what one walks round it.

    Parameters
    ----------
    polygon : shapely.geometry.Polygon
        Longitude and latitude in degrees (EPSG:4326).

    Returns
    -------
    float
        Metres; 0 for an empty polygon.

    Examples
    --------
    >>> from shapely.geometry import box
    >>> round(geodesic_perimeter_m(box(116.11, -8.59, 116.12, -8.58)))
    4414
    """
    length: float = WGS84.geometry_length(polygon.exterior)
    return length


@lru_cache(maxsize=121)
def _to_wgs84(epsg: int) -> Transformer:
    return Transformer.from_crs(epsg, 4326, always_xy=True)


def utm_to_wgs84(zone: int, south: bool, easting: float, northing: float) -> tuple[float, float]:
    """Position of a point given in metres of a UTM zone (EPSG:326xx north, EPSG:327xx south).

    Parameters
    ----------
    zone : int
        1 to 60.
    south : bool
        Whether the northing is counted from the southern hemisphere's false origin.
    easting, northing : float
        Metres.

    Returns
    -------
    tuple of float
        Latitude and longitude in degrees (EPSG:4326).

    Raises
    ------
    SpatialError
        If there is no such zone, or the metres lie outside the projection.

    Examples
    --------
    >>> latitude, longitude = utm_to_wgs84(50, True, 406543, 9049876)
    >>> round(latitude, 4), round(longitude, 4)
    (-8.5945, 116.1507)
    """
    if not 1 <= zone <= 60:
        message = f"not a UTM zone: {zone}"
        raise SpatialError(message)
    return _transform((32700 if south else 32600) + zone, easting, northing)


def web_mercator_to_wgs84(x: float, y: float) -> tuple[float, float]:
    """Position of a point given in metres of the web maps' projection (EPSG:3857).

    Parameters
    ----------
    x, y : float
        Metres east of Greenwich and north of the equator.

    Returns
    -------
    tuple of float
        Latitude and longitude in degrees (EPSG:4326).

    Raises
    ------
    SpatialError
        If the metres lie outside the projection.

    Examples
    --------
    >>> latitude, longitude = web_mercator_to_wgs84(12926000, -960000)
    >>> round(latitude, 4), round(longitude, 4)
    (-8.5914, 116.1162)
    """
    return _transform(3857, x, y)


def _transform(epsg: int, x: float, y: float) -> tuple[float, float]:
    longitude, latitude = _to_wgs84(epsg).transform(x, y)
    if not (isfinite(latitude) and isfinite(longitude)):
        message = f"outside EPSG:{epsg}: {x}, {y}"
        raise SpatialError(message)
    return latitude, longitude


def to_wgs84(coordinates: NDArray[np.float64], crs: str) -> NDArray[np.float64]:
    """Bring the positions of many points from any reference system to WGS 84.

    Parameters
    ----------
    coordinates : array of float, shape (n, 2)
        Easting or longitude first, northing or latitude second, in the units of ``crs``.
    crs : str
        What pyproj takes: an authority's code, or WKT.

    Returns
    -------
    array of float, shape (n, 2)
        Longitude and latitude in degrees (EPSG:4326); infinite where the projection ends.

    Raises
    ------
    SpatialError
        If there is no such reference system, or it is not one of positions on the Earth.

    Examples
    --------
    >>> to_wgs84(np.array([[406543.0, 9049876.0]]), "EPSG:32750").round(4).tolist()
    [[116.1507, -8.5945]]
    """
    try:
        transformer = Transformer.from_crs(crs, 4326, always_xy=True)
    except ProjError as error:
        message = f"not a reference system of positions on the Earth: {crs[:80]}"
        raise SpatialError(message) from error
    x, y = transformer.transform(coordinates[:, 0], coordinates[:, 1])
    return np.column_stack([x, y])
