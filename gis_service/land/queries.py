"""Reads and writes of parcels, always in sets; nothing here commits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from gis_service.db import statement

SLICE = "gis_service.land"


def measurements(session: Session, village_codes: Sequence[str] | None) -> Sequence[Row[Any]]:
    """Measure the parcels of villages, or all (None): one statement, one row a parcel."""
    if village_codes is None:
        return session.execute(text("SELECT * FROM parcel_measurement")).all()
    return session.execute(
        text("SELECT * FROM parcel_measurement WHERE village_code = ANY(:village_codes)"),
        {"village_codes": list(village_codes)},
    ).all()


def one_after_the_other(session: Session) -> None:
    """Wait for whoever is recording a parcel: of two drawn at once each has to see the other."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('parcels', 0))"))


def record_parcels(
    session: Session, parcels: Sequence[dict[str, Any]], *, by: str, now: datetime
) -> list[int]:
    """Put parcels in force, and keep them as states; the numbers of the states."""
    rows = session.execute(
        statement(SLICE, "record_parcels"),
        {"parcels": orjson.dumps(parcels).decode(), "recorded_by": by, "recorded_at": now},
    )
    return [number for (number,) in rows]


def neighbours(session: Session, village_code: str, geometry: str) -> list[str]:
    """Villages whose parcels share land with a village's parcel as it is, or as it will be.

    Parameters
    ----------
    geometry : str
        Well-known binary of the new polygon (EPSG:4326), in hexadecimal.
    """
    rows = session.execute(
        statement(SLICE, "neighbours"), {"village_code": village_code, "geometry": geometry}
    )
    return [code for (code,) in rows]


def in_force(session: Session, village_code: str) -> Row[Any] | None:
    """The parcel of a village with its geometry as GeoJSON, and what was said of it."""
    return session.execute(
        statement(SLICE, "in_force"), {"village_code": village_code}
    ).one_or_none()
