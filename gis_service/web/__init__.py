"""What every route uses: who asks, the transaction, the reply; no slice is known here."""

from gis_service.web import access
from gis_service.web.access import who_asks
from gis_service.web.assets import asset_url
from gis_service.web.entity import entity
from gis_service.web.headers import nonce
from gis_service.web.pages import page
from gis_service.web.problems import problem
from gis_service.web.service import (
    Service,
    database,
    gettext,
    language,
    now,
    person,
    service,
    settings,
)

__all__ = [
    "Service",
    "access",
    "asset_url",
    "database",
    "entity",
    "gettext",
    "language",
    "nonce",
    "now",
    "page",
    "person",
    "problem",
    "service",
    "settings",
    "who_asks",
]
