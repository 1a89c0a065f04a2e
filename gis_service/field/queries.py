"""What the officers' documents are made of; nothing here commits."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from gis_service.db import read_rows, statement

SLICE = "gis_service.field"


def villages(session: Session, areas: Sequence[str]) -> list[Any]:
    """The villages of some areas, each with its site and the site's open flags."""
    return list(session.execute(statement(SLICE, "villages"), {"areas": list(areas)}))


def boundaries_in_force(session: Session) -> Any:
    """Number, quality and precision of the boundaries in force; None without any."""
    return session.execute(
        text("SELECT id, quality, precision_m FROM current_boundary_version")
    ).one_or_none()


def boundaries(session: Session, version_id: int, areas: Sequence[str]) -> list[Any]:
    """The polygons (WKB, EPSG:4326) of the villages of some areas, and of those next to them."""
    return read_rows(
        session,
        BOUNDARIES,
        {"version_id": version_id, "areas": list(areas), "next_to": NEXT_TO_DEGREES},
    )


#: Villages are next to one another when less lies between them: about a hundred metres.
NEXT_TO_DEGREES = 0.001
BOUNDARIES = """
WITH mine AS MATERIALIZED (
    SELECT village_code, geom FROM versioned_village_boundary
    WHERE version_id = %(version_id)s AND village_code LIKE ANY(%(areas)s)
),
shown AS (
    SELECT village_code, true AS mine FROM mine
    UNION
    SELECT other.village_code, false
    FROM mine
    INNER JOIN versioned_village_boundary AS other
        ON other.version_id = %(version_id)s AND ST_DWithin(other.geom, mine.geom, %(next_to)s)
    WHERE NOT other.village_code LIKE ANY(%(areas)s)
)
SELECT
    shown.village_code AS code, village.name, shown.mine, ST_AsBinary(boundary.geom) AS geom
FROM shown
INNER JOIN versioned_village_boundary AS boundary
    ON boundary.version_id = %(version_id)s AND boundary.village_code = shown.village_code
LEFT JOIN village ON village.code = shown.village_code
ORDER BY shown.village_code
"""
