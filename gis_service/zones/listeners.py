"""Zones follow what happens to sites and villages, in the same transaction."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from gis_service.areas.events import areas_added
from gis_service.progress.events import reports_checked
from gis_service.sites.events import sites_checked
from gis_service.zones.policy import Policy, read_policy
from gis_service.zones.service import refresh_zones


def policy_in_force(path: Path) -> Policy:
    """The policy of a file as it is now; read again only when the file changed."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        changed = 0
    return _read(path, changed)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Policy:
    return read_policy(path)


@areas_added.connect
@sites_checked.connect
@reports_checked.connect
def refresh(_sender: Any, **sent: Any) -> None:
    """Colour the villages that are new, or whose sites or reports were checked."""
    session = sent["session"]
    policy = policy_in_force(session.info["settings"].zone_policy)
    refresh_zones(session, policy, sent["village_codes"], sent["now"])
