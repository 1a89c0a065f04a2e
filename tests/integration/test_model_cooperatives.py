"""The model cooperatives: which regencies are short, who may mark, what is exported."""

import csv
import re
from dataclasses import replace
from html import unescape
from io import StringIO
from pathlib import Path
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from gis_service.cooperatives import marking, profiles
from gis_service.cooperatives.errors import MarkingError
from gis_service.cooperatives.events import ProfilePhoto, profile_photos
from gis_service.cooperatives.profile import Profile, read_profile
from gis_service.db import make_engine, transaction
from gis_service.settings import Settings
from gis_service.signed_in import SignedIn
from tests.conftest import NOW, Server
from tests.factories import Factory
from tests.pictures import jpeg, scene
from tests.web import Web, web_on

WEST, EAST = "52.01", "52.03"
TARGET = 5


def village(number: int, regency: str = WEST) -> str:
    return f"{regency}.01.{2000 + number}"


@pytest.fixture
def villages(factory: Factory) -> None:
    """Six villages in one regency, two of them in another district, and three in another."""
    for number in range(1, 5):
        factory.village(village(number), f"Beleke {number}")
    factory.village(f"{WEST}.02.2001", "Kediri")
    factory.village(f"{WEST}.02.2002", "100%_benar")
    for number in range(1, 4):
        factory.village(village(number, EAST), f"Selong {number}")


@pytest.fixture
def marked(web: Web, villages: None) -> None:
    """Five models in the one regency, three in the other."""
    mark(web, *(village(number) for number in range(1, 5)), f"{WEST}.02.2001")
    mark(web, *(village(number, EAST) for number in range(1, 4)))


def mark(web: Web, *codes: str) -> None:
    web.session.execute(
        text("UPDATE cooperative SET is_model = TRUE WHERE village_code = ANY(:codes)"),
        {"codes": list(codes)},
    )


def words(reply: TestResponse) -> str:
    """What a page says, without its markup."""
    assert reply.status_code < 500, reply.text
    main = reply.text.split("<main", 1)[1]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def audit(web: Web) -> list[tuple[str, str, dict[str, object]]]:
    rows = web.session.execute(
        text(
            "SELECT action, subject_id, detail FROM audit_entry"
            " WHERE subject_type = 'cooperative' ORDER BY id"
        )
    )
    return [(row.action, row.subject_id, row.detail) for row in rows]


def is_model(web: Web, code: str) -> bool:
    query = text("SELECT is_model FROM cooperative WHERE village_code = :code")
    return bool(web.session.scalar(query, {"code": code}))


# --- which regencies are short ------------------------------------------------------------------


def test_a_regency_that_is_short_is_marked_with_words_and_a_sign(web: Web, marked: None) -> None:
    said = words(web.signed_in_as("leadership").get("/cooperatives"))
    assert "1 of 2 regencies and cities are short of model cooperatives." in said
    assert "8 are marked." in said
    assert "52.01 ✓ 5 of 5 0 of 5" in said
    assert "52.03 ! 3 of 5, 2 short 0 of 3" in said


def test_one_more_than_planned_is_told_too(web: Web, marked: None) -> None:
    mark(web, f"{WEST}.02.2002")
    assert "52.01 + 6 of 5, 1 more" in words(web.signed_in_as("planner").get("/cooperatives"))


def test_nobody_is_short_where_all_have_theirs(web: Web, villages: None) -> None:
    mark(web, *(village(number) for number in range(1, 5)), f"{WEST}.02.2001")
    web.session.execute(text("DELETE FROM cooperative WHERE village_code LIKE '52.03%'"))
    said = words(web.signed_in_as("planner").get("/cooperatives"))
    assert "Every regency and city has its 5 model cooperatives." in said


def test_the_page_is_in_indonesian_with_its_numbers(web: Web, marked: None) -> None:
    profile = read_profile(
        {
            "members_total": "1250",
            "assets": [{"name": "Gerai", "kind": "building", "value_rupiah": "12500000"}],
        },
        NOW.date(),
    )
    profiles.store_profiles(web.session, {village(1): (Profile(), profile)}, by="test", now=NOW)
    page = web.signed_in_as("planner").get("/cooperatives?lang=id")
    assert 'lang="id"' in page.text
    assert "1.250 " in words(page)
    assert "Rp12.500.000" in words(page)
    assert "Rp12,500,000" in words(web.signed_in_as("planner").get("/cooperatives?lang=en"))


def test_the_filter_is_in_the_address(web: Web, marked: None) -> None:
    browser = web.signed_in_as("planner")
    said = words(browser.get("/cooperatives?regency=5203"))
    assert "Selong 1" in said
    assert "Beleke 1" not in said
    # the figures of the others stay
    assert "52.01 ✓ 5 of 5" in said


