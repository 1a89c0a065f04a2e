"""Personal access tokens, with which tools act for a person."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from gis_service.accounts import queries
from gis_service.accounts.audit import record
from gis_service.accounts.models import AccessToken, Person
from gis_service.errors import ServiceError
from gis_service.language import N_
from gis_service.signed_in import SignedIn

PREFIX = "gis_"
DAYS = (7, 30, 90, 365)
MOST = 20
LONGEST_NAME = 80


class TokenError(ServiceError):
    """A token cannot be made as asked."""

    code = "token"
    status = 400


class UnknownTokenError(ServiceError):
    """The person has no such token."""

    code = "token-unknown"
    status = 404


def digest_of(token: str) -> bytes:
    """What is kept of a token. It is random, so that a fast digest is enough."""
    return sha256(token.encode()).digest()


def create_token(
    session: Session,
    person: SignedIn | Person,
    name: str,
    days: int,
    now: datetime,
    *,
    by: str | None = None,
) -> str:
    """Make a token; its text is given here once, and never again.

    Parameters
    ----------
    by : str, optional
        Who makes it, where that is not the person.

    Raises
    ------
    TokenError
        The name or the number of days cannot be taken, or there are too many tokens.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise TokenError(
            N_("Give the token a name of at most %(longest)s characters."), longest=LONGEST_NAME
        )
    if days not in DAYS:
        raise TokenError(
            N_("A token lasts one of these numbers of days: %(days)s."),
            days=", ".join(map(str, DAYS)),
        )
    session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    if len(queries.tokens_of(session, person.id, now)) >= MOST:
        raise TokenError(
            N_("There are %(most)s tokens already. Revoke one that is not needed."), most=MOST
        )
    token = PREFIX + secrets.token_urlsafe(32)
    session.add(
        AccessToken(
            person_id=person.id,
            name=name,
            digest=digest_of(token),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
    )
    _note(session, person, "token.create", name, now, by=by)
    return token


def revoke_token(session: Session, person: SignedIn, token_id: UUID, now: datetime) -> None:
    """Revoke one of the person's own tokens; it stops working at once.

    Raises
    ------
    UnknownTokenError
        The person has no such token.
    """
    token = session.scalar(
        select(AccessToken).where(AccessToken.id == token_id, AccessToken.person_id == person.id)
    )
    if token is None:
        raise UnknownTokenError(N_("There is no such token."))
    if token.revoked_at is None:
        token.revoked_at = now
        _note(session, person, "token.revoke", token.name, now)


def _note(
    session: Session,
    person: SignedIn | Person,
    action: str,
    name: str,
    now: datetime,
    *,
    by: str | None = None,
) -> None:
    record(
        session,
        actor=by or person.username,
        action=action,
        subject=("person", str(person.id)),
        detail={"name": name},
        now=now,
        person_id=person.id,
    )
