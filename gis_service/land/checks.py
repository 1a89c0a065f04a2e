"""The checks of parcels: PostGIS measures, ``spatial`` decides, changes are stored.

One path for a parcel just drawn, for an import and for a re-check of everything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis_service.findings.service import Found, store_findings
from gis_service.land import queries
from gis_service.land.events import parcels_checked, required_areas
from spatial.parcels import ParcelMeasurement, check_parcel


@dataclass(frozen=True, slots=True)
class ParcelOutcome:
    """How many parcels were checked, and how many findings were opened and closed."""

    checked: int
    flags_opened: int
    flags_closed: int


def check_parcels(
    session: Session, village_codes: Sequence[str] | None, now: datetime, *, recorded: bool = False
) -> ParcelOutcome:
    """Check the parcels of villages, or all of them (None), and store what changed.

    Parameters
    ----------
    session : Session
        In a transaction; nothing is committed here.
    village_codes : sequence of str or None
        Of which villages; those without a parcel are no matter.
    now : datetime
        Time zone aware moment of the check.
    recorded : bool
        Something else than the findings is new: who listens is told in any case.
    """
    rows = queries.measurements(session, village_codes)
    codes = [row.village_code for row in rows]
    required = areas_needed(session, codes)
    found = [
        Found(
            row.parcel_id,
            row.village_code,
            row.revision_id,
            check_parcel(_measurement(row), required[row.village_code]),
        )
        for row in rows
    ]
    opened, closed = store_findings(
        session, "parcel", found, now, subject_ids=[one.subject_id for one in found]
    )
    if recorded or opened or closed:
        parcels_checked.send(session=session, village_codes=codes, now=now)
    return ParcelOutcome(len(rows), opened, closed)


def areas_needed(session: Session, village_codes: Sequence[str]) -> Mapping[str, float]:
    """Tell how large land has to be in each village, in square metres.

    The zone policy says so, which may make exceptions; else the settings do.
    """
    settings = session.info["settings"]
    needed = dict.fromkeys(village_codes, float(settings.field.required_area_m2))
    if needed:
        for _, answer in required_areas.send(session=session, village_codes=village_codes):
            needed |= answer
    return needed


def _measurement(row: Row[Any]) -> ParcelMeasurement:
    invalid_at = (row.invalid_longitude, row.invalid_latitude)
    return ParcelMeasurement(
        is_valid=row.is_valid,
        invalid_at=None if None in invalid_at else invalid_at,
        area_m2=row.area_m2,
        declared_area_m2=row.declared_area_m2,
        fits=row.fits,
        accuracy_m=row.accuracy_m,
        precision_m=row.precision_m,
        outside_m2=row.outside_m2,
        nearest_m=row.nearest_m,
        farthest_m=row.farthest_m,
        found_in=row.found_in,
        overlaps=dict(zip(row.overlap_villages, row.overlap_areas_m2, strict=True)),
        site_distance_m=row.site_distance_m,
        site_accuracy_m=row.site_accuracy_m,
        protected_farmland=row.protected_farmland,
        hazard=row.hazard,
    )