@pytest.mark.parametrize("code", ["52.99", "mataram", "52.01.01", "%00" * 3, "9" * 500])
def test_a_regency_that_there_is_not_is_told(web: Web, marked: None, code: str) -> None:
    browser = web.signed_in_as("planner")
    for path in ("/cooperatives", "/cooperatives.csv"):
        reply = browser.get(f"{path}?regency={code}")
        assert reply.status_code in (400, 404)
        assert "52.01" in reply.text or "%00" in code


def test_an_officer_sees_the_own_area_and_the_figures_of_its_regency(
    web: Web, marked: None
) -> None:
    officer = web.signed_in_as("officer", f"{WEST}.02")
    said = words(officer.get("/cooperatives"))
    assert "52.01 ✓ 5 of 5 0 of 1" in said
    assert "52.03" not in said
    assert "Kediri" in said
    assert "Beleke" not in said
    assert officer.get("/cooperatives?regency=52.03").status_code == 404
    assert len(rows_of(officer.get("/cooperatives.csv"))) == 1


def test_an_officer_without_an_area_sees_nothing(web: Web, marked: None) -> None:
    officer = web.signed_in_as("officer")
    assert "There is no cooperative in your areas yet." in words(officer.get("/cooperatives"))
    assert rows_of(officer.get("/cooperatives.csv")) == []


def test_pages_are_small_on_the_way_and_not_sent_twice(web: Web, marked: None) -> None:
    browser = web.signed_in_as("leadership")
    headers = {"Accept": "text/html", "Accept-Encoding": "gzip"}
    for path in ("/cooperatives", f"/cooperatives/{village(1)}", "/cooperatives.csv"):
        first = browser.client.get(path, headers=headers)
        assert first.headers["Content-Encoding"] == "gzip"
        assert "private" in first.headers["Cache-Control"]
        tag = {**headers, "If-None-Match": first.headers["ETag"]}
        assert browser.client.get(path, headers=tag).status_code == 304
    # a compressed reply would tell somebody who can choose the search what else is in the page
    searched = browser.client.get("/cooperatives?search=selong", headers=headers)
    assert "Content-Encoding" not in searched.headers


# --- finding and marking ------------------------------------------------------------------------


def test_a_village_is_found_by_name_or_code(web: Web, marked: None) -> None:
    browser = web.signed_in_as("planner")

    def found(typed: str) -> str:
        return words(browser.get("/cooperatives", query_string={"search": typed}))

    assert "Found: 3" in found("SELONG")
    assert "Found: 2" in found("5201 02")
    assert "Found: 1" in found("100%_b")
    assert "No village is called “%”" not in found("%")
    assert "No village is called “zzz”" in found("zzz")
    assert "Found" not in found("   ")
    assert found("x" * 5000)


def test_a_planner_marks_where_there_is_room(web: Web, villages: None) -> None:
    browser = web.signed_in_as("planner")
    page = browser.get("/cooperatives?search=Kediri").text
    assert f'action="/cooperatives/{WEST}.02.2001/model"' in page
    reply = browser.post(f"/cooperatives/{WEST}.02.2001/model", is_model="yes")
    assert reply.status_code == 303
    assert "is marked as a model" in words(browser.get(reply.headers["Location"]))
    assert is_model(web, f"{WEST}.02.2001")
    # once more changes nothing, and is not a second act
    browser.post(f"/cooperatives/{WEST}.02.2001/model", is_model="yes")
    ((action, code, detail),) = audit(web)
    assert (action, code) == ("cooperative.mark-model", f"{WEST}.02.2001")
    assert detail == {
        "before": {"is_model": False},
        "after": {"is_model": True},
        "reason": None,
        "models_in_regency": 1,
    }


def test_one_more_than_planned_needs_a_reason(web: Web, marked: None) -> None:
    browser, code = web.signed_in_as("administrator"), f"{WEST}.02.2002"
    refused = browser.post(f"/cooperatives/{code}/model", is_model="yes", reason="  ")
    assert refused.status_code == 422
    assert "52.01 would have 6 models, and 5 are planned" in words(refused)
    assert not is_model(web, code)
    assert audit(web) == []
    taken = browser.post(f"/cooperatives/{code}/model", is_model="yes", reason="Diminta  bupati")
    assert taken.status_code == 303
    assert is_model(web, code)
    assert audit(web)[0][2]["reason"] == "Diminta bupati"


