"""Tiles kept ready in memory, and answered before Flask has begun.

Only tiles of boundaries are kept: they are public and never change (their address holds the
boundary version), so nothing has to be asked before one is sent.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Iterable
from hashlib import sha256
from threading import Lock
from typing import Any

from gis_service.metrics import TILES

YEAR = 31_536_000
MIMETYPE = "application/vnd.mapbox-vector-tile"
PREFIX = "/tiles/villages/"
WORTH_COMPRESSING = 600
CACHE_CONTROL = f"public, max-age={YEAR}, immutable"

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class KeptTile:
    """A tile as it is sent, compressed only once somebody asks for it so."""

    __slots__ = ("_gzipped", "body", "tag")

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.tag = sha256(body).hexdigest()[:32]
        self._gzipped: bytes | None = None

    @property
    def gzipped(self) -> bytes:
        """The tile, compressed."""
        if self._gzipped is None:
            self._gzipped = gzip.compress(self.body, 6, mtime=0)
        return self._gzipped

    @property
    def size(self) -> int:
        """How much it takes, in bytes, with its compressed form and what surrounds it."""
        return 2 * len(self.body) + 500


class KeptTiles:
    """The tiles used last, by path, up to some bytes altogether."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._tiles: OrderedDict[str, KeptTile] = OrderedDict()
        self._lock = Lock()

    def get(self, path: str) -> KeptTile | None:
        """Give the tile of a path, if it is kept."""
        with self._lock:
            tile = self._tiles.get(path)
            if tile is not None:
                self._tiles.move_to_end(path)
            return tile

    def keep(self, path: str, tile: KeptTile) -> None:
        """Keep a tile, and let go of those that were not used for the longest time."""
        if tile.size > self.most_bytes:
            return
        with self._lock:
            before = self._tiles.pop(path, None)
            self.bytes += tile.size - (before.size if before else 0)
            self._tiles[path] = tile
            while self.bytes > self.most_bytes:
                self.bytes -= self._tiles.popitem(last=False)[1].size


class KeptTilesFirst:
    """A WSGI layer in front of the application: kept tiles at once, all else to it."""

    def __init__(
        self, application: Application, kept: KeptTiles, headers: list[tuple[str, str]]
    ) -> None:
        self.application = application
        self.kept = kept
        self.counted = TILES.labels("villages", "kept")
        self.headers = [
            ("Content-Type", MIMETYPE),
            ("Cache-Control", CACHE_CONTROL),
            ("Vary", "Accept-Encoding"),
            *headers,
        ]

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer, or let the application answer."""
        path = environ["PATH_INFO"]
        tile = None
        if (
            path.startswith(PREFIX)
            and environ["REQUEST_METHOD"] == "GET"
            and not environ.get("QUERY_STRING")
        ):
            tile = self.kept.get(path)
        if tile is None:
            return self.application(environ, start_response)
        self.counted.inc()
        return self._send(tile, environ, start_response)

    def _send(
        self, tile: KeptTile, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        if not tile.body:
            start_response("204 No Content", [*self.headers[1:], ("ETag", f'"{tile.tag}"')])
            return []
        body, tag = tile.body, tile.tag
        headers = list(self.headers)
        if len(body) >= WORTH_COMPRESSING and takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            body, tag = tile.gzipped, tag + "-gz"
            headers.append(("Content-Encoding", "gzip"))
        headers.append(("ETag", f'"{tag}"'))
        if f'"{tag}"' in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", headers[1:])
            return []
        headers.append(("Content-Length", str(len(body))))
        start_response("200 OK", headers)
        return [body]


def takes_gzip(accepted: str) -> bool:
    """Tell whether an ``Accept-Encoding`` header takes gzip.

    Examples
    --------
    >>> takes_gzip("gzip, deflate, br"), takes_gzip("identity"), takes_gzip("gzip;q=0, br")
    (True, False, False)
    """
    for one in accepted.split(","):
        name, _, quality = one.partition(";")
        if name.strip().lower() in ("gzip", "*"):
            value = quality.strip().lower().removeprefix("q=")
            return not value or value.strip("0.") != ""
    return False
