"""Pair the numbers of a text that are coordinates.

A text is taken apart once for each way in which its points and commas can be meant, and the way
that leaves the fewest numbers over counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from spatial.reader.numbers import Groups, ways_to_read
from spatial.reader.parts import AxisValue, Chunk, Parts
from spatial.reader.words import POINT_BREAK, Axis, Item, Run

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class WrittenPoint:
    """Two numbers that belong together, in the order of the text."""

    first: AxisValue
    second: AxisValue

    @property
    def names_one_axis_twice(self) -> bool:
        """Whether letters or labels claim both numbers for one axis."""
        return self.first.axis is not None and self.first.axis == self.second.axis

    @property
    def first_axis(self) -> Axis | None:
        """The axis of the first number so far as the names tell."""
        if self.first.axis == self.second.axis:
            return None
        if self.first.axis is not None:
            return self.first.axis
        return "longitude" if self.second.axis == "latitude" else "latitude"


@dataclass(frozen=True, slots=True)
class WrittenText:
    """The points written in a text.

    Attributes
    ----------
    points : tuple of WrittenPoint
    numbers : int
        How many numbers (degrees with their minutes count as one) the text holds.
    leftover : int
        How many of them belong to no point.
    words : int
        How many words say nothing of coordinates.
    reason : str
        What to say where there is no point, or none that can be read.
    """

    points: tuple[WrittenPoint, ...] = ()
    numbers: int = 0
    leftover: int = 0
    words: int = 0
    reason: str = "out-of-range"


def written_points(items: Sequence[Item]) -> list[WrittenText]:
    """Find the points written in a text.

    Parameters
    ----------
    items : sequence of Item
        The items of the text (`spatial.reader.tokens.tokenise`).

    Returns
    -------
    list of WrittenText
        One for each way to mean the decimal marks that leaves the fewest numbers over, and then
        makes the fewest points; at least one.

    Examples
    --------
    >>> from spatial.reader.tokens import tokenise
    >>> point = written_points(tokenise("8,5833 LS 116,1167 BT"))[0].points[0]
    >>> point.first.magnitude, point.first.hemisphere, point.second.magnitude
    (8.5833, 'S', 116.1167)
    """
    runs = [item.text for item in items if isinstance(item, Run)]
    if not runs:
        return [WrittenText(reason="no-numbers")]
    segments = _segments(items)
    texts = [
        _points_apart(segments, way) or _text_of(Parts(items, way)) for way in ways_to_read(runs)
    ]
    readable = [text for text in texts if text.points]
    if not readable:
        return texts[:1] or [WrittenText(numbers=len(runs), reason="no-coordinates")]
    # 12,5" is rather one number in one point than two numbers in two points.
    least = min((text.leftover, len(text.points)) for text in readable)
    best = [text for text in readable if (text.leftover, len(text.points)) == least]
    if len(runs) == 1:  # 8,5833 is a pair of numbers only if it can be read as one
        best = [replace(text, reason="one-number") for text in best]
    return best


def _segments(items: Sequence[Item]) -> list[list[Item]]:
    """Part a text where one point may end and the next begin."""
    segments: list[list[Item]] = [[]]
    holds_number = False
    for item in items:
        if item is POINT_BREAK and holds_number:
            segments.append([])
            holds_number = False
        else:
            segments[-1].append(item)
            holds_number = holds_number or isinstance(item, Run)
    return segments


def _points_apart(segments: list[list[Item]], way: dict[str, Groups]) -> WrittenText | None:
    """Read each segment by itself, where each that holds numbers is a point."""
    numbered = [part for part in segments if any(isinstance(item, Run) for item in part)]
    if len(numbered) < 2:
        return None
    parts = [Parts(segment, way) for segment in numbered]
    points: list[WrittenPoint] = []
    for part in parts:
        text = _text_of(part)
        if not text.points or not any(chunk.fine for chunk in part.chunks):
            return None
        points += text.points
    return WrittenText(
        tuple(points),
        sum(len(part.chunks) for part in parts),
        0,
        sum(part.words for part in parts),
    )


def _text_of(parts: Parts) -> WrittenText:
    numbers = len(parts.chunks)
    if numbers < 2:
        return WrittenText((), numbers, 0, parts.words, "one-number")
    pairs = _pairs(parts)
    if isinstance(pairs, str):
        return WrittenText((), numbers, numbers, parts.words, pairs)
    points: list[WrittenPoint] = []
    for first, second in pairs:
        if _is_loose(first, second) or _is_loose(second, first):
            return WrittenText((), numbers, numbers, parts.words, "no-coordinates")
        first_value, second_value = first.value(), second.value()
        if first_value is None or second_value is None:
            return WrittenText((), numbers, numbers, parts.words, "out-of-range")
        points.append(WrittenPoint(first_value, second_value))
    return WrittenText(tuple(points), numbers, numbers - 2 * len(points), parts.words)


def _is_loose(chunk: Chunk, other: Chunk) -> bool:
    """Say whether bare degrees and minutes have no like beside them: ``8 35 00, 116.1167``."""
    bare = len(chunk.numerals) > 1 and not (chunk.marked or chunk.named)
    return bare and not other.marked and len(other.numerals) != len(chunk.numerals)


def _pairs(parts: Parts) -> list[tuple[Chunk, Chunk]] | str:
    """Pair the numbers that are coordinates, or say why they cannot be paired."""
    chunks = parts.chunks
    places = _coordinate_places(chunks)
    if len(places) < 2 or len(places) % 2:
        return "too-many-numbers"
    pairs: list[tuple[Chunk, Chunk]] = []
    for place, next_place in zip(places[::2], places[1::2], strict=True):
        first, second = chunks[place], chunks[next_place]
        if next_place != place + 1:
            return "too-many-numbers"
        if not (first.named and second.named) and (
            second.word_before or (parts.words and not _stands_out(first, second))
        ):
            return "no-coordinates"
        pairs.append((first, second))
    return pairs


def _stands_out(first: Chunk, second: Chunk) -> bool:
    """Say whether a pair looks like coordinates even in prose: ``-8.5, 116.1167``."""
    return (first.fine and (second.fine or second.decimals > 0)) or (
        second.fine and first.decimals > 0
    )


def _coordinate_places(chunks: list[Chunk]) -> list[int]:
    """Tell the numbers that are coordinates from the others of a text, by their places in it."""
    places = list(range(len(chunks)))
    if len(chunks) == 2 or (len(chunks) == 4 and _are_near(chunks[:2], chunks[2:])):
        return places
    if _altitude_follows(chunks):
        return [0, 1]
    exact = [place for place in places if chunks[place].exact]
    return exact if len(exact) > 1 else [place for place in places if chunks[place].fine]


def _altitude_follows(chunks: list[Chunk]) -> bool:
    """Say whether bare numbers after a point are its altitude, or its altitude and accuracy."""
    point, further = chunks[:2], chunks[2:]
    if len(further) > 2 or any(chunk.named or chunk.marked for chunk in further):
        return False
    begins = all(chunk.exact or chunk.decimals for chunk in point)
    coarser = all(chunk.decimals < max(other.decimals for other in point) for chunk in further)
    return (
        begins
        and any(chunk.exact for chunk in point)
        and (coarser or len(further) == 1)
        and not _are_near(point, further)
    )


def _are_near(point: list[Chunk], further: list[Chunk]) -> bool:
    """Say whether further numbers are like those of a point, and so may be another point."""
    if len(further) == 1 and further[0].decimals < min(chunk.decimals for chunk in point) - 1:
        return False
    return all(
        chunk.negative == other.negative
        and abs(float(chunk.numerals[0].whole) - float(other.numerals[0].whole)) < 5
        for chunk, other in zip(further, point, strict=False)
    )
