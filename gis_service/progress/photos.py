"""Photos of a report are compared with its day."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text

from gis_service.photos.checks import Expected
from gis_service.photos.events import expectation_asked

DAYS = """
SELECT given.photo_id, report.reported_on
FROM unnest(CAST(:photo_ids AS uuid[]), CAST(:report_ids AS uuid[])) AS given (photo_id, report_id)
INNER JOIN progress_report AS report ON report.id = given.report_id
"""


@expectation_asked.connect
def tell_days(_sender: Any, **sent: Any) -> Mapping[UUID, Expected]:
    """Tell which day photos are to show; of a report that has not arrived nothing is known."""
    photos = [
        photo
        for photo in sent["photos"]
        if photo.subject_kind == "report" and photo.subject_id is not None
    ]
    if not photos:
        return {}
    rows = sent["session"].execute(
        text(DAYS),
        {
            "photo_ids": [photo.id for photo in photos],
            "report_ids": [photo.subject_id for photo in photos],
        },
    )
    return {row.photo_id: Expected(day=row.reported_on) for row in rows}
