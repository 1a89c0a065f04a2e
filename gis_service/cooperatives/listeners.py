"""Every village has one cooperative: new villages get theirs in the same transaction."""

from typing import Any

from gis_service.areas.events import areas_added
from gis_service.db import statement


@areas_added.connect
def add_cooperatives(_sender: Any, **sent: Any) -> None:
    """Form the cooperative of each new village."""
    sent["session"].execute(
        statement("gis_service.cooperatives", "one_for_each_village"),
        {"village_codes": sent["village_codes"]},
    )
