"""Storing a boundary version: many rows at once, in the caller's transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
import shapely
from numpy.typing import NDArray
from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from gis_service.areas.import_report import ImportReport
from gis_service.areas.models import BoundaryVersion
from spatial.boundaries import as_multipolygons

#: "boun" in ASCII: the advisory lock that one import at a time holds to its end.
IMPORT_LOCK = 0x626F756E
BATCH = 2_000


def lock_imports(session: Session) -> None:
    """Wait until no other import runs; the lock is given up with the transaction."""
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": IMPORT_LOCK})


def current_version(session: Session) -> BoundaryVersion | None:
    """Give the version in force."""
    return session.scalars(select(BoundaryVersion).where(BoundaryVersion.is_current)).one_or_none()


def villages_of(session: Session, version_id: int) -> int:
    """Count the villages that have a boundary in a version."""
    counted: int = session.execute(
        text("SELECT count(*) FROM village_boundary WHERE version_id = :version_id"),
        {"version_id": version_id},
    ).scalar_one()
    return counted


def add_version(session: Session, report: ImportReport, user: str, now: datetime) -> int:
    """Store a version that is not yet in force, and give its number."""
    version_id: int = session.execute(
        insert(BoundaryVersion)
        .values(
            source=report.source,
            licence=report.licence,
            vintage=report.vintage,
            quality=report.quality,
            precision_m=report.precision_m,
            checksum=report.checksum,
            imported_at=now,
            imported_by=user,
        )
        .returning(BoundaryVersion.id)
    ).scalar_one()
    return version_id


def put_in_force(session: Session, version_id: int, report: dict[str, Any]) -> None:
    """Make a version the current one, and keep its report; the one before stays stored."""
    session.execute(
        update(BoundaryVersion).values(is_current=False).where(BoundaryVersion.is_current)
    )
    session.execute(
        update(BoundaryVersion)
        .values(is_current=True, report=report)
        .where(BoundaryVersion.id == version_id)
    )


def copy_villages(
    session: Session,
    version_id: int,
    codes: Sequence[str],
    polygons: NDArray[Any],
    areas_m2: Sequence[float],
) -> Iterator[int]:
    """Store the boundaries of villages, and tell after each batch how many are stored."""
    statement = (
        "COPY village_boundary (version_id, village_code, province_code, geom, area_m2)"
        " FROM STDIN (FORMAT BINARY)"
    )
    with _copy(session, statement, ("int4", "varchar", "varchar", "bytea", "float8")) as copy:
        for begin in range(0, len(codes), BATCH):
            batch = slice(begin, begin + BATCH)
            for code, encoded, area in zip(
                codes[batch], _ewkb(polygons[batch]), areas_m2[batch], strict=True
            ):
                copy.write_row((version_id, code, code.split(".", 1)[0], encoded, area))
            yield min(begin + BATCH, len(codes))


def copy_gaps(
    session: Session,
    version_id: int,
    gaps: Iterable[tuple[str, NDArray[Any], Sequence[float]]],
) -> None:
    """Store the gaps of provinces: code, polygons and areas of each."""
    statement = (
        "COPY boundary_gap (version_id, province_code, geom, area_m2) FROM STDIN (FORMAT BINARY)"
    )
    with _copy(session, statement, ("int4", "varchar", "bytea", "float8")) as copy:
        for province, polygons, areas in gaps:
            for encoded, area in zip(_ewkb(as_multipolygons(polygons)), areas, strict=True):
                copy.write_row((version_id, province, encoded, area))


@contextmanager
def _copy(session: Session, statement: str, types: Sequence[str]) -> Iterator[psycopg.Copy]:
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, psycopg.Connection)  # noqa: S101 - for the type checker
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(types)
        yield copy


def _ewkb(polygons: NDArray[Any]) -> list[bytes]:
    encoded: list[bytes] = shapely.to_wkb(
        shapely.set_srid(polygons, 4326), include_srid=True
    ).tolist()
    return encoded
