"""The flags of parcels in words."""

from gis_service.findings.messages import add_messages
from gis_service.language import N_

MESSAGES = {
    "parcel-invalid": N_(
        "The outline crosses or touches itself, so it is not a plot of land. Draw the corners anew,"
        " one after the other round the plot."
    ),
    "parcel-too-small": N_(
        "The land measures %(area_m2)s m2; at least %(required_area_m2)s m2 are needed. Look for"
        " land beside it that can be added, or for another plot."
    ),
    "area-mismatch": N_(
        "Declared are %(declared_area_m2)s m2, but the outline measures %(area_m2)s m2. Check the"
        " corners on the spot, or correct the area from the certificate."
    ),
    "building-does-not-fit": N_(
        "A building of %(building_m)s m does not fit on it, whichever way it is turned. Check the"
        " corners; if they are right, the plot is too narrow: add land, or look for another plot."
    ),
    "parcel-overlap": N_(
        "It shares land with the parcel of %(villages)s: %(areas_m2)s m2. Find out whose land it"
        " is, and move the corners of the one that is wrong."
    ),
    "parcel-outside-village": N_(
        "The land lies %(distance_m)s m outside the village%(found)s. Check the corners; if it is"
        " really there and approved, ask for an exception with a reason and a letter."
    ),
    "parcel-straddles-boundary": N_(
        "%(outside_m2)s m2 of the land lie outside the village, up to %(distance_m)s m from it"
        " (the boundary is certain to %(tolerance_m)s m). Check the corners; if they are right, ask"
        " the other village whether it agrees."
    ),
    "site-outside-parcel": N_(
        "The pinned site lies %(distance_m)s m from this land. Pin the site on the land, or correct"
        " the corners."
    ),
    "protected-farmland": N_(
        "The officer says that it is protected farmland (LP2B), which cannot be built on without"
        " replacement. Look for other land, or bring the decision on the replacement."
    ),
    "hazard-zone": N_(
        "The officer says that it lies in a hazard zone. Look for land outside it, or bring the"
        " statement of the disaster agency."
    ),
}

add_messages(MESSAGES)
