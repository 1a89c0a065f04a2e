"""The zone map as people use it."""

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from gis_service.db import transaction
from gis_service.sites.service import Pin, record_pin
from tests.browser.conftest import Site, Visit
from tests.browser.traffic import received

MOST_BYTES = 180 * 1024
MOST_REQUESTS = 10
ZONES = "SELECT colour, count(*) FROM zone WHERE valid_to IS NULL GROUP BY 1"
WITHOUT_BOUNDARY = (
    "SELECT code FROM village WHERE code NOT IN (SELECT village_code FROM village_boundary)"
)


def figures(page: Page, selector: str) -> list[int]:
    texts = page.locator(selector).all_inner_texts()
    return [int(re.sub(r"[.,]", "", re.findall(r"[\d.,]+", text)[0])) for text in texts]


def test_the_figures_are_those_of_the_database(visit: Visit, site: Site) -> None:
    visit.open()
    counts = {row.colour: row.count for row in site.rows(ZONES)}
    assert figures(visit.page, "#totals strong") == [
        counts.get(colour, 0) for colour in ("green", "yellow", "red")
    ]
    regencies = site.rows(
        "SELECT v.regency_code,"
        " count(*) FILTER (WHERE colour = 'green') AS green,"
        " count(*) FILTER (WHERE colour = 'yellow') AS yellow,"
        " count(*) FILTER (WHERE colour = 'red') AS red, count(*) AS every"
        " FROM village AS v JOIN zone ON village_code = v.code AND valid_to IS NULL"
        " GROUP BY 1 ORDER BY 1"
    )
    cells = figures(visit.page, "#regencies td")
    assert cells == [figure for row in regencies for figure in row[1:]]
    assert visit.page.locator("#regencies tr").count() == len(regencies) == 10
    assert figures(visit.page, "#regencies-total .sum") == [1166]


def test_nothing_is_fetched_from_elsewhere_and_nothing_is_complained_of(visit: Visit) -> None:
    visit.open()
    visit.page.click(".leaflet-control-zoom-in")
    visit.open("#/?regency=52.71")
    visit.page.wait_for_selector("#site-legend")
    visit.page.wait_for_load_state("networkidle")
    tiles = [address for address in visit.asked if "/tiles/villages/" in address]
    assert tiles
    assert not [one for one in visit.asked if not one.startswith((visit.site.address, "data:"))]
    assert visit.said == []


def test_the_map_is_painted_in_the_colours_of_the_zones(visit: Visit) -> None:
    visit.open()
    shown = visit.page.evaluate(
        """() => {
            const canvas = document.querySelector('.leaflet-overlay-pane canvas');
            const { width, height } = canvas;
            const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
            const seen = {};
            for (let at = 0; at < data.length; at += 4) {
                if (data[at + 3] < 255) continue;
                const key = [data[at], data[at + 1], data[at + 2]].join();
                seen[key] = (seen[key] ?? 0) + 1;
            }
            const style = getComputedStyle(document.documentElement);
            return Object.fromEntries(['green', 'yellow', 'red'].map((name) => {
                const hex = style.getPropertyValue(`--zone-${name}`).trim();
                const rgb = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
                return [name, seen[rgb.join()] ?? 0];
            }));
        }"""
    )
    assert min(shown.values()) > 50, shown


def test_filters_are_kept_in_the_address(visit: Visit, site: Site) -> None:
    page = visit.page
    visit.open()
    page.click("#regencies button >> text=Dompu")
    page.click("#totals .total-red")
    assert page.url.endswith("#/?regency=52.05&zone=r")
    page.click("#tab-villages")
    expected = site.value(
        "SELECT count(*) FROM zone WHERE valid_to IS NULL AND colour = 'red'"
        " AND village_code LIKE '52.05.%'"
    )
    assert figures(page, "#villages-count") == [expected]
    expect(page.locator("#totals .total-red")).to_have_attribute("aria-pressed", "true")

    visit.open("#/?reason=site-outside")
    page.reload()
    page.wait_for_selector("#zones[data-ready=complete]")
    page.click("#tab-villages")
    tripped = site.value(
        "SELECT count(*) FROM zone WHERE valid_to IS NULL"
        """ AND reasons @> '[{"rule": "site-outside"}]'"""
    )
    assert figures(page, "#villages-count") == [tripped]
    page.click("#filter-clear")
    assert page.url.endswith("#/")
    assert figures(page, "#villages-count") == [1166]


