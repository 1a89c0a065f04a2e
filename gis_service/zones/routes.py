"""The zone map page."""

from flask import Blueprint, Response, render_template
from sqlalchemy import text

from gis_service.web import access, asset_url, database, entity, gettext, language, nonce, settings
from gis_service.zones.listeners import policy_in_force
from gis_service.zones.map_page import MapAddresses, map_parts
from gis_service.zones.map_texts import page_texts

blueprint = Blueprint("zones", __name__)


@blueprint.get("/")
@access.signed_in
def map_page() -> Response:
    """Every village coloured by its zone: how many, where, why and since when."""
    boundaries = database().execute(text("SELECT * FROM current_boundary_version")).one_or_none()
    addresses = parts = None
    if boundaries:
        addresses = MapAddresses(
            coverage=f"/api/v1/boundaries/{boundaries.id}/villages.topojson",
            status="/api/v1/zones/status.json",
            areas="/api/v1/areas.json",
            village="/api/v1/villages/{code}",
            tiles=f"/tiles/villages/{boundaries.id}/{{z}}/{{x}}/{{y}}.mvt",
            sites="/api/v1/layers/sites.geojson",
        )
        parts = map_parts(
            addresses,
            boundary_version=boundaries.id,
            javascript=asset_url("vendor/map/main.js"),
            css=asset_url("vendor/map/map.css"),
            nonce=nonce(),
        )
    page = render_template(
        "map.html",
        addresses=addresses,
        boundaries=boundaries,
        parts=parts,
        texts=page_texts(
            gettext,
            policy_in_force(settings().zone_policy),
            language(),
            str(settings().time_zone),
        ),
    )
    return entity(page, "text/html", max_age=0)
