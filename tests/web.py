"""A browser and a tool for the tests of routes: they sign in as people do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from gis_service.accounts.service import add_person
from gis_service.app import create_app
from gis_service.settings import Settings

PASSWORD = "rahasia sekali 17"
TOKEN = re.compile(r'name="csrf[-_]token" (?:content|value)="([^"]+)"')


@dataclass
class Clock:
    """The moment of the requests; a test moves it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def forward(self, by: timedelta) -> None:
        self.now += by


@dataclass
class Web:
    """The application on the test's own session, which is rolled back at the end."""

    app: Flask
    session: Session
    clock: Clock
    people: dict[str, str] = field(default_factory=dict)

    def browser(self) -> "Browser":
        return Browser(self.app.test_client())

    def signed_in_as(self, role: str, *areas: str) -> "Browser":
        """A browser in which somebody with this role is signed in."""
        browser = self.browser()
        assert browser.sign_in(self.person(role, *areas)).status_code == 303
        return browser

    def person(self, role: str, *areas: str) -> str:
        """Somebody with this role, made when first asked for; the username."""
        key = " ".join((role, *areas))
        if key not in self.people:
            username = f"{role}{len(self.people)}"
            add_person(
                self.session,
                username,
                role.title(),
                PASSWORD,
                roles=[role],
                areas=areas,
                by="test",
                now=self.clock.now,
            )
            self.session.flush()
            self.people[key] = username
        return self.people[key]


@dataclass
class Browser:
    """Sends forms with the secret of the page they stand on, as a person's browser does."""

    client: FlaskClient

    def get(self, path: str, **options: Any) -> TestResponse:
        options.setdefault("headers", {}).setdefault("Accept", "text/html")
        return self.client.get(path, **options)

    def post(self, path: str, **data: Any) -> TestResponse:
        data.setdefault("csrf_token", self.secret())
        return self.client.post(path, data=data, headers={"Accept": "text/html"})

    def secret(self) -> str:
        for page in ("/account", "/login"):
            if found := TOKEN.search(self.get(page).text):
                return found[1]
        raise AssertionError("no page has a form")

    def sign_in(self, username: str, password: str = PASSWORD, **data: Any) -> TestResponse:
        return self.post("/login", username=username, password=password, **data)

    def token(self) -> str:
        """Make a personal access token."""
        page = self.post("/account/tokens", name="test", days="7")
        found = re.search(r'value="(gis_[^"]+)"', page.text)
        assert found, page.text
        return found[1]


@contextmanager
def web_on(session: Session, settings: Settings, now: datetime) -> Iterator[Web]:
    """The application, whose requests write into the test's transaction."""
    clock = Clock(now)
    app = create_app(settings)
    service = app.extensions["gis"]
    service.engine.dispose()
    service.clock = clock
    service.new_session = lambda: Session(
        session.connection(),
        join_transaction_mode="create_savepoint",
        info={"settings": settings},
    )
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield Web(app, session, clock)
    # a database that somebody is connected to cannot be copied for the tests after this one
    app.extensions["gis_tiles"].reader.close()
