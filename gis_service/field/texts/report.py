"""What the daily report says on the phone."""

from gis_service.language import N_
from gis_service.progress.stages import BLOCKERS, CONSTRUCTION_STAGES, LAND_STAGES

TEXTS = {
    "report_heading": N_("Daily report"),
    "report_title": N_("Report of %(day)s"),
    "report_no_village": N_(
        "This village is not among yours, or the phone does not know it yet: open this page "
        "once with a signal."
    ),
    "report_today": N_("Today"),
    "report_yesterday": N_("Yesterday"),
    "report_earlier": N_("An earlier day"),
    "report_day_before": N_("The day before"),
    "report_day_after": N_("The day after"),
    "report_land_stage": N_("Land"),
    "report_construction_stage": N_("Construction"),
    "report_percent": N_("Physical progress"),
    "report_percent_before": N_("%(day)s: %(percent)s"),
    "report_photos": N_("Photos"),
    "report_blockers": N_("Blockers"),
    "report_note": N_("Note"),
    "report_carried": N_(
        "Last report: %(day)s. Its answers are filled in; change what is different now."
    ),
    "report_there_already": N_(
        "There is a report of this day already: what you change replaces it."
    ),
    "report_changed_meanwhile": N_(
        "Meanwhile %(by)s has reported this day too: %(stage)s, %(percent)s. If yours is "
        "right, send it once more and it takes its place."
    ),
    "report_draft_found": N_("Your draft, as you left it."),
    "report_start_again": N_("Start again"),
    "report_start_again_sure": N_("Throw this draft away, with its photos?"),
    "report_draft_kept": N_("Draft kept on this phone"),
    "report_draft_not_kept": N_(
        "The draft cannot be kept on this phone: send before you close the page."
    ),
    "report_choose_land": N_("Choose how far the land is."),
    "report_choose_construction": N_("Choose how far construction is."),
    "report_choose_blocker": N_("Choose which blocker it is, or remove it."),
    "report_percent_wrong": N_("A number from 0 to 100 is needed, such as 37.5."),
    "report_photo_needed": N_("Under construction: at least one photo is needed."),
    "report_ask_percent_less": N_("%(day)s %(before)s, now %(now)s: correct?"),
    "report_ask_percent_jump": N_(
        "%(day)s %(before)s, now %(now)s, more than 25 points in a day: correct?"
    ),
    "report_ask_land_stage_back": N_("%(day)s “%(before)s”, now back to “%(now)s”: correct?"),
    "report_ask_construction_stage_back": N_(
        "%(day)s “%(before)s”, now back to “%(now)s”: correct?"
    ),
    "report_ask_built_below_100": N_("“%(before)s”, but only %(now)s: correct?"),
    "report_ask_100_not_built": N_("%(now)s, but the stage is still “%(before)s”: correct?"),
    "report_ask_percent_not_begun": N_("“%(before)s”, but already %(now)s: correct?"),
    "report_ask_built_without_land": N_("Land “%(before)s”, but construction “%(now)s”: correct?"),
    "report_ask_far": N_(
        "This phone is %(distance)s away from the site. Is the report right all the same?"
    ),
    "report_it_is_so": N_("Yes, correct"),
    "report_not_so": N_("Take it back"),
    "report_confirmed": N_("You confirmed this."),
    "report_make_it": N_("Make it %(percent)s"),
    "report_place_asked": N_("Looking for the phone's position; the report does not wait for it."),
    "report_place_known": N_("The phone's position goes with the report (to %(metres)s m)."),
    "report_place_refused": N_(
        "Without the phone's position: the report can be sent all the same."
    ),
    "report_send": N_("Send the report"),
    "report_send_changed": N_("Send the changes"),
    "report_not_yet": N_("Before it can be sent:"),
    "report_go_land_stage": N_("Land"),
    "report_go_construction_stage": N_("Construction"),
    "report_go_percent": N_("Physical progress"),
    "report_go_photos": N_("Photos"),
    "report_go_blockers": N_("Blockers"),
    "report_go_far": N_("Position"),
    "report_full": N_(
        "The phone has no room left: nothing is lost, but make room first (old photos, "
        "videos) and try again."
    ),
    "report_not_kept": N_("The phone could not keep it. Your draft is still here: try again."),
    "report_undo": N_("Undo"),
    "blocker_kind": N_("Which blocker"),
    "blocker_choose": N_("Choose a blocker"),
    "blocker_new": N_("new blocker"),
    "blocker_add": N_("Add a blocker"),
    "blocker_remove": N_("Remove"),
    "blocker_resolved": N_("Resolved"),
    "blocker_remove_named": N_("Remove: %(kind)s"),
    "blocker_removed": N_("%(kind)s: removed."),
    "blocker_since": N_("already in the report of %(day)s"),
    "blocker_owner": N_("In charge"),
    "blocker_due": N_("Due"),
    "blocker_note": N_("Note"),
    "blocker_overdue": N_("The due date has passed."),
    "blocker_owner_village": N_("Village head"),
    "blocker_owner_district": N_("District head"),
    "blocker_owner_regency": N_("Regency or city office"),
    "blocker_owner_province": N_("Province office"),
    "blocker_owner_land_office": N_("Land office"),
    "blocker_owner_ministry": N_("Ministry"),
    "blocker_owner_owner": N_("Owner of the land"),
    **{f"land_stage_{code}": words for code, words in LAND_STAGES.items()},
    **{f"construction_stage_{code}": words for code, words in CONSTRUCTION_STAGES.items()},
    **{f"blocker_{code}": words for code, words in BLOCKERS.items()},
}
