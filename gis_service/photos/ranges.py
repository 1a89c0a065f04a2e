"""Which part of a photo a request carries (RFC 9110, 14.4 and 14.5)."""

import re

from gis_service.language import N_
from gis_service.photos.errors import RangeError

RANGE = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12}|\*)", re.ASCII | re.IGNORECASE)


def read_range(header: str | None, length: int) -> tuple[int, int | None]:
    """Tell where the bytes of a request begin, and the size of the whole, where it says so.

    Parameters
    ----------
    header : str or None
        ``Content-Range``; None: the request carries the whole.
    length : int
        How many bytes the request carries.

    Raises
    ------
    RangeError
        It cannot be read, or does not fit the bytes.

    Examples
    --------
    >>> read_range("bytes 100-149/1000", 50), read_range(None, 7)
    ((100, 1000), (0, 7))
    """
    if header is None:
        return 0, length
    found = RANGE.fullmatch(header.strip())
    if found is None:
        raise RangeError(
            N_("Content-Range must be like %(example)s."), example="bytes 0-262143/840211"
        )
    first, last = int(found[1]), int(found[2])
    size = None if found[3] == "*" else int(found[3])
    if last < first or (size is not None and last >= size):
        raise RangeError(N_("Content-Range ends before it begins, or after the end."))
    if last - first + 1 != length:
        raise RangeError(
            N_("Content-Range speaks of %(said)s bytes, and %(came)s came."),
            said=last - first + 1,
            came=length,
        )
    return first, size
