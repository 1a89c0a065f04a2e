"""Unpacking zips that nobody vouches for."""

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from gis_service.areas.boundary_sets import is_inside
from gis_service.areas.features import Problems
from gis_service.areas.source_errors import BoundarySourceError

LARGEST_UNPACKED_BYTES = 4 * 1024**3
MOST_PACKED_FILES = 20_000
PIECE_BYTES = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


class Unzipper:
    """Unpacks zips into folders, all together no more than a limit.

    Parameters
    ----------
    wanted : tuple of str
        Suffixes of the files that are unpacked, in small letters.
    largest_bytes : int
        What all zips together may unpack to.
    """

    def __init__(
        self,
        wanted: tuple[str, ...],
        problems: Problems,
        largest_bytes: int = LARGEST_UNPACKED_BYTES,
    ) -> None:
        self.wanted = wanted
        self.problems = problems
        self.largest_bytes = largest_bytes
        self.left_bytes = largest_bytes

    def unpack(self, packed: Path, name: str, folder: Path) -> None:
        """Unpack one zip into an empty folder.

        Raises
        ------
        BoundarySourceError
            The zip is damaged, encrypted or too large.
        """
        try:
            with zipfile.ZipFile(packed) as archive:
                entries = archive.infolist()
                if len(entries) > MOST_PACKED_FILES:
                    raise BoundarySourceError(
                        f"{name} holds {len(entries):,} files; {MOST_PACKED_FILES:,} is the limit"
                    )
                for entry in entries:
                    if self._is_wanted(entry, name):
                        self._unpack_one(archive, entry, name, folder)
        except _BROKEN as error:
            raise BoundarySourceError(
                f"{name} is not a zip that can be unpacked; it may be damaged or cut off: {error}"
            ) from error

    def _is_wanted(self, entry: zipfile.ZipInfo, name: str) -> bool:
        path = PurePosixPath(entry.filename)
        if entry.is_dir() or path.suffix.lower() not in self.wanted or "__MACOSX" in path.parts:
            return False
        if not is_inside(entry.filename) or stat.S_ISLNK(entry.external_attr >> 16):
            self.problems.add(
                name, f"{entry.filename!r} is passed over: it leads out of the zip's folder"
            )
            return False
        if entry.flag_bits & 0x1:
            raise BoundarySourceError(f"{name} is encrypted; unpack it, and give the folder")
        return True

    def _unpack_one(
        self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, folder: Path
    ) -> None:
        target = folder / entry.filename
        target.parent.mkdir(parents=True, exist_ok=True)
        # counted as it comes: the size that a zip tells can be wrong
        with archive.open(entry) as packed, target.open("wb") as unpacked:
            while piece := packed.read(PIECE_BYTES):
                self.left_bytes -= len(piece)
                if self.left_bytes < 0:
                    raise BoundarySourceError(
                        f"{name} unpacks to more than {self.largest_bytes / 1024**2:,.0f} MB,"
                        " which is the limit"
                    )
                unpacked.write(piece)
