"""The Flask application, with what surrounds every request."""

from collections.abc import Iterable
from contextlib import closing
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from gis_service.web import access, headers, logs, problems
from gis_service.web.service import close, commit


class WholeReply(Response):
    """A reply that is handed to the server in one piece, where it is there in one piece.

    What has to be iterated the server passes on through a queue, which takes it as long as all
    the rest.
    """

    def get_app_iter(self, environ: dict[str, Any]) -> Iterable[bytes]:
        """Give what is sent."""
        if not self.is_sequence:
            return super().get_app_iter(environ)
        with closing(self):
            return list(super().get_app_iter(environ))


class Application(Flask):
    """Flask, with one transaction for each request, committed before the reply."""

    response_class = WholeReply

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        logs.log_json_lines()
        self.before_request(logs.begin_request)
        self.before_request(_refuse_large_requests)
        self.before_request(access.guard)
        self.before_request(_refuse_null_characters)
        # the last one named runs first
        self.after_request(logs.end_request)
        self.after_request(headers.add_headers)
        self.teardown_request(close)
        problems.handle_errors(self)

    def dispatch_request(self) -> Response:
        """Call the view; what it wrote is committed once its reply is complete."""
        reply = self.make_response(super().dispatch_request())
        commit()
        return reply

    def process_response(self, response: Response) -> Response:
        """Add headers and the session's cookie.

        A reply that never changes does not vary by cookie, as Flask would have it: the browser
        would fetch it anew after each sign-in.
        """
        response = super().process_response(response)
        if response.cache_control.immutable:
            response.vary = [name for name in response.vary if name != "Cookie"]
        return response

    def check_views(self) -> None:
        """Refuse to start with a view that does not say who may use it."""
        access.refuse_unmarked_views(self)


def _refuse_large_requests() -> None:
    limit = request.max_content_length
    if limit is not None and (request.content_length or 0) > limit:
        raise RequestEntityTooLarge


def _refuse_null_characters() -> None:
    """No text of ours has one, and PostgreSQL stores none."""
    given = [*request.args.values(), *(request.form.values() if request.form else ())]
    if any("\0" in value for value in given):
        raise BadRequest
