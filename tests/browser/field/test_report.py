"""The daily report and its photos, on a phone."""

import base64
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from tests.browser.conftest import Site
from tests.browser.pictures import BLUE, EXIF, GPS, NOT_PHOTOS, RED, TAKEN, file, photo, png

OFFICE = timezone(timedelta(hours=8))
SITE = (-8.6885, 116.1213)
NEAR = {"latitude": SITE[0], "longitude": SITE[1], "accuracy": 9}
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "id-ID",
    "timezone_id": "Asia/Makassar",
}
LONG_SIDE = 1600
#: The names of what is kept of drafts.
DRAFTS = """() => new Promise((resolve) => {
    indexedDB.open("gis-field").onsuccess = ({ target }) => {
        target.result.transaction("documents").objectStore("documents").getAllKeys().onsuccess =
            (event) => resolve(event.target.result.filter((name) => name.startsWith("draft")));
    };
})"""


def day(ago: int = 0) -> str:
    return (datetime.now(OFFICE).date() - timedelta(days=ago)).isoformat()


@dataclass
class Phone:
    """A phone that has opened the page once, and the village that it reports on."""

    page: Page
    context: BrowserContext
    code: str

    def report(self, ago: int = 0) -> None:
        """Open the report of a day, as after a tap in the list of villages."""
        self.page.evaluate("location.hash = '#/'")
        self.page.wait_for_selector(".view-day h1")
        self.page.evaluate("(code) => { location.hash = `#/${code}/report` }", self.code)
        self.page.wait_for_selector(".report-form")
        for back in range(1, ago + 1):
            self.page.click(".report-step >> nth=0")
            expect(self.page.locator("#report-day")).to_have_value(day(back))

    def stage(self, field: str, value: str) -> None:
        self.page.check(f"input[name={field}][value={value}]")

    def add(self, *files: FilePayload, source: str = "gallery") -> None:
        """Choose files, and wait until all of them have been looked at."""
        done = self.page.locator(".report-photos > li, .report-photos ~ .report-error, "
                                 "[data-field=photos] [role=alert] .report-error")  # fmt: skip
        before = done.count()
        self.page.set_input_files(f"[data-source={source}]", list(files))
        expect(done).to_have_count(before + len(files), timeout=60_000)
        expect(self.page.locator("[data-field=photos] [role=status]")).to_have_text("")

    def send(self) -> None:
        self.page.click(".report-send")
        self.page.wait_for_selector(".view-village")

    def wait_until_received(self, seconds: int = 60) -> None:
        for _ in range(seconds * 5):
            if all(item["state"] == "received" for item in self.items()):
                return
            self.page.wait_for_timeout(200)
        raise AssertionError([(item["state"], item["problem"]) for item in self.items()])

    def items(self, kind: str = "") -> list[Any]:
        items: list[Any] = self.page.evaluate("gisField.queue.list()")
        return [item for item in items if kind in ("", item["kind"])]

    def picture(self, item: Any) -> bytes:
        """The bytes that wait to be sent."""
        text: str = self.page.evaluate(
            """async (id) => {
                const bytes = new Uint8Array(await (await gisField.queue.photo(id)).arrayBuffer());
                let text = "";
                for (const byte of bytes) text += String.fromCharCode(byte);
                return btoa(text);
            }""",
            item["id"],
        )
        return base64.b64decode(text)


@pytest.fixture
def make_phone(
    visitor: Callable[..., BrowserContext], site: Site
) -> Iterator[Callable[..., Phone]]:
    """Open the page on a new phone, then take its network away."""
    said: list[str] = []
    villages = [
        row.code
        for row in site.rows(
            "SELECT code FROM village WHERE code LIKE '52.01.01.%'"
            " AND code NOT IN (SELECT village_code FROM site)"
            " AND code NOT IN (SELECT village_code FROM progress_report) ORDER BY 1"
        )
    ]

    def make(geolocation: dict[str, Any] | None = NEAR, village: int = 0, **options: Any) -> Phone:
        where: dict[str, Any] = {}
        if geolocation is not None:
            where = {"geolocation": geolocation, "permissions": ["geolocation"]}
        context = visitor("officer", **{**PHONE, **where, **options})
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{site.address}/account?lang=id")  # remembered
        page.goto(f"{site.address}/field")
        page.wait_for_selector("#field[data-ready=complete]", timeout=60_000)
        context.set_offline(True)
        return Phone(page, context, villages[village])

    yield make
    assert said == []


