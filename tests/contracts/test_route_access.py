"""Every route answers every role, and nobody, as this table says.

A route that is not in the table fails the test: whoever adds a route adds a line here.
"""

from dataclasses import dataclass

import pytest
from werkzeug.test import TestResponse

from gis_service.signed_in import ROLES
from tests.factories import Factory
from tests.web import Web

VILLAGE = "52.01.01.2001"
NOBODY = "nobody"


@dataclass(frozen=True)
class Row:
    """Where a route is asked, and what it answers.

    ``path`` may hold ``{version}``, the boundary version in force. ``nobody`` is the status for
    who is not signed in, ``status`` for the roles that may; the other roles get 403.
    """

    path: str
    nobody: int
    status: int = 200
    roles: tuple[str, ...] = ROLES

    def expected(self, who: str) -> int:
        if who == NOBODY:
            return self.nobody
        return self.status if who in self.roles else 403


def public(path: str, status: int = 200) -> Row:
    return Row(path, status, status)


def page(path: str, status: int = 200, roles: tuple[str, ...] = ROLES) -> Row:
    """A page: who is not signed in is sent to sign in."""
    return Row(path, 303, status, roles)


def call(path: str, status: int = 200, roles: tuple[str, ...] = ROLES) -> Row:
    """A call of a program, or a form: who is not signed in is told so."""
    return Row(path, 401, status, roles)


LAYER = "<any(villages, zones, progress, sites, parcels, flags):name>"
TILE = "<int:version>/<int:zoom>/<int:column>/<int:row>.mvt"
SIZES = "<any(large, thumbnail):name>"
SOMETHING = "00000000-0000-4000-8000-000000000000"
WRITERS = ("officer", "administrator")
EDITORS = ("officer", "planner", "administrator")
MARKERS = ("planner", "administrator")
OFFICE = ("reviewer", "planner", "leadership", "administrator")
UNKNOWN = "/account/tokens/00000000-0000-0000-0000-000000000000/revoke"

