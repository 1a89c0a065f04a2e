"""What phones send and keep: submissions, the officer's documents, the session."""

from typing import Any

from pydantic import BaseModel

from gis_service.land.submission import ParcelContent
from gis_service.openapi.parts import JSON, PUBLIC, TEXT, in_path, responses
from gis_service.progress.submission import ReportContent
from gis_service.sites.submission import SiteContent

UUID_SCHEMA = {"type": "string", "format": "uuid"}
NUMBER_OR_NULL = {"type": ["number", "null"]}
FLAGS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["code", "severity", "message", "repair", "waived"],
        "properties": {
            "code": TEXT,
            "severity": {"enum": ["critical", "warning", "info"]},
            "message": {"type": "string", "description": "In the language of the reply"},
            "repair": {"type": ["object", "null"]},
            "waived": {"type": "boolean"},
        },
    },
}
SITE = {
    "verdict": {"enum": ["inside", "uncertain", "outside", "unresolved"]},
    "distance_m": {**NUMBER_OR_NULL, "description": "To the boundary; negative inside"},
    "tolerance_m": NUMBER_OR_NULL,
    "found_in": {"type": "array", "items": {"type": "object", "required": ["code", "name"]}},
    "latitude": NUMBER_OR_NULL,
    "longitude": NUMBER_OR_NULL,
    "device_distance_m": {**NUMBER_OR_NULL, "description": "From the phone to the pin"},
    "flags": FLAGS,
}
PARCEL = {
    "area_m2": {"type": "number", "description": "Geodesic, on WGS 84"},
    "perimeter_m": {"type": "number", "description": "Of the outer ring"},
    "fits": {"type": "boolean", "description": "Whether a building of 20 x 30 m has room"},
    "rectangle": {"type": ["object", "null"], "description": "Where it has: a GeoJSON Polygon"},
    "flags": FLAGS,
}


def submission_paths() -> dict[str, Any]:
    """What a client writes with an identifier of its own."""
    return {
        "/api/v1/sites/{client_id}": {
            "put": _submission("site", "Place the site of a village", SiteContent, SITE)
        },
        "/api/v1/parcels/{client_id}": {
            "put": _submission("parcel", "Record the land of a village", ParcelContent, PARCEL)
        },
        "/api/v1/reports/{client_id}": {
            "put": _submission(
                "report", "Report on a village's day", ReportContent, {"flags": FLAGS}
            )
        },
        "/api/v1/coordinates": {
            "get": {
                "operationId": "coordinates",
                "summary": "What the reader makes of a coordinate text",
                "tags": ["submissions"],
                "parameters": [
                    {"name": "text", "in": "query", "schema": TEXT},
                    {"name": "village", "in": "query", "schema": TEXT,
                     "description": "A reading inside this village is preferred"},
                ],
                "responses": responses(
                    JSON,
                    {
                        "type": "object",
                        "required": ["text", "status", "readings"],
                        "properties": {
                            "text": TEXT,
                            "status": {"enum": ["read", "repair", "ambiguous", "unreadable"]},
                            "readings": {"type": "array", "items": {"type": "object"}},
                        },
                    },
                    400, 401, 403, 404,
                    cached=False,
                ),
            }
        },
    }  # fmt: skip


def field_paths() -> dict[str, Any]:
    """What an officer's phone keeps."""
    villages = {
        "type": "object",
        "required": ["today", "time_zone", "person", "boundary_version", "settings", "villages"],
    }
    boundaries = {
        "type": ["object", "null"],
        "description": "Polygons as rings of whole numbers of 1e-6 degrees: x, y, then differences",
        "required": ["version", "quality", "precision_m", "villages"],
    }
    return {
        "/api/v1/field/villages.json": {
            "get": {
                "operationId": "field_villages",
                "summary": "The officer's villages with what is known of each",
                "tags": ["field"],
                "responses": responses(JSON, villages, 401, 403),
            }
        },
        "/api/v1/field/boundaries.json": {
            "get": {
                "operationId": "field_boundaries",
                "summary": "The boundaries of the officer's villages, and of those next to them",
                "tags": ["field"],
                "parameters": [
                    {"name": "v", "in": "query", "schema": TEXT, "description": "Their version"}
                ],
                "responses": responses(JSON, boundaries, 401, 403),
            }
        },
    }