def test_a_name_that_occurs_twice_is_found_twice(visit: Visit, site: Site) -> None:
    name = site.value("SELECT name FROM village GROUP BY 1 HAVING count(*) = 2 ORDER BY 1 LIMIT 1")
    codes = {row.code for row in site.rows("SELECT code FROM village WHERE name = :n", n=name)}
    chosen = set()
    for option in (0, 1):
        visit.open()
        visit.page.fill("#search", name)
        options = visit.page.locator("#search-options li")
        found = options.filter(has=visit.page.get_by_text(name, exact=True))
        assert found.count() == 2
        places = found.locator(".where").all_inner_texts()
        assert len(set(places)) == 2
        found.nth(option).click()
        expect(visit.page.locator("#village-title")).to_have_text(name)
        expect(visit.page.locator("#village-where")).to_have_text(places[option])
        chosen.add(visit.page.url.rpartition("village=")[2])
    assert chosen == codes


def test_a_village_is_chosen_on_the_map(visit: Visit, site: Site) -> None:
    code, name, cooperative = site.rows(
        "SELECT v.code, v.name, c.name FROM site AS s JOIN village AS v ON v.code = s.village_code"
        " JOIN cooperative AS c ON c.village_code = v.code"
        " JOIN village_boundary AS b ON b.village_code = v.code"
        " WHERE verdict = 'outside'"
        " AND ST_Contains(b.geom, ST_Buffer(ST_Centroid(ST_Envelope(b.geom)), 0.003))"
        " ORDER BY 1 LIMIT 1"
    )[0]
    page = visit.page
    for far in (False, True):
        visit.open(f"#/?village={code}")
        page.keyboard.press("Escape")
        expect(page.locator("#village")).to_be_hidden()
        if far:
            for _ in range(3):
                page.click(".leaflet-control-zoom-out")
                page.wait_for_timeout(400)
        page.wait_for_load_state("networkidle")
        page.locator("#map_zones").click()
        expect(page.locator("#village-title")).to_have_text(name)
        expect(page.locator("#village-content")).to_contain_text(cooperative)
        expect(page.locator(".zone-section li").first).to_be_visible()
        expect(page.locator(".verdict-line")).to_contain_text("Outside the village")
        expect(page.locator(".flag-critical").first).to_be_visible()


def test_villages_without_a_boundary_are_listed(visit: Visit, site: Site) -> None:
    codes = {row.code for row in site.rows(WITHOUT_BOUNDARY)}
    assert len(codes) == 16
    visit.open()
    visit.page.click("#special >> text=Without a boundary")
    rows = visit.page.locator("#villages button")
    expect(rows).to_have_count(16)
    assert {row.get_attribute("data-code") for row in rows.all()} == codes
    rows.first.click()
    expect(visit.page.locator("#village-content .note")).to_contain_text("no boundary")


def test_villages_that_nobody_reported_on_are_listed(visit: Visit, site: Site) -> None:
    visit.open()
    visit.page.click("#special >> text=Nothing reported")
    reported = "SELECT count(*) FROM village WHERE code NOT IN (SELECT village_code FROM site)"
    assert figures(visit.page, "#villages-count") == [site.value(reported)]
    # to the very last one
    visit.page.locator("#villages button").first.focus()
    visit.page.keyboard.press("End")
    assert visit.page.locator("#villages li").count() == site.value(reported)


def test_everything_can_be_done_with_the_keyboard(visit: Visit) -> None:
    page, press = visit.page, visit.page.keyboard.press
    visit.open()
    press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    for _ in range(25):
        press("Tab")
        if page.evaluate("document.activeElement.id") == "search":
            break
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("gerung")
    expect(page.locator("#search")).to_have_attribute("aria-expanded", "true")
    press("ArrowDown")
    press("ArrowDown")
    second = page.locator("#search-options [aria-selected=true] b").nth(1).inner_text()
    press("Enter")
    expect(page.locator("#village-title")).to_be_focused()
    expect(page.locator("#village-title")).to_have_text(second)
    press("Escape")
    expect(page.locator("#village")).to_be_hidden()
    expect(page.locator("#search")).to_be_focused()

    page.locator("#tab-regencies").focus()
    press("ArrowRight")
    press("ArrowRight")
    expect(page.locator("#tab-villages")).to_be_focused()
    press("Tab")
    first = page.evaluate("document.activeElement.dataset.code")
    press("ArrowDown")
    press("Enter")
    expect(page.locator("#village-title")).to_be_focused()
    press("Escape")
    back = page.evaluate("document.activeElement.dataset.code")
    assert back
    assert back != first


