"""Reports under load while the service and then the database are killed: none lost, none doubled.

A report counts as sent when it was acknowledged; what was not is sent again, as phones do.
"""

import http.client
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Lock
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import orjson
import psycopg

from tests.faults.conftest import CLIENTS, village
from tests.faults.servers import Cluster, Service

DAYS = 100
FIRST_DAY = datetime.now(UTC).date() - timedelta(days=DAYS)
PATIENCE_S = 120


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
