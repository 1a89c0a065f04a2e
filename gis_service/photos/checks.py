"""The checks of photos: used before, taken long before, taken far away.

What a photo is compared with, slices above know: where the village's site is, which day a report is
about. They are asked inside the transaction (`gis_service.photos.events.expectation_asked`), and
have the photos checked again when it changes (`check_photos`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis_service.findings.service import Found, store_findings
from gis_service.photos import (
    messages,  # noqa: F401 - the words of the flags that the checks put on photos
    queries,
)
from gis_service.photos.events import expectation_asked
from gis_service.settings import Settings
from spatial.flags import Flag

#: A photo may be so much older than what it is a photo of.
STALE_AFTER = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Seen:
    """A photo as those are told who know what it should show.

    ``latitude``, ``longitude`` (EPSG:4326) are where it was taken; None: not known.
    """

    id: UUID
    village_code: str
    subject_kind: str
    subject_id: UUID | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Expected:
    """What a photo is compared with; None: not known.

    Attributes
    ----------
    day : date or None
        The day that it is to show, in the office's time zone.
    distance_m : float or None
        Metres from where it was taken to the village's site.
    accuracy_m : float or None
        How well the site's position is known, in metres.
    """

    day: date | None = None
    distance_m: float | None = None
    accuracy_m: float | None = None

    def and_also(self, other: "Expected") -> "Expected":
        """Both answers in one."""
        known = {name: value for name in ("day", "distance_m", "accuracy_m")
                 if (value := getattr(other, name)) is not None}  # fmt: skip
        return replace(self, **known)


def check_photos(session: Session, photo_ids: Sequence[UUID], now: datetime) -> None:
    """Check photos, and store what is found on them.

    Parameters
    ----------
    session : Session
        In a transaction; nothing is committed here. Its settings travel in ``session.info``.
    photo_ids : sequence of UUID
        Those that are not received yet are left out.
    now : datetime
        Time zone aware.
    """
    rows = queries.seen(session, photo_ids)
    if not rows:
        return
    settings: Settings = session.info["settings"]
    ids = [row.id for row in rows]
    earlier = queries.earlier_uses(session, ids)
    expected = _expected(session, rows)
    found = (
        Found(
            row.id,
            row.village_code,
            row.number,
            [
                *_reused(earlier.get(row.id), settings),
                *_stale(row, expected.get(row.id, Expected()), settings),
                *_far(row, expected.get(row.id, Expected()), settings),
            ],
        )
        for row in rows
    )
    store_findings(session, "photo", found, now, subject_ids=ids)


def check_photos_of(
    session: Session,
    now: datetime,
    *,
    village_codes: Sequence[str] | None = None,
    subjects: tuple[str, Sequence[UUID]] | None = None,
) -> None:
    """Check the photos of villages, or of subjects: (kind, identifiers)."""
    ids = queries.received_ids(session, village_codes=village_codes, subjects=subjects)
    check_photos(session, ids, now)


def _expected(session: Session, rows: Iterable[Row[Any]]) -> Mapping[UUID, Expected]:
    photos = [
        Seen(row.id, row.village_code, row.subject_kind, row.subject_id, row.latitude,
             row.longitude)
        for row in rows
    ]  # fmt: skip
    merged: dict[UUID, Expected] = {}
    for _, answer in expectation_asked.send(session=session, photos=photos):
        for photo_id, expected in (answer or {}).items():
            merged[photo_id] = merged.get(photo_id, Expected()).and_also(expected)
    return merged


def _reused(earlier: Row[Any] | None, settings: Settings) -> list[Flag]:
    if earlier is None:
        return []
    detail = {
        "photo_id": str(earlier.earlier_id),
        "villages": [earlier.village_code],
        "subject_kind": earlier.subject_kind,
        "subject_id": earlier.subject_id and str(earlier.subject_id),
        "used_on": earlier.received_at.astimezone(settings.time_zone).date().isoformat(),
        "likeness": "same" if earlier.is_same else "alike",
        "bits": earlier.bits,
    }
    return [Flag("photo-reused", detail)]


def _stale(row: Row[Any], expected: Expected, settings: Settings) -> list[Flag]:
    """Compare with the day of the report.

    Else with when somebody chose the photo on the phone, where it may wait for a month until there
    is a signal; and where that is not known with when it was announced.
    """
    if row.taken_at is None:
        return []
    if expected.day is not None:
        reference = datetime.combine(expected.day, time.min, settings.time_zone)
    else:
        reference = row.captured_at or row.announced_at
    if row.taken_at >= reference - STALE_AFTER:
        return []
    zone = settings.time_zone
    detail = {
        "taken_on": row.taken_at.astimezone(zone).date().isoformat(),
        "shown_on": reference.astimezone(zone).date().isoformat(),
        "days": (reference - row.taken_at).days,
    }
    return [Flag("photo-stale", detail)]


def _far(row: Row[Any], expected: Expected, settings: Settings) -> list[Flag]:
    if expected.distance_m is None:
        return []
    doubt = (row.taken_accuracy_m or 0) + (expected.accuracy_m or 0)
    if expected.distance_m - doubt <= settings.field.far_from_site_m:
        return []
    return [
        Flag("photo-far-from-site", {"distance_m": round(expected.distance_m, 1), "doubt_m": doubt})
    ]
