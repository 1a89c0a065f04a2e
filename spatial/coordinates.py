"""Read a position out of whatever an officer wrote into a cell.

Every reading that is possible is returned, with how it was read; where a text can be read two ways
the result says so rather than guess. No text whatever raises an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from spatial.reader.candidates import Candidates, candidates, grid_candidates
from spatial.reader.grids import Zone, find_grid_references, find_zone
from spatial.reader.links import has_short_link, unfold_links
from spatial.reader.points import WrittenText, written_points
from spatial.reader.text import plain
from spatial.reader.tokens import tokenise
from spatial.readings import INDONESIA, REPAIR_CODES, STEPS, Extent, Reading, distinct

__all__ = [
    "INDONESIA",
    "REPAIR_CODES",
    "STEPS",
    "Coordinates",
    "Extent",
    "Reading",
    "read_coordinates",
]

Status = Literal["read", "repair", "ambiguous", "unreadable"]

EXAMINED_CHARACTERS = 2_000
"""Only the beginning of a text is read, so that no text is slow."""

MOST_READINGS = 24
"""Beyond these, repaired readings are left out."""

_MOST_POINTS = 12
_MOST_WORDS = 8
"""In a text of more foreign words no digits are taken for coordinates that lost their point."""

_METRES = re.compile(r"\d{6}|\d[.,]\d{3}(?!\d)")
_PLUS_CODE = re.compile(
    r"(?<![\w+])[2-9CFGHJMPQRVWX]{4,8}\+[2-9CFGHJMPQRVWX]{2,3}(?!\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Coordinates:
    """What the reader makes of a text.

    Attributes
    ----------
    text : str
        The text as given.
    status : str
        ``read``: one literal reading, and nothing better; ``repair``: one reading with a mistake
        repaired; ``ambiguous``: several; ``unreadable``: none.
    readings : tuple of Reading
        Best first: literal in the extent, repaired (fewest repairs first), literal elsewhere.
    reason : str or None
        Why it is ambiguous (``two-points``, ``two-readings``) or unreadable (``empty``,
        ``no-numbers``, ``one-number``, ``too-many-numbers``, ``out-of-range``,
        ``no-coordinates``: numbers among words, ``short-link``, ``plus-code``).
    numbers : int
        How many numbers the text holds; degrees with their minutes and seconds count as one.
    """

    text: str
    status: Status
    readings: tuple[Reading, ...] = ()
    reason: str | None = None
    numbers: int = 0

    @property
    def literal(self) -> Reading | None:
        """The literal reading where there is exactly one, else None."""
        literal = [reading for reading in self.readings if reading.repair is None]
        return literal[0] if len(literal) == 1 else None


def read_coordinates(text: str, *, extent: Extent = INDONESIA) -> Coordinates:
    r"""Read a position out of a text.

    Parameters
    ----------
    text : str
        Any text at all.
    extent : Extent, optional
        Where the position is expected (EPSG:4326). A literal reading may lie elsewhere; mistakes
        are repaired only to land in it.

    Returns
    -------
    Coordinates
        Latitudes and longitudes in degrees (EPSG:4326).

    Examples
    --------
    >>> reading = read_coordinates("8°35'00\"S 116°07'00\"E").literal
    >>> round(reading.latitude, 5), round(reading.longitude, 5), reading.steps
    (-8.58333, 116.11667, ('degrees-minutes-seconds',))
    >>> read_coordinates("116.1167 -8.5833").readings[0].repair
    'swapped-axes'
    >>> read_coordinates("belum ada").reason
    'no-numbers'
    """
    examined = text[:EXAMINED_CHARACTERS]
    if len(text) > EXAMINED_CHARACTERS:
        examined = examined.rstrip("0123456789.,")  # no half number
    unfolded, from_link = unfold_links(examined)
    cleaned = plain(unfolded)[:EXAMINED_CHARACTERS]

    references = find_grid_references(cleaned)
    if references:
        written = WrittenText(numbers=len(references))
        points = [grid_candidates(reference) for reference in references[:_MOST_POINTS]]
    else:
        written, points = _points_in(cleaned, extent)
    if from_link:
        points = [_with_step("map-link", point) for point in points]

    status, readings, reason = _decide(points, extent)
    if status == "unreadable":
        reason = _why_unreadable(text, cleaned, written)
    return Coordinates(text, status, readings, reason, written.numbers)


def _points_in(cleaned: str, extent: Extent) -> tuple[WrittenText, list[Candidates]]:
    named = find_zone(cleaned) if _METRES.search(cleaned) else None
    if named is not None:
        zone, rest = named
        written, points = _candidates_in(rest, extent, zone)
        if any(_in_metres(point) for point in points):
            return written, points
    # Without metres beside it, what looks like a zone is none: the 15T of a date, 30 E in a DMS.
    return _candidates_in(cleaned, extent, None)


def _in_metres(point: Candidates) -> bool:
    return any(reading.steps[0].startswith("utm") for reading in point.literal + point.repaired)


def _candidates_in(
    cleaned: str, extent: Extent, zone: Zone | None
) -> tuple[WrittenText, list[Candidates]]:
    """Candidates of each point, with the ways its decimal marks can be meant taken together."""
    ways = written_points(tokenise(cleaned))
    first = ways[0]
    points = [Candidates()] * min(len(first.points), _MOST_POINTS)
    for way in ways:
        bold = way.leftover == 0 and way.words <= _MOST_WORDS
        for index, point in enumerate(way.points[: len(points)]):
            found = candidates(point, extent, zone, bold=bold)
            points[index] = Candidates(
                points[index].literal + found.literal, points[index].repaired + found.repaired
            )
    return first, points


def _with_step(step: str, point: Candidates) -> Candidates:
    def stepped(reading: Reading) -> Reading:
        return replace(reading, steps=(step, *reading.steps))

    return Candidates(tuple(map(stepped, point.literal)), tuple(map(stepped, point.repaired)))


def _decide(
    points: list[Candidates], extent: Extent
) -> tuple[Status, tuple[Reading, ...], str | None]:
    literal = [reading for point in points for reading in point.literal]
    repaired = [reading for point in points for reading in point.repaired]
    if not literal and not repaired:
        return "unreadable", (), None

    inside = [r for r in literal if extent.contains(r.latitude, r.longitude)]
    outside = [r for r in literal if not extent.contains(r.latitude, r.longitude)]
    repaired.sort(key=lambda reading: len(reading.repair_steps))
    room = max(MOST_READINGS - len(literal), 0)
    readings = distinct([*inside, *repaired[:room], *outside])[:MOST_READINGS]

    if len(points) > 1 and not _mean_one_place(points):
        return "ambiguous", readings, "two-points"
    literal_count = sum(reading.repair is None for reading in readings)
    if literal_count == 1 and (inside or len(readings) == 1):
        return "read", readings, None
    if literal_count <= 1 and len(readings) - literal_count == 1:
        return "repair", readings, None
    return "ambiguous", readings, "two-readings"


def _mean_one_place(points: list[Candidates]) -> bool:
    """Say whether the points written in a text can all be one, given twice."""
    first, *others = [(*point.literal, *point.repaired) for point in points]
    return all(
        any(reading.is_same_place(other) for reading in first for other in candidates)
        for candidates in others
    )


def _why_unreadable(text: str, cleaned: str, written: WrittenText) -> str:
    if has_short_link(text):
        return "short-link"
    if not plain(text[:EXAMINED_CHARACTERS]).strip():
        return "empty"
    if _PLUS_CODE.search(cleaned):
        return "plus-code"
    return written.reason
