"""The service on the real province, with some sites and people, for the tests of what it serves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread
from typing import Any

import shapely
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from gis_service.accounts.models import Person
from gis_service.accounts.service import add_person
from gis_service.accounts.tokens import create_token
from gis_service.app import create_app
from gis_service.areas.imports import import_boundaries
from gis_service.areas.roster import import_roster
from gis_service.db import make_engine, transaction
from gis_service.land.service import record_parcel
from gis_service.settings import Settings
from gis_service.signed_in import SignedIn
from gis_service.sites.service import Pin, record_pin
from tests.plots import land

PARCEL = {"method": "drawn", "owner": "village", "clear_and_clean": True}
OFFICERS_DISTRICT = "52.01.01"
PASSWORD = "rahasia sekali 17"


@dataclass
class Served:
    """The application, and who may ask it."""

    app: Flask
    settings: Settings
    tokens: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, who: str | None = "planner", **headers: str) -> TestResponse:
        if who is not None:
            headers["Authorization"] = f"Bearer {self.tokens[who]}"
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.app.test_client().get(path, headers=given)

    def json(self, path: str, who: str | None = "planner") -> Any:
        reply = self.get(path, who)
        assert reply.status_code == 200, reply.text
        return reply.json

    @contextmanager
    def session(self) -> Iterator[Session]:
        with self.app.extensions["gis"].new_session() as session:
            yield session

    @contextmanager
    def address(self) -> Iterator[str]:
        """Listen on this machine, for clients in other processes."""
        listening = make_server("127.0.0.1", 0, self.app, threaded=True)
        thread = Thread(target=listening.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.server_port}"
        finally:
            listening.shutdown()
            thread.join()
            listening.server_close()

    def close(self) -> None:
        self.app.extensions["gis_tiles"].reader.close()
        self.app.extensions["gis"].engine.dispose()


def fill(settings: Settings, boundaries: str, now: datetime) -> None:
    """Load roster and boundaries; in every tenth village a site, some wrong, and in some land."""
    engine = make_engine(settings.app_database_url)
    with transaction(engine, settings) as session:
        import_roster(session, sorted(settings.roster.glob("*.csv")), now)
    with transaction(engine, settings) as session:
        import_boundaries(session, [boundaries], quality="official", user="test", now=now)
        rows = session.execute(
            text("SELECT village_code, ST_AsBinary(geom) FROM village_boundary ORDER BY 1")
        ).all()[::10]
        for number, (code, encoded) in enumerate(rows):
            point = shapely.point_on_surface(shapely.from_wkb(bytes(encoded)))
            x, y = (point.x, point.y) if number % 4 else (point.x + 0.3, point.y)
            raw = "" if number % 10 == 9 else f"{y:.6f}, {x:.6f}"
            record_pin(session, Pin(code, raw, accuracy_m=5.0), by="test", now=now)
            if number % 5 == 0:
                # every other one is too small
                side = 40 - number % 2 * 9
                record_parcel(
                    session, code, land(side, side, at=(point.y, point.x)), PARCEL, by="test",
                    now=now,
                )  # fmt: skip
        record_pin(session, Pin("52.01.01.9999", "-8.7, 116.1"), by="test", now=now)
    engine.dispose()


def serve(settings: Settings, now: datetime) -> Served:
    """Start the application, with a planner and an officer of one district."""
    served = Served(create_app(settings), settings)
    served.app.config["PROPAGATE_EXCEPTIONS"] = False
    with served.session() as session:
        for role, areas in (("planner", []), ("officer", [OFFICERS_DISTRICT])):
            person = add_person(
                session, role, role.title(), PASSWORD, roles=[role], areas=areas, by="test", now=now
            )
            served.tokens[role] = create_token(session, _signed_in(person, role), "test", 365, now)
        session.commit()
    return served


def _signed_in(person: Person, role: str) -> SignedIn:
    return SignedIn(person.id, person.username, person.full_name, frozenset({role}))
