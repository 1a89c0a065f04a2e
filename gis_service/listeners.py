"""Makes every slice listen to those below it; imported by whatever runs the service."""

from gis_service.cooperatives import listeners as cooperatives
from gis_service.demonstration import listeners as demonstration
from gis_service.land import listeners as land
from gis_service.layers import listeners as layers
from gis_service.photos import listeners as photos
from gis_service.progress import listeners as progress
from gis_service.sites import listeners as sites
from gis_service.tiles import listeners as tiles
from gis_service.zones import listeners as zones

__all__ = [
    "cooperatives",
    "demonstration",
    "land",
    "layers",
    "photos",
    "progress",
    "sites",
    "tiles",
    "zones",
]
