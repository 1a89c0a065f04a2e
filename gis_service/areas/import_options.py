"""What must be known of boundaries as a whole before they are imported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

from gis_service.areas.boundary_sets import QUALITIES, BoundarySet
from gis_service.errors import ServiceError

OFFICIAL_PRECISION_M = 10.0


class ImportOptionError(ServiceError):
    """An option of an import that is missing or cannot be used."""

    code = "boundary-import-option"


@dataclass(frozen=True, slots=True)
class Description:
    """What is told of boundaries as a whole; None where nobody told.

    Attributes
    ----------
    quality : str or None
        ``official`` or ``indicative``.
    precision_m : float or None
        How far a boundary may be off, in metres.
    vintage : date or None
        The day that the boundaries show.
    licence, source : str or None
    """

    quality: str | None = None
    precision_m: float | None = None
    vintage: date | None = None
    licence: str | None = None
    source: str | None = None


def described(given: Description, beside: Sequence[BoundarySet]) -> Description:
    """Fill in what was not given from descriptions; of several the least good counts.

    Raises
    ------
    ImportOptionError
        The quality is not known, or the precision of indicative boundaries is not told.
    """
    indicative = any(one.quality == "indicative" for one in beside)
    quality = given.quality or ("indicative" if indicative else "official")
    precisions = [one.precision_m for one in beside if one.precision_m]
    if quality == "official":
        precisions.append(OFFICIAL_PRECISION_M)
    precision = given.precision_m
    if precision is None:
        precision = max(precisions, default=None)
    if quality not in QUALITIES:
        raise ImportOptionError(f"quality is {quality!r}; it must be official or indicative")
    if precision is None:
        raise ImportOptionError(
            "Indicative boundaries need --precision: how far they may be off, in metres"
        )
    if not isfinite(precision) or precision <= 0:
        raise ImportOptionError(f"precision is {precision} m; it must be greater than 0")
    vintages = [one.vintage for one in beside if one.vintage]
    licences = dict.fromkeys(one.licence for one in beside if one.licence)
    names = dict.fromkeys(one.source for one in beside)
    return Description(
        quality,
        precision,
        given.vintage or (min(vintages) if vintages else None),
        given.licence or ", ".join(licences) or None,
        given.source or ", ".join(names) or None,
    )
