"""Put degrees, minutes and seconds together, and give each number the name that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from spatial.reader.numbers import Groups, Numeral
from spatial.reader.words import DEGREE, MINUTE, Axis, Hemisphere, Item, Mark, Name, Run, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

Form = Literal["decimal-degrees", "degrees-minutes", "degrees-minutes-seconds"]
MOST_DECIMALS = 15
"""A floating-point degree resolves no more, however many are written."""

_FORMS: tuple[Form, ...] = ("decimal-degrees", "degrees-minutes", "degrees-minutes-seconds")


@dataclass(frozen=True, slots=True)
class AxisValue:
    """What is written for one axis.

    Attributes
    ----------
    magnitude : float
        Degrees, or metres of a projection; never negative.
    negative : bool
        Whether a minus is written.
    form : str
        How many numbers it is made of.
    decimals : int
        Decimals of a degree that the digits resolve.
    numeral : Numeral
        The first of the numbers, for the repair of its decimal point.
    axis, hemisphere : str or None
        What letters or labels say.
    """

    magnitude: float
    negative: bool
    form: Form
    decimals: int
    numeral: Numeral
    axis: Axis | None
    hemisphere: Hemisphere | None


class Chunk:
    """Numbers with nothing but marks and spaces between them."""

    __slots__ = ("axis", "hemisphere", "marks", "negative", "numerals", "word_before")

    def __init__(
        self, numerals: list[Numeral], *, negative: bool = False, word_before: bool = False
    ) -> None:
        self.numerals = numerals
        self.negative = negative
        self.word_before = word_before
        self.marks = ""
        self.axis: Axis | None = None
        self.hemisphere: Hemisphere | None = None

    @property
    def named(self) -> bool:
        """Whether a letter or label claims it for an axis."""
        return self.axis is not None

    @property
    def marked(self) -> bool:
        """Whether it carries a degree, minute or second mark."""
        return bool(self.marks)

    @property
    def decimals(self) -> int:
        """Decimals of a degree that the digits resolve: 2 more for minutes, and for seconds."""
        decimals = 2 * (len(self.numerals) - 1) + len(self.numerals[-1].fraction)
        return min(decimals, MOST_DECIMALS)

    @property
    def exact(self) -> bool:
        """Whether it is written as coordinates are, and a count or a house number is not."""
        return (
            self.named
            or self.marked
            or len(self.numerals) > 1
            or len(self.numerals[0].fraction) >= 2
        )

    @property
    def fine(self) -> bool:
        """Whether it may be a coordinate among other numbers: exact, or long enough for metres."""
        return self.exact or len(self.numerals[0].whole) >= 5

    @property
    def may_go_on(self) -> bool:
        """Whether minutes or seconds may follow: not after a fraction, nor after metres."""
        return not self.numerals[-1].fraction and len(self.numerals[0].whole) <= 3

    def value(self) -> AxisValue | None:
        """Add degrees, minutes and seconds up; None where they are none."""
        parts = [float(f"{numeral.whole}.{numeral.fraction or 0}") for numeral in self.numerals]
        if len(parts) > 3 or any(part >= 60 for part in parts[1:]):
            return None
        if any(numeral.fraction for numeral in self.numerals[:-1]):
            return None
        if len(parts) == 1 and self.marks and "°" not in self.marks:
            return None  # minutes or seconds of no degree
        return AxisValue(
            sum(part / 60**power for power, part in enumerate(parts)),
            self.negative,
            _FORMS[len(parts) - 1],
            self.decimals,
            self.numerals[0],
            self.axis,
            self.hemisphere,
        )


class Parts:
    """The chunks of a part of a text, and the names between them with how many chunks precede."""

    def __init__(self, items: Sequence[Item], way: dict[str, Groups]) -> None:
        self.chunks: list[Chunk] = []
        self.names: list[tuple[int, Name]] = []
        self.words = 0
        self._open: Chunk | None = None
        self._word_before = False
        for item, following in zip(items, [*items[1:], None], strict=True):
            if isinstance(item, Run):
                begins = not isinstance(following, Mark) or following is DEGREE
                groups = way[item.text]
                if following is MINUTE and self._open is None:
                    groups = _split_minutes(groups)
                self._add_run(item, groups, may_begin=begins)
            elif isinstance(item, Mark):
                self._add_mark(item)
            else:
                self._open = None
                if isinstance(item, Name):
                    self.names.append((len(self.chunks), item))
                elif isinstance(item, Word):
                    self.words += 1
                    self._word_before = True
        self._halve()
        if self.names:
            self._give_names("axis")
            self._give_names("hemisphere")

    def _add_run(self, run: Run, groups: Groups, *, may_begin: bool) -> None:
        first, *others = groups
        chunk = self._open
        if (
            chunk is not None
            and not run.sign
            and len(first) == 1
            and not (may_begin and _is_degrees(first[0]))
            and chunk.may_go_on
        ):
            chunk.numerals.append(first[0])
        else:
            self._start(first, negative=run.sign == "-")
        for group in others:
            self._start(group)

    def _start(self, numerals: list[Numeral], *, negative: bool = False) -> None:
        self._open = Chunk(list(numerals), negative=negative, word_before=self._word_before)
        self._word_before = False
        self.chunks.append(self._open)

    def _add_mark(self, mark: Mark) -> None:
        if self._open is None:
            return
        if mark is DEGREE and len(self._open.numerals) > 1:
            self._start([self._open.numerals.pop()])
        self._open.marks += mark.kind
        if len(self._open.numerals) == 3:
            self._open = None

    def _halve(self) -> None:
        """Part an even row of bare numbers, as in ``8 35 00 116 07 00``, in the middle."""
        alone = len(self.chunks) == 1 and not any(name.hemisphere for _, name in self.names)
        for index in range(len(self.chunks) - 1, -1, -1):
            chunk = self.chunks[index]
            size = len(chunk.numerals)
            if size % 2 == 0 and not chunk.marked and (alone or size > 3):
                second = Chunk(chunk.numerals[size // 2 :])
                del chunk.numerals[size // 2 :]
                self.chunks.insert(index + 1, second)
                self.names = [
                    (count + 1 if count > index else count, name) for count, name in self.names
                ]

    def _give_names(self, kind: Literal["axis", "hemisphere"]) -> None:
        """Give each name to its number: all names stand before their numbers, or all after."""
        names = [
            (count, name)
            for count, name in self.names
            if (name.hemisphere is None) == (kind == "axis")
        ]
        if kind == "hemisphere" and len({name.axis for _, name in names}) == 1:
            names = [(count, name) for count, name in names if not name.doubtful]
        if not names or not self.chunks:
            return
        leading = names[0][0] == 0
        groups: dict[int, list[Name]] = {}
        for count, name in names:
            group = groups.setdefault(count, [])
            if not group or group[-1] != name:
                group.append(name)
        for count, group in groups.items():
            if leading and count < len(self.chunks):
                first = self._first_exact(count) if len(group) > 1 else count
            else:
                first = count - len(group)
            for position, name in enumerate(group, start=first):
                if 0 <= position < len(self.chunks):
                    self._give(self.chunks[position], name)

    def _first_exact(self, start: int) -> int:
        """Pass over what no header means: the 1 of ``No;Lat;Long`` and ``1;-8.5833;116.1167``."""
        places = range(start, len(self.chunks))
        return next((place for place in places if self.chunks[place].exact), start)

    @staticmethod
    def _give(chunk: Chunk, name: Name) -> None:
        if name.hemisphere is None:
            chunk.axis = chunk.axis or name.axis
        elif chunk.hemisphere is None:
            # A hemisphere says more than the label of a column.
            chunk.hemisphere = name.hemisphere
            chunk.axis = name.axis


def _split_minutes(groups: Groups) -> Groups:
    """Take ``08.35'12"`` for 8 degrees, 35 minutes, 12 seconds."""
    numeral = groups[-1][0]
    if len(groups[-1]) == 1 and 1 <= len(numeral.fraction) <= 2:
        return [*groups[:-1], [Numeral(numeral.whole), Numeral(numeral.fraction)]]
    return groups


def _is_degrees(numeral: Numeral) -> bool:
    """Say whether a number is too great for minutes, so that it must begin an angle."""
    digits = numeral.whole.lstrip("0")
    return len(digits) > 2 or (len(digits) == 2 and digits >= "90")