@pytest.fixture
def phone(make_phone: Callable[..., Phone]) -> Phone:
    return make_phone()


def fill(phone: Phone, *, percent: str = "40", construction: str = "roof") -> None:
    phone.stage("land_stage", "ready")
    phone.stage("construction_stage", construction)
    if construction != "none":
        phone.page.fill("#report-percent", percent)
        phone.page.locator("#report-percent").blur()


def test_a_report_with_two_photos_waits_in_the_queue_together(phone: Phone) -> None:
    page = phone.page
    phone.report()
    need = page.locator(".report-need")
    expect(need).to_have_text("Tidak wajib, tetapi membantu.")
    fill(phone)
    expect(need).to_have_text("Sedang dibangun: perlu paling sedikit satu foto.")
    page.click(".report-send")
    expect(page.locator(".report-outcome")).to_contain_text("Foto")
    assert phone.items() == []

    now = datetime.now(OFFICE)
    files = [
        file("satu.jpg", photo((4000, 3000), seed=1, taken=now)),
        file("dua.jpg", photo((900, 1200), seed=2)),
    ]
    phone.add(files[0], source="camera")
    phone.add(files[1], source="camera")
    expect(need).to_have_text("✓ Foto: 2")
    page.fill("#report-note", "Atap mulai dipasang")
    phone.send()

    [report] = phone.items("report")
    photos = phone.items("photo")
    content = report["content"]
    assert content["reported_on"] == day()
    assert (content["percent"], content["land_stage"], content["construction_stage"]) == (
        40, "ready", "roof",
    )  # fmt: skip
    assert content["note"] == "Atap mulai dipasang"
    assert content["device"]["accuracy_m"] == NEAR["accuracy"]
    assert report["base"] is None
    assert content["photos"] == [item["id"] for item in photos]
    for item, original in zip(photos, files, strict=True):
        assert item["content"]["subject"] == {"kind": "report", "id": report["id"]}
        assert item["content"]["original_sha256"] == hashlib.sha256(original["buffer"]).hexdigest()
        sent = phone.picture(item)
        assert item["content"]["sha256"] == hashlib.sha256(sent).hexdigest()
        assert item["content"]["size"] == item["size"] == len(sent)
        picture = Image.open(io.BytesIO(sent))
        found = picture.getexif()
        assert phone.code in found[0x010E]
        gps = found.get_ifd(GPS)
        assert float(gps[2][0] + gps[2][1] / 60 + gps[2][2] / 3600) == pytest.approx(-SITE[0])
        taken = datetime.strptime(found.get_ifd(EXIF)[TAKEN] + "+0800", "%Y:%m:%d %H:%M:%S%z")
        assert abs(taken - now) < timedelta(minutes=5)
    assert max(Image.open(io.BytesIO(phone.picture(photos[0]))).size) == LONG_SIDE
    assert Image.open(io.BytesIO(phone.picture(photos[1]))).size == (900, 1200)


