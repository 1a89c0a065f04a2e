"""Errors to replies: a problem document (RFC 9457) for programs, a page for people.

Every `ServiceError` carries its status and a text meant for the person. Anything else is a fault
of ours: it is logged with its traceback, and the reply says no more than that it happened.
"""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import orjson
from flask import Flask, Response, g, redirect, request, url_for
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from gis_service.errors import ServiceError
from gis_service.language import N_
from gis_service.web.access import NotSignedInError
from gis_service.web.pages import page
from gis_service.web.service import close, gettext

log = logging.getLogger("gis.web")

PROGRAM_PATHS = ("/api/", "/tiles/", "/metrics", "/healthz", "/readyz", "/static/")
RETRY_SECONDS = 5

HEADINGS = {
    400: N_("This request cannot be understood"),
    401: N_("You are not signed in"),
    403: N_("Not allowed"),
    404: N_("Not found"),
    405: N_("Not possible here"),
    413: N_("Too large"),
    415: N_("Wrong kind of content"),
    429: N_("Too many attempts"),
    500: N_("Something went wrong"),
    503: N_("Not available at the moment"),
}
DETAILS = {
    400: N_("The request is not in a form that this address takes."),
    403: N_("Your account is not allowed to do this."),
    404: N_("There is nothing at this address."),
    405: N_("This address does not take this kind of request."),
    413: N_("What was sent is larger than the service takes."),
    415: N_("The service does not take this kind of content here."),
    429: N_("There were too many attempts. Wait a moment, then try again."),
    500: N_("The mistake is ours and has been recorded. Give its number when you report it."),
    503: N_("The database cannot be reached. It is worth trying again in a few seconds."),
}


def for_program() -> bool:
    """Whether a program asks, which is served problem documents, or a person in a browser."""
    if request.path.startswith(PROGRAM_PATHS) or "Authorization" in request.headers:
        return True
    return not request.accept_mimetypes.accept_html and bool(request.accept_mimetypes)


def problem(status: int, code: str, detail: str, **members: Any) -> Response:
    """Make a problem document (RFC 9457).

    Parameters
    ----------
    status : int
        The HTTP status.
    code : str
        Stable identifier of the kind of problem.
    detail : str
        What is wrong and what would be right, in the person's language.
    **members
        Anything else that helps a program, for example ``field``.
    """
    document = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        **members,
    }
    return Response(orjson.dumps(document), status, mimetype="application/problem+json")


def problem_of(error: ServiceError) -> Response:
    """The problem document of an error, where what was written is to stay."""
    reply = problem(error.status, error.code, error.said(gettext), **error.members(gettext))
    retry_after = getattr(error, "retry_after", None)
    if retry_after is not None:
        reply.headers["Retry-After"] = str(retry_after)
    return reply


def reply_to_error(
    status: int,
    code: str,
    detail: str,
    members: Mapping[str, Any] | None = None,
    **headers: str,
) -> AnyResponse:
    """The reply to an error, in the form that whoever asks can read."""
    g.failed = True
    if for_program():
        reply = problem(status, code, detail, **(members or {}))
    else:
        reply = _error_page(status, detail)
    for name, value in headers.items():
        reply.headers[name.replace("_", "-")] = value
    return reply


def _error_page(status: int, detail: str) -> Response:
    heading = gettext(HEADINGS.get(status, HTTPStatus(status).phrase))
    try:
        return page("error.html", status=status, code=status, heading=heading, detail=detail)
    except Exception:
        log.exception("the page of an error failed itself")
        return Response(f"{heading}\n{detail}\n", status, mimetype="text/plain")


def _service_error(error: ServiceError) -> AnyResponse:
    close()
    if error.status >= 500:
        log.error("%s: %s", error.code, error.message)
    headers = {}
    if isinstance(error, NotSignedInError):
        if not for_program() and request.method in ("GET", "HEAD"):
            here = request.full_path if request.query_string else request.path
            return redirect(f"{url_for('accounts.login')}?next={quote(here)}", 303)
        headers["WWW_Authenticate"] = "Bearer"
    retry_after = getattr(error, "retry_after", RETRY_SECONDS if error.status == 503 else None)
    if retry_after is not None:
        headers["Retry_After"] = str(retry_after)
    return reply_to_error(
        error.status, error.code, error.said(gettext), error.members(gettext), **headers
    )


def _http_error(error: HTTPException) -> AnyResponse:
    close()
    status = error.code or 500
    if status < 400:
        return error.get_response()
    detail = gettext(DETAILS[status]) if status in DETAILS else HTTPStatus(status).phrase
    reply = reply_to_error(status, _code(status), detail)
    for name, value in error.get_headers():
        if name in ("Allow", "Content-Range", "Retry-After"):
            reply.headers[name] = value
    return reply


def _database_error(error: DBAPIError | PoolTimeoutError) -> AnyResponse:
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    away = isinstance(error, PoolTimeoutError | InterfaceError) or (
        isinstance(error, OperationalError) and (state is None or state.startswith(("08", "57P")))
    )
    if away or state in ("42P01", "42703", "53300", "55P03", "57014"):
        close()
        log.error("database: %s", type(error).__name__, extra={"sqlstate": state})
        return reply_to_error(
            503, "database-unavailable", gettext(DETAILS[503]), Retry_After=str(RETRY_SECONDS)
        )
    return _fault(error)


def _fault(error: Exception) -> AnyResponse:
    close()
    log.error("fault", exc_info=error)
    return reply_to_error(500, "fault", gettext(DETAILS[500]))


def _code(status: int) -> str:
    return HTTPStatus(status).phrase.lower().replace(" ", "-")


def handle_errors(app: Flask) -> None:
    """Give every error of the application its reply."""
    app.register_error_handler(ServiceError, _service_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(PoolTimeoutError, _database_error)
    app.register_error_handler(Exception, _fault)
