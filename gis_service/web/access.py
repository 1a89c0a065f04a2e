"""Who may use a route: every view says so, and what says nothing does not start.

Examples
--------
::

    @blueprint.get("/review")
    @access.roles("reviewer", "administrator")
    def queue() -> str: ...
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, request, session

from gis_service.errors import ServiceError
from gis_service.language import N_
from gis_service.signed_in import ROLES, SignedIn
from gis_service.web.service import person

View = TypeVar("View", bound=Callable[..., Any])
SAFE = frozenset(("GET", "HEAD", "OPTIONS"))


class NotSignedInError(ServiceError):
    """Nobody is signed in, and the route needs somebody."""

    code = "not-signed-in"
    status = 401


class NotAllowedError(ServiceError):
    """The person's roles do not allow it."""

    code = "not-allowed"
    status = 403


class ForgedFormError(ServiceError):
    """A form or call that did not come from a page of this service, or from an old page of it."""

    code = "page-too-old"
    status = 400


@dataclass(frozen=True)
class Access:
    """Who may use a view."""

    is_public: bool = False
    only_in_browser: bool = False
    roles: frozenset[str] = frozenset(ROLES)

    def allows(self, somebody: SignedIn) -> bool:
        """Whether the person may."""
        if self.only_in_browser and somebody.by_token:
            return False
        return bool(self.roles & somebody.roles)


def _marked(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        vars(view)["access"] = access
        return view

    return mark


def public(view: View) -> View:
    """Everybody may, also nobody; the view checks forms itself (`check_form`)."""
    return _marked(Access(is_public=True))(view)


def signed_in(view: View) -> View:
    """Everybody who is signed in and has a role may."""
    return _marked(Access())(view)


def in_browser(view: View) -> View:
    """Everybody who is signed in in a browser may; a token is not enough."""
    return _marked(Access(only_in_browser=True))(view)


def roles(*names: str) -> Callable[[View], View]:
    """Only people with one of these roles may."""
    unknown = set(names) - set(ROLES)
    if unknown or not names:
        raise ValueError(f"not a role: {sorted(unknown)}")
    return _marked(Access(roles=frozenset(names)))


def access_of(view: Callable[..., Any]) -> Access | None:
    """What a view says about who may use it."""
    return vars(view).get("access")


def refuse_unmarked_views(app: Flask) -> None:
    """Stop an application that has a route nobody thought about.

    Raises
    ------
    RuntimeError
        A view has none of the marks of this module.
    """
    bare = sorted(name for name, view in app.view_functions.items() if not access_of(view))
    if bare:
        raise RuntimeError(f"views without access.public, signed_in, in_browser or roles: {bare}")


def who_asks() -> SignedIn:
    """Who asks, where it has to be somebody.

    Raises
    ------
    NotSignedInError
        Nobody is signed in.
    """
    asking = person()
    if asking is None:
        raise NotSignedInError(N_("Sign in first."))
    return asking


def guard() -> None:
    """Before each request: is somebody signed in, may they, and does the form come from us."""
    if request.endpoint is None:
        return
    access = access_of(current_app.view_functions[request.endpoint])
    if access is not None and access.is_public:
        return
    asking = who_asks()
    if access is None or not access.allows(asking):
        raise NotAllowedError(N_("Your account is not allowed to do this."))
    if request.method not in SAFE and not asking.by_token:
        check_form()


def form_token() -> str:
    """The secret that forms and scripts of this session send back (``csrf_token``)."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(24)
    return str(session["csrf"])


def check_form() -> None:
    """Refuse a form or call that another site's page made the browser send.

    Before anybody has signed in, what the browser says of the sender is enough: a page and a
    script that both ask for the first time get a secret each, and the browser keeps the later one.

    Raises
    ------
    ForgedFormError
        Neither the field ``csrf_token`` nor the header ``X-CSRFToken`` holds the session's secret.
    """
    given = request.headers.get("X-CSRFToken") or request.form.get("csrf_token", "")
    sender = request.headers.get("Sec-Fetch-Site")
    if sender == "same-origin" and person() is None:
        return
    if sender in ("cross-site", "same-site") or not hmac.compare_digest(
        form_token().encode(), given.encode()
    ):
        raise ForgedFormError(
            N_("The page had been open for too long. Load it again and send it once more.")
        )
