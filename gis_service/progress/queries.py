"""Reads and writes of reports, always in sets; nothing here commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from gis_service.db import statement
from gis_service.submissions.service import Given

SLICE = "gis_service.progress"


@dataclass(frozen=True, slots=True)
class Report:
    """A report to be stored; ``content`` is as `ReportContent` reads it."""

    id: UUID
    submission_id: int
    person_id: UUID
    received_at: datetime
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """What a stored report changed: others of its day, and those beside it in time."""

    is_latest: bool
    superseded: Sequence[UUID]
    neighbours: Sequence[UUID]


def report_of_day(session: Session, village_code: str, day: date) -> Row[Any] | None:
    """The report in force of a village's day, with its content as sent."""
    return session.execute(
        text(
            "SELECT report.submission_id, report.reported_by, report.changed_at,"
            " submission.content FROM progress_report AS report"
            " INNER JOIN submission ON submission.id = report.submission_id"
            " WHERE report.village_code = :village_code AND report.reported_on = :day"
            " AND report.is_current"
        ),
        {"village_code": village_code, "day": day},
    ).one_or_none()


def village_and_day(session: Session, village_code: str, report_id: UUID) -> Row[Any]:
    """Whether the roster holds the village, and the day of the report if it is there."""
    return session.execute(
        text(
            "SELECT EXISTS (SELECT 1 FROM village WHERE code = :village_code) AS village_known,"
            " (SELECT reported_on FROM progress_report WHERE id = :report_id) AS reported_on"
        ),
        {"village_code": village_code, "report_id": report_id},
    ).one()


def store_report(
    session: Session,
    given: Given,
    content: Mapping[str, Any],
    *,
    submission_id: int,
    now: datetime,
) -> Stored:
    """Put a report in force for its day; another one of that day is in force no longer."""
    day = {
        "id": given.client_id,
        "village_code": content["village_code"],
        "reported_on": content["reported_on"],
    }
    superseded = session.scalars(
        text(
            "UPDATE progress_report SET is_current = FALSE, changed_at = :now"
            " WHERE village_code = :village_code AND reported_on = :reported_on AND is_current"
            " AND id <> :id RETURNING id"
        ),
        {**day, "now": now},
    ).all()
    report = Report(given.client_id, submission_id, given.person.id, now, content)
    insert_reports(session, [report])
    session.execute(
        text("DELETE FROM report_blocker WHERE report_id = :id"), {"id": given.client_id}
    )
    if content["blockers"]:
        session.execute(
            statement(SLICE, "store_blockers"),
            {**day, "blockers": orjson.dumps(content["blockers"]).decode()},
        )
    beside = session.execute(statement(SLICE, "beside"), day).all()
    return Stored(
        is_latest=not any(row.is_later for row in beside),
        superseded=superseded,
        neighbours=[row.id for row in beside],
    )


def insert_reports(session: Session, reports: Sequence[Report]) -> None:
    """Store reports without their blockers; each takes the place of what it said before."""
    session.execute(
        statement(SLICE, "insert_reports"),
        {
            "ids": [one.id for one in reports],
            "submission_ids": [one.submission_id for one in reports],
            "contents": [orjson.dumps(one.content).decode() for one in reports],
            "person_ids": [one.person_id for one in reports],
            "received": [one.received_at for one in reports],
        },
    )


def measurements(session: Session, report_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """What there is to judge of reports in force: one statement, one row a report."""
    return session.execute(
        text("SELECT * FROM report_measurement WHERE report_id = ANY(:report_ids)"),
        {"report_ids": list(report_ids)},
    ).all()


def latest_report_ids(session: Session) -> list[UUID]:
    """The last report of each village that has any."""
    return list(session.scalars(text("SELECT id FROM latest_report")))


def reports_with_place(session: Session, village_codes: Sequence[str]) -> list[UUID]:
    """The last reports of villages, where it is known where they were written."""
    return list(
        session.scalars(
            statement(SLICE, "reports_with_place"), {"village_codes": list(village_codes)}
        )
    )


def report_flags(session: Session, report_id: UUID) -> list[dict[str, Any]]:
    """The open flags of a report, as stored."""
    flags = session.scalars(
        text(
            "SELECT document FROM open_flag"
            " WHERE subject_type = 'report' AND subject_id = :report_id ORDER BY code"
        ),
        {"report_id": report_id},
    )
    return list(flags)


def day(session: Session, on: date) -> Sequence[Row[Any]]:
    """Every village by code on a day: who answers for it, its last report, what was found."""
    return session.execute(statement(SLICE, "day"), {"day": on}).all()


def full_names(session: Session, usernames: Sequence[str]) -> dict[str, str]:
    """Username to full name."""
    rows = session.execute(
        text("SELECT username, full_name FROM known_person WHERE username = ANY(:usernames)"),
        {"usernames": list(usernames)},
    )
    return {row.username: row.full_name for row in rows}
