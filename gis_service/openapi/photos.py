"""Photos: announced, sent in parts, shown."""

from typing import Any

from gis_service.openapi.parts import JSON, TEXT, in_path, responses
from gis_service.openapi.submissions import FLAGS, UUID_SCHEMA, flat
from gis_service.photos.content import PhotoContent
from gis_service.photos.pictures import LONGEST_SIDE
from gis_service.photos.routes import PICTURES

SHOWN = {
    "type": "object",
    "required": ["width", "height", "flags", "large", "thumbnail"],
    "properties": {
        "width": {"type": "integer"},
        "height": {"type": "integer"},
        "flags": FLAGS,
        "large": {"type": "string", "description": "Address of the photo without metadata"},
        "thumbnail": {"type": "string", "description": "The same, small"},
    },
}
PROGRESS = {
    "type": "object",
    "required": ["id", "state", "received", "size"],
    "properties": {
        "id": UUID_SCHEMA,
        "state": {"enum": ["receiving", "received"]},
        "received": {"type": "integer", "description": "Bytes that are there: go on from here"},
        "size": {"type": "integer"},
        "photo": {**SHOWN, "description": "Once it was received"},
    },
}
PIXELS = {"type": "string", "contentEncoding": "binary"}
IN_QUERY = ("village_code", "kind", "id", "captured_at", "source", "latitude", "longitude",
            "accuracy_m", "sha256", "original_sha256")  # fmt: skip


def photo_paths() -> dict[str, Any]:
    """What a client sends of photos, and what it is shown."""
    described = responses(
        JSON, PROGRESS, 400, 401, 403, 409, 413, 415, 416, 422, 429, 503, cached=False
    )
    described["200"]["description"] = "How far it has come"
    described["201"] = {**described["200"], "description": "It was announced"}
    kinds = {
        JSON: {"schema": flat(PhotoContent.model_json_schema())},
        **{kind: {"schema": PIXELS} for kind in PICTURES},
    }
    paths: dict[str, Any] = {
        "/api/v1/photos/{photo_id}": {
            "put": {
                "operationId": "put_photo",
                "summary": "Say what a photo is, then send its bytes; again is safe",
                "tags": ["photos"],
                "parameters": [
                    in_path("photo_id", UUID_SCHEMA),
                    {"name": "Content-Range", "in": "header", "schema": TEXT,
                     "description": "`bytes 0-262143/840211`: a part; without it the whole"},
                    *(
                        {"name": name, "in": "query", "schema": TEXT,
                         "description": "With bytes: in place of the JSON"}
                        for name in IN_QUERY
                    ),
                ],
                "requestBody": {"required": True, "content": kinds},
                "responses": described,
            }
        }
    }  # fmt: skip
    for name, side in LONGEST_SIDE.items():
        paths[f"/api/v1/photos/{{photo_id}}/{name}.jpg"] = {
            "get": {
                "operationId": f"photo_{name}",
                "summary": f"A photo, at most {side} pixels a side, without metadata",
                "tags": ["photos"],
                "parameters": [in_path("photo_id", UUID_SCHEMA)],
                "responses": responses("image/jpeg", {}, 401, 403, 404, 503),
            }
        }
    return paths
