"""Reads and writes of sites and flags, always in sets; nothing here commits."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from gis_service.db import statement
from gis_service.submissions.content import DevicePosition
from spatial.coordinates import INDONESIA, Extent
from spatial.placement import DUPLICATE_DISTANCE_M

SLICE = "gis_service.sites"
ROUND_THE_CENTROIDS_DEGREES = 1.0
EXTENT_OF_CENTROIDS = """
SELECT
    min(ST_X(centroid)) AS west, min(ST_Y(centroid)) AS south,
    max(ST_X(centroid)) AS east, max(ST_Y(centroid)) AS north,
    :level = 'village' OR count(centroid) = count(*) AS complete
FROM area_centroid WHERE level = :level
"""


def service_extent(session: Session) -> Extent:
    """Where sites can be expected at all: round the published centroids (EPSG:4326).

    Those of the regencies, of which there are few; of the villages where a regency has none.
    """
    for level in ("regency", "village"):
        row = session.execute(text(EXTENT_OF_CENTROIDS), {"level": level}).one()
        if row.complete and row.west is not None:
            extent = Extent(row.west, row.south, row.east, row.north)
            return extent.expanded(ROUND_THE_CENTROIDS_DEGREES)
    return INDONESIA


def measurements(session: Session, site_ids: Sequence[UUID] | None) -> Sequence[Row[Any]]:
    """Measure the given sites, or all (None): one statement, one row a site."""
    if site_ids is None:
        return session.execute(text("SELECT * FROM site_measurement")).all()
    return session.execute(
        text("SELECT * FROM site_measurement WHERE site_id = ANY(:site_ids)"),
        {"site_ids": list(site_ids)},
    ).all()


def readings_inside(session: Session, claims: Sequence[tuple[str, float, float]]) -> list[bool]:
    """Tell of each (village code, latitude, longitude) whether it lies in that village."""
    if not claims:
        return []
    codes, latitudes, longitudes = zip(*claims, strict=True)
    rows = session.execute(
        statement(SLICE, "readings_inside"),
        {
            "village_codes": list(codes),
            "latitudes": list(latitudes),
            "longitudes": list(longitudes),
        },
    )
    return [bool(inside) for (inside,) in rows]


def village_extents(session: Session, village_codes: Iterable[str]) -> dict[str, Extent]:
    """The bounding boxes (EPSG:4326) of those villages that have a boundary."""
    rows = session.execute(
        statement(SLICE, "village_extents"), {"village_codes": list(village_codes)}
    )
    return {row[0]: Extent(*row[1:]) for row in rows}


def record_positions(
    session: Session, positions: dict[str, list[Any]], *, source: str, by: str, now: datetime
) -> list[UUID]:
    """Place sites; ``positions`` holds one list for each parameter of the statement."""
    rows = session.execute(
        statement(SLICE, "record_positions"),
        {**positions, "source": source, "recorded_by": by, "recorded_at": now},
    )
    return [site_id for (site_id,) in rows]


def neighbours(
    session: Session, village_code: str, latitude: float | None, longitude: float | None
) -> list[UUID]:
    """The other sites within the duplicate distance of a village's site, or of a new place."""
    rows = session.execute(
        statement(SLICE, "neighbours"),
        {
            "village_code": village_code,
            "latitude": latitude,
            "longitude": longitude,
            "duplicate_distance_m": DUPLICATE_DISTANCE_M,
        },
    )
    return [site_id for (site_id,) in rows]


def current_positions(session: Session) -> dict[str, tuple[Any, ...]]:
    """Village code to what was last recorded of its site, to tell news from repetition."""
    rows = session.execute(
        text(
            "SELECT site.village_code, site.raw, site.accuracy_m, site.mock_location,"
            " position.captured_at"
            " FROM site INNER JOIN site_position AS position ON position.id = site.position_id"
        )
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def store_verdicts(session: Session, rows: Sequence[tuple[Any, ...]], now: datetime) -> None:
    """Store (site id, verdict, distance, tolerance, villages found in) of sites that changed."""
    if rows:
        ids, verdicts, distances, tolerances, found_ins = zip(*rows, strict=True)
        session.execute(
            statement(SLICE, "store_verdicts"),
            {
                "site_ids": list(ids),
                "verdicts": list(verdicts),
                "distances": list(distances),
                "tolerances": list(tolerances),
                "found_ins": [" ".join(codes) for codes in found_ins],
                "checked_at": now,
            },
        )


def site_ids(session: Session, village_codes: Sequence[str]) -> dict[str, UUID]:
    """Village code to site, of those villages that have one."""
    rows = session.execute(
        text("SELECT village_code, id FROM site WHERE village_code = ANY(:village_codes)"),
        {"village_codes": list(village_codes)},
    )
    return {row[0]: row[1] for row in rows}


def village_known(session: Session, village_code: str) -> bool:
    """Whether the roster holds a village."""
    query = text("SELECT EXISTS (SELECT 1 FROM village WHERE code = :village_code)")
    return bool(session.execute(query, {"village_code": village_code}).scalar())


def checked_sites(session: Session, village_codes: Sequence[str] | None) -> Sequence[Row[Any]]:
    """Sites with verdict and open flags, by village code."""
    return session.execute(
        statement(SLICE, "checked_sites"),
        {"village_codes": None if village_codes is None else list(village_codes)},
    ).all()


def store_pin(
    session: Session,
    position_id: int,
    submission_id: int,
    method: str,
    device: DevicePosition | None,
    *,
    fix_age_s: float | None,
    reason: str | None,
) -> float | None:
    """Keep how a position was found; metres from the phone to the pin, where both are known."""
    distance: float | None = session.scalar(
        statement(SLICE, "store_pin"),
        {
            "position_id": position_id,
            "submission_id": submission_id,
            "method": method,
            "device_latitude": device and device.latitude,
            "device_longitude": device and device.longitude,
            "device_accuracy_m": device and device.accuracy_m,
            "device_captured_at": device and device.captured_at,
            "device_fixes": device and device.fixes,
            "fix_age_s": fix_age_s,
            "reason": reason,
        },
    )
    return distance
