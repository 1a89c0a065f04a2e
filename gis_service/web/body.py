"""JSON that a client sends."""

from typing import Any

import orjson
from flask import request

from gis_service.errors import ServiceError
from gis_service.language import N_


class NotJsonError(ServiceError):
    """The body is not a JSON object."""

    code = "not-json"
    status = 400


def json_object() -> dict[str, Any]:
    """Read the JSON object of the request; NUL, which no text in PostgreSQL has, becomes a mark.

    Raises
    ------
    NotJsonError
        It is none.
    """
    try:
        given = orjson.loads(request.get_data())
    except orjson.JSONDecodeError:
        given = None
    if not isinstance(given, dict):
        raise NotJsonError(N_("The body must be a JSON object, in UTF-8."))
    storable: dict[str, Any] = _storable(given)
    return storable


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}")
    if isinstance(value, dict):
        return {_storable(name): _storable(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_storable(one) for one in value]
    return value
