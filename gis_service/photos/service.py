"""Taking photos in parts, over bad connections: each once, and none that is not whole.

Parts are kept in the database until the photo is whole: what is acknowledged is committed, in the
same transaction as the number of bytes that are there, so that there is nothing to put right after
a process, the machine or the database stopped at any moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis_service.accounts.audit import record
from gis_service.accounts.responsibility import answers_for
from gis_service.language import N_
from gis_service.photos import queries
from gis_service.photos.checks import check_photos
from gis_service.photos.content import PhotoContent
from gis_service.photos.errors import (
    DamagedError,
    GapError,
    NotAnnouncedError,
    NotAPhotoError,
    RangeError,
    TooLargeError,
    TooManyUnfinishedError,
)
from gis_service.photos.events import photo_received
from gis_service.photos.pictures import (
    EXTENSIONS,
    SIGNATURE_BYTES,
    Picture,
    begins_as_picture,
    make_picture,
)
from gis_service.photos.storage import Storage
from gis_service.photos.taken import how_taken
from gis_service.settings import PHOTO_MOST_BYTES
from gis_service.signed_in import SignedIn
from gis_service.submissions.content import read_content
from gis_service.submissions.errors import NotYourAreaError, OtherContentError

MOST_UNFINISHED = 500
ABANDONED_AFTER = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a photo has come."""

    id: UUID
    size: int
    received: int
    is_received: bool
    is_new: bool = False
    is_complete_now: bool = False


def announce(
    session: Session,
    photo_id: UUID,
    given: Mapping[str, Any],
    person: SignedIn,
    now: datetime,
) -> Progress:
    """Take what a client says of a photo, or tell how far the photo has come.

    Parameters
    ----------
    session : Session
        In a transaction; nothing is committed here.
    given : mapping
        As sent, see `PhotoContent`.

    Raises
    ------
    ContentError
        Fields are missing or cannot be taken.
    NotYourAreaError
        The person does not answer for the village.
    TooLargeError, TooManyUnfinishedError
        It is not taken, or not now.
    OtherContentError
        Something else was said of the same photo before.
    """
    content = read_content(PhotoContent, given)
    if not answers_for(person, content.village_code):
        raise NotYourAreaError(content.village_code)
    if content.size > PHOTO_MOST_BYTES:
        raise TooLargeError(PHOTO_MOST_BYTES)
    known = queries.photo(session, photo_id)
    is_new = False
    if known is None:
        _refuse_too_many(session, person, now)
        is_new = queries.announce(session, photo_id, content, given, person_id=person.id, now=now)
        queries.forget_abandoned(session, now - ABANDONED_AFTER)
        known = _found(session, photo_id)
    if not is_new and read_content(PhotoContent, known.content) != content:
        raise OtherContentError(None)
    return _progress(known, is_new=is_new)


def receive(
    session: Session,
    photo_id: UUID,
    content: bytes,
    start: int,
    size: int | None,
    *,
    person: SignedIn,
    storage: Storage,
    now: datetime,
) -> Progress:
    """Take bytes of a photo; those that are there already are passed over.

    Parameters
    ----------
    session : Session
        In a transaction; nothing is committed here. Its settings travel in ``session.info``.
    content : bytes
        What came.
    start : int
        Where in the photo they begin.
    size : int or None
        How large the whole is, as the client says now.

    Raises
    ------
    NotAnnouncedError, NotYourAreaError, RangeError, GapError
        The bytes do not fit; what was received stays.
    PhotoError
        With ``begins_again``: what was received is of no use, and `begin_again` has to be called.
    StoreUnavailableError
        The photo is whole, and cannot be kept at the moment.
    """
    # two tabs that send the same photo come one after the other
    known = queries.photo(session, photo_id, alone=True)
    if known is None:
        raise NotAnnouncedError
    if not answers_for(person, known.village_code):
        raise NotYourAreaError(known.village_code)
    if size is not None and size != known.size:
        raise RangeError(
            N_("The photo was announced with %(announced)s bytes, and now has %(size)s."),
            announced=known.size,
            size=size,
        )
    if start > known.received:
        raise GapError(known.received, known.size)
    if start + len(content) > known.size:
        raise RangeError(N_("There are more bytes than were announced."))
    new = content[known.received - start :]
    if known.state == "received" or not new:
        return _progress(known)
    if known.received == 0 and len(new) >= SIGNATURE_BYTES and not begins_as_picture(new):
        # told after the first part, not after the last
        raise NotAPhotoError
    there = known.received + len(new)
    if there < known.size:
        queries.add_part(session, photo_id, known.received, new, now)
        return Progress(photo_id, known.size, there, is_received=False)
    whole = queries.parts(session, photo_id) + new if known.received else new
    _complete(session, known, whole, person=person, storage=storage, now=now)
    return Progress(photo_id, known.size, known.size, is_received=True, is_complete_now=True)


def begin_again(session: Session, photo_id: UUID, now: datetime) -> None:
    """Drop what was received of a photo that cannot be used."""
    queries.begin_again(session, photo_id, now)


def _refuse_too_many(session: Session, person: SignedIn, now: datetime) -> None:
    since = now - ABANDONED_AFTER
    if queries.unfinished(session, person.id, since) >= MOST_UNFINISHED:
        raise TooManyUnfinishedError(MOST_UNFINISHED)


def _complete(
    session: Session,
    known: Row[Any],
    whole: bytes,
    *,
    person: SignedIn,
    storage: Storage,
    now: datetime,
) -> None:
    """Make the photo what is kept and shown; kept first, so that nothing is acknowledged in vain.

    Somebody who is killed in between leaves files that the next attempt writes again, the same.
    """
    if sha256(whole).digest() != known.sha256:
        raise DamagedError
    picture = make_picture(whole, session.info["settings"].time_zone)
    storage.put_original(known.sha256, EXTENSIONS[picture.format], whole)
    for name, encoded in picture.renditions.items():
        storage.put_rendition(known.sha256, name, encoded)
    queries.take_turns(session)
    taken = how_taken(read_content(PhotoContent, known.content), picture.facts)
    queries.complete(session, known.id, {**_values(picture), **taken.values(), "now": now})
    queries.drop_parts(session, known.id)
    record(
        session,
        actor=person.username,
        action="photo.receive",
        subject=("photo", str(known.id)),
        detail={
            "village_code": known.village_code,
            "kind": known.subject_kind,
            "bytes": known.size,
            "sha256": known.sha256.hex(),
            "exif_differs": taken.exif_differs,
        },
        now=now,
        person_id=person.id,
    )
    check_photos(session, [known.id], now)
    photo_received.send(session=session, photo_ids=[known.id], now=now)


def _values(picture: Picture) -> dict[str, Any]:
    rows, columns = picture.likeness or (None, None)
    return {
        "format": picture.format,
        "width": picture.width,
        "height": picture.height,
        "latitude": picture.facts.latitude,
        "longitude": picture.facts.longitude,
        "exif_captured_at": picture.facts.captured_at,
        "likeness": rows,
        "likeness_columns": columns,
    }


def _found(session: Session, photo_id: UUID) -> Row[Any]:
    known = queries.photo(session, photo_id)
    if known is None:
        raise NotAnnouncedError
    return known


def _progress(known: Row[Any], *, is_new: bool = False) -> Progress:
    return Progress(
        known.id, known.size, known.received, is_received=known.state == "received", is_new=is_new
    )
