"""Taking what a client sends, exactly once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

import orjson
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from gis_service.accounts.responsibility import answers_for
from gis_service.language import N_
from gis_service.signed_in import SignedIn
from gis_service.submissions.errors import (
    ChangedMeanwhileError,
    ContentError,
    NotYourAreaError,
    OtherContentError,
)

LARGEST_CLOCK_ERROR_S = 10 * 366 * 86_400


@dataclass(frozen=True, slots=True)
class Given:
    """What a client sent.

    Attributes
    ----------
    client_id : UUID
        The client's own identifier.
    village_code : str
        Which village it is about, dotted.
    content : dict
        As sent, JSON only.
    if_match : str or None
        The tag that the client believes to be in force.
    if_none_match : bool
        The client believes that nothing is in force.
    sent_at : datetime or None
        The client's clock.
    """

    client_id: UUID
    village_code: str
    content: Mapping[str, Any]
    person: SignedIn
    if_match: str | None = None
    if_none_match: bool = False
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InForce:
    """What is in force where the submission would take its place."""

    tag: str
    by: str
    at: datetime
    content: Mapping[str, Any]

    def told(self) -> dict[str, Any]:
        """For the client, which shows both."""
        return {"tag": self.tag, "by": self.by, "at": self.at, "content": self.content}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is answered: the same for the same content, however often it is sent."""

    is_new: bool
    reply: dict[str, Any]


class Kind(Protocol):
    """How one kind of submission is done; made for each."""

    name: str

    @property
    def place(self) -> str:
        """What can be in force once only, besides the village: the day of a report."""

    def in_force(self, session: Session) -> InForce | None:
        """What is in force now."""

    def accept(self, session: Session, submission_id: int, now: datetime) -> dict[str, Any]:
        """Do it; give what is in force afterwards (``tag``) and what is found (``name``)."""


def receive(session: Session, given: Given, kind: Kind, now: datetime) -> Receipt:
    """Take a submission, unless it was taken before.

    Parameters
    ----------
    session : Session
        In a transaction; nothing is committed here.
    kind : Kind
        What is to be done with it.
    now : datetime
        Time zone aware.

    Raises
    ------
    NotYourAreaError
        The person does not answer for the village.
    OtherContentError
        The identifier was taken with other content, and no If-Match says that it is an edit.
    ChangedMeanwhileError
        If-Match or If-None-Match does not hold.
    ContentError
        The edit is about another village.
    """
    if not answers_for(given.person, given.village_code):
        raise NotYourAreaError(given.village_code)
    # one after the other: the same thing from two tabs, and two things for one place
    _lock(session, str(given.client_id))
    digest = digest_of(given.content)
    taken = _taken(session, given.client_id)
    if taken:
        latest = taken[0]
        if latest.digest == digest:
            return Receipt(is_new=False, reply=latest.reply)
        if latest.kind != kind.name or latest.village_code != given.village_code:
            raise ContentError(
                [("village_code", N_("Something taken before stays with its village."), {})]
            )
        if given.if_match is None:
            for earlier in taken:
                if earlier.digest == digest:
                    return Receipt(is_new=False, reply=earlier.reply)
            raise OtherContentError(latest.reply["tag"])
    _lock(session, f"{kind.name} {given.village_code} {kind.place}")
    if given.if_match is not None or given.if_none_match:
        _refuse_if_changed(given, kind.in_force(session))
    submission_id = _next_id(session)
    revision = taken[0].revision + 1 if taken else 1
    reply = {
        "id": str(given.client_id),
        "revision": revision,
        "village_code": given.village_code,
        "received_at": now.isoformat(),
        "clock_error_s": clock_error_s(given.sent_at, now),
        **kind.accept(session, submission_id, now),
    }
    _store(
        session,
        given,
        {
            "id": submission_id,
            "revision": revision,
            "kind": kind.name,
            "digest": digest,
            "reply": orjson.dumps(reply).decode(),
            "received_at": now,
        },
    )
    return Receipt(is_new=not taken, reply=reply)


def clock_error_s(sent_at: datetime | None, now: datetime) -> int | None:
    """Seconds by which the client's clock was ahead; negative: behind."""
    if sent_at is None:
        return None
    error = round((sent_at - now).total_seconds())
    return error if abs(error) < LARGEST_CLOCK_ERROR_S else None


def _refuse_if_changed(given: Given, current: InForce | None) -> None:
    expected = None if given.if_none_match else given.if_match
    if expected != (current and current.tag):
        raise ChangedMeanwhileError(current.told() if current else None)


def digest_of(content: Mapping[str, Any]) -> bytes:
    """Names a content: the same for the same fields, in whatever order."""
    return sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).digest()


def _lock(session: Session, name: str) -> None:
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name}
    )


def _taken(session: Session, client_id: UUID) -> list[Row[Any]]:
    """What was taken with this identifier, the latest first."""
    return list(
        session.execute(
            text(
                "SELECT revision, kind, village_code, digest, reply FROM submission"
                " WHERE client_id = :client_id ORDER BY revision DESC"
            ),
            {"client_id": client_id},
        )
    )


def _next_id(session: Session) -> int:
    number = session.scalar(text("SELECT nextval('submission_id_seq')"))
    return int(number or 0)


def _store(session: Session, given: Given, taken: Mapping[str, Any]) -> None:
    session.execute(
        text(
            "INSERT INTO submission (id, client_id, revision, kind, village_code, person_id,"
            " content, digest, reply, received_at, sent_at) VALUES (:id, :client_id, :revision,"
            " :kind, :village_code, :person_id, CAST(:content AS jsonb), :digest,"
            " CAST(:reply AS jsonb), :received_at, :sent_at)"
        ),
        {
            **taken,
            "client_id": given.client_id,
            "village_code": given.village_code,
            "person_id": given.person.id,
            "content": orjson.dumps(given.content).decode(),
            "sent_at": given.sent_at,
        },
    )
