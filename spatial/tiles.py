"""Tiles of the web maps' grid: which there are, and what ground they cover.

The world is a square in Web Mercator (EPSG:3857); at zoom ``z`` it has ``2**z`` tiles in each
direction, counted from the north-west corner.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan, degrees, exp, log, pi, radians, tan
from typing import TYPE_CHECKING

import numpy as np

from spatial.errors import SpatialError

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Half the side of the world's square, in metres of EPSG:3857.
HALF_WORLD_M = 20_037_508.342789244

#: Where that square ends, in degrees.
LAST_LATITUDE = degrees(2 * atan(exp(pi)) - pi / 2)

#: The deepest zoom whose columns and rows still fit what tile clients count with.
DEEPEST_ZOOM = 30


class TileError(SpatialError):
    """A tile that does not exist."""


class ZoomRangeError(TileError):
    """A zoom outside those that are served."""


class TileRangeError(TileError):
    """A column or row that the zoom does not have."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile that exists: zoom, column from the west, row from the north."""

    zoom: int
    column: int
    row: int

    @property
    def bounds_m(self) -> tuple[float, float, float, float]:
        """West, south, east and north in metres (EPSG:3857).

        Examples
        --------
        >>> Tile(1, 1, 0).bounds_m
        (0.0, 0.0, 20037508.342789244, 20037508.342789244)
        """
        side = 2 * HALF_WORLD_M / 2**self.zoom
        west = self.column * side - HALF_WORLD_M
        north = HALF_WORLD_M - self.row * side
        return west, north - side, west + side, north


def checked_tile(
    zoom: int, column: int, row: int, *, least_zoom: int = 0, most_zoom: int = DEEPEST_ZOOM
) -> Tile:
    """Make a tile, if it exists and its zoom is served.

    Parameters
    ----------
    zoom, column, row : int
    least_zoom, most_zoom : int
        The zooms that are served.

    Raises
    ------
    ZoomRangeError
        The zoom is not served.
    TileRangeError
        The zoom has no such column or row.

    Examples
    --------
    >>> checked_tile(6, 52, 33)
    Tile(zoom=6, column=52, row=33)
    >>> checked_tile(1, 2, 0)
    Traceback (most recent call last):
    spatial.tiles.TileRangeError: column 2: zoom 1 has columns and rows 0 to 1
    """
    if not least_zoom <= zoom <= most_zoom:
        message = f"zoom {zoom}: tiles are served for zooms {least_zoom} to {most_zoom}"
        raise ZoomRangeError(message)
    for name, index in (("column", column), ("row", row)):
        if not 0 <= index < 2**zoom:
            message = f"{name} {index}: zoom {zoom} has columns and rows 0 to {2**zoom - 1}"
            raise TileRangeError(message)
    return Tile(zoom, column, row)


def tile_at(longitude: float, latitude: float, zoom: int) -> Tile:
    """Give the tile that a point lies in; points beyond the square count as on its edge.

    Parameters
    ----------
    longitude, latitude : float
        Degrees (EPSG:4326).
    zoom : int

    Examples
    --------
    >>> tile_at(116.1167, -8.5833, 12)
    Tile(zoom=12, column=3369, row=2146)
    """
    count = 2**zoom
    latitude = max(-LAST_LATITUDE, min(LAST_LATITUDE, latitude))
    column = int((longitude + 180) / 360 * count)
    row = int((1 - log(tan(pi / 4 + radians(latitude) / 2)) / pi) / 2 * count)
    return Tile(zoom, max(0, min(count - 1, column)), max(0, min(count - 1, row)))


def degrees_to_web_mercator(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Project many points.

    Parameters
    ----------
    coordinates : array of float, shape (n, 2)
        Longitude and latitude in degrees (EPSG:4326), latitude short of the poles.

    Returns
    -------
    array of float, shape (n, 2)
        Metres east and north (EPSG:3857).

    Examples
    --------
    >>> degrees_to_web_mercator(np.array([[116.1167, -8.5833]])).round().tolist()
    [[12926052.0, -959083.0]]
    """
    y = np.log(np.tan(np.pi / 4 + np.radians(coordinates[:, 1]) / 2))
    return np.column_stack([coordinates[:, 0] / 180, y / np.pi]) * HALF_WORLD_M


def web_mercator_to_degrees(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bring many points back to longitude and latitude.

    Parameters
    ----------
    coordinates : array of float, shape (n, 2)
        Metres east and north (EPSG:3857).

    Returns
    -------
    array of float, shape (n, 2)
        Longitude and latitude in degrees (EPSG:4326).

    Examples
    --------
    >>> web_mercator_to_degrees(np.array([[12926052.0, -959083.0]])).round(4).tolist()
    [[116.1167, -8.5833]]
    """
    y = coordinates[:, 1] / HALF_WORLD_M * np.pi
    latitude = np.degrees(2 * np.arctan(np.exp(y)) - np.pi / 2)
    return np.column_stack([coordinates[:, 0] / HALF_WORLD_M * 180, latitude])
