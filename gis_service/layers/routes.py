"""``/api/v1``: layers, and the documents of the map."""

from collections.abc import Sequence
from typing import cast

import orjson
from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session

from gis_service.accounts.responsibility import answers_for, area_patterns
from gis_service.areas.codes import level_of, normalise_code
from gis_service.language import N_
from gis_service.layers.catalogue import LAYERS
from gis_service.layers.kept import Document, KeptDocuments
from gis_service.layers.parameters import read_parameters
from gis_service.layers.service import layer_page
from gis_service.layers.status import area_names, areas_version, village_details, zone_status
from gis_service.web import access, database, entity, language, person
from gis_service.web.access import NotAllowedError
from gis_service.web.parameters import LANGUAGE, Parameter, ParameterError, read_from

JSON = "application/json"
GEOJSON = "application/geo+json"
YEAR = 31_536_000

VERSION = Parameter(
    "v",
    "Version of the names, as `areas` of status.json gives it: the reply may be kept for a year.",
    {"type": "string"},
    lambda _name, text: text,
)

blueprint = Blueprint("layers", __name__, url_prefix="/api/v1")


@blueprint.record_once
def prepare(state: BlueprintSetupState) -> None:
    """Give the application the room where documents are kept ready."""
    settings = state.app.extensions["gis"].settings
    state.app.extensions["gis_documents"] = KeptDocuments(settings.layer_cache_bytes)


@blueprint.get("/layers/<any({}):name>.geojson".format(", ".join(LAYERS)))
@access.signed_in
def layer(name: str) -> Response:
    """A page of a layer."""
    wanted = read_parameters(request.args.items(multi=True))
    session, areas, spoken = database(), _areas(), language()

    def make() -> Document:
        return Document(
            layer_page(
                session,
                LAYERS[name],
                wanted,
                areas=areas,
                address=request.path,
                language=spoken,
            )
        )

    if wanted.bbox is not None:
        # there are as many boxes as places: the next one is another
        return make().reply(GEOJSON)
    key = (name, wanted, None if areas is None else tuple(areas), spoken)
    return _kept().get(session, "layer", key, make).reply(GEOJSON)


@blueprint.get("/zones/status.json")
@access.signed_in
def status() -> Response:
    """The zones of all villages, small."""
    read_from([LANGUAGE], request.args.items(multi=True))
    session, areas = database(), _areas()
    kept = _kept().get(
        session,
        "status",
        None if areas is None else tuple(areas),
        lambda: Document(zone_status(session, areas)),
    )
    return kept.reply(JSON)


@blueprint.get("/areas.json")
@access.public
def areas() -> Response:
    """The names of the areas; with the right version in the address they may be kept."""
    given = read_from([VERSION, LANGUAGE], request.args.items(multi=True))
    kept = _names(database())
    immutable = given.get("v") == areas_version(kept.body)
    return kept.reply(JSON, max_age=YEAR if immutable else 0, immutable=immutable, private=False)


@blueprint.get("/villages/<code>")
@access.signed_in
def village(code: str) -> Response:
    """What is known of a village."""
    read_from([LANGUAGE], request.args.items(multi=True))
    dotted = normalise_code(code)
    if level_of(dotted) != "village":
        raise ParameterError(
            "code",
            N_("%(name)s must be a code such as %(example)s, with or without dots."),
            name="code",
            example="52.01.01.2001",
        )
    somebody = person()
    if somebody is None or not answers_for(somebody, dotted):
        raise NotAllowedError(N_("The village is outside your areas."))
    details = village_details(database(), dotted, language())
    return entity(orjson.dumps(details), JSON, max_age=0)


def _areas() -> Sequence[str] | None:
    somebody = person()
    return None if somebody is None or somebody.everywhere else area_patterns(somebody)


def _kept() -> KeptDocuments:
    return cast("KeptDocuments", current_app.extensions["gis_documents"])


def _names(session: Session) -> Document:
    return _kept().get(session, "areas", None, lambda: Document(area_names(session)))
