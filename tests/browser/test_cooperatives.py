"""The pages of cooperatives in a browser: a phone and a desk, keyboard only, with no scripts."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import text

from gis_service.accounts.service import add_person
from gis_service.db import transaction
from tests.browser.conftest import PASSWORD, Site, Visit
from tests.browser.pictures import file, photo

MODELS = ("52.01.01.2002", "52.01.01.2005", "52.71.01.1004")
HOME = MODELS[0]
WIDTHS = {360: 740, 1280: 800}
SCREENSHOTS = os.environ.get("GIS_SCREENSHOTS")

Visitor = Callable[..., BrowserContext]


@pytest.fixture(scope="module", autouse=True)
def _models(site: Site) -> Iterator[None]:
    """Three models, and a planner; the other tests of the site find it as it was."""
    with transaction(site.engine, site.settings) as session:
        add_person(
            session,
            "planner",
            "Planner",
            PASSWORD,
            roles=["planner"],
            by="test",
            now=datetime.now(UTC),
        )
        session.execute(
            text("UPDATE cooperative SET is_model = TRUE WHERE village_code = ANY(:codes)"),
            {"codes": list(MODELS)},
        )
    yield
    with transaction(site.engine, site.settings) as session:
        session.execute(text("DELETE FROM photo WHERE subject_kind = 'profile'"))
        session.execute(text("DELETE FROM cooperative_profile"))
        session.execute(text("UPDATE cooperative SET is_model = FALSE"))


@pytest.fixture(params=WIDTHS)
def visit(request: pytest.FixtureRequest, visitor: Visitor, site: Site) -> Visit:
    width = request.param
    context = visitor("planner", viewport={"width": width, "height": WIDTHS[width]})
    return Visit(context.new_page(), site)


def go(visit: Visit, path: str) -> Page:
    visit.page.goto(f"{visit.site.address}{path}")
    return visit.page


def look(visit: Visit, name: str) -> None:
    """Nothing is wider than the screen; a picture, where they are wanted."""
    page = visit.page
    assert page.viewport_size is not None
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if SCREENSHOTS:
        page.screenshot(path=Path(SCREENSHOTS) / f"cooperatives-{name}-{width}.png", full_page=True)


def tab_to(page: Page, wanted: str, most: int = 120) -> None:
    """Reach an element with the Tab key alone."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} is not reached with the keyboard")


def forget(visit: Visit) -> None:
    with transaction(visit.site.engine, visit.site.settings) as session:
        session.execute(text("DELETE FROM cooperative_profile"))


def test_from_the_list_to_a_saved_profile_with_the_keyboard(visit: Visit) -> None:
    forget(visit)
    page = go(visit, "/cooperatives?lang=id")
    expect(page.locator("tr", has_text="Lombok Barat")).to_contain_text("! 2")
    look(visit, "list")
    tab_to(page, "a[href*='regency=52.01']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cooperatives?regency=52.01#models")
    expect(page.locator("ul.models li")).to_have_count(2)
    tab_to(page, f"a[href='/cooperatives/{HOME}']")
    page.keyboard.press("Enter")
    expect(page.locator(".zone-line")).to_be_visible()
    look(visit, "profile-empty")
    tab_to(page, "a.button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/edit")
    tab_to(page, "#chair")
    page.keyboard.type("Siti Aminah")
    tab_to(page, "#members_total")
    page.keyboard.type("1.250")
    tab_to(page, "input[value='groceries']")
    page.keyboard.press("Space")
    tab_to(page, "[id='assets.0.name']")
    page.keyboard.type("Gerai")
    tab_to(page, "#add-asset")
    page.keyboard.press("Enter")
    page.wait_for_selector("[id='assets.1.name']:focus")
    expect(page.locator("#chair")).to_have_value("Siti Aminah")
    page.keyboard.type("Mobil")
    # the kind of both is missing: said beside them, and what was typed stays
    page.keyboard.press("Enter")
    page.wait_for_selector("#problems:focus")
    expect(page.locator("[id='assets.1.kind-problem']")).to_be_visible()
    expect(page.locator("[id='assets.1.name']")).to_have_value("Mobil")
    look(visit, "form-problems")
    page.locator("[id='assets.0.kind']").select_option("building")
    page.locator("[id='assets.1.kind']").select_option("vehicle")
    page.locator("[id='assets.1.value_rupiah']").fill("Rp 90.000.000")
    page.locator("#note").focus()
    tab_to(page, "button[value=save]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#done")
    expect(page.locator("table.assets tfoot")).to_contain_text("90")
    expect(page.locator(".history")).to_contain_text("Siti Aminah")
    look(visit, "profile")
    assert not [one for one in visit.said if "422" not in one]
    assert all(one.startswith(visit.site.address) for one in visit.asked)


