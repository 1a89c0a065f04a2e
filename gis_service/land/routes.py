"""``/api/v1/parcels``: the land of a village."""

from uuid import UUID

from flask import Blueprint, Response

from gis_service.land.submission import ParcelContent, ParcelSubmission
from gis_service.submissions.replies import take
from gis_service.web import access

blueprint = Blueprint("land", __name__, url_prefix="/api/v1")


@blueprint.put("/parcels/<uuid:client_id>")
@access.roles("officer", "planner", "administrator")
def put_parcel(client_id: UUID) -> Response:
    """Record the parcel of a village; what is wrong with the land is flagged, never refused."""
    return take(client_id, ParcelContent, ParcelSubmission)
