"""Documents kept ready for as long as nothing is committed in the database.

PostgreSQL's snapshot names every transaction that it sees: while it is the same text, the same
rows are read. So nobody has to be told that something changed, and nothing old is ever sent.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from threading import Lock
from typing import Any

from flask import Response, request
from sqlalchemy.orm import Session

from gis_service.layers import queries
from gis_service.metrics import KEPT
from gis_service.web import entity


@dataclass
class Document:
    """A body as it is sent, with what is made of it once."""

    body: bytes

    @cached_property
    def tag(self) -> str:
        """Stands for the body in its ETag."""
        return sha256(self.body).hexdigest()

    @cached_property
    def gzipped(self) -> bytes:
        """The body, compressed."""
        return gzip.compress(self.body, 6, mtime=0)

    @property
    def size(self) -> int:
        """How much it takes, in bytes."""
        return len(self.body) * 5 // 4 + 1_000

    def reply(
        self, mimetype: str, *, max_age: int = 0, immutable: bool = False, private: bool = True
    ) -> Response:
        """Send it, or say that the client's own is still good.

        Parts of it can be asked for, as GDAL and QGIS do.
        """
        reply = entity(
            self.body,
            mimetype,
            max_age=max_age,
            immutable=immutable,
            private=private,
            etag_seed=self.tag,
            gzipped=lambda: self.gzipped,
        )
        if "Range" in request.headers and reply.status_code == 200 and not reply.content_encoding:
            reply.make_conditional(request, accept_ranges=True, complete_length=len(self.body))
        return reply


@dataclass
class KeptDocuments:
    """The documents asked for last, up to some bytes altogether."""

    most_bytes: int
    bytes: int = 0
    _documents: OrderedDict[Hashable, tuple[str, Document]] = field(default_factory=OrderedDict)
    _lock: Any = field(default_factory=Lock)

    def get(
        self, session: Session, name: str, key: Hashable, make: Callable[[], Document]
    ) -> Document:
        """Give a document: the kept one if nothing was committed since, else a new one."""
        snapshot = queries.snapshot(session)
        with self._lock:
            found = self._documents.get((name, key))
            if found is not None and found[0] == snapshot:
                self._documents.move_to_end((name, key))
                KEPT.labels(name, "kept").inc()
                return found[1]
        KEPT.labels(name, "new").inc()
        made = make()
        self._keep((name, key), snapshot, made)
        return made

    def _keep(self, key: Hashable, snapshot: str, made: Document) -> None:
        with self._lock:
            before = self._documents.pop(key, None)
            if before is not None:
                self.bytes -= before[1].size
                if before[1].body == made.body:
                    # something else was committed: what was compressed stays
                    made = before[1]
            if made.size <= self.most_bytes:
                self._documents[key] = (snapshot, made)
                self.bytes += made.size
            while self.bytes > self.most_bytes:
                self.bytes -= self._documents.popitem(last=False)[1][1].size
