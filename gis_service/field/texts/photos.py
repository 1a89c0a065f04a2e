"""What is said of photos on the phone."""

from gis_service.language import N_

TEXTS = {
    "photo_camera": N_("Take a photo"),
    "photo_gallery": N_("Gallery"),
    "photo_welcome": N_("Not required, but welcome."),
    "photo_count": N_("Photos: %(count)s"),
    "photo_name": N_("Photo %(number)s"),
    "photo_title": N_("Photo of %(day)s"),
    "photo_working": N_("Making photos small; still to do: %(left)s"),
    "photo_remove": N_("Remove"),
    "photo_remove_named": N_("Remove: %(name)s"),
    "photo_removed": N_("%(name)s: removed."),
    "photo_kept_waiting": N_("Waits to be sent"),
    "photo_kept_sent": N_("Sent"),
    "photo_not_shown": N_("Cannot be shown now"),
    "photo_not_image": N_("this is not a photo. Choose a JPEG, PNG or WebP picture."),
    "photo_heic": N_(
        "this phone's browser cannot read HEIC photos. Set the camera to JPEG and take it again."
    ),
    "photo_damaged": N_("the photo is damaged. Take it again."),
    "photo_too_large": N_("the file is too large for a photo. Choose one of less than 60 MB."),
    "photo_too_many_pixels": N_(
        "the picture has too many pixels. Set the camera to a lower resolution and take it again."
    ),
    "photo_no_memory": N_(
        "the photo could not be read; the phone may be short of memory. Close other apps, or "
        "set the camera to a lower resolution."
    ),
    "photo_already_here": N_("this photo is in the report already."),
    "photo_too_many": N_("a report holds %(most)s photos at most."),
    "photo_warning_stale": N_("Taken %(days)s days ago. The office will see that."),
    "photo_warning_far": N_("Taken %(distance)s from the site. The office will see that."),
    "photo_warning_reused": N_("Already used: %(village)s, %(day)s. Take a new one."),
}
