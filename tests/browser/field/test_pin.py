"""Placing a site on a phone: the position, the verdict before saving, and what is sent."""

import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import shapely
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from tests.browser.conftest import Site
from tests.browser.field.phone import PHONE

SCREENSHOTS = os.environ.get("GIS_SCREENSHOTS")
#: No pin is here before the tests, and its neighbours are the officer's too.
VILLAGE = "52.01.01.2002"


@dataclass
class Ground:
    """A village's polygon, and places in it and about it: latitude, longitude."""

    name: str
    polygon: Any

    @property
    def inside(self) -> tuple[float, float]:
        circle = shapely.maximum_inscribed_circle(self.polygon)
        return circle.coords[0][1], circle.coords[0][0]

    def outside(self, neighbour: Any) -> tuple[float, float]:
        point = shapely.maximum_inscribed_circle(neighbour).coords[0]
        return point[1], point[0]


@pytest.fixture(scope="module")
def grounds(site: Site) -> dict[str, Ground]:
    rows = site.rows(
        "SELECT b.village_code, v.name, ST_AsBinary(b.geom) AS geom"
        " FROM versioned_village_boundary AS b INNER JOIN village AS v ON v.code = b.village_code"
        " WHERE b.village_code LIKE '52.01.01.%'"
    )
    return {row.village_code: Ground(row.name, shapely.from_wkb(bytes(row.geom))) for row in rows}


@pytest.fixture
def phone(visitor: Callable[..., BrowserContext]) -> Page:
    context = visitor("officer", **PHONE)
    page = context.new_page()
    page.set_default_timeout(10_000)
    return page


def open_pin(page: Page, site: Site, village: str = VILLAGE, item: str = "") -> None:
    page.goto(f"{site.address}/field#/{village}/pin{item}")
    page.wait_for_selector(".place-sheet .place-save")


def stand(page: Page, at: tuple[float, float], accuracy: float) -> None:
    page.context.set_geolocation({"latitude": at[0], "longitude": at[1], "accuracy": accuracy})


def picture(page: Page, name: str) -> None:
    if SCREENSHOTS:
        page.wait_for_timeout(400)
        page.screenshot(path=Path(SCREENSHOTS) / f"field-{name}.png")


