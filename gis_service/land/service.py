"""What can be done with land: record the parcel of a village."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from sqlalchemy.orm import Session

from gis_service.accounts.audit import record
from gis_service.land import queries
from gis_service.land.checks import ParcelOutcome, check_parcels
from spatial.fit import fitting_rectangle
from spatial.parcels import BUILDING_M


def record_parcel(
    session: Session,
    village_code: str,
    polygon: shapely.Polygon,
    content: Mapping[str, Any],
    *,
    by: str,
    now: datetime,
    person_id: UUID | None = None,
    client_id: UUID | None = None,
    submission_id: int | None = None,
) -> ParcelOutcome:
    """Put the parcel of a village in force, and check it and those it shares or shared land with.

    Parameters
    ----------
    session : Session
        In a transaction; nothing is committed here.
    village_code : str
        One that the roster holds.
    polygon : shapely.Polygon
        Longitude and latitude (EPSG:4326). One that is not valid is stored and flagged.
    content : mapping
        What is said of it, by the names of the table's columns, with ``corners``.
    by : str
        Who says so.
    now : datetime
        Time zone aware.
    """
    rectangle = fitting_rectangle(polygon, *BUILDING_M) if polygon.is_valid else None
    geometry = shapely.to_wkb(polygon, hex=True)
    queries.one_after_the_other(session)
    near = queries.neighbours(session, village_code, geometry) if polygon.is_valid else []
    parcel = {
        **content,
        "village_code": village_code,
        "client_id": client_id,
        "submission_id": submission_id,
        "geometry": geometry,
        "rectangle_geometry": rectangle and shapely.to_wkb(rectangle, hex=True),
        "fits": rectangle is not None if polygon.is_valid else None,
        "content": content,
    }
    (revision,) = queries.record_parcels(session, [parcel], by=by, now=now)
    record(
        session,
        actor=by,
        person_id=person_id,
        action="parcel.record",
        subject=("parcel", village_code),
        detail={"village_code": village_code, "revision": revision},
        now=now,
    )
    return check_parcels(session, [village_code, *near], now, recorded=True)
