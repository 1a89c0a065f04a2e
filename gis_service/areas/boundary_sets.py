"""Descriptions of boundary sets (TOML): what files they consist of, and how good they are."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from pathlib import Path, PurePosixPath
from typing import Any

from gis_service.areas.source_errors import BoundarySourceError
from gis_service.errors import ServiceError

QUALITIES = ("official", "indicative")


class BoundarySetError(ServiceError):
    """A description of a boundary set that cannot be used."""

    code = "boundary-set"


@dataclass(frozen=True, slots=True)
class BoundaryFile:
    """One file of a set: its path relative to the set, with /, and the SHA-256 it must have."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class BoundarySet:
    """A set of boundary files.

    Attributes
    ----------
    name : str
        Of the set; also a folder on a mirror.
    source : str
        Who made it, for the version's record.
    licence : str or None
    vintage : date or None
        The day that the boundaries show.
    quality : str
        ``official`` or ``indicative``.
    precision_m : float or None
        How far a boundary may be off, in metres.
    base_url : str or None
        Where the files are published.
    files : tuple of BoundaryFile
    """

    name: str
    source: str
    licence: str | None
    vintage: date | None
    quality: str
    precision_m: float | None
    base_url: str | None
    files: tuple[BoundaryFile, ...]

    @property
    def checksums(self) -> list[str]:
        """SHA-256 of each file."""
        return [file.sha256 for file in self.files]

    def file_called(self, name: str) -> BoundaryFile | None:
        """Give the file of this name, whatever its folder."""
        return next((one for one in self.files if PurePosixPath(one.path).name == name), None)


def read_boundary_set(path: Path) -> BoundarySet:
    """Read and check a description.

    Raises
    ------
    BoundarySetError
        It does not exist, is not TOML, or a value is missing or cannot be used; the message
        names it.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BoundarySetError(f"{path.name} cannot be read as TOML: {error}") from error
    return _Reading(path, content).boundary_set()


def descriptions_in(folder: Path) -> list[BoundarySet]:
    """Read the descriptions that stand in a folder; other TOML files are passed over.

    Raises
    ------
    BoundarySetError
        A description that stands beside a file of the same name cannot be used.
    """
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found.append(read_boundary_set(path))
        except BoundarySetError:
            if len(list(folder.glob(f"{path.stem}.*"))) > 1:
                raise
    return found


class _Reading:
    def __init__(self, path: Path, content: dict[str, Any]) -> None:
        self.path = path
        self.content = content

    def boundary_set(self) -> BoundarySet:
        name = self._text("name") or self.path.stem
        precision = self.content.get("precision_m")
        if precision is not None and not (
            isinstance(precision, int | float) and isfinite(precision) and precision > 0
        ):
            raise self._wrong("precision_m", "a number of metres greater than 0")
        quality = self._text("quality") or "official"
        if quality not in QUALITIES:
            raise self._wrong("quality", "official or indicative")
        if quality == "indicative" and precision is None:
            raise self._wrong("precision_m", "a number of metres, for indicative boundaries")
        return BoundarySet(
            name=name,
            source=self._text("source") or name,
            licence=self._text("licence"),
            vintage=self._vintage(),
            quality=quality,
            precision_m=None if precision is None else float(precision),
            base_url=self._text("base_url"),
            files=tuple(self._files()),
        )

    def _files(self) -> list[BoundaryFile]:
        listed = self.content.get("file")
        if isinstance(listed, str):
            listed = [{"path": listed, "sha256": self.content.get("sha256")}]
        if not isinstance(listed, list) or not listed:
            raise self._wrong("file", "a list [[file]] with path and sha256")
        return [self._file(entry) for entry in listed]

    def _file(self, entry: Any) -> BoundaryFile:
        path = entry.get("path") if isinstance(entry, dict) else None
        if not isinstance(path, str) or not is_inside(path):
            raise self._wrong("file.path", "a relative path that stays in its folder")
        checksum = str(entry.get("sha256", "")).lower()
        if len(checksum) != 64 or set(checksum) - set("0123456789abcdef"):
            raise self._wrong(f"file.sha256 of {path}", "64 hexadecimal digits")
        return BoundaryFile(path, checksum)

    def _vintage(self) -> date | None:
        given = self.content.get("vintage")
        if isinstance(given, datetime):
            return given.date()
        if given is None or isinstance(given, date):
            return given
        try:
            return date.fromisoformat(str(given))
        except ValueError as error:
            raise self._wrong("vintage", "a day such as 2026-08-20") from error

    def _text(self, key: str) -> str | None:
        given = self.content.get(key)
        if given is not None and not isinstance(given, str):
            raise self._wrong(key, "a text")
        return given or None

    def _wrong(self, key: str, right: str) -> BoundarySetError:
        given = self.content.get(key)
        what = f"{given!r} is not" if key in self.content and given is not None else "it must be"
        return BoundarySetError(f"{self.path.name}, {key}: {what} {right}")


def is_inside(path: str) -> bool:
    """Tell whether a relative path stays in the folder that it is relative to.

    Examples
    --------
    >>> is_inside("db/kel/52.sql"), is_inside("../52.sql"), is_inside("/etc/52.sql")
    (True, False, False)
    """
    parts = PurePosixPath(path)
    return bool(
        path
        and parts.parts
        and not parts.is_absolute()
        and ".." not in parts.parts
        and "\\" not in path
        and ":" not in path
        and path.isprintable()
    )


def verified(file: Path, described: BoundaryFile, found_sha256: str) -> None:
    """Refuse a file that is not the one described.

    Raises
    ------
    BoundarySourceError
        Its SHA-256 is another.
    """
    if found_sha256 != described.sha256:
        raise BoundarySourceError(
            f"{file.name} is not the file that its description names: SHA-256 {found_sha256},"
            f" and not {described.sha256}"
        )
