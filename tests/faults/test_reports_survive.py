"""Reports under load while the service and then the database are killed: none lost, none doubled.

A report counts as sent when it was acknowledged; what was not is sent again, as phones do.
"""

import http.client
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import orjson
import psycopg
import pytest

from gis_service.accounts.service import add_person
from gis_service.accounts.tokens import create_token
from gis_service.db import make_engine, transaction
from gis_service.migrate import upgrade
from gis_service.settings import Settings
from tests.factories import Factory
from tests.faults.servers import Cluster, Service

CLIENTS, DAYS = 50, 100
FIRST_DAY = datetime.now(UTC).date() - timedelta(days=DAYS)
PATIENCE_S = 120


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    # a socket's path must be short
    with TemporaryDirectory(prefix="gis-faults-") as folder:
        Path(folder).chmod(0o711)
        made = Cluster(Path(folder) / "pg")
        made.create()
        yield made
        made.stop()


@pytest.fixture
def token(cluster: Cluster, settings: Settings) -> str:
    """Somebody who may report on fifty villages."""
    ours = replace(settings, database_url=cluster.url, app_database_url=cluster.url)
    upgrade(ours)
    engine = make_engine(cluster.url)
    now = datetime.now(UTC)
    with transaction(engine, ours) as session:
        factory = Factory(session, now)
        for number in range(CLIENTS):
            factory.square(village(number), (-8.60, 116.10 + number * 0.02))
        person = add_person(
            session, "petugas", "Petugas", "rahasia sekali 17",
            roles=["officer"], areas=["52.01"], by="test", now=now,
        )  # fmt: skip
        made = create_token(session, person, "test", 7, now)
    engine.dispose()
    return made


@pytest.fixture
def service(cluster: Cluster, token: str, tmp_path: Path) -> Iterator[Service]:
    environment = {
        "GIS_DATABASE_URL": cluster.url,
        "GIS_APP_DATABASE_URL": cluster.url,
        "GIS_HOME": str(tmp_path),
    }
    made = Service(environment, tmp_path / "service.log")
    made.start()
    yield made
    made.stop()


def village(number: int) -> str:
    return f"52.01.01.{2001 + number}"


class Acknowledged:
    """What the service said that it has."""

    def __init__(self) -> None:
        self.percents: dict[UUID, float] = {}
        self.again = 0
        self._lock = Lock()

    def add(self, client_id: UUID, percent: float, *, tries: int) -> None:
        with self._lock:
            self.percents[client_id] = percent
            self.again += tries > 1

    def wait_for(self, count: int) -> None:
        deadline = monotonic() + PATIENCE_S
        while len(self.percents) < count:
            assert monotonic() < deadline, f"only {len(self.percents)} of {count} acknowledged"
            sleep(0.02)


def test_no_report_is_lost_or_doubled(cluster: Cluster, service: Service, token: str) -> None:
    acknowledged = Acknowledged()
    total = CLIENTS * DAYS
    with ThreadPoolExecutor(CLIENTS) as clients:
        sending = [
            clients.submit(send_all, service, token, number, acknowledged)
            for number in range(CLIENTS)
        ]
        acknowledged.wait_for(total // 5)
        service.kill()
        sleep(0.5)
        service.start()
        acknowledged.wait_for(2 * total // 5)
        cluster.kill()
        sleep(0.5)
        cluster.start()
        acknowledged.wait_for(3 * total // 5)
        cluster.kill()
        service.kill()
        cluster.start()
        service.start()
        for one in sending:
            one.result()
    assert len(acknowledged.percents) == total
    assert acknowledged.again > 0, "nothing was being sent when it was killed"
    with psycopg.connect(cluster.url) as connection:
        rows = connection.execute("SELECT id, percent, is_current FROM progress_report").fetchall()
        submitted = connection.execute("SELECT client_id, revision FROM submission").fetchall()
        noted = connection.execute(
            "SELECT subject_id FROM audit_entry WHERE action = 'report.put'"
        ).fetchall()
    assert {row[0]: row[1] for row in rows} == acknowledged.percents
    assert len(rows) == len(submitted) == len(noted) == total
    assert all(row[2] for row in rows)
    assert {row[1] for row in submitted} == {1}


def send_all(service: Service, token: str, number: int, acknowledged: Acknowledged) -> None:
    """One phone: a report for each day, each sent until it is acknowledged."""
    dice = random.Random(number)  # noqa: S311 - nothing secret
    phone = PhoneConnection(service, token)
    for day in range(DAYS):
        client_id = UUID(int=dice.getrandbits(128), version=4)
        content = {
            "village_code": village(number),
            "reported_on": (FIRST_DAY + timedelta(days=day)).isoformat(),
            "percent": dice.randrange(101),
            "blockers": [{"kind": "permit"}] if day % 3 else [],
        }
        deadline = monotonic() + PATIENCE_S
        tries = 1
        while not phone.put(client_id, content):
            assert monotonic() < deadline, "the service did not come back"
            tries += 1
            sleep(0.1 + dice.random() * 0.3)
        acknowledged.add(client_id, content["percent"], tries=tries)
    phone.close()


class PhoneConnection:
    """Keeps its connection while it lasts."""

    def __init__(self, service: Service, token: str) -> None:
        self.service = service
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.connection: http.client.HTTPConnection | None = None

    def put(self, client_id: UUID, content: dict[str, Any]) -> bool:
        """Whether it was acknowledged; anything but a failure of the server is a failed test."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(
                    "127.0.0.1", self.service.port, timeout=30
                )
            self.connection.request(
                "PUT", f"/api/v1/reports/{client_id}", orjson.dumps(content), self.headers
            )
            reply = self.connection.getresponse()
            body = reply.read()
        except (OSError, http.client.HTTPException):
            self.close()
            return False
        assert reply.status in (200, 201, 503), (reply.status, body)
        return reply.status != 503

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None
