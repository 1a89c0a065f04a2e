"""Profiles as they are read: every field's bad input is named, with what would be right."""

from datetime import date
from typing import Any, get_args

import pytest

from gis_service.cooperatives import labels
from gis_service.cooperatives.profile import (
    FIELDS,
    AssetKind,
    BusinessLine,
    Condition,
    Profile,
    calendar_day,
    filled_parts,
    read_profile,
    whole_number,
)
from gis_service.submissions.content import ProblemError
from gis_service.submissions.errors import ContentError

TODAY = date(2026, 1, 15)
ASSET = {"name": "Timbangan", "kind": "machine", "value_rupiah": "2.500.000", "condition": "good"}


def problems(**given: Any) -> dict[str, str]:
    with pytest.raises(ContentError) as caught:
        read_profile(given, TODAY)
    return {field: text for field, text, _ in caught.value.problems}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0", 0),
        ("1250", 1250),
        ("1.250", 1250),
        ("1,250", 1250),
        ("1 250 000", 1_250_000),
        ("12.500.000", 12_500_000),
        ("Rp 12.500.000,00", 12_500_000),
        ("rp12.500.000,-", 12_500_000),
        ("IDR 12,500,000.00", 12_500_000),
        ("\uff11\uff12", 12),
        ("1\N{NO-BREAK SPACE}250", 1250),
    ],
)
def test_whole_numbers_are_read_as_people_write_them(written: str, read: int) -> None:
    assert whole_number(written) == read


@pytest.mark.parametrize(
    "written",
    ["12,5", "1.25", "1.2500", "1.250,000", "1.250.00,0", "-5", "+5", "dua juta", "1e6", "1" * 30],
)
def test_what_could_be_two_numbers_or_none_is_refused(written: str) -> None:
    with pytest.raises(ProblemError):
        whole_number(written)


@pytest.mark.parametrize("written", ["2025-07-21", "21/7/2025", "21-07-2025", "21.07.2025"])
def test_days_are_read_as_people_write_them(written: str) -> None:
    assert calendar_day(written) == date(2025, 7, 21)


@pytest.mark.parametrize("written", ["31/02/2025", "07/21/2025", "2025-7", "kemarin", "2025-13-01"])
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(ProblemError):
        calendar_day(written)


def test_nothing_is_not_known_yet() -> None:
    assert read_profile(dict.fromkeys(FIELDS[:10]), TODAY) == Profile()


def test_everything_that_is_wrong_is_named_at_once() -> None:
    found = problems(
        chair="x" * 121,
        legal_number="9" * 121,
        legal_on="2026-01-16",
        members_total="1000001",
        members_women="-3",
        members_saving="banyak",
        business_lines=["lpg", "casino"],
        business_other="x" * 121,
        assets=[
            {"name": "  ", "kind": None, "value_rupiah": "mahal", "condition": "new"},
            {**ASSET, "kind": "ship", "value_rupiah": "1000000000001"},
        ],
        note="x" * 2001,
    )
    # the tick that is none comes first
    assert found == {
        "chair": "It may have at most %(max_length)s characters.",
        "legal_number": "It may have at most %(max_length)s characters.",
        "legal_on": "It must be a day from %(first)s to %(last)s.",
        "members_total": "It must be %(le)s or less.",
        "members_women": "It must be a whole number, 0 or more, such as %(example)s.",
        "members_saving": "It must be a whole number, 0 or more, such as %(example)s.",
        "business_lines.0": "It must be one of: %(expected)s.",
        "business_other": "It may have at most %(max_length)s characters.",
        "assets.0.name": "This is needed.",
        "assets.0.kind": "Choose one.",
        "assets.0.value_rupiah": "It must be a whole number, 0 or more, such as %(example)s.",
        "assets.0.condition": "It must be one of: %(expected)s.",
        "assets.1.kind": "It must be one of: %(expected)s.",
        "assets.1.value_rupiah": "It must be %(le)s or less.",
        "note": "It may have at most %(max_length)s characters.",
    }


def test_a_part_of_the_members_is_not_more_than_all() -> None:
    assert problems(members_total="10", members_women="11", members_saving="12").keys() == {
        "members_women",
        "members_saving",
    }
    read_profile({"members_women": "11"}, TODAY)


def test_more_assets_than_a_profile_holds_are_refused() -> None:
    assert problems(assets=[ASSET] * 101) == {"assets": "There may be at most %(max_length)s."}


def test_texts_are_kept_in_one_form() -> None:
    profile = read_profile(
        {
            "chair": "  Siti \n Aminah ",
            "note": "satu\r\ndua",
            "business_lines": ["lpg", "office", "lpg"],
        },
        TODAY,
    )
    assert (profile.chair, profile.note) == ("Siti Aminah", "satu\ndua")
    assert profile.business_lines == ("office", "lpg")


def test_which_parts_are_filled() -> None:
    board = {"chair": "A", "secretary": "B", "treasurer": "C", "supervisor": "D"}
    whole = read_profile(
        {
            **board,
            "legal_number": "1",
            "legal_on": "2025-07-01",
            "members_total": "10",
            "members_women": "0",
            "members_saving": "0",
            "business_other": "Warung",
            "assets": [ASSET],
        },
        TODAY,
    )
    assert set(filled_parts(whole, None).values()) == {True}
    assert filled_parts(whole, 0)["photos"] is False
    assert filled_parts(whole, 1).keys() == labels.PARTS.keys()
    assert set(filled_parts(Profile(), 0).values()) == {False}
    assert not filled_parts(read_profile({"legal_number": "1"}, TODAY), None)["legal"]
    assert not filled_parts(read_profile({**board, "chair": None}, TODAY), None)["organisation"]


def test_every_code_has_its_words() -> None:
    assert get_args(BusinessLine) == tuple(labels.BUSINESS_LINES)
    assert get_args(AssetKind) == tuple(labels.ASSET_KINDS)
    assert get_args(Condition) == tuple(labels.CONDITIONS)
    assert set(FIELDS) == set(labels.FIELDS)
    assert len(labels.OUTLETS) == 7
