"""Where and when a photo was taken, of all that phone and file say."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gis_service.photos.content import PhotoContent
from gis_service.photos.exif import FileFacts
from spatial.crs import geodesic_distance_m

#: Phone and server read the same file: more than rounding is another file, or another reading.
SAME_PLACE_M = 50
SAME_TIME = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Taken:
    """What counts (EPSG:4326, metres); None: not known.

    ``exif_differs`` tells that the file does not say what the client says that it says.
    """

    latitude: float | None
    longitude: float | None
    accuracy_m: float | None
    at: datetime | None
    exif_differs: bool

    def values(self) -> dict[str, Any]:
        """As parameters of ``complete.sql``."""
        return {
            "taken_latitude": self.latitude,
            "taken_longitude": self.longitude,
            "taken_accuracy_m": self.accuracy_m,
            "taken_at": self.at,
        }


def how_taken(content: PhotoContent, facts: FileFacts) -> Taken:
    """Weigh what is known of a photo.

    The camera's own position counts before the phone's: that is where the officer was when the
    photo was chosen. Was the camera's file itself sent, then what the server read in it counts
    before what the client says of it; was it made smaller, the client alone has seen the original.
    Of a picture out of the gallery that has no position, the phone's says nothing.

    Examples
    --------
    >>> content = PhotoContent(village_code="52.01.01.2001", subject={"kind": "site"}, size=1,
    ...     sha256="0" * 64, source="camera", latitude=-8.5, longitude=116.1, accuracy_m=8)
    >>> taken = how_taken(content, FileFacts())
    >>> taken.latitude, taken.accuracy_m, taken.exif_differs
    (-8.5, 8.0, False)
    """
    said = content.exif
    is_original = content.original_sha256 in (None, content.sha256)
    claimed = (said.latitude, said.longitude) if said else (None, None)
    read = (facts.latitude, facts.longitude)
    places: list[tuple[float | None, ...]] = [(*read, None), (*claimed, None)]
    if not is_original:
        # what the phone wrote into the smaller file where the original said nothing is its own
        places = [(*claimed, None), (*read, content.accuracy_m)]
    if content.source != "gallery":
        places.append((content.latitude, content.longitude, content.accuracy_m))
    latitude, longitude, accuracy_m = next(
        (place for place in places if place[0] is not None), (None, None, None)
    )
    claimed_at = said.captured_at if said else None
    moments = [one for one in (claimed_at, facts.captured_at, content.captured_at) if one]
    differs = is_original and (
        _far_apart(claimed, read) or _long_apart(claimed_at, facts.captured_at)
    )
    return Taken(latitude, longitude, accuracy_m, min(moments, default=None), differs)


def _far_apart(
    one: tuple[float | None, float | None], other: tuple[float | None, float | None]
) -> bool:
    if one[0] is None or one[1] is None:
        return False
    if other[0] is None or other[1] is None:
        return True
    return geodesic_distance_m(one[0], one[1], other[0], other[1]) > SAME_PLACE_M


def _long_apart(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or abs(one - other) > SAME_TIME)