ROUTES = {
    "GET /static/<path:filename>": public("/static/app.css"),
    "GET /login": Row("/login", nobody=200, status=303),
    # nothing typed: asked again
    "POST /login": public("/login", 400),
    "POST /logout": call("/logout", 303),
    "GET /api/v1/session": public("/api/v1/session"),
    # nothing typed
    "POST /api/v1/session": public("/api/v1/session", 400),
    "DELETE /api/v1/session": call("/api/v1/session"),
    "GET /account": page("/account"),
    # nothing typed: the form says what is missing
    "POST /account/password": call("/account/password", 400),
    "POST /account/sessions/end": call("/account/sessions/end", 303),
    "POST /account/tokens": call("/account/tokens", 400),
    "POST /account/tokens/<uuid:token_id>/revoke": call(UNKNOWN, 404),
    "GET /cooperatives": page("/cooperatives"),
    "GET /cooperatives.csv": page("/cooperatives.csv"),
    "GET /cooperatives/<code>": page(f"/cooperatives/{VILLAGE}"),
    "GET /cooperatives/<code>/edit": page(f"/cooperatives/{VILLAGE}/edit", roles=EDITORS),
    # nothing typed, and nothing there before: nothing changes
    "POST /cooperatives/<code>/edit": call(f"/cooperatives/{VILLAGE}/edit", 303, EDITORS),
    # not said what is wanted
    "POST /cooperatives/<code>/model": call(f"/cooperatives/{VILLAGE}/model", 422, MARKERS),
    "GET /": page("/"),
    "GET /api/v1/zones/status.json": call("/api/v1/zones/status.json"),
    "GET /api/v1/villages/<code>": call(f"/api/v1/villages/{VILLAGE}"),
    "GET /tiles/sites.json": call("/tiles/sites.json"),
    # nothing is in these tiles of the test's
    f"GET /tiles/sites/{TILE}": call("/tiles/sites/{version}/13/6736/4291.mvt", 204),
    f"GET /api/v1/layers/{LAYER}.geojson": call("/api/v1/layers/zones.geojson"),
    # names and boundaries are published: everybody may keep them
    "GET /api/v1/areas.json": public("/api/v1/areas.json"),
    "GET /api/v1/boundaries/<int:version>/villages.topojson": public(
        "/api/v1/boundaries/{version}/villages.topojson"
    ),
    "GET /tiles/villages.json": public("/tiles/villages.json"),
    f"GET /tiles/villages/{TILE}": public("/tiles/villages/{version}/13/6736/4291.mvt", 204),
    # nothing sent
    "PUT /api/v1/sites/<uuid:client_id>": call(f"/api/v1/sites/{SOMETHING}", 400, WRITERS),
    "PUT /api/v1/parcels/<uuid:client_id>": call(
        f"/api/v1/parcels/{SOMETHING}", 400, (*WRITERS, "planner")
    ),
    "PUT /api/v1/reports/<uuid:client_id>": call(f"/api/v1/reports/{SOMETHING}", 400, WRITERS),
    # neither JSON nor a picture
    "PUT /api/v1/photos/<uuid:photo_id>": call(f"/api/v1/photos/{SOMETHING}", 415, WRITERS),
    f"GET /api/v1/photos/<uuid:photo_id>/{SIZES}.jpg": call(
        f"/api/v1/photos/{SOMETHING}/large.jpg", 404
    ),
    "GET /api/v1/coordinates": call("/api/v1/coordinates?text=-8.59,116.11"),
    "GET /reports": page("/reports", roles=OFFICE),
    "GET /reports/map.json": page("/reports/map.json", roles=OFFICE),
    "GET /reports/export.<any(csv, xlsx, geojson):form>": page("/reports/export.csv", roles=OFFICE),
    "GET /field": page("/field", roles=("officer",)),
    "GET /field/service-worker.js": public("/field/service-worker.js"),
    "GET /field/manifest.webmanifest": public("/field/manifest.webmanifest"),
    "GET /api/v1/field/villages.json": call("/api/v1/field/villages.json", roles=("officer",)),
    "GET /api/v1/field/boundaries.json": call("/api/v1/field/boundaries.json", roles=("officer",)),
    "GET /healthz": public("/healthz"),
    "GET /readyz": public("/readyz"),
    "GET /metrics": public("/metrics"),
    "GET /api/v1/openapi.json": public("/api/v1/openapi.json"),
}


def ask(web: Web, who: str, key: str, version: int | None) -> TestResponse:
    method, row = key.split(" ", 1)[0], ROUTES[key]
    areas = [VILLAGE] if who == "officer" else []
    browser = web.browser() if who == NOBODY else web.signed_in_as(who, *areas)
    path = row.path.format(version=version)
    headers = {"Accept": "text/html"}
    if method == "GET":
        return browser.get(path, headers=headers)
    headers["X-CSRFToken"] = browser.secret()
    return browser.client.open(path, method=method, headers=headers)


def test_every_route_is_in_the_table_and_no_other(web: Web) -> None:
    routes = {
        f"{method} {rule.rule}"
        for rule in web.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == ROUTES.keys()


@pytest.mark.parametrize("key", ROUTES)
def test_a_route_answers_everybody_as_the_table_says(web: Web, factory: Factory, key: str) -> None:
    factory.square(VILLAGE)
    answers = {who: ask(web, who, key, factory.version_id).status_code for who in (*ROLES, NOBODY)}
    assert answers == {who: ROUTES[key].expected(who) for who in (*ROLES, NOBODY)}


@pytest.mark.parametrize("key", [key for key in ROUTES if key.startswith("GET ")])
def test_no_route_fails_for_an_officer_who_has_no_area_yet(
    web: Web, factory: Factory, key: str
) -> None:
    factory.square(VILLAGE)
    path = ROUTES[key].path.format(version=factory.version_id)
    reply = web.signed_in_as("officer").get(path)
    assert reply.status_code in (ROUTES[key].status, 403)
