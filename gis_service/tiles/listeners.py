"""Tiles follow the boundaries: made ready in the transaction that brings them in."""

from typing import Any

from gis_service.areas.events import boundaries_imported
from gis_service.tiles import queries
from gis_service.tiles.topologies import make_ready


@boundaries_imported.connect
def prepare(_sender: Any, **sent: Any) -> None:
    """Store what the tiles and the map of a new version are made from."""
    session, version_id = sent["session"], sent["version_id"]
    queries.store_tile_geometry(session, version_id)
    make_ready(session, version_id)
