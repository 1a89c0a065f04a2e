"""An officer's phone before the service, and a network between them that can be cut."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PASSWORD, served

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "id-ID",
    "timezone_id": "Asia/Makassar",
    "geolocation": {"latitude": -8.69, "longitude": 116.12, "accuracy": 8},
    "permissions": ["geolocation"],
}


class Service(served):
    """The service, which can be killed and started again at the same port."""

    def kill(self) -> None:
        """End it as a power cut does: with SIGKILL, all of its processes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)

    def start(self) -> None:
        self.__enter__()


class Line:
    """What lies between the phone and the service: counts what comes down, and can be cut."""

    def __init__(self, port: int) -> None:
        self.upstream = port
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.bytes_down = 0
        self.is_up = True
        self.open: set[socket.socket] = set()
        #: Called in place of passing on the reply to a request with these bytes.
        self.lose_reply_to: bytes | None = None
        self.when_lost: Callable[[], None] = lambda: None
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self.is_up = False
        for one in list(self.open):
            _shut(one)

    def mend(self) -> None:
        self.is_up = True

    def close(self) -> None:
        self.cut()
        self.listening.close()

    def _accept(self) -> None:
        while True:
            try:
                phone, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(phone,), daemon=True).start()

    def _connect(self, phone: socket.socket) -> None:
        try:
            if not self.is_up:
                raise ConnectionError
            service = socket.create_connection(("127.0.0.1", self.upstream), timeout=5)
        except OSError:
            _shut(phone)
            return
        service.settimeout(None)
        self.open |= {phone, service}
        lost = threading.Event()
        up = threading.Thread(target=self._up, args=(phone, service, lost), daemon=True)
        up.start()
        self._down(phone, service, lost)
        self.open -= {phone, service}

    def _up(self, phone: socket.socket, service: socket.socket, lost: threading.Event) -> None:
        for data in _received(phone):
            if self.lose_reply_to is not None and self.lose_reply_to in data:
                self.lose_reply_to = None
                lost.set()
            try:
                service.sendall(data)
            except OSError:
                break
        _shut(service)

    def _down(self, phone: socket.socket, service: socket.socket, lost: threading.Event) -> None:
        for data in _received(service):
            if lost.is_set():
                self.when_lost()
                break
            self.bytes_down += len(data)
            try:
                phone.sendall(data)
            except OSError:
                break
        _shut(phone)


def _received(one: socket.socket) -> Iterator[bytes]:
    while True:
        try:
            data = one.recv(65_536)
        except OSError:
            return
        if not data:
            return
        yield data


def _shut(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@dataclass
class Phone:
    """The officers' page on a phone."""

    context: BrowserContext
    address: str
    page: Page

    def open(self, view: str = "#/") -> Page:
        self.page.goto(f"{self.address}/field{view}")
        self.page.wait_for_selector("#field[data-ready]")
        return self.page

    def prepare(self) -> Page:
        """The first visit, after which the page works without a network."""
        self.open()
        self.page.wait_for_selector("#field[data-ready=complete][data-offline=ready]")
        return self.page

    def sign_in(self, username: str, *, keep: bool = False) -> None:
        self.page.goto(f"{self.address}/login?next=/field")
        self.fill_sign_in(username, keep=keep)

    def fill_sign_in(self, username: str, *, keep: bool = False) -> None:
        self.page.fill("#username", username)
        self.page.fill("#password", PASSWORD)
        self.page.set_checked("[name=keep]", keep)
        self.page.click("#sign-in button:not([type=button])")
        self.page.wait_for_url(f"{self.address}/field*")

    def add(self, *items: dict[str, Any]) -> list[str]:
        """Put items into the queue, as the forms do."""
        added: list[str] = self.page.evaluate(
            """async (items) => {
                const made = items.map(({ bytes, ...item }) => bytes === undefined ? item : {
                    ...item, blob: new Blob([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))],
                        { type: 'image/jpeg' }),
                });
                return (await gisField.queue.add(made)).map((item) => item.id);
            }""",
            list(items),
        )
        return added

    def picture(self, **about: Any) -> dict[str, Any]:
        """A photo that no other resembles, of several pieces, as the form makes it."""
        bytes_and_digest: dict[str, Any] = self.page.evaluate(
            """async () => {
                const canvas = Object.assign(document.createElement('canvas'),
                    { width: 1200, height: 900 });
                const context = canvas.getContext('2d');
                const image = context.createImageData(1200, 900);
                for (let at = 0; at < image.data.length; at += 65536)
                    crypto.getRandomValues(image.data.subarray(at, at + 65536));
                for (let at = 3; at < image.data.length; at += 4) image.data[at] = 255;
                context.putImageData(image, 0, 0);
                const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.97));
                const bytes = new Uint8Array(await blob.arrayBuffer());
                const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
                let text = '';
                for (const byte of bytes) text += String.fromCharCode(byte);
                return { bytes: btoa(text), size: bytes.length,
                    sha256: [...digest].map((one) => one.toString(16).padStart(2, '0')).join('') };
            }"""
        )
        return {
            "id": str(uuid4()),
            "kind": "photo",
            "village": about["village_code"],
            "bytes": bytes_and_digest.pop("bytes"),
            "content": {
                **bytes_and_digest,
                "original_sha256": None,
                "captured_at": None,
                "source": "camera",
                "latitude": None,
                "longitude": None,
                "accuracy_m": None,
                "exif": None,
                **about,
            },
        }

    def items(self) -> dict[str, dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate("gisField.queue.list()")
        return {item["id"]: item for item in found}

    def states(self) -> list[str]:
        return [item["state"] for item in self.items().values()]

    def wait_for(self, state: str, *ids: str, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while others := self.page.evaluate(
            """async ([state, ids]) => (await gisField.queue.list())
                .filter((item) => ids.includes(item.id) && item.state !== state)
                .map(({ id, state, problem }) => ({ id, state, problem }))""",
            [state, list(ids)],
        ):
            assert time.monotonic() < end, others
            self.page.wait_for_timeout(100)

    def expect_status(self, text: str) -> None:
        expect(self.page.locator(".field-bar .status")).to_contain_text(text)


def pin(
    village: str, latitude: float = -8.69, longitude: float = 116.12, **more: Any
) -> dict[str, Any]:
    """A pin as the form makes it."""
    content = {
        "village_code": village,
        "latitude": latitude,
        "longitude": longitude,
        "method": "device",
        "accuracy_m": 6,
        "captured_at": "2026-01-15T09:30:00+08:00",
        "mock_location": None,
        "device": None,
        "fix_age_s": None,
        "reason": None,
        "note": None,
    }
    return {
        "id": str(uuid4()),
        "kind": "site",
        "village": village,
        "content": {**content, **more.pop("content", {})},
        **more,
    }


def report(village: str, day: date, **content: Any) -> dict[str, Any]:
    """A daily report as the form makes it."""
    return {
        "id": str(uuid4()),
        "kind": "report",
        "village": village,
        "base": None,
        "content": {
            "village_code": village,
            "reported_on": day.isoformat(),
            "land_stage": "candidate",
            "construction_stage": "none",
            "percent": 0,
            "blockers": [{"kind": "permit", "owner": "Camat", "due_on": None, "note": None}],
            "note": None,
            "device": None,
            "photos": [],
            "confirmed": [],
            "captured_at": None,
            **content,
        },
    }


@contextmanager
def page_of(context: BrowserContext, address: str) -> Iterator[Phone]:
    page = context.new_page()
    yield Phone(context, address, page)
    if not page.is_closed():
        page.close()
