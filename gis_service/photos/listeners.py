"""Profiles of cooperatives ask for their photos."""

from typing import Any

from gis_service.cooperatives.events import ProfilePhoto, profile_photos
from gis_service.photos.listing import photos_of_villages


@profile_photos.connect
def show_photos(_sender: Any, **asked: Any) -> dict[str, list[ProfilePhoto]]:
    """The photos of profiles, the newest first."""
    listed = photos_of_villages(asked["session"], asked["village_codes"], "profile")
    return {
        code: [
            ProfilePhoto(one.url, one.thumbnail, one.width, one.height, one.captured_at)
            for one in reversed(photos)
        ]
        for code, photos in listed.items()
    }
