"""Texts of what surrounds the views: the bar, notices, signing in."""

from gis_service.language import N_

TEXTS = {
    "model": N_("Model"),
    "load_again": N_("Load again"),
    "view_failed": N_(
        "This part cannot be shown. With a network, load the page again; what was made is kept."
    ),
    "storage_broken": N_(
        "This phone does not let the page keep anything, so nothing can be filled in here: "
        "leave private browsing, or free some room, and load again."
    ),
    "storage_nearly_full": N_(
        "This phone is nearly full: send what waits, and free some room before you take more "
        "photos."
    ),
    "offline": N_("No network: everything is kept on this phone and sent later."),
    "new_version": N_("A new version is ready; it is used when the page is next opened."),
    "others_wait": N_(
        "Waiting on this phone from another account (%(name)s): %(count)s. They are sent when"
        " that account signs in here."
    ),
    "clock_ahead": N_(
        "This phone's clock is %(time)s ahead: set it to automatic, or days and times will be"
        " wrong."
    ),
    "clock_behind": N_(
        "This phone's clock is %(time)s behind: set it to automatic, or days and times will "
        "be wrong."
    ),
    "signed_out": N_("You are signed out: sign in so that things can be sent."),
    "signed_out_waiting": N_(
        "You are signed out: sign in to send what waits (%(count)s). Nothing is lost."
    ),
    "sign_in": N_("Sign in"),
    "sign_in_again": N_("Sign in again"),
    "sign_in_why": N_(
        "Everything on this phone is still here. The password is needed so that it can be sent."
    ),
    "sign_in_no_network": N_("The server cannot be reached; try again when there is a network."),
    "username": N_("Username"),
    "password": N_("Password"),
    "keep_signed_in": N_("Keep me signed in for 30 days"),
    "later": N_("Later"),
    "yes": N_("yes"),
    "no": N_("no"),
    "total_waiting": N_("%(count)s waiting to be sent"),
    "total_attention": N_("%(count)s to be corrected"),
    "total_nothing": N_("Everything is sent"),
}
