"""Who sends a request: the session cookie of a browser, or the token of a tool.

The cookie is signed and holds no more than the person's identifier, the epoch of their sessions
and two times. A reset, a change of password and a disabled account raise the epoch, which ends
every session made before.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import Flask, request, session
from sqlalchemy.orm import Session

from gis_service.accounts import queries
from gis_service.accounts.models import Person
from gis_service.accounts.tokens import PREFIX, digest_of
from gis_service.settings import Settings
from gis_service.signed_in import SignedIn

IDLE = timedelta(hours=12)
KEPT = timedelta(days=30)
NOTED_EVERY = timedelta(minutes=30)


def prepare_sessions(app: Flask, settings: Settings) -> None:
    """Set how the cookie of the session is sent."""
    app.config.update(
        SESSION_COOKIE_NAME="__Host-session" if settings.secure_cookies else "session",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=KEPT,
    )


def begin_session(person: Person, now: datetime, *, keep: bool) -> None:
    """Begin a session with a new secret; whatever the browser had before is dropped."""
    session.clear()
    session.permanent = keep
    session.update(
        person=person.id.hex,
        epoch=person.session_epoch,
        began=int(now.timestamp()),
        seen=int(now.timestamp()),
    )


def end_session() -> None:
    """End the session of this browser."""
    session.clear()


def identify(database: Session, now: datetime) -> SignedIn | None:
    """Tell who sent the request at hand.

    A request with a token is the token's, whatever cookies came along: a token that does not
    work is nobody's.
    """
    if "Authorization" in request.headers:
        return _of_token(database, now)
    return _of_session(database, now)


def _of_token(database: Session, now: datetime) -> SignedIn | None:
    given = request.authorization
    if given is None or given.type != "bearer" or not (given.token or "").startswith(PREFIX):
        return None
    return queries.person_with_token(database, digest_of(given.token or ""), now)


def _of_session(database: Session, now: datetime) -> SignedIn | None:
    try:
        person_id, epoch = UUID(session["person"]), int(session["epoch"])
        began = datetime.fromtimestamp(session["began"], UTC)
        seen = datetime.fromtimestamp(session["seen"], UTC)
    except (KeyError, TypeError, ValueError):
        return None
    ends = began + KEPT if session.permanent else min(seen + IDLE, began + KEPT)
    somebody = queries.person_in_session(database, person_id, epoch) if now < ends else None
    if somebody is None:
        session.clear()
    elif now - seen > NOTED_EVERY:
        session["seen"] = int(now.timestamp())
    return somebody
