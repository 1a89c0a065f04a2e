"""UTM zones and references of the military grid (MGRS), as written in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spatial.crs import utm_to_wgs84

_LATITUDE_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"

# The polar letters E and X are left out: before a number they are labels of eastings.
_HEMISPHERE_WORDS = {
    "s": "S", "ls": "S", "south": "S", "selatan": "S",
    "n": "N", "lu": "N", "north": "N", "utara": "N",
}  # fmt: skip
_ZONE = re.compile(
    r"\bEPSG\s*:?\s*32(?P<side>[67])(?P<coded>\d\d)\b"
    r"|(?:\butm|\bzona|\bzone)[\W_]*(?:zona|zone)?[\W_]*(?P<named>\d{1,2})(?![\d.,]*\d)"
    r"(?:[\s-]*(?P<after>(?:LS|LU|south|selatan|north|utara|[CDFGHJ-NP-W](?!\s*[:=])))(?![^\W\d_]))?"
    r"|(?<![\w.,])(?P<bare>\d{1,2})[\s-]?(?P<letter>[CDFGHJ-NP-W])(?![^\W\d_]|\s*[:=])",
    re.IGNORECASE,
)
_MGRS = re.compile(
    r"(?<![\w.,])(\d{1,2})\s?([C-HJ-NP-X])\s?([A-HJ-NP-Z])([A-HJ-NP-V])\s?"
    r"(?:(\d{4}|\d{6}|\d{8}|\d{10})|(\d{2,5})\s(\d{2,5}))(?![\w]|[.,]\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of UTM as written.

    Attributes
    ----------
    number : int
        1 to 60.
    letter : str
        ``N`` or ``S`` for a hemisphere, another letter for a band of latitude, or nothing.
    """

    number: int
    letter: str = ""

    @property
    def south(self) -> bool | None:
        """Whether it is a southern zone; None where no letter says.

        The band S lies in the north (32 to 40 degrees), yet ``50S`` is in use for zone 50 south;
        where the two meanings disagree the hemisphere is meant.
        """
        if not self.letter:
            return None
        return self.letter == "S" or self.letter < "N"


def find_zone(text: str) -> tuple[Zone, str] | None:
    """Find the UTM zone that a text names.

    Parameters
    ----------
    text : str
        Text in the plain alphabet of `spatial.reader.text.plain`.

    Returns
    -------
    tuple of Zone and str, or None
        The zone and the text without it.

    Examples
    --------
    >>> find_zone("UTM 50S 406543 9049876")
    (Zone(number=50, letter='S'), '  406543 9049876')
    >>> find_zone("406543 9049876") is None
    True
    """
    for match in _ZONE.finditer(text):
        if match["coded"]:
            number, letter = int(match["coded"]), "S" if match["side"] == "7" else "N"
        else:
            number = int(match["named"] or match["bare"])
            written = (match["after"] or match["letter"] or "").casefold()
            letter = _HEMISPHERE_WORDS.get(written, written.upper())
        if 1 <= number <= 60:
            return Zone(number, letter), f"{text[: match.start()]} {text[match.end() :]}"
    return None


@dataclass(frozen=True, slots=True)
class GridReference:
    """The corner that an MGRS reference names, in its UTM zone.

    Attributes
    ----------
    zone : Zone
    easting, northing : float
        Metres.
    decimals : int
        Decimals of a degree that the digits resolve: 5 for 1 m squares, 4 for 10 m squares.
    """

    zone: Zone
    easting: float
    northing: float
    decimals: int


def find_grid_references(text: str) -> tuple[GridReference, ...]:
    """Find the MGRS references in a text.

    Parameters
    ----------
    text : str
        Text in the plain alphabet of `spatial.reader.text.plain`.

    Returns
    -------
    tuple of GridReference

    Examples
    --------
    >>> find_grid_references("50LLR 06543 49876")[0].northing
    9049876.0
    """
    references = (_grid_reference(match) for match in _MGRS.finditer(text))
    return tuple(reference for reference in references if reference is not None)


def _grid_reference(match: re.Match[str]) -> GridReference | None:
    number, band, column, row = int(match[1]), match[2].upper(), match[3].upper(), match[4].upper()
    digits = match[5]
    east, north = (
        (digits[: len(digits) // 2], digits[len(digits) // 2 :]) if digits else (match[6], match[7])
    )
    columns = _COLUMNS[(number - 1) % 3]
    if not 1 <= number <= 60 or column not in columns or len(east) != len(north):
        return None
    metres = 10 ** (5 - len(east))
    easting = (columns.index(column) + 1) * 100_000.0 + int(east) * metres
    # Rows repeat every 2,000 km, and begin at F in the zones of even number.
    first_row = 5 if number % 2 == 0 else 0
    within = (_ROWS.index(row) - first_row) % 20 * 100_000.0 + int(north) * metres
    south = band < "N"
    lowest = -80.0 + 8 * _LATITUDE_BANDS.index(band)
    for repeat in range(5):
        northing = within + repeat * 2_000_000.0
        latitude, _ = utm_to_wgs84(number, south, easting, northing)
        if lowest - 0.5 <= latitude <= lowest + 12.5:
            return GridReference(Zone(number, band), easting, northing, len(east))
    return None
