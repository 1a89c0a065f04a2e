"""Reads of the layers. A page is one statement: how many match, and the rows of the page.

Geometry comes as GeoJSON that was written at the import. The statements are put together from the
fixed texts below, only of what is asked for, so that PostgreSQL plans each kind of question once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from gis_service.db import read_rows
from gis_service.layers.parameters import Wanted


@dataclass(frozen=True, slots=True)
class Matching:
    """How it is decided which rows there are.

    Attributes
    ----------
    key : str
        What a row is found again by, and what pages are ordered by.
    code : str
        The code of the village that a row belongs to.
    tables : str
        Where both come from.
    """

    key: str
    code: str
    tables: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows of a layer come from.

    Attributes
    ----------
    everywhere, in_box : Matching
        Without and with a box.
    columns : str
        What is read of the rows of a page, with the tables that it needs.
    box : str
        The condition that a row touches the box.
    conditions : dict of str
        The condition of each other filter.
    """

    everywhere: Matching
    in_box: Matching
    columns: str
    box: str
    conditions: dict[str, str]


ENVELOPE = "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326)"

VILLAGE_COLUMNS = """
        village.code, village.name, village.kind, village.district_code, village.district,
        village.regency_code, village.regency, geojson.geometry
"""
FROM_VILLAGES = """
    FROM page
    INNER JOIN village ON village.code = page.key
    LEFT JOIN village_geojson AS geojson
        ON geojson.version_id = (SELECT id FROM current_boundary_version)
        AND geojson.village_code = page.key
"""
OF_VILLAGES = Source(
    Matching("village.code", "village.code", "village"),
    # the server leaves the second table out where no other filter needs it
    Matching(
        "boundary.village_code",
        "boundary.village_code",
        "versioned_village_boundary AS boundary"
        " LEFT JOIN village ON village.code = boundary.village_code",
    ),
    columns=VILLAGE_COLUMNS + ", geojson.area_m2" + FROM_VILLAGES,
    box=f"""boundary.version_id = (SELECT id FROM current_boundary_version)
        AND boundary.geom && {ENVELOPE} AND ST_Intersects(boundary.geom, {ENVELOPE})""",  # noqa: S608 - only texts of this file
    conditions={
        "regency": "village.regency_code = %(regency)s",
        "district": "village.district_code = %(district)s",
        "village": "village.code = %(village)s",
        "zone": "EXISTS (SELECT 1 FROM current_zone AS zone"
        " WHERE zone.village_code = village.code AND zone.colour = %(zone)s)",
        "verdict": "EXISTS (SELECT 1 FROM served_site AS site"
        " WHERE site.village_code = village.code AND site.verdict = %(verdict)s)",
    },
)

OF_ZONES = replace(
    OF_VILLAGES,
    columns=VILLAGE_COLUMNS
    + ", zone.colour AS zone, zone.since, zone.reasons, zone.policy_id, site.verdict"
    + FROM_VILLAGES
    + """
    LEFT JOIN current_zone AS zone ON zone.village_code = page.key
    LEFT JOIN served_site AS site ON site.village_code = page.key
    """,
)

SITES = Matching("site.village_code", "site.village_code", "served_site AS site")
OF_SITES = Source(
    SITES,
    SITES,
    columns="""
        site.village_code, village.name AS village, village.district, village.regency,
        site.verdict, site.distance_m, site.found_in, site.verified_at IS NOT NULL AS verified,
        round(ST_X(site.geom)::numeric, 6)::float8 AS longitude,
        round(ST_Y(site.geom)::numeric, 6)::float8 AS latitude,
        zone.colour AS zone,
        ARRAY(
            SELECT flag.code FROM open_flag AS flag
            WHERE flag.subject_type = 'site' AND flag.subject_id = site.id
            ORDER BY flag.code
        ) AS flags
    FROM page
    INNER JOIN served_site AS site ON site.village_code = page.key
    LEFT JOIN village ON village.code = page.key
    LEFT JOIN current_zone AS zone ON zone.village_code = page.key
    """,
    box=f"site.geom && {ENVELOPE}",
    conditions={
        # the claimed village, and so its district and regency, need not be in the roster
        "regency": "left(site.village_code, 6) = %(regency)s || '.'",
        "district": "left(site.village_code, 9) = %(district)s || '.'",
        "village": "site.village_code = %(village)s",
        "zone": "EXISTS (SELECT 1 FROM current_zone AS zone"
        " WHERE zone.village_code = site.village_code AND zone.colour = %(zone)s)",
        "verdict": "site.verdict = %(verdict)s",
    },
)

