"""The profile of a cooperative and its form, as a browser without scripts sends it."""

import re
from html import unescape
from typing import Any

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.factories import Factory
from tests.forms import Form
from tests.web import Browser, Web

HOME, NEXT = "52.01.01.2001", "52.01.02.2001"
PAGE, EDIT = f"/cooperatives/{HOME}", f"/cooperatives/{HOME}/edit"
WHOLE = {
    "chair": "Siti Aminah",
    "secretary": "Budi",
    "treasurer": "Citra",
    "supervisor": "Dewi",
    "legal_number": "AHU-1/2025",
    "legal_on": "2025-07-21",
    "members_total": "1.250",
    "members_women": "600",
    "members_saving": "900",
    "business_lines": ["office", "groceries"],
    "business_other": "Warung kopi",
    "assets__0__name": "Gerai",
    "assets__0__kind": "building",
    "assets__0__value_rupiah": "Rp 12.500.000",
    "assets__0__condition": "good",
    "note": "Baris satu\nBaris dua",
}


@pytest.fixture(autouse=True)
def villages(factory: Factory) -> None:
    factory.village(HOME, "Beleke")
    factory.village(NEXT, "Kediri")


@pytest.fixture
def planner(web: Web) -> Browser:
    return web.signed_in_as("planner")


def opened(browser: Browser, page: TestResponse | None = None) -> Form:
    return Form((page or browser.get(EDIT)).text, "profile")


def send(browser: Browser, form: Form, **typed: Any) -> TestResponse:
    data = {**form.data(), **form.data(**typed)}
    data.setdefault("do", ["save"])
    return browser.client.post(EDIT, data=data, headers={"Accept": "text/html"})


def saved(browser: Browser, **typed: Any) -> TestResponse:
    reply = send(browser, opened(browser), **typed)
    assert reply.status_code == 303, words(reply)
    return browser.get(reply.headers["Location"])


def words(reply: TestResponse) -> str:
    assert reply.status_code < 500, reply.text
    main = reply.text.split("<main", 1)[1].split("<script")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def beside(reply: TestResponse, field: str) -> str:
    """What is said under a field, and that the field points to it."""
    found = re.search(rf'id="{re.escape(field)}-problem">(.*?)</p>', reply.text, re.DOTALL)
    assert found, f"nothing is said beside {field}"
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", found[1])).split())


def stored(web: Web) -> Any:
    return web.session.execute(
        text("SELECT * FROM cooperative_profile WHERE village_code = :code"), {"code": HOME}
    ).one_or_none()


def acts(web: Web) -> list[Any]:
    return list(
        web.session.scalars(
            text(
                "SELECT detail FROM audit_entry WHERE action = 'cooperative.edit-profile'"
                " AND subject_id = :code ORDER BY id"
            ),
            {"code": HOME},
        )
    )


def test_a_profile_is_written_and_shown(web: Web, planner: Browser) -> None:
    page = saved(planner, **WHOLE)
    said = words(page)
    for part in (
        "The profile is saved.",
        "Chair Siti Aminah",
        "Manager not known yet",
        "Day of the legal approval July 21, 2025",
        "Members 1,250",
        "Women among the members 600 (48%)",
        "2 of the programme's 7 outlets",
        "✓ Basic goods (sembako)",
        "– Village clinic not there",
        "✓ Warung kopi",
        "Gerai Building Good Rp12,500,000",
        "Together Rp12,500,000",
        "5 of 6 parts of the profile are filled; missing: photos",
    ):
        assert part in said, part
    row = stored(web)
    assert (row.members_total, row.revision, row.updated_by) == (1250, 1, "planner0")
    assert row.note == "Baris satu\nBaris dua"
    again = opened(planner).data()
    assert again["members_total"] == ["1,250"]
    assert again["legal_on"] == ["2025-07-21"]
    assert again["assets.0.value_rupiah"] == ["12,500,000"]
    assert again["business_lines"] == ["office", "groceries"]


