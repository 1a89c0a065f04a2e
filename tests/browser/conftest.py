"""A real browser (Debian's Chromium) before the real server, on the real province."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from gis_service.accounts.service import add_person
from gis_service.db import make_engine, transaction
from gis_service.migrate import upgrade
from gis_service.settings import PROJECT, Settings
from tests.conftest import Server
from tests.serving import fill

PASSWORD = "rahasia sekali 17"
CHROMIUM = "/usr/bin/chromium"


@dataclass
class Site:
    """The served site, and its database."""

    address: str
    settings: Settings
    engine: Engine

    def rows(self, query: str, **values: Any) -> list[Any]:
        with self.engine.connect() as connection:
            return list(connection.execute(text(query), values))

    def value(self, query: str, **values: Any) -> Any:
        return self.rows(query, **values)[0][0]


@dataclass
class Visit:
    """A page of somebody who is signed in, and what its browser said and asked for."""

    page: Page
    site: Site
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _hear(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    def open(self, view: str = "") -> None:
        self.page.goto(self.site.address + "/" + view)
        self.page.wait_for_selector("#zones[data-ready=complete]")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = shutil.which("chromium") or CHROMIUM
    if not Path(chromium).exists():
        pytest.skip("there is no Chromium on this machine")
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
             "--disable-background-networking", "--disable-component-update"]  # fmt: skip
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium, "args": [*quiet, *root]}


@pytest.fixture(scope="session")
def site(
    server: Server, real_boundaries: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The service as it is served, with the province, some sites and people."""
    with open_site(server, "_browser", real_boundaries, tmp_path_factory.mktemp("home")) as made:
        yield made


@contextmanager
def open_site(server: Server, name: str, boundaries: Path, home: Path) -> Iterator[Site]:
    """Make a database of that name, and serve it."""
    if not (PROJECT / "static" / "vendor" / "map" / "main.js").exists():
        pytest.fail("the scripts have not been built: npm run build")
    made = replace(server.create(name), home=home)
    now = datetime.now(UTC)
    upgrade(made)
    fill(made, str(boundaries), now)
    engine = make_engine(made.database_url, as_app=False)
    with transaction(engine, made) as session:
        for role, areas in (("leadership", []), ("officer", ["52.01.01"])):
            add_person(
                session, role, role.title(), PASSWORD, roles=[role], areas=areas, by="test", now=now
            )
        _colour(session)
    with served(made) as address:
        yield Site(address, made, engine)
    engine.dispose()
    server.drop(made)


def _colour(session: Session) -> None:
    """Give villages of all zones, which the policy would give only with land and people."""
    session.execute(
        text(
            "UPDATE zone SET colour = 'green', reasons = '[]' WHERE valid_to IS NULL"
            " AND village_code IN (SELECT village_code FROM site WHERE verdict = 'inside')"
        )
    )
    session.execute(
        text(
            "UPDATE zone SET colour = 'yellow' WHERE valid_to IS NULL AND colour = 'red'"
            " AND village_code ~ '[024]$'"
        )
    )


class served:  # noqa: N801 - reads as a verb
    """Granian in a process of its own, as the service is run."""

    def __init__(self, settings: Settings) -> None:
        with socket.create_server(("127.0.0.1", 0)) as found:
            self.port = found.getsockname()[1]
        self.environment = {
            **os.environ,
            "GIS_DATABASE_URL": settings.database_url,
            "GIS_APP_DATABASE_URL": settings.app_database_url,
            "GIS_HOME": str(settings.home),
            "GIS_LANGUAGE": settings.language,
        }
        self.log = settings.home / "server.log"

    def __enter__(self) -> str:
        command = [sys.executable, "-m", "gis_service.server", "--port", str(self.port)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=PROJECT,
                env=self.environment,
                stdout=log,
                stderr=log,
                # a group of its own, so that all of its processes can be killed at once
                start_new_session=True,
            )
        address = f"http://127.0.0.1:{self.port}"
        for _ in range(150):
            try:
                with urlopen(f"{address}/login", timeout=5):
                    return address
            except OSError:
                time.sleep(0.2)
        raise AssertionError(self.log.read_text(errors="replace"))

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Callable[..., BrowserContext]]:
    """Make a browser of its own, in which somebody is signed in and nothing is kept yet."""
    contexts: list[BrowserContext] = []
    cookies: dict[str, Any] = {}

    def make(who: str = "leadership", **options: Any) -> BrowserContext:
        if who not in cookies:
            with_form = browser.new_context()
            page = with_form.new_page()
            page.goto(f"{site.address}/login")
            page.fill("#username", who)
            page.fill("#password", PASSWORD)
            page.click("#sign-in button:not([type=button])")
            page.wait_for_url(f"{site.address}/")
            cookies[who] = with_form.storage_state()
            with_form.close()
        options.setdefault("viewport", {"width": 1280, "height": 800})
        contexts.append(browser.new_context(storage_state=cookies[who], **options))
        return contexts[-1]

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def visit(visitor: Callable[..., BrowserContext], site: Site) -> Visit:
    """The page of the leadership, not opened yet."""
    return Visit(visitor().new_page(), site)