PARCELS = Matching("parcel.village_code", "parcel.village_code", "served_parcel AS parcel")
OF_PARCELS = Source(
    PARCELS,
    PARCELS,
    columns="""
        parcel.village_code, village.name AS village, village.district, village.regency,
        parcel.owner, parcel.area_m2, parcel.declared_area_m2, parcel.perimeter_m, parcel.fits,
        parcel.clear_and_clean, parcel.consent, parcel.access_road, parcel.strategic,
        parcel.needs_fill, parcel.has_building, parcel.protected_farmland, parcel.hazard,
        parcel.recorded_at, zone.colour AS zone,
        ST_AsGeoJSON(parcel.geom, 6) AS geometry,
        ARRAY(
            SELECT flag.code FROM open_flag AS flag
            WHERE flag.subject_type = 'parcel' AND flag.subject_id = parcel.id
            ORDER BY flag.code
        ) AS flags
    FROM page
    INNER JOIN served_parcel AS parcel ON parcel.village_code = page.key
    LEFT JOIN village ON village.code = page.key
    LEFT JOIN current_zone AS zone ON zone.village_code = page.key
    """,
    box=f"parcel.geom && {ENVELOPE} AND ST_Intersects(parcel.geom, {ENVELOPE})",
    conditions={
        name: condition.replace("site.village_code", "parcel.village_code")
        for name, condition in OF_SITES.conditions.items()
    }
    | {
        "verdict": "EXISTS (SELECT 1 FROM served_site AS site"
        " WHERE site.village_code = parcel.village_code AND site.verdict = %(verdict)s)",
    },
)

PROGRESS = Matching("progress.village_code", "progress.village_code", "served_progress AS progress")
OF_PROGRESS = Source(
    PROGRESS,
    replace(
        PROGRESS,
        tables=PROGRESS.tables
        + " INNER JOIN served_site AS site ON site.village_code = progress.village_code",
    ),
    columns="""
        progress.village_code, village.name AS village, village.district, village.regency,
        progress.land_stage, progress.construction_stage, progress.percent, progress.reported_on,
        progress.blockers, progress.photos,
        round(ST_X(site.geom)::numeric, 6)::float8 AS longitude,
        round(ST_Y(site.geom)::numeric, 6)::float8 AS latitude,
        ARRAY(
            SELECT flag.code FROM open_flag AS flag
            WHERE flag.subject_type = 'report' AND flag.subject_id = progress.id
            ORDER BY flag.code
        ) AS flags
    FROM page
    INNER JOIN served_progress AS progress ON progress.village_code = page.key
    INNER JOIN village ON village.code = page.key
    LEFT JOIN served_site AS site ON site.village_code = page.key
    """,
    box=OF_SITES.box,
    conditions={
        **{
            name: condition.replace("site.village_code", "progress.village_code")
            for name, condition in OF_SITES.conditions.items()
        },
        "verdict": "EXISTS (SELECT 1 FROM served_site AS judged"
        " WHERE judged.village_code = progress.village_code AND judged.verdict = %(verdict)s)",
    },
)

