"""The office's page of a day: its figures against a count by hand, its files read back."""

import csv
import io
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from gis_service.accounts.service import disable_person
from gis_service.areas.roster import AreaRow
from gis_service.progress.submission import BLOCKER_KINDS
from gis_service.settings import Settings
from tests.conftest import NOW, rolled_back
from tests.factories import Factory
from tests.phone import Phone
from tests.web import Browser, Web, web_on

TODAY = date(2026, 1, 15)
PHOTO = "5b2f2d3e-8a53-4d6f-9a3e-6b1b7e6a0001"
NAMES = {"52.01": "Kabupaten Lombok Barat", "52.02": "Kabupaten Lombok Tengah"}
CODES = [
    f"{regency}.{district:02d}.{2001 + number}"
    for regency in NAMES
    for district in (1, 2)
    for number in range(4)
]
#: Username of the officer to what they answer for; the last village of all has nobody.
AREAS = {
    "whole-regency": ["52.01"],
    "a-district": ["52.02.01"],
    "two-villages": ["52.02.02.2001", "52.02.02.2002"],
    "helps": ["52.01.01.2001"],
}
NOTE = '=HYPERLINK("http://example.com";"klik")'


def report(code: str, day: date, **fields: Any) -> dict[str, Any]:
    return {
        "village_code": code,
        "reported_on": day.isoformat(),
        "land_stage": "ready",
        "construction_stage": "structure",
        "percent": 40,
        "photos": [PHOTO],
        **fields,
    }


@pytest.fixture(scope="module")
def session(engine: Engine, settings: Settings) -> Iterator[Session]:
    yield from rolled_back(engine, settings)


@pytest.fixture(scope="module")
def factory(session: Session) -> Factory:
    return Factory(session, NOW)


@pytest.fixture(scope="module")
def whole_web(
    session: Session, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Web]:
    home = tmp_path_factory.mktemp("home")
    with web_on(session, replace(settings, home=home), NOW) as made:
        yield made


@pytest.fixture
def web(whole_web: Web) -> Iterator[Web]:
    """What a test does is undone at its end; the villages and reports stay for the next."""
    people = dict(whole_web.people)
    with whole_web.session.connection().begin_nested() as savepoint:
        yield whole_web
        savepoint.rollback()
    whole_web.session.expire_all()
    whole_web.people, whole_web.clock.now = people, NOW


@pytest.fixture(scope="module")
def office(whole_web: Web, factory: Factory) -> Browser:
    """Two regencies and five days of reports with gaps; somebody of the leadership looks."""
    web = whole_web
    factory.areas(
        *(AreaRow(code, name, None, None, None, None) for code, name in NAMES.items()),
        *(AreaRow(code, f"Desa {code[-7:]}", "desa", None, None, None) for code in CODES),
    )
    people = {name: Phone(web.signed_in_as("officer", *areas)) for name, areas in AREAS.items()}
    admin = Phone(web.signed_in_as("administrator"))
    dice = random.Random(4)  # noqa: S311 - samples, not secrets
    for ago in range(4, -1, -1):
        for code in CODES:
            if dice.random() < 0.4:
                continue
            owner = next(
                (
                    name
                    for name, areas in AREAS.items()
                    if any(code.startswith(area) for area in areas)
                ),
                "",
            )
            sent = people.get(owner, admin).put(
                "reports",
                report(
                    code,
                    TODAY - timedelta(days=ago),
                    percent=dice.choice([None, *range(0, 100, 7)]),
                    note=NOTE if dice.random() < 0.5 else None,
                    blockers=[
                        {"kind": kind} for kind in dice.sample(BLOCKER_KINDS, dice.randrange(3))
                    ],
                ),
            )
            assert sent.status_code == 201, sent.text
    return web.signed_in_as("leadership")


