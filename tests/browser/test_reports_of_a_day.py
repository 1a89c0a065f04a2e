"""The office's page of a day as people use it, on the sample data: at a desk and on a phone."""

import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.engine import make_url

from gis_service.accounts.demonstration import DEMONSTRATION_PASSWORD
from gis_service.db import make_engine, transaction
from gis_service.demonstration.service import load_demonstration
from gis_service.settings import Settings
from tests.browser.conftest import Site, Visit, served
from tests.conftest import Server

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
TODAY = "(now() AT TIME ZONE 'Asia/Makassar')::date"


@pytest.fixture(scope="module")
def site(
    server: Server, province: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    template = make_url(province.database_url).database or ""
    made = replace(
        server.create("_browser_reports", template=template),
        home=tmp_path_factory.mktemp("reports"),
    )
    engine = make_engine(made.database_url, as_app=False)
    with transaction(engine, made) as session:
        load_demonstration(session, by="test", now=datetime.now(UTC))
    with served(made) as address:
        yield Site(address, made, engine)
    engine.dispose()
    server.drop(made)


@pytest.fixture(scope="module", params=[DESK, PHONE], ids=["desk", "phone"])
def visit(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Visit]:
    context = browser.new_context(**request.param)
    page = context.new_page()
    page.goto(f"{site.address}/login?lang=en")
    page.fill("#username", "contoh-pimpinan")
    page.fill("#password", DEMONSTRATION_PASSWORD)
    page.click("#sign-in button:not([type=button])")
    page.wait_for_url(f"{site.address}/")
    page.goto("about:blank")
    yield Visit(page, site)
    context.close()


def look_at(visit: Visit, query: str = "") -> Page:
    visit.page.goto(f"{visit.site.address}/reports{query}")
    visit.page.wait_for_selector("#map-frame[data-ready]")
    return visit.page


def reported(site: Site, where: str = "TRUE") -> int:
    return int(
        site.value(f"SELECT count(*) FROM progress_report WHERE reported_on = {TODAY} AND {where}")
    )


def painted(page: Page) -> dict[str, int]:
    """How many dots of the map are in the colour of each state."""
    found: dict[str, int] = page.evaluate(
        """() => {
            const style = getComputedStyle(document.documentElement);
            const counts = {};
            for (const canvas of document.querySelectorAll('#map_reports canvas')) {
                const { width, height } = canvas;
                if (!width || !height) continue;
                const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
                for (let at = 0; at < data.length; at += 4) {
                    if (data[at + 3] < 255) continue;
                    const key = [data[at], data[at + 1], data[at + 2]].join();
                    counts[key] = (counts[key] ?? 0) + 1;
                }
            }
            return Object.fromEntries(
                ['reported', 'missing', 'missing-mark', 'unexpected', 'aside'].map((name) => {
                    const hex = style.getPropertyValue(`--state-${name}`).trim();
                    const rgb = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
                    return [name, counts[rgb.join()] ?? 0];
                }),
            );
        }"""
    )
    return found


def test_the_figures_are_those_of_the_database(visit: Visit) -> None:
    page = look_at(visit)
    texts = page.locator(".figures strong").all_inner_texts()
    count = reported(visit.site)
    assert [int(re.sub(r"\D", "", text)) for text in texts] == [count, 1166 - count]
    officers = page.locator(".figures dd").all_inner_texts()
    assert sum(int(text) for text in officers) == 28
    rows = page.locator(".regencies tbody tr")
    expect(rows).to_have_count(10)
    shown = [int(text) for text in page.locator(".regencies td:nth-child(2)").all_inner_texts()]
    assert sum(shown) == count


def test_nothing_is_fetched_from_elsewhere_and_nothing_is_complained_of(visit: Visit) -> None:
    page = look_at(visit)
    page.click(".leaflet-control-zoom-in")
    look_at(visit, "?regency=52.01&list=reported&sort=-percent")
    page.wait_for_load_state("networkidle")
    assert not [one for one in visit.asked if not one.startswith((visit.site.address, "data:"))]
    assert visit.said == []


def test_the_page_is_not_wider_than_the_screen(visit: Visit) -> None:
    for query in ("", "?list=reported", "?regency=52.71&list=reported"):
        page = look_at(visit, query)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if folder := os.environ.get("GIS_SCREENSHOTS"):
            width = page.evaluate("innerWidth")
            name = re.sub(r"\W+", "-", f"reports-{width}{query}")
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_the_map_shows_states_by_colour_and_pattern(visit: Visit) -> None:
    look_at(visit)
    dots = painted(visit.page)
    assert dots["reported"] > dots["missing"] > 0
    assert dots["missing-mark"] > 0
    assert dots["aside"] == 0
    look_at(visit, "?regency=52.01")
    dots = painted(visit.page)
    assert dots["aside"] > 0


def test_a_tap_on_the_map_tells_what_was_reported(visit: Visit) -> None:
    page = look_at(visit, "?regency=52.72")
    box = page.locator("#map_reports").bounding_box()
    assert box is not None
    card = page.locator("#card")
    for right in (0.5, 0.45, 0.55, 0.4, 0.6):
        page.locator("#map_reports").click(
            position={"x": box["width"] * right, "y": box["height"] / 2}
        )
        if card.is_visible():
            break
    expect(card.locator(".state")).to_have_text(re.compile("^(Not reported|Reported)$"))
    expect(card.locator("dt").first).to_have_text("Officer")
    expect(card.locator("dd").first).to_contain_text("(contoh)")
    page.locator("#card .close").click()
    expect(card).to_be_hidden()


def test_the_pointer_is_told_which_village_it_is_over(visit: Visit) -> None:
    page = look_at(visit, "?regency=52.72")
    if page.evaluate("matchMedia('(pointer: coarse)').matches"):
        pytest.skip("a finger does not hover")
    box = page.locator("#map_reports").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#hint b").nth(1)).not_to_be_empty()


def test_with_the_keyboard_from_the_list_to_the_village_and_back(visit: Visit) -> None:
    page = look_at(visit, "?list=reported&regency=52.01")
    link = page.locator("a.to-map").nth(2)
    name = link.inner_text()
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#card-title")).to_have_text(name)
    expect(page.locator("#card-title")).to_be_focused()
    assert "#village=" in page.url
    page.keyboard.press("Escape")
    expect(page.locator("#card")).to_be_hidden()
    expect(link).to_be_focused()
    page.locator("#map_reports").focus()
    before = painted(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    assert painted(page) != before


def test_sorting_and_filters_stay_in_the_address(visit: Visit) -> None:
    page = look_at(visit, "?list=reported")
    page.select_option("#regency", "52.01")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(re.compile("regency=52.01"))
    look_at(visit, "?regency=52.01&list=reported&sort=-percent")
    texts = page.locator(".villages tbody td:nth-child(5)").all_inner_texts()
    numbers = [int(one) for text in texts for one in re.findall(r"(\d+)%", text)]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) > 5
    page.locator("[rel=prev]").click()
    page.wait_for_url(re.compile(r"day=\d{4}-\d\d-\d\d&regency=52.01"))
    page.locator("[rel=next]").click()
    expect(page.locator(".days .today")).to_be_visible()


def test_the_files_are_there_to_take_away(visit: Visit) -> None:
    page = look_at(visit, "?regency=52.01")
    count = reported(visit.site, "village_code LIKE '52.01.%'")
    with page.expect_download() as found:
        page.locator(".exports a", has_text="GeoJSON").click()
    features = json.loads(found.value.path().read_bytes())["features"]
    assert sum(one["properties"]["state"] == "reported" for one in features) == count
    with page.expect_download() as found:
        page.locator(".exports a", has_text="XLSX").click()
    assert re.fullmatch(
        r"daily-reports-\d{4}-\d\d-\d\d-52\.01\.xlsx", found.value.suggested_filename
    )
    book = load_workbook(io.BytesIO(found.value.path().read_bytes()))
    assert book.worksheets[0].max_row == len(features) + 1


def test_a_day_that_has_not_come_is_told_so(visit: Visit) -> None:
    visit.page.goto(f"{visit.site.address}/reports?day=2999-01-01")
    expect(visit.page.locator("main")).to_contain_text("has not come yet")
