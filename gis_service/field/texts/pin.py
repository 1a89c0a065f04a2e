"""Texts of the screen on which an officer places a site."""

from gis_service.language import N_

TEXTS = {
    "pin_heading": N_("Site"),
    "pin_modes": N_("How the place is given"),
    "pin_mode_device": N_("Here"),
    "pin_mode_tap": N_("Map"),
    "pin_mode_text": N_("Type"),
    "pin_mode_photo": N_("Photo"),
    "pin_save": N_("Save the site"),
    "pin_save_outside": N_("Save although it is outside"),
    "pin_save_text": N_("Save the text as it is"),
    "pin_take_anyway": N_("Take it anyway, with a reason"),
    "pin_reason_label": N_("Why is it taken although the accuracy is poor?"),
    "pin_reason_trees": N_("Dense trees"),
    "pin_reason_roof": N_("Between buildings or under a roof"),
    "pin_reason_weather": N_("Clouds or rain"),
    "pin_reason_phone": N_("This phone does not get better"),
    "pin_tap_hint": N_("Move the map until the cross is on the site. Tapping moves it there."),
    "pin_text_label": N_("Coordinates, as they were given to you"),
    "pin_reading": N_("Reading …"),
    "pin_text_repair": N_("As written it is elsewhere. Is it meant so?"),
    "pin_text_ambiguous": N_("It can be read in more than one way. Which is meant?"),
    "pin_text_unreadable": N_(
        "These are no coordinates that can be read. Saved, they go to the office as they are."
    ),
    "pin_text_later": N_(
        "The phone cannot read this without a network. Saved, it goes to the server as it is, which"
        " reads it."
    ),
    "pin_typed_as": N_("Typed: %(text)s"),
    "pin_photo_hint": N_("The position that the camera wrote into a photo."),
    "pin_photo_choose": N_("Choose a photo"),
    "pin_photo_without": N_(
        "There is no position in this photo. Switch on the location in the camera's settings;"
        " photos from a messenger have lost it."
    ),
    "pin_far_from_phone": N_("You are %(distance)s from this place."),
    "pin_far_from_known": N_("%(distance)s from the present site (%(when)s, %(who)s)."),
    "pin_unsent": N_("A site saved %(when)s has not been sent yet."),
    "pin_take_back": N_("Take it back"),
}
