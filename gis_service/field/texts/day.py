"""Texts of the day's list of villages."""

from gis_service.language import N_

TEXTS = {
    "day_title": N_("My day"),
    "day_nothing_yet": N_(
        "Your villages are not on this phone yet: open this page once with a network, signed in."
    ),
    "day_no_villages": N_("You have no villages yet: an administrator gives them."),
    "day_reported": N_("%(count)s of %(all)s reported today"),
    "day_nearest": N_("Show the nearest first"),
    "day_all_done": N_("Nothing more is needed today."),
    "day_done": N_("Done (%(count)s)"),
    "task_site_missing": N_("Place the pin"),
    "task_site_flagged": N_("Check the pin"),
    "task_site_repair": N_("Correct the pin"),
    "task_site_again": N_("Place the pin anew"),
    "task_site_waiting": N_("Pin waits to be sent"),
    "task_site_received": N_("Pin sent"),
    "task_parcel_missing": N_("Add the parcel"),
    "task_parcel_repair": N_("Correct the parcel"),
    "task_parcel_again": N_("Change the parcel"),
    "task_parcel_waiting": N_("Parcel waits to be sent"),
    "task_parcel_received": N_("Parcel sent"),
    "task_report_due": N_("Report today"),
    "task_report_repair": N_("Correct the report"),
    "task_report_again": N_("Change today's report"),
    "task_report_waiting": N_("Report waits to be sent"),
    "task_report_received": N_("Report sent"),
}
