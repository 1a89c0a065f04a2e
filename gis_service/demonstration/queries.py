"""Reads and writes of the demonstration, always in sets; nothing here commits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
import shapely
from sqlalchemy import delete, exists, insert, select, text, update
from sqlalchemy.orm import Session

from gis_service.accounts.models import AccessToken, Person, PersonRole, Responsibility
from gis_service.db import statement
from gis_service.demonstration.people import Staff
from gis_service.demonstration.places import Place, Village
from gis_service.demonstration.reports import Sent
from gis_service.progress.queries import Report, insert_reports
from gis_service.sample import Demonstration
from gis_service.submissions.service import digest_of

SLICE = "gis_service.demonstration"

#: As the tables' owner: nobody else can remove sites, and what guards their history has to be
#: asked first.
REMOVALS = (
    "SET CONSTRAINTS ALL IMMEDIATE",
    "ALTER TABLE site_position DISABLE TRIGGER site_position_append_only",
    "ALTER TABLE submission DISABLE TRIGGER submission_append_only",
    "ALTER TABLE parcel_revision DISABLE TRIGGER parcel_revision_append_only",
    "DELETE FROM flag",
    "DELETE FROM photo",
    "DELETE FROM site_pin",
    "DELETE FROM report_blocker",
    "DELETE FROM progress_report",
    "DELETE FROM reporting_day",
    "DELETE FROM parcel_revision",
    "DELETE FROM parcel",
    "DELETE FROM submission",
    "DELETE FROM site_position",
    "DELETE FROM site",
    "SET CONSTRAINTS ALL IMMEDIATE",
    "ALTER TABLE site_position ENABLE TRIGGER site_position_append_only",
    "ALTER TABLE submission ENABLE TRIGGER submission_append_only",
    "ALTER TABLE parcel_revision ENABLE TRIGGER parcel_revision_append_only",
    "DELETE FROM zone",
    "DELETE FROM demonstration",
    "DELETE FROM cooperative_asset",
    "DELETE FROM cooperative_profile",
    """
    UPDATE cooperative SET
        is_model = FALSE, portal_status = 'unknown', construction_stage = 'none',
        declared_area_m2 = NULL, owner_settled = NULL, clear_and_clean = NULL, land_refused = NULL
    """,
)


def lock(session: Session) -> None:
    """Two demonstrations are not loaded at once."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext('gis_service.demonstration'))"))


def villages(session: Session, province_code: str) -> list[Village]:
    """The villages of a province with their boundaries in force, by code."""
    rows = session.execute(statement(SLICE, "villages"), {"province_code": province_code})
    return [
        Village(
            row.code,
            row.district_code,
            row.regency_code,
            None if row.latitude is None else (row.latitude, row.longitude),
            _polygon(row.polygon),
        )
        for row in rows
    ]


def precision_m(session: Session) -> float | None:
    """Of the boundaries in force; None without boundaries."""
    query = text("SELECT precision_m FROM current_boundary_version")
    precision: float | None = session.scalar(query)
    return precision


def projected(
    session: Session, places: Mapping[str, Place]
) -> tuple[dict[str, tuple[float, float]], dict[str, tuple[float, float]]]:
    """Village code to the place in UTM zone 50S, and in Web Mercator (metres)."""
    rows = session.execute(
        statement(SLICE, "projected"),
        {
            "codes": list(places),
            "longitudes": [place.longitude for place in places.values()],
            "latitudes": [place.latitude for place in places.values()],
        },
    ).all()
    return (
        {row.code: (row.easting, row.northing) for row in rows},
        {row.code: (row.x, row.y) for row in rows},
    )


def real_people(session: Session) -> bool:
    """Whether there is anybody who is not of the demonstration."""
    return bool(session.scalar(select(exists().where(~Person.is_demonstration))))


def any_site(session: Session) -> bool:
    """Whether there is a site."""
    return bool(session.scalar(text("SELECT EXISTS (SELECT 1 FROM site)")))


