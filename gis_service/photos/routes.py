"""``/api/v1/photos``: announced, sent in parts, shown."""

from hashlib import sha256
from typing import Any, cast
from uuid import UUID

import orjson
from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from gis_service.accounts.responsibility import answers_for
from gis_service.findings.messages import as_shown
from gis_service.findings.queries import village_names
from gis_service.language import N_
from gis_service.metrics import PHOTOS
from gis_service.photos import queries, service
from gis_service.photos.content import from_query
from gis_service.photos.errors import (
    GapError,
    KindOfContentError,
    PhotoError,
    RangeError,
    TooLargeError,
    UnknownPhotoError,
)
from gis_service.photos.listing import photo_by_id
from gis_service.photos.pictures import LONGEST_SIDE
from gis_service.photos.ranges import read_range
from gis_service.photos.storage import RENDITIONS, Storage
from gis_service.settings import PHOTO_MOST_BYTES
from gis_service.web import access, database, entity, gettext, language, now, who_asks
from gis_service.web.body import json_object
from gis_service.web.problems import reply_to_error

YEAR = 31_536_000
PICTURES = ("image/jpeg", "image/png", "image/webp")
NOT_FIELDS = ("lang",)

blueprint = Blueprint("photos", __name__, url_prefix="/api/v1/photos")


@blueprint.record_once
def prepare(state: BlueprintSetupState) -> None:
    """Tell the application where photos are kept; nothing is opened yet."""
    settings = state.app.extensions["gis"].settings
    state.app.extensions["gis_photos"] = Storage(settings.photos, settings.home)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> AnyResponse:
    """Say of a request that is refused unread how large a photo may be."""
    return _refusal(TooLargeError(PHOTO_MOST_BYTES))


@blueprint.put("/<uuid:photo_id>")
@access.roles("officer", "administrator")
def put(photo_id: UUID) -> AnyResponse:
    """Take what is said of a photo, or bytes of it."""
    if request.mimetype == "application/json":
        progress = service.announce(database(), photo_id, json_object(), who_asks(), now())
        return _told(progress, 201 if progress.is_new else 200)
    if request.mimetype not in PICTURES:
        raise KindOfContentError
    return _take_bytes(photo_id, request.get_data(cache=False))


def _take_bytes(photo_id: UUID, content: bytes) -> AnyResponse:
    header = request.headers.get("Content-Range")
    if not content:
        raise RangeError(N_("The request carries no bytes."))
    start, size = read_range(header, len(content))
    fields = {name: text for name, text in request.args.items() if name not in NOT_FIELDS}
    if fields:
        whole = sha256(content).hexdigest() if header is None else None
        given = from_query(fields, len(content) if size is None else size, whole)
        service.announce(database(), photo_id, given, who_asks(), now())
    try:
        progress = service.receive(
            database(), photo_id, content, start, size,
            person=who_asks(), storage=_storage(), now=now(),
        )  # fmt: skip
    except PhotoError as error:
        if not error.begins_again:
            raise
        # no exception: that would undo it
        service.begin_again(database(), photo_id, now())
        PHOTOS.labels(error.code).inc()
        return _refusal(error)
    if progress.is_complete_now:
        PHOTOS.labels("received").inc()
    return _told(progress, 200)


@blueprint.get(f"/<uuid:photo_id>/<any({', '.join(LONGEST_SIDE)}):name>.jpg")
@access.signed_in
def show(photo_id: UUID, name: str) -> Response:
    """A photo without metadata; it never changes."""
    known = queries.photo(database(), photo_id)
    if (
        known is None
        or known.state != "received"
        or not answers_for(who_asks(), known.village_code)
    ):
        raise UnknownPhotoError(N_("There is no such photo, or it is outside your areas."))
    content = _storage().rendition(known.sha256, name)
    seed = f"{RENDITIONS} {name} {known.sha256.hex()}"
    return entity(content, "image/jpeg", max_age=YEAR, immutable=True, etag_seed=seed)


def _told(progress: service.Progress, status: int) -> Response:
    told: dict[str, Any] = {
        "id": progress.id,
        "state": "received" if progress.is_received else "receiving",
        "received": progress.received,
        "size": progress.size,
    }
    if progress.is_received and (photo := photo_by_id(database(), progress.id)) is not None:
        names = village_names(database(), (flag["detail"] for flag in photo.flags))
        told["photo"] = {
            "width": photo.width,
            "height": photo.height,
            "flags": [as_shown(flag, language(), names) for flag in photo.flags],
            "large": photo.url,
            "thumbnail": photo.thumbnail,
        }
    reply = Response(orjson.dumps(told), status, mimetype="application/json")
    reply.headers["Cache-Control"] = "no-store"
    return reply


@blueprint.errorhandler(GapError)
def gap(error: GapError) -> AnyResponse:
    """Say from where on to send, also as HTTP says it."""
    return _refusal(error, Content_Range=f"bytes */{error.size}")


def _refusal(error: PhotoError, **headers: str) -> AnyResponse:
    return reply_to_error(
        error.status, error.code, error.said(gettext), error.members(gettext), **headers
    )


def _storage() -> Storage:
    return cast("Storage", current_app.extensions["gis_photos"])
