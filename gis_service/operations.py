"""For those who run the service: is it alive, is it ready, how is it doing, what does it offer."""

import hmac
import os
import re
from functools import cache
from pathlib import Path
from time import perf_counter

import orjson
from flask import Blueprint, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from gis_service.language import N_
from gis_service.metrics import REQUESTS, SECONDS
from gis_service.openapi import document
from gis_service.settings import PROJECT
from gis_service.web import access, database, entity, gettext, person, problem, settings

RETRY_SECONDS = "5"
HERE = ("127.0.0.1", "::1")
METHODS = frozenset(("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"))
PROXIED = ("Forwarded", "Via", "X-Forwarded-For", "X-Real-IP")

blueprint = Blueprint("operations", __name__)


@blueprint.after_app_request
def count(reply: Response) -> Response:
    """Count the request, by the rule of its address: there are few of those."""
    route = request.url_rule.rule if request.url_rule else "none"
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(route, method, reply.status_code).inc()
    if "began" in g:
        SECONDS.labels(route).observe(perf_counter() - g.began)
    return reply


@blueprint.get("/healthz")
@access.public
def health() -> Response:
    """The process answers; the database is not asked."""
    return Response(b'{"status":"ok"}', mimetype="application/json")


@blueprint.get("/readyz")
@access.public
def readiness() -> Response:
    """The database answers and has the tables of this version."""
    try:
        found = database().execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    except SQLAlchemyError:
        database().rollback()
        return _not_ready(N_("The database cannot be reached, or has no tables yet."))
    if found != [latest_revision()]:
        return _not_ready(N_("The database has not the tables of this version: run gis migrate."))
    return Response(b'{"status":"ready"}', mimetype="application/json")


def _not_ready(detail: str) -> Response:
    reply = problem(503, "not-ready", gettext(detail))
    reply.headers["Retry-After"] = RETRY_SECONDS
    return reply


@cache
def latest_revision() -> str:
    """The revision that the shipped migrations end with."""
    folder = PROJECT / "migrations" / "versions"
    return max(
        found.group(1)
        for path in Path(folder).glob("*.py")
        if (found := re.match(r"(\d{4})_", path.name))
    )


@blueprint.get("/metrics")
@access.public
def metrics() -> Response:
    """Figures for Prometheus: from this machine, with the token, or for administrators."""
    if not _may_see_metrics():
        return problem(
            403,
            "not-allowed",
            gettext(N_("Metrics are for this machine, for the metrics token, or administrators.")),
        )
    registry = None
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    body = generate_latest(registry) if registry is not None else generate_latest()
    return Response(body, content_type=CONTENT_TYPE_LATEST)


def _may_see_metrics() -> bool:
    expected = settings().metrics_token
    given = request.authorization
    if expected:
        token = (given.token if given is not None else None) or ""
        if hmac.compare_digest(token.encode(), expected.encode()):
            return True
    # a proxy on this machine asks for others
    elif request.remote_addr in HERE and not any(name in request.headers for name in PROXIED):
        return True
    somebody = person()
    return somebody is not None and "administrator" in somebody.roles


@blueprint.get("/api/v1/openapi.json")
@access.public
def openapi() -> Response:
    """What the API offers, for programs."""
    body = orjson.dumps(document())
    return entity(body, "application/json", max_age=0, private=False)
