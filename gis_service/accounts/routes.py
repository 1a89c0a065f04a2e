"""Signing in and out, and the page of one's own account."""

import re
from uuid import UUID

import orjson
from flask import Blueprint, redirect, request, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from gis_service.accounts import queries, service, tokens
from gis_service.accounts.demonstration import DEMONSTRATION_PASSWORD, demonstration_accounts
from gis_service.accounts.labels import ROLE_NAMES
from gis_service.accounts.models import Person
from gis_service.accounts.sessions import begin_session, end_session
from gis_service.accounts.sign_in import Credentials, confirm_password, sign_in
from gis_service.areas.lookups import area_names
from gis_service.errors import ServiceError
from gis_service.language import N_
from gis_service.signed_in import SignedIn
from gis_service.web import access, database, gettext, language, now, page, person, who_asks
from gis_service.web.body import json_object
from gis_service.web.problems import problem_of

blueprint = Blueprint("accounts", __name__)


@blueprint.app_context_processor
def _role_names() -> dict[str, object]:
    return {"role_names": ROLE_NAMES}


# Begins with one slash and holds nothing that a browser would read as another host.
OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20]*", re.ASCII)


@blueprint.get("/login")
@access.public
def login() -> Response:
    """Ask for name and password."""
    if person() is not None:
        return redirect(_next(), 303)
    return _login_page()


@blueprint.post("/login")
@access.public
def begin() -> Response:
    """Sign in; what was typed as the name stays where it fails."""
    given = Credentials(
        request.form.get("username", "")[:200],
        request.form.get("password", ""),
        request.remote_addr or "",
    )
    try:
        access.check_form()
        somebody = sign_in(database(), given, now())
    except ServiceError as error:
        return _login_page(error)
    begin_session(somebody, now(), keep=request.form.get("keep") == "yes")
    return redirect(_next(), 303)


@blueprint.post("/logout")
@access.in_browser
def logout() -> Response:
    """Sign out in this browser."""
    end_session()
    return redirect(url_for(".login"), 303)


@blueprint.get("/api/v1/session")
@access.public
def session_state() -> Response:
    """Who is signed in, the secret for what scripts send, and the service's clock."""
    return _session_reply(person())


@blueprint.post("/api/v1/session")
@access.public
def begin_by_script() -> Response:
    """Sign in from a page that stays as it is, with what was typed in it."""
    access.check_form()
    typed = json_object()
    name, password = typed.get("username"), typed.get("password")
    given = Credentials(
        name[:200] if isinstance(name, str) else "",
        password if isinstance(password, str) else "",
        request.remote_addr or "",
    )
    try:
        somebody = sign_in(database(), given, now())
    except ServiceError as error:
        # the attempt counts although it failed
        return problem_of(error)
    begin_session(somebody, now(), keep=typed.get("keep") is True)
    return _session_reply(
        queries.person_in_session(database(), somebody.id, somebody.session_epoch)
    )


@blueprint.delete("/api/v1/session")
@access.in_browser
def end_by_script() -> Response:
    """Sign out from a script."""
    end_session()
    return _session_reply(None)


@blueprint.get("/account")
@access.in_browser
def account() -> Response:
    """Show the account: roles, areas, password, tokens."""
    return _account_page()


@blueprint.post("/account/password")
@access.in_browser
def change_password() -> Response:
    """Take a new password; every other session ends."""
    new = request.form.get("new_password", "")
    given = Credentials(
        who_asks().username, request.form.get("password", ""), request.remote_addr or ""
    )
    try:
        confirmed = confirm_password(database(), given, now())
        if new != request.form.get("new_password_again", ""):
            raise service.AccountError(N_("The two new passwords are not the same."))
        service.change_password(database(), confirmed, new, now())
    except ServiceError as error:
        return _account_page(error, section="password")
    begin_session(confirmed, now(), keep=False)
    return _account_page(done=N_("The password was changed. Other devices are signed out."))


@blueprint.post("/account/sessions/end")
@access.in_browser
def end_sessions() -> Response:
    """Sign out on every device."""
    service.end_sessions(database(), who_asks().id, now())
    end_session()
    return redirect(url_for(".login"), 303)


@blueprint.post("/account/tokens")
@access.in_browser
def create_token() -> Response:
    """Make a token; its text is on this reply and nowhere else."""
    try:
        days = request.form.get("days", type=int) or 0
        made = tokens.create_token(
            database(), who_asks(), request.form.get("name", ""), days, now()
        )
    except ServiceError as error:
        return _account_page(error, section="tokens")
    return _account_page(new_token=made)


@blueprint.post("/account/tokens/<uuid:token_id>/revoke")
@access.in_browser
def revoke_token(token_id: UUID) -> Response:
    """Revoke a token."""
    tokens.revoke_token(database(), who_asks(), token_id, now())
    return redirect(url_for(".account") + "#tokens", 303)


def _session_reply(somebody: SignedIn | None) -> Response:
    shown = somebody and {
        "username": somebody.username,
        "full_name": somebody.full_name,
        "roles": sorted(somebody.roles),
    }
    document = {
        "person": shown,
        "csrf_token": access.form_token(),
        "now": now(),
        "language": language(),
    }
    reply = FlaskResponse(orjson.dumps(document), mimetype="application/json")
    reply.headers["Cache-Control"] = "no-store"
    return reply


def _login_page(error: ServiceError | None = None) -> Response:
    reply = page(
        "login.html",
        status=error.status if error else 200,
        error=error.said(gettext) if error else None,
        username=request.form.get("username", "")[:200],
        keep=request.form.get("keep") == "yes",
        next=_next(),
        demonstration=demonstration_accounts(database()),
        demonstration_password=DEMONSTRATION_PASSWORD,
    )
    retry_after = getattr(error, "retry_after", None)
    if retry_after is not None:
        reply.headers["Retry-After"] = str(retry_after)
    return reply


def _account_page(
    error: ServiceError | None = None,
    *,
    section: str | None = None,
    done: str | None = None,
    new_token: str | None = None,
) -> Response:
    somebody = who_asks()
    reply = page(
        "account.html",
        status=error.status if error and error.status != 401 else 400 if error else 200,
        error=error.said(gettext) if error else None,
        section=section,
        done=done and gettext(done),
        areas=area_names(database(), somebody.areas),
        tokens=queries.tokens_of(database(), somebody.id, now()),
        new_token=new_token,
        days=tokens.DAYS,
        password_changed_at=database().get_one(Person, somebody.id).password_changed_at,
    )
    retry_after = getattr(error, "retry_after", None)
    if retry_after is not None:
        reply.headers["Retry-After"] = str(retry_after)
    return reply


def _next() -> str:
    wanted = request.values.get("next", "")
    if OWN_PATH.fullmatch(wanted) and not wanted.startswith("/login"):
        return wanted
    return "/"
