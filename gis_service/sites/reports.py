"""The result of the checks as the contract gives it: JSON and GeoJSON."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from gis_service.findings.messages import as_shown
from gis_service.findings.queries import village_names
from gis_service.sites import queries
from spatial.placement import VERDICTS


def check_report(
    session: Session, village_codes: Sequence[str] | None, language: str
) -> dict[str, Any]:
    """Report the stored verdicts and open flags of sites, or of all (None).

    Returns
    -------
    dict
        ``checked``, ``summary``, ``boundaries`` and ``sites``; latitude and longitude in degrees
        (EPSG:4326), ``distance_m`` in metres to the claimed village's boundary, negative inside.
    """
    rows = queries.checked_sites(session, village_codes)
    counts = Counter(row.verdict for row in rows)
    names = village_names(session, (flag["detail"] for row in rows for flag in row.flags))
    return {
        "checked": len(rows),
        "summary": {verdict: counts[verdict] for verdict in VERDICTS},
        "boundaries": _boundaries(session),
        "sites": [
            {
                "village_code": row.village_code,
                "village": row.village,
                "verdict": row.verdict,
                "latitude": row.latitude,
                "longitude": row.longitude,
                "raw": row.raw,
                "distance_m": None if row.distance_m is None else round(row.distance_m, 2),
                "found_in": row.found_in,
                "flags": [as_shown(flag, language, names) for flag in row.flags],
            }
            for row in rows
        ],
    }


def as_geojson(report: dict[str, Any]) -> dict[str, Any]:
    """The sites of a report as GeoJSON (RFC 7946); without a position the geometry is null."""
    return {
        "type": "FeatureCollection",
        **{name: value for name, value in report.items() if name != "sites"},
        "features": [
            {
                "type": "Feature",
                "id": site["village_code"],
                "geometry": None
                if site["latitude"] is None
                else {
                    "type": "Point",
                    "coordinates": [round(site["longitude"], 6), round(site["latitude"], 6)],
                },
                "properties": {
                    name: value
                    for name, value in site.items()
                    if name not in ("latitude", "longitude")
                },
            }
            for site in report["sites"]
        ],
    }


def _boundaries(session: Session) -> dict[str, Any]:
    row = session.execute(
        text("SELECT id, quality, vintage FROM current_boundary_version")
    ).one_or_none()
    if row is None:
        return {"version": None, "quality": None, "vintage": None}
    return {
        "version": row.id,
        "quality": row.quality,
        "vintage": row.vintage and row.vintage.isoformat(),
    }
