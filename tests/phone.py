"""A phone for tests: sends JSON as the officers' page does."""

from typing import Any
from uuid import UUID, uuid4

from werkzeug.test import TestResponse

from tests.web import Browser


class Phone:
    """Signed in as somebody; ``put`` gives the reply."""

    def __init__(self, browser: Browser) -> None:
        self.client = browser.client
        self.secret = browser.secret()

    def put(
        self, kind: str, content: Any, client_id: UUID | None = None, **headers: str
    ) -> TestResponse:
        """Send content (bytes: as they are); ``If_Match`` and the like are headers."""
        as_it_is = isinstance(content, bytes)
        return self.client.put(
            f"/api/v1/{kind}/{client_id or uuid4()}",
            json=None if as_it_is else content,
            data=content if as_it_is else None,
            headers={
                "X-CSRFToken": self.secret,
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )
