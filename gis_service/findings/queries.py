"""Reads and writes of findings, always in sets; nothing here commits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from gis_service.areas.lookups import area_names
from gis_service.db import statement

SLICE = "gis_service.findings"


def open_flags(
    session: Session, subject_type: str, subject_ids: Sequence[UUID] | None
) -> Sequence[Row[Any]]:
    """The flags that are not closed, of the given subjects or of all of the type (None)."""
    query = (
        "SELECT id, subject_id, code, severity, detail, repair, revision_id, opened_at,"
        " waived_at IS NOT NULL AS waived"
        " FROM flag WHERE closed_at IS NULL AND subject_type = :subject_type"
    )
    if subject_ids is None:
        return session.execute(text(query), {"subject_type": subject_type}).all()
    return session.execute(
        text(query + " AND subject_id = ANY(:subject_ids)"),
        {"subject_type": subject_type, "subject_ids": list(subject_ids)},
    ).all()


def open_new_flags(
    session: Session, subject_type: str, rows: Sequence[tuple[Any, ...]], now: datetime
) -> None:
    """Open flags: (subject id, village code, code, severity, detail, repair, revision id) each."""
    if rows:
        ids, villages, codes, severities, details, repairs, revisions = zip(*rows, strict=True)
        session.execute(
            statement(SLICE, "open_flags"),
            {
                "subject_type": subject_type,
                "subject_ids": list(ids),
                "village_codes": list(villages),
                "codes": list(codes),
                "severities": list(severities),
                "details": [_json(detail) for detail in details],
                "repairs": [_json(repair) for repair in repairs],
                "revision_ids": list(revisions),
                "opened_at": now,
            },
        )


def update_flags(session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
    """Give flags new figures: (flag id, detail, repair, revision id) each."""
    if rows:
        ids, details, repairs, revisions = zip(*rows, strict=True)
        session.execute(
            statement(SLICE, "update_flags"),
            {
                "flag_ids": list(ids),
                "details": [_json(detail) for detail in details],
                "repairs": [_json(repair) for repair in repairs],
                "revision_ids": list(revisions),
            },
        )


def close_flags(session: Session, flag_ids: Sequence[int], now: datetime) -> None:
    """Close flags that the checks no longer find; they stay as history."""
    if flag_ids:
        session.execute(
            text("UPDATE flag SET closed_at = :now WHERE id = ANY(:flag_ids)"),
            {"flag_ids": list(flag_ids), "now": now},
        )


def village_names(session: Session, details: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Code to name of the villages that the details of flags speak of."""
    codes = {
        code
        for detail in details
        for code in (*detail.get("found_in", ()), *detail.get("villages", ()))
    }
    return area_names(session, codes) if codes else {}


def _json(value: dict[str, Any] | None) -> str | None:
    return None if value is None else orjson.dumps(value).decode()
