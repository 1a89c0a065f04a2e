"""Zones follow the sites, in the same transaction, and keep their history."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from gis_service.sites.checks import check_sites
from gis_service.zones.policy import parse_policy, read_policy
from gis_service.zones.service import DateError, VillageZone, refresh_zones, zones_as_of
from tests.factories import FORMED, Factory

HOME = "52.01.01.2001"
SILENT = "52.01.01.2002"
WITA = ZoneInfo("Asia/Makassar")


@pytest.fixture
def villages(factory: Factory) -> Factory:
    factory.square(HOME, (-8.60, 116.10))
    factory.village(SILENT, "Tanpa Batas")
    return factory


def at(session: Session, now: datetime, day: date | None = None) -> dict[str, VillageZone]:
    zones = zones_as_of(session, day, time_zone=WITA, now=now, language="en")
    return {zone.village_code: zone for zone in zones}


def rules(zone: VillageZone) -> list[str]:
    return [reason["rule"] for reason in zone.reasons]


def test_every_village_has_a_zone_also_without_boundary_or_report(
    villages: Factory, session: Session, now: datetime
) -> None:
    zones = at(session, now)
    assert {code: zone.colour for code, zone in zones.items()} == {HOME: "red", SILENT: "red"}
    assert rules(zones[SILENT]) == ["nothing-reported"]
    assert zones[SILENT].since == FORMED


def test_a_pin_recolours_its_village_in_the_same_transaction(
    villages: Factory, session: Session, now: datetime
) -> None:
    villages.pin(HOME, "-8.593456, 116.112345")
    zone = at(session, now)[HOME]
    assert zone.colour == "yellow"
    assert rules(zone) == ["site-not-verified", "parcel-unknown", "not-in-portal"]
    villages.pin(HOME, "-8.593456, 116.212345")
    assert rules(at(session, now)[HOME])[0] == "site-outside"


def test_a_waiver_for_the_place_takes_the_red_away(
    villages: Factory, session: Session, now: datetime
) -> None:
    villages.pin(HOME, "-8.593456, 116.125678")
    session.execute(
        text("UPDATE flag SET waived_at = :now, waived_by = 'r', waiver_reason = 'letter 12'"),
        {"now": now},
    )
    check_sites(session, None, now)
    assert at(session, now)[HOME].colour == "yellow"


def test_since_is_when_the_colour_began_and_past_days_stay_as_they_were(
    villages: Factory, session: Session
) -> None:
    first = datetime(2026, 1, 10, 3, 0, tzinfo=UTC)
    for days, coordinates in enumerate(
        ["-8.593456, 116.212345", "bukan koordinat", "-8.593456, 116.112345"]
    ):
        villages.now = first + timedelta(days=days)
        villages.pin(HOME, coordinates)
    now = first + timedelta(days=10)
    assert rules(at(session, now, date(2026, 1, 9))[HOME]) == ["nothing-reported"]
    assert at(session, now, date(2025, 7, 20))[HOME].colour is None
    outside = at(session, now, date(2026, 1, 10))[HOME]
    unresolved = at(session, now, date(2026, 1, 11))[HOME]
    inside = at(session, now, date(2026, 1, 12))[HOME]
    assert [zone.colour for zone in (outside, unresolved, inside)] == ["red", "red", "yellow"]
    assert rules(outside)[0] == "site-outside"
    assert rules(unresolved)[0] == "site-unresolved"
    # red because nothing was reported, then because the site is outside, then unresolved
    assert (outside.since, unresolved.since) == (FORMED, FORMED)
    assert inside.since == first + timedelta(days=2)


def test_a_day_ends_at_midnight_of_the_office_and_not_of_utc(
    villages: Factory, session: Session
) -> None:
    villages.now = datetime(2026, 1, 10, 17, 0, tzinfo=UTC)  # 01:00 on the 11th, WITA
    villages.pin(HOME, "-8.593456, 116.112345")
    now = villages.now + timedelta(days=5)
    assert at(session, now, date(2026, 1, 10))[HOME].colour == "red"
    assert at(session, now, date(2026, 1, 11))[HOME].colour == "yellow"


def test_the_future_is_refused(villages: Factory, session: Session, now: datetime) -> None:
    with pytest.raises(DateError, match="2026-01-16 has not come yet"):
        at(session, now, date(2026, 1, 16))


def test_a_past_day_is_explained_by_the_policy_then_in_force(
    villages: Factory, session: Session, now: datetime
) -> None:
    shipped = read_policy(session.info["settings"].zone_policy)
    lenient = parse_policy(
        'version = "lenient"\n[[rule]]\nid = "unverified"\nzone = "yellow"\n'
        'when = [{fact = "verified", is = false}]\ntext.id = "periksa"\ntext.en = "look"\n'
    )
    villages.pin(HOME, "-8.593456, 116.212345")
    later = now + timedelta(days=3)
    refresh_zones(session, lenient, None, later)
    before, after = at(session, later, date(2026, 1, 15)), at(session, later)
    assert (before[HOME].colour, after[HOME].colour) == ("red", "yellow")
    assert before[HOME].reasons[0]["text"] == "The site lies outside its village"
    assert after[HOME].reasons[0]["text"] == "look"
    assert after[SILENT].colour == "green"
    stored = session.execute(text("SELECT content FROM zone_policy ORDER BY id")).scalars().all()
    assert stored == [shipped.content, lenient.content]


def test_refreshing_again_stores_nothing(
    villages: Factory, session: Session, now: datetime
) -> None:
    policy = read_policy(Path(session.info["settings"].zone_policy))
    villages.pin(HOME, "-8.593456, 116.112345")
    assert refresh_zones(session, policy, None, now) == 0
    assert refresh_zones(session, policy, None, now + timedelta(days=1)) == 0
