"""The sets of tiles that there are, and what their documents (TileJSON 3) say."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from gis_service.language import N_

LEAST_ZOOM = 5
MOST_ZOOM = 14

#: Deepest zoom of each band, and the column with the geometry that its tiles are made from.
BANDS = ((6, "geom_z6"), (8, "geom_z8"), (10, "geom_z10"), (MOST_ZOOM, "geom"))


@dataclass(frozen=True, slots=True)
class Tileset:
    """A set of tiles with one layer of the same name.

    Attributes
    ----------
    name, title, description : str
    fields : dict of str
        Each attribute of a feature, and what it says.
    least_zoom, most_zoom : int
    """

    name: str
    title: str
    description: str
    fields: dict[str, str]
    least_zoom: int = LEAST_ZOOM
    most_zoom: int = MOST_ZOOM


VILLAGES = Tileset(
    "villages",
    N_("Villages"),
    N_("Boundaries of the villages; zones and names come as JSON, by village code"),
    {"code": N_("Code of the village")},
)
SITES = Tileset(
    "sites",
    N_("Sites"),
    N_("Where the stores will stand, with the verdict of the checks"),
    {
        "code": N_("Code of the village that the site is for"),
        "verdict": N_("Verdict: inside, uncertain, outside or unresolved"),
    },
)


def geometry_for(zoom: int) -> str:
    """Tell which column the tiles of a zoom are made from.

    Examples
    --------
    >>> geometry_for(6), geometry_for(7), geometry_for(14)
    ('geom_z6', 'geom_z8', 'geom')
    """
    return next(column for deepest, column in BANDS if zoom <= deepest)


def tilejson(
    tileset: Tileset,
    version: Row[Any],
    bounds: tuple[float, float, float, float],
    address: str,
    gettext: Any,
) -> dict[str, Any]:
    """Describe a set of tiles.

    Parameters
    ----------
    tileset : Tileset
    version : Row
        Of the boundaries, with ``id``, ``source``, ``licence`` and ``quality``.
    bounds : tuple of float
        West, south, east and north in degrees (EPSG:4326).
    address : str
        Of a tile, with ``{z}``, ``{x}`` and ``{y}``.
    gettext : callable
        Says texts in the reader's language.
    """
    west, south, east, north = (round(side, 6) for side in bounds)
    source = ", ".join(text for text in (version.source, version.licence) if text)
    return {
        "tilejson": "3.0.0",
        "name": gettext(tileset.title),
        "description": gettext(tileset.description),
        "attribution": source,
        "version": f"{version.id}.0.0",
        "scheme": "xyz",
        "tiles": [address],
        "minzoom": tileset.least_zoom,
        "maxzoom": tileset.most_zoom,
        "bounds": [west, south, east, north],
        "center": [round((west + east) / 2, 6), round((south + north) / 2, 6), 8],
        "vector_layers": [
            {
                "id": tileset.name,
                "description": gettext(tileset.description),
                "minzoom": tileset.least_zoom,
                "maxzoom": tileset.most_zoom,
                "fields": {name: gettext(text) for name, text in tileset.fields.items()},
            }
        ],
        "boundary_version": version.id,
        "quality": version.quality,
    }
