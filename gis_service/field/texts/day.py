"""Texts of the day's list of villages."""

from gis_service.language import N_

TEXTS = {
    "day_title": N_("My day"),
}
