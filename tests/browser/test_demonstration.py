"""The sample data as people see them: every planted mistake, with its reason."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.engine import make_url

from gis_service.accounts.demonstration import DEMONSTRATION_PASSWORD
from gis_service.db import make_engine, transaction
from gis_service.demonstration.planted import MISTAKES
from gis_service.demonstration.service import load_demonstration
from gis_service.settings import Settings
from tests.browser.conftest import Site, Visit, served
from tests.conftest import Server

#: How many dots of a colour make a mark on the map.
FEW = 20


@pytest.fixture(scope="module")
def planted() -> list[dict[str, Any]]:
    """What was planted, filled in by `site`."""
    return []


@pytest.fixture(scope="module")
def site(
    server: Server,
    province: Settings,
    planted: list[dict[str, Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    template = make_url(province.database_url).database or ""
    made = replace(
        server.create("_browser_demo", template=template), home=tmp_path_factory.mktemp("demo")
    )
    engine = make_engine(made.database_url, as_app=False)
    with transaction(engine, made) as session:
        planted += load_demonstration(session, by="test", now=datetime.now(UTC)).planted
    with served(made) as address:
        yield Site(address, made, engine)
    engine.dispose()
    server.drop(made)


@pytest.fixture(scope="module")
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{site.address}/login?lang=en")
    page.fill("#username", "contoh-pimpinan")
    page.fill("#password", DEMONSTRATION_PASSWORD)
    page.click("#sign-in button:not([type=button])")
    page.wait_for_url(f"{site.address}/")
    visit = Visit(page, site)
    visit.open()
    yield visit
    context.close()


@pytest.fixture(scope="module")
def layer(visit: Visit, site: Site) -> Callable[[str], list[dict[str, Any]]]:
    """All features of a layer, page by page, as the person of the visit may see them."""

    def read(name: str) -> list[dict[str, Any]]:
        features: list[dict[str, Any]] = []
        address: str | None = f"/api/v1/layers/{name}.geojson?limit=1000"
        while address:
            page = visit.page.request.get(site.address + address).json()
            features += page["features"]
            address = next((one["href"] for one in page["links"] if one["rel"] == "next"), None)
        return features

    return read


def dots(page: Page, verdict: str) -> list[tuple[float, float]]:
    """Where on the map, in pixels, the colour of a verdict is seen."""
    return [
        (x, y)
        for x, y in page.evaluate(
            """(name) => {
                const style = getComputedStyle(document.documentElement);
                const hex = style.getPropertyValue(`--verdict-${name}`).trim();
                const wanted = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join();
                const corner = document.querySelector('#map_zones').getBoundingClientRect();
                const found = [];
                for (const canvas of document.querySelectorAll('#map_zones canvas')) {
                    const { width, height } = canvas;
                    if (!width || !height) continue;
                    const box = canvas.getBoundingClientRect();
                    const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
                    for (let at = 0; at < data.length; at += 4) {
                        if ([data[at], data[at + 1], data[at + 2]].join() !== wanted) continue;
                        const dot = at / 4;
                        found.push([
                            box.x - corner.x + ((dot % width) / width) * box.width,
                            box.y - corner.y + (Math.floor(dot / width) / height) * box.height,
                        ]);
                    }
                }
                return found;
            }""",
            verdict,
        )
    ]


def test_the_page_says_that_they_are_samples(visit: Visit) -> None:
    expect(visit.page.locator(".banners")).to_contain_text("Sample data")


def test_every_planted_mistake_is_in_the_layers(
    planted: list[dict[str, Any]], layer: Callable[[str], list[dict[str, Any]]]
) -> None:
    sites = {one["properties"]["village_code"]: one["properties"] for one in layer("sites")}
    assert len(sites) == 1166
    reasons: dict[str, set[str]] = {}
    for flag in layer("flags"):
        assert flag["properties"]["message"]
        code = flag["properties"]["village_code"]
        reasons.setdefault(code, set()).add(flag["properties"]["code"])
    assert {row["mistake"] for row in planted} == {*MISTAKES, "duplicate-copy"}
    for row in planted:
        assert set(sites[row["given_code"]]["flags"]) == set(row["flags"]), row
        assert reasons[row["given_code"]] >= set(row["flags"]), row


def test_each_kind_of_mistake_is_on_the_map_with_its_reasons(
    visit: Visit, planted: list[dict[str, Any]], layer: Callable[[str], list[dict[str, Any]]]
) -> None:
    page = visit.page
    sites = {one["properties"]["village_code"]: one for one in layer("sites")}
    messages: dict[str, list[str]] = {}
    for flag in layer("flags"):
        if flag["properties"]["subject"] != "site":
            continue
        code = flag["properties"]["village_code"]
        messages.setdefault(code, []).append(flag["properties"]["message"])
    for row in {row["mistake"]: row for row in planted}.values():
        code = row["given_code"]
        page.evaluate("(code) => { location.hash = `#/?village=${code}` }", code)
        expect(page.locator("#village-content .verdict-line")).to_be_visible()
        if row["coordinates"].strip():
            expect(page.locator("#village-content dd code")).to_have_text(row["coordinates"])
        said = page.locator("#village-content .flag").all_inner_texts()
        assert len(said) == len(messages[code]), row
        assert all(any(one in text for text in said) for one in messages[code]), (row, said)
        if sites[code]["geometry"] is not None:
            page.get_by_text("Show the site on the map").click()
            page.wait_for_timeout(500)  # Leaflet's flight
            assert len(dots(page, sites[code]["properties"]["verdict"])) > FEW, row
        page.click("#village-close")


def test_the_list_shows_the_verdict_on_every_site(
    visit: Visit, planted: list[dict[str, Any]], layer: Callable[[str], list[dict[str, Any]]]
) -> None:
    page = visit.page
    page.evaluate("location.hash = '#/'")
    page.click("#tab-villages")
    page.locator("#villages button").first.focus()
    page.keyboard.press("End")
    expect(page.locator("#villages li")).to_have_count(1166)
    shown = page.evaluate(
        """() => Object.fromEntries(
            [...document.querySelectorAll('#villages button')].map((row) => [
                row.dataset.code, row.querySelector('.village-site').title,
            ])
        )"""
    )
    titles = {
        "inside": "Inside the village",
        "uncertain": "Too close to the boundary to be sure",
        "outside": "Outside the village",
        "unresolved": "No position that can be trusted",
    }
    for site in layer("sites"):
        code, verdict = site["properties"]["village_code"], site["properties"]["verdict"]
        if site["properties"]["village"] is not None:
            assert shown.pop(code) == titles[verdict], code
    assert list(shown.values()) == ["no site"]


def test_a_site_of_an_unknown_village_is_listed(
    visit: Visit, planted: list[dict[str, Any]]
) -> None:
    page = visit.page
    (stray,) = [row for row in planted if row["mistake"] == "unknown-village"]
    page.click("#special >> text=Unknown village code: 1")
    rows = page.locator("#villages button")
    expect(rows).to_have_count(1)
    rows.click()
    expect(page.locator("#village-title")).to_have_text(stray["given_code"])
    expect(page.locator("#village-content .note")).to_contain_text("does not hold this village")
    expect(page.locator("#village-content .flag-critical").first).to_be_visible()


def test_a_mark_on_the_map_opens_the_village_it_belongs_to(visit: Visit, site: Site) -> None:
    """Also where it lies in another village."""
    page = visit.page
    (row,) = site.rows(
        "SELECT village_code, village.name FROM site JOIN village ON code = village_code"
        " WHERE verdict = 'outside' AND cardinality(found_in) = 1 ORDER BY 1 LIMIT 1"
    )
    page.evaluate("(code) => { location.hash = `#/?village=${code}` }", row.village_code)
    page.get_by_text("Show the site on the map").click()
    page.wait_for_timeout(500)
    page.click("#village-close")
    page.wait_for_load_state("networkidle")
    marked = dots(page, "outside")
    x, y = (median(one[axis] for one in marked) for axis in (0, 1))
    page.locator("#map_zones").click(position={"x": x, "y": y})
    expect(page.locator("#village-title")).to_have_text(row.name)
