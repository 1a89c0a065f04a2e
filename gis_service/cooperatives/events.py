"""What profiles ask of the slices above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from blinker import Signal
from sqlalchemy.orm import Session

#: Asks for the photos of profiles, inside a transaction, with ``session`` and ``village_codes``.
#: Who knows returns a mapping of village code to a sequence of `ProfilePhoto`, the newest first;
#: several answers are put together.
profile_photos = Signal()


@dataclass(frozen=True, slots=True)
class ProfilePhoto:
    """A photo of a profile.

    Attributes
    ----------
    large, thumbnail : str
        Addresses, on this host.
    width, height : int
        Pixels of the large one; the thumbnail has the same shape.
    captured_at : datetime, optional
        When it was taken.
    by : str, optional
        Who took it.
    """

    large: str
    thumbnail: str
    width: int
    height: int
    captured_at: datetime | None = None
    by: str | None = None


def photos_of(
    session: Session, village_codes: Sequence[str]
) -> Mapping[str, Sequence[ProfilePhoto]] | None:
    """The photos of profiles by village code; None where no slice keeps photos."""
    answers: list[tuple[Any, Any]] = profile_photos.send(
        session=session, village_codes=village_codes
    )
    if not answers:
        return None
    found: dict[str, list[ProfilePhoto]] = {}
    for _, answer in answers:
        for code, photos in answer.items():
            found.setdefault(code, []).extend(photos)
    return found