def by_hand(web: Web, day: date) -> dict[str, Any]:
    """Count a day from the plain rows, one after the other."""
    rows = web.session.execute(
        text("SELECT * FROM progress_report WHERE is_current ORDER BY reported_on")
    ).all()
    responsible = web.session.execute(
        text(
            "SELECT area_code, username FROM responsibility JOIN person ON id = person_id"
            " WHERE disabled_at IS NULL"
        )
    ).all()
    found: dict[str, Any] = {}
    for code in CODES:
        officers = sorted({who for area, who in responsible if code.startswith(area)})
        past = [row for row in rows if row.village_code == code and row.reported_on <= day]
        of_day = past[-1] if past and past[-1].reported_on == day else None
        before = past[-2] if of_day and len(past) > 1 else None
        change = None
        if of_day and before and None not in (of_day.percent, before.percent):
            change = of_day.percent - before.percent
        found[code] = {
            "officers": officers,
            "state": "reported" if of_day else "missing" if officers else "unexpected",
            "days": (day - past[-1].reported_on).days if past else None,
            "percent": of_day and of_day.percent,
            "change": change,
        }
    return found


def exported(office: Browser, form: str, query: str = "") -> Any:
    reply = office.get(f"/reports/export.{form}{query}")
    assert reply.status_code == 200, reply.text
    return reply


def features(office: Browser, query: str = "") -> dict[str, Any]:
    return {
        one["id"]: one["properties"]
        for one in json.loads(exported(office, "geojson", query).data)["features"]
    }


def cells(page: str, table: str) -> Iterator[list[str]]:
    """The texts of a table's rows."""
    (found,) = re.findall(rf'<table class="{table}[^"]*">(.*?)</table>', page, re.DOTALL)
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", found.partition("</thead>")[2], re.DOTALL):
        yield [
            unescape(" ".join(re.sub(r"<[^>]+>", " ", cell).split()))
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]


def figures(page: str) -> list[int]:
    section = page.partition('class="figures"')[2].partition("</section>")[0]
    return [int(one) for one in re.findall(r"<(?:strong|dd)>(\d+)<", section)]


@pytest.mark.parametrize("ago", [0, 1, 3, 10])
@pytest.mark.parametrize("regency", ["", "52.02"])
def test_the_figures_are_those_counted_by_hand(
    web: Web, office: Browser, ago: int, regency: str
) -> None:
    day = TODAY - timedelta(days=ago)
    hand = {code: one for code, one in by_hand(web, day).items() if code.startswith(regency)}
    page = office.get(f"/reports?day={day}&regency={regency}").text
    expected = [one for one in hand.values() if one["officers"]]
    reported = [one for one in expected if one["state"] == "reported"]
    of_officer: dict[str, list[bool]] = defaultdict(list)
    for one in expected:
        for who in one["officers"]:
            of_officer[who].append(one["state"] == "reported")
    assert figures(page) == [
        len(reported),
        len(expected) - len(reported),
        sum(all(theirs) for theirs in of_officer.values()),
        sum(any(theirs) and not all(theirs) for theirs in of_officer.values()),
        sum(not any(theirs) for theirs in of_officer.values()),
    ]
    names = dict(web.session.execute(text("SELECT username, full_name FROM person")).all())
    assert sorted(row[1:4] for row in cells(page, "officers")) == sorted(
        [str(len(theirs)), str(sum(theirs)), str(len(theirs) - sum(theirs))]
        for theirs in of_officer.values()
    )
    found = features(office, f"?day={day}&regency={regency}")
    assert found.keys() == {code for code, one in hand.items() if one["state"] != "unexpected"}
    for code, one in found.items():
        assert one["state"] == hand[code]["state"]
        assert one["days_since_report"] == hand[code]["days"]
        assert one["officers"] == [names[who] for who in hand[code]["officers"]]
        assert (one["percent"], one["change"]) == (hand[code]["percent"], hand[code]["change"])


def test_regencies_are_all_there_also_when_one_is_chosen(web: Web, office: Browser) -> None:
    hand = by_hand(web, TODAY)
    for query in ("", "?regency=5201"):
        rows = list(cells(office.get(f"/reports{query}").text, "regencies"))
        assert [row[0] for row in rows] == ["Lombok Barat", "Lombok Tengah"]
        for row, code in zip(rows, NAMES, strict=True):
            theirs = [one for key, one in hand.items() if key.startswith(code) and one["officers"]]
            reported = sum(one["state"] == "reported" for one in theirs)
            assert [int(one) for one in row[1:3]] == [reported, len(theirs) - reported]


