"""How long checking takes, beside the bare statement that measures the same sites."""

from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from time import perf_counter

from sqlalchemy import Engine, text

from gis_service.db import transaction
from gis_service.settings import Settings
from gis_service.sites import queries
from gis_service.sites.checks import check_sites
from gis_service.sites.service import Pin, record_pin
from tests.benchmarks.figures import Figure

PINS = 200

# One site a village: most at home, the others some kilometres off.
RANDOM_SITES = """
INSERT INTO site (village_code, position_id, raw, reading_status, geom, decimals, accuracy_m)
SELECT
    village_code, 0, ST_Y(point) || ', ' || ST_X(point), 'read', point, 6, 5
FROM (
    SELECT
        boundary.village_code,
        CASE WHEN random() < 0.9
            THEN ST_GeometryN(ST_GeneratePoints(boundary.geom, 1), 1)
            ELSE ST_Translate(
                ST_PointOnSurface(boundary.geom), (random() - 0.5) * 0.2, (random() - 0.5) * 0.2
            )
        END AS point
    FROM current_boundary_version AS version
    INNER JOIN versioned_village_boundary AS boundary ON boundary.version_id = version.id
) AS placed
WHERE point IS NOT NULL
"""


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    begin = perf_counter()
    action()
    return perf_counter() - begin


def place_random_sites(settings: Settings, engine: Engine) -> int:
    """Give every village with a boundary a site, checked once."""
    with transaction(engine, settings) as session:
        count = session.execute(text(RANDOM_SITES)).rowcount  # type: ignore[attr-defined]
        check_sites(session, None, datetime.now(UTC))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return int(count)


def recheck_of_everything(settings: Settings, engine: Engine, rounds: int, what: str) -> Figure:
    """Everything checked again, against the measuring statement alone."""

    def measure() -> None:
        with transaction(engine, settings) as session:
            queries.measurements(session, None)

    def check() -> None:
        with transaction(engine, settings) as session:
            check_sites(session, None, datetime.now(UTC))

    pairs = [(seconds(check), seconds(measure)) for _ in range(rounds)]
    return Figure.ratios(f"{what}: everything checked again / measuring alone", pairs, at_most=2.5)


def one_pin(settings: Settings, engine: Engine) -> Figure:
    """One site read, stored, measured, decided, flagged, coloured, audited and committed."""
    with transaction(engine, settings) as session:
        sites = session.execute(
            text(
                "SELECT id, village_code, ST_Y(geom) AS latitude, ST_X(geom) AS longitude"
                " FROM site WHERE verdict = 'inside' ORDER BY id LIMIT :pins"
            ),
            {"pins": PINS},
        ).all()
    bare, stored = [], []
    for site in sites:

        def measure(site_id: object = site.id) -> None:
            with transaction(engine, settings) as session:
                queries.measurements(session, [site_id])  # type: ignore[list-item]

        def pin(site: object = site) -> None:
            text_ = f"{site.latitude + 1e-5:.6f}, {site.longitude:.6f}"  # type: ignore[attr-defined]
            code = site.village_code  # type: ignore[attr-defined]
            with transaction(engine, settings) as session:
                given = Pin(code, text_, accuracy_m=5.0)
                record_pin(session, given, by="bench", now=datetime.now(UTC))

        bare.append(seconds(measure))
        stored.append(seconds(pin))
    extra = [1000 * (long - short) for long, short in zip(stored, bare, strict=True)]
    return Figure(
        "one pin, stored and coloured, beyond measuring it (ms, p50)",
        median(extra),
        min(extra),
        max(extra),
        at_most=5.0,
        detail=f"{1000 * median(stored):.1f} ms against {1000 * median(bare):.1f} ms, {PINS} pins",
    )
