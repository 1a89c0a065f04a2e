"""Makes every slice listen to those below it; imported by whatever runs the service."""

from gis_service.cooperatives import listeners as cooperatives
from gis_service.sites import listeners as sites
from gis_service.zones import listeners as zones

__all__ = ["cooperatives", "sites", "zones"]
