"""One request: its transaction, its person, its language and its clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from flask import current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gis_service.language import translations
from gis_service.settings import LANGUAGES, Settings
from gis_service.signed_in import SignedIn

LANGUAGE_COOKIE = "language"


def _clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class Service:
    """What the application works with: ``app.extensions["gis"]``; tests replace parts of it.

    Attributes
    ----------
    settings : Settings
    engine : Engine
    new_session : callable
        Opens the session of a request.
    identify : callable
        Tells who sent the request at hand, from its session cookie or its token.
    clock : callable
        The moment, with time zone.
    """

    settings: Settings
    engine: Engine
    new_session: Callable[[], Session]
    identify: Callable[[Session, datetime], SignedIn | None]
    clock: Callable[[], datetime] = _clock


def service() -> Service:
    """The parts of the running application."""
    return cast("Service", current_app.extensions["gis"])


def settings() -> Settings:
    """The settings of the running application."""
    return service().settings


def now() -> datetime:
    """The moment of the request, the same throughout it."""
    if "now" not in g:
        g.now = service().clock()
    return cast("datetime", g.now)


def database() -> Session:
    """The request's session: one transaction, committed before the reply, undone on an error."""
    if "database" not in g:
        g.database = service().new_session()
    return cast("Session", g.database)


def commit() -> None:
    """Commit what the request wrote; called once the reply is known, before it is sent."""
    if "database" in g:
        g.database.commit()


def close(_error: BaseException | None = None) -> None:
    """Give the connection back; whatever was not committed is undone."""
    session = g.pop("database", None)
    if session is None:
        return
    try:
        session.close()
    except DBAPIError:
        # the server has gone, and what was not committed with it
        session.invalidate()


def person() -> SignedIn | None:
    """Who is signed in; None for nobody."""
    if "person" not in g:
        g.person = service().identify(database(), now())
    return cast("SignedIn | None", g.person)


def language() -> str:
    """The language of the reply: ``?lang=``, else what was chosen before, else the setting."""
    if "language" not in g:
        asked = (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE))
        g.language = next((one for one in asked if one in LANGUAGES), settings().language)
    return cast("str", g.language)


def gettext(message: str) -> str:
    """Say a text of the catalogues in the language of the reply."""
    return translations(language()).gettext(message)