def test_in_indonesian_it_reads_as_indonesians_write(web: Web, planner: Browser) -> None:
    saved(planner, **WHOLE)
    page = words(planner.get(f"{PAGE}?lang=id"))
    for part in ("21 Juli 2025", "1.250", "Rp12.500.000"):
        assert part in page
    form = opened(planner, planner.get(f"{EDIT}?lang=id"))
    assert form.data()["assets.0.value_rupiah"] == ["12.500.000"]
    # sent as it stands there, nothing is another number
    assert send(planner, form).headers["Location"].startswith(f"{PAGE}?done=unchanged")


def test_every_change_is_in_the_audit_trail_with_before_and_after(
    web: Web, planner: Browser
) -> None:
    saved(planner, **WHOLE)
    page = saved(planner, members_total="1300", assets__0__condition="damaged", business_other="")
    first, second = acts(web)
    assert first["revision"] == 1
    assert all(not value for value in first["before"].values())
    assert first["before"].keys() == first["after"].keys()
    assert first["after"]["chair"] == "Siti Aminah"
    assert second["revision"] == 2
    assert second["before"] == {
        "members_total": 1250,
        "business_other": "Warung kopi",
        "assets": [
            {"name": "Gerai", "kind": "building", "value_rupiah": 12_500_000, "condition": "good"}
        ],
    }
    assert second["after"]["assets"][0]["condition"] == "damaged"
    said = words(page)
    assert "Members: 1,250 → 1,300" in said
    assert "Other business: Warung kopi → nothing" in said
    assert "Gerai (Building, Rp12,500,000, Good) → Gerai (Building, Rp12,500,000, Lightly" in said
    assert "· Planner" in said
    # saving what is there already is no change
    assert "Nothing was changed." in words(saved(planner))
    assert len(acts(web)) == 2


def test_a_long_history_is_shown_in_parts(planner: Browser) -> None:
    for number in range(12):
        saved(planner, chair=f"Ketua ke-{number}")
    assert "Ketua ke-0 " not in words(planner.get(PAGE))
    assert "Ketua ke-0 → Ketua ke-1" in words(planner.get(f"{PAGE}?history=all"))


def test_every_bad_input_is_named_beside_its_field_and_stays_as_typed(
    web: Web, planner: Browser
) -> None:
    bad = {
        "chair": ("x" * 121, "! It may have at most 120 characters."),
        "legal_number": ("9" * 130, "! It may have at most 120 characters."),
        "legal_on": ("31/02/2026", "! It must be a day, such as 2025-07-21."),
        "members_total": ("1000001", "! It must be 1,000,000 or less."),
        "members_women": ("12,5", "! It must be a whole number, 0 or more, such as 1,250."),
        "members_saving": ("-1", "! It must be a whole number, 0 or more, such as 1,250."),
        "business_other": ("y" * 121, "! It may have at most 120 characters."),
        "assets.0.name": (" ", "! This is needed."),
        "assets.0.kind": ("ship", "! It must be one of: 'land', 'building'"),
        "assets.0.value_rupiah": ("mahal", "! It must be a whole number, 0 or more"),
        "assets.0.condition": ("new", "! It must be one of: 'good'"),
        "note": ("z" * 2001, "! It may have at most 2,000 characters."),
    }
    form = opened(planner)
    typed = {name.replace(".", "__"): value for name, (value, _) in bad.items()}
    reply = send(planner, form, **typed, business_lines=["lpg", "casino"])
    assert reply.status_code == 422
    for name, (_, said) in bad.items():
        assert beside(reply, name).startswith(said), name
    assert beside(reply, "business_lines").startswith("! It must be one of: 'office'")
    again = Form(reply.text, "profile").data()
    for name, (value, _) in bad.items():
        if name not in ("assets.0.kind", "assets.0.condition"):
            assert again[name] == [value], name
    assert again["business_lines"] == ["lpg"]
    assert stored(web) is None
    # put right, everything else is sent as it was kept
    right = {name: WHOLE[name] for name in typed if name in WHOLE}
    assert send(planner, Form(reply.text, "profile"), **right).status_code == 303


