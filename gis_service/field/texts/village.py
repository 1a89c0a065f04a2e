"""Texts of one village."""

from gis_service.language import N_

TEXTS = {
    "village_waiting": N_("Waiting on this phone"),
    "village_not_yours": N_(
        "This village is not one of yours: an administrator can give it to you."
    ),
    "kind_site": N_("Site"),
    "kind_parcel": N_("Parcel"),
    "kind_report": N_("Daily report"),
    "kind_report_of": N_("Daily report, %(day)s"),
    "kind_photo": N_("Photo"),
    "site_none": N_("Nobody has placed a pin yet."),
    "parcel_none": N_("No parcel is known yet."),
    "report_none": N_("Nothing has been reported yet."),
    "site_verified": N_("Checked by the office"),
    "pinned": N_("Placed on %(day)s by %(name)s"),
    "declared_area": N_("Declared: %(area)s m²"),
    "store_fits": N_("a store of 20 x 30 m fits"),
    "store_does_not_fit": N_("a store of 20 x 30 m does not fit"),
    "verdict_inside": N_("Inside the village"),
    "verdict_uncertain": N_("Too close to the boundary to be sure"),
    "verdict_outside": N_("Outside the village"),
    "verdict_unresolved": N_("No position that can be trusted"),
    "far_inside": N_("%(distance)s from its boundary"),
    "far_outside": N_("%(distance)s away from it"),
    "severity_critical": N_("Critical"),
    "severity_warning": N_("Warning"),
    "severity_info": N_("Note"),
    "waived": N_("An exception was granted."),
    "repair_how": N_("Perhaps meant: %(how)s"),
}
