"""What the scripts of the zone map say, from the catalogues: handed over with the page."""

import re
from collections.abc import Callable
from typing import Any

from gis_service.language import N_
from gis_service.zones.policy import Policy

TEXTS = {
    "zone_green": N_("Green"),
    "zone_yellow": N_("Yellow"),
    "zone_red": N_("Red"),
    "zone_none": N_("No zone"),
    "zone_green_long": N_("Green zone"),
    "zone_yellow_long": N_("Yellow zone"),
    "zone_red_long": N_("Red zone"),
    "zone_none_long": N_("No zone yet"),
    "sign_green": N_("G"),
    "sign_yellow": N_("Y"),
    "sign_red": N_("R"),
    "since": N_("since %(day)s"),
    "nothing_open": N_("Everything that the policy asks for is in place."),
    "all_regencies": N_("All regencies and cities"),
    "villages_count": N_("%(count)s villages"),
    "villages_shown": N_("Villages shown: %(count)s"),
    "undecided_count": N_("No zone yet: %(count)s"),
    "without_boundary": N_("Without a boundary: %(count)s"),
    "without_report": N_("Nothing reported: %(count)s"),
    "with_unknown_code": N_("Unknown village code: %(count)s"),
    "unknown_village": N_(
        "The roster does not hold this village code, so the site belongs to no village yet: correct"
        " the code in the list, or add the village."
    ),
    "no_boundary": N_("no boundary"),
    "no_boundary_long": N_(
        "This village has no boundary in the data, so it is not on the map and its site cannot be"
        " checked."
    ),
    "no_site": N_("no site"),
    "no_site_long": N_("Nobody has reported a site yet."),
    "search_found": N_("Villages found: %(count)s"),
    "loading": N_("Loading …"),
    "failed": N_("The server cannot be reached; what you see may be out of date."),
    "signed_out": N_("You are no longer signed in. Load the page again."),
    "asked_at": N_("Up to date at %(time)s"),
    "sites_cut": N_("Only %(count)s sites are shown here: zoom in for the others."),
    "site": N_("Site"),
    "verdict_inside": N_("Inside the village"),
    "verdict_uncertain": N_("Too close to the boundary to be sure"),
    "verdict_outside": N_("Outside the village"),
    "verdict_unresolved": N_("No position that can be trusted"),
    "far_inside": N_("%(distance)s from its boundary"),
    "far_outside": N_("%(distance)s away from it"),
    "position": N_("Position"),
    "as_written": N_("As written"),
    "accuracy": N_("Accuracy"),
    "show_site": N_("Show the site on the map"),
    "findings": N_("Findings"),
    "severity_critical": N_("Critical"),
    "severity_warning": N_("Warning"),
    "severity_info": N_("Note"),
    "waived": N_("An exception was granted."),
    "repair": N_("Proposed repair:"),
    "show_repair": N_("Show the repair on the map"),
    "cooperative": N_("Cooperative"),
    "name": N_("Name"),
    "code": N_("Village code"),
    "kind": N_("Kind"),
    "kind_desa": N_("Desa"),
    "kind_kelurahan": N_("Kelurahan"),
    "portal": N_("National portal"),
    "portal_listed": N_("Listed"),
    "portal_missing": N_("Not listed"),
    "portal_unknown": N_("Not compared yet"),
    "north": N_("N"),
    "south": N_("S"),
    "east": N_("E"),
    "west": N_("W"),
}


def page_texts(
    gettext: Callable[[str], str], policy: Policy, language: str, time_zone: str
) -> dict[str, Any]:
    """Everything that the scripts need to speak to the person.

    Returns
    -------
    dict
        ``language``, ``timeZone``, ``texts`` (with ``%(name)s`` where a value goes) and ``rules``
        (the policy's rules, without figures).
    """
    return {
        "language": language,
        "timeZone": time_zone,
        "texts": {name: gettext(message) for name, message in TEXTS.items()},
        "rules": {rule.id: re.sub(r"\{\w+\}", "…", rule.texts[language]) for rule in policy.rules},
    }
