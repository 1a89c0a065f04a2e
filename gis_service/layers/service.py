"""A page of a layer as GeoJSON (RFC 7946): rows joined to bytes."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import orjson
from sqlalchemy.orm import Session

from gis_service.areas.parameters import refuse_unknown_areas
from gis_service.layers import queries
from gis_service.layers.catalogue import Layer
from gis_service.layers.parameters import Wanted


def layer_page(
    session: Session,
    layer: Layer,
    wanted: Wanted,
    *,
    areas: Sequence[str] | None,
    address: str,
    language: str,
) -> bytes:
    """Give the features that are asked for.

    Parameters
    ----------
    areas : sequence of str or None
        Patterns of the village codes that the person may see; None for all.
    address : str
        Of the layer, for the links to the pages before and after.
    language : str
        Of messages and reasons.

    Raises
    ------
    UnknownAreaError
        The roster does not hold a code that is asked for.
    """
    refuse_unknown_areas(session, _areas_of(wanted))
    page = queries.page(session, layer.source, wanted, areas)
    described = layer.describe(session, page.rows, language)
    collection = {
        "type": "FeatureCollection",
        "numberMatched": page.matched,
        "numberReturned": len(page.rows),
        "links": _links(address, wanted, page.matched),
        "features": [
            {
                "type": "Feature",
                "id": identity,
                "geometry": _geometry(row),
                "properties": properties,
            }
            for row, (identity, properties) in zip(page.rows, described, strict=True)
        ],
    }
    return orjson.dumps(collection)


def _areas_of(wanted: Wanted) -> dict[str, str]:
    """The areas that are asked for: code to parameter."""
    return {
        code: name
        for name in ("regency", "district", "village")
        if (code := getattr(wanted, name)) is not None
    }


def _geometry(row: Any) -> Any:
    """A geometry as it is stored, already written; or that of a point."""
    if hasattr(row, "geometry"):
        return row.geometry and orjson.Fragment(row.geometry)
    if row.longitude is None:
        return None
    return {"type": "Point", "coordinates": [row.longitude, row.latitude]}


def _links(address: str, wanted: Wanted, matched: int) -> list[dict[str, str]]:
    links = [("self", wanted.offset)]
    if wanted.offset + wanted.limit < matched:
        links.append(("next", wanted.offset + wanted.limit))
    if wanted.offset > 0:
        links.append(("prev", max(0, wanted.offset - wanted.limit)))
    query = {name: text for name, text in wanted.as_query().items() if name != "offset"}
    return [
        {
            "rel": rel,
            "type": "application/geo+json",
            "href": f"{address}?{urlencode({**query, **_offset(offset)}, safe=',')}",
        }
        for rel, offset in links
    ]


def _offset(offset: int) -> dict[str, str]:
    return {"offset": str(offset)} if offset else {}
