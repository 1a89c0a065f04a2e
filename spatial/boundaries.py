"""Polygons of areas: made of published rings, checked, repaired."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from spatial.area import areas_m2
from spatial.validity import made_valid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

#: A ring is closed: a triangle has four points.
LEAST_POINTS = 4


@dataclass(frozen=True, slots=True)
class Repair:
    """An invalid polygon that was made valid.

    Attributes
    ----------
    position : int
        Where it stands among the polygons that were given.
    reason : str
        What was wrong, and where, in degrees (longitude first).
    area_before_m2, area_after_m2 : float
        Square metres on WGS 84; before the repair, what its rings enclose counted with their
        direction, so that the two loops of a figure of eight cancel.
    """

    position: int
    reason: str
    area_before_m2: float
    area_after_m2: float

    @property
    def change_percent(self) -> float | None:
        """Change of area in percent; None where there was no area before."""
        if self.area_before_m2 == 0:
            return None
        return 100 * (self.area_after_m2 / self.area_before_m2 - 1)


def repair(polygons: NDArray[Any]) -> tuple[NDArray[Any], list[Repair]]:
    """Make polygons valid, and tell of each that was not.

    Parameters
    ----------
    polygons : array of shapely.Polygon or shapely.MultiPolygon
        In degrees (EPSG:4326), valid or not.

    Returns
    -------
    polygons : array of shapely.MultiPolygon
        Valid; empty where nothing with an area is left.
    repairs : list of Repair
        One for each polygon that was not valid, in their order.

    Examples
    --------
    A figure of eight becomes two triangles:

    >>> bow = shapely.Polygon([(0, 0), (0.01, 0.01), (0.01, 0), (0, 0.01)])
    >>> polygons, (report,) = repair(np.array([bow]))
    >>> len(polygons[0].geoms), report.reason, round(report.area_after_m2)
    (2, 'Self-intersection[0.005 0.005]', 615454)
    """
    broken = np.flatnonzero(~shapely.is_valid(polygons))
    reasons = shapely.is_valid_reason(polygons[broken])
    repaired = polygons.copy()
    for position, reason in zip(broken, reasons, strict=True):
        if reason.startswith("Hole lies outside shell"):
            # land written where holes belong, which make_valid would throw away
            repaired[position] = _renested(polygons[position])
    repaired[broken] = made_valid(repaired[broken])
    multi = as_multipolygons(repaired)
    reports = [
        Repair(int(position), reason, float(before), float(after))
        for position, reason, before, after in zip(
            broken,
            reasons,
            areas_m2(polygons[broken]),
            areas_m2(multi[broken]),
            strict=True,
        )
    ]
    return multi, reports


def as_multipolygons(geometries: NDArray[Any]) -> NDArray[Any]:
    """Keep what has an area, as multipolygons.

    Parameters
    ----------
    geometries : array of shapely.Geometry
        Of any type; None counts as empty.

    Returns
    -------
    array of shapely.MultiPolygon
        Of the same shape; empty where there is no polygon.

    Examples
    --------
    >>> mixed = shapely.GeometryCollection([shapely.Point(1, 1), shapely.box(0, 0, 1, 1)])
    >>> as_multipolygons(np.array([mixed, shapely.Point(0, 0)]))[0].geom_type
    'MultiPolygon'
    """
    parts, owner = shapely.get_parts(geometries, return_index=True)
    # a collection may hold multipolygons
    parts, within = shapely.get_parts(parts, return_index=True)
    surface = (shapely.get_dimensions(parts) == 2) & ~shapely.is_empty(parts)
    multi = np.full(len(geometries), MultiPolygon(), dtype=object)
    shapely.multipolygons(parts[surface], indices=owner[within[surface]], out=multi)
    return multi


def centre_outside(polygons: NDArray[Any], points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which points are outside their own polygon.

    Parameters
    ----------
    polygons : array of shapely.MultiPolygon, shape (n,)
        In degrees (EPSG:4326).
    points : array of float, shape (n, 2)
        Longitude and latitude in degrees; nan where there is no point, which is not outside.

    Returns
    -------
    array of bool, shape (n,)

    Examples
    --------
    >>> square = shapely.box(116, -9, 117, -8)
    >>> points = np.array([[116.5, -8.5], [116.5, -7.5], [np.nan, np.nan]])
    >>> centre_outside(np.array([square] * 3), points).tolist()
    [False, True, False]
    """
    given = ~np.isnan(points).any(axis=1)
    outside = np.zeros(len(points), dtype=bool)
    outside[given] = ~shapely.intersects_xy(polygons[given], points[given])
    return outside


