"""The officers' page with, without and again with a network: nothing lost, nothing twice."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Dialog, Playwright, Route, expect

from gis_service.accounts.service import add_person
from gis_service.db import transaction
from gis_service.settings import PROJECT
from tests.browser.conftest import PASSWORD, Site
from tests.browser.field.phone import PHONE, Line, Phone, Service, page_of, pin, report

FIRST_VISIT_BYTES = 250 * 1024
OPENS_WITHIN_MS = 1000
VILLAGE, OTHER_VILLAGE = "52.01.01.2002", "52.01.01.2003"
#: Nobody else reports on it.
ANOTHER_VILLAGE = "52.01.01.2010"
MONTHS_ITEMS = 300
TEN_VILLAGES = [f"52.01.01.{number}" for number in
                (1001, 1004, 1011, 2002, 2003, 2005, 2006, 2007, 2008, 2009)]  # fmt: skip


@pytest.fixture(scope="module")
def colleague(site: Site) -> str:
    """A second officer of the same villages."""
    with transaction(site.engine, site.settings) as session:
        add_person(
            session, "siti", "Siti", PASSWORD, roles=["officer"], areas=["52.01.01"], by="test",
            now=datetime.now(UTC),
        )  # fmt: skip
    return "siti"


@pytest.fixture(scope="module")
def process(site: Site) -> Iterator[Service]:
    """The same database, served by a process that a test may kill."""
    made = Service(site.settings)
    made.log = made.log.with_name("killed.log")
    made.start()
    yield made
    made.kill()


@pytest.fixture
def service(process: Service) -> Service:
    """It, alive."""
    if process.process.poll() is not None:
        process.start()
    return process


@pytest.fixture
def line(service: Service) -> Iterator[Line]:
    made = Line(service.port)
    yield made
    made.close()


@pytest.fixture
def context(visitor: Callable[..., BrowserContext]) -> BrowserContext:
    return visitor("officer", **PHONE)


@pytest.fixture
def phone(context: BrowserContext, line: Line) -> Iterator[Phone]:
    with page_of(context, line.address) as made:
        yield made


def received(site: Site, *ids: str) -> list[int]:
    """How often the service recorded each, pins and all."""
    return [
        site.value(
            "SELECT count(*) FROM site_pin AS pin JOIN submission ON submission.id = submission_id"
            " WHERE client_id = :id",
            id=one,
        )
        for one in ids
    ]


def month() -> list[dict[str, Any]]:
    """Thirty days of reports on ten villages."""
    today = datetime.now(ZoneInfo("Asia/Makassar")).date()
    return [
        report(village, today - timedelta(days=29 - ago), percent=ago)
        for ago in range(30)
        for village in TEN_VILLAGES
    ]


# --- opening ------------------------------------------------------------------------------------


def test_the_first_visit_fits(phone: Phone, line: Line) -> None:
    phone.page.goto(f"{phone.address}/healthz")
    before = line.bytes_down
    phone.prepare()
    phone.page.wait_for_timeout(500)
    fetched = line.bytes_down - before
    print(f"first visit: {fetched / 1024:.1f} KB, with headers")
    assert fetched <= FIRST_VISIT_BYTES


def test_it_opens_without_a_network_in_less_than_a_second(
    phone: Phone, service: Service, line: Line
) -> None:
    phone.prepare()
    service.kill()
    line.cut()
    phone.page.close()
    took: dict[int, list[float]] = {1: [], 4: []}
    for slower in (1, 4) * 5:
        with page_of(phone.context, phone.address) as again:
            cdp = again.context.new_cdp_session(again.page)
            cdp.send("Emulation.setCPUThrottlingRate", {"rate": slower})
            again.open()
            expect(again.page.locator(".card").first).to_be_visible()
            mark = "performance.getEntriesByName('field-shown')[0].startTime"
            took[slower].append(again.page.evaluate(mark))
    for slower, times in took.items():
        told = [round(one) for one in sorted(times)]
        print(f"opened without a network, processor {slower} times slower: {told} ms")
    assert median(took[1]) < OPENS_WITHIN_MS


def test_every_view_is_there_without_a_network(phone: Phone, line: Line) -> None:
    page = phone.prepare()
    line.cut()
    page.reload()
    for view in (f"#/{VILLAGE}", "#/waiting", f"#/{VILLAGE}/pin", f"#/{VILLAGE}/parcel",
                 f"#/{VILLAGE}/report", "#/"):  # fmt: skip
        page.evaluate("(view) => { location.hash = view }", view)
        expect(page.locator("#field-view h1").first).to_be_visible()
        expect(page.locator("#field-view .notice-bad")).to_have_count(0)


def test_the_other_language_needs_no_network(phone: Phone, line: Line) -> None:
    page = phone.prepare()
    expect(page.locator("h1")).to_have_text("My day")
    line.cut()
    page.click(".languages button[lang=id]")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    page.click(".languages button[lang=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.click(".languages button[lang=id]")
    expect(page.locator("html")).to_have_attribute("lang", "id")
    line.mend()
    page.reload()
    page.wait_for_selector("#field[data-ready=complete]")
    page.wait_for_timeout(500)
    page.reload()
    # the server has been told: also what it wrote itself, which the worker keeps
    expect(page.locator(".menu a").first).to_have_text("Akun saya")
    page.goto(f"{phone.address}/account")
    expect(page.locator("html")).to_have_attribute("lang", "id")


def test_a_new_version_waits_for_the_next_opening(phone: Phone) -> None:
    page = phone.prepare()
    page.evaluate("(view) => { location.hash = view }", f"#/{VILLAGE}/report")
    part = PROJECT / "static" / "vendor" / "field" / "part-of-a-later-version.js"
    part.write_text("// nothing")
    try:
        with page_of(phone.context, phone.address) as other:
            other.open()
            notice = page.locator("[data-notice=version]")
            expect(notice).to_be_visible()
            # what is being filled in is not thrown away
            expect(notice.locator("button")).to_have_count(0)
        page.evaluate("location.hash = '#/'")
        expect(notice.locator("button")).to_be_visible()
    finally:
        part.unlink()


def test_my_day_counts_what_waits_as_done(phone: Phone, line: Line) -> None:
    page = phone.prepare()
    expect(page.locator(".count")).to_contain_text("0 of 14 reported today")
    card = page.locator(f".card[data-code='{OTHER_VILLAGE}']")
    expect(card.locator(".task")).not_to_have_count(0)
    line.cut()
    today = datetime.now(ZoneInfo("Asia/Makassar")).date()
    phone.add(report(OTHER_VILLAGE, today))
    expect(page.locator(".count")).to_contain_text("1 of 14 reported today")
    expect(card.locator(".made")).to_contain_text("Report waits to be sent")
    expect(card.get_by_role("link", name="Report today")).to_have_count(0)


def test_the_nearest_village_is_first_and_one_tap_leads_to_its_task(phone: Phone) -> None:
    phone.context.set_geolocation({"latitude": -8.6853, "longitude": 116.0968})
    page = phone.prepare()
    expect(page.locator(".card-head b").first).to_have_text("Kebon Ayu")
    expect(page.locator(".card-head").first).to_contain_text("· 9 m")
    page.locator(".card").first.locator(".task-first").click()
    expect(
        page.locator("#field-view[data-view=pin] h1, #field-view[data-view=report] h1")
    ).to_be_visible()


def test_a_village_says_what_is_known_and_wrong(phone: Phone) -> None:
    page = phone.prepare()
    (far,) = phone.add(pin(OTHER_VILLAGE, -8.75, 116.2))
    phone.wait_for("received", far)
    page.evaluate("(view) => { location.hash = view }", f"#/{OTHER_VILLAGE}")
    expect(page.locator("#field-view h1")).to_have_text("Gapuk")
    expect(page.locator(".verdict")).to_contain_text("Outside the village")
    expect(page.locator(".flag-critical")).to_contain_text("Correct the location")
    expect(page.get_by_role("link", name="Check the pin")).to_be_visible()


# --- the queue ----------------------------------------------------------------------------------


def test_what_waits_survives_reload_and_restart_and_arrives_once(
    playwright: Playwright,
    browser_type_launch_args: dict[str, Any],
    site: Site,
    line: Line,
    tmp_path: Path,
) -> None:
    def start() -> BrowserContext:
        return playwright.chromium.launch_persistent_context(
            tmp_path, **browser_type_launch_args, **PHONE
        )

    context = start()
    with page_of(context, line.address) as phone:
        phone.sign_in("officer", keep=True)
        phone.prepare()
        line.cut()
        ids = phone.add(pin(VILLAGE), pin(OTHER_VILLAGE))
        phone.expect_status("2")
        phone.page.reload()
        phone.page.wait_for_selector("#field[data-ready]")
        assert phone.states() == ["waiting", "waiting"]
    context.close()
    context = start()
    with page_of(context, line.address) as phone:
        phone.open("#/waiting")
        assert list(phone.items()) == ids
        expect(phone.page.locator(".item-waiting")).to_have_count(2)
        line.mend()
        phone.page.click("text=/Send now|Kirim sekarang/")
        phone.wait_for("received", *ids)
        expect(phone.page.locator(".status")).to_contain_text("✓")
    context.close()
    assert received(site, *ids) == [1, 1]


def test_a_server_killed_after_it_recorded_and_before_it_answered(
    phone: Phone, site: Site, service: Service, line: Line
) -> None:
    phone.prepare()
    line.when_lost = service.kill
    line.lose_reply_to = b"PUT /api/v1/sites/"
    (lost,) = phone.add(pin(VILLAGE))
    phone.page.wait_for_timeout(1500)
    assert service.process.poll() is not None
    assert received(site, lost) == [1]
    assert phone.states() == ["waiting"]
    service.start()
    phone.page.evaluate("gisField.deliver({ now: true })")
    phone.wait_for("received", lost)
    assert received(site, lost) == [1]


def test_a_report_with_two_photos_while_the_server_is_killed_in_between(
    phone: Phone, site: Site, service: Service, line: Line
) -> None:
    page = phone.prepare()
    line.cut()
    today = datetime.now(ZoneInfo("Asia/Makassar")).date()
    made = report(ANOTHER_VILLAGE, today, construction_stage="foundation", percent=20)
    photos = [
        phone.picture(village_code=made["village"], subject={"kind": "report", "id": made["id"]})
        for _ in range(2)
    ]
    made["content"]["photos"] = [one["id"] for one in photos]
    assert all(one["content"]["size"] > 2 * 262_144 for one in photos)
    ids = phone.add(made, *photos)
    page.reload()
    page.wait_for_selector("#field[data-ready]")
    assert list(phone.items()) == ids
    line.when_lost = service.kill
    line.lose_reply_to = b"bytes 262144-"
    line.mend()
    page.evaluate("gisField.deliver({ now: true })")
    for _ in range(100):
        if service.process.poll() is not None:
            break
        page.wait_for_timeout(100)
    page.wait_for_timeout(500)
    items = phone.items()
    assert [items[one]["state"] for one in ids] == ["received", "waiting", "waiting"]
    assert page.evaluate("(id) => gisField.queue.photo(id).then((blob) => blob.size)", ids[1])
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.headers.get("content-range", "")))
    service.start()
    page.evaluate("gisField.deliver({ now: true })")
    phone.wait_for("received", *ids, seconds=60)
    # the piece whose answer was lost had been kept: it is not sent again
    ranges = [one for one in sent if one]
    assert ranges[0].startswith("bytes 524288-")
    for photo in photos:
        stored = "SELECT encode(sha256, 'hex') FROM photo WHERE id = :id AND state = 'received'"
        assert site.rows(stored, id=photo["id"])[0][0] == photo["content"]["sha256"]
    assert page.evaluate("(id) => gisField.queue.photo(id)", ids[1]) is None


def test_edited_after_a_lost_answer_it_is_a_revision(
    phone: Phone, site: Site, service: Service, line: Line
) -> None:
    phone.prepare()
    line.when_lost = line.cut
    line.lose_reply_to = b"PUT /api/v1/sites/"
    made = pin(VILLAGE)
    (lost,) = phone.add(made)
    phone.page.wait_for_timeout(1000)
    assert phone.states() == ["waiting"]
    phone.page.evaluate(
        "([id, content]) => gisField.queue.replace(id, content)",
        [lost, {**made["content"], "note": "by the road"}],
    )
    line.mend()
    phone.page.evaluate("gisField.deliver({ now: true })")
    phone.wait_for("received", lost)
    revisions = site.rows(
        "SELECT content ->> 'note' FROM submission WHERE client_id = :id ORDER BY revision", id=lost
    )
    assert [row[0] for row in revisions] == [None, "by the road"]


def test_two_tabs_at_once(context: BrowserContext, site: Site, line: Line) -> None:
    with page_of(context, line.address) as one, page_of(context, line.address) as other:
        one.prepare()
        other.open()
        puts: list[str] = []
        for tab in (one, other):
            tab.page.on(
                "request", lambda asked: puts.append(asked.url) if asked.method == "PUT" else None
            )
        line.cut()
        ids = one.add(*(pin(VILLAGE, -8.69 + step / 1e4) for step in range(10)))
        ids += other.add(*(pin(VILLAGE, -8.68 + step / 1e4) for step in range(10)))
        line.mend()
        puts.clear()
        for tab in (one, other):
            tab.page.evaluate("void gisField.deliver({ now: true })")
        one.wait_for("received", *ids)
        assert set(other.states()) == {"received"}
        assert received(site, *ids) == [1] * 20
        assert len(puts) == 20


def test_the_worker_sends_when_the_page_is_closed(
    context: BrowserContext, site: Site, line: Line
) -> None:
    with page_of(context, line.address) as phone:
        phone.prepare()
        line.cut()
        ids = phone.add(pin(VILLAGE))
        phone.page.wait_for_timeout(500)
    with page_of(context, line.address) as elsewhere:
        cdp = context.new_cdp_session(elsewhere.page)
        workers: list[dict[str, Any]] = []
        cdp.on("ServiceWorker.workerRegistrationUpdated",
               lambda event: workers.extend(event["registrations"]))  # fmt: skip
        line.mend()
        elsewhere.page.goto(f"{line.address}/account")
        cdp.send("ServiceWorker.enable")
        elsewhere.page.wait_for_timeout(500)
        (worker,) = {one["registrationId"] for one in workers if "/field" in one["scopeURL"]}
        cdp.send("ServiceWorker.dispatchSyncEvent", {
            "origin": line.address, "registrationId": worker, "tag": "gis-field-send",
            "lastChance": False,
        })  # fmt: skip
        for _ in range(50):
            if received(site, *ids) == [1]:
                break
            elsewhere.page.wait_for_timeout(100)
        assert received(site, *ids) == [1]


def test_a_month_offline(phone: Phone, site: Site, line: Line) -> None:
    page = phone.prepare()
    line.cut()
    ids = phone.add(*month())
    page.evaluate("location.hash = '#/waiting'")
    phone.expect_status(str(MONTHS_ITEMS))
    page.get_by_text("Show more").click()
    expect(page.locator(".item-waiting")).to_have_count(80)
    line.mend()
    began = datetime.now(UTC)
    page.click("text=Send now")
    phone.wait_for("received", *ids, seconds=120)
    print(f"{MONTHS_ITEMS} items in {(datetime.now(UTC) - began).total_seconds():.1f} s")
    recorded = (
        "SELECT count(*), count(DISTINCT client_id) FROM submission WHERE client_id = ANY(:i)"
    )
    assert site.rows(recorded, i=ids)[0] == (MONTHS_ITEMS, MONTHS_ITEMS)


# --- who ----------------------------------------------------------------------------------------


def test_an_expired_login_asks_and_keeps_the_queue(phone: Phone, site: Site) -> None:
    page = phone.prepare()
    phone.context.clear_cookies(name="session")
    ids = phone.add(pin(VILLAGE))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert phone.states() == ["waiting"]
    page.fill("#field-password", "wrong")
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    page.fill("#field-password", PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    phone.wait_for("received", *ids)
    expect(dialog).to_have_count(0)
    assert received(site, *ids) == [1]


def test_what_somebody_made_waits_for_them(
    phone: Phone, site: Site, line: Line, colleague: str
) -> None:
    page = phone.prepare()
    line.cut()
    ids = phone.add(pin(VILLAGE))
    phone.context.clear_cookies()
    line.mend()
    phone.sign_in(colleague)
    phone.prepare()
    expect(page.locator("[data-notice=others]")).to_contain_text("officer")
    page.evaluate("gisField.deliver({ now: true })")
    assert phone.states() == ["waiting"]
    page.evaluate("location.hash = '#/waiting'")
    expect(page.locator(".item")).to_contain_text("officer")
    assert received(site, *ids) == [0]
    phone.context.clear_cookies()
    phone.sign_in("officer")
    phone.open()
    phone.wait_for("received", *ids)
    who = "SELECT username FROM submission JOIN person ON person.id = person_id WHERE client_id="
    assert site.value(f"{who}:id", id=ids[0]) == "officer"


def test_a_login_page_works_although_the_phone_asked_meanwhile(phone: Phone) -> None:
    page = phone.page
    phone.context.clear_cookies()
    page.goto(f"{phone.address}/login?next=/field")
    phone.context.clear_cookies()
    page.evaluate("fetch('/api/v1/session').then((reply) => reply.json())")
    phone.fill_sign_in("officer")


@pytest.mark.parametrize("where", ["/field#/", "/account"])
def test_signing_out_with_something_unsent_warns(phone: Phone, line: Line, where: str) -> None:
    page = phone.prepare()
    line.cut()
    phone.add(pin(VILLAGE), pin(OTHER_VILLAGE))
    # a village is refused, so that both still wait when there is a network
    page.evaluate(
        """async () => { for (const item of await gisField.queue.list())
            await gisField.queue.update(item.id, () => ({ resume_at: Date.now() + 1e6 })); }"""
    )
    line.mend()
    page.goto(f"{phone.address}{where}")
    said: list[str] = []

    def answer(dialog: Dialog) -> None:
        said.append(dialog.message)
        if len(said) > 1:
            dialog.accept()
        else:
            dialog.dismiss()

    page.on("dialog", answer)
    for _ in range(2):
        if not page.locator(".menu form button").is_visible():
            page.click(".menu summary")
        page.click(".menu form button")
        page.wait_for_timeout(300)
    page.wait_for_url(f"{phone.address}/login*")
    assert len(said) == 2
    assert "2" in said[0]
    phone.sign_in("officer")
    phone.open()
    assert len(phone.items()) == 2


def test_a_wrong_clock_is_told(phone: Phone) -> None:
    phone.prepare()
    expect(phone.page.locator("[data-notice=clock]")).to_have_count(0)
    with page_of(phone.context, phone.address) as later:
        later.page.clock.set_system_time(datetime.now(UTC) + timedelta(minutes=47))
        later.open()
        expect(later.page.locator("[data-notice=clock]")).to_contain_text("47 minutes ahead")


# --- answers that need the officer --------------------------------------------------------------


@pytest.fixture
def conflict(
    visitor: Callable[..., BrowserContext], phone: Phone, line: Line, colleague: str
) -> str:
    """Both officers placed a pin, the colleague first; the identifier of the later one."""
    phone.prepare()
    tag = phone.page.evaluate(
        """(code) => gisField.documents.villages().then((known) =>
            known.villages.find((one) => one.code === code).site?.tag ?? null)""",
        VILLAGE,
    )
    line.cut()
    (mine,) = phone.add(pin(VILLAGE, -8.7001, base=tag, content={"note": "behind the school"}))
    # over a line of their own
    with page_of(visitor("officer", **PHONE), f"http://127.0.0.1:{line.upstream}") as theirs:
        theirs.context.clear_cookies()
        theirs.sign_in(colleague)
        theirs.prepare()
        (first,) = theirs.add(pin(VILLAGE, -8.7123, content={"note": "beside the market"}))
        theirs.wait_for("received", first)
    line.mend()
    phone.page.evaluate("gisField.deliver({ now: true })")
    phone.wait_for("attention", mine)
    phone.page.evaluate("location.hash = '#/waiting'")
    return mine


def test_changed_meanwhile_shows_both_and_mine_may_win(
    phone: Phone, site: Site, conflict: str
) -> None:
    row = phone.page.locator(".item-attention")
    for said in ("siti", "-8.7001, 116.12", "-8.7123, 116.12"):
        expect(row).to_contain_text(said)
    phone.expect_status("1 to be corrected")
    row.get_by_text("Send mine").click()
    phone.wait_for("received", conflict)
    assert received(site, conflict) == [1]


def test_changed_meanwhile_theirs_may_stay(phone: Phone, site: Site, conflict: str) -> None:
    phone.page.locator(".item-attention").get_by_text("Keep what is at the office").click()
    phone.wait_for("discarded", conflict)
    phone.page.get_by_text("Not sent (1)").click()
    expect(phone.page.locator(".item-discarded")).to_be_visible()
    phone.expect_status("Everything is sent")
    assert received(site, conflict) == [0]


def test_ones_own_earlier_pin_is_no_conflict(phone: Phone, site: Site, line: Line) -> None:
    page = phone.prepare()
    tag = page.evaluate(
        """(code) => gisField.documents.villages().then((known) =>
            known.villages.find((one) => one.code === code).site?.tag ?? null)""",
        VILLAGE,
    )
    line.cut()
    ids = phone.add(pin(VILLAGE, -8.7011, base=tag))
    ids += phone.add(pin(VILLAGE, -8.7022, base=tag))
    line.mend()
    page.evaluate("gisField.deliver({ now: true })")
    phone.wait_for("received", *ids)
    # made before the page has read what the office knows now
    ids += phone.add(pin(VILLAGE, -8.7033, base=tag))
    phone.wait_for("received", *ids)
    assert received(site, *ids) == [1, 1, 1]


def test_refused_content_says_why_and_is_corrected(phone: Phone, site: Site) -> None:
    page = phone.prepare()
    made = pin(VILLAGE, content={"accuracy_m": -5})
    (wrong,) = phone.add(made)
    phone.wait_for("attention", wrong)
    page.evaluate("location.hash = '#/waiting'")
    row = page.locator(".item-attention")
    expect(row).to_contain_text("Accuracy: It must be 0")
    row.get_by_role("link", name="Correct it").click()
    assert page.url.endswith(f"#/{VILLAGE}/pin/{wrong}")
    page.evaluate(
        "([id, content]) => gisField.queue.replace(id, content)",
        [wrong, {**made["content"], "accuracy_m": 5}],
    )
    phone.wait_for("received", wrong)
    assert received(site, wrong) == [1]


def test_somebody_elses_village_is_refused_with_the_reason(phone: Phone) -> None:
    page = phone.prepare()
    (wrong,) = phone.add(pin("52.08.01.2001"))
    phone.wait_for("attention", wrong)
    page.evaluate("location.hash = '#/waiting'")
    expect(page.locator(".item-attention")).to_contain_text("outside your areas")
    # nothing else waits for it
    (right,) = phone.add(pin(VILLAGE))
    phone.wait_for("received", right)


def test_the_sign_in_page_of_a_wifi_receives_nothing(phone: Phone, site: Site) -> None:
    page = phone.prepare()
    page.route(
        "**/api/v1/sites/*",
        lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Wi-Fi</h1>"),
    )
    ids = phone.add(pin(VILLAGE))
    page.wait_for_timeout(1000)
    assert phone.states() == ["waiting"]
    page.unroute("**/api/v1/sites/*")
    page.evaluate("gisField.deliver({ now: true })")
    phone.wait_for("received", *ids)
    assert received(site, *ids) == [1]


def test_a_busy_server_is_asked_again_when_it_says(phone: Phone, site: Site) -> None:
    page = phone.prepare()
    asked: list[datetime] = []

    def answer(route: Route) -> None:
        asked.append(datetime.now(UTC))
        if len(asked) == 1:
            problem = {"status": 503, "code": "database-unavailable", "detail": "Wait."}
            route.fulfill(status=503, json=problem, headers={"Retry-After": "7"})
        else:
            route.continue_()

    page.route("**/api/v1/sites/*", answer)
    ids = phone.add(pin(VILLAGE), pin(OTHER_VILLAGE))
    phone.page.wait_for_timeout(1000)
    page.evaluate("gisField.deliver()")
    page.evaluate("location.hash = '#/waiting'")
    expect(page.locator("#field-view .notice")).to_contain_text("The server is busy")
    # neither the second item nor another try in between
    assert len(asked) == 1
    phone.wait_for("received", *ids)
    assert (asked[1] - asked[0]).total_seconds() >= 6.5
    assert received(site, *ids) == [1, 1]


def test_a_fault_of_the_server_with_one_item_does_not_hold_up_others(
    phone: Phone, site: Site
) -> None:
    page = phone.prepare()
    bad, good = pin(VILLAGE), pin(OTHER_VILLAGE)
    problem = {"status": 500, "code": "fault", "detail": "Ours."}
    page.route(
        f"**/api/v1/sites/{bad['id']}", lambda route: route.fulfill(status=500, json=problem)
    )
    phone.add(bad, good)
    phone.wait_for("received", good["id"])
    assert phone.items()[bad["id"]]["state"] == "waiting"
    page.unroute(f"**/api/v1/sites/{bad['id']}")
    page.evaluate("gisField.deliver({ now: true })")
    phone.wait_for("received", bad["id"])
    assert received(site, bad["id"], good["id"]) == [1, 1]


# --- the phone ----------------------------------------------------------------------------------


def test_a_phone_that_keeps_nothing_says_so(context: BrowserContext, line: Line) -> None:
    page = context.new_page()
    page.add_init_script("indexedDB.open = () => { throw new DOMException('', 'SecurityError'); }")
    page.goto(f"{line.address}/field")
    expect(page.locator("[data-notice=storage]")).to_be_visible()


def test_a_full_phone_says_so_and_keeps_all_or_nothing(phone: Phone, line: Line) -> None:
    page = phone.prepare()
    line.cut()
    # its room cannot be made small in this Chromium
    page.evaluate(
        """() => {
            const put = IDBObjectStore.prototype.put;
            IDBObjectStore.prototype.put = function (value, key) {
                if (value instanceof Blob) throw new DOMException('', 'QuotaExceededError');
                return put.call(this, value, key);
            };
        }"""
    )
    failed = page.evaluate(
        """(item) => gisField.queue.add([
            item, { kind: 'photo', village: item.village, content: {}, blob: new Blob(['...']) },
        ]).then(() => 'kept', (problem) => problem.name)""",
        pin(VILLAGE),
    )
    assert failed == "StorageFullError"
    assert phone.items() == {}
    expect(page.locator("[data-notice=full]")).to_be_visible()
    phone.add(pin(VILLAGE))
    expect(page.locator("[data-notice=full]")).to_have_count(0)


def test_without_web_locks_nor_random_uuids(
    context: BrowserContext, site: Site, line: Line
) -> None:
    """As where the office's page comes without TLS."""
    context.add_init_script(
        "Object.defineProperty(navigator, 'locks', { value: undefined });"
        "crypto.randomUUID = undefined;"
    )
    with page_of(context, line.address) as one, page_of(context, line.address) as other:
        one.prepare()
        other.open()
        line.cut()
        made = pin(VILLAGE)
        del made["id"]
        ids = [*one.add(made), *other.add({**made})]
        line.mend()
        for tab in (one, other):
            tab.page.evaluate("void gisField.deliver({ now: true })")
        one.wait_for("received", *ids)
        assert received(site, *ids) == [1, 1]


def test_what_nobody_made_belongs_to_who_signs_in(phone: Phone, line: Line) -> None:
    page = phone.prepare()
    line.cut()
    (one,) = phone.add({**pin(VILLAGE), "person": ""})
    line.mend()
    page.evaluate("gisField.deliver({ now: true })")
    phone.wait_for("received", one)
    assert phone.items()[one]["person"] == "officer"


def test_nothing_goes_wrong_quietly(phone: Phone) -> None:
    said: list[str] = []
    phone.page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    phone.page.on("pageerror", lambda one: said.append(str(one)))
    page = phone.prepare()
    for view in (f"#/{VILLAGE}", "#/waiting", "#/"):
        page.evaluate("(view) => { location.hash = view }", view)
        expect(page.locator("#field-view h1").first).to_be_visible()
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, view
    assert said == []
