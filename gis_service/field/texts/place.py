"""Texts of what the screens for pins and parcels share: the map, the position, the verdict."""

from gis_service.language import N_

TEXTS = {
    "place_map": N_("Map of %(village)s"),
    "place_back": N_("Back to the village"),
    "place_no_village": N_("This village is not among yours, or the phone has not read it yet."),
    "place_centre_on_me": N_("Show where I am"),
    "place_show_village": N_("Show the whole village"),
    "place_closer": N_("Closer"),
    "place_farther": N_("Farther"),
    "place_inside": N_("Inside %(village)s, %(distance)s from its boundary."),
    "place_just_inside": N_(
        "Inside %(village)s, but only %(distance)s from its boundary: not certain (boundary and"
        " position are good to %(tolerance)s)."
    ),
    "place_just_outside": N_(
        "%(distance)s outside %(village)s: not certain (boundary and position are good to"
        " %(tolerance)s)."
    ),
    "place_outside": N_("%(distance)s outside %(village)s."),
    "place_overlap": N_("The boundary of %(others)s holds this place too."),
    "place_found_in": N_("This place is in %(others)s."),
    "place_you_are_in": N_("You are in %(others)s."),
    "place_found_nowhere": N_("It is in none of the villages next to yours either."),
    "place_no_boundary": N_(
        "%(village)s has no boundary here, so its place cannot be checked on the phone."
    ),
    "place_searching": N_("Looking for this phone's position …"),
    "place_accuracy": N_("Accuracy %(accuracy)s (fixes averaged: %(fixes)s)."),
    "place_accuracy_poor": N_(
        "Accuracy %(accuracy)s, %(gate)s are needed (fixes averaged: %(fixes)s)."
    ),
    "place_coaching": N_("Wait in the open, away from walls and trees, and hold the phone still."),
    "place_old_fix": N_("This position is %(age)s old: wait for a new one."),
    "place_denied": N_(
        "The phone may not tell its position to this page. Open the site's settings in the browser"
        " (the sign left of the address), allow location, and try again. You can also tap on the"
        " map."
    ),
    "place_unavailable": N_(
        "The phone does not find its position. Switch location on in the phone's settings, with"
        " high accuracy, and go outside."
    ),
    "place_timeout": N_(
        "No position came for half a minute. Go into the open, wait a moment, and try again."
    ),
    "place_unsupported": N_("This browser knows no positions. Tap on the map, or type them."),
    "place_insecure": N_(
        "The browser tells positions only to pages with https. Tap on the map, or type them."
    ),
    "place_try_again": N_("Try again"),
    "place_not_kept": N_(
        "It could not be kept on this phone: its storage is full or closed. Make room, then save"
        " again; what you see here is not lost while this page is open."
    ),
}
