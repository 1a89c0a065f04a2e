"""Zones follow what happens to sites, land and villages, in the same transaction."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from gis_service.areas.events import areas_added
from gis_service.land.events import parcels_checked, required_areas
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


@required_areas.connect
def answer(_sender: Any, **sent: Any) -> dict[str, float]:
    """Tell how large land has to be, as the policy in force says."""
    policy = policy_in_force(sent["session"].info["settings"].zone_policy)
    return {
        code: required
        for code in sent["village_codes"]
        if (required := policy.thresholds_for(code).get("parcel_area_m2")) is not None
    }


@areas_added.connect
@sites_checked.connect
@reports_checked.connect
@parcels_checked.connect
def refresh(_sender: Any, **sent: Any) -> None:
    """Colour the villages that are new, or whose sites, reports or parcels were checked."""
    session = sent["session"]
    policy = policy_in_force(session.info["settings"].zone_policy)
    refresh_zones(session, policy, sent["village_codes"], sent["now"])
