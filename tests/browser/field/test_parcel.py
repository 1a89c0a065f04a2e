"""A parcel on a phone: drawn, walked, pasted; its figures, its faults, and what is sent."""

import json
from typing import Any

import shapely
from playwright.sync_api import Page, expect

from spatial.crs import geodesic_area_m2
from tests.browser.conftest import Site
from tests.browser.field.test_pin import (  # noqa: F401 - fixtures
    VILLAGE,
    Ground,
    grounds,
    items,
    phone,
    picture,
    received,
    stand,
)

#: Degrees of latitude and longitude in a metre, here.
NORTH = 1 / 110_600
EAST = 1 / 110_080


def open_parcel(page: Page, site: Site, village: str = VILLAGE) -> None:
    page.goto(f"{site.address}/field#/{village}/parcel")
    page.wait_for_selector(".place-sheet .place-modes")


def corners(ground: Ground, *metres: tuple[float, float]) -> list[tuple[float, float]]:
    """Latitudes and longitudes of places so many metres east and north of the village's middle."""
    latitude, longitude = ground.inside
    return [(round(latitude + y * NORTH, 7), round(longitude + x * EAST, 7)) for x, y in metres]


def lines(places: list[tuple[float, float]]) -> str:
    return "\n".join(f"{latitude:.7f}, {longitude:.7f}" for latitude, longitude in places)


def paste(page: Page, text: str) -> None:
    page.click("[data-mode=paste]")
    page.fill("#parcel-text", text)


def figures(page: Page) -> Any:
    return page.locator(".parcel-figures")


def test_pasted_corners_give_area_perimeter_and_the_place_of_the_store(
    phone: Page,  # noqa: F811
    site: Site,
    grounds: dict[str, Ground],  # noqa: F811
) -> None:
    open_parcel(phone, site)
    places = corners(grounds[VILLAGE], (0, 0), (40, 0), (40, 30), (0, 30))
    paste(phone, lines(places))
    area = geodesic_area_m2(shapely.Polygon([(x, y) for y, x in places]))
    expect(figures(phone)).to_contain_text(f"{area:,.0f} m²")
    expect(figures(phone)).to_contain_text(f"{area / 100:.2f} are")
    expect(figures(phone)).to_contain_text("around: 140 m")
    expect(phone.locator(".parcel-fit")).to_contain_text("✓ A store of 20 × 30 m fits")
    picture(phone, "parcel-pasted")

    # longitude first
    paste(phone, "\n".join(f"{x} {y}" for y, x in places))
    expect(phone.locator(".parcel-pane")).to_contain_text("Longitude was written first")
    ring = [[x, y] for y, x in [*places, places[0]]]
    paste(phone, json.dumps({"type": "Polygon", "coordinates": [ring]}))
    expect(phone.locator(".parcel-pane")).to_contain_text("Corners read: 4")
    paste(phone, f"POLYGON (({', '.join(f'{x} {y}' for x, y in ring)}))")
    expect(phone.locator(".parcel-pane")).to_contain_text("Corners read: 4")
    paste(phone, "-8.58, 116.1\n-8.59, here\n")
    expect(phone.locator(".parcel-pane")).to_contain_text("Line 2 is not")
    expect(figures(phone)).to_contain_text(f"{area:,.0f} m²")

    narrow = corners(grounds[VILLAGE], (0, 0), (80, 0), (80, 12), (0, 12))
    paste(phone, lines(narrow))
    expect(phone.locator(".parcel-fit")).to_contain_text("fits nowhere")
    expect(phone.locator(".place-beside")).to_contain_text("less than the 1,000 m²")
    picture(phone, "parcel-narrow")


def test_a_line_that_crosses_itself_is_refused_where_it_does(
    phone: Page,  # noqa: F811
    site: Site,
    grounds: dict[str, Ground],  # noqa: F811
) -> None:
    open_parcel(phone, site)
    paste(phone, lines(corners(grounds[VILLAGE], (0, 0), (60, 60), (60, 0), (0, 60))))
    expect(phone.locator(".place-problem").first).to_contain_text("crosses itself")
    expect(phone.locator(".place-mark-crossing")).to_be_visible()
    expect(phone.get_by_role("button", name="Next")).to_be_disabled()
    picture(phone, "parcel-crossing")


