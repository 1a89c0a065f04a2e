"""Downloading published boundary files: pinned by checksum, resumed, never half trusted."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gis_service.areas.boundary_sets import BoundaryFile, BoundarySet
from gis_service.areas.fetch import TIMEOUT_S, FetchError, opened, pieces
from gis_service.areas.sources import is_address, sha256_of
from gis_service.errors import ServiceError

ATTEMPTS = 3
#: Seconds before the second and the third attempt.
PAUSES_S = (1.0, 3.0)

#: Called with what is being done, how much of it is done, and how much there is, if that is known.
Progress = Callable[[str, int, int | None], None]


class DownloadError(ServiceError):
    """A file that could not be downloaded; nothing is imported."""

    code = "download"
    status = 502


class WrongChecksumError(DownloadError):
    """A downloaded file that is not the one that was published."""

    code = "download-checksum"


def download_published(
    published: BoundarySet,
    folder: Path,
    *,
    base_url: str | None = None,
    timeout_s: tuple[float, float] = TIMEOUT_S,
    progress: Progress = lambda *_: None,
    pause: Callable[[float], None] = time.sleep,
) -> list[Path]:
    """Bring the files of a set into a folder, and give their paths.

    A file that is there already with the right checksum is not fetched again, and one that was
    fetched in part is continued.

    Parameters
    ----------
    published : BoundarySet
        Paths and SHA-256 of the files, and where they are published.
    folder : Path
        Is made; nothing is written outside of it.
    base_url : str, optional
        A mirror: the paths are looked for below it, and below the name of the set.
    timeout_s : (float, float)
        Seconds to connect, and between two pieces of an answer.
    progress : callable
        Called with what is being done, how much of it is done, and how much there is.
    pause : callable
        Waits for so many seconds before the next attempt.

    Raises
    ------
    DownloadError
        A file cannot be fetched.
    WrongChecksumError
        A file is not the one that was published. It is not kept.
    """
    address = (base_url or published.base_url or "").rstrip("/")
    if not is_address(address):
        raise DownloadError(
            f"The address of {published.name} is {address!r}; it must begin with https:// or http://"
        )
    download = _Download([address, f"{address}/{published.name}"], timeout_s, pause)
    targets = []
    for done, file in enumerate(published.files):
        progress(f"Downloading {published.name}", done, len(published.files))
        target = _target(folder, file)
        try:
            if not target.is_file() or sha256_of(target) != file.sha256:
                download.bring(file, target)
        except OSError as error:
            raise DownloadError(f"{file.path} cannot be stored: {error.strerror}") from error
        targets.append(target)
    progress(f"Downloading {published.name}", len(targets), len(targets))
    return targets


def _target(folder: Path, file: BoundaryFile) -> Path:
    """Tell where a file is stored, and make its folder, unless a link leads elsewhere."""
    target = folder / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.parent.resolve().is_relative_to(folder.resolve()):
        raise DownloadError(f"{file.path} leads out of the folder {folder.name}")
    part = _part(target)
    if part.is_symlink():
        part.unlink()
    return target


def _part(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


@dataclass(slots=True)
class _Download:
    """Fetches files from the first of several addresses that has them."""

    bases: list[str]
    timeout_s: tuple[float, float]
    pause: Callable[[float], None]

    def bring(self, file: BoundaryFile, target: Path) -> None:
        part = _part(target)
        for attempt in range(ATTEMPTS):
            continued = part.is_file() and part.stat().st_size > 0
            try:
                self._fetch(file, part)
                _check(file, part)
            except FetchError as error:
                if not error.may_pass or attempt == ATTEMPTS - 1:
                    raise DownloadError(
                        f"{file.path} could not be downloaded: {error.message}. What is there"
                        " already is kept; try again, or name a mirror with --base-url"
                    ) from error
                self.pause(PAUSES_S[attempt])
            except WrongChecksumError:
                part.unlink()
                # the beginning may have been of another file
                if not continued:
                    raise
            else:
                part.replace(target)
                return
        raise DownloadError(f"{file.path} could not be downloaded in {ATTEMPTS} attempts")

    def _fetch(self, file: BoundaryFile, part: Path) -> None:
        while True:
            try:
                self._fetch_from(f"{self.bases[0]}/{file.path}", part)
            except FetchError as error:
                # a mirror may be laid out by the names of the sets
                if error.answer == 404 and len(self.bases) > 1:
                    del self.bases[0]
                    continue
                raise
            del self.bases[1:]
            return

    def _fetch_from(self, address: str, part: Path) -> None:
        have = part.stat().st_size if part.is_file() else 0
        with opened(address, skip_bytes=have, timeout_s=self.timeout_s) as response:
            if response.status_code == 416:
                # nothing is left to send, or the beginning is too long: the checksum tells
                return
            begins = f"bytes {have}-"
            continues = response.status_code == 206 and response.headers.get(
                "Content-Range", ""
            ).startswith(begins)
            if response.status_code == 206 and not continues:
                part.unlink(missing_ok=True)
                raise FetchError(f"{address} sent another part of the file", may_pass=True)
            with part.open("ab" if continues else "wb") as stream:
                for piece in pieces(response, address):
                    stream.write(piece)


def _check(file: BoundaryFile, part: Path) -> None:
    found = sha256_of(part)
    if found != file.sha256:
        raise WrongChecksumError(
            f"{file.path} is not the file that was published: its SHA-256 is {found}, and must be"
            f" {file.sha256}. It was not kept, and nothing was imported"
        )
