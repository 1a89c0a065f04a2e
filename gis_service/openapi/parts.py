"""What all descriptions of the API are made of."""

from typing import Any

from gis_service.web.parameters import Parameter

JSON = "application/json"
TEXT = {"type": "string"}
PUBLIC: dict[str, Any] = {"security": []}


def parameter_of(parameter: Parameter) -> dict[str, Any]:
    """Describe a query parameter."""
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "schema": dict(parameter.schema),
    }
    if parameter.schema.get("type") == "array":
        described["style"] = "form"
        described["explode"] = False
    return described


def in_path(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Describe a part of the address."""
    return {"name": name, "in": "path", "required": True, "schema": schema}


def responses(
    mimetype: str, schema: dict[str, Any], *problems: int, cached: bool = True
) -> dict[str, Any]:
    """Describe the replies of an operation: what comes, and what can be wrong."""
    replies: dict[str, Any] = {
        "200": {"description": "It is there", "content": {mimetype: {"schema": schema}}}
    }
    if cached:
        replies["304"] = {"$ref": "#/components/responses/NotModified"}
    for status in problems:
        replies[str(status)] = {"$ref": "#/components/responses/Problem"}
    return replies
