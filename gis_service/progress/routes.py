"""``/api/v1/reports``: daily reports."""

from uuid import UUID

from flask import Blueprint, Response

from gis_service.progress.submission import ReportContent, ReportSubmission
from gis_service.submissions.replies import take
from gis_service.web import access

blueprint = Blueprint("progress", __name__)


@blueprint.put("/api/v1/reports/<uuid:client_id>")
@access.roles("officer", "administrator")
def put_report(client_id: UUID) -> Response:
    """Take the report of a village's day; what is doubtful is flagged."""
    return take(client_id, ReportContent, ReportSubmission)
