"""The flags of sites in words."""

from gis_service.findings.messages import add_messages
from gis_service.language import N_

MESSAGES = {
    "location-missing": N_(
        "No location was given. Ask the officer to pin the site in the village."
    ),
    "location-unreadable": N_(
        "The location cannot be used as it is written. Accept a proposed repair if it is right,"
        " or ask for the location again."
    ),
    "location-ambiguous": N_(
        "The location can be read in more than one way. Ask which one is meant, as latitude and"
        " longitude with decimals."
    ),
    "village-unknown": N_(
        "The village code is not in the roster%(found)s. Correct the code, or add the village."
    ),
    "boundary-missing": N_(
        "The village has no boundary in the data%(found)s, so the location cannot be checked."
        " Import its boundary, or verify the site on the spot."
    ),
    "outside-village": N_(
        "%(distance_m)s m outside the village%(found)s. Correct the location; if the site is really"
        " there and approved, ask for an exception with a reason and a letter."
    ),
    "outside-province": N_(
        "Outside the province of the village, %(distance_m)s m from the village: in the sea, or in"
        " another province. Correct the location."
    ),
    "near-boundary": N_(
        "%(distance_m)s m from the boundary of the village, closer than the %(tolerance_m)s m"
        " within which the boundary and the position are certain. Confirm on the spot."
    ),
    "swapped-axes": N_(
        "Latitude and longitude are exchanged: the other way round it is in the village."
    ),
    "sign-error": N_(
        "A minus sign is missing or too many: with it put right it is in the village."
    ),
    "projected-coordinates": N_(
        "These are metres of a map projection, not degrees: converted, it is in the village."
    ),
    "decimal-shift": N_("The decimal point was lost or moved: put back, it is in the village."),
    "hemisphere-conflict": N_(
        "The letter for north, south, east or west is wrong: put right, it is in the village."
    ),
    "duplicate-site": N_(
        "Another cooperative's site is within 50 m (%(villages)s). Find out whose place it is."
    ),
    "copied-centroid": N_(
        "%(distance_m)s m from the published centre of the village: probably copied, not measured."
        " Pin the site on the spot."
    ),
    "low-precision": N_(
        "Only %(decimals)s decimals, so the place is known to some hundred metres at best. At least"
        " 4 are needed: pin the site on the spot."
    ),
    "poor-accuracy": N_(
        "The phone knew its place only to %(accuracy_m)s m; at most 25 m are accepted. Pin it again"
        " under the open sky."
    ),
    "mock-location": N_("The phone reported a made-up position. Pin the site again, on the spot."),
}

add_messages(MESSAGES)