def test_taking_a_mark_away_needs_a_reason_and_keeps_the_profile(web: Web, marked: None) -> None:
    browser, code = web.signed_in_as("planner"), village(1)
    profiles.store_profiles(
        web.session, {code: (Profile(), Profile(chair="Siti"))}, by="test", now=NOW
    )
    refused = browser.post(f"/cooperatives/{code}/model", is_model="no")
    assert refused.status_code == 422
    assert "Write why the cooperative is no longer a model" in words(refused)
    assert is_model(web, code)
    long = browser.post(f"/cooperatives/{code}/model", is_model="no", reason="x" * 501)
    assert "at most 500 characters; it has 501" in words(long)
    assert 'value="' + "x" * 501 in long.text
    reply = browser.post(f"/cooperatives/{code}/model", is_model="no", reason="Pindah <desa>")
    assert not is_model(web, code)
    page = browser.get(reply.headers["Location"])
    assert "No longer marked as a model: Pindah <desa>" in words(page)
    assert "Pindah <desa>" not in page.text
    assert "Siti" in page.text


@pytest.mark.parametrize("wanted", ["", "maybe", "YES"])
def test_what_is_wanted_must_be_said(web: Web, marked: None, wanted: str) -> None:
    reply = web.signed_in_as("planner").post(f"/cooperatives/{village(1)}/model", is_model=wanted)
    assert reply.status_code == 422
    assert "is_model must be one of: yes, no." in words(reply)


@pytest.mark.parametrize("role", ["officer", "reviewer", "leadership"])
def test_others_do_not_mark(web: Web, marked: None, role: str) -> None:
    browser = web.signed_in_as(role, *([WEST] if role == "officer" else []))
    code = f"{WEST}.02.2002"
    assert browser.post(f"/cooperatives/{code}/model", is_model="yes").status_code == 403
    for page in (f"/cooperatives/{code}", "/cooperatives?search=benar"):
        assert "/model" not in browser.get(page).text
    assert not is_model(web, code)


def test_the_number_of_models_is_a_setting(
    session: Session, settings: Settings, marked: None, tmp_path: Path
) -> None:
    three = replace(settings, models_per_regency=3, home=tmp_path)
    with web_on(session, three, NOW) as web:
        said = words(web.signed_in_as("planner").get("/cooperatives"))
    assert "52.01 + 5 of 3, 2 more" in said
    assert "52.03 ✓ 3 of 3" in said


def test_two_who_mark_at_once_do_not_both_take_the_last_place(
    server: Server, settings: Settings
) -> None:
    """On a database of its own: one waits for the other, and then needs a reason."""
    made = server.create("_models", template=make_url(settings.database_url).database or "")
    engine = make_engine(made.app_database_url)
    codes = [village(number) for number in range(1, 7)]
    try:
        with transaction(engine, made) as session:
            factory = Factory(session, NOW)
            for code in codes:
                factory.village(code)
            session.execute(
                text("UPDATE cooperative SET is_model = TRUE WHERE village_code = ANY(:codes)"),
                {"codes": codes[:4]},
            )
            session.execute(
                text(
                    "INSERT INTO person (username, full_name, created_at) VALUES ('a', 'A', now())"
                )
            )
            person_id = session.execute(text("SELECT id FROM person")).scalar_one()
        refused = _mark_at_once(engine, made, codes[4:], SignedIn(person_id, "a", "A", frozenset()))
        with transaction(engine, made) as session:
            count = session.execute(text("SELECT count(*) FROM cooperative WHERE is_model"))
            assert count.scalar_one() == TARGET
        assert refused == 1
    finally:
        engine.dispose()
        server.drop(made)


def _mark_at_once(engine: Engine, settings: Settings, codes: list[str], by: SignedIn) -> int:
    ready, refused = Barrier(len(codes)), []

    def mark_one(code: str) -> None:
        try:
            with transaction(engine, settings) as session:
                one = profiles.cooperative_of(session, code)
                ready.wait(10)
                marking.mark(session, one, wanted="yes", reason="", by=by, now=NOW)
        except MarkingError:
            refused.append(code)

    threads = [Thread(target=mark_one, args=(code,)) for code in codes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return len(refused)


# --- export -------------------------------------------------------------------------------------


def rows_of(reply: TestResponse, delimiter: str = ",") -> list[dict[str, str]]:
    assert reply.status_code == 200
    assert reply.mimetype == "text/csv"
    assert reply.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(reply.data.decode("utf-8-sig")), delimiter=delimiter))


