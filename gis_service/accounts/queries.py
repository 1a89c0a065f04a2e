"""People and tokens by their keys; nothing here commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gis_service.accounts.models import (
    AccessToken,
    Person,
    PersonRole,
    Responsibility,
    SignInAttempts,
)
from gis_service.db import read_rows
from gis_service.signed_in import SignedIn

NOTED_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Account:
    """A person with roles and areas, for lists."""

    person: Person
    roles: tuple[str, ...]
    areas: tuple[str, ...]


def person_named(session: Session, username: str) -> Person | None:
    """The person with a username, however it was typed."""
    return session.scalar(select(Person).where(Person.username == username.strip().lower()))


def accounts(session: Session, *, only_demonstration: bool = False) -> Sequence[Account]:
    """Everybody, by username; or those of the demonstration who can sign in."""
    people = select(Person).order_by(Person.username)
    if only_demonstration:
        people = people.where(
            Person.is_demonstration, Person.disabled_at.is_(None), Person.password_hash.is_not(None)
        )
    roles: dict[UUID, list[str]] = {}
    for person_id, role in session.execute(
        select(PersonRole.person_id, PersonRole.role).order_by(PersonRole.role)
    ):
        roles.setdefault(person_id, []).append(role)
    areas: dict[UUID, list[str]] = {}
    for person_id, code in session.execute(
        select(Responsibility.person_id, Responsibility.area_code).order_by(
            Responsibility.area_code
        )
    ):
        areas.setdefault(person_id, []).append(code)
    return [
        Account(person, tuple(roles.get(person.id, ())), tuple(areas.get(person.id, ())))
        for person in session.scalars(people)
    ]


# Written out, for one of them runs before every request: the ORM takes longer to put such a
# statement together than PostgreSQL to answer it.
_KNOWN = """
    SELECT person.id, person.username, person.full_name,
        ARRAY(SELECT role FROM person_role WHERE person_id = person.id) AS roles,
        ARRAY(
            SELECT area_code FROM responsibility WHERE person_id = person.id ORDER BY area_code
        ) AS areas
"""
_OF_SESSION = (
    f"{_KNOWN} FROM person"
    " WHERE disabled_at IS NULL AND id = %(person_id)s AND session_epoch = %(epoch)s"
)
_OF_TOKEN = (
    f"{_KNOWN}, token.id AS token_id, token.last_used_at"
    " FROM access_token AS token INNER JOIN person ON person.id = token.person_id"
    " WHERE person.disabled_at IS NULL AND token.digest = %(digest)s"
    " AND token.revoked_at IS NULL AND token.expires_at > %(now)s"
)


def person_in_session(session: Session, person_id: UUID, epoch: int) -> SignedIn | None:
    """The person of a browser's session, unless disabled or the session was ended."""
    for row in read_rows(session, _OF_SESSION, {"person_id": person_id, "epoch": epoch}):
        return _as_signed_in(row)
    return None


def person_with_token(session: Session, digest: bytes, now: datetime) -> SignedIn | None:
    """The person of a token that is neither revoked nor past its time; its use is noted."""
    for row in read_rows(session, _OF_TOKEN, {"digest": digest, "now": now}):
        if row.last_used_at is None or row.last_used_at < now - NOTED_EVERY:
            session.execute(
                update(AccessToken).where(AccessToken.id == row.token_id).values(last_used_at=now)
            )
        return _as_signed_in(row, by_token=True)
    return None


def _as_signed_in(row: Any, *, by_token: bool = False) -> SignedIn:
    return SignedIn(
        row.id, row.username, row.full_name, frozenset(row.roles), tuple(row.areas), by_token
    )


def tokens_of(session: Session, person_id: UUID, now: datetime) -> Sequence[AccessToken]:
    """The tokens of a person that still work, newest first."""
    return session.scalars(
        select(AccessToken)
        .where(
            AccessToken.person_id == person_id,
            AccessToken.revoked_at.is_(None),
            AccessToken.expires_at > now,
        )
        .order_by(AccessToken.created_at.desc())
    ).all()


def revoke_tokens(session: Session, person_id: UUID, now: datetime) -> None:
    """Revoke every token of a person."""
    session.execute(
        update(AccessToken)
        .where(AccessToken.person_id == person_id, AccessToken.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def count_attempt(
    session: Session, subject: str, now: datetime, window: timedelta
) -> SignInAttempts:
    """Count an attempt before it is made; the row stays locked until the transaction ends.

    So two workers never check two passwords for one name at once, and none goes uncounted.
    """
    over = SignInAttempts.began_at <= now - window
    return session.execute(
        insert(SignInAttempts)
        .values(subject=subject, attempts=1, began_at=now)
        .on_conflict_do_update(
            index_elements=[SignInAttempts.subject],
            set_={
                "attempts": case((over, 1), else_=SignInAttempts.attempts + 1),
                "began_at": case((over, now), else_=SignInAttempts.began_at),
            },
        )
        .returning(SignInAttempts),
        execution_options={"populate_existing": True},
    ).scalar_one()


def forget_attempts(session: Session, username: str, address: str) -> None:
    """After a sign-in: the name's attempts are forgotten, the address's have one fewer."""
    session.execute(delete(SignInAttempts).where(SignInAttempts.subject == username))
    session.execute(
        update(SignInAttempts)
        .where(SignInAttempts.subject == address, SignInAttempts.attempts > 0)
        .values(attempts=SignInAttempts.attempts - 1)
    )


def remove_old_attempts(session: Session, before: datetime) -> None:
    """Remove counts that no longer matter, without waiting for anybody."""
    old = (
        select(SignInAttempts.subject)
        .where(SignInAttempts.began_at < before)
        .limit(100)
        .with_for_update(skip_locked=True)
    )
    session.execute(delete(SignInAttempts).where(SignInAttempts.subject.in_(old)))
