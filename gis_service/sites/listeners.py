"""Sites are checked again whenever the boundaries change, in the same transaction."""

from typing import Any

from gis_service.areas.events import boundaries_imported
from gis_service.sites.checks import check_sites


@boundaries_imported.connect
def check_everything(_sender: Any, **sent: Any) -> None:
    """Check every site against the boundaries now in force."""
    check_sites(sent["session"], None, sent["now"])
