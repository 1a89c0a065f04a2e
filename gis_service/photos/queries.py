"""Reads and writes of photos; nothing here commits."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from gis_service.db import read_rows, statement
from gis_service.photos.content import PhotoContent
from gis_service.photos.likeness import BITS, ROW_BITS

SLICE = "gis_service.photos"
COLUMNS = (
    "id, village_code, subject_kind, subject_id, content, person_id, announced_at, state, size,"
    " received, sha256, format, width, height"
)


def announce(
    session: Session,
    photo_id: UUID,
    content: PhotoContent,
    given: Mapping[str, Any],
    *,
    person_id: UUID,
    now: datetime,
) -> bool:
    """Store what was said of a photo; False: something was said of it before."""
    stored = session.execute(
        statement(SLICE, "announce"),
        {
            "id": photo_id,
            "village_code": content.village_code,
            "subject_kind": content.subject.kind,
            "subject_id": content.subject.id,
            "content": orjson.dumps(dict(given)).decode(),
            "person_id": person_id,
            "now": now,
            "size": content.size,
            "sha256": bytes.fromhex(content.sha256),
            "original_sha256": content.original_sha256 and bytes.fromhex(content.original_sha256),
            "captured_at": content.captured_at,
            "latitude": content.latitude,
            "longitude": content.longitude,
            "accuracy_m": content.accuracy_m,
        },
    )
    return stored.first() is not None


def photo(session: Session, photo_id: UUID, *, alone: bool = False) -> Row[Any] | None:
    """What is known of a photo; with ``alone`` nobody else adds to it until the end."""
    query = f"SELECT {COLUMNS} FROM photo WHERE id = :id"  # noqa: S608 - names of ours
    if alone:
        query += " FOR UPDATE"
    return session.execute(text(query), {"id": photo_id}).one_or_none()


def unfinished(session: Session, person_id: UUID, since: datetime) -> int:
    """How many photos somebody began, and did not finish."""
    query = text(
        "SELECT count(*) FROM photo"
        " WHERE person_id = :person_id AND state = 'receiving' AND changed_at > :since"
    )
    return int(session.execute(query, {"person_id": person_id, "since": since}).scalar_one())


def add_part(session: Session, photo_id: UUID, start: int, content: bytes, now: datetime) -> None:
    """Keep bytes that follow those that are there."""
    session.execute(
        text("INSERT INTO photo_part (photo_id, start, content) VALUES (:id, :start, :content)"),
        {"id": photo_id, "start": start, "content": content},
    )
    _set_received(session, photo_id, start + len(content), now)


def parts(session: Session, photo_id: UUID) -> bytes:
    """All bytes that are there."""
    query = "SELECT content FROM photo_part WHERE photo_id = %(id)s ORDER BY start"
    return b"".join(row.content for row in read_rows(session, query, {"id": photo_id}))


def drop_parts(session: Session, photo_id: UUID) -> None:
    """Let go of the bytes of a photo, which is stored now, or cannot be."""
    session.execute(text("DELETE FROM photo_part WHERE photo_id = :id"), {"id": photo_id})


def begin_again(session: Session, photo_id: UUID, now: datetime) -> None:
    """Have a photo sent from its beginning."""
    drop_parts(session, photo_id)
    _set_received(session, photo_id, 0, now)


def forget_abandoned(session: Session, before: datetime) -> int:
    """Let go of the bytes of photos of which nothing came for long; what was said of them stays."""
    query = text(
        "WITH abandoned AS ("
        " SELECT id FROM photo"
        " WHERE state = 'receiving' AND received > 0 AND changed_at < :before"
        " ORDER BY changed_at LIMIT 100 FOR UPDATE SKIP LOCKED"
        "), gone AS (DELETE FROM photo_part USING abandoned WHERE photo_id = abandoned.id)"
        " UPDATE photo SET received = 0 FROM abandoned WHERE photo.id = abandoned.id"
        " RETURNING photo.id"
    )
    return len(session.scalars(query, {"before": before}).all())


def take_turns(session: Session) -> None:
    """Wait until those that complete photos have committed: each sees all that came before it."""
    session.execute(text("SELECT pg_advisory_xact_lock(hashtext('gis_service.photos'))"))


def complete(session: Session, photo_id: UUID, values: Mapping[str, Any]) -> None:
    """Store what a photo turned out to be; from now on it does not change."""
    session.execute(statement(SLICE, "complete"), {"id": photo_id, **values})


def earlier_uses(session: Session, photo_ids: Sequence[UUID]) -> dict[UUID, Row[Any]]:
    """Photo id to the first earlier use of the same photo, where there is one."""
    rows = session.execute(
        statement(SLICE, "earlier_uses"),
        {"photo_ids": list(photo_ids), "row_bits": ROW_BITS, "bits": BITS},
    )
    return {row.photo_id: row for row in rows}


def seen(session: Session, photo_ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """Where and when photos were taken, as far as it is known."""
    query = text(
        "SELECT id, number, village_code, subject_kind, subject_id, announced_at,"
        " captured_at, taken_at,"
        " ST_Y(taken_geom) AS latitude, ST_X(taken_geom) AS longitude, taken_accuracy_m"
        " FROM photo WHERE state = 'received' AND id = ANY(:ids) ORDER BY number"
    )
    return session.execute(query, {"ids": list(photo_ids)}).all()


def received_ids(
    session: Session,
    *,
    village_codes: Sequence[str] | None = None,
    subjects: tuple[str, Sequence[UUID]] | None = None,
) -> list[UUID]:
    """The photos of villages, or of subjects of a kind."""
    kind, ids = subjects or (None, [])
    query = text(
        "SELECT id FROM photo WHERE state = 'received'"
        " AND (village_code = ANY(:villages) OR (subject_kind = :kind AND subject_id = ANY(:ids)))"
        " ORDER BY number"
    )
    given = {"villages": list(village_codes or ()), "kind": kind, "ids": list(ids)}
    return list(session.scalars(query, given))


def _set_received(session: Session, photo_id: UUID, received: int, now: datetime) -> None:
    session.execute(
        text("UPDATE photo SET received = :received, changed_at = :now WHERE id = :id"),
        {"id": photo_id, "received": received, "now": now},
    )
