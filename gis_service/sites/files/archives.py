"""Zip archives (XLSX, KMZ), opened only if they unpack to something of a sane size."""

from typing import BinaryIO
from zipfile import ZipFile

from gis_service.sites.files.errors import SiteFileError, refuse_damaged

UNPACKED_TIMES_LIMIT = 5
"""All members together may unpack to so many times the size limit of a file."""

SMALL_MEMBER = 10_000_000
MOST_COMPRESSED = 100
"""A member of over `SMALL_MEMBER` bytes that shrank by more than so many times is a zip bomb."""


def open_archive(stream: BinaryIO, *, max_bytes: int, damaged: str) -> ZipFile:
    """Open an archive after a look at the sizes it declares; no member can unpack to more.

    Parameters
    ----------
    stream : binary file
        The archive; it is not closed with the result.
    max_bytes : int
        Size limit of a file.
    damaged : str
        Code of the error for an archive that cannot be read.

    Raises
    ------
    SiteFileError
        `damaged`, ``zip-password`` or ``zip-too-large``.
    """
    with refuse_damaged(damaged):
        archive = ZipFile(stream)
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise SiteFileError("zip-password")
    unpacked = sum(member.file_size for member in members)
    bomb = any(
        member.file_size > max(SMALL_MEMBER, MOST_COMPRESSED * member.compress_size)
        for member in members
    )
    if bomb or unpacked > UNPACKED_TIMES_LIMIT * max_bytes:
        raise SiteFileError("zip-too-large")
    return archive