def test_the_lists_hold_every_village_once(web: Web, office: Browser) -> None:
    hand = by_hand(web, TODAY)
    listed = {}
    for shown in ("missing", "reported"):
        page = office.get(f"/reports?list={shown}").text
        listed[shown] = re.findall(r'class="to-map" href="#village=([\d.]+)"', page)
        assert len(listed[shown]) == len(set(listed[shown]))
        assert set(listed[shown]) == {code for code, one in hand.items() if one["state"] == shown}
    assert 'aria-current="true"' in office.get("/reports?list=reported").text


@pytest.mark.parametrize("sort", ["percent", "-percent", "change", "-days", "village", "-officer"])
def test_lists_are_sorted_with_what_is_not_known_last(web: Web, office: Browser, sort: str) -> None:
    shown = "missing" if sort == "-days" else "reported"
    page = office.get(f"/reports?list={shown}&sort={sort}").text
    codes = re.findall(r'class="to-map" href="#village=([\d.]+)"', page)
    found = features(office)
    column = sort.removeprefix("-")
    key = {"days": "days_since_report", "officer": "officers"}.get(column, column)
    values = [found[code][key] for code in codes]
    known = [one for one in values if one not in (None, [])]
    if column == "days":
        # never is longer ago than any day
        assert values == sorted(values, key=lambda one: 999 if one is None else one, reverse=True)
        return
    assert values[: len(known)] == known
    assert known == sorted(known, reverse=sort.startswith("-"))
    assert f'aria-sort="{"descending" if sort.startswith("-") else "ascending"}"' in page


def test_a_long_list_is_cut_until_all_of_it_is_asked_for(
    web: Web, office: Browser, factory: Factory
) -> None:
    villages = [f"52.03.01.{2001 + number}" for number in range(120)]
    factory.areas(
        AreaRow("52.03", "Kabupaten Lombok Timur", None, None, None, None),
        *(AreaRow(code, f"Desa {code}", "desa", None, None, None) for code in villages),
    )
    web.person("officer", "52.03")
    page = office.get("/reports?regency=52.03").text
    assert page.count('class="to-map"') == 100
    assert "Show all 120 villages" in page
    assert office.get("/reports?regency=52.03&all=1").text.count('class="to-map"') == 120


def test_who_is_disabled_is_no_longer_expected_to_report(web: Web, office: Browser) -> None:
    username = web.person("officer", "52.02.01")
    disable_person(web.session, username, by="test", now=web.clock.now)
    hand = by_hand(web, TODAY)
    assert not any(one["officers"] for code, one in hand.items() if code.startswith("52.02.01"))
    reported = [one for one in hand.values() if one["officers"] and one["state"] == "reported"]
    assert figures(office.get("/reports").text)[0] == len(reported)


def test_today_is_the_office_s_day(web: Web, office: Browser) -> None:
    # 16:30 on the 14th in UTC is the 15th in the office
    web.clock.now = datetime.fromisoformat("2026-01-14T16:30:00+00:00")
    page = office.get("/reports").text
    assert "Thursday, January 15, 2026" in page
    assert 'rel="next"' not in page
    assert "The day before: Wednesday, January 14, 2026" in page
    indonesian = web.signed_in_as("planner").get("/reports?day=2026-01-14&lang=id").text
    assert "Rabu, 14 Januari 2026" in indonesian


@pytest.mark.parametrize(
    ("query", "field", "refused"),
    [
        ("day=2026-01-16", "day", (400, "has not come yet: reports are known up to today")),
        ("day=2024-12-31", "day", (400, "no reports before")),
        ("day=2026-02-30", "day", (400, "such as 2026-01-15")),
        ("day=kemarin", "day", (400, "such as 2026-01-15")),
        ("day=20260115", "day", (400, "such as 2026-01-15")),
        ("regency=Lombok", "regency", (400, "such as 52.01")),
        ("regency=52.01.01", "regency", (400, "such as 52.01")),
        ("regency=52.99", "regency", (404, "52.99")),
        ("list=alle", "list", (400, "missing, reported")),
        ("sort=name", "sort", (400, "must be one of")),
        ("list=missing&sort=percent", "sort", (400, "village, regency, officer, days")),
        ("tag=1", "tag", (400, "There is no parameter tag")),
        ("day=2026-01-15&day=2026-01-14", "day", (400, "given twice")),
    ],
)
def test_what_cannot_be_asked_is_named(
    web: Web, office: Browser, query: str, field: str, refused: tuple[int, str]
) -> None:
    for path in ("/reports", "/reports/map.json", "/reports/export.csv", "/reports/export.xlsx"):
        page = office.get(f"{path}?{query}")
        status, words = refused
        assert page.status_code == status
        assert words in unescape(page.text)
        told = office.client.get(f"{path}?{query}", headers={"Accept": "application/json"})
        assert told.json is not None
        assert told.json["field"] == field


