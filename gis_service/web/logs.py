"""Structured logs: one JSON object a line on standard error, with the request's number.

Query strings, bodies, cookies and tokens are never written: they hold what is nobody's business.
"""

import logging
import re
import sys
import time
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import orjson
from flask import Response, g, has_request_context, request

SANE = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
EXTRAS = ("method", "path", "status", "ms", "person", "sqlstate", "reason")

requests_log = logging.getLogger("gis.requests")


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record."""
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context():
            entry["request"] = g.get("request_id")
        for name in EXTRAS:
            if name in vars(record):
                entry[name] = vars(record)[name]
        if record.exc_info and record.exc_info[0]:
            entry["traceback"] = self.formatException(record.exc_info)
        return orjson.dumps(entry, default=str).decode()


def log_json_lines() -> None:
    """Send the logs of the service to standard error; done once in a process."""
    # the second one is Flask's own
    for name in ("gis", "gis_service"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            handler = logging.StreamHandler(sys.stderr)
            handler.setFormatter(JsonLines())
            logger.addHandler(handler)
            logger.setLevel(logging.INFO)


def begin_request() -> None:
    """Before each request: give it a number, or keep the one that it came with."""
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if SANE.fullmatch(given) else uuid4().hex
    g.began = time.perf_counter()


def end_request(reply: Response) -> Response:
    """After each request: one line about it."""
    reply.headers["X-Request-ID"] = g.request_id
    somebody = g.get("person")
    requests_log.info(
        "request",
        extra={
            "method": request.method,
            "path": request.url_rule.rule if request.url_rule else None,
            "status": reply.status_code,
            "ms": round((time.perf_counter() - g.began) * 1000, 1),
            "person": str(somebody.id) if somebody else None,
        },
    )
    return reply
