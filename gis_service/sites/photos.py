"""Photos are compared with the site of their village, and again when it moves."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text

from gis_service.db import statement
from gis_service.photos.checks import Expected, check_photos_of
from gis_service.photos.events import expectation_asked
from gis_service.sites.events import sites_checked

PLACED_NOW = """
SELECT site.village_code FROM site
INNER JOIN site_position AS position ON position.id = site.position_id
WHERE position.recorded_at = :now
"""


@expectation_asked.connect
def tell_distances(_sender: Any, **sent: Any) -> Mapping[UUID, Expected]:
    """Measure from where photos were taken to the sites of their villages."""
    placed = [photo for photo in sent["photos"] if photo.latitude is not None]
    if not placed:
        return {}
    rows = sent["session"].execute(
        statement("gis_service.sites", "photo_distances"),
        {
            "photo_ids": [photo.id for photo in placed],
            "village_codes": [photo.village_code for photo in placed],
            "latitudes": [photo.latitude for photo in placed],
            "longitudes": [photo.longitude for photo in placed],
        },
    )
    return {
        row.photo_id: Expected(distance_m=row.distance_m, accuracy_m=row.accuracy_m) for row in rows
    }


@sites_checked.connect
def check_photos_again(_sender: Any, **sent: Any) -> None:
    """Check the photos of the sites that were checked; where all were, of those just placed."""
    session, codes, now = sent["session"], sent["village_codes"], sent["now"]
    if codes is None:
        codes = session.scalars(text(PLACED_NOW), {"now": now}).all()
    check_photos_of(session, now, village_codes=list(codes))
