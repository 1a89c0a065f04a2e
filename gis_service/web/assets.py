"""Our own scripts, styles and pictures, under addresses that change with their content."""

import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from gzip import compress
from hashlib import sha256
from pathlib import Path

from flask import Response, abort, request, url_for
from werkzeug.security import safe_join

from gis_service.settings import PROJECT
from gis_service.web import access
from gis_service.web.entity import entity

FOLDER = PROJECT / "static"
YEAR = 31_536_000


@dataclass(frozen=True, slots=True)
class Asset:
    """A file, also compressed; ``version`` is made from its content."""

    content: bytes
    gzipped: bytes
    version: str
    mimetype: str


def asset_url(name: str) -> str:
    """The address of ``static/<name>``, with the version of its content.

    It may be kept for a year.
    """
    found = _asset(name)
    return url_for("static", filename=name, v=found.version if found else None)


@access.public
def serve_asset(filename: str) -> Response:
    """Serve a file of ``static/``; an address without the right version is asked for again."""
    found = _asset(filename)
    if found is None:
        abort(404)
    versioned = request.args.get("v") == found.version
    return entity(
        found.content,
        found.mimetype,
        max_age=YEAR if versioned else 0,
        immutable=versioned,
        private=False,
        etag_seed=found.version,
        gzipped=lambda: found.gzipped,
    )


def _asset(name: str) -> Asset | None:
    joined = safe_join(str(FOLDER), name)
    if joined is None:
        return None
    try:
        changed = Path(joined).stat().st_mtime_ns
        return _read(joined, changed)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=128)
def _read(path: str, _changed: int) -> Asset:
    content = Path(path).read_bytes()
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return Asset(content, compress(content, 9, mtime=0), sha256(content).hexdigest()[:12], kind)
