"""The pages of the service, and for whom they are; a page that is not there yet is not shown."""

from dataclasses import dataclass

from flask import current_app, g, request, url_for

from gis_service.language import N_
from gis_service.web.access import access_of

# endpoint, label; who sees an entry is what its view says
PAGES = (
    ("zones.map_page", N_("Zone map")),
    ("progress.day", N_("Daily reports")),
    ("land.page", N_("Land")),
    ("field.page", N_("Field")),
    ("review.page", N_("Review")),
    ("cooperatives.list_page", N_("Cooperatives")),
    ("admin.page", N_("Administration")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of the navigation."""

    address: str
    label: str
    here: bool


def navigation() -> list[Entry]:
    """The pages that the person at hand may open."""
    somebody = g.get("person")
    entries = []
    for endpoint, label in PAGES:
        view = current_app.view_functions.get(endpoint)
        access = access_of(view) if view else None
        if somebody and access and access.allows(somebody):
            entries.append(Entry(url_for(endpoint), label, request.endpoint == endpoint))
    return entries
