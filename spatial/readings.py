"""A position as read from a text, how it was read, and the extent it is expected in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

REPAIR_CODES = (
    "projected-coordinates",
    "swapped-axes",
    "decimal-shift",
    "hemisphere-conflict",
    "sign-error",
)
"""Codes of the mistakes that can be repaired; of several in one text the first names the repair."""

STEPS = {
    "map-link": "the position was taken out of a map link",
    "decimal-degrees": "degrees with decimals",
    "degrees-minutes": "degrees and minutes",
    "degrees-minutes-seconds": "degrees, minutes and seconds",
    "mgrs": "reference of the military grid",
    "utm-<zone><N or S>": "metres of that UTM zone, such as utm-50S",
    "web-mercator": "metres of the web maps' projection (EPSG:3857)",
    "named-order": "labels or letters put the axes in another order than the usual one",
    "projected-coordinates": "repair: metres that do not say of which projection or zone they are",
    "swapped-axes": "repair: latitude and longitude, or easting and northing, exchanged",
    "decimal-shift": "repair: decimal point put back",
    "hemisphere-conflict": "repair: a hemisphere letter overruled",
    "sign-error": "repair: a sign changed where no hemisphere letter is written",
}
"""What each code in `Reading.steps` means; words for people are made from the codes elsewhere."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A box of longitudes and latitudes.

    Attributes
    ----------
    west, south, east, north : float
        Degrees (EPSG:4326). Extents across the 180th meridian are not meant.

    Examples
    --------
    >>> INDONESIA.contains(-8.5833, 116.1167)
    True
    """

    west: float
    south: float
    east: float
    north: float

    def contains(self, latitude: float, longitude: float) -> bool:
        """Say whether a position lies in the box or on its edge.

        Parameters
        ----------
        latitude, longitude : float
            Degrees (EPSG:4326).

        Returns
        -------
        bool

        Examples
        --------
        >>> Extent(115.3, -9.6, 119.8, -7.6).contains(8.5833, 116.1167)
        False
        """
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east

    def expanded(self, degrees: float) -> Extent:
        """Widen the box on all sides.

        Parameters
        ----------
        degrees : float
            Width of the margin in degrees.

        Returns
        -------
        Extent
            The wider box, cut off at the poles and at 180 degrees.

        Examples
        --------
        >>> Extent(116.0, -8.5, 116.5, -8.25).expanded(0.5)
        Extent(west=115.5, south=-9.0, east=117.0, north=-7.75)
        """
        return Extent(
            max(self.west - degrees, -180.0),
            max(self.south - degrees, -90.0),
            min(self.east + degrees, 180.0),
            min(self.north + degrees, 90.0),
        )


INDONESIA = Extent(94.5, -11.5, 141.5, 6.5)
"""The extent a text is read against where the caller knows nothing narrower."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One position that a text may mean.

    Attributes
    ----------
    latitude, longitude : float
        Degrees (EPSG:4326); always finite, within 90 and 180.
    steps : tuple of str
        How the text was read, in codes of `STEPS`, repairs last.
    repair : str or None
        The repair that was needed, one of `REPAIR_CODES`; None for a literal reading.
    decimals : int
        Decimals of a degree that the text resolves: 4 for whole seconds, 5 for whole metres.

    Examples
    --------
    >>> Reading(-8.5833, 116.1167, ("decimal-degrees",), None, 4).repair_steps
    ()
    """

    latitude: float
    longitude: float
    steps: tuple[str, ...]
    repair: str | None
    decimals: int

    @property
    def repair_steps(self) -> tuple[str, ...]:
        """The repairs among the steps; empty for a literal reading."""
        if self.repair is None:
            return ()
        return tuple(step for step in self.steps if step in REPAIR_CODES)

    def is_same_place(self, other: Reading) -> bool:
        """Say whether two readings mean one place.

        They do when they lie within about a metre of each other. Where they were written in
        different forms or with more and fewer decimals, the one may be the other rounded: they may
        differ by a unit of the coarser one's last decimal, but by no more than about 20 metres.

        Parameters
        ----------
        other : Reading

        Returns
        -------
        bool

        Examples
        --------
        >>> fine = Reading(-8.58331, 116.11667, ("decimal-degrees",), None, 5)
        >>> fine.is_same_place(Reading(-8.5833, 116.1167, ("decimal-degrees",), None, 4))
        True
        """
        tolerance = 1e-5
        if self.decimals != other.decimals or self.steps != other.steps:
            unit = 10.0 ** -min(self.decimals, other.decimals)
            tolerance = min(max(tolerance, unit), 2e-4)
        return (
            abs(self.latitude - other.latitude) <= tolerance
            and abs(self.longitude - other.longitude) <= tolerance
        )


def in_order_of_codes(repairs: Iterable[str]) -> tuple[str, ...]:
    """Put repairs in the order of `REPAIR_CODES`, each once.

    Parameters
    ----------
    repairs : iterable of str

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> in_order_of_codes(["sign-error", "swapped-axes", "sign-error"])
    ('swapped-axes', 'sign-error')
    """
    found = set(repairs)
    return tuple(code for code in REPAIR_CODES if code in found)


def distinct(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Leave out every reading that means the place of an earlier one.

    Parameters
    ----------
    readings : iterable of Reading
        Best first.

    Returns
    -------
    tuple of Reading
        In the order given. Of a place read twice as literally, the finer reading stands.

    Examples
    --------
    >>> coarse = Reading(-8.5833, 116.1167, ("decimal-degrees",), None, 4)
    >>> fine = Reading(-8.58331, 116.11669, ("decimal-degrees",), None, 5)
    >>> distinct([coarse, fine, coarse]) == (fine,)
    True
    """
    kept: list[Reading] = []
    for reading in readings:
        for index, earlier in enumerate(kept):
            if reading.is_same_place(earlier):
                if reading.decimals > earlier.decimals and reading.repair == earlier.repair:
                    kept[index] = reading
                break
        else:
            kept.append(reading)
    return tuple(kept)