def test_drawn_under_the_crosshair_undone_and_kept_over_a_reload(
    phone: Page,  # noqa: F811
    site: Site,
    grounds: dict[str, Ground],  # noqa: F811
) -> None:
    open_parcel(phone, site)
    for latitude, longitude in corners(grounds[VILLAGE], (0, 0), (50, 0), (50, 50), (0, 50)):
        phone.click("[data-mode=draw]")
        look(phone, latitude, longitude)
        phone.click("text=Add the corner under the cross")
    expect(phone.locator(".place-mark-corner")).to_have_count(4)
    expect(figures(phone)).to_contain_text("m²")
    drawn = figures(phone).inner_text()
    picture(phone, "parcel-drawn")

    # a corner is dragged
    phone.evaluate(
        "(places) => document.querySelector('.place-map').villageMap.lookAtAll(places)",
        [{"latitude": y, "longitude": x} for y, x in corners(grounds[VILLAGE], (0, 0), (50, 50))],
    )
    phone.wait_for_timeout(500)
    handle = phone.locator(".place-mark-corner").nth(2).bounding_box()
    assert handle is not None
    middle = (handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    phone.mouse.move(*middle)
    phone.mouse.down()
    phone.mouse.move(middle[0] - 20, middle[1] + 30, steps=4)
    phone.mouse.up()
    expect(figures(phone)).not_to_have_text(drawn)
    phone.click("text=Undo")
    expect(figures(phone)).to_have_text(drawn)
    # and one is taken away
    phone.locator(".place-mark-corner").nth(1).tap()
    phone.click("text=Remove the corner")
    expect(phone.locator(".place-mark-corner")).to_have_count(3)
    phone.click("text=Undo")

    phone.wait_for_timeout(300)
    phone.reload()
    phone.wait_for_selector(".place-sheet .place-modes")
    expect(figures(phone)).to_have_text(drawn)
    expect(phone.locator(".parcel-page").first).to_contain_text("was not saved yet")
    phone.click("text=Begin anew")
    expect(phone.locator(".place-mark-corner")).to_have_count(0)


def look(page: Page, latitude: float, longitude: float) -> None:
    """Move the map as a finger does, until a place is under the crosshair."""
    page.evaluate(
        "([latitude, longitude]) => document.querySelector('.place-map').villageMap"
        ".lookAt({ latitude, longitude }, 19)",
        [latitude, longitude],
    )
    page.wait_for_timeout(400)


def test_walked_and_saved_with_what_is_known(
    phone: Page,  # noqa: F811
    site: Site,
    grounds: dict[str, Ground],  # noqa: F811
) -> None:
    places = corners(grounds[VILLAGE], (0, 0), (45, 0), (45, 40), (0, 40))
    stand(phone, places[0], 5)
    open_parcel(phone, site)
    phone.click("[data-mode=walk]")
    add = phone.locator(".parcel-pane button").last
    for place, accuracy in zip(places, (5, 6, 31, 7), strict=True):
        stand(phone, place, accuracy)
        expect(phone.locator(".parcel-pane")).to_contain_text(f"Accuracy {accuracy} m")
        expect(add).to_be_enabled()
        if accuracy > 25:
            expect(add).to_contain_text("all the same (31 m)")
            picture(phone, "parcel-walk")
        add.click()
    expect(phone.locator(".parcel-fit")).to_contain_text("✓ A store of 20 × 30 m fits")
    expect(phone.locator(".place-beside")).to_contain_text("Least exact corner: 31 m")
    phone.click("text=Next")
    told = phone.locator(".parcel-conditions")
    expect(told.locator("li")).to_have_count(4)
    expect(told).to_contain_text("Large enough")
    expect(told.locator(".condition-met")).to_have_count(1)
    picture(phone, "parcel-form")
    phone.select_option("#parcel-owner", "village")
    phone.fill("#parcel-certificate", "SHP 12/2019")
    phone.fill("#parcel-declared_area_m2", "1.800")
    expect(phone.locator(".parcel-form")).to_contain_text("1,800 m²")
    for question, answer in (
        ("clear_and_clean", "true"), ("access_road", "true"), ("strategic", "true"),
        ("hazard", "true"),
    ):  # fmt: skip
        phone.check(f"input[name=parcel-{question}][value={answer}]", force=True)
    expect(told.locator(".condition-met")).to_have_count(3)
    expect(told.locator(".condition-missed")).to_contain_text("Ready to use")
    told.scroll_into_view_if_needed()
    picture(phone, "parcel-conditions")
    phone.context.set_offline(True)
    phone.click("text=Save the parcel")
    phone.wait_for_url(f"**/field#/{VILLAGE}")
    phone.context.set_offline(False)
    content = items(phone)[-1]["content"]
    assert content["method"] == "walked"
    assert [corner["accuracy_m"] for corner in content["corners"]] == [5, 6, 31, 7]
    ring = content["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]
    assert shapely.LinearRing(ring).is_ccw
    assert [(y, x) for x, y in ring[:-1]] == places
    assert content["declared_area_m2"] == 1800
    assert content["hazard"] is True
    assert content["needs_fill"] is None
    # the draft is gone: what waits is offered instead
    phone.evaluate(f"gisField.navigate('#/{VILLAGE}/parcel')")
    expect(figures(phone)).to_contain_text("Corners: 0")
    expect(phone.locator("#parcel-certificate")).to_have_value("SHP 12/2019")
    phone.click("text=Begin with the line that is known")
    expect(phone.locator(".place-mark-corner")).to_have_count(4)


def test_the_server_measures_what_the_phone_said(
    phone: Page,  # noqa: F811
    site: Site,
    grounds: dict[str, Ground],  # noqa: F811
) -> None:
    open_parcel(phone, site)
    paste(phone, lines(corners(grounds[VILLAGE], (0, 0), (34, 12), (25, 40), (-10, 33), (-22, 10))))
    expect(phone.locator(".parcel-fit")).to_contain_text("✓")
    told = figures(phone).inner_text()
    phone.click("text=Next")
    phone.click("text=Save the parcel")
    phone.wait_for_url(f"**/field#/{VILLAGE}")
    reply = received(phone)["reply"]["parcel"]
    assert told.startswith(f"{reply['area_m2']:,.0f} m²")
    assert reply["fits"] is True