def records_of_others(session: Session, by: str) -> int:
    """How much was recorded by others than the demonstration and its people."""
    query = text(
        "SELECT (SELECT count(*) FROM site_position WHERE recorded_by <> :by AND NOT EXISTS ("
        "SELECT 1 FROM person WHERE person.is_demonstration AND person.username = recorded_by))"
        " + (SELECT count(*) FROM submission INNER JOIN person ON person.id = person_id"
        " WHERE kind <> 'site' AND NOT person.is_demonstration)"
    )
    return int(session.execute(query, {"by": by}).scalar_one())


def begin_zones(session: Session, begin: datetime) -> None:
    """Let the zones that the setup decided have begun with the programme."""
    session.execute(
        text(
            "UPDATE zone SET since = :begin, valid_from = :begin,"
            " valid_to = CASE WHEN valid_to IS NOT NULL THEN :begin END"
        ),
        {"begin": begin},
    )


def store_staff(session: Session, staff: Sequence[Staff], now: datetime) -> None:
    """Store people with their roles and areas; nobody has a password yet."""
    ids = {
        row.username: row.id
        for row in session.execute(
            statement(SLICE, "store_staff"),
            {
                "usernames": [one.username for one in staff],
                "full_names": [one.full_name for one in staff],
                "now": now,
            },
        )
    }
    for table in (PersonRole, Responsibility):
        session.execute(delete(table).where(table.person_id.in_(ids.values())))
    session.execute(
        insert(PersonRole), [{"person_id": ids[one.username], "role": one.role} for one in staff]
    )
    session.execute(
        insert(Responsibility),
        [
            {"person_id": ids[one.username], "area_code": code}
            for one in staff
            for code in one.areas
        ],
    )


def store_reports(session: Session, sent: Sequence[Sent], received: Sequence[datetime]) -> None:
    """Store reports with their blockers as if phones had sent them at those times."""
    kept = session.execute(
        statement(SLICE, "store_submissions"),
        {
            "ids": [one.id for one in sent],
            "usernames": [one.username for one in sent],
            "contents": [orjson.dumps(one.content).decode() for one in sent],
            "digests": [digest_of(one.content) for one in sent],
            "received": list(received),
        },
    )
    submissions = {row.client_id: row for row in kept}
    insert_reports(
        session,
        [
            Report(
                one.id,
                submissions[one.id].id,
                submissions[one.id].person_id,
                received_at,
                one.content,
            )
            for one, received_at in zip(sent, received, strict=True)
        ],
    )
    session.execute(statement(SLICE, "store_report_blockers"))


def end_staff(session: Session, now: datetime) -> None:
    """Disable everybody of the demonstration; their sessions and tokens end."""
    session.execute(
        update(Person)
        .where(Person.is_demonstration, Person.disabled_at.is_(None))
        .values(disabled_at=now, session_epoch=Person.session_epoch + 1)
    )
    session.execute(
        update(AccessToken)
        .where(
            AccessToken.revoked_at.is_(None),
            AccessToken.person_id.in_(select(Person.id).where(Person.is_demonstration)),
        )
        .values(revoked_at=now)
    )


def working_accounts(session: Session) -> set[str]:
    """The usernames of the demonstration's people who have a password and are not disabled."""
    return set(
        session.scalars(
            select(Person.username).where(
                Person.is_demonstration,
                Person.disabled_at.is_(None),
                Person.password_hash.is_not(None),
            )
        )
    )


def mark(session: Session, seed: int, planted: list[dict[str, Any]], now: datetime) -> None:
    """Mark the data as samples."""
    session.execute(insert(Demonstration).values(loaded_at=now, seed=seed, planted=planted))


def planted(session: Session) -> list[dict[str, Any]]:
    """The mistakes that were planted; none without a demonstration."""
    found: list[dict[str, Any]] | None = session.scalar(select(Demonstration.planted))
    return found or []


def figures(session: Session) -> dict[str, int]:
    """The headline figures as the database has them."""
    return dict(session.execute(statement(SLICE, "figures")).mappings().one())


def remove(session: Session) -> None:
    """Remove sites, their history, zones and what was declared; as the tables' owner."""
    for removal in REMOVALS:
        session.execute(text(removal))


def _polygon(encoded: Any) -> Any:
    return None if encoded is None else shapely.from_wkb(bytes(encoded))
