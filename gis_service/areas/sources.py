"""Where boundaries come from: files, folders, zips and addresses, down to single files."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from gis_service.areas.boundary_sets import (
    BoundarySet,
    descriptions_in,
    read_boundary_set,
    verified,
)
from gis_service.areas.features import Problems
from gis_service.areas.fetch import fetch
from gis_service.areas.source_errors import BoundarySourceError
from gis_service.areas.unzip import Unzipper
from gis_service.areas.wilayah_sql import looks_like_sql

SUFFIXES = (".sql", ".json", ".zip", ".gpkg", ".shp", ".geojson", ".fgb")
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
READABLE = "GeoPackage, Shapefile, GeoJSON, FlatGeobuf, wilayah_boundaries SQL, or a zip of these"
BEGINNING_BYTES = 1 << 16
DEEPEST_ZIP = 3


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file that can be read.

    Attributes
    ----------
    path : Path
    name : str
        How messages call it: relative to what was given.
    is_sql : bool
        Whether it is SQL; otherwise GDAL reads it.
    size_bytes : int
    sha256 : str
        Of its content; of a shapefile, of all its parts.
    described : BoundarySet or None
        The description that names it, given as a source or standing beside it.
    """

    path: Path
    name: str
    is_sql: bool
    size_bytes: int
    sha256: str
    described: BoundarySet | None = None


def collect_files(sources: Sequence[str], scratch: Path, problems: Problems) -> list[SourceFile]:
    """Find the files that sources consist of; zips are unpacked and addresses fetched.

    Parameters
    ----------
    sources : sequence of str
        Paths of files or folders, descriptions (TOML) of boundary sets, or http and https
        addresses.
    scratch : Path
        An empty folder for what is unpacked and fetched.
    problems : Problems
        Takes the files that are passed over.

    Raises
    ------
    BoundarySourceError
        A source does not exist, cannot be read or fetched, or holds nothing that can be read.
    """
    collector = _Collector(scratch, problems)
    files: list[SourceFile] = []
    for source in sources:
        found = list(collector.collect(source))
        if not found:
            raise BoundarySourceError(
                f"{display_name(source)} holds no file that can be read: {READABLE}"
            )
        files += found
    return files


def combined_checksum(checksums: Sequence[str]) -> str:
    """Tell what identifies a set of files, whatever their names and order.

    Examples
    --------
    >>> combined_checksum(["ab"])
    'ab'
    >>> combined_checksum(["ab", "cd"]) == combined_checksum(["cd", "ab", "cd"])
    True
    """
    distinct = sorted(set(checksums))
    if len(distinct) == 1:
        return distinct[0]
    return hashlib.sha256("\n".join(distinct).encode()).hexdigest()


def display_name(source: str) -> str:
    """Name a source without the folders of this machine, and without passwords.

    Examples
    --------
    >>> display_name("https://user:secret@example.org/a/b.zip?key=1"), display_name("data/x.gpkg")
    ('https://example.org/a/b.zip', 'x.gpkg')
    """
    if not is_address(source):
        path = Path(source)
        return path.name or path.resolve().name
    parts = urlsplit(source)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"


def is_address(source: str) -> bool:
    """Tell whether a source is fetched from the network."""
    return source.lower().startswith(("http://", "https://"))


