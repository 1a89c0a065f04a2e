"""The statements that serve one village or one site find their rows by index.

With sequential scans made dear, PostgreSQL takes one only where no index could be used: so this
holds for the small tables of a test as it does for a nation's.
"""

import re
from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from gis_service.findings import queries as findings
from gis_service.land import queries as land
from gis_service.layers import queries as layers
from gis_service.progress import queries as progress
from gis_service.settings import PROJECT
from gis_service.sites import queries as sites
from gis_service.zones import queries as zones
from gis_service.zones.policy import Policy, read_policy
from tests.factories import Factory
from tests.plots import land as plot

HOME = "52.01.01.2001"
TABLES = (
    "site|site_position|parcel|parcel_revision|flag|village_boundary|boundary_gap|area|zone"
    "|cooperative"
)
BOX = {"west": 116.1, "south": -8.6, "east": 116.2, "north": -8.5}
#: One row for each boundary version that was ever imported: a handful.
SMALL = {"boundary_version"}


def policy() -> Policy:
    return read_policy(PROJECT / "data" / "policy" / "zones.toml")


STATEMENTS: dict[str, Callable[[Session], object]] = {
    "measure one site": lambda session: sites.measurements(session, [uuid4()]),
    "readings in a village": lambda session: sites.readings_inside(session, [(HOME, -8.5, 116.1)]),
    "extent of a village": lambda session: sites.village_extents(session, [HOME]),
    "neighbours of a site": lambda session: sites.neighbours(session, HOME, -8.5, 116.1),
    "flags of a site": lambda session: findings.open_flags(session, "site", [uuid4()]),
    "report of a site": lambda session: sites.checked_sites(session, [HOME]),
    "measure one parcel": lambda session: land.measurements(session, [HOME]),
    "neighbours of a parcel": lambda session: land.neighbours(session, HOME, plot().wkb_hex),
    "parcel in force": lambda session: land.in_force(session, HOME),
    "flags of a parcel": lambda session: findings.open_flags(session, "parcel", [uuid4()]),
    "parcels in a box": lambda session: session.execute(
        text(f"SELECT parcel.id FROM served_parcel AS parcel WHERE {layers.OF_PARCELS.box % BOX}")
    ),
    "facts of a village": lambda session: zones.facts(session, [HOME], policy()),
}

#: Of all villages, but never of all the reports there ever were.
OF_ALL_VILLAGES: dict[str, Callable[[Session], object]] = {
    "reports of a day": lambda session: progress.day(session, date(2026, 1, 15)),
    "last reports": progress.latest_report_ids,
}
REPORTS = "progress_report|report_blocker|submission"


@pytest.fixture(params=STATEMENTS)
def plan(request: pytest.FixtureRequest, session: Session, factory: Factory) -> str:
    """The plan of a statement, as PostgreSQL explains it."""
    return explained(session, factory, STATEMENTS[request.param])


def explained(session: Session, factory: Factory, ask: Callable[[Session], object]) -> str:
    factory.square(HOME)
    factory.pin(HOME, "-8.593456, 116.112345")
    factory.parcel(HOME, plot())
    captured: list[tuple[str, object]] = []
    connection = session.connection()

    def capture(_connection, _cursor, statement, parameters, _context, _many) -> None:
        captured.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", capture)
    ask(session)
    event.remove(connection, "before_cursor_execute", capture)
    session.execute(text("SET LOCAL enable_seqscan = off"))
    session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
    (statement, parameters) = captured[-1]
    rows = connection.exec_driver_sql("EXPLAIN " + statement, parameters)  # type: ignore[arg-type]
    return "\n".join(row[0] for row in rows)


def test_no_table_is_read_whole(plan: str) -> None:
    assert re.findall(rf"Seq Scan on ({TABLES})\b", plan) == [], plan


@pytest.mark.parametrize("name", OF_ALL_VILLAGES)
def test_reports_are_found_by_their_village_or_day(
    session: Session, factory: Factory, name: str
) -> None:
    plan = explained(session, factory, OF_ALL_VILLAGES[name])
    assert "progress_report" in plan
    assert re.findall(rf"Seq Scan on ({REPORTS})\b", plan) == [], plan


def test_the_check_itself_can_fail(session: Session) -> None:
    session.execute(text("SET LOCAL enable_seqscan = off"))
    rows = session.execute(text("EXPLAIN SELECT * FROM site WHERE raw = 'x'"))
    assert "Seq Scan on site" in "\n".join(row[0] for row in rows)
