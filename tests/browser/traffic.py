"""What a page receives over the wire, as Chromium's own tools see it."""

from typing import Any

from playwright.sync_api import BrowserContext, Page


def received(context: BrowserContext, page: Page) -> dict[str, dict[str, Any]]:
    """What the page receives from now on: address, status, bytes on the wire, and from a cache."""
    replies: dict[str, dict[str, Any]] = {}
    session = context.new_cdp_session(page)
    session.send("Network.enable")

    def response(event: dict[str, Any]) -> None:
        reply = event["response"]
        if not reply["url"].startswith("data:"):
            replies.setdefault(event["requestId"], {}).update(
                url=reply["url"], status=reply["status"], cached=reply.get("fromDiskCache", False),
                bytes=reply["encodedDataLength"],
            )  # fmt: skip

    def extra(event: dict[str, Any]) -> None:
        # what came over the wire: a 304, where the page sees the 200 that it had kept
        replies.setdefault(event["requestId"], {})["wire"] = event["statusCode"]

    def finished(event: dict[str, Any]) -> None:
        if event["requestId"] in replies:
            replies[event["requestId"]]["bytes"] = event["encodedDataLength"]

    def served_from_cache(event: dict[str, Any]) -> None:
        replies.setdefault(event["requestId"], {})["memory"] = True

    session.on("Network.responseReceived", response)
    session.on("Network.responseReceivedExtraInfo", extra)
    session.on("Network.loadingFinished", finished)
    session.on("Network.requestServedFromCache", served_from_cache)
    page.goto("about:blank")
    replies.clear()
    return replies
