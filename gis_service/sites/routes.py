"""``/api/v1/sites``: pins, and the reader of coordinate texts."""

from uuid import UUID

import orjson
from flask import Blueprint, Response, request

from gis_service.areas.codes import normalise_code
from gis_service.sites.readings import read_texts
from gis_service.sites.submission import SiteContent, SiteSubmission
from gis_service.submissions.replies import take
from gis_service.web import access, database, language

blueprint = Blueprint("sites", __name__, url_prefix="/api/v1")
LONGEST_TEXT = 2_000


@blueprint.put("/sites/<uuid:client_id>")
@access.roles("officer", "administrator")
def put_site(client_id: UUID) -> Response:
    """Place the site of a village; a misplaced one is stored and flagged, never refused."""
    return take(client_id, SiteContent, SiteSubmission)


@blueprint.get("/coordinates")
@access.signed_in
def coordinates() -> Response:
    """What the reader makes of a text, as one types."""
    text = request.args.get("text", "")[:LONGEST_TEXT]
    code = normalise_code(request.args.get("village", ""))
    (read,) = read_texts(database(), [(code, text)], language())
    reply = Response(orjson.dumps(read), mimetype="application/json")
    reply.headers["Cache-Control"] = "no-store"
    return reply
