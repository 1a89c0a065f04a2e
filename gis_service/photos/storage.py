"""Where photos are kept: a folder, or a bucket of an S3-compatible store.

Everything is kept by the SHA-256 of the photo as it was sent, so that writing it again, after a
server that was killed, is the same as having written it once. What was sent is kept as it was,
under ``originals``, and no route gives it out.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from gis_service.photos.errors import StoreUnavailableError
from gis_service.settings import PhotoStore

if TYPE_CHECKING:
    from obstore.store import ObjectStore

#: Goes up when renditions are to be made otherwise: old addresses then stay what they were.
RENDITIONS = "renditions-1"
CONNECT_S, ANSWER_S, RETRY_S = 2, 10, 8

log = logging.getLogger("gis.photos")


class Storage:
    """Keeps photos; opened when it is first used.

    obstore brings threads of its own, which do not survive a fork, and some megabytes: workers that
    never see a photo do without.
    """

    def __init__(self, settings: PhotoStore, home: Path) -> None:
        self.settings = settings
        self.folder = None if settings.url.startswith("s3://") else _folder(settings, home)
        self._store: ObjectStore | None = None

    def put_original(self, sha256: bytes, extension: str, content: bytes) -> None:
        """Keep what was sent, as it was sent."""
        self._put(f"originals/{_spread(sha256)}.{extension}", content)

    def put_rendition(self, sha256: bytes, name: str, content: bytes) -> None:
        """Keep what is shown of a photo."""
        self._put(_rendition(sha256, name), content)

    def rendition(self, sha256: bytes, name: str) -> bytes:
        """Read what is shown of a photo.

        Raises
        ------
        StoreUnavailableError
            The store does not answer, or has lost it.
        """
        return self._get(_rendition(sha256, name))

    def original(self, sha256: bytes, extension: str) -> bytes:
        """Read what was sent."""
        return self._get(f"originals/{_spread(sha256)}.{extension}")

    def _put(self, key: str, content: bytes) -> None:
        with _told():
            self._opened().put(key, content, use_multipart=False)
            if self.folder is not None:
                _make_durable(self.folder / key, self.folder)

    def _get(self, key: str) -> bytes:
        with _told():
            return bytes(self._opened().get(key).bytes())

    def _opened(self) -> Any:
        if self._store is None:
            self._store = self._open()
        return self._store

    def _open(self) -> "ObjectStore":
        from obstore.store import LocalStore, S3Store  # noqa: PLC0415 - in the worker: see the class

        if self.folder is not None:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return LocalStore(self.folder)
        address, given = urlsplit(self.settings.url), self.settings
        options = {
            "region": given.region,
            "endpoint": given.endpoint,
            "access_key_id": given.access_key_id,
            "secret_access_key": given.secret_access_key,
        }
        return S3Store(
            address.netloc,
            prefix=address.path.strip("/") or None,
            client_options={
                "allow_http": given.endpoint.startswith("http://"),
                "connect_timeout": timedelta(seconds=CONNECT_S),
                "timeout": timedelta(seconds=ANSWER_S),
            },
            retry_config={"max_retries": 1, "retry_timeout": timedelta(seconds=RETRY_S)},
            **cast("Any", {name: value for name, value in options.items() if value}),
        )


@contextmanager
def _told() -> Iterator[None]:
    """Whatever a store says that it cannot do is one error of ours, with its cause in the log."""
    from obstore.exceptions import BaseError  # noqa: PLC0415 - as above

    try:
        yield
    except (BaseError, OSError) as error:
        log.warning("photo store: %s: %s", type(error).__name__, str(error)[:500])
        raise StoreUnavailableError from error


def _folder(settings: PhotoStore, home: Path) -> Path:
    return Path(settings.url) if settings.url else home / "photos"


def _spread(sha256: bytes) -> str:
    digits = sha256.hex()
    return f"{digits[:2]}/{digits}"


def _rendition(sha256: bytes, name: str) -> str:
    return f"{RENDITIONS}/{name}/{_spread(sha256)}.jpg"


def _make_durable(file: Path, folder: Path) -> None:
    """Have the disk hold a file, and the names that lead to it: obstore leaves that to others."""
    for path in (file, *(parent for parent in file.parents if parent.is_relative_to(folder))):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
