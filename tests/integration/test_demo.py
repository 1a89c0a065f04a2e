"""The demonstration: the published figures, every mistake found, and never beside real data."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gis_service.accounts.demonstration import DEMONSTRATION_PASSWORD
from gis_service.accounts.queries import accounts
from gis_service.accounts.service import add_person
from gis_service.accounts.sign_in import Credentials, WrongPasswordError, sign_in
from gis_service.areas.imports import import_boundaries
from gis_service.areas.roster import import_roster
from gis_service.command_line import Commands
from gis_service.cooperatives.profile import filled_parts
from gis_service.cooperatives.queries import models
from gis_service.db import make_engine, transaction
from gis_service.demonstration import service
from gis_service.demonstration.commands import demo
from gis_service.demonstration.people import EASY
from gis_service.demonstration.planted import MISTAKES
from gis_service.demonstration.reports import FALLS, JUMPS, STALE
from gis_service.demonstration.service import (
    DemonstrationError,
    Loaded,
    load_demonstration,
    planted_mistakes,
    remove_demonstration,
)
from gis_service.sample import is_demonstration
from gis_service.settings import Settings
from gis_service.sites.messages import MESSAGES as SITE_FLAGS
from gis_service.sites.reports import check_report
from gis_service.sites.service import Pin, record_pin
from gis_service.zones.service import zones_as_of
from tests.conftest import NOW, Server, rolled_back
from tests.factories import Factory, flag_codes

HEADLINE = {
    "formed": 1166,
    "in_portal": 454,
    "under_construction": 214,
    "models": 50,
    "staff": 78,
    "sites": 1166,
}


@pytest.fixture(scope="module")
def session(province_engine: Engine, province: Settings) -> Iterator[Session]:
    yield from rolled_back(province_engine, province)


@pytest.fixture(scope="module")
def loaded(session: Session) -> Loaded:
    return load_demonstration(session, by="test", now=NOW)


@pytest.fixture(scope="module")
def sites(session: Session, loaded: Loaded) -> dict[str, dict[str, Any]]:
    return {site["village_code"]: site for site in check_report(session, None, "en")["sites"]}


@pytest.fixture(scope="module")
def indicative(server: Server, settings: Settings) -> Iterator[Settings]:
    """A database of its own, with the shipped indicative boundaries and nothing else."""
    made = server.create("_indicative", template=make_url(settings.database_url).database or "")
    engine = make_engine(made.app_database_url)
    with transaction(engine, made) as session:
        import_roster(session, sorted(made.roster.glob("*.csv")), NOW)
        import_boundaries(session, [str(made.indicative_boundaries)], user="test", now=NOW)
    engine.dispose()
    yield made
    server.drop(made)


@pytest.fixture
def empty(indicative: Settings) -> Iterator[Session]:
    """A database without any site or person."""
    engine = make_engine(indicative.app_database_url)
    yield from rolled_back(engine, indicative)
    engine.dispose()


@pytest.fixture
def owner(indicative: Settings) -> Iterator[Session]:
    """The same, as the owner of the tables."""
    engine = make_engine(indicative.database_url, as_app=False)
    yield from rolled_back(engine, indicative)
    engine.dispose()


def test_the_headline_figures_are_the_published_ones(session: Session, loaded: Loaded) -> None:
    assert {name: loaded.figures[name] for name in HEADLINE} == HEADLINE
    assert service.figures(session) == loaded.figures
    models = session.execute(
        text("SELECT left(village_code, 5), count(*) FROM cooperative WHERE is_model GROUP BY 1")
    ).all()
    assert [count for _, count in models] == [5] * 10
    assert is_demonstration(session)


def test_the_models_have_profiles_and_a_few_are_incomplete(
    session: Session, loaded: Loaded
) -> None:
    found = models(session, ["%"])
    assert len(found) == 50
    parts = [filled_parts(one.profile, None) for one in found]
    assert sum(all(one.values()) for one in parts) == 42
    assert {name for one in parts for name, there in one.items() if not there} == {
        "legal",
        "members",
        "assets",
    }
    # nobody takes an invented name for somebody's
    assert all((one.profile.chair or "").endswith("(contoh)") for one in found)
    assert {one.revision for one in found} == {2}


def test_every_planted_mistake_is_found(
    session: Session, loaded: Loaded, sites: dict[str, dict[str, Any]]
) -> None:
    kinds = Counter(row["mistake"] for row in loaded.planted)
    assert kinds == {**MISTAKES, "duplicate-copy": MISTAKES["duplicate"]}
    for row in loaded.planted:
        site = sites[row["given_code"]]
        assert flag_codes(site) == set(row["flags"]), row
        assert site["raw"] == row["coordinates"]
    found = {code for site in sites.values() for code in flag_codes(site)}
    assert found == SITE_FLAGS.keys()
    assert planted_mistakes(session) == loaded.planted


def test_nothing_is_found_where_nothing_was_planted(
    loaded: Loaded, sites: dict[str, dict[str, Any]]
) -> None:
    planted = {row["given_code"] for row in loaded.planted}
    others = [flag_codes(site) for code, site in sites.items() if code not in planted]
    assert set(map(frozenset, others)) == {frozenset(), frozenset({"boundary-missing"})}
    assert others.count({"boundary-missing"}) == 16


def test_the_unknown_code_is_a_site_and_its_village_has_none(
    session: Session, loaded: Loaded, sites: dict[str, dict[str, Any]]
) -> None:
    (row,) = [row for row in loaded.planted if row["mistake"] == "unknown-village"]
    assert row["given_code"] in sites
    assert row["village_code"] not in sites
    zone = next(z for z in _zones(session) if z.village_code == row["village_code"])
    assert [reason["rule"] for reason in zone.reasons] == ["nothing-reported"]


def test_the_approved_site_elsewhere_is_green(session: Session, loaded: Loaded) -> None:
    (row,) = [row for row in loaded.planted if row["mistake"] == "approved-elsewhere"]
    flag = session.execute(
        text(
            "SELECT flag.* FROM flag JOIN site ON site.id = subject_id"
            " WHERE site.village_code = :code AND closed_at IS NULL"
        ),
        {"code": row["village_code"]},
    ).one()
    assert flag.code == "outside-village"
    assert flag.waived_by == "contoh-verifikator"
    assert flag.waiver_reason
    assert flag.waiver_document
    zone = next(z for z in _zones(session) if z.village_code == row["village_code"])
    assert zone.colour == "green"


def test_two_weeks_of_reports_and_what_was_planted_in_them(
    session: Session, loaded: Loaded
) -> None:
    days = session.execute(
        text(
            "SELECT reported_on, count(*), count(DISTINCT reported_by) AS officers"
            " FROM progress_report WHERE is_current GROUP BY 1 ORDER BY 1"
        )
    ).all()
    assert [row.reported_on for row in days] == [
        NOW.date() - timedelta(days=ago) for ago in reversed(range(14))
    ]
    assert all(1050 < row.count < 1166 and row.officers == 28 for row in days[:-1])
    assert 700 < days[-1].count < 1000
    assert days[-1].officers == 24
    assert loaded.figures["reports"] == sum(row.count for row in days)
    found = dict(
        session.execute(
            text(
                "SELECT code, count(*) FROM flag"
                " WHERE subject_type = 'report' AND closed_at IS NULL GROUP BY 1"
            )
        ).all()
    )
    assert found.keys() == {"progress-decreased", "progress-jump", "report-missing"}
    assert (found["progress-decreased"], found["progress-jump"]) == (FALLS, JUMPS)
    assert found["report-missing"] >= STALE
    late = session.scalar(
        text("SELECT count(*) FROM progress_report WHERE received_at > :now"), {"now": NOW}
    )
    assert late == 0


def test_reports_say_what_the_lists_declared(session: Session, loaded: Loaded) -> None:
    building = session.execute(
        text(
            "SELECT count(*) AS all, count(*) FILTER (WHERE report.photos <> '{}') AS shown"
            " FROM latest_report AS report"
            " JOIN cooperative ON cooperative.village_code = report.village_code"
            " WHERE (report.construction_stage <> 'none') ="
            " (cooperative.construction_stage = 'started')"
            " AND cooperative.construction_stage = 'started'"
        )
    ).one()
    assert tuple(building) == (HEADLINE["under_construction"],) * 2
    fell = session.scalar(
        text(
            "SELECT count(*) FROM progress_report AS report JOIN progress_report AS before"
            " ON before.village_code = report.village_code"
            " AND before.reported_on = report.reported_on - 1"
            " WHERE report.percent < before.percent"
        )
    )
    assert fell <= FALLS
    (row,) = [row for row in loaded.planted if row["mistake"] == "unknown-village"]
    assert not session.scalar(
        text("SELECT count(*) FROM progress_report WHERE village_code = :code"),
        {"code": row["village_code"]},
    )


def test_all_three_colours_and_more_red_far_from_the_capital(
    session: Session, loaded: Loaded
) -> None:
    counts = {colour: loaded.figures[colour] for colour in ("green", "yellow", "red")}
    assert sum(counts.values()) == 1166
    assert counts["green"] == 233
    assert 0.4 < counts["yellow"] / 1166 < 0.6
    assert 0.2 < counts["red"] / 1166 < 0.4
    red = Counter(zone.regency_code for zone in _zones(session) if zone.colour == "red")
    total = Counter(zone.regency_code for zone in _zones(session))
    assert red["52.06"] / total["52.06"] > 1.5 * red["52.71"] / total["52.71"]  # Bima, Mataram


def test_there_are_sixty_days_of_history(session: Session, loaded: Loaded) -> None:
    zones = _zones(session)
    since = {zone.since.date() for zone in zones if zone.since}
    assert len(since) >= 8
    assert max(since) < NOW.date()
    greens = []
    for days in (61, 59, 30, 0):
        then = _zones(session, days)
        assert all(zone.colour for zone in then) or days == 61
        greens.append(sum(zone.colour == "green" for zone in then))
    assert greens[:2] == [0, 0]
    assert 0 < greens[2] < greens[3] == 233
    corrected = session.execute(
        text("SELECT count(*) FROM flag WHERE code = 'swapped-axes' AND closed_at IS NOT NULL")
    ).scalar_one()
    assert corrected == 20


def test_the_accounts_can_sign_in(session: Session, loaded: Loaded) -> None:
    for role, username in EASY.items():
        sign_in(session, Credentials(username, DEMONSTRATION_PASSWORD, "127.0.0.1"), NOW)
        account = next(one for one in accounts(session) if one.person.username == username)
        assert account.roles == (role,)
        assert account.person.is_demonstration
    without = Credentials("contoh-petugas-2", DEMONSTRATION_PASSWORD, "127.0.0.1")
    with pytest.raises(WrongPasswordError):
        sign_in(session, without, NOW)


def test_the_officers_answer_for_every_village_once(session: Session, loaded: Loaded) -> None:
    people = [one for one in accounts(session) if one.person.is_demonstration]
    officers = [one for one in people if one.roles == ("officer",)]
    assert (len(people), len(officers)) == (78, 28)
    assert all(one.areas for one in officers)
    assert all(not one.areas for one in people if one not in officers)
    codes = session.scalars(text("SELECT code FROM village")).all()
    counts = [
        sum(code.startswith(f"{area}.") for one in officers for area in one.areas) for code in codes
    ]
    assert counts == [1] * 1166


def test_it_is_the_same_each_time(empty: Session) -> None:
    def picture() -> list[Any]:
        load_demonstration(empty, by="test", now=NOW)
        queries = (
            "SELECT village_code, raw, verdict, verified_at, distance_m FROM site ORDER BY 1",
            "SELECT village_code, colour, reasons, since FROM zone ORDER BY village_code, id",
            "SELECT * FROM cooperative ORDER BY 1",
            "SELECT * FROM cooperative_profile ORDER BY 1",
            "SELECT * FROM cooperative_asset ORDER BY 1, 2",
            "SELECT username, full_name FROM person ORDER BY 1",
            "SELECT id, percent, received_at, reported_by FROM progress_report ORDER BY 1",
            "SELECT report_id, position, kind, due_on, since FROM report_blocker ORDER BY 1, 2",
        )
        return [empty.execute(text(query)).all() for query in queries]

    with empty.begin_nested() as savepoint:
        first = picture()
        savepoint.rollback()
    assert picture() == first


def test_it_refuses_a_database_with_real_sites(empty: Session) -> None:
    record_pin(empty, Pin("52.01.01.1001", "-8.68, 116.12"), by="budi", now=NOW)
    with pytest.raises(DemonstrationError, match="real sites or accounts"):
        load_demonstration(empty, by="test", now=NOW)
    assert not is_demonstration(empty)


def test_it_refuses_a_database_with_real_people(empty: Session) -> None:
    _real_person(empty)
    with pytest.raises(DemonstrationError, match="real sites or accounts"):
        load_demonstration(empty, by="test", now=NOW)


def test_it_is_not_loaded_twice(session: Session, loaded: Loaded) -> None:
    with pytest.raises(DemonstrationError, match="there already"):
        load_demonstration(session, by="test", now=NOW)


@pytest.fixture
def bare(engine: Engine, settings: Settings) -> Iterator[Session]:
    """A database without a single area."""
    yield from rolled_back(engine, settings)


def test_it_needs_its_roster(bare: Session) -> None:
    factory = Factory(bare, NOW)
    with pytest.raises(DemonstrationError, match="no boundaries"):
        load_demonstration(factory.session, by="test", now=NOW)
    factory.square()
    with pytest.raises(DemonstrationError, match="the roster holds 1 of them"):
        load_demonstration(factory.session, by="test", now=NOW)


def test_a_real_person_closes_the_sample_accounts(empty: Session) -> None:
    load_demonstration(empty, by="test", now=NOW)
    _real_person(empty)
    empty.expire_all()
    for username in EASY.values():
        with pytest.raises(WrongPasswordError):
            sign_in(empty, Credentials(username, DEMONSTRATION_PASSWORD, "127.0.0.1"), NOW)
    assert is_demonstration(empty)
    assert service.working_accounts(empty) == set()


def test_removed_by_the_owner_and_loaded_again(owner: Session) -> None:
    first = load_demonstration(owner, by="test", now=NOW)
    remove_demonstration(owner, by="test", now=NOW)
    assert not is_demonstration(owner)
    left = service.figures(owner)
    assert (left["sites"], left["staff"], left["models"], left["red"]) == (0, 0, 0, 1166)
    owner.expire_all()
    assert load_demonstration(owner, by="test", now=NOW) == first


def test_what_others_recorded_is_not_removed_by_the_way(owner: Session) -> None:
    load_demonstration(owner, by="test", now=NOW)
    record_pin(owner, Pin("52.01.01.1001", "-8.68, 116.12"), by="contoh-petugas", now=NOW)
    record_pin(owner, Pin("52.01.01.1004", "-8.68, 116.12"), by="budi", now=NOW)
    with pytest.raises(DemonstrationError, match="1 positions, parcels and reports"):
        remove_demonstration(owner, by="test", now=NOW)
    remove_demonstration(owner, by="test", now=NOW, everything=True)
    with pytest.raises(DemonstrationError, match="no sample data"):
        remove_demonstration(owner, by="test", now=NOW)


def test_the_service_itself_cannot_remove_it(empty: Session) -> None:
    load_demonstration(empty, by="test", now=NOW)
    with pytest.raises(DBAPIError):
        remove_demonstration(empty, by="test", now=NOW)
    empty.rollback()


# --- the command --------------------------------------------------------------------------------


def _run(settings: Settings, *options: str) -> Result:
    commands = Commands()
    commands.__dict__["settings"] = settings
    result = CliRunner().invoke(demo, options, obj=commands, catch_exceptions=False)
    commands.engine.dispose()
    return result


def test_the_command_with_indicative_boundaries(indicative: Settings) -> None:
    first = _run(indicative)
    assert first.exit_code == 0
    for line in ("1,166", "454", "214", "78", "contoh-pimpinan", DEMONSTRATION_PASSWORD):
        assert line in first.stdout
    assert "there already" in _run(indicative).output
    engine = make_engine(indicative.app_database_url)
    with transaction(engine, indicative) as session:
        figures = service.figures(session)
        assert {name: figures[name] for name in HEADLINE} == HEADLINE
        assert (figures["green"], figures["yellow"] > 400, figures["red"] > 250) == (
            233,
            True,
            True,
        )
        sites = {site["village_code"]: site for site in check_report(session, None, "en")["sites"]}
        for row in planted_mistakes(session):
            assert flag_codes(sites[row["given_code"]]) >= set(row["flags"]), row
    assert '"mistake": "swapped-axes"' in _run(indicative, "--planted").stdout
    assert _run(indicative, "--again").exit_code == 0
    assert "contoh-admin" in _run(replace(indicative, language="id")).stdout
    assert "removed" in _run(indicative, "--remove").output
    with transaction(engine, indicative) as session:
        assert not is_demonstration(session)
        assert service.figures(session)["sites"] == 0
    engine.dispose()


def _zones(session: Session, days_ago: int | None = None) -> list[Any]:
    zone = session.info["settings"].time_zone
    day = None if days_ago is None else NOW.astimezone(zone).date() - timedelta(days=days_ago)
    return zones_as_of(session, day, time_zone=zone, now=NOW, language="en")


def _real_person(session: Session) -> None:
    add_person(
        session,
        "budi",
        "Budi Santoso",
        "rahasia sekali 17",
        roles=["planner"],
        by="test",
        now=NOW,
    )
