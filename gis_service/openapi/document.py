"""The description of the API (OpenAPI 3.1), made from the tables that also read its requests."""

from importlib.metadata import version
from typing import Any

from gis_service.layers.catalogue import LAYERS, Layer
from gis_service.layers.parameters import PARAMETERS
from gis_service.layers.routes import VERSION
from gis_service.layers.status import SITE_LETTERS, ZONE_LETTERS
from gis_service.openapi.parts import JSON, PUBLIC, TEXT, in_path, parameter_of, responses
from gis_service.openapi.photos import photo_paths
from gis_service.openapi.submissions import field_paths, session_paths, submission_paths
from gis_service.tiles.tilesets import LEAST_ZOOM, MOST_ZOOM
from gis_service.web.parameters import LANGUAGE
from gis_service.zones.policy import COLOURS

GEOJSON = "application/geo+json"
MVT = "application/vnd.mapbox-vector-tile"
PROBLEM = "application/problem+json"

PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable identifier of the kind of problem"},
        "detail": {"type": "string", "description": "What is wrong and what would be right"},
        "field": {"type": "string", "description": "The parameter or field that it is about"},
        "errors": {
            "type": "array",
            "description": "Of a content: every field that cannot be taken",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {
                    "field": {"type": "string", "description": "Parts joined with dots"},
                    "detail": TEXT,
                    "at": {"description": "Where it is: longitude, latitude (EPSG:4326)"},
                },
            },
        },
        "current": {"description": "Of changed-meanwhile: what is in force, with its tag"},
        "tag": {"description": "Of received-with-other-content: for If-Match"},
    },
}
NAMED = {"type": "array", "items": TEXT, "minItems": 2, "maxItems": 2}