FLAGS = Matching(
    "flag.id",
    "flag.village_code",
    "open_flag AS flag LEFT JOIN served_site AS site ON site.village_code = flag.village_code",
)
OF_FLAGS = Source(
    FLAGS,
    FLAGS,
    columns="""
        flag.id, flag.subject_type, flag.subject_id::text AS subject_id, flag.code, flag.severity,
        flag.detail, flag.repair, flag.opened_at, flag.waived, flag.village_code,
        village.name AS village, site.verdict,
        round(ST_X(site.geom)::numeric, 6)::float8 AS longitude,
        round(ST_Y(site.geom)::numeric, 6)::float8 AS latitude
    FROM page
    INNER JOIN open_flag AS flag ON flag.id = page.key
    LEFT JOIN served_site AS site ON site.village_code = flag.village_code
    LEFT JOIN village ON village.code = flag.village_code
    """,
    box=OF_SITES.box,
    conditions={
        name: condition.replace("site.village_code", "flag.village_code")
        for name, condition in OF_SITES.conditions.items()
    },
)


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a layer, and how many there are altogether."""

    matched: int
    rows: Sequence[Any]


def page(
    session: Session,
    source: Source,
    wanted: Wanted,
    areas: Sequence[str] | None,
) -> Page:
    """Read a page.

    Parameters
    ----------
    areas : sequence of str or None
        Patterns of the village codes that may be seen; None for all.
    """
    given: dict[str, Any] = {"offset": wanted.offset}
    conditions = []
    for name, condition in source.conditions.items():
        if (value := getattr(wanted, name)) is not None:
            conditions.append(condition)
            given[name] = value
    matching, once = source.everywhere, "NOT MATERIALIZED"
    if wanted.bbox is not None:
        # what lies in a box is dear to find out and short to remember; for all else an index gives
        # the first rows, and counting the others is no reason to sort them
        matching, once = source.in_box, "MATERIALIZED"
        conditions.append(source.box)
        given |= dict(zip(("west", "south", "east", "north"), wanted.bbox, strict=True))
    if areas is not None:
        conditions.append(f"{matching.code} LIKE ANY(%(areas)s)")
        given["areas"] = list(areas)
    found = f"FROM {matching.tables} WHERE {' AND '.join(conditions) or 'TRUE'}"
    # the limit is written out, for a plan that does not know it reckons with a tenth of all rows
    query = f"""
    WITH matched AS {once} (SELECT {matching.key} AS key {found}),
    page AS (SELECT key FROM matched ORDER BY key LIMIT {wanted.limit:d} OFFSET %(offset)s)
    SELECT (SELECT count(*) FROM matched) AS matched, {source.columns}
    ORDER BY page.key
    """  # noqa: S608 - only texts of this file
    rows = read_rows(session, query, given)
    if rows or not wanted.offset:
        return Page(rows[0].matched if rows else 0, rows)
    return Page(read_rows(session, f"SELECT count(*) AS matched {found}", given)[0].matched, [])


def snapshot(session: Session) -> str:
    """Name what the database holds at this moment (`gis_service.layers.kept`)."""
    return str(read_rows(session, "SELECT pg_current_snapshot()::text AS name", {})[0].name)


def current_version(session: Session) -> Row[Any] | None:
    """The boundary version in force: ``id`` and ``quality``."""
    return session.execute(text("SELECT id, quality FROM current_boundary_version")).one_or_none()


def policy_contents(session: Session, policy_ids: Sequence[int]) -> dict[int, str]:
    """The texts of some zone policies."""
    rows = session.execute(
        text("SELECT id, content FROM stored_zone_policy WHERE id = ANY(:ids)"),
        {"ids": list(policy_ids)},
    )
    return {row[0]: row[1] for row in rows}


def statuses(session: Session, areas: Sequence[str] | None) -> Sequence[Row[Any]]:
    """Every village by code, with its zone, the rules that tripped, and its site's verdict."""
    return session.execute(
        text(
            "SELECT village.code, zone.colour, zone.reasons, site.verdict FROM village"
            " LEFT JOIN current_zone AS zone ON zone.village_code = village.code"
            " LEFT JOIN served_site AS site ON site.village_code = village.code"
            " WHERE CAST(:areas AS varchar[]) IS NULL OR village.code LIKE ANY(:areas)"
            " ORDER BY village.code"
        ),
        {"areas": None if areas is None else list(areas)},
    ).all()


def sites_of_unknown_villages(session: Session, areas: Sequence[str] | None) -> Sequence[Row[Any]]:
    """Sites whose village code the roster does not hold: code, accuracy and time of the fix."""
    return session.execute(
        text(
            "SELECT site.village_code, site.accuracy_m, site.captured_at FROM served_site AS site"
            " LEFT JOIN village ON village.code = site.village_code"
            " WHERE village.code IS NULL"
            " AND (CAST(:areas AS varchar[]) IS NULL OR site.village_code LIKE ANY(:areas))"
            " ORDER BY site.village_code"
        ),
        {"areas": None if areas is None else list(areas)},
    ).all()


def villages(session: Session) -> Sequence[Row[Any]]:
    """Every village by code, with its district and regency."""
    return session.execute(
        text(
            "SELECT code, name, kind, district_code, district, regency_code, regency"
            " FROM village ORDER BY code"
        )
    ).all()


def village(session: Session, code: str) -> Row[Any] | None:
    """What the popup of a village says."""
    return session.execute(
        text(
            "SELECT village.*, zone.colour, zone.since, zone.reasons, zone.policy_id,"
            " cooperative.name AS cooperative, cooperative.is_model, cooperative.portal_status,"
            " site.accuracy_m, site.captured_at, version.id AS version_id, boundary.area_m2,"
            " ST_X(village.centroid) AS longitude, ST_Y(village.centroid) AS latitude"
            " FROM village"
            " LEFT JOIN current_zone AS zone ON zone.village_code = village.code"
            " LEFT JOIN served_cooperative AS cooperative"
            " ON cooperative.village_code = village.code"
            " LEFT JOIN served_site AS site ON site.village_code = village.code"
            " LEFT JOIN current_boundary_version AS version ON TRUE"
            " LEFT JOIN versioned_village_boundary AS boundary"
            " ON boundary.version_id = version.id AND boundary.village_code = village.code"
            " WHERE village.code = :code"
        ),
        {"code": code},
    ).one_or_none()
