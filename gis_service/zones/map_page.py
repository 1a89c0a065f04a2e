"""The map on the zone map page, made by folium; the only module that imports it.

Folium gives the page its header, its markup and its script; they are put into the template part
by part, and every ``<script>`` and ``<style>`` gets the nonce of the reply. Nothing comes from
another host: scripts and styles are those of ``static/vendor/``, and there is no base map.
"""

import re
from dataclasses import asdict, dataclass
from functools import lru_cache

import folium
from branca.element import Element, MacroElement
from folium.template import Template
from markupsafe import Markup

MAP_ID = "zones"
NO_NONCE = "{nonce}"


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


@dataclass(frozen=True, slots=True)
class MapParts:
    """The parts of the map for the template, ready for one reply."""

    header: Markup
    html: Markup
    script: Markup


class LocalMap(folium.Map):
    """A folium map of our own scripts and styles only, with no base map."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}{% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            const {{ this.get_name() }} = L.map(
                {{ this.get_name()|tojson }},
                {center: {{ this.location|tojson }}, crs: L.CRS.{{ this.crs }},
                 ...{{ this.options|tojavascript }}}
            );
        {% endmacro %}
        """
    )

    def __init__(self, javascript: str, css: str) -> None:
        super().__init__(
            location=(0, 0),
            zoom_start=5,
            tiles=None,
            zoom_snap=0.25,
            attribution_control=False,
            fade_animation=False,
        )
        self._id = MAP_ID
        # folium keeps these two for base maps; without them Leaflet takes those of the tiles
        self.options |= {"min_zoom": 5, "max_zoom": 16}
        self.default_js = [("zone_map_script", javascript)]
        self.default_css = [("zone_map_style", css)]


class ZoneLayers(MacroElement):
    """Villages coloured by zone, with what stands beside the map: ``static/map/start.js``."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            zoneMap.start({{ this._parent.get_name() }}, {{ this.options|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, addresses: MapAddresses, options: dict[str, int]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "ZoneLayers"
        self._id = MAP_ID
        self.options = {**asdict(addresses), **options}


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
    parts = _rendered(addresses, boundary_version, javascript, css)
    return MapParts(*(Markup(part.replace(NO_NONCE, nonce)) for part in parts))  # noqa: S704


@lru_cache(maxsize=8)
def _rendered(
    addresses: MapAddresses, boundary_version: int, javascript: str, css: str
) -> tuple[str, str, str]:
    figure = folium.Figure()
    made = LocalMap(javascript, css).add_to(figure)
    options = {"boundaryVersion": boundary_version, "tilesFrom": 12, "sitesFrom": 11}
    ZoneLayers(addresses, options).add_to(made)
    for child in list(figure._children.values()):  # noqa: SLF001 - as Figure.render does
        child.render()
    return tuple(_with_nonce(part) for part in (figure.header, figure.html, figure.script))  # type: ignore[return-value]


def _with_nonce(part: Element) -> str:
    html = re.sub(r"<(script|style)\b", rf'<\1 nonce="{NO_NONCE}"', part.render())
    # modules run in the order of the page, after it has been read: nothing waits for them
    return html.replace(f'<script nonce="{NO_NONCE}"', f'<script type="module" nonce="{NO_NONCE}"')
