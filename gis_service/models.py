"""All tables in one place, for migrations and tests."""

from gis_service import sample
from gis_service.accounts import models as accounts
from gis_service.areas import models as areas
from gis_service.cooperatives import models as cooperatives
from gis_service.db import Base
from gis_service.findings import models as findings
from gis_service.land import models as land
from gis_service.layers import models as layers
from gis_service.photos import models as photos
from gis_service.progress import models as progress
from gis_service.sites import models as sites
from gis_service.submissions import models as submissions
from gis_service.tiles import models as tiles
from gis_service.zones import models as zones

__all__ = [
    "Base",
    "accounts",
    "areas",
    "cooperatives",
    "findings",
    "land",
    "layers",
    "photos",
    "progress",
    "sample",
    "sites",
    "submissions",
    "tiles",
    "zones",
]
