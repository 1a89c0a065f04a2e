"""The API is what its OpenAPI document says, for any request that can be thought of."""

import re
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gis_service.openapi import document
from tests.serving import Served

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
DESCRIBED = re.compile(r"/(?:api/v1|tiles)/|/(?:healthz|readyz|metrics)$")
CONVERTER = re.compile(r"<(?:[^:<>]*:)?([^<>]+)>")
#: The names that the document gives to the places of a tile's address.
TILE = {"zoom": "z", "column": "x", "row": "y"}


@pytest.fixture(scope="session")
def api(small_service: Served) -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", small_service.app)


#: What officers do; planners may see all the rest.
OFFICERS = re.compile(r"/api/v1/(?:field/|sites/|parcels/|reports/|photos/)")
OPERATIONS = [(path, method) for path, methods in document()["paths"].items() for method in methods]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_reply_is_described(api: Any, small_service: Served, path: str, method: str) -> None:
    operation = api[path][method.upper()]
    who = "officer" if OFFICERS.match(path) else "planner"
    headers = {
        "Authorization": f"Bearer {small_service.tokens[who]}",
        "Accept-Encoding": "identity",
    }

    @settings(
        max_examples=30,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()


def test_every_route_is_described_and_no_other(small_service: Served) -> None:
    paths = small_service.json("/api/v1/openapi.json", None)["paths"]
    described = {(path, method.upper()) for path, methods in paths.items() for method in methods}
    routes: set[tuple[str, str]] = set()
    for rule in small_service.app.url_map.iter_rules():
        if not DESCRIBED.match(rule.rule) or rule.rule == "/api/v1/openapi.json":
            continue
        addresses = {rule.rule}
        if choice := re.search(r"<any\(([^)]*)\):name>", rule.rule):
            addresses = {rule.rule.replace(choice[0], name) for name in choice[1].split(", ")}
        addresses = {
            CONVERTER.sub(lambda m: f"{{{TILE.get(m[1], m[1])}}}", one) for one in addresses
        }
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        routes |= {(address, method) for address in addresses for method in methods}
    assert described == routes


def test_the_document_is_valid_openapi(small_service: Served) -> None:
    document = small_service.json("/api/v1/openapi.json", None)
    assert document["openapi"] == "3.1.0"
    names = [
        operation["operationId"]
        for methods in document["paths"].values()
        for operation in methods.values()
    ]
    assert len(names) == len(set(names))


def test_ready_and_healthy(small_service: Served) -> None:
    assert small_service.json("/healthz", None) == {"status": "ok"}
    assert small_service.json("/readyz", None) == {"status": "ready"}


def test_not_ready_with_the_tables_of_another_version(
    small_service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gis_service.operations.latest_revision", lambda: "9999")
    reply = small_service.get("/readyz", None)
    assert (reply.status_code, reply.mimetype) == (503, "application/problem+json")
    assert int(reply.headers["Retry-After"]) > 0
    assert reply.json is not None
    assert "gis migrate" in reply.json["detail"]


def test_metrics_count_requests_and_tiles(small_service: Served) -> None:
    for _ in range(2):
        small_service.get("/tiles/villages/1/12/3369/2146.mvt", None)
    found = small_service.get("/metrics", None)
    assert found.status_code == 200
    assert 'gis_tiles_total{source="kept",tileset="villages"}' in found.text
    assert 'gis_requests_total{method="GET",route="/healthz",status="200"}' in found.text


def test_metrics_are_not_for_everybody(small_service: Served) -> None:
    assert small_service.get("/metrics", None, X_Forwarded_For="203.0.113.9").status_code == 403
    assert (
        small_service.get("/metrics", "planner", X_Forwarded_For="203.0.113.9").status_code == 403
    )