def test_a_day_to_come_and_more_women_than_members_are_refused(planner: Browser) -> None:
    reply = send(
        planner, opened(planner), legal_on="2026-01-16", members_total="10", members_women="11"
    )
    assert beside(reply, "legal_on").endswith("from August 17, 1945 to January 15, 2026.")
    assert "There are 10 members in all" in beside(reply, "members_women")


def test_rows_of_assets_come_and_go_without_scripts(web: Web, planner: Browser) -> None:
    form = opened(planner)
    assert form.data()["assets.0.name"] == [""]
    page = send(planner, form, chair="Siti", assets__0__name="Gerai", do="add-asset")
    assert page.status_code == 200
    # what was typed meanwhile is there, and nothing is stored
    form = Form(page.text, "profile")
    assert form.data()["chair"] == ["Siti"]
    assert form.data()["assets.0.name"] == ["Gerai"]
    assert re.search(r'id="assets.1.name"[^>]* autofocus', page.text)
    assert stored(web) is None
    page = send(planner, form, assets__1__name="Mobil", do="add-asset")
    page = send(planner, Form(page.text, "profile"), do="remove-asset-0")
    form = Form(page.text, "profile")
    assert form.data()["assets.0.name"] == ["Mobil"]
    assert "assets.2.name" not in form.data()
    kinds = {"assets__0__kind": "vehicle", "assets__0__value_rupiah": ""}
    assert send(planner, form, **kinds).status_code == 303
    rows = web.session.execute(text("SELECT name, kind, value_rupiah FROM cooperative_asset")).all()
    # the empty row is none
    assert [tuple(row) for row in rows] == [("Mobil", "vehicle", None)]
    for nonsense in ("remove-asset-99", "remove-asset-x", "remove-asset-", "dance"):
        assert send(planner, opened(planner), do=nonsense).status_code in (200, 303)


def test_more_assets_than_a_profile_holds_are_refused_and_kept(web: Web, planner: Browser) -> None:
    rows = {f"assets__{at}__name": f"Aset {at}" for at in range(101)}
    kinds = {f"assets__{at}__kind": "stock" for at in range(101)}
    reply = send(planner, opened(planner), **rows, **kinds)
    assert reply.status_code == 422
    assert beside(reply, "assets") == "! There may be at most 100."
    assert Form(reply.text, "profile").data()["assets.100.name"] == ["Aset 100"]
    assert 'value="add-asset"' not in reply.text


def test_markup_in_what_is_typed_is_text(planner: Browser) -> None:
    page = saved(planner, chair="<b>Siti</b>", note='"><script>alert(1)</script>')
    assert "<b>Siti" not in page.text
    assert "<script>alert" not in page.text
    assert "<script>alert" not in planner.get(EDIT).text


# --- two who change at once ---------------------------------------------------------------------


def test_a_change_meanwhile_is_shown_and_nothing_typed_is_lost(web: Web, planner: Browser) -> None:
    saved(planner, **WHOLE)
    mine = opened(planner)
    saved(web.signed_in_as("administrator"), chair="Rahmat", members_total="1400", note="")
    reply = send(planner, mine, chair="Fitri", treasurer="Galuh")
    assert reply.status_code == 412
    said = words(reply)
    assert "administrator1 changed this profile on 15 January 2026 09:00" in said
    # both changed the chair; the members only the other; the treasurer only this one
    assert beside(reply, "chair") == "≠ Stored meanwhile: Rahmat"
    assert beside(reply, "members_total").startswith("↻")
    assert beside(reply, "note").startswith("↻")
    form = Form(reply.text, "profile")
    data = form.data()
    assert (data["chair"], data["treasurer"]) == (["Fitri"], ["Galuh"])
    assert (data["members_total"], data["note"]) == (["1,400"], [""])
    assert stored(web).chair == "Rahmat"
    assert send(planner, form).status_code == 303
    row = stored(web)
    assert (row.chair, row.treasurer, row.members_total, row.note, row.revision) == (
        "Fitri",
        "Galuh",
        1400,
        None,
        3,
    )
    assert acts(web)[-1]["before"] == {"chair": "Rahmat", "treasurer": "Citra"}


