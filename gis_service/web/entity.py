"""Replies that clients keep: strong ETag, 304, gzip and cache headers in one place."""

import gzip
from collections.abc import Callable
from hashlib import sha256

from flask import Response, request

from gis_service.web.headers import made_nonce

WORTHWHILE = 600
COMPRESSIBLE = (
    "text/",
    "application/geo+json",
    "application/javascript",
    "application/json",
    "application/manifest+json",
    "application/problem+json",
    "application/schema+json",
    "application/vnd.mapbox-vector-tile",
    "image/svg+xml",
)


def entity(
    body: bytes | str,
    mimetype: str,
    *,
    max_age: int,
    immutable: bool = False,
    private: bool = True,
    etag_seed: str | bytes | None = None,
    gzipped: Callable[[], bytes] | None = None,
    status: int = 200,
) -> Response:
    """Make a reply that clients can keep, or the 304 that says theirs is still good.

    Parameters
    ----------
    body : bytes or str
        The representation, not compressed.
    mimetype : str
        Without ``charset``.
    max_age : int
        Seconds for which a client need not ask again; 0 means that it asks every time.
    immutable : bool
        The same address never answers anything else.
    private : bool
        Only for the person who asked, not for shared caches.
    etag_seed : str or bytes, optional
        What stands for the body in the ETag, when something cheaper than the body does. By
        default the body itself, without the nonce of this very reply.
    gzipped : callable, optional
        Gives the body compressed, where that is kept; asked only when it is sent.
    """
    content = body.encode() if isinstance(body, str) else body
    zip_it = _worth_compressing(content, mimetype) and request.accept_encodings["gzip"] > 0
    tag = _tag(content, etag_seed)
    headers = {
        "Cache-Control": _cache_control(max_age, immutable=immutable, private=private),
        "Vary": _vary(immutable=immutable, private=private),
    }
    # a strong tag names one sequence of bytes: compressed ones have another
    own_tag = f"{tag}-gz" if zip_it else tag
    if status == 200 and request.if_none_match.contains_weak(own_tag):
        reply = Response(status=304, headers=headers)
        reply.set_etag(own_tag)
        return reply
    if zip_it:
        content = gzipped() if gzipped is not None else gzip.compress(content, 6, mtime=0)
        headers["Content-Encoding"] = "gzip"
    reply = Response(content, status=status, mimetype=mimetype, headers=headers)
    reply.set_etag(own_tag)
    return reply


def _worth_compressing(content: bytes, mimetype: str) -> bool:
    return len(content) >= WORTHWHILE and mimetype.startswith(COMPRESSIBLE)


def _tag(content: bytes, seed: str | bytes | None) -> str:
    if seed is None:
        nonce = made_nonce()
        seed = content.replace(nonce.encode(), b"") if nonce else content
    elif isinstance(seed, str):
        seed = seed.encode()
    return sha256(seed).hexdigest()[:32]


def _cache_control(max_age: int, *, immutable: bool, private: bool) -> str:
    for_whom = "private" if private else "public"
    if max_age == 0:
        return f"{for_whom}, no-cache"
    return f"{for_whom}, max-age={max_age}" + (", immutable" if immutable else "")


def _vary(*, immutable: bool, private: bool) -> str:
    # What never changes is the same for everybody who may see it; varying by cookie would make
    # the browser fetch it anew at each sign-in.
    return (
        "Accept-Encoding, Cookie, Authorization"
        if private and not immutable
        else ("Accept-Encoding")
    )
