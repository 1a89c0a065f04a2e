"""The audit trail: who did what to what, and when. Entries are only ever added."""

from collections.abc import Mapping
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
    session.execute(
        text(
            "INSERT INTO audit_entry"
            " (at, person_id, actor, action, subject_type, subject_id, detail) VALUES"
            " (:at, :person_id, :actor, :action, :subject_type, :subject_id,"
            " CAST(:detail AS jsonb))"
        ),
        {
            "at": now,
            "person_id": person_id,
            "actor": actor,
            "action": action,
            "subject_type": subject[0],
            "subject_id": subject[1],
            "detail": orjson.dumps(dict(detail)).decode(),
        },
    )
