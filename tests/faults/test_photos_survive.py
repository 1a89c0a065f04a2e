"""Photos sent in parts while the service and the database are killed: each whole, and once.

What was acknowledged is there after every fall; what was not is sent again, as phones do.
"""

import http.client
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from threading import Barrier, Lock
from time import monotonic, sleep
from typing import Any
from uuid import UUID, uuid4

import orjson
import psycopg

from tests.faults.conftest import village
from tests.faults.servers import Cluster, Service
from tests.photo_uploads import about
from tests.pictures import jpeg, scene

PHONES, PHOTOS, PART = 6, 5, 8_000
PATIENCE_S = 120


class Phone:
    """Sends photos part by part, and believes only what is acknowledged."""

    def __init__(self, service: Service, token: str) -> None:
        self.service = service
        self.token = token
        self.falls = 0

    def send(
        self,
        photo_id: UUID,
        content: bytes,
        told: Callable[[int], None] = lambda _: None,
        **fields: Any,
    ) -> dict[str, Any]:
        """Send one photo until it is received; gives the last reply."""
        said = about(content, **fields)
        deadline = monotonic() + PATIENCE_S
        acknowledged = 0
        while monotonic() < deadline:
            asked = self._put(photo_id, orjson.dumps(said), {"Content-Type": "application/json"})
            while asked is not None:
                assert asked["received"] >= acknowledged, "what was acknowledged is gone"
                acknowledged = asked["received"]
                told(acknowledged)
                if asked["state"] == "received":
                    return asked
                part = content[acknowledged : acknowledged + PART]
                last = acknowledged + len(part) - 1
                asked = self._put(
                    photo_id,
                    part,
                    {
                        "Content-Type": "image/jpeg",
                        "Content-Range": f"bytes {acknowledged}-{last}/{len(content)}",
                    },
                )
            self.falls += 1
            sleep(0.1)
        raise AssertionError("the service did not come back")

    def _put(self, photo_id: UUID, body: bytes, headers: dict[str, str]) -> dict[str, Any] | None:
        """What is answered; None where it was not, or where the database was away."""
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=30)
            connection.request(
                "PUT", f"/api/v1/photos/{photo_id}", body,
                {"Authorization": f"Bearer {self.token}", **headers},
            )  # fmt: skip
            reply = connection.getresponse()
            answer = reply.read()
            connection.close()
        except (OSError, http.client.HTTPException):
            return None
        # two tabs: the other one was faster, and this one's part begins where it had begun
        assert reply.status in (200, 201, 503), (reply.status, answer)
        return None if reply.status == 503 else orjson.loads(answer)