def test_two_first_profiles_meet(web: Web, planner: Browser) -> None:
    mine = opened(planner)
    saved(web.signed_in_as("administrator"), chair="Rahmat")
    reply = send(planner, mine, chair="Fitri", secretary="Budi")
    assert reply.status_code == 412
    assert beside(reply, "chair") == "≠ Stored meanwhile: Rahmat"


def test_what_is_put_together_may_be_wrong_and_is_then_told(web: Web, planner: Browser) -> None:
    """Fewer members by one, more women by the other: each was right alone."""
    saved(planner, members_total="100", members_women="50")
    mine = opened(planner)
    saved(web.signed_in_as("administrator"), members_total="40", members_women="30")
    reply = send(planner, mine, members_women="60")
    assert reply.status_code == 412
    assert beside(reply, "members_women") == "≠ Stored meanwhile: 30"
    reply = send(planner, Form(reply.text, "profile"))
    assert reply.status_code == 422
    assert "There are 40 members in all" in beside(reply, "members_women")


def test_the_same_sent_twice_is_one_change(web: Web, planner: Browser) -> None:
    form = opened(planner)
    assert send(planner, form, **WHOLE).status_code == 303
    assert send(planner, form, **WHOLE).status_code == 303
    assert stored(web).revision == 1
    assert len(acts(web)) == 1


@pytest.mark.parametrize("revision", ["", "-1", "7", "x", "9" * 40])
def test_a_revision_that_there_was_not_overwrites_nothing(
    web: Web, planner: Browser, revision: str
) -> None:
    saved(planner, **WHOLE)
    reply = send(planner, opened(planner), revision=revision, chair="Fitri")
    assert reply.status_code == 412
    assert beside(reply, "chair") == "≠ Stored meanwhile: Siti Aminah"
    assert stored(web).chair == "Siti Aminah"


def test_a_form_of_another_site_is_refused(web: Web, planner: Browser) -> None:
    reply = send(planner, opened(planner), csrf_token="forged", chair="Fitri")
    assert reply.status_code == 400
    assert stored(web) is None


# --- who may ------------------------------------------------------------------------------------


def test_an_officer_writes_in_the_own_area_and_nowhere_else(web: Web) -> None:
    officer = web.signed_in_as("officer", "52.01.01")
    saved(officer, **WHOLE)
    assert stored(web).updated_by == "officer0"
    other = f"/cooperatives/{NEXT}"
    for path in (other, f"{other}/edit"):
        reply = officer.get(path)
        assert reply.status_code == 403
        assert "outside your areas" in words(reply)
    reply = officer.post(f"{other}/edit", chair="Fitri", revision="0")
    assert reply.status_code == 403
    count = web.session.scalar(text("SELECT count(*) FROM cooperative_profile"))
    assert count == 1


@pytest.mark.parametrize("role", ["leadership", "reviewer"])
def test_others_read_and_do_not_write(web: Web, role: str) -> None:
    browser = web.signed_in_as(role)
    assert EDIT not in browser.get(PAGE).text
    assert browser.get(EDIT).status_code == 403
    assert browser.post(EDIT, chair="Fitri", revision="0").status_code == 403
    assert stored(web) is None


@pytest.mark.parametrize(
    "code", ["52.01.01.2999", "52.01", "nonsense", "%00", "9" * 400, "52.01.01.2001x", "%F0%9F"]
)
def test_a_village_that_there_is_not_is_told(planner: Browser, code: str) -> None:
    for path in (f"/cooperatives/{code}", f"/cooperatives/{code}/edit"):
        reply = planner.get(path)
        assert reply.status_code == 404
        assert "52.01.01.2001" in words(reply)


def test_a_code_may_be_written_without_dots(planner: Browser) -> None:
    assert "Beleke" in words(planner.get("/cooperatives/5201012001"))
