"""The map on the zone map page: what its script is told (``static/map/start.js``)."""

from dataclasses import asdict, dataclass

from gis_service.web import local_map
from gis_service.web.local_map import MapParts

MAP_ID = "zones"


@dataclass(frozen=True, slots=True)
class MapAddresses:
    """Where the map in the browser finds what it shows.

    Attributes
    ----------
    coverage, status, areas : str
        The villages as TopoJSON, the zones, and the names.
    village, tiles, sites : str
        Details of a village (with ``{code}``), vector tiles (with ``{z}``, ``{x}``, ``{y}``), and
        the sites.
    """

    coverage: str
    status: str
    areas: str
    village: str
    tiles: str
    sites: str


def map_parts(
    addresses: MapAddresses, *, boundary_version: int, javascript: str, css: str, nonce: str
) -> MapParts:
    """Make the map's parts of the page.

    Parameters
    ----------
    boundary_version : int
        The version that ``addresses`` speak of; the page loads itself anew when it changes.
    javascript, css : str
        Addresses of the built script and style sheet.
    nonce : str
        The secret of this reply, for its ``<script>`` and ``<style>`` elements.
    """
    options = {
        **asdict(addresses),
        "boundaryVersion": boundary_version,
        "tilesFrom": 12,
        "sitesFrom": 11,
    }
    return local_map.map_parts(
        MAP_ID, "zoneMap", options, javascript=javascript, css=css, nonce=nonce
    )