def test_the_language_is_one_click_away_and_the_view_stays(visit: Visit) -> None:
    page = visit.page
    visit.open("#/?regency=52.04")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.locator("#regencies-total .sum")).to_have_text("1,166")
    page.click(".languages a[hreflang=id]")
    page.wait_for_selector("html[lang=id] #zones[data-ready=complete]")
    assert page.url.endswith("#/?regency=52.04")
    expect(page.locator("#regencies-total .sum")).to_have_text("1.166")
    visit.open()
    assert page.locator("html").get_attribute("lang") == "id"


def test_a_change_of_status_fetches_the_status_alone(visit: Visit, site: Site) -> None:
    page = visit.page
    visit.open()
    before = figures(page, "#totals strong")
    code = site.value(
        "SELECT zone.village_code FROM zone JOIN village_boundary USING (village_code)"
        " WHERE valid_to IS NULL AND colour = 'red'"
        " AND zone.village_code NOT IN (SELECT village_code FROM site) ORDER BY 1 LIMIT 1"
    )
    y, x = site.rows(
        "SELECT ST_Y(p), ST_X(p) FROM (SELECT ST_PointOnSurface(geom) AS p"
        " FROM village_boundary WHERE village_code = :code) AS point",
        code=code,
    )[0]
    visit.asked.clear()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_load_state("networkidle")
    assert figures(page, "#totals strong") == before
    with transaction(site.engine, site.settings) as session:
        pin = Pin(code, f"{y:.6f}, {x:.6f}", accuracy_m=5.0)
        record_pin(session, pin, by="test", now=datetime.now(UTC))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#totals .total-red strong")).to_contain_text(f"{before[2] - 1:,}")
    assert {one.removeprefix(site.address) for one in visit.asked} == {"/api/v1/zones/status.json"}


def test_an_officer_sees_the_villages_of_the_own_area(
    visitor: Callable[..., BrowserContext], site: Site
) -> None:
    visit = Visit(visitor("officer").new_page(), site)
    visit.open()
    own = site.value("SELECT count(*) FROM village WHERE code LIKE '52.01.01.%'")
    assert sum(figures(visit.page, "#totals strong")) == own
    assert visit.said == []


def test_a_first_visit_is_small_and_a_repeat_visit_fetches_nothing(
    visitor: Callable[..., BrowserContext], site: Site
) -> None:
    context = visitor()
    visit = Visit(context.new_page(), site)
    replies = received(context, visit.page)
    visit.open()
    visit.page.wait_for_load_state("networkidle")
    first = [reply for reply in replies.values() if "url" in reply]
    size = sum(reply["bytes"] for reply in first)
    print(f"first visit: {size / 1024:.1f} KB in {len(first)} requests")
    assert len(first) <= MOST_REQUESTS, [reply["url"] for reply in first]
    assert 100_000 < size <= MOST_BYTES, first

    visit.page.goto("about:blank")
    replies.clear()
    visit.open()
    visit.page.wait_for_load_state("networkidle")
    again = [reply for reply in replies.values() if "url" in reply]
    fetched = [
        reply
        for reply in again
        if not (reply["cached"] or reply.get("memory") or reply.get("wire") == 304)
    ]
    print(f"repeat visit: {sum(reply['bytes'] for reply in again) / 1024:.1f} KB")
    assert fetched == []
    assert visit.said == []


@pytest.mark.parametrize("size", [(360, 740), (1280, 800), (1920, 1080)], ids=str)
def test_it_fits_the_screen(
    visitor: Callable[..., BrowserContext], site: Site, size: tuple[int, int]
) -> None:
    width, height = size
    phone = width < 600
    context = visitor(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if phone else 1,
        has_touch=phone,
    )
    visit = Visit(context.new_page(), site)
    folder = os.environ.get("GIS_SCREENSHOTS")
    for name, view in (("province", ""), ("village", "#/?village=52.01.01.2002")):
        visit.open(view)
        visit.page.wait_for_load_state("networkidle")
        scrolled = visit.page.evaluate("document.documentElement.scrollWidth")
        assert scrolled <= width
        box = visit.page.locator("#map_zones").bounding_box()
        assert box is not None
        assert box["height"] > height * 0.3
        if folder:
            visit.page.screenshot(path=Path(folder) / f"zone-map-{name}-{width}.png")
