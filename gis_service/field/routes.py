"""The officers' page, and what a phone keeps so that it works without signal."""

import orjson
from flask import Blueprint, Response, render_template, request, url_for

from gis_service.field import documents
from gis_service.field.offline import WORKER_POLICY, assets, worker_script
from gis_service.field.texts import page_texts
from gis_service.language import N_
from gis_service.web import (
    access,
    asset_url,
    database,
    entity,
    gettext,
    language,
    now,
    settings,
    who_asks,
)

JSON = "application/json"
YEAR = 31_536_000

blueprint = Blueprint("field", __name__)


@blueprint.get("/field")
@access.roles("officer")
def page() -> Response:
    """The day of an officer: villages, pins, parcels, reports, and what waits to be sent."""
    texts = page_texts(language(), str(settings().time_zone))
    return entity(
        render_template("field.html", texts=texts, assets=assets()), "text/html", max_age=0
    )


@blueprint.get("/field/service-worker.js")
@access.public
def service_worker() -> Response:
    """The script that opens the page without signal; it may fetch, which no page's data may."""
    reply = entity(worker_script(), "text/javascript", max_age=0, private=False)
    reply.headers["Service-Worker-Allowed"] = "/field"
    reply.headers["Content-Security-Policy"] = WORKER_POLICY
    return reply


@blueprint.get("/field/manifest.webmanifest")
@access.public
def manifest() -> Response:
    """What a phone needs to install the page as an application."""
    document = {
        "id": "/field",
        "name": gettext(N_("Village cooperatives: field")),
        "short_name": gettext(N_("Field")),
        "lang": language(),
        "start_url": url_for(".page"),
        "scope": "/field",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#a8121a",
        "icons": [
            {
                "src": asset_url(f"field/icons/icon-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "any maskable",
            }
            for size in (192, 512)
        ],
    }
    return entity(orjson.dumps(document), "application/manifest+json", max_age=0, private=False)


@blueprint.get("/api/v1/field/villages.json")
@access.roles("officer")
def villages() -> Response:
    """The officer's villages with what is known of each."""
    found = documents.villages(
        database(), _areas(), settings=settings(), now=now(), language=language()
    )
    found["person"] = {"username": who_asks().username, "full_name": who_asks().full_name}
    return entity(orjson.dumps(found), JSON, max_age=0)


@blueprint.get("/api/v1/field/boundaries.json")
@access.roles("officer")
def boundaries() -> Response:
    """The boundaries in force of the officer's villages and of those next to them."""
    found = documents.boundaries(database(), _areas())
    current = found is not None and request.args.get("v") == str(found["version"])
    return entity(orjson.dumps(found), JSON, max_age=3600 if current else 0)


def _areas() -> list[str]:
    """Also of somebody who has other roles: the areas that an officer answers for."""
    return [f"{code}%" for code in who_asks().areas]
