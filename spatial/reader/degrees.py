"""What a pair of numbers can mean as degrees of latitude and longitude."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from spatial.reader.parts import MOST_DECIMALS
from spatial.readings import Extent, Reading, in_order_of_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spatial.reader.numbers import Numeral
    from spatial.reader.parts import AxisValue
    from spatial.reader.points import WrittenPoint

_LEAST_DECIMALS = 3
"""A point is put back only where so many decimals follow: fewer digits are some other number."""

_MOST_DIGITS = 20
_NEGATIVE = frozenset("SW")


def literal_degrees(point: WrittenPoint) -> Iterator[Reading]:
    """Read a pair of numbers as the degrees that they say they are.

    Parameters
    ----------
    point : WrittenPoint
        Latitude comes first, unless letters or labels name the axes.

    Yields
    ------
    Reading
        At most one; none where letters contradict each other or a sign, or a value is too great.

    Examples
    --------
    >>> from spatial.reader.points import written_points
    >>> from spatial.reader.tokens import tokenise
    >>> [point] = written_points(tokenise("116.1167 BT 8.5833 LS"))[0].points
    >>> [(reading.latitude, reading.longitude) for reading in literal_degrees(point)]
    [(-8.5833, 116.1167)]
    """
    latitude, longitude, forms = _axes(point)
    if (
        point.names_one_axis_twice
        or latitude.magnitude > 90
        or longitude.magnitude > 180
        or _contradicts_itself(latitude)
        or _contradicts_itself(longitude)
    ):
        return
    yield Reading(
        _signed(latitude.magnitude, _is_negative(latitude, latitude.hemisphere)),
        _signed(longitude.magnitude, _is_negative(longitude, longitude.hemisphere)),
        forms,
        None,
        max(latitude.decimals, longitude.decimals),
    )


def repaired_degrees(
    point: WrittenPoint, extent: Extent, *, bold: bool = True
) -> Iterator[Reading]:
    """Read a pair of numbers as degrees with their mistakes repaired.

    Parameters
    ----------
    point : WrittenPoint
    extent : Extent
        Where the readings have to lie (EPSG:4326).
    bold : bool
        Whether decimal points may be put back.

    Yields
    ------
    Reading
        Axes exchanged, hemisphere letters overruled, signs changed, decimal points put back.

    Examples
    --------
    >>> from spatial.reader.points import written_points
    >>> from spatial.reader.tokens import tokenise
    >>> from spatial.readings import INDONESIA
    >>> [point] = written_points(tokenise("8583333, 116116666"))[0].points
    >>> [reading.repair_steps for reading in repaired_degrees(point, INDONESIA)]
    [('decimal-shift', 'sign-error')]
    """
    latitude, longitude, forms = _axes(point)
    north_letter, east_letter = _letters(latitude, longitude)
    north_range = _Range(extent.south, extent.north, 90)
    east_range = _Range(extent.west, extent.east, 180)
    # Letters stay with their axis when the numbers change places.
    for north, east, swapped in (
        (latitude, longitude, ()),
        (longitude, latitude, ("swapped-axes",)),
    ):
        latitudes = _repaired(north, north_letter, north_range, bold)
        longitudes = _repaired(east, east_letter, east_range, bold) if latitudes else []
        for y, x in product(latitudes, longitudes):
            repairs = in_order_of_codes((*swapped, *y.repairs, *x.repairs))
            if repairs:
                decimals = max(y.decimals, x.decimals)
                yield Reading(y.degrees, x.degrees, (*forms, *repairs), repairs[0], decimals)


def _axes(point: WrittenPoint) -> tuple[AxisValue, AxisValue, tuple[str, ...]]:
    """Latitude, longitude, and the steps that say how they are written."""
    forms = dict.fromkeys((point.first.form, point.second.form))
    if point.first_axis == "longitude":
        return point.second, point.first, (*forms, "named-order")
    return point.first, point.second, tuple(forms)


@dataclass(frozen=True, slots=True)
class _Signed:
    """A value of one axis with a sign, and the repairs that led to it."""

    degrees: float
    repairs: tuple[str, ...]
    decimals: int


@dataclass(frozen=True, slots=True)
class _Range:
    """Degrees of one axis: those of the extent, and the most there are (90 or 180)."""

    low: float
    high: float
    limit: int


def _is_negative(value: AxisValue, hemisphere: str | None) -> bool:
    return value.negative if hemisphere is None else hemisphere in _NEGATIVE


def _contradicts_itself(value: AxisValue) -> bool:
    """``-8.5833 LU``; the minus of ``-8.5833 LS`` is merely said twice."""
    return value.negative and value.hemisphere is not None and value.hemisphere not in _NEGATIVE


def _signed(magnitude: float, negative: bool) -> float:
    return -magnitude if negative and magnitude else magnitude


def _letters(latitude: AxisValue, longitude: AxisValue) -> tuple[str | None, str | None]:
    """Hemisphere letters by axis; ``?`` for a letter that belongs to the other axis."""
    north, east = latitude.hemisphere, longitude.hemisphere
    return (
        "?" if north is not None and north in "EW" else north,
        "?" if east is not None and east in "NS" else east,
    )


def _repaired(value: AxisValue, letter: str | None, within: _Range, bold: bool) -> list[_Signed]:
    """Values in a range of one axis that a written number can mean with the fewest repairs."""
    overruled = ("hemisphere-conflict",)
    flipped = ("sign-error",) if letter is None else overruled
    as_is: tuple[str, ...] = ()
    if letter == "?" or (letter is not None and letter not in _NEGATIVE and value.negative):
        as_is = overruled
    negative = _is_negative(value, None if letter == "?" else letter)
    ways = ((negative, as_is), (not negative, flipped))

    found = [
        _Signed(degrees, repairs, value.decimals)
        for sign, repairs in ways
        if within.low <= (degrees := _signed(value.magnitude, sign)) <= within.high
    ]
    if not found and bold and value.form == "decimal-degrees":
        found = [
            _Signed(degrees, ("decimal-shift", *repairs), decimals)
            for magnitude, decimals in _shifted(value.numeral, value.negative, within.limit)
            for sign, repairs in ways
            if within.low <= (degrees := _signed(magnitude, sign)) <= within.high
        ]
    if len(found) > 1 and not found[0].repairs:
        return found[:1]
    return found


def _shifted(numeral: Numeral, negative: bool, limit: int) -> Iterator[tuple[float, int]]:
    """Put the decimal point behind the first, second and third digit.

    A whole number that begins with 0 may have stood for 0.8583333; any other lost no 0 with its
    point. Without a minus it is more likely a telephone number or a code, and is left alone.
    """
    leading_zero = numeral.whole.startswith("0") and not numeral.fraction
    digits = (numeral.whole + numeral.fraction).lstrip("0")
    if len(digits) > _MOST_DIGITS or (leading_zero and not negative):
        return
    for whole in range(0 if leading_zero else 1, 4):
        decimals = len(digits) - whole
        if decimals < _LEAST_DECIMALS:
            return
        magnitude = float(f"{digits[:whole] or 0}.{digits[whole:]}")
        if magnitude <= limit:
            yield magnitude, min(decimals, MOST_DECIMALS)
