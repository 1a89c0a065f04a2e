"""Parcels are checked again when sites are: a site moved, or the boundaries are others."""

from typing import Any

from gis_service.land import messages  # noqa: F401 - the words of the flags put on parcels
from gis_service.land.checks import check_parcels
from gis_service.sites.events import sites_checked


@sites_checked.connect
def check_land(_sender: Any, **sent: Any) -> None:
    """Check the parcels of the villages whose sites were checked."""
    check_parcels(sent["session"], sent["village_codes"], sent["now"])
