"""The shared part of the routes that take submissions."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import orjson
from flask import Response, request

from gis_service.findings.messages import as_shown
from gis_service.findings.queries import village_names
from gis_service.submissions.content import Content, moment_of, read_content
from gis_service.submissions.service import Given, Kind, Receipt, receive
from gis_service.web import database, language, now, who_asks
from gis_service.web.body import json_object

Sent = TypeVar("Sent", bound=Content)


def take(client_id: UUID, model: type[Sent], kind: Callable[[Sent, Given], Kind]) -> Response:
    """Read the request, take what it holds, and answer: 201 for something new, else 200."""
    raw = json_object()
    content = read_content(model, raw)
    given = Given(
        client_id=client_id,
        village_code=content.village_code,
        content=raw,
        person=who_asks(),
        if_match=request.headers.get("If-Match") or None,
        if_none_match=request.headers.get("If-None-Match", "").strip() == "*",
        sent_at=moment_of(request.headers.get("X-Sent-At")),
    )
    made = kind(content, given)
    return _reply(receive(database(), given, made, now()), made.name)


def _reply(receipt: Receipt, name: str) -> Response:
    shown = dict(receipt.reply)
    shown[name] = {**shown[name], "flags": shown_flags(shown[name]["flags"])}
    reply = Response(
        orjson.dumps(shown), 201 if receipt.is_new else 200, mimetype="application/json"
    )
    reply.headers["ETag"] = shown["tag"]
    reply.headers["Cache-Control"] = "no-store"
    return reply


def shown_flags(flags: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Flags as stored, in the language of the reply."""
    names = village_names(database(), (flag["detail"] for flag in flags))
    return [as_shown(flag, language(), names) for flag in flags]
