"""The flags of photos in words."""

from gis_service.findings.messages import add_messages
from gis_service.language import N_

MESSAGES = {
    "photo-reused": N_(
        "This photo, or one that looks the same, was used already for %(villages)s on %(used_on)s."
        " Compare both; take a new photo on the spot."
    ),
    "photo-stale": N_(
        "The photo was taken on %(taken_on)s, more than two days before %(shown_on)s. Take a new"
        " one; if the date is wrong, put the phone's clock right."
    ),
    "photo-far-from-site": N_(
        "The photo was taken %(distance_m)s m from the village's site. Take it at the site, or"
        " correct the site if it has moved."
    ),
}

add_messages(MESSAGES)
