"""The flags of reports in words."""

from gis_service.findings.messages import add_messages
from gis_service.language import N_

MESSAGES = {
    "progress-decreased": N_(
        "Less than reported on %(before_on)s. Confirm it and say why, or correct the report."
    ),
    "progress-jump": N_(
        "%(percent)s %% after %(percent_before)s %% on %(before_on)s: more than a building grows in"
        " that time. Look at the photos, or correct the report."
    ),
    "report-missing": N_(
        "The last report is of %(last_on)s. Ask the officer for the days since then."
    ),
    "report-far-from-site": N_(
        "Written %(distance_m)s m from the site. Ask whether somebody was there, or whether the"
        " site is where it should be."
    ),
}

add_messages(MESSAGES)