def test_the_table_holds_the_profiles(web: Web, marked: None) -> None:
    profile = read_profile(
        {
            "chair": "=HYPERLINK(1)",
            "secretary": "Ani; \"Budi\", dan 'Citra'",
            "legal_on": "2025-07-21",
            "members_total": "1250",
            "business_lines": ["lpg", "office"],
            "assets": [
                {"name": "Gerai", "kind": "building", "value_rupiah": "12500000"},
                {"name": "Timbangan", "kind": "machine", "condition": "good"},
            ],
            "note": "satu\ndua",
        },
        NOW.date(),
    )
    profiles.store_profiles(web.session, {village(1): (Profile(), profile)}, by="ani", now=NOW)
    browser = web.signed_in_as("leadership")
    reply = browser.get("/cooperatives.csv")
    disposition = reply.headers["Content-Disposition"]
    assert disposition == 'attachment; filename="model-cooperatives-2026-01-15.csv"'
    rows = rows_of(reply)
    assert len(rows) == 8
    row = next(one for one in rows if one["Village code"] == village(1))
    assert row["Village"] == "Beleke 1"
    assert row["Chair"] == "'=HYPERLINK(1)"
    assert row["Secretary"] == "Ani; \"Budi\", dan 'Citra'"
    assert row["Day of the legal approval"] == "2025-07-21"
    assert row["Members"] == "1250"
    assert row["Business lines"] == "Cooperative office, LPG agency"
    assert row["Assets"] == "Gerai (Building, Rp12,500,000); Timbangan (Machine or tool, Good)"
    assert row["Number of assets"] == "2"
    assert row["Value of the assets (rupiah)"] == "12500000"
    assert row["Note"] == "satu\ndua"
    assert (row["Parts filled"], row["Parts in all"]) == ("2", "6")
    assert row["Last changed"] == "2026-01-15T09:00+08:00"
    assert row["Changed by"] == "ani"
    assert len(rows_of(browser.get("/cooperatives.csv?regency=52.03"))) == 3
    assert len(rows_of(browser.get("/cooperatives.csv?lang=id"), ";")) == 8


# --- photos, which a slice above keeps ----------------------------------------------------------


def test_photos_are_shown_and_counted(web: Web, marked: None) -> None:
    browser, code = web.signed_in_as("administrator"), village(1)
    page = browser.get(f"/cooperatives/{code}")
    assert "0 of 6 parts of the profile are filled" in words(page)
    sent = [jpeg(scene(number)) for number in (1, 2)]
    for content in sent:
        reply = browser.client.put(
            f"/api/v1/photos/{uuid4()}?village_code={code}&kind=profile&source=gallery",
            data=content,
            headers={"X-CSRFToken": browser.secret(), "Content-Type": "image/jpeg"},
        )
        assert reply.status_code == 200, reply.text
    # one of a report is none of the profile
    other = browser.client.put(
        f"/api/v1/photos/{uuid4()}?village_code={code}&kind=site",
        data=jpeg(scene(3)),
        headers={"X-CSRFToken": browser.secret(), "Content-Type": "image/jpeg"},
    )
    assert other.status_code == 200, other.text
    page = browser.get(f"/cooperatives/{code}")
    assert "1 of 6 parts of the profile are filled" in words(page)
    pictures = re.findall(r'<img src="([^"]+)" width="640" height="480"', page.text)
    assert len(pictures) == 2
    assert all(browser.get(picture).mimetype == "image/jpeg" for picture in pictures)
    row = next(
        one for one in rows_of(browser.get("/cooperatives.csv")) if one["Village code"] == code
    )
    assert (row["Photos"], row["Parts filled"]) == ("2", "1")


@pytest.mark.parametrize("role", ["planner", "leadership"])
def test_who_sends_no_photos_is_not_asked_for_any(web: Web, marked: None, role: str) -> None:
    assert "add-photos" not in web.signed_in_as(role).get(f"/cooperatives/{village(1)}").text


def test_a_service_without_photos_asks_for_none(
    web: Web, marked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(profile_photos, "receivers", {})
    page = web.signed_in_as("administrator").get(f"/cooperatives/{village(1)}")
    assert "0 of 5 parts" in words(page)
    assert "add-photos" not in page.text


def test_several_answers_are_put_together(web: Web, marked: None) -> None:
    def photos(_sender: object, **_asked: object) -> dict[str, list[ProfilePhoto]]:
        return {village(1): [ProfilePhoto("/large.jpg", "/thumbnail.jpg", 320, 240, NOW, "Ani")]}

    with profile_photos.connected_to(photos):
        page = web.signed_in_as("planner").get(f"/cooperatives/{village(1)}")
    assert 'src="/thumbnail.jpg" width="320" height="240"' in page.text
    assert "January 15, 2026 · Ani" in words(page)
