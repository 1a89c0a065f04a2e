"""What a pair of numbers can mean as metres of UTM or of the web maps' projection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spatial.crs import utm_to_wgs84, web_mercator_to_wgs84
from spatial.reader.parts import MOST_DECIMALS
from spatial.readings import Extent, Reading, in_order_of_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spatial.reader.grids import Zone
    from spatial.reader.parts import AxisValue
    from spatial.reader.points import WrittenPoint

_EASTINGS = (100_000.0, 900_000.0)
_NORTHINGS = (0.0, 10_000_000.0)
_MERCATOR_EDGE = 20_037_508.34
_METRE_DECIMALS = 5
"""Decimals of a degree that whole metres resolve."""


def literal_metres(point: WrittenPoint, zone: Zone | None) -> Iterator[Reading]:
    """Read a pair of numbers as metres of the zone that the text names.

    Parameters
    ----------
    point : WrittenPoint
        Easting comes first, unless letters or labels name the axes.
    zone : Zone or None
        The zone as written.

    Yields
    ------
    Reading
        None without a zone, or where the zone does not say its hemisphere; two where its letter S
        can be the southern hemisphere as well as the band S of the north.

    Examples
    --------
    >>> from spatial.reader.grids import Zone
    >>> from spatial.reader.points import written_points
    >>> from spatial.reader.tokens import tokenise
    >>> [point] = written_points(tokenise("406543 9049876"))[0].points
    >>> [round(reading.latitude, 4) for reading in literal_metres(point, Zone(50, "L"))]
    [-8.5945]
    """
    if zone is None or zone.south is None or not _is_metres(point, zone):
        return
    easting, northing, steps = _axes(point)
    reading = _utm_reading(easting, northing, (zone.number, zone.south), steps)
    if reading is not None:
        yield reading
    if zone.letter == "S":
        reading = _utm_reading(easting, northing, (zone.number, False), steps)
        if reading is not None and 32 <= reading.latitude <= 40:
            yield reading


def repaired_metres(point: WrittenPoint, extent: Extent, zone: Zone | None) -> Iterator[Reading]:
    """Read a pair of numbers as metres of a projection, or of a zone, that the text does not name.

    Parameters
    ----------
    point : WrittenPoint
    extent : Extent
        Where the readings have to lie (EPSG:4326).
    zone : Zone or None
        The zone as written; metres that miss the extent in it are tried in the other zones.

    Yields
    ------
    Reading
        In each zone of UTM around the extent and in the web maps' projection, in both orders.

    Examples
    --------
    >>> from spatial.reader.points import written_points
    >>> from spatial.reader.tokens import tokenise
    >>> ntb = Extent(115.3, -9.6, 119.8, -7.6)
    >>> [point] = written_points(tokenise("406543 9049876"))[0].points
    >>> [reading.steps for reading in repaired_metres(point, ntb, None)]
    [('utm-50S', 'projected-coordinates')]
    """
    if not _is_metres(point, zone):
        return
    easting, northing, named = _axes(point)
    written = None if zone is None else (zone.number, zone.south)
    for x, y, swapped in ((easting, northing, ()), (northing, easting, ("swapped-axes",))):
        projected = in_order_of_codes(("projected-coordinates", *swapped))
        for utm in _zones_around(extent, zone):
            repairs = swapped if utm == written else projected
            if repairs:
                yield from _within(extent, _utm_reading(x, y, utm, named, repairs))
        if zone is None:
            yield from _within(extent, _mercator_reading(x, y, named, projected))


def utm_step(number: int, south: bool) -> str:
    """Name a zone of UTM among the steps of a reading.

    Parameters
    ----------
    number : int
        1 to 60.
    south : bool

    Returns
    -------
    str

    Examples
    --------
    >>> utm_step(50, True)
    'utm-50S'
    """
    return f"utm-{number}{'S' if south else 'N'}"


def _axes(point: WrittenPoint) -> tuple[AxisValue, AxisValue, tuple[str, ...]]:
    """Easting, northing, and the step that says where names put the northing first."""
    if point.first_axis == "latitude":
        return point.second, point.first, ("named-order",)
    return point.first, point.second, ()


def _is_metres(point: WrittenPoint, zone: Zone | None) -> bool:
    """Say whether the numbers may be metres; beside a written zone also the first of a northing."""
    least = 1000 if zone is None else 0
    return (
        min(point.first.magnitude, point.second.magnitude) >= least
        and max(point.first.magnitude, point.second.magnitude) >= _EASTINGS[0]
        and point.first.form == point.second.form == "decimal-degrees"
    )


def _within(extent: Extent, reading: Reading | None) -> Iterator[Reading]:
    if reading is not None and extent.contains(reading.latitude, reading.longitude):
        yield reading


def _zones_around(extent: Extent, zone: Zone | None) -> list[tuple[int, bool]]:
    """UTM zones, each north and south, in which a place of the extent may have been surveyed.

    A survey keeps to one zone, also across its edge, so the neighbouring zones are among them. Of
    a zone written without its hemisphere only the two hemispheres.
    """
    if zone is not None and zone.south is None:
        numbers = range(zone.number, zone.number + 1)
    else:
        west, east = (int((degrees + 180) // 6) + 1 for degrees in (extent.west, extent.east))
        numbers = range(max(west - 1, 1), min(east + 1, 60) + 1)
    return [(number, south) for number in numbers for south in (True, False)]


def _utm_reading(
    easting: AxisValue,
    northing: AxisValue,
    utm: tuple[int, bool],
    named: tuple[str, ...],
    repairs: tuple[str, ...] = (),
) -> Reading | None:
    if (
        easting.negative
        or northing.negative
        or not _EASTINGS[0] <= easting.magnitude <= _EASTINGS[1]
        or not _NORTHINGS[0] <= northing.magnitude <= _NORTHINGS[1]
    ):
        return None
    latitude, longitude = utm_to_wgs84(*utm, easting.magnitude, northing.magnitude)
    steps = (utm_step(*utm), *named)
    return _metre_reading(latitude, longitude, steps, repairs, (easting, northing))


def _mercator_reading(
    x: AxisValue, y: AxisValue, named: tuple[str, ...], repairs: tuple[str, ...]
) -> Reading | None:
    if max(x.magnitude, y.magnitude) > _MERCATOR_EDGE:
        return None
    latitude, longitude = web_mercator_to_wgs84(
        -x.magnitude if x.negative else x.magnitude, -y.magnitude if y.negative else y.magnitude
    )
    return _metre_reading(latitude, longitude, ("web-mercator", *named), repairs, (x, y))


def _metre_reading(
    latitude: float,
    longitude: float,
    steps: tuple[str, ...],
    repairs: tuple[str, ...],
    values: tuple[AxisValue, AxisValue],
) -> Reading:
    decimals = _METRE_DECIMALS + max(len(value.numeral.fraction) for value in values)
    repair = repairs[0] if repairs else None
    return Reading(latitude, longitude, (*steps, *repairs), repair, min(decimals, MOST_DECIMALS))
