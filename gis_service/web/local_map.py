"""A map on a page, made by folium; the only module that imports it.

Folium gives the page its header, its markup and its script; they are put into the template part
by part, and every ``<script>`` and ``<style>`` gets the nonce of the reply. Nothing comes from
another host: scripts and styles are those of ``static/vendor/``, and there is no base map.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import folium
import orjson
from branca.element import Element, MacroElement
from folium.template import Template
from markupsafe import Markup

NO_NONCE = "{nonce}"


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

    def __init__(self, map_id: str, javascript: str, css: str) -> None:
        super().__init__(
            location=(0, 0),
            zoom_start=5,
            tiles=None,
            zoom_snap=0.25,
            attribution_control=False,
            fade_animation=False,
        )
        self._id = map_id
        # folium keeps these two for base maps; without them Leaflet takes those of the tiles
        self.options |= {"min_zoom": 5, "max_zoom": 16}
        self.default_js = [("map_script", javascript)]
        self.default_css = [("map_style", css)]


class Start(MacroElement):
    """Calls the page's own script with the map: ``<script>.start(map, options)``."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            {{ this.script }}.start({{ this._parent.get_name() }}, {{ this.options|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, map_id: str, script: str, options: dict[str, object]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Start"
        self._id = map_id
        self.script = script
        self.options = options


def map_parts(
    map_id: str,
    script: str,
    options: dict[str, object],
    *,
    javascript: str,
    css: str,
    nonce: str,
) -> MapParts:
    """Make a map's parts of a page.

    Parameters
    ----------
    map_id : str
        The map is ``#map_<map_id>``, and the script's variable has that name, too.
    script : str
        The global object of the built script, whose ``start`` is called with map and options.
    options : dict
        What JSON can hold; the same options are rendered once.
    javascript, css : str
        Addresses of the built script and style sheet.
    nonce : str
        The secret of this reply, for its ``<script>`` and ``<style>`` elements.
    """
    parts = _rendered(map_id, script, orjson.dumps(options), javascript, css)
    return MapParts(*(Markup(part.replace(NO_NONCE, nonce)) for part in parts))  # noqa: S704


@lru_cache(maxsize=16)
def _rendered(
    map_id: str, script: str, options: bytes, javascript: str, css: str
) -> tuple[str, str, str]:
    figure = folium.Figure()
    made = LocalMap(map_id, javascript, css).add_to(figure)
    Start(map_id, script, orjson.loads(options)).add_to(made)
    for child in list(figure._children.values()):  # noqa: SLF001 - as Figure.render does
        child.render()
    return tuple(_with_nonce(part) for part in (figure.header, figure.html, figure.script))  # type: ignore[return-value]


def _with_nonce(part: Element) -> str:
    html = re.sub(r"<(script|style)\b", rf'<\1 nonce="{NO_NONCE}"', part.render())
    # modules run in the order of the page, after it has been read: nothing waits for them
    return html.replace(f'<script nonce="{NO_NONCE}"', f'<script type="module" nonce="{NO_NONCE}"')
