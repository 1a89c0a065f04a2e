"""Daily reports: one a day in force, checked against the one before, never doubled or lost."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from gis_service.zones.listeners import policy_in_force
from tests.factories import Factory
from tests.phone import Phone
from tests.web import Web

HOME, NEXT = "52.01.01.2001", "52.01.01.2002"
TODAY = date(2026, 1, 15)
PHOTO = "5b2f2d3e-8a53-4d6f-9a3e-6b1b7e6a0001"


@pytest.fixture
def officer(web: Web, factory: Factory) -> Phone:
    factory.square(HOME)
    factory.square(NEXT, south_west=(-8.60, 116.12))
    return Phone(web.signed_in_as("officer", HOME))


def report(day: date = TODAY, **fields: Any) -> dict[str, Any]:
    return {
        "village_code": HOME,
        "reported_on": day.isoformat(),
        "land_stage": "ready",
        "construction_stage": "structure",
        "percent": 40,
        "photos": [PHOTO],
        **fields,
    }


def codes(reply: Any) -> set[str]:
    return {flag["code"] for flag in reply.json["report"]["flags"]}


def open_codes(web: Web) -> list[str]:
    query = "SELECT code FROM flag WHERE subject_type = 'report' AND closed_at IS NULL"
    return list(web.session.scalars(text(f"{query} ORDER BY code")))


def test_a_report_is_stored_with_its_blockers(web: Web, officer: Phone) -> None:
    blockers = [
        {"kind": "permit", "owner": "Dinas PUPR", "due_on": "2026-02-01", "note": None},
        {"kind": "needs-fill"},
    ]
    reply = officer.put("reports", report(blockers=blockers))
    assert reply.status_code == 201
    assert reply.json is not None
    assert reply.json["report"]["flags"] == []
    rows = web.session.execute(text("SELECT * FROM report_blocker ORDER BY position")).all()
    assert [(row.kind, row.owner, row.since) for row in rows] == [
        ("permit", "Dinas PUPR", TODAY),
        ("needs-fill", None, TODAY),
    ]
    stage = web.session.scalar(
        text("SELECT construction_stage FROM cooperative WHERE village_code = :code"),
        {"code": HOME},
    )
    assert stage == "started"


def test_a_blocker_that_stays_keeps_its_first_day(web: Web, officer: Phone) -> None:
    for day in (13, 14, 15):
        officer.put("reports", report(date(2026, 1, day), blockers=[{"kind": "consent"}]))
    found = web.session.scalar(text("SELECT blockers FROM latest_report"))
    assert found[0]["since"] == "2026-01-13"


def test_less_than_the_day_before_is_flagged_and_kept_when_confirmed(officer: Phone) -> None:
    officer.put("reports", report(TODAY - timedelta(days=1), percent=40))
    reply = officer.put("reports", report(percent=30, confirmed=["progress-decreased"]))
    assert codes(reply) == {"progress-decreased"}
    assert reply.json is not None
    assert "January 14, 2026" in reply.json["report"]["flags"][0]["message"]


@pytest.mark.parametrize(
    ("before", "after", "days", "flags"),
    [
        ({"percent": 10}, {"percent": 36}, 1, {"progress-jump"}),
        ({"percent": 10}, {"percent": 35}, 1, set()),
        ({"percent": 10}, {"percent": 36}, 2, set()),
        ({"construction_stage": "roof"}, {"construction_stage": "foundation"}, 1,
         {"progress-decreased"}),
        ({"land_stage": "ready"}, {"land_stage": "candidate"}, 1, {"progress-decreased"}),
        ({"percent": None}, {"percent": 90}, 1, set()),
    ],
)  # fmt: skip
def test_what_is_doubtful_after_the_report_before(
    officer: Phone, before: dict[str, Any], after: dict[str, Any], days: int, flags: set[str]
) -> None:
    officer.put("reports", report(TODAY - timedelta(days=days), **before))
    assert codes(officer.put("reports", report(**after))) == flags


def test_a_report_that_comes_late_is_compared_with_both_sides(web: Web, officer: Phone) -> None:
    officer.put("reports", report(TODAY - timedelta(days=2), percent=20))
    officer.put("reports", report(TODAY, percent=30))
    assert open_codes(web) == []
    # the day between comes last, after weeks without signal
    officer.put("reports", report(TODAY - timedelta(days=1), percent=40))
    assert open_codes(web) == ["progress-decreased"]


def test_a_second_report_of_a_day_takes_the_place_of_the_first(web: Web, officer: Phone) -> None:
    first, second = uuid4(), uuid4()
    officer.put("reports", report(percent=40), first)
    officer.put("reports", report(percent=45), second)
    found = web.session.execute(text("SELECT id, is_current FROM progress_report"))
    rows = {row.id: row.is_current for row in found}
    assert rows == {first: False, second: True}
    careful = officer.put("reports", report(percent=50), If_None_Match="*")
    assert careful.status_code == 412
    assert careful.json is not None
    assert careful.json["current"]["content"]["percent"] == 45


def test_a_report_can_be_put_right(web: Web, officer: Phone) -> None:
    client_id = uuid4()
    first = officer.put("reports", report(percent=40), client_id)
    assert first.json is not None
    right = report(percent=42, blockers=[{"kind": "other", "note": "banjir"}])
    edited = officer.put("reports", right, client_id, If_Match=first.json["tag"])
    assert edited.status_code == 200
    assert web.session.scalar(text("SELECT percent FROM progress_report")) == 42
    assert web.session.scalar(text("SELECT count(*) FROM submission")) == 2
    again = officer.put("reports", right, client_id)
    assert again.json == edited.json
    another_day = officer.put(
        "reports",
        report(TODAY - timedelta(days=1)),
        client_id,
        If_Match=edited.json["tag"] if edited.json else "",
    )
    assert another_day.status_code in (412, 422)


def test_a_report_from_far_away_is_flagged_until_the_site_moves_there(
    web: Web, factory: Factory, officer: Phone
) -> None:
    factory.pin(HOME, "-8.590000, 116.110000")
    device = {"latitude": -8.5945, "longitude": 116.11, "accuracy_m": 20}
    assert codes(officer.put("reports", report(device=device))) == {"report-far-from-site"}
    factory.pin(HOME, "-8.594400, 116.110000")
    assert open_codes(web) == []


def test_a_day_without_a_report_is_noticed_by_the_first_report_of_the_next(
    web: Web, factory: Factory, officer: Phone
) -> None:
    officer.put("reports", report())
    web.clock.forward(timedelta(days=2))
    other = Phone(web.signed_in_as("officer", NEXT))
    other.put("reports", report(TODAY + timedelta(days=2), village_code=NEXT))
    assert open_codes(web) == ["report-missing"]
    officer = Phone(web.signed_in_as("officer", HOME))
    officer.put("reports", report(TODAY + timedelta(days=2)))
    assert open_codes(web) == []


def test_zones_follow_blockers_and_age(web: Web, factory: Factory, officer: Phone) -> None:
    policy_in_force(web.app.extensions["gis"].settings.zone_policy)
    officer.put("reports", report(blockers=[{"kind": "permit"}, {"kind": "dispute"}]))
    query = text("SELECT reasons FROM zone WHERE village_code = :code AND valid_to IS NULL")
    rules = {reason["rule"] for reason in web.session.scalar(query, {"code": HOME})}
    assert {"blocker-open", "land-dispute"} <= rules
    web.clock.forward(timedelta(days=8))
    other = Phone(web.signed_in_as("officer", NEXT))
    other.put("reports", report(TODAY + timedelta(days=8), village_code=NEXT))
    reasons = {one["rule"]: one for one in web.session.scalar(query, {"code": HOME})}
    assert reasons["report-stale"]["figures"]["days_since_report"] == 8


@pytest.mark.parametrize(
    ("content", "field", "words"),
    [
        (report(photos=[]), "photos", "at least one photo"),
        (report(TODAY + timedelta(days=1)), "reported_on", "today is 2026-01-15"),
        (report(date(2024, 12, 31)), "reported_on", "2025-01-01"),
        (report(reported_on="hari ini"), "reported_on", "a day"),
        (report(percent=101), "percent", "100"),
        (report(percent="setengah"), "percent", "number"),
        (report(land_stage="entah"), "land_stage", "one of"),
        (report(blockers=[{"kind": "hujan"}]), "blockers.0.kind", "one of"),
        (report(blockers=[{"kind": "permit", "due_on": "besok"}]), "blockers.0.due_on", "a day"),
        (report(blockers=[{"kind": "other"}] * 21), "blockers", "20"),
        (report(photos=["bukan"]), "photos.0", "UUID"),
        (report(photos=[str(uuid4()) for _ in range(21)]), "photos", "20"),
    ],
)
def test_what_cannot_be_taken_is_named(
    web: Web, officer: Phone, content: dict[str, Any], field: str, words: str
) -> None:
    reply = officer.put("reports", content)
    assert reply.status_code == 422, reply.text
    assert reply.json is not None
    assert reply.json["field"] == field
    assert words in reply.json["errors"][0]["detail"]
    assert web.session.scalar(text("SELECT count(*) FROM progress_report")) == 0


def test_a_report_for_a_village_that_nobody_knows_is_told_so(web: Web, officer: Phone) -> None:
    reply = Phone(web.signed_in_as("administrator")).put(
        "reports", report(village_code="52.99.99.2999")
    )
    assert reply.status_code == 422
    assert reply.json is not None
    assert reply.json["field"] == "village_code"
