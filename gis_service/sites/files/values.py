"""Reading of the optional cells: metres, days and times, yes or no."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from unicodedata import normalize

Cell = str | datetime
"""A cell as given: text, or the date and time that a spreadsheet holds."""

BLANK = frozenset({"", "-", "--", "\N{EN DASH}", "\N{EM DASH}", "n/a", "na", "nan", "null", "none"})
"""What people write for nothing, where only a number, a date or yes or no can stand."""

_YES = frozenset({"ya", "y", "yes", "benar", "true", "t", "1"})
_NO = frozenset({"tidak", "tdk", "no", "n", "salah", "false", "f", "0"})

_METRES = re.compile(
    r"[+\u00b1]?\s*([0-9]+(?:[.,][0-9]+)?)\s*(?:m|mtr|meters?|metres?)?\.?", re.IGNORECASE
)
_NEGATIVE = re.compile(r"[-\u2212]\s*[0-9].*", re.DOTALL)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari pebruari february feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu agt ags aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "WIB": 7, "WITA": 8, "WIT": 9}
_TIME = r"""
    (?:(?:\s*(?:T|,|pukul|jam)\s*|\s+)
    (?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?
    \s*(?P<zone>Z|UTC|GMT|WIB|WITA|WIT|[+-]\d{2}(?::?\d{2})?)?)?
"""
# The day stands first, as everywhere in Indonesia; a text that can only be read month first is
# not read at all.
_DATES = [
    re.compile(pattern + _TIME, re.VERBOSE | re.IGNORECASE | re.ASCII)
    for pattern in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"""(?:(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad),?\s+)?
            (?P<day>\d{1,2})[\s/.-]+(?P<month>\d{1,2}|[a-z]+)\.?[\s/.-]+(?P<year>\d{4})""",
    )
]
_SERIAL = re.compile(r"[0-9]{5}(?:[.,][0-9]+)?")
_SPREADSHEET_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no time zone
_YEARS = range(2000, 2100)


class UnreadableError(ValueError):
    """A cell that does not hold what its column is for; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def cell_text(cell: object) -> str:
    """Write a cell's value as text: numbers shortest and without exponent, nothing as ''.

    Examples
    --------
    >>> cell_text(100.0), cell_text(1e-5), cell_text(5201012001), cell_text(None)
    ('100.0', '0.00001', '5201012001', '')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return without_exponent(repr(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return "" if cell is None else str(cell)


def without_exponent(number: str) -> str:
    """Write out a number in scientific notation with the same digits.

    Examples
    --------
    >>> without_exponent("1.161E2"), without_exponent("-8.50")
    ('116.1', '-8.50')
    """
    if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?[eE][+-]?[0-9]{1,3}", number):
        return number
    return format(Decimal(number), "f")


def storable(text: str) -> str:
    """Leave out what a database cannot keep: NUL, and halves of surrogate pairs."""
    if text.isascii():
        return text.replace("\0", "")
    return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text.replace("\0", ""))


def read_metres(cell: Cell) -> float:
    """Read metres: ``4.5``, ``4,5 m``.

    Raises
    ------
    UnreadableError
        ``not-a-number`` or ``negative``.
    """
    text = normalize("NFKC", cell_text(cell)[:400]).strip()
    found = _METRES.fullmatch(text)
    if not found:
        raise UnreadableError("negative" if _NEGATIVE.fullmatch(text) else "not-a-number")
    metres = float(found[1].replace(",", "."))
    if metres == float("inf"):
        raise UnreadableError("not-a-number")
    return metres


def read_yes_or_no(cell: Cell) -> bool:
    """Read ``ya``, ``tidak``, ``true``, ``1`` and the like.

    Raises
    ------
    UnreadableError
        ``not-yes-or-no``.
    """
    word = cell_text(cell).strip().casefold()
    if word not in _YES | _NO:
        raise UnreadableError("not-yes-or-no")
    return word in _YES


def read_moment(cell: Cell, zone: tzinfo) -> datetime:
    """Read a day and time; the day is always before the month, or after the year and month.

    Parameters
    ----------
    cell : str or datetime
        Such as ``15/01/2026 08:30``, ``2026-01-15T08:30:00Z``, ``15 Januari 2026`` or the number
        by which spreadsheets count days.
    zone : tzinfo
        Where a time without a zone was written down.

    Returns
    -------
    datetime
        Time zone aware; midnight where no time is given.

    Raises
    ------
    UnreadableError
        ``not-a-date``.

    Examples
    --------
    >>> read_moment("15 Januari 2026 pukul 08.30 WITA", UTC).isoformat()
    '2026-01-15T08:30:00+08:00'
    """
    try:
        moment = cell if isinstance(cell, datetime) else _moment(cell)
    except (ValueError, OverflowError, KeyError) as error:
        raise UnreadableError("not-a-date") from error
    if moment is None or moment.year not in _YEARS:
        raise UnreadableError("not-a-date")
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _moment(text: str) -> datetime | None:
    plain = normalize("NFKC", text[:100]).strip()
    if _SERIAL.fullmatch(plain):
        days = float(plain.replace(",", "."))
        return _SPREADSHEET_EPOCH + timedelta(seconds=round(days * 86_400))
    for pattern in _DATES:
        if found := pattern.fullmatch(plain):
            month = found["month"]
            return datetime(
                int(found["year"]),
                int(month) if month.isdecimal() else _MONTHS[month.casefold()],
                int(found["day"]),
                int(found["hour"] or 0),
                int(found["minute"] or 0),
                int(found["second"] or 0),
                int((found["fraction"] or "0")[:6].ljust(6, "0")),
                tzinfo=_zone(found["zone"]),
            )
    return None


def _zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    if name.upper() in _ZONES:
        hours = _ZONES[name.upper()]
        return timezone(timedelta(hours=hours)) if hours else UTC
    sign = -1 if name[0] == "-" else 1
    hours, minutes = int(name[1:3]), int(name[3:].lstrip(":") or 0)
    return timezone(sign * timedelta(hours=hours, minutes=minutes))
