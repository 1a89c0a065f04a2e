"""A page of a layer as GeoJSON (RFC 7946): rows joined to bytes."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import orjson
from sqlalchemy.orm import Session

from gis_service.areas.lookups import unknown_areas
from gis_service.language import N_
from gis_service.layers import queries
from gis_service.layers.catalogue import Layer
from gis_service.layers.parameters import ParameterError, Wanted


class UnknownAreaError(ParameterError):
    """A code that is well written, and that the roster does not hold."""

    code = "area-unknown"
    status = 404


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
    refuse_unknown_areas(session, wanted)
    page, features = queries.Page(0, []), []
    if layer.source is not None and layer.describe is not None:
        page = queries.page(session, layer.source, wanted, areas)
        features = [
            {
                "type": "Feature",
                "id": identity,
                "geometry": _geometry(row),
                "properties": properties,
            }
            for row, (identity, properties) in zip(
                page.rows, layer.describe(session, page.rows, language), strict=True
            )
        ]
    collection = {
        "type": "FeatureCollection",
        "numberMatched": page.matched,
        "numberReturned": len(page.rows),
        "links": _links(address, wanted, page.matched),
        "features": features,
    }
    if layer.source is None:
        collection["schema"] = layer.schema
    return orjson.dumps(collection)


def refuse_unknown_areas(session: Session, wanted: Wanted) -> None:
    """See `layer_page`."""
    asked = {
        code: name
        for name in ("regency", "district", "village")
        if (code := getattr(wanted, name)) is not None
    }
    if asked and (unknown := unknown_areas(session, asked)):
        raise UnknownAreaError(
            asked[unknown[0]],
            N_("The roster does not hold the area %(code)s."),
            code=unknown[0],
        )


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