def test_empty_fields_of_the_form_say_nothing(office: Browser) -> None:
    assert office.get("/reports?day=&regency=").status_code == 200


def test_a_csv_holds_what_is_seen_and_no_formula(web: Web, office: Browser) -> None:
    reply = exported(office, "csv", "?day=2026-01-14&regency=52.01")
    assert reply.mimetype == "text/csv"
    assert reply.headers["Content-Disposition"] == (
        "attachment; filename=daily-reports-2026-01-14-52.01.csv"
    )
    assert reply.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(reply.data.decode("utf-8-sig"))))
    found = features(office, "?day=2026-01-14&regency=52.01")
    assert [row["Village code"] for row in rows] == list(found)
    for row in rows:
        one = found[row["Village code"]]
        assert row["Day"] == "2026-01-14"
        assert row["State"] == {"reported": "Reported", "missing": "Not reported"}[one["state"]]
        assert row["Physical progress (%)"] == (
            "" if one["percent"] is None else str(one["percent"])
        )
        assert row["Note"] == (f"'{NOTE}" if one["note"] else "")
        assert row["Source"].endswith("/reports?day=2026-01-14&regency=52.01")
        assert row["Made"] == "2026-01-15 09:00"
        assert not any(cell.startswith(("=", "@", "+")) for cell in row.values())
    assert any(row["Note"] for row in rows)


def test_a_csv_speaks_the_language_of_the_page(web: Web, office: Browser) -> None:
    reply = exported(web.signed_in_as("planner"), "csv", "?lang=id")
    heads = next(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"))))
    assert heads[:2] != ["Day", "Village code"]


def test_an_xlsx_has_numbers_and_days_and_no_formula(web: Web, office: Browser) -> None:
    reply = exported(office, "xlsx")
    book = load_workbook(io.BytesIO(reply.data))
    assert book.sheetnames == ["Villages", "Regencies", "Officers", "About"]
    sheet = book["Villages"]
    heads = [cell.value for cell in sheet[1]]
    found = features(office)
    rows = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2)]
    assert [row["Village code"].value for row in rows] == list(found)
    notes = 0
    for row in rows:
        one = found[row["Village code"].value]
        assert row["Day"].value == datetime.fromisoformat("2026-01-15")
        assert row["Day"].is_date
        assert row["Physical progress (%)"].value == one["percent"]
        if one["percent"] is not None:
            assert row["Physical progress (%)"].data_type == "n"
        if one["state"] == "reported":
            assert row["Received"].value == datetime.fromisoformat("2026-01-15T09:00")
        assert not any(cell.data_type == "f" for cell in row.values())
        if one["note"]:
            notes += 1
            assert row["Note"].value == NOTE
            assert row["Note"].quotePrefix
    assert notes
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert about["Day"] == datetime.fromisoformat("2026-01-15")
    assert about["Made"] == datetime.fromisoformat("2026-01-15T09:00")
    assert about["Source"].endswith("/reports?day=2026-01-15")
    assert about["Reported"] == figures(office.get("/reports").text)[0]
    assert [row[0] for row in book["Regencies"].iter_rows(min_row=2, values_only=True)] == list(
        NAMES.values()
    )


def test_control_characters_of_a_note_do_not_break_the_file(web: Web, office: Browser) -> None:
    admin = Phone(web.signed_in_as("administrator"))
    reply = admin.put("reports", report(CODES[0], TODAY, note="a\x01b"))
    assert reply.status_code == 201
    book = load_workbook(io.BytesIO(exported(office, "xlsx").data))
    notes = [row[19] for row in book["Villages"].iter_rows(min_row=2, values_only=True)]
    assert "a\N{REPLACEMENT CHARACTER}b" in notes


