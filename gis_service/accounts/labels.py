"""Roles in words."""

from gis_service.language import N_

ROLE_NAMES = {
    "officer": N_("field officer"),
    "reviewer": N_("reviewer"),
    "planner": N_("planner"),
    "leadership": N_("leadership"),
    "administrator": N_("administrator"),
}