def test_a_report_made_offline_arrives_once_with_all_its_bytes(
    make_phone: Callable[..., Phone], site: Site
) -> None:
    """Also after a reload without a network, and when it is sent from two tabs at once."""
    phone = make_phone(village=1)  # the others begin with nothing known
    page = phone.page
    phone.report(ago=2)
    fill(phone)
    phone.add(file("satu.jpg", photo((4000, 3000), seed=21)), source="camera")
    phone.add(file("dua.jpg", photo(seed=22)), source="camera")
    phone.send()
    page.reload()
    page.wait_for_selector("#field[data-ready]")
    [report] = phone.items("report")
    photos = phone.items("photo")
    page.evaluate("location.hash = '#/waiting'")
    pictures = page.locator(".item-picture img")
    expect(pictures).to_have_count(2)
    for at in range(2):
        assert pictures.nth(at).evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
    bytes_of = {item["id"]: phone.picture(item) for item in photos}

    other = phone.context.new_page()
    other.goto(page.url.split("#")[0])
    other.wait_for_selector("#field[data-ready]")
    phone.context.set_offline(False)
    for tab in (page, other):
        tab.evaluate("gisField.deliver()")
    phone.wait_until_received()

    assert site.rows(
        "SELECT id::text, reported_on::text, percent, photos::text[] FROM progress_report"
        " WHERE village_code = :code AND reported_on = :day",
        code=phone.code, day=day(2),
    ) == [(report["id"], day(2), 40, list(bytes_of))]  # fmt: skip
    stored = site.rows(
        "SELECT id::text, sha256, size, state FROM photo WHERE subject_id = :id ORDER BY number",
        id=report["id"],
    )
    assert {row.id: (row.sha256, row.size, row.state) for row in stored} == {
        one: (hashlib.sha256(content).digest(), len(content), "received")
        for one, content in bytes_of.items()
    }
    assert len(stored) == 2
    shown = page.request.get(f"{site.address}/api/v1/photos/{photos[0]['id']}/thumbnail.jpg")
    assert shown.status == 200
    assert not Image.open(io.BytesIO(shown.body())).getexif()

    # and afterwards: what the office has is opened, and changed under the same identifier
    phone.report(ago=2)
    expect(page.locator(".report-photos li")).to_contain_text(["Terkirim", "Terkirim"])
    assert page.eval_on_selector(".report-photos img", "one => one.decode().then(() => true)")
    page.fill("#report-percent", "41")
    phone.send()
    phone.wait_until_received()
    assert site.rows(
        "SELECT id::text, percent FROM progress_report WHERE village_code = :code"
        " AND reported_on = :day", code=phone.code, day=day(2),
    ) == [(report["id"], 41)]  # fmt: skip


def test_a_draft_survives_the_end_of_the_page(phone: Phone) -> None:
    """Phones with little memory end it while the camera is open."""
    page = phone.page
    phone.report()
    fill(phone, percent="12,5")
    phone.add(file("satu.jpg", photo(seed=3)))
    page.click(".report-add")
    page.select_option(".report-blocker select", "permit")
    page.type("#report-note", "Tukang libur")
    expect(page.locator(".report-kept")).to_have_text("Draf tersimpan di ponsel ini")
    page.wait_for_selector(".report-form[data-draft=kept]")
    address = page.url.split("#")[0]
    page.close()

    phone.page = page = phone.context.new_page()
    page.goto(f"{address}#/{phone.code}/report")
    page.wait_for_selector(".report-form")
    expect(page.locator("#report-note")).to_have_value("Tukang libur")
    expect(page.locator("#report-percent")).to_have_value("12,5")
    expect(page.locator("input[name=construction_stage]:checked")).to_have_value("roof")
    expect(page.locator(".report-blocker select")).to_have_value("permit")
    expect(page.locator(".report-photos img")).to_have_count(1)
    assert page.eval_on_selector(".report-photos img", "one => one.decode().then(() => true)")
    phone.send()
    assert len(phone.items("photo")) == 1

    phone.report()
    expect(page.locator(".report-draft")).to_have_count(0)


def test_yesterday_is_there_and_what_is_not_plausible_is_asked(phone: Phone) -> None:
    page = phone.page
    phone.report(ago=1)
    fill(phone, percent="40")
    page.click(".report-add")
    page.select_option(".report-blocker select", "permit")
    page.fill(".report-blocker [list]", "Camat")
    page.fill(".report-blocker [type=date]", day(-10))
    phone.add(file("satu.jpg", photo(seed=4)))
    phone.send()

    phone.report()
    expect(page.locator("#report-percent")).to_have_value("40")
    expect(page.locator(".report-blocker select")).to_have_value("permit")
    expect(page.locator("#report-note")).to_have_value("")
    expect(page.locator(".report-photos li")).to_have_count(0)
    page.fill("#report-percent", "30")
    page.locator("#report-percent").blur()
    ask = page.locator("[data-field=percent] .report-ask")
    expect(ask).to_contain_text("Kemarin 40%, sekarang 30%: benar?")
    phone.add(file("dua.jpg", photo(seed=5)))
    page.click(".report-send")
    expect(page.locator(".report-outcome")).to_contain_text("fisik")
    assert len(phone.items("report")) == 1
    ask.get_by_role("button", name="Ya, benar").click()
    expect(ask).to_contain_text("Anda sudah membenarkannya.")
    # another figure is another question
    page.fill("#report-percent", "20")
    page.locator("#report-percent").blur()
    expect(ask).to_contain_text("sekarang 20%")
    expect(ask.get_by_role("button", name="Ya, benar")).to_be_visible()
    ask.get_by_role("button", name="Ya, benar").click()
    phone.stage("construction_stage", "foundation")
    back = page.locator("[data-field=construction_stage] .report-ask")
    expect(back).to_contain_text("mundur")
    back.get_by_role("button", name="Ya, benar").click()
    phone.send()
    report = next(one for one in phone.items("report") if one["content"]["reported_on"] == day())
    assert report["content"]["confirmed"] == ["progress-decreased"]
    assert report["content"]["percent"] == 20
    assert report["content"]["blockers"] == [
        {"kind": "permit", "owner": "Camat", "due_on": day(-10), "note": None}
    ]