def document() -> dict[str, Any]:
    """Describe the API."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Village cooperatives on the map",
            "version": version("gis-service"),
            "description": "Layers, zones and tiles. Errors are problem documents (RFC 9457).",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"session": []}],
        "paths": {
            **_layers(),
            **_map_documents(),
            **_tiles(),
            **submission_paths(),
            **photo_paths(),
            **field_paths(),
            **session_paths(),
            **_operations(),
        },
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A personal token"},
                "session": {"type": "apiKey", "in": "cookie", "name": "session"},
            },
            "schemas": {
                "Problem": PROBLEM_SCHEMA,
                **{f"{name}_properties": layer.schema for name, layer in LAYERS.items()},
            },
            "responses": {
                "Problem": {
                    "description": "What is wrong, and what would be right",
                    "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                },
                "NotModified": {"description": "What the client has is still good"},
            },
        },
    }


def _layers() -> dict[str, Any]:
    return {
        f"/api/v1/layers/{layer.name}.geojson": {
            "get": {
                "operationId": f"layer_{layer.name}",
                "summary": layer.title,
                "tags": ["layers"],
                "parameters": [parameter_of(one) for one in PARAMETERS],
                "responses": responses(GEOJSON, _collection(layer), 400, 401, 403, 404),
            }
        }
        for layer in LAYERS.values()
    }


def _collection(layer: Layer) -> dict[str, Any]:
    link = {
        "type": "object",
        "required": ["rel", "href", "type"],
        "properties": {"rel": {"enum": ["self", "next", "prev"]}, "href": TEXT, "type": TEXT},
    }
    feature = {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"const": "Feature"},
            "id": {"type": ["string", "integer"]},
            "geometry": {
                "type": ["object", "null"],
                "required": ["type", "coordinates"],
                "properties": {
                    "type": {"const": layer.geometry},
                    "coordinates": {"type": "array"},
                },
            },
            "properties": {"$ref": f"#/components/schemas/{layer.name}_properties"},
        },
    }
    return {
        "type": "object",
        "required": ["type", "features", "numberMatched", "numberReturned", "links"],
        "properties": {
            "type": {"const": "FeatureCollection"},
            "features": {"type": "array", "items": feature},
            "numberMatched": {"type": "integer"},
            "numberReturned": {"type": "integer"},
            "links": {"type": "array", "items": link},
        },
    }


def _map_documents() -> dict[str, Any]:
    letters = "".join(ZONE_LETTERS.values()), "".join(SITE_LETTERS.values())
    status = {
        "type": "object",
        "required": ["version", "boundary_version", "quality", "sample", "areas", "counts", "codes",
                     "zones", "sites", "reasons", "unknown"],
        "properties": {
            "version": {"type": "string", "description": "Changes only when the rest does"},
            "boundary_version": {"type": ["integer", "null"]},
            "quality": {"enum": ["official", "indicative", None]},
            "sample": {"type": "boolean", "description": "Demonstration data are among the data"},
            "areas": {"type": "string", "description": "Version of areas.json"},
            "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
            "codes": {"type": "array", "items": TEXT, "description": "All villages, in order"},
            "zones": {"type": "string", "pattern": f"^[{letters[0]}]*$",
                      "description": "A letter for each village: green, yellow, red, - none yet"},
            "sites": {"type": "string", "pattern": f"^[{letters[1]}]*$",
                      "description": "A letter for each village: inside, uncertain, outside,"
                      " x unresolved, - no site"},
            "unknown": {"type": "array", "items": TEXT,
                        "description": "Codes that sites were given and the roster does not hold"},
            "reasons": {
                "type": "object",
                "description": "Rule of the policy to positions in codes",
                "additionalProperties": {"type": "array", "items": {"type": "integer"}},
            },
        },
    }  # fmt: skip
    areas = {
        "type": "object",
        "required": ["regencies", "districts", "villages"],
        "properties": {
            "regencies": {"type": "array", "items": NAMED},
            "districts": {"type": "array", "items": NAMED},
            "villages": {
                "type": "array",
                "description": "Code, name, and d for desa, k for kelurahan, or -",
                "items": {**NAMED, "minItems": 3, "maxItems": 3},
            },
        },
    }
    village = {
        "type": "object",
        "required": ["code", "in_roster", "zone", "reasons", "site", "has_boundary"],
        "properties": {
            "code": TEXT,
            "name": TEXT,
            "zone": {"enum": [*COLOURS, None]},
            "since": {"type": ["string", "null"]},
            "reasons": {"type": "array"},
            "cooperative": {"type": ["object", "null"]},
            "site": {"type": ["object", "null"]},
            "has_boundary": {"type": ["boolean", "null"]},
            "in_roster": {
                "type": "boolean",
                "description": "False: only a site was given this code, nothing else is known",
            },
        },
    }
    language = [parameter_of(LANGUAGE)]
    return {
        "/api/v1/zones/status.json": {
            "get": {
                "operationId": "zone_status",
                "summary": "The zones of all villages, a letter each",
                "tags": ["map"],
                "parameters": language,
                "responses": responses(JSON, status, 400, 401, 403),
            }
        },
        "/api/v1/areas.json": {
            "get": {
                "operationId": "areas",
                "summary": "The names of regencies, districts and villages",
                "tags": ["map"],
                **PUBLIC,
                "parameters": [parameter_of(VERSION), *language],
                "responses": responses(JSON, areas, 400),
            }
        },
        "/api/v1/villages/{code}": {
            "get": {
                "operationId": "village",
                "summary": "What is known of a village's cooperative, zone and site",
                "tags": ["map"],
                "parameters": [in_path("code", TEXT), *language],
                "responses": responses(JSON, village, 400, 401, 403, 404),
            }
        },
        "/api/v1/boundaries/{version}/villages.topojson": {
            "get": {
                "operationId": "villages_topojson",
                "summary": "The boundaries of a version as TopoJSON, simplified; it never changes",
                "tags": ["map"],
                **PUBLIC,
                "parameters": [
                    in_path("version", {"type": "integer", "minimum": 0}),
                    {"name": "province", "in": "query", "schema": TEXT,
                     "description": "Only this province; needed for more than 10,000 villages"},
                ],
                "responses": responses(
                    JSON, {"type": "object", "required": ["type", "objects", "arcs"]}, 400, 404
                ),
            }
        },
    }  # fmt: skip


def _tiles() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for name, public in (("villages", True), ("sites", False)):
        security = PUBLIC if public else {}
        refused = () if public else (401, 403)
        paths[f"/tiles/{name}.json"] = {
            "get": {
                "operationId": f"tilejson_{name}",
                "summary": f"TileJSON 3 of the tiles {name}",
                "tags": ["tiles"],
                **security,
                "responses": responses(
                    JSON,
                    {"type": "object", "required": ["tilejson", "tiles", "vector_layers"]},
                    404,
                    *refused,
                ),
            }
        }
        index = {"type": "integer", "minimum": 0}
        replies = responses(MVT, {}, 404, *refused)
        replies["204"] = {"description": "Nothing is there"}
        paths[f"/tiles/{name}/{{version}}/{{z}}/{{x}}/{{y}}.mvt"] = {
            "get": {
                "operationId": f"tile_{name}",
                "summary": f"A vector tile (MVT 2.1) of {name}",
                "tags": ["tiles"],
                **security,
                "parameters": [
                    in_path("version", index),
                    in_path("z", {"type": "integer", "minimum": LEAST_ZOOM, "maximum": MOST_ZOOM}),
                    in_path("x", index),
                    in_path("y", index),
                ],
                "responses": replies,
            }
        }
    return paths


def _operations() -> dict[str, Any]:
    state = {"type": "object", "required": ["status"]}
    return {
        path: {
            "get": {
                "operationId": name,
                "summary": summary,
                "tags": ["operations"],
                **PUBLIC,
                "responses": responses(mimetype, schema, *refused, cached=False),
            }
        }
        for path, name, summary, mimetype, schema, refused in (
            ("/healthz", "health", "The process answers", JSON, state, ()),
            ("/readyz", "readiness", "The database is there and ready", JSON, state, (503,)),
            ("/metrics", "metrics", "Figures for Prometheus", "text/plain", {}, (403,)),
        )
    }
