"""Reports are judged again when a site moves, and when a day begins."""

from typing import Any

from gis_service.progress import (
    messages,  # noqa: F401 - the words of the flags that the checks put on reports
    photos,  # noqa: F401 - tells photos which day they are to show
    queries,
)
from gis_service.progress.checks import check_reports
from gis_service.progress.events import day_began
from gis_service.sites.events import sites_checked


@day_began.connect
def check_last_reports(_sender: Any, **sent: Any) -> None:
    """Find out whose report of yesterday is missing; reports grow old, and zones with them."""
    check_reports(sent["session"], None, sent["now"])


@sites_checked.connect
def check_reports_of_moved_sites(_sender: Any, **sent: Any) -> None:
    """The last reports were written near the site, or far from it: as it is now."""
    codes = sent["village_codes"]
    if codes is None:
        check_reports(sent["session"], None, sent["now"])
    elif reports := queries.reports_with_place(sent["session"], codes):
        check_reports(sent["session"], reports, sent["now"])
