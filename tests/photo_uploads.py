"""Sends photos as the officers' page does."""

from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from werkzeug.test import TestResponse

from tests.web import Browser

HOME, NEXT = "52.01.01.2001", "52.01.01.2002"


def about(content: bytes, **fields: Any) -> dict[str, Any]:
    """What is said of a photo before its bytes are sent."""
    return {
        "village_code": HOME,
        "subject": {"kind": "report", "id": None},
        "size": len(content),
        "sha256": sha256(content).hexdigest(),
        **fields,
    }


class Sender:
    """A browser in which somebody is signed in."""

    def __init__(self, browser: Browser) -> None:
        self.client = browser.client
        self.headers = {"X-CSRFToken": browser.secret(), "Accept": "application/json"}

    def say(self, photo_id: UUID, content: Any) -> TestResponse:
        return self.client.put(path(photo_id), json=content, headers=self.headers)

    def send(
        self,
        photo_id: UUID,
        content: bytes,
        start: int | None = None,
        size: int | None = None,
        *,
        kind: str = "image/jpeg",
        query: str = "",
        **headers: str,
    ) -> TestResponse:
        """Send bytes: with ``start`` as a part of ``size`` bytes, without as the whole."""
        given = {**self.headers, **{name.replace("_", "-"): one for name, one in headers.items()}}
        if start is not None:
            end = start + len(content) - 1
            given["Content-Range"] = f"bytes {start}-{end}/{'*' if size is None else size}"
        return self.client.put(
            path(photo_id) + query, data=content, content_type=kind, headers=given
        )

    def whole(self, content: bytes, photo_id: UUID | None = None, **fields: Any) -> dict[str, Any]:
        """Say what it is, and send it; gives what the reply says of the photo."""
        photo_id = photo_id or uuid4()
        assert self.say(photo_id, about(content, **fields)).status_code in (200, 201)
        reply = self.send(photo_id, content)
        assert reply.status_code == 200, reply.text
        assert reply.json is not None
        assert reply.json["state"] == "received"
        return dict(reply.json, id=photo_id)


def path(photo_id: UUID) -> str:
    return f"/api/v1/photos/{photo_id}"


def codes(reply: dict[str, Any]) -> set[str]:
    """The codes of the flags on a photo that was received."""
    return {flag["code"] for flag in reply["photo"]["flags"]}