def session_paths() -> dict[str, Any]:
    """Signing in and out for scripts."""
    session = {
        "type": "object",
        "required": ["person", "csrf_token", "now", "language"],
        "properties": {
            "person": {"type": ["object", "null"]},
            "csrf_token": {"type": "string", "description": "Goes into the header X-CSRFToken"},
            "now": {"type": "string", "format": "date-time"},
            "language": TEXT,
        },
    }
    typed = {
        "type": "object",
        "required": ["username", "password"],
        "properties": {"username": TEXT, "password": TEXT, "keep": {"type": "boolean"}},
    }
    return {
        "/api/v1/session": {
            "get": {
                "operationId": "session",
                "summary": "Who is signed in",
                "tags": ["session"],
                **PUBLIC,
                "responses": responses(JSON, session, cached=False),
            },
            "post": {
                "operationId": "sign_in",
                "summary": "Sign in",
                "tags": ["session"],
                **PUBLIC,
                "requestBody": {"required": True, "content": {JSON: {"schema": typed}}},
                "responses": responses(JSON, session, 400, 401, 429, cached=False),
            },
            "delete": {
                "operationId": "sign_out",
                "summary": "Sign out",
                "tags": ["session"],
                "responses": responses(JSON, session, 400, 401, 403, cached=False),
            },
        }
    }


def _submission(
    name: str, summary: str, model: type[BaseModel], found: dict[str, Any]
) -> dict[str, Any]:
    receipt = {
        "type": "object",
        "required": [
            "id", "revision", "tag", "village_code", "received_at", "clock_error_s", name
        ],
        "properties": {
            "id": UUID_SCHEMA,
            "revision": {"type": "integer"},
            "tag": {"type": "string", "description": "For If-Match: what is in force now"},
            "village_code": TEXT,
            "received_at": {"type": "string", "format": "date-time"},
            "clock_error_s": {"type": ["integer", "null"],
                              "description": "By how much the client's clock is ahead"},
            name: {"type": "object", "required": list(found), "properties": found},
        },
    }  # fmt: skip
    headers = [
        ("If-Match", "Only if this is in force for the village"),
        ("If-None-Match", "`*`: only if nothing is in force yet"),
        ("X-Sent-At", "The client's clock, ISO 8601 with time zone"),
    ]
    described = responses(JSON, receipt, 400, 401, 403, 409, 412, 413, 422, 503, cached=False)
    described["200"]["description"] = "It was received before, or changed"
    described["201"] = {**described["200"], "description": "It was received"}
    return {
        "operationId": f"put_{name}",
        "summary": f"{summary}; sending it again is safe",
        "tags": ["submissions"],
        "parameters": [
            in_path("client_id", UUID_SCHEMA),
            *(
                {"name": header, "in": "header", "schema": TEXT, "description": meaning}
                for header, meaning in headers
            ),
        ],
        "requestBody": {
            "required": True,
            "content": {JSON: {"schema": flat(model.model_json_schema())}},
        },
        "responses": described,
    }


def flat(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema whose definitions stand where they are used: it is put into a larger document."""
    definitions = schema.pop("$defs", {})

    def put_in(value: Any) -> Any:
        if isinstance(value, dict):
            if "$ref" in value:
                return put_in(definitions[value["$ref"].rpartition("/")[2]])
            return {name: put_in(one) for name, one in value.items()}
        return [put_in(one) for one in value] if isinstance(value, list) else value

    flat: dict[str, Any] = put_in(schema)
    return flat