def test_everything_works_without_scripts(visitor: Visitor, site: Site) -> None:
    context = visitor("planner", java_script_enabled=False)
    visit = Visit(context.new_page(), site)
    forget(visit)
    page = go(visit, f"/cooperatives/{HOME}?lang=en")
    expect(page.locator("#zone a")).to_be_visible()
    page.click("text=Change the profile")
    page.fill("#chair", "Siti Aminah")
    page.fill("#legal_on", "2025-07-21")
    page.fill("[id='assets.0.name']", "Gerai")
    page.locator("[id='assets.0.kind']").select_option("building")
    page.click("#add-asset")
    page.fill("[id='assets.1.name']", "Mobil")
    page.click("[aria-label='Remove asset 1']")
    expect(page.locator("[id='assets.0.name']")).to_have_value("Mobil")
    page.locator("[id='assets.0.kind']").select_option("vehicle")
    # Enter in a field saves: the first button of the form is not one of those of the rows
    page.locator("#chair").press("Enter")
    expect(page.locator("#done")).to_contain_text("The profile is saved.")
    expect(page.locator("table.assets tbody tr")).to_have_count(1)
    page.fill("#reason", "Moved")
    page.click("button:has-text('No longer a model')")
    expect(page.locator("#done")).to_contain_text("no longer marked")
    page.click("button:has-text('Mark as a model')")
    expect(page.locator("#done")).to_contain_text("is marked as a model")
    assert visit.said == []


def test_two_people_at_once_see_both(visitor: Visitor, site: Site) -> None:
    one = Visit(visitor("planner", viewport={"width": 360, "height": 740}).new_page(), site)
    other = Visit(visitor("officer").new_page(), site)
    forget(one)
    for visit in (one, other):
        go(visit, f"/cooperatives/{HOME}/edit?lang=en")
    other.page.fill("#chair", "Rahmat")
    other.page.fill("#members_total", "120")
    other.page.locator("#chair").press("Enter")
    expect(other.page.locator("#done")).to_be_visible()
    one.page.fill("#chair", "Fitri")
    one.page.locator("#chair").press("Enter")
    one.page.wait_for_selector("#problems:focus")
    expect(one.page.locator("#problems")).to_contain_text("officer changed this profile")
    expect(one.page.locator("#chair")).to_have_value("Fitri")
    expect(one.page.locator("#chair-problem")).to_contain_text("Rahmat")
    expect(one.page.locator("#members_total")).to_have_value("120")
    look(one, "conflict")
    one.page.locator("#chair").press("Enter")
    expect(one.page.locator("#done")).to_be_visible()
    rows: list[Any] = site.rows("SELECT chair, members_total, revision FROM cooperative_profile")
    assert [tuple(row) for row in rows] == [("Fitri", 120, 2)]


def test_an_officer_adds_photos(visitor: Visitor, site: Site) -> None:
    visit = Visit(visitor("officer", viewport={"width": 360, "height": 740}).new_page(), site)
    page = go(visit, f"/cooperatives/{HOME}?lang=en")
    files = page.locator("#photo-files")
    files.set_input_files([file("toko.jpg", photo(seed=1)), file("surat.jpg", b"not a picture")])
    page.click("#add-photos button")
    expect(page.locator("#add-photos [role=status]")).to_contain_text("surat.jpg: ")
    # pressed once more: the one that arrived keeps its identifier, and is not there twice
    with page.expect_response(lambda reply: reply.status >= 400):
        page.click("#add-photos button")
    files.set_input_files([file("rak.jpg", photo(seed=2))])
    page.click("#add-photos button:enabled")
    expect(page.locator("#done")).to_contain_text("The photos are there.")
    expect(page.locator("ul.photos img")).to_have_count(2)
    page.locator("ul.photos img").last.scroll_into_view_if_needed()
    expect(page.locator("ul.photos img").last).to_have_js_property("complete", value=True)
    look(visit, "photos")


def test_the_zone_can_be_away(visitor: Visitor, site: Site) -> None:
    visit = Visit(visitor("planner").new_page(), site)
    visit.page.route("**/api/v1/villages/*", lambda route: route.abort())
    page = go(visit, f"/cooperatives/{HOME}?lang=en")
    expect(page.locator("#zone")).to_contain_text("The zone cannot be shown just now.")
    expect(page.locator("#zone a")).to_be_visible()


def test_the_table_is_downloaded(visit: Visit) -> None:
    page = go(visit, "/cooperatives?regency=52.71&lang=id")
    with page.expect_download() as started:
        page.click("a[download]")
    assert started.value.suggested_filename.endswith(".csv")
    lines = Path(started.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines[1:]] == [MODELS[2]]
