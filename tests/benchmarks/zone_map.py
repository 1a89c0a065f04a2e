"""The zone map on a slow phone: how much it fetches, and when it is painted."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright
from sqlalchemy import Engine

from gis_service.accounts.demonstration import DEMONSTRATION_PASSWORD
from gis_service.db import transaction
from gis_service.demonstration.service import load_demonstration
from gis_service.settings import Settings
from tests.benchmarks.figures import Figure
from tests.benchmarks.servers import service
from tests.browser.traffic import received

PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2}
LINE = {"offline": False, "latency": 150, "downloadThroughput": 2e5, "uploadThroughput": 2e5}
READY = "#zones[data-ready=complete]"


def zone_map(settings: Settings, engine: Engine, rounds: int) -> Iterator[Figure]:
    """Measure the page of the sample data on a database with boundaries and no sites."""
    if (chromium := shutil.which("chromium")) is None:
        print("The zone map is not measured: chromium is not installed", flush=True)
        return
    with transaction(engine, settings) as session:
        load_demonstration(session, by="bench", now=datetime.now(UTC))
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with service(settings) as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--disable-gpu", "--disable-quic", *root]
        )
        signed_in = _sign_in(browser, address)
        context = browser.new_context(storage_state=signed_in, **PHONE)  # type: ignore[arg-type]
        kilobytes, requests = _first_visit(context, address)
        seconds = [_painted(browser, signed_in, address) for _ in range(rounds)]
        browser.close()
    yield Figure("zone map, first visit (KB, gzipped)", *[kilobytes] * 3, at_most=180)
    yield Figure("zone map, first visit (requests)", *[requests] * 3, at_most=10)
    yield Figure(
        "zone map painted (s), 1.6 Mbps, 150 ms, processor 4 times slower",
        median(seconds),
        min(seconds),
        max(seconds),
        at_most=2.0,
        detail=f"{rounds} rounds",
    )


def _sign_in(browser: Browser, address: str) -> Any:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/login")
    page.fill("#username", "contoh-pimpinan")
    page.fill("#password", DEMONSTRATION_PASSWORD)
    page.click("#sign-in button:not([type=button])")
    page.wait_for_url(f"{address}/")
    kept = context.storage_state()
    context.close()
    return kept


def _first_visit(context: BrowserContext, address: str) -> tuple[float, float]:
    page = context.new_page()
    replies = received(context, page)
    page.goto(f"{address}/")
    page.wait_for_selector(READY)
    page.wait_for_load_state("networkidle")
    asked = [reply for reply in replies.values() if "url" in reply]
    context.close()
    return sum(reply["bytes"] for reply in asked) / 1024, float(len(asked))


def _painted(browser: Browser, signed_in: Any, address: str) -> float:
    context = browser.new_context(storage_state=signed_in, **PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", LINE)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(f"{address}/")
    page.wait_for_selector(READY)
    mark = "performance.getEntriesByName('zones-painted')[0].startTime"
    milliseconds = float(page.evaluate(mark))
    context.close()
    return milliseconds / 1000