def rows(cluster: Cluster, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(cluster.url) as connection:
        return connection.execute(query).fetchall()


def originals(home: Path) -> dict[str, bytes]:
    return {file.stem: file.read_bytes() for file in (home / "photos" / "originals").rglob("*.jpg")}


def test_no_photo_is_lost_doubled_or_damaged(
    cluster: Cluster, service: Service, token: str, tmp_path: Path
) -> None:
    photos = {uuid4(): jpeg(scene(number, (500, 400))) for number in range(PHONES * PHOTOS)}
    size = sum(map(len, photos.values()))
    so_far: dict[UUID, int] = {}
    lock, phones = Lock(), [Phone(service, token) for _ in range(PHONES)]

    def send(number: int) -> None:
        for photo_id in list(photos)[number::PHONES]:

            def told(received: int, photo_id: UUID = photo_id) -> None:
                with lock:
                    so_far[photo_id] = received

            phones[number].send(photo_id, photos[photo_id], told, village_code=village(number))

    def wait_for(share: float) -> None:
        deadline = monotonic() + PATIENCE_S
        while sum(so_far.values()) < share * size:
            assert monotonic() < deadline, "nothing comes any more"
            sleep(0.01)

    with ThreadPoolExecutor(PHONES) as pool:
        sending = [pool.submit(send, number) for number in range(PHONES)]
        for share in (0.15, 0.3):
            wait_for(share)
            service.kill()
            service.start()
        wait_for(0.5)
        cluster.kill()
        cluster.start()
        wait_for(0.7)
        cluster.kill()
        service.kill()
        cluster.start()
        service.start()
        for one in sending:
            one.result()
    assert sum(phone.falls for phone in phones) > 0, "nothing was being sent when it was killed"
    stored = rows(cluster, "SELECT id, state, received, size FROM photo")
    assert {row[0]: row[1:] for row in stored} == {
        photo_id: ("received", len(content), len(content)) for photo_id, content in photos.items()
    }
    assert rows(cluster, "SELECT count(*) FROM photo_part") == [(0,)]
    noted = rows(cluster, "SELECT subject_id FROM audit_entry WHERE action = 'photo.receive'")
    assert sorted(row[0] for row in noted) == sorted(map(str, photos))
    assert rows(cluster, "SELECT count(*) FROM flag WHERE code = 'photo-reused'") == [(0,)]
    files = originals(tmp_path)
    assert files == {sha256(one).hexdigest(): one for one in photos.values()}


def test_two_tabs_send_one_photo_at_once(
    cluster: Cluster, service: Service, token: str, tmp_path: Path
) -> None:
    begin = Barrier(4)
    for number in range(5):
        photo_id, content = uuid4(), jpeg(scene(100 + number, (500, 400)))

        def tab(photo_id: UUID = photo_id, content: bytes = content) -> dict[str, Any]:
            begin.wait()
            return Phone(service, token).send(photo_id, content, village_code=village(0))

        with ThreadPoolExecutor(4) as tabs:
            replies = [one.result() for one in [tabs.submit(tab) for _ in range(4)]]
        assert all(reply == replies[0] for reply in replies)
    assert rows(cluster, "SELECT state, count(*) FROM photo GROUP BY 1") == [("received", 5)]
    assert rows(cluster, "SELECT count(*) FROM audit_entry WHERE action = 'photo.receive'") == [
        (5,)
    ]
    assert len(originals(tmp_path)) == 5


def test_of_the_same_photo_sent_for_several_villages_at_once_all_but_one_are_flagged(
    cluster: Cluster, service: Service, token: str
) -> None:
    content, begin = jpeg(scene(200, (500, 400))), Barrier(6)

    def send(number: int) -> None:
        begin.wait()
        Phone(service, token).send(uuid4(), content, village_code=village(number))

    with ThreadPoolExecutor(6) as phones:
        for one in [phones.submit(send, number) for number in range(6)]:
            one.result()
    assert rows(cluster, "SELECT count(*) FROM photo WHERE state = 'received'") == [(6,)]
    assert rows(cluster, "SELECT count(*) FROM open_flag WHERE code = 'photo-reused'") == [(5,)]


def test_a_service_that_is_killed_as_it_keeps_a_photo_keeps_it_the_next_time(
    cluster: Cluster, service: Service, token: str, tmp_path: Path
) -> None:
    kept: dict[UUID, bytes] = {}
    caught = False
    while not caught:
        photo_id, content = uuid4(), jpeg(scene(300 + len(kept), (3000, 2200)), quality=95)
        kept[photo_id] = content
        with ThreadPoolExecutor(1) as pool:
            sending = pool.submit(
                Phone(service, token).send, photo_id, content, village_code=village(0)
            )
            original = tmp_path / "photos" / "originals" / path_of(content)
            deadline = monotonic() + PATIENCE_S
            while not original.exists():
                assert monotonic() < deadline
            # the original is there, and nobody has said so yet, unless the service was faster
            service.kill()
            caught = not sending.done()
            service.start()
            sending.result()
        assert len(kept) < 10, "the service was faster than the test"
    assert rows(cluster, "SELECT state, count(*) FROM photo GROUP BY 1") == [
        ("received", len(kept))
    ]
    assert originals(tmp_path) == {sha256(one).hexdigest(): one for one in kept.values()}


def path_of(content: bytes) -> str:
    digits = sha256(content).hexdigest()
    return f"{digits[:2]}/{digits}.jpg"
