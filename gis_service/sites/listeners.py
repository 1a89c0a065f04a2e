"""Sites are checked again when boundaries or villages change, in the same transaction."""

from typing import Any

from gis_service.areas.events import areas_added, boundaries_imported
from gis_service.sites import (
    messages,  # noqa: F401 - the words of the flags that the checks put on sites
    photos,  # noqa: F401 - tells photos where the sites are
    queries,
)
from gis_service.sites.checks import check_sites


@boundaries_imported.connect
def check_everything(_sender: Any, **sent: Any) -> None:
    """Check every site against the boundaries now in force."""
    check_sites(sent["session"], None, sent["now"])


@areas_added.connect
def check_sites_of_new_villages(_sender: Any, **sent: Any) -> None:
    """Check the sites that claimed a village before the roster knew it."""
    claimed = queries.site_ids(sent["session"], sent["village_codes"])
    if claimed:
        check_sites(sent["session"], list(claimed.values()), sent["now"])
