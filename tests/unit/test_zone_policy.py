"""The zone policy: the shipped one, and files that an office got wrong."""

from pathlib import Path
from typing import Any

import pytest

from gis_service.zones.policy import FACTS, Policy, PolicyError, parse_policy, read_policy

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "policy" / "zones.toml"
GOOD: dict[str, Any] = {
    "verdict": "inside",
    "placement_waived": False,
    "verified": True,
    "kind": "desa",
    "portal_status": "listed",
    "construction_stage": "none",
    "parcel_area_m2": 1200.0,
    "owner_settled": True,
    "clear_and_clean": True,
    "dispute": False,
    "protected_farmland": False,
    "hazard": False,
    "land_refused": False,
    "open_blockers": 0,
    "days_since_report": 1,
}


@pytest.fixture(scope="module")
def policy() -> Policy:
    return read_policy(SHIPPED)


def tripped(policy: Policy, facts: dict[str, Any]) -> tuple[str, list[str]]:
    colour, reasons = policy.zone("52.01.01.2001", facts)
    return colour, [reason.rule for reason in reasons]


def test_everything_settled_is_green(policy: Policy) -> None:
    assert tripped(policy, GOOD) == ("green", [])


@pytest.mark.parametrize(
    ("change", "colour", "rule"),
    [
        ({"verdict": "outside"}, "red", "site-outside"),
        ({"verdict": "unresolved"}, "red", "site-unresolved"),
        ({"land_refused": True}, "red", "no-land"),
        ({"dispute": True}, "red", "land-dispute"),
        ({"protected_farmland": True}, "red", "protected-farmland"),
        ({"hazard": True}, "red", "hazard-zone"),
        ({"verdict": None, "verified": None, "parcel_area_m2": None}, "red", "nothing-reported"),
        ({"verdict": "uncertain"}, "yellow", "placement-uncertain"),
        ({"verdict": None, "verified": None}, "yellow", "site-missing"),
        ({"verified": False}, "yellow", "site-not-verified"),
        ({"parcel_area_m2": None}, "yellow", "parcel-unknown"),
        ({"parcel_area_m2": 999.9}, "yellow", "area-short"),
        ({"owner_settled": False}, "yellow", "owner-pending"),
        ({"clear_and_clean": False}, "yellow", "not-clear-and-clean"),
        ({"portal_status": "missing"}, "yellow", "not-in-portal"),
        ({"open_blockers": 2}, "yellow", "blocker-open"),
        ({"days_since_report": 8}, "yellow", "report-stale"),
    ],
)
def test_one_thing_open_gives_its_colour_and_its_reason(
    policy: Policy, change: dict[str, Any], colour: str, rule: str
) -> None:
    assert tripped(policy, GOOD | change) == (colour, [rule])


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "outside", "placement_waived": True},
        {"verdict": "uncertain", "placement_waived": True},
        {"portal_status": "missing", "construction_stage": "started"},
        {"portal_status": "unknown", "construction_stage": "complete"},
        {"parcel_area_m2": 1000.0},
        {"days_since_report": 7},
    ],
)
def test_what_the_policy_accepts_stays_green(policy: Policy, change: dict[str, Any]) -> None:
    assert tripped(policy, GOOD | change) == ("green", [])


def test_the_worst_colour_wins_and_comes_first(policy: Policy) -> None:
    colour, rules = tripped(policy, GOOD | {"verdict": "outside", "verified": False})
    assert colour == "red"
    assert rules == ["site-outside", "site-not-verified"]


def test_a_reason_carries_the_figures_that_tripped_it(policy: Policy) -> None:
    _, (reason,) = policy.zone("52.01.01.2001", GOOD | {"parcel_area_m2": 640})
    assert reason.figures == {"parcel_area_m2": 640, "parcel_area_m2_required": 1000}
    stored = {"rule": reason.rule, "figures": reason.figures}
    assert policy.text(stored, "id") == "Luas lahan 640 m2, kurang dari syarat"


def test_an_exception_holds_for_its_area_only() -> None:
    policy = parse_policy(
        SHIPPED.read_text() + '\n[[exception]]\narea = "52.71"\nparcel_area_m2 = 600\n'
    )
    facts = GOOD | {"parcel_area_m2": 640}
    assert policy.zone("52.71.01.1001", facts)[0] == "green"
    assert policy.zone("52.01.01.2001", facts)[0] == "yellow"


def test_every_fact_of_the_engine_is_described_in_the_file() -> None:
    header = SHIPPED.read_text().split("version =")[0]
    assert [fact for fact in FACTS if fact not in header] == []


RULE = '[[rule]]\nid = "a"\nzone = "red"\ntext.id = "a"\ntext.en = "a"\n'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("version = ", "not valid TOML"),
        ("", "version is missing"),
        ('version = "1"', "no \\[\\[rule\\]\\]"),
        ('version = "1"\n' + RULE, "when must list"),
        ('version = "1"\n' + RULE + "when = [{fact = 'colour', is = 1}]", "fact must be one of"),
        ('version = "1"\n' + RULE + "when = [{fact = 'verified'}]", "exactly one of"),
        (
            'version = "1"\n' + RULE + "when = [{fact = 'verified', is = true, in = []}]",
            "exactly one of",
        ),
        ('version = "1"\n' + RULE + "when = [{fact = 'verified', is = 'ya'}]", "not of the kind"),
        ('version = "1"\n' + RULE + "when = [{fact = 'verified', above = 1}]", "for numbers"),
        ('version = "1"\n' + RULE + "when = [{fact = 'verdict', in = 'x'}]", "must be a list"),
        ('version = "1"\n' + RULE + "when = [{fact = 'verdict', known = 1}]", "true or false"),
        (
            'version = "1"\n' + RULE + "when = [{fact = 'open_blockers', above = 'many'}]",
            "no threshold 'many'",
        ),
        ('version = "1"\n' + RULE.replace('"red"', '"green"'), "zone must be yellow or red"),
        (
            'version = "1"\n'
            + RULE.replace('text.en = "a"\n', "")
            + "when = [{fact = 'hazard', is = true}]",
            "text.en is missing",
        ),
        ('version = "1"\n[thresholds]\na = "b"', "must be a number"),
        ('version = "1"\n[[exception]]\nparcel_area_m2 = 1', "area is missing"),
        ('version = "1"\n[[exception]]\narea = "52"\nparcel = 1', "is not in \\[thresholds\\]"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place_and_what_would_be_right(
    content: str, message: str
) -> None:
    with pytest.raises(PolicyError, match=message):
        parse_policy(content)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"gone\.toml"):
        read_policy(tmp_path / "gone.toml")