def test_geojson_says_day_source_and_when_and_stands_on_the_sites(
    web: Web, office: Browser, factory: Factory
) -> None:
    factory.pin(CODES[0], "-8.590001, 116.110002")
    found = json.loads(exported(office, "geojson").data)
    assert found["day"] == "2026-01-15"
    assert found["made_at"] == "2026-01-15T09:00:00+08:00"
    assert found["source"].endswith("/reports?day=2026-01-15")
    points = {one["id"]: one["geometry"] for one in found["features"]}
    assert points[CODES[0]] == {"type": "Point", "coordinates": [116.110002, -8.590001]}
    assert points[CODES[1]] is None


def test_findings_are_told_with_their_figures(web: Web, office: Browser) -> None:
    admin = Phone(web.signed_in_as("administrator"))
    admin.put("reports", report(CODES[0], TODAY - timedelta(days=1), percent=60))
    admin.put("reports", report(CODES[0], TODAY, percent=50))
    page = office.get("/reports?list=reported&regency=52.01").text
    assert "less than before" in page
    (row,) = [
        row
        for row in csv.DictReader(io.StringIO(exported(office, "csv").data.decode("utf-8-sig")))
        if row["Village code"] == CODES[0]
    ]
    assert row["Findings"].startswith("Less than reported on January 14, 2026.")
    assert row["Change (points)"] == "-10.0"


def test_the_map_is_told_of_every_village(web: Web, office: Browser) -> None:
    reply = office.get("/reports/map.json?regency=52.01")
    assert reply.json is not None
    hand = by_hand(web, TODAY)
    told = {row[0]: row for row in reply.json["villages"]}
    assert told.keys() == hand.keys()
    for code, row in told.items():
        assert row[2] == hand[code]["state"][0]
        assert row[5] == hand[code]["days"]
        assert (row[6] is not None) == (hand[code]["state"] == "reported")
    again = office.get(
        "/reports/map.json?regency=52.01", headers={"If-None-Match": reply.headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("role", ["reviewer", "planner", "leadership", "administrator"])
def test_the_office_finds_the_page_in_its_navigation(web: Web, office: Browser, role: str) -> None:
    page = web.signed_in_as(role).get("/reports").text
    assert re.search(r'<a href="/reports" aria-current="page">', page)


def test_officers_do_not(web: Web, office: Browser) -> None:
    officer = web.signed_in_as("officer", "52.01")
    assert officer.get("/reports").status_code == 403
    assert officer.get("/reports/export.csv").status_code == 403
    assert 'href="/reports"' not in officer.get("/account").text


def test_the_layer_has_the_last_report_of_each_village(
    web: Web, office: Browser, factory: Factory
) -> None:
    factory.pin(CODES[0], "-8.590001, 116.110002")
    layer = office.get("/api/v1/layers/progress.geojson").json
    assert layer is not None
    last = {
        row.village_code: row
        for row in web.session.execute(
            text("SELECT * FROM progress_report WHERE is_current ORDER BY reported_on")
        )
    }
    assert {one["id"] for one in layer["features"]} == last.keys()
    for one in layer["features"]:
        said, row = one["properties"], last[one["id"]]
        assert said["reported_on"] == row.reported_on.isoformat()
        assert (said["stage"], said["percent"]) == (row.construction_stage, row.percent)
        assert said["land_stage"] == "ready"
        assert (one["geometry"] is None) == (one["id"] != CODES[0])
    for query, count in (
        ("regency=52.01", sum(code.startswith("52.01") for code in last)),
        (f"village={max(last)}", 1),
        ("bbox=116.10,-8.60,116.12,-8.58", 1),
        ("bbox=116.20,-8.60,116.22,-8.58", 0),
        ("verdict=unresolved", 1),
        ("zone=red", len(last)),
    ):
        found = office.get(f"/api/v1/layers/progress.geojson?{query}").json
        assert found is not None
        assert found["numberMatched"] == count, query
    officer = web.signed_in_as("officer", "52.02.01").get("/api/v1/layers/progress.geojson")
    assert officer.json is not None
    assert all(one["id"].startswith("52.02.01") for one in officer.json["features"])