def items(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("gisField.queue.list()")
    return found


def received(page: Page) -> dict[str, Any]:
    """The last item, once the server has it."""
    for _ in range(50):
        item = items(page)[-1]
        if item["state"] == "received":
            return item
        page.wait_for_timeout(200)
    raise AssertionError(item)


def test_a_pin_at_the_phone_is_told_kept_and_sent(
    phone: Page, site: Site, grounds: dict[str, Ground]
) -> None:
    ground = grounds[VILLAGE]
    stand(phone, ground.inside, 6)
    open_pin(phone, site)
    expect(phone.locator(".place-verdict")).to_contain_text(f"Inside {ground.name}")
    expect(phone.locator(".pin-status")).to_contain_text("Accuracy 6 m")
    picture(phone, "pin-inside")
    told = phone.locator(".place-verdict").inner_text()
    phone.click(".place-save")
    phone.wait_for_url(f"**/field#/{VILLAGE}")
    [item] = items(phone)
    assert item["content"]["method"] == "device"
    assert item["content"]["accuracy_m"] == 6
    assert item["content"]["device"]["fixes"] >= 1
    assert item["content"]["mock_location"] is None
    item = received(phone)
    reply = item["reply"]["site"]
    assert reply["verdict"] == "inside"
    assert f"{abs(reply['distance_m']):.0f} m" in told.replace(",", "")


def test_a_poor_fix_is_waited_for_or_taken_with_a_reason(
    phone: Page, site: Site, grounds: dict[str, Ground]
) -> None:
    stand(phone, grounds[VILLAGE].inside, 48)
    open_pin(phone, site)
    save = phone.locator(".place-save")
    expect(phone.locator(".pin-status")).to_contain_text("Accuracy 48 m, 25 m are needed")
    expect(save).to_be_disabled()
    picture(phone, "pin-poor")
    phone.click("text=Take it anyway")
    expect(save).to_be_disabled()
    phone.fill("#pin-why", "Under dense trees")
    expect(save).to_be_enabled()
    picture(phone, "pin-reason")
    phone.fill("#pin-why", "  ")
    expect(save).to_be_disabled()
    # a better fix makes the reason needless
    stand(phone, grounds[VILLAGE].inside, 7)
    expect(save).to_be_enabled()
    expect(phone.locator("#pin-why")).to_be_hidden()


def test_outside_it_says_how_far_and_where_one_is(
    phone: Page, site: Site, grounds: dict[str, Ground]
) -> None:
    neighbour = min(
        (code for code in grounds if code != VILLAGE),
        key=lambda code: grounds[code].polygon.distance(grounds[VILLAGE].polygon),
    )
    stand(phone, grounds[neighbour].inside, 5)
    open_pin(phone, site)
    said = phone.locator(".place-verdict")
    expect(said).to_contain_text(f"outside {grounds[VILLAGE].name}")
    expect(said).to_contain_text(f"You are in {grounds[neighbour].name}")
    expect(said).to_have_attribute("data-verdict", "outside")
    expect(phone.locator(".place-save")).to_have_text("Save although it is outside")
    expect(phone.locator(".place-sign-outside")).to_have_text("!")
    picture(phone, "pin-outside")


def test_a_tap_keeps_where_the_phone_was(
    phone: Page, site: Site, grounds: dict[str, Ground]
) -> None:
    stand(phone, grounds[VILLAGE].inside, 9)
    open_pin(phone, site)
    expect(phone.locator(".place-verdict")).not_to_be_empty()
    phone.click("[data-mode=tap]")
    expect(phone.locator(".place-crosshair")).to_be_visible()
    box = phone.locator(".place-map").bounding_box()
    assert box is not None
    phone.touchscreen.tap(box["x"] + box["width"] / 2 + 60, box["y"] + box["height"] / 2 + 40)
    expect(phone.locator(".place-beside")).to_contain_text("You are")
    phone.wait_for_timeout(500)
    picture(phone, "pin-tap")
    phone.context.set_offline(True)
    phone.click(".place-save")
    phone.wait_for_url(f"**/field#/{VILLAGE}")
    content = items(phone)[-1]["content"]
    assert content["method"] == "tap"
    assert content["accuracy_m"] is None
    here = content["device"]
    assert (content["latitude"], content["longitude"]) != (here["latitude"], here["longitude"])
    assert here["accuracy_m"] == 9
    # not sent yet: it can be taken back
    phone.evaluate(f"gisField.navigate('#/{VILLAGE}/pin')")
    expect(phone.locator(".pin-unsent")).to_contain_text("not been sent")
    picture(phone, "pin-unsent")
    phone.click("text=Take it back")
    expect(phone.locator(".pin-unsent")).to_have_count(0)
    assert items(phone)[-1]["state"] == "discarded"
    phone.context.set_offline(False)


def test_typed_text_is_read_by_the_server_and_kept_word_for_word(
    phone: Page, site: Site, grounds: dict[str, Ground]
) -> None:
    latitude, longitude = grounds[VILLAGE].inside
    open_pin(phone, site)
    phone.click("[data-mode=text]")
    typed = f"{abs(latitude):.6f} LS {longitude:.6f} BT".replace(".", ",")
    phone.fill("#pin-text", typed)
    expect(phone.locator(".place-verdict")).to_contain_text("Inside")
    picture(phone, "pin-text")
    # swapped: asked, not changed by itself
    phone.fill("#pin-text", f"{longitude:.6f}, {latitude:.6f}")
    choice = phone.locator(".pin-choice").first
    expect(choice).to_contain_text("Inside")
    expect(phone.locator(".place-verdict")).to_be_empty()
    picture(phone, "pin-text-repair")
    choice.locator("input").check()
    expect(phone.locator(".place-verdict")).to_contain_text("Inside")
    phone.context.set_offline(True)
    phone.fill("#pin-text", typed)
    expect(phone.locator(".pin-readings")).to_contain_text("without a network")
    phone.click(".place-save")
    phone.wait_for_url(f"**/field#/{VILLAGE}")
    assert items(phone)[-1]["content"]["coordinates"] == typed
    phone.context.set_offline(False)


def test_without_permission_it_says_what_to_do(
    visitor: Callable[..., BrowserContext], site: Site
) -> None:
    page = visitor("officer", **{**PHONE, "permissions": []}).new_page()
    open_pin(page, site)
    expect(page.locator(".pin-status")).to_contain_text("may not tell its position")
    expect(page.locator(".place-save")).to_be_disabled()
    picture(page, "pin-denied")


def test_a_village_that_is_not_mine(phone: Page, site: Site) -> None:
    phone.goto(f"{site.address}/field#/52.71.01.1001/pin")
    expect(phone.get_by_role("alert")).to_contain_text("not among yours")


def test_targets_are_large_and_nothing_else_is_reached_behind(
    phone: Page, site: Site, grounds: dict[str, Ground]
) -> None:
    stand(phone, grounds[VILLAGE].inside, 48)
    open_pin(phone, site)
    phone.click("text=Take it anyway")
    small = phone.evaluate(
        """() => [...document.querySelectorAll('.place button, .place a, .place input')]
            .filter((one) => one.offsetParent && one.type !== 'file')
            .map((one) => [one.textContent, one.getBoundingClientRect()])
            .filter(([, box]) => box.width < 44 || box.height < 44)
            .map(([name]) => name)"""
    )
    assert small == []
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide == 360, json.dumps(wide)
    assert phone.evaluate("document.querySelector('.bar').inert")


def photo_at(latitude: float, longitude: float) -> bytes:
    """A photo whose camera wrote its position into it."""
    image = pytest.importorskip("PIL.Image")
    exif = image.Exif()

    def sexagesimal(degrees: float) -> tuple[float, float, float]:
        minutes, seconds = divmod(abs(degrees) * 3600, 60)
        return (minutes // 60, minutes % 60, seconds)

    exif[0x8825] = {
        1: "S" if latitude < 0 else "N", 2: sexagesimal(latitude),
        3: "W" if longitude < 0 else "E", 4: sexagesimal(longitude),
    }  # fmt: skip
    made = io.BytesIO()
    image.new("RGB", (80, 60), "brown").save(made, "JPEG", exif=exif)
    return made.getvalue()


def picture_file(content: bytes) -> FilePayload:
    return {"name": "gerai.jpg", "mimeType": "image/jpeg", "buffer": content}


def test_a_photo_says_where_or_that_it_does_not(
    phone: Page, site: Site, grounds: dict[str, Ground]
) -> None:
    at = grounds[VILLAGE].inside
    made = photo_at(*at)
    open_pin(phone, site)
    phone.click("[data-mode=photo]")
    phone.set_input_files("#pin-photo", picture_file(b"no photo at all"))
    expect(phone.locator(".pin-pane")).to_contain_text("no position in this photo")
    expect(phone.locator(".place-save")).to_be_disabled()
    phone.set_input_files("#pin-photo", picture_file(made))
    expect(phone.locator(".pin-pane")).to_contain_text(f"{at[0]:.4f}")
    expect(phone.locator(".place-verdict")).to_contain_text("Inside")
    expect(phone.locator(".place-mark-new")).to_be_visible()
    picture(phone, "pin-photo")
    phone.click(".place-save")
    phone.wait_for_url(f"**/field#/{VILLAGE}")
    content = items(phone)[-1]["content"]
    assert content["method"] == "photo"
    assert content["latitude"] == pytest.approx(at[0], abs=1e-6)


def test_what_the_server_refused_is_put_right_under_the_same_identifier(
    phone: Page, site: Site, grounds: dict[str, Ground]
) -> None:
    open_pin(phone, site)
    wrong = {"village_code": VILLAGE, "method": "text", "coordinates": "   "}
    [made] = phone.evaluate(
        "(item) => gisField.queue.add([item])",
        {"kind": "site", "village": VILLAGE, "content": wrong},
    )
    for _ in range(50):
        if items(phone)[-1]["state"] == "attention":
            break
        phone.wait_for_timeout(200)
    reason = items(phone)[-1]["problem"]["detail"]
    phone.evaluate("(address) => gisField.navigate(address)", f"#/{VILLAGE}/pin/{made['id']}")
    expect(phone.locator(".place-sheet > .place-problem")).to_have_text(reason)
    latitude, longitude = grounds[VILLAGE].inside
    phone.fill("#pin-text", f"{latitude:.6f}, {longitude:.6f}")
    expect(phone.locator(".place-verdict")).to_contain_text("Inside")
    phone.click(".place-save")
    phone.wait_for_url(f"**/field#/{VILLAGE}")
    assert received(phone)["id"] == made["id"]
