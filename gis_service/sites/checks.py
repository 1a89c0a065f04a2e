"""The checks of sites: PostGIS measures, ``spatial`` decides, changes are stored.

One path for a pin just made, for an import and for a re-check of everything.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis_service.findings.service import Found, store_findings
from gis_service.sites import queries
from gis_service.sites.events import sites_checked
from spatial.coordinates import Coordinates, Extent, Reading, read_coordinates
from spatial.placement import VERDICTS, Measurement, Placement, place, propose
from spatial.repairs import prefer_inside, proposals

#: Readings just outside a village's bounding box are still read, and then measured as outside.
ROUND_THE_VILLAGE_DEGREES = 0.01

Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class CheckOutcome:
    """How many sites were checked, how many have each verdict, and how many changed."""

    checked: int
    verdicts: Mapping[str, int]
    changed: int
    flags_opened: int
    flags_closed: int


def check_sites(session: Session, site_ids: Sequence[UUID] | None, now: datetime) -> CheckOutcome:
    """Check sites, or all of them (None), and store what changed.

    Parameters
    ----------
    session : Session
        In a transaction; nothing is committed here.
    site_ids : sequence of UUID or None
        Which sites; None for all.
    now : datetime
        Time zone aware moment of the check.

    Returns
    -------
    CheckOutcome
    """
    rows = queries.measurements(session, site_ids)
    placements = _with_repairs(session, rows, [place(_measurement(row)) for row in rows])
    changed = [
        (row.site_id, placed.verdict, placed.distance_m, placed.tolerance_m, placed.found_in)
        for row, placed in zip(rows, placements, strict=True)
        if _differs(row, placed)
    ]
    queries.store_verdicts(session, changed, now)
    found = (
        Found(row.site_id, row.village_code, row.position_id, placed.flags)
        for row, placed in zip(rows, placements, strict=True)
    )
    opened, closed = store_findings(session, "site", found, now, subject_ids=site_ids)
    codes = None if site_ids is None else [row.village_code for row in rows]
    sites_checked.send(session=session, village_codes=codes, now=now)
    counts = Counter(placed.verdict for placed in placements)
    return CheckOutcome(
        checked=len(rows),
        verdicts={verdict: counts[verdict] for verdict in VERDICTS},
        changed=len(changed),
        flags_opened=opened,
        flags_closed=closed,
    )


def read_in_villages(
    session: Session, texts: Sequence[tuple[str, str]], around: Extent | None = None
) -> list[tuple[Coordinates, list[bool]]]:
    """Read (village code, text) pairs, and tell of each reading whether it lies in its village.

    Parameters
    ----------
    texts : sequence of (str, str)
        Village code and coordinate text.
    around : Extent, optional
        Where readings are looked for (EPSG:4326); by default round each village, and nothing is
        read for a village without a boundary.
    """
    if not texts:
        return []
    extents = queries.village_extents(session, {code for code, _ in texts})
    read: list[Coordinates] = []
    claims: list[tuple[str, float, float]] = []
    for code, text in texts:
        extent = extents.get(code)
        if around is None and extent is not None:
            extent = extent.expanded(ROUND_THE_VILLAGE_DEGREES)
        coordinates = read_coordinates(text, extent=around or extent or Extent(0, 0, 0, 0))
        read.append(coordinates)
        claims += [(code, r.latitude, r.longitude) for r in coordinates.readings]
    inside = iter(queries.readings_inside(session, claims))
    return [(coordinates, [next(inside) for _ in coordinates.readings]) for coordinates in read]


def _measurement(row: Row[Any]) -> Measurement:
    return Measurement(
        reading_status=row.reading_status,
        has_position=row.latitude is not None,
        village_known=row.village_known,
        boundary_known=row.boundary_known,
        found_in=row.found_in,
        inside=row.village_code in row.found_in,
        boundary_distance_m=row.boundary_distance_m,
        province_distance_m=row.province_distance_m,
        centroid_distance_m=row.centroid_distance_m,
        duplicates=row.duplicates,
        precision_m=row.precision_m,
        accuracy_m=row.accuracy_m,
        decimals=row.decimals,
        mock_location=row.mock_location,
    )


def _with_repairs(
    session: Session, rows: Sequence[Row[Any]], placements: list[Placement]
) -> list[Placement]:
    """Look for other readings of the text that lie in the claimed village."""
    wanted = [
        index
        for index, (row, placed) in enumerate(zip(rows, placements, strict=True))
        if placed.wants_repair and row.boundary_known and row.reading_status != "missing"
    ]
    texts = [(rows[index].village_code, rows[index].raw) for index in wanted]
    for index, (coordinates, inside) in zip(wanted, read_in_villages(session, texts), strict=True):
        placements[index] = propose(
            placements[index], proposals(coordinates, inside), _meant(coordinates, inside)
        )
    return placements


def _meant(coordinates: Coordinates, inside: Sequence[bool]) -> Reading | None:
    """Of several literal readings, the one inside the village; None unless there is just one."""
    best = prefer_inside(coordinates, inside)
    literal = [
        reading
        for reading, within in zip(coordinates.readings, inside, strict=True)
        if within and reading.repair is None
    ]
    return literal[0] if best.status == "ambiguous" and len(literal) == 1 else None


def _differs(row: Row[Any], placed: Placement) -> bool:
    return bool(
        row.stored_verdict != placed.verdict
        or row.stored_distance_m != placed.distance_m
        or row.stored_tolerance_m != placed.tolerance_m
        or tuple(row.stored_found_in) != placed.found_in
    )
