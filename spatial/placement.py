"""From measurements to a verdict: whether a site is where it says it is.

Pure: the measuring is done elsewhere (PostGIS, or Shapely in the tests); all lengths are metres
on WGS 84, all positions EPSG:4326.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from spatial.coordinates import Reading
from spatial.flags import Flag

Verdict = Literal["inside", "uncertain", "outside", "unresolved"]

VERDICTS: Final[tuple[Verdict, ...]] = ("inside", "uncertain", "outside", "unresolved")
SMALLEST_TOLERANCE_M: Final = 10.0
POOR_ACCURACY_M: Final = 25.0
COPIED_CENTROID_M: Final = 15.0
DUPLICATE_DISTANCE_M: Final = 50.0
ENOUGH_DECIMALS: Final = 4
UNREADABLE: Final = {"missing": "location-missing", "ambiguous": "location-ambiguous"}


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was measured of one site.

    Parameters
    ----------
    reading_status : str
        ``missing`` (no text at all), or the status of `spatial.coordinates.read_coordinates`.
    has_position : bool
        Whether the text has exactly one literal reading: the position that is measured.
    village_known, boundary_known : bool
        Whether the claimed village is in the roster, and has a boundary.
    found_in : sequence of str
        Codes of the villages whose polygons hold the position; two where polygons overlap.
    inside : bool
        Whether the claimed village is one of them.
    boundary_distance_m : float or None
        Metres from the position to the claimed village's boundary, never negative.
    province_distance_m : float or None
        Metres to the claimed village's province, 0 inside it; None: farther than was looked for.
    centroid_distance_m : float or None
        Metres to the published centroid of the claimed village.
    duplicates : sequence of str
        Villages of the other sites within `DUPLICATE_DISTANCE_M`.
    precision_m : float or None
        Boundary precision of the data set in metres.
    accuracy_m : float or None
        Accuracy of the GPS fix in metres.
    decimals : int or None
        Decimals of a degree that the text resolves.
    mock_location : bool
        The phone said that the position was made up.
    """

    reading_status: str
    has_position: bool
    village_known: bool
    boundary_known: bool
    found_in: Sequence[str] = ()
    inside: bool = False
    boundary_distance_m: float | None = None
    province_distance_m: float | None = None
    centroid_distance_m: float | None = None
    duplicates: Sequence[str] = ()
    precision_m: float | None = None
    accuracy_m: float | None = None
    decimals: int | None = None
    mock_location: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """The verdict on a site, its signed distance, and the flags that explain it.

    ``distance_m`` is metres to the claimed village's boundary, negative inside; None where there is
    no position or no boundary. ``tolerance_m`` is the width of doubt on either side of it.
    """

    verdict: Verdict
    distance_m: float | None
    tolerance_m: float
    found_in: tuple[str, ...]
    flags: tuple[Flag, ...]

    @property
    def wants_repair(self) -> bool:
        """Whether other readings of the text are worth measuring."""
        return self.verdict in ("outside", "unresolved")


def tolerance_m(precision_m: float | None, accuracy_m: float | None) -> float:
    """How close to a boundary nobody can say on which side a point lies, in metres.

    Parameters
    ----------
    precision_m : float or None
        Boundary precision of the data set.
    accuracy_m : float or None
        Accuracy of the GPS fix.

    Returns
    -------
    float
        The larger of the two, and at least 10 m.

    Examples
    --------
    >>> tolerance_m(10.0, 32.0)
    32.0
    >>> tolerance_m(None, None)
    10.0
    """
    return max(precision_m or 0.0, accuracy_m or 0.0, SMALLEST_TOLERANCE_M)


def place(measurement: Measurement) -> Placement:
    """Decide on a site: its verdict, and every flag that its measurements give.

    Parameters
    ----------
    measurement : Measurement
        What was measured; metres on WGS 84.

    Returns
    -------
    Placement
        Repairs are added by `propose`, once the other readings have been measured.

    Examples
    --------
    >>> measured = Measurement(
    ...     "read",
    ...     has_position=True,
    ...     village_known=True,
    ...     boundary_known=True,
    ...     inside=True,
    ...     boundary_distance_m=120.4,
    ...     province_distance_m=0.0,
    ... )
    >>> place(measured).verdict
    'inside'
    """
    tolerance = tolerance_m(measurement.precision_m, measurement.accuracy_m)
    verdict, distance, placement_flags = _verdict(measurement, tolerance)
    return Placement(
        verdict=verdict,
        distance_m=distance,
        tolerance_m=tolerance,
        found_in=tuple(measurement.found_in),
        flags=(*placement_flags, *_quality_flags(measurement)),
    )


