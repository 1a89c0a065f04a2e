"""What a client says of a photo before it sends its bytes."""

import re
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from gis_service.language import N_
from gis_service.submissions.content import Content, Latitude, Longitude, Metres, ProblemError

#: What is a number in an address.
NUMBERS = ("latitude", "longitude", "accuracy_m", "size")


def _digest(text: str) -> str:
    if not SHA256.fullmatch(text):
        raise ProblemError(N_("It must be a SHA-256: 64 hexadecimal digits."))
    return text.lower()


def _both_or_neither(position: Any) -> Any:
    if (position.latitude is None) != (position.longitude is None):
        raise ProblemError(N_("Give both latitude and longitude, or neither."), field="latitude")
    return position


SHA256 = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)
Sha256 = Annotated[
    str, Field(max_length=64, description="64 hexadecimal digits"), AfterValidator(_digest)
]
Kind = Literal["report", "site", "parcel", "profile"]


class Subject(BaseModel):
    """What the photo is of: ``id`` is the report's, site's or parcel's, where it has one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    id: UUID | None = None


class Exif(BaseModel):
    """What the phone found in the camera's own file (EPSG:4326)."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)

    latitude: Latitude | None = None
    longitude: Longitude | None = None
    captured_at: AwareDatetime | None = None

    _whole = model_validator(mode="after")(_both_or_neither)


class PhotoContent(Content):
    """A photo that is about to be sent.

    ``sha256`` is of the bytes that will be sent, ``original_sha256`` of the camera's file before it
    was made smaller; latitude, longitude and accuracy are the phone's (EPSG:4326).
    """

    subject: Subject
    size: Annotated[int, Field(ge=1, description="Bytes that will be sent")]
    sha256: Sha256
    original_sha256: Sha256 | None = None
    captured_at: AwareDatetime | None = None
    source: Literal["camera", "gallery"] | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    accuracy_m: Metres | None = None
    exif: Exif | None = None

    _whole = model_validator(mode="after")(_both_or_neither)


def from_query(given: dict[str, str], size: int, sha256: str | None) -> dict[str, Any]:
    """The same from an address, as `curl` sends it: numbers are texts there.

    Examples
    --------
    >>> from_query({"village_code": "52.01.01.2001", "kind": "site", "latitude": "-8.5"}, 3, "ab")
    {'subject': {'kind': 'site'}, 'size': 3, 'sha256': 'ab', 'village_code': '52.01.01.2001', \
'latitude': -8.5}
    """
    named = {name: value for name, value in given.items() if value != ""}
    subject = {part: named.pop(part) for part in ("kind", "id") if part in named}
    content: dict[str, Any] = {"subject": subject, "size": size}
    if sha256 is not None:
        content["sha256"] = sha256
    for name, value in named.items():
        content[name] = _number(value) if name in NUMBERS else value
    return content


def _number(value: str) -> Any:
    try:
        number = float(value)
    except ValueError:
        return value
    return int(number) if number.is_integer() and "." not in value else number