def test_a_blocker_that_was_removed_comes_back(phone: Phone) -> None:
    page = phone.page
    phone.report()
    for kind in ("permit", "dispute"):
        page.click(".report-add")
        page.locator(".report-blocker select").last.select_option(kind)
    page.locator(".report-blocker").first.get_by_role("button").click()
    expect(page.locator(".report-blocker")).to_have_count(1)
    page.locator("[data-field=blockers]").get_by_role("button", name="Urungkan").click()
    kinds = page.locator(".report-blocker select")
    assert [kinds.nth(at).input_value() for at in range(2)] == ["permit", "dispute"]
    page.locator(".report-blocker").last.get_by_role("button").click()
    phone.stage("land_stage", "none")
    phone.stage("construction_stage", "none")
    phone.send()
    [report] = phone.items("report")
    assert [one["kind"] for one in report["content"]["blockers"]] == ["permit"]


def test_pictures_of_every_kind_become_small_upright_jpegs(phone: Phone) -> None:
    phone.report()
    fill(phone)
    phone.add(
        file("miring.jpg", photo((1200, 900), orientation=6)),
        file("50mp.jpg", photo((8160, 6120), seed=7)),
        file("layar.png", png(), "image/png"),
    )
    phone.send()
    turned, large, transparent = (
        Image.open(io.BytesIO(phone.picture(item))) for item in phone.items("photo")
    )
    assert {one.format for one in (turned, large, transparent)} == {"JPEG"}
    assert turned.size == (900, 1200)
    assert alike(turned.getpixel((890, 10)), RED)
    assert alike(turned.getpixel((10, 1190)), BLUE)
    assert large.size == (1600, 1200)
    assert alike(large.getpixel((10, 10)), RED)
    assert alike(large.getpixel((1590, 1190)), BLUE)
    assert alike(transparent.getpixel((10, 10)), RED)
    assert alike(transparent.getpixel((700, 500)), (255, 255, 255))


def alike(pixel: Any, colour: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(pixel, colour, strict=True))


def test_files_that_are_no_photos_are_named_and_nothing_else_is_lost(phone: Phone) -> None:
    page = phone.page
    phone.report()
    fill(phone)
    files = [file(name, content) for name, content in NOT_PHOTOS.items()]
    phone.add(files[0], file("baik.jpg", photo(seed=8)), *files[1:])
    problems = page.locator("[data-field=photos] [role=alert] .report-error")
    for name, said in {
        "tulisan.jpg": "ini bukan foto",
        "kosong.jpg": "foto rusak",
        "rusak.jpg": "foto rusak",
        "iphone.jpg": "tidak bisa membaca foto HEIC",
    }.items():
        expect(problems.filter(has_text=name)).to_contain_text(said)
    expect(page.locator(".report-photos img")).to_have_count(1)
    expect(page.locator("#report-percent")).to_have_value("40")
    phone.send()
    assert len(phone.items("photo")) == 1


def test_old_distant_and_used_photos_are_warned_of(phone: Phone) -> None:
    page = phone.page
    old = photo(seed=9, taken=datetime.now(OFFICE) - timedelta(days=5, hours=1))
    phone.report(ago=1)
    fill(phone)
    phone.add(file("lama.jpg", old))
    expect(page.locator(".report-warning")).to_have_text(re.compile("5 hari yang lalu"))
    phone.add(file("lama-lagi.jpg", old))
    expect(page.locator("[data-field=photos] .report-error").last).to_contain_text(
        "sudah ada di laporan"
    )
    phone.send()
    phone.report()
    phone.add(file("lain.jpg", old))
    expect(page.locator(".report-warning").last).to_contain_text("Sudah pernah dipakai")
    expect(page.locator(".report-warning").last).to_contain_text(day(1)[:4])


