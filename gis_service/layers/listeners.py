"""Layers follow the boundaries: written as GeoJSON in the transaction that brings them in."""

from typing import Any

from gis_service.areas.events import boundaries_imported
from gis_service.db import statement


@boundaries_imported.connect
def write_geojson(_sender: Any, **sent: Any) -> None:
    """Write the boundaries of a new version as they will be sent."""
    sent["session"].execute(
        statement("gis_service.layers", "store_geojson"), {"version_id": sent["version_id"]}
    )