def sha256_of(*paths: Path) -> str:
    """Read files one after another, and give the SHA-256 of them all in hexadecimal digits."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as stream:
            while piece := stream.read(1 << 20):
                digest.update(piece)
    return digest.hexdigest()


class _Collector:
    def __init__(self, scratch: Path, problems: Problems) -> None:
        self.scratch = scratch
        self.problems = problems
        self.unzipper = Unzipper((*SUFFIXES, *SHAPEFILE_PARTS, ".toml"), problems)
        self.folders = 0
        self.descriptions: dict[Path, list[BoundarySet]] = {}

    def collect(self, source: str) -> Iterator[SourceFile]:
        name = display_name(source)
        path = Path(source)
        if is_address(source):
            file_name = PurePosixPath(unquote(urlsplit(source).path)).name or "boundaries"
            path = self._new_folder() / file_name
            fetch(source, path)
            yield from self._file(path, name)
        elif path.is_dir():
            yield from self._folder(path, name)
        elif not path.is_file():
            raise BoundarySourceError(f"There is no file or folder {source}")
        elif path.suffix.lower() == ".toml":
            yield from self._described(path)
        else:
            yield from self._file(path, name)

    def _described(self, path: Path) -> Iterator[SourceFile]:
        described = read_boundary_set(path)
        for named in described.files:
            file = path.parent / named.path
            if not file.is_file():
                raise BoundarySourceError(f"{path.name} names {named.path}, which is not there")
            verified(file, named, sha256_of(file))
            for found in self._file(file, named.path):
                yield replace(found, described=described)

    def _folder(self, folder: Path, name: str, depth: int = 0) -> Iterator[SourceFile]:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in SUFFIXES and path.is_file() and "__MACOSX" not in path.parts:
                yield from self._file(
                    path, f"{name}/{path.relative_to(folder).as_posix()}", depth, named=False
                )

    def _file(
        self, path: Path, name: str, depth: int = 0, *, named: bool = True
    ) -> Iterator[SourceFile]:
        """Give a file, or those in a zip; one that nobody named may be of another kind."""
        try:
            with path.open("rb") as stream:
                beginning = stream.read(BEGINNING_BYTES)
        except OSError as error:
            raise BoundarySourceError(f"{name} cannot be read: {error.strerror}") from error
        is_vector = _looks_like_vectors(beginning)
        if beginning.startswith(b"PK\x03\x04"):
            yield from self._zip(path, name, depth)
        elif is_vector or looks_like_sql(beginning):
            parts = _parts(path)
            size = sum(part.stat().st_size for part in parts)
            checksum = sha256_of(*parts)
            described = self._description(path, name, checksum)
            yield SourceFile(path, name, not is_vector, size, checksum, described)
        else:
            reason = f"it is not one of: {READABLE}" if beginning else "it is empty"
            if named:
                raise BoundarySourceError(f"{name} cannot be read: {reason}")
            self.problems.add(name, f"passed over: {reason}")

    def _zip(self, path: Path, name: str, depth: int) -> Iterator[SourceFile]:
        if depth == DEEPEST_ZIP:
            raise BoundarySourceError(f"{name}: zips are packed in zips more than 3 deep")
        folder = self._new_folder()
        self.unzipper.unpack(path, name, folder)
        yield from self._folder(folder, name, depth + 1)

    def _description(self, path: Path, name: str, checksum: str) -> BoundarySet | None:
        """Find the description beside a file; one with another checksum counts, and is told."""
        folder = path.parent
        if folder not in self.descriptions:
            self.descriptions[folder] = descriptions_in(folder)
        for described in self.descriptions[folder]:
            if named := described.file_called(path.name):
                if named.sha256 != checksum:
                    self.problems.add(
                        name,
                        f"its description ({described.name}) is of another edition: SHA-256"
                        f" {named.sha256}, and not {checksum}",
                    )
                return described
        return None

    def _new_folder(self) -> Path:
        self.folders += 1
        folder = self.scratch / str(self.folders)
        folder.mkdir()
        return folder


def _looks_like_vectors(beginning: bytes) -> bool:
    if beginning.startswith((b"SQLite format 3", b"fgb\x03fgb", b"\x00\x00\x27\x0a")):
        return True
    text = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    return text.startswith(b"{") and b'"type"' in text


def _parts(path: Path) -> list[Path]:
    """Give the files that a file consists of: a shapefile has several."""
    if path.suffix.lower() != ".shp":
        return [path]
    beside = sorted(path.parent.glob(f"{_literally(path.stem)}.*"))
    return [part for part in beside if part.suffix.lower() in SHAPEFILE_PARTS]


def _literally(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