def test_a_photo_that_was_removed_comes_back_or_stays_away(phone: Phone) -> None:
    page = phone.page
    phone.report()
    fill(phone)
    phone.add(file("satu.jpg", photo(seed=10)), file("dua.jpg", photo(seed=11)))
    page.get_by_role("button", name="Hapus: Foto 1").click()
    expect(page.locator(".report-need")).to_have_text("✓ Foto: 1")
    page.wait_for_selector(".report-form[data-draft=kept]")
    page.reload()
    page.locator("[data-field=photos]").get_by_role("button", name="Urungkan").click()
    expect(page.locator(".report-need")).to_have_text("✓ Foto: 2")
    page.get_by_role("button", name="Hapus: Foto 2").click()
    phone.send()
    assert page.evaluate(DRAFTS) == []
    [item] = phone.items("photo")
    assert item["content"]["original_sha256"] == hashlib.sha256(photo(seed=10)).hexdigest()


def test_a_report_that_waits_is_edited_not_doubled(phone: Phone) -> None:
    page = phone.page
    phone.report()
    fill(phone)
    phone.add(file("satu.jpg", photo(seed=12)))
    phone.send()
    [before] = phone.items("report")
    phone.report()
    expect(page.locator(".report-photos li")).to_contain_text("Menunggu dikirim")
    page.fill("#report-percent", "45")
    phone.add(file("dua.jpg", photo(seed=13)))
    phone.send()
    [after] = phone.items("report")
    assert after["id"] == before["id"]
    assert after["content"]["percent"] == 45
    assert after["content"]["photos"] == [item["id"] for item in phone.items("photo")]
    assert len(after["content"]["photos"]) == 2

    phone.report()
    page.get_by_role("button", name="Hapus: Foto 1").click()
    phone.send()
    states = {item["id"]: item["state"] for item in phone.items("photo")}
    assert list(states.values()) == ["discarded", "waiting"]
    assert phone.items("report")[0]["content"]["photos"] == list(states)[1:]


def test_without_a_position_a_report_is_sent_all_the_same(
    make_phone: Callable[..., Phone],
) -> None:
    phone = make_phone(geolocation=None)
    phone.report()
    expect(phone.page.locator("#report-place")).to_contain_text("Tanpa posisi ponsel")
    fill(phone)
    phone.add(file("satu.jpg", photo(seed=14)), source="camera")
    phone.send()
    assert phone.items("report")[0]["content"]["device"] is None
    [item] = phone.items("photo")
    assert item["content"]["latitude"] is None


def test_days_go_back_and_not_forward(phone: Phone) -> None:
    page = phone.page
    phone.report()
    expect(page.locator("#report-day")).to_have_attribute("max", day())
    expect(page.locator(".report-step").last).to_be_disabled()
    page.fill("#report-day", day(3))
    expect(page.locator(".report-day label")).to_contain_text("Hari sebelumnya")
    fill(phone, construction="none")
    phone.send()
    assert phone.items("report")[0]["content"]["reported_on"] == day(3)


def test_percentages_that_are_none_are_refused_where_they_stand(phone: Phone) -> None:
    page = phone.page
    phone.report()
    fill(phone, percent="empat puluh")
    expect(page.locator("#error-percent")).to_have_text("Isi angka 0 sampai 100, misalnya 37,5.")
    page.click(".report-send")
    assert phone.items() == []
    page.fill("#report-percent", "40,5")
    expect(page.locator("#error-percent")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 360])
def test_it_fits_a_narrow_phone_and_a_thumb(make_phone: Callable[..., Phone], width: int) -> None:
    phone = make_phone(viewport={"width": width, "height": 640})
    page = phone.page
    phone.report()
    fill(phone, percent="30")
    page.click(".report-add")
    phone.add(file("satu.jpg", photo(seed=15)))
    assert page.evaluate("document.documentElement.scrollWidth") == width
    small = page.evaluate(
        """() => [...document.querySelectorAll(
            ".report button, .report select, .report-choice, .report-take, .report-line input, "
            + "#report-percent, #report-day, .report-percent [type=range]")]
            .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 48)
            .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert small == []
