"""Everything that a pair of written numbers can mean: literally, and with its mistakes repaired.

A repair is made only where it lands in the extent, and no more is repaired than that takes: a
number that lies in the extent as it is written keeps its sign and its decimal point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spatial.crs import utm_to_wgs84
from spatial.reader.degrees import literal_degrees, repaired_degrees
from spatial.reader.metres import literal_metres, repaired_metres, utm_step
from spatial.readings import Extent, Reading

if TYPE_CHECKING:
    from spatial.reader.grids import GridReference, Zone
    from spatial.reader.points import WrittenPoint


@dataclass(frozen=True, slots=True)
class Candidates:
    """What one written point can mean.

    Attributes
    ----------
    literal : tuple of Reading
        Readings that need no repair, in the extent or not.
    repaired : tuple of Reading
        Readings that need a repair, all of them in the extent.
    """

    literal: tuple[Reading, ...] = ()
    repaired: tuple[Reading, ...] = ()


def candidates(
    point: WrittenPoint, extent: Extent, zone: Zone | None = None, *, bold: bool = True
) -> Candidates:
    """Find what a pair of written numbers can mean.

    Parameters
    ----------
    point : WrittenPoint
    extent : Extent
        Where repaired readings have to lie (EPSG:4326).
    zone : Zone, optional
        The UTM zone that the text names.
    bold : bool
        Whether points may be put back and zones tried: not in prose or among other numbers.

    Returns
    -------
    Candidates

    Examples
    --------
    >>> from spatial.reader.points import written_points
    >>> from spatial.reader.tokens import tokenise
    >>> from spatial.readings import INDONESIA
    >>> point = written_points(tokenise("116.1167 -8.5833"))[0].points[0]
    >>> [reading.steps for reading in candidates(point, INDONESIA).repaired]
    [('decimal-degrees', 'swapped-axes')]
    """
    literal = (*literal_degrees(point), *literal_metres(point, zone))
    if any(extent.contains(reading.latitude, reading.longitude) for reading in literal):
        return Candidates(literal)
    repaired = list(repaired_degrees(point, extent, bold=bold))
    if bold:
        repaired += repaired_metres(point, extent, zone)
    return Candidates(literal, _least_repaired(repaired))


def _least_repaired(readings: list[Reading]) -> tuple[Reading, ...]:
    """Leave out every reading that repairs all that another does, and more."""
    return tuple(
        reading
        for reading in readings
        if not any(set(other.repair_steps) < set(reading.repair_steps) for other in readings)
    )


def grid_candidates(reference: GridReference) -> Candidates:
    """Read an MGRS reference.

    Parameters
    ----------
    reference : GridReference

    Returns
    -------
    Candidates
        Its literal reading; a reference that misses the extent is not repaired.

    Examples
    --------
    >>> from spatial.reader.grids import find_grid_references
    >>> found = grid_candidates(find_grid_references("50LMR 06543 49876")[0])
    >>> round(found.literal[0].latitude, 4)
    -8.5945
    """
    zone = reference.zone
    south = bool(zone.south)
    latitude, longitude = utm_to_wgs84(zone.number, south, reference.easting, reference.northing)
    steps = ("mgrs", utm_step(zone.number, south))
    return Candidates((Reading(latitude, longitude, steps, None, reference.decimals),))
