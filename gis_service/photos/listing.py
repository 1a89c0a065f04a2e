"""Photos for pages and documents of slices above: what to show, and what was found on it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

LISTED = """
SELECT
    photo.id, photo.village_code, photo.subject_kind, photo.subject_id, photo.received_at,
    photo.taken_at, photo.width, photo.height,
    ST_Y(photo.taken_geom) AS latitude, ST_X(photo.taken_geom) AS longitude,
    flag.document AS flag
FROM photo
LEFT JOIN open_flag AS flag ON flag.subject_type = 'photo' AND flag.subject_id = photo.id
WHERE photo.state = 'received' AND {which}
ORDER BY photo.number, flag.code
"""


@dataclass(frozen=True, slots=True)
class ListedPhoto:
    """A photo as pages show it; ``flags`` as `gis_service.findings.messages.as_shown` takes them.

    ``captured_at`` is the earliest moment that phone or file name; latitude and longitude
    (EPSG:4326) are where it was taken, where that is known.
    """

    id: UUID
    village_code: str
    subject_kind: str
    subject_id: UUID | None
    url: str
    thumbnail: str
    width: int
    height: int
    received_at: datetime
    captured_at: datetime | None
    latitude: float | None
    longitude: float | None
    flags: tuple[dict[str, Any], ...]


def photos_of_subjects(
    session: Session, kind: str, subject_ids: Iterable[UUID]
) -> dict[UUID, list[ListedPhoto]]:
    """The photos that are there of each report, site or parcel, in the order of their arrival."""
    listed = _listed(
        session,
        "photo.subject_kind = :kind AND photo.subject_id = ANY(:ids)",
        {"kind": kind, "ids": list(subject_ids)},
    )
    by_subject: dict[UUID, list[ListedPhoto]] = defaultdict(list)
    for photo in listed:
        if photo.subject_id is not None:
            by_subject[photo.subject_id].append(photo)
    return dict(by_subject)


def photos_of_villages(
    session: Session, village_codes: Iterable[str], kind: str | None = None
) -> dict[str, list[ListedPhoto]]:
    """The photos that are there of each village, of one kind of subject or of all."""
    listed = _listed(
        session,
        "photo.village_code = ANY(:codes)"
        " AND (CAST(:kind AS varchar) IS NULL OR photo.subject_kind = :kind)",
        {"codes": list(village_codes), "kind": kind},
    )
    by_village: dict[str, list[ListedPhoto]] = defaultdict(list)
    for photo in listed:
        by_village[photo.village_code].append(photo)
    return dict(by_village)


def photo_by_id(session: Session, photo_id: UUID) -> ListedPhoto | None:
    """One photo, if it is there."""
    return next(iter(_listed(session, "photo.id = :id", {"id": photo_id})), None)


def address(photo_id: UUID, name: str) -> str:
    """Where a photo is shown: ``large`` or ``thumbnail``."""
    return f"/api/v1/photos/{photo_id}/{name}.jpg"


def _listed(session: Session, which: str, given: dict[str, Any]) -> Sequence[ListedPhoto]:
    found: dict[UUID, tuple[Any, list[dict[str, Any]]]] = {}
    for row in session.execute(text(LISTED.format(which=which)), given):
        _, flags = found.setdefault(row.id, (row, []))
        if row.flag is not None:
            flags.append(row.flag)
    return [
        ListedPhoto(
            id=row.id,
            village_code=row.village_code,
            subject_kind=row.subject_kind,
            subject_id=row.subject_id,
            url=address(row.id, "large"),
            thumbnail=address(row.id, "thumbnail"),
            width=row.width,
            height=row.height,
            received_at=row.received_at,
            captured_at=row.taken_at,
            latitude=row.latitude,
            longitude=row.longitude,
            flags=tuple(flags),
        )
        for row, flags in found.values()
    ]
