"""The audit trail: who did what to what, and when. Entries are only ever added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session


def record(
    session: Session,
    *,
    actor: str,
    action: str,
    subject: tuple[str, str],
    detail: Mapping[str, Any],
    now: datetime,
    person_id: UUID | None = None,
) -> None:
    """Add one entry to the audit trail, in the same transaction as the act.

    Parameters
    ----------
    actor : str
        Name of the person, or of the command that acted.
    action : str
        What was done, for example ``site.import``.
    subject : (str, str)
        Type and identifier of what it was done to.
    detail : mapping
        Figures and values, JSON only.
    now : datetime
        Time zone aware.
    person_id : UUID, optional
        The person, where somebody was logged in.
    """
    record_each(
        session,
        actor=actor,
        action=action,
        subject_type=subject[0],
        details={subject[1]: detail},
        now=now,
        person_id=person_id,
    )


def record_each(
    session: Session,
    *,
    actor: str,
    action: str,
    subject_type: str,
    details: Mapping[str, Mapping[str, Any]],
    now: datetime,
    person_id: UUID | None = None,
) -> None:
    """Add an entry for each of several subjects; ``details`` are by the subject's identifier."""
    session.execute(
        text(
            "INSERT INTO audit_entry"
            " (at, person_id, actor, action, subject_type, subject_id, detail) VALUES"
            " (:at, :person_id, :actor, :action, :subject_type, :subject_id,"
            " CAST(:detail AS jsonb))"
        ),
        [
            {
                "at": now,
                "person_id": person_id,
                "actor": actor,
                "action": action,
                "subject_type": subject_type,
                "subject_id": subject_id,
                "detail": orjson.dumps(dict(detail)).decode(),
            }
            for subject_id, detail in details.items()
        ],
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """An act as the audit trail has it; ``by`` is a full name where the person is known."""

    at: datetime
    by: str
    action: str
    detail: Mapping[str, Any]


def entries_about(
    session: Session, subject: tuple[str, str], limit: int, actions: Sequence[str]
) -> list[Entry]:
    """What was done to something, the latest first."""
    rows = session.execute(
        text(
            "SELECT entry.at, coalesce(person.full_name, entry.actor) AS by, entry.action,"
            " entry.detail FROM audit_entry AS entry"
            " LEFT JOIN person ON person.id = entry.person_id"
            " WHERE entry.subject_type = :type AND entry.subject_id = :id"
            " AND entry.action = ANY(:actions) ORDER BY entry.id DESC LIMIT :limit"
        ),
        {"type": subject[0], "id": subject[1], "limit": limit, "actions": list(actions)},
    )
    return [Entry(row.at, row.by, row.action, row.detail) for row in rows]
