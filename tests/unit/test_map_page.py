"""What folium makes of the map: from here only, with a nonce on everything that runs."""

import re

from gis_service.web.local_map import MapParts
from gis_service.zones.map_page import MapAddresses, map_parts

ADDRESSES = MapAddresses(
    coverage="/coverage", status="/status", areas="/areas", village="/villages/{code}",
    tiles="/tiles/{z}/{x}/{y}.mvt", sites="/sites",
)  # fmt: skip


def parts(nonce: str = "secret") -> MapParts:
    return map_parts(
        ADDRESSES, boundary_version=7, javascript="/main.js", css="/map.css", nonce=nonce
    )


def test_nothing_comes_from_another_host() -> None:
    page = f"{parts().header}{parts().html}{parts().script}"
    assert not re.search(r"https?:|//\w", page)
    assert re.findall(r'(?:src|href)="([^"]+)"', page) == ["/main.js", "/map.css"]


def test_everything_that_runs_has_the_nonce_of_the_reply() -> None:
    for nonce in ("one", "two"):
        made = parts(nonce)
        for part in (made.header, made.html, made.script):
            for tag in re.findall(r"<(?:script|style)\b[^>]*>", part):
                assert f'nonce="{nonce}"' in tag


def test_the_page_may_be_zoomed() -> None:
    assert "user-scalable" not in parts().header


def test_the_script_names_the_addresses_and_the_version() -> None:
    script = parts().script
    assert '"/tiles/{z}/{x}/{y}.mvt"' in script
    assert '"boundaryVersion": 7' in script
    assert script.count("zoneMap.start(map_zones,") == 1
