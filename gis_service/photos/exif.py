"""What a photo's own metadata say: where and when it was taken, and which way is up.

Metadata come from anybody: a value that makes no sense is as good as none, and no file is refused
for what it says of itself.
"""

import struct
import warnings
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from math import isfinite
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

#: What Pillow raises for offsets, lengths and types that make no sense.
NONSENSE = (
    ArithmeticError, AttributeError, EOFError, LookupError, MemoryError, OSError, RecursionError,
    SyntaxError, TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip
OLDEST = 2000


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Where (EPSG:4326) and when a file says that it was taken; None: it does not say."""

    latitude: float | None = None
    longitude: float | None = None
    captured_at: datetime | None = None


def file_facts(image: Image.Image, time_zone: tzinfo) -> FileFacts:
    """Read position and moment of an opened picture; ``time_zone`` is of moments without one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        latitude, longitude = _position(_tags(image, IFD.GPSInfo))
        captured_at = _moment(_tags(image, IFD.Exif), _tags(image, None), time_zone)
    return FileFacts(latitude, longitude, captured_at)


def orientation_of(image: Image.Image) -> int:
    """Which way is up: 1 to 8 as EXIF counts them, 1 where the file says nothing sensible."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        given = _tags(image, None).get(Base.Orientation)
    return given if isinstance(given, int) and 1 <= given <= 8 else 1


def _tags(image: Image.Image, part: IFD | None) -> Mapping[int, Any]:
    try:
        exif = image.getexif()
        tags: Mapping[int, Any] = dict(exif) if part is None else exif.get_ifd(part)
    except NONSENSE:
        return {}
    return tags


def _position(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    latitude = _degrees(gps.get(GPS.GPSLatitude), gps.get(GPS.GPSLatitudeRef), "NS", 90)
    longitude = _degrees(gps.get(GPS.GPSLongitude), gps.get(GPS.GPSLongitudeRef), "EW", 180)
    # what phones write that do not know where they are
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None, None
    return latitude, longitude


def _degrees(parts: Any, hemisphere: Any, letters: str, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
        letter = _text(hemisphere).upper()
    except NONSENSE:
        return None
    value = degrees + minutes / 60 + seconds / 3600
    sensible = isfinite(value) and min(degrees, minutes, seconds) >= 0 and value <= most
    if not sensible or minutes >= 60.0001 or seconds >= 60.0001 or letter not in tuple(letters):
        return None
    return -value if letter == letters[1] else value


def _moment(exif: Mapping[int, Any], tags: Mapping[int, Any], time_zone: tzinfo) -> datetime | None:
    given = exif.get(Base.DateTimeOriginal) or exif.get(Base.DateTimeDigitized)
    text = _text(given or tags.get(Base.DateTime))
    try:
        moment = datetime.strptime(text[:19], "%Y:%m:%d %H:%M:%S").replace(
            tzinfo=_offset(exif.get(Base.OffsetTimeOriginal)) or time_zone
        )
    except ValueError:
        return None
    return moment if moment.year >= OLDEST else None


def _offset(given: Any) -> tzinfo | None:
    text = _text(given)
    try:
        sign = {"+": 1, "-": -1}[text[0]]
        hours, minutes = (int(part) for part in text[1:].split(":"))
        return timezone(sign * timedelta(hours=hours, minutes=minutes))
    except (LookupError, ValueError):
        return None


def _text(given: Any) -> str:
    text = given.decode("ascii", "replace") if isinstance(given, bytes) else str(given or "")
    return text.strip("\0 ")
