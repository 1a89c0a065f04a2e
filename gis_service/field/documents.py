"""What an officer's phone keeps: the villages to look after, and their boundaries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from sqlalchemy.orm import Session

from gis_service.field import queries
from gis_service.findings.messages import as_shown
from gis_service.findings.queries import village_names
from gis_service.land.checks import areas_needed
from gis_service.land.submission import parcel_tag
from gis_service.progress.submission import report_tag
from gis_service.settings import Settings
from gis_service.sites.submission import site_tag

#: Whole numbers of so many degrees: a tenth of a metre.
QUANTUM_DEGREES = 1e-6


def villages(
    session: Session, areas: Sequence[str], *, settings: Settings, now: datetime, language: str
) -> dict[str, Any]:
    """The villages of some areas with what is known of each.

    Parameters
    ----------
    areas : sequence of str
        Patterns of village codes, as `gis_service.accounts.responsibility.area_patterns`.

    Returns
    -------
    dict
        As docs/http.md describes it; positions are latitude, longitude in degrees (EPSG:4326).
    """
    rows = queries.villages(session, areas)
    names = village_names(
        session,
        (flag["detail"] for row in rows for flag in (*row.site_flags, *row.parcel_flags)),
    )
    in_force = queries.boundaries_in_force(session)
    required = areas_needed(session, [row.code for row in rows])
    return {
        "today": now.astimezone(settings.time_zone).date(),
        "time_zone": str(settings.time_zone),
        "boundary_version": in_force and in_force.id,
        "settings": settings.field.told(),
        "villages": [
            {**_village(row, language, names), "required_area_m2": required[row.code]}
            for row in rows
        ],
    }


def boundaries(session: Session, areas: Sequence[str]) -> dict[str, Any] | None:
    """The polygons in force of the villages of some areas, and of those next to them.

    They are those that sites are checked against, not simplified, to a tenth of a metre.

    Returns
    -------
    dict or None
        ``version``, ``quality``, ``precision_m`` and ``villages``, each with ``polygons``: rings of
        whole numbers, x0, y0, then differences, in units of `QUANTUM_DEGREES`, longitude first; a
        ring's first point is not repeated. None: there are no boundaries.
    """
    version = queries.boundaries_in_force(session)
    if version is None:
        return None
    return {
        "version": version.id,
        "quality": version.quality,
        "precision_m": version.precision_m,
        "villages": [
            {
                "code": row.code,
                "name": row.name,
                "mine": row.mine,
                "polygons": [
                    [_ring(ring) for ring in (polygon.exterior, *polygon.interiors)]
                    for polygon in shapely.from_wkb(row.geom).geoms
                ],
            }
            for row in queries.boundaries(session, version.id, areas)
        ],
    }


def _ring(ring: Any) -> list[int]:
    points = np.rint(shapely.get_coordinates(ring)[:-1] / QUANTUM_DEGREES).astype(np.int64)
    steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int64))
    # what is the same point at this resolution is left out
    steps = steps[np.any(steps != 0, axis=1)]
    flat: list[int] = steps.ravel().tolist()
    return flat


def _village(row: Any, language: str, names: dict[str, str]) -> dict[str, Any]:
    def shown(flags: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [as_shown(flag, language, names) for flag in flags]

    centroid = [row.centroid_latitude, row.centroid_longitude]
    return {
        "code": row.code,
        "name": row.name,
        "kind": row.kind,
        "district": row.district,
        "regency": row.regency,
        "centroid": None if None in centroid else centroid,
        "is_model": row.is_model,
        "construction_stage": row.construction_stage,
        "declared": {
            "area_m2": row.declared_area_m2,
            "owner_settled": row.owner_settled,
            "clear_and_clean": row.clear_and_clean,
        },
        "site": _site(row, shown(row.site_flags)),
        "parcel": _parcel(row, shown(row.parcel_flags)),
        "report": _report(row, shown(row.report_flags)),
    }


def _site(row: Any, flags: list[dict[str, Any]]) -> dict[str, Any] | None:
    if row.position_id is None:
        return None
    return {
        "tag": site_tag(row.position_id),
        "latitude": row.latitude,
        "longitude": row.longitude,
        "raw": row.raw,
        "verdict": row.verdict,
        "distance_m": row.distance_m,
        "accuracy_m": row.accuracy_m,
        "flags": flags,
        "pinned_at": row.pinned_at,
        "pinned_by": row.pinned_by,
        "verified": row.verified,
    }


def _parcel(row: Any, flags: list[dict[str, Any]]) -> dict[str, Any] | None:
    if row.parcel_revision_id is None:
        return None
    return {
        **row.parcel,
        "tag": parcel_tag(row.parcel_revision_id),
        "geometry": row.parcel_geometry,
        "flags": flags,
    }


def _report(row: Any, flags: list[dict[str, Any]]) -> dict[str, Any] | None:
    if row.report_id is None:
        return None
    return {
        "tag": report_tag(row.report_submission_id),
        "id": row.report_id,
        "reported_on": row.reported_on,
        "land_stage": row.land_stage,
        "construction_stage": row.reported_stage,
        "percent": row.percent,
        "blockers": row.blockers,
        "note": row.report_note,
        "photos": row.photos,
        "confirmed": row.confirmed,
        "flags": flags,
    }
