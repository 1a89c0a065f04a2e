"""GeoJSON, read as text: every number keeps the digits that the file has."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gis_service.sites.files.errors import SiteFileError, refuse_damaged
from gis_service.sites.files.features import Feature
from gis_service.sites.files.rows import RowProblem, pair, problem
from gis_service.sites.files.values import storable, without_exponent


def geojson_features(path: Path) -> Iterator[Feature | RowProblem]:
    """Yield the features of a FeatureCollection, or the one Feature.

    Raises
    ------
    SiteFileError
        It is not GeoJSON in UTF-8, or has no features.
    """
    document = _document(path)
    kind = document.get("type") if isinstance(document, dict) else None
    members = [document] if kind == "Feature" else None
    if kind == "FeatureCollection":
        members = document.get("features")
    if not isinstance(members, list):
        raise SiteFileError("geojson-other", type=_named(document))
    for number, member in enumerate(members, start=1):
        with refuse_damaged("geojson-damaged", line=1):
            feature = _feature(number, member)
        yield feature


def _document(path: Path) -> Any:
    try:
        return json.loads(
            path.read_bytes(), parse_float=without_exponent, parse_int=str, parse_constant=str
        )
    except UnicodeDecodeError as error:
        raise SiteFileError("text-encoding") from error
    except json.JSONDecodeError as error:
        raise SiteFileError("geojson-damaged", line=error.lineno) from error
    except RecursionError as error:
        raise SiteFileError("geojson-damaged", line=1) from error


def _feature(number: int, member: Any) -> Feature | RowProblem:
    if not isinstance(member, dict) or member.get("type") != "Feature":
        return problem(number, "row", _text(member)[:200], "feature-damaged")
    given = member.get("properties")
    properties = given if isinstance(given, dict) else {}
    texts = {storable(name): _text(value) for name, value in properties.items()}
    coordinates, other_geometry = _point(member.get("geometry"))
    return Feature(number, texts, coordinates, other_geometry)


def _point(geometry: Any) -> tuple[str, str | None]:
    """Give the text of a point, or another geometry's type; a multipoint of one is a point."""
    if geometry is None:
        return "", None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    position = geometry.get("coordinates") if kind in ("Point", "MultiPoint") else None
    if kind == "MultiPoint" and isinstance(position, list) and len(position) == 1:
        kind, position = "Point", position[0]
    if kind != "Point":
        return "", _named(geometry)
    if isinstance(position, list):
        # RFC 7946 puts longitude first.
        longitude, latitude = [*(_text(number).strip() for number in position), "", ""][:2]
        return pair(latitude, longitude), None
    return _text(position), None


def _named(value: Any) -> str:
    kind = value.get("type") if isinstance(value, dict) else None
    return _text(kind)[:60] or "?"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return storable(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