def out_of_range(geometries: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell which geometries have a coordinate that is no longitude or latitude.

    Parameters
    ----------
    geometries : array of shapely.Geometry
        Longitude and latitude in degrees (EPSG:4326).

    Returns
    -------
    array of bool
        True where a number is not finite, a longitude beyond 180 or a latitude beyond 90 degrees.

    Examples
    --------
    >>> out_of_range(np.array([shapely.Point(116, -8), shapely.Point(-8, 116)])).tolist()
    [False, True]
    """
    coordinates, owner = shapely.get_coordinates(geometries, return_index=True)
    # a comparison with nan is false, so this finds nan as well
    wrong = ~((np.abs(coordinates) <= (180.0, 90.0)).all(axis=1))
    found: NDArray[np.bool_] = np.bincount(owner[wrong], minlength=len(geometries)) > 0
    return found


def polygons_of_rings(
    coordinates: NDArray[np.float64],
    ring_lengths: Sequence[int] | NDArray[np.int64],
    part_of_ring: Sequence[int] | NDArray[np.int64],
    area_of_part: Sequence[int] | NDArray[np.int64],
) -> NDArray[Any]:
    """Make multipolygons of rings.

    Rings are closed where they are not, and those of fewer than four points are dropped. In a part
    with several rings, a ring inside the first is a hole in it, and a ring inside a hole is land
    again; a ring outside is land of its own.

    Parameters
    ----------
    coordinates : array of float, shape (n, 2)
        Longitude and latitude in degrees (EPSG:4326), ring after ring.
    ring_lengths : sequence of int, shape (r,)
        Number of points of each ring.
    part_of_ring : sequence of int, shape (r,)
        Ascending: the part that each ring belongs to.
    area_of_part : sequence of int, shape (p,)
        Ascending from 0 without a break: the area that each part belongs to.

    Returns
    -------
    array of shapely.MultiPolygon
        One for each area; empty where no ring has four points.

    Examples
    --------
    A square with a hole:

    >>> square = [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]
    >>> hole = [(1, 1), (2, 1), (2, 2), (1, 2), (1, 1)]
    >>> polygons_of_rings(np.array(square + hole, float), [5, 5], [0, 0], [0])[0].area
    15.0
    """
    lengths = np.asarray(ring_lengths, dtype=np.int64)
    part_of_ring = np.asarray(part_of_ring, dtype=np.int64)
    area_of_part = np.asarray(area_of_part, dtype=np.int64)
    areas = np.full(int(area_of_part[-1]) + 1 if len(area_of_part) else 0, MultiPolygon(), object)
    first = np.cumsum(lengths) - lengths
    full = lengths > 0
    open_ring = np.zeros(len(lengths), dtype=bool)
    open_ring[full] = (coordinates[first[full]] != coordinates[(first + lengths - 1)[full]]).any(
        axis=1
    )
    kept = lengths + open_ring >= LEAST_POINTS
    ring = np.repeat(np.cumsum(kept) - 1, np.where(kept, lengths, 0))
    rings = np.asarray(
        shapely.linearrings(coordinates[np.repeat(kept, lengths)], indices=ring), dtype=object
    )
    part_of_ring = part_of_ring[kept]
    parts, first_ring, count = np.unique(part_of_ring, return_index=True, return_counts=True)
    polygons = np.asarray(shapely.polygons(rings[first_ring]), dtype=object)
    for position in np.flatnonzero(count > 1):
        begin = first_ring[position]
        polygons[position] = _nested(rings[begin : begin + count[position]])
    pieces, piece_of = shapely.get_parts(polygons, return_index=True)
    shapely.multipolygons(pieces, indices=area_of_part[parts[piece_of]], out=areas)
    return areas


def _renested(polygon: Polygon | MultiPolygon) -> MultiPolygon:
    parts = shapely.get_parts(polygon)
    nested = [_nested(np.asarray(shapely.get_rings(part))) for part in parts]
    return MultiPolygon([piece for part in nested for piece in part.geoms])


def _nested(rings: NDArray[Any]) -> MultiPolygon:
    """Land and holes of rings: what is inside an even number of other rings is land."""
    shells = made_valid(np.asarray(shapely.polygons(rings)))
    order = np.argsort(-shapely.area(shells), kind="stable")
    inner = np.asarray(shapely.point_on_surface(shells))
    holes: dict[int, list[Any]] = {}
    for rank, position in enumerate(order):
        larger = order[:rank]
        around = larger[shapely.intersects(shells[larger], inner[position])]
        land = [outer for outer in around if outer in holes]
        if len(around) % 2 and land:
            # a hole in the smallest land round it
            holes[land[-1]].append(rings[position])
        else:
            holes[position] = []
    return MultiPolygon([Polygon(rings[shell], inside) for shell, inside in holes.items()])