def propose(
    placement: Placement, repairs: Sequence[Reading], meant: Reading | None = None
) -> Placement:
    """Add to a placement the repairs that lie inside the claimed village.

    Parameters
    ----------
    placement : Placement
        What `place` decided.
    repairs : sequence of Reading
        Repaired readings inside the claimed village (`spatial.repairs.proposals`).
    meant : Reading, optional
        Of an ambiguous text, the one literal reading inside the claimed village.

    Examples
    --------
    >>> measured = Measurement(
    ...     "repair", has_position=False, village_known=True, boundary_known=True
    ... )
    >>> repair = Reading(-8.58, 116.11, ("decimal-degrees", "swapped-axes"), "swapped-axes", 4)
    >>> [flag.code for flag in propose(place(measured), [repair]).flags]
    ['location-unreadable', 'swapped-axes']
    """
    flags = tuple(
        replace(flag, repair=meant) if flag.code == "location-ambiguous" else flag
        for flag in placement.flags
    )
    repaired = tuple(Flag(reading.repair, {}, reading) for reading in repairs if reading.repair)
    return replace(placement, flags=flags + repaired)


def _verdict(
    measurement: Measurement, tolerance: float
) -> tuple[Verdict, float | None, tuple[Flag, ...]]:
    if unresolved := tuple(_unresolved(measurement)):
        return "unresolved", _signed_distance(measurement), unresolved
    distance = _signed_distance(measurement)
    if distance is None:
        raise ValueError("a site with a position and a boundary needs boundary_distance_m")
    if abs(distance) <= tolerance:
        detail = {"distance_m": _metres(distance), "tolerance_m": _metres(tolerance)}
        return "uncertain", distance, (Flag("near-boundary", detail),)
    if distance < 0:
        return "inside", distance, ()
    return "outside", distance, _outside(measurement, tolerance, distance)


def _unresolved(measurement: Measurement) -> list[Flag]:
    flags = []
    if not measurement.has_position:
        flags.append(Flag(UNREADABLE.get(measurement.reading_status, "location-unreadable")))
    if not measurement.village_known:
        flags.append(Flag("village-unknown", _found(measurement)))
    elif not measurement.boundary_known:
        flags.append(Flag("boundary-missing", _found(measurement)))
    return flags


def _outside(measurement: Measurement, tolerance: float, distance: float) -> tuple[Flag, ...]:
    detail = {"distance_m": _metres(distance), **_found(measurement)}
    flags = (Flag("outside-village", detail),)
    province = measurement.province_distance_m
    if province is not None and province <= tolerance:
        return flags
    return (*flags, Flag("outside-province", {"distance_m": _metres(distance)}))


def _quality_flags(measurement: Measurement) -> list[Flag]:
    flags = []
    if measurement.has_position:
        centroid = measurement.centroid_distance_m
        if measurement.duplicates:
            flags.append(Flag("duplicate-site", {"villages": list(measurement.duplicates)}))
        if centroid is not None and centroid <= COPIED_CENTROID_M:
            flags.append(Flag("copied-centroid", {"distance_m": _metres(centroid)}))
        if measurement.decimals is not None and measurement.decimals < ENOUGH_DECIMALS:
            flags.append(Flag("low-precision", {"decimals": measurement.decimals}))
    if measurement.accuracy_m is not None and measurement.accuracy_m > POOR_ACCURACY_M:
        flags.append(Flag("poor-accuracy", {"accuracy_m": _metres(measurement.accuracy_m)}))
    if measurement.mock_location:
        flags.append(Flag("mock-location"))
    return flags


def _signed_distance(measurement: Measurement) -> float | None:
    distance = measurement.boundary_distance_m
    if distance is None or not measurement.has_position:
        return None
    return -distance if measurement.inside else distance


def _found(measurement: Measurement) -> dict[str, list[str]]:
    return {"found_in": list(measurement.found_in)}


def _metres(value: float) -> float:
    return round(value, 1)
