"""From measurements to findings: what is wrong with the land of a cooperative.

Pure: the measuring is done elsewhere (PostGIS); lengths are metres and areas square metres on
WGS 84.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from spatial.flags import Flag
from spatial.placement import tolerance_m

REQUIRED_AREA_M2: Final = 1000.0
BUILDING_M: Final = (20.0, 30.0)
MOST_MISMATCH: Final = 0.1
_BUILDING: Final = " x ".join(f"{side:g}" for side in BUILDING_M)
#: Two parcels that share less than this were drawn along the same line.
LEAST_OVERLAP_M2: Final = 5.0


@dataclass(frozen=True, slots=True)
class ParcelMeasurement:
    """What was measured of one parcel, and what its officer said of it.

    Parameters
    ----------
    is_valid : bool
        Whether its rings are a polygon; nothing else is known of one that is not.
    invalid_at : (float, float) or None
        Longitude and latitude (EPSG:4326) of where they are not.
    area_m2, declared_area_m2 : float or None
        As measured, and as a paper or a person says.
    fits : bool or None
        Whether the building has room on it (`spatial.fit.fitting_rectangle`); None: not known.
    accuracy_m : float or None
        The worst accuracy of the fixes of its corners.
    precision_m : float or None
        Boundary precision of the data set.
    outside_m2 : float
        How much of it lies outside its village.
    nearest_m, farthest_m : float or None
        Metres from its nearest and its farthest place outside to its village; None where nothing
        lies outside, or the village has no boundary.
    found_in : sequence of str
        Codes of the villages that it lies in.
    overlaps : mapping
        Village code of another cooperative to the square metres shared with its parcel.
    site_distance_m, site_accuracy_m : float or None
        Metres from the cooperative's site to the parcel, 0 on it, and the accuracy of the site's
        fix; None where there is no site.
    protected_farmland, hazard : bool or None
        As the officer says.
    """

    is_valid: bool = True
    invalid_at: tuple[float, float] | None = None
    area_m2: float | None = None
    declared_area_m2: float | None = None
    fits: bool | None = None
    accuracy_m: float | None = None
    precision_m: float | None = None
    outside_m2: float = 0.0
    nearest_m: float | None = None
    farthest_m: float | None = None
    found_in: Sequence[str] = ()
    overlaps: Mapping[str, float] = field(default_factory=dict)
    site_distance_m: float | None = None
    site_accuracy_m: float | None = None
    protected_farmland: bool | None = None
    hazard: bool | None = None


def check_parcel(
    measurement: ParcelMeasurement, required_area_m2: float = REQUIRED_AREA_M2
) -> tuple[Flag, ...]:
    """Decide what is wrong with a parcel.

    Parameters
    ----------
    measurement : ParcelMeasurement
        What was measured.
    required_area_m2 : float
        How large land has to be in its village, in square metres.

    Returns
    -------
    tuple of Flag

    Examples
    --------
    >>> measured = ParcelMeasurement(area_m2=640.2, declared_area_m2=1000, fits=True)
    >>> [(flag.code, flag.severity) for flag in check_parcel(measured)]
    [('parcel-too-small', 'warning'), ('area-mismatch', 'warning')]
    """
    flags = [
        *_size(measurement, required_area_m2),
        *_place(measurement),
    ]
    if measurement.protected_farmland:
        flags.append(Flag("protected-farmland"))
    if measurement.hazard:
        flags.append(Flag("hazard-zone"))
    return tuple(flags)


def _size(measurement: ParcelMeasurement, required_area_m2: float) -> list[Flag]:
    if not measurement.is_valid:
        at = measurement.invalid_at
        return [Flag("parcel-invalid", {"at": None if at is None else list(at)})]
    area, declared = measurement.area_m2, measurement.declared_area_m2
    flags = []
    # as people read it: 999.6 m2 are 1,000
    if area is not None and round(area) < required_area_m2:
        figures = {"area_m2": round(area), "required_area_m2": required_area_m2}
        flags.append(Flag("parcel-too-small", figures))
    if measurement.fits is False:
        flags.append(Flag("building-does-not-fit", {"building_m": _BUILDING}))
    if area and declared is not None and abs(declared - area) > MOST_MISMATCH * area:
        figures = {"area_m2": round(area), "declared_area_m2": declared}
        flags.append(Flag("area-mismatch", figures))
    return flags


def _place(measurement: ParcelMeasurement) -> list[Flag]:
    flags = []
    tolerance = tolerance_m(measurement.precision_m, measurement.accuracy_m)
    nearest, farthest = measurement.nearest_m, measurement.farthest_m
    figures: dict[str, Any] = {
        "outside_m2": round(measurement.outside_m2),
        "tolerance_m": round(tolerance, 1),
        "found_in": list(measurement.found_in),
    }
    if nearest is not None and nearest > tolerance:
        flags.append(Flag("parcel-outside-village", {"distance_m": round(nearest, 1), **figures}))
    elif farthest is not None and farthest > tolerance:
        figures = {"distance_m": round(farthest, 1), **figures}
        flags.append(Flag("parcel-straddles-boundary", figures))
    shared = {
        code: round(area) for code, area in measurement.overlaps.items() if area > LEAST_OVERLAP_M2
    }
    if shared:
        figures = {"villages": list(shared), "areas_m2": list(shared.values())}
        flags.append(Flag("parcel-overlap", figures))
    distance = measurement.site_distance_m
    doubt = max(tolerance_m(None, measurement.site_accuracy_m), measurement.accuracy_m or 0.0)
    if distance is not None and distance > doubt:
        flags.append(Flag("site-outside-parcel", {"distance_m": round(distance, 1)}))
    return flags
