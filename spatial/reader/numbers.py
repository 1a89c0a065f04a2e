"""The ways in which the points and commas of a text can be meant.

``8,5833`` is one number in Indonesia and two in a list; ``406.543`` is four hundred thousand metres
in Indonesia and four hundred degrees elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number as written, its decimal mark known: digits before it and digits after it."""

    whole: str
    fraction: str = ""


Groups = list[list[Numeral]]
"""Numbers of one run; those of an inner list are degrees, minutes and seconds of one angle."""

_GROUPED_BY_POINT = re.compile(r"\d{1,3}(?:\.\d{3})+")
_GROUPED_BY_COMMA = re.compile(r"(\d{1,3}(?:,\d{3})+)(?:\.(\d+))?")
_POINTED_DEGREES = re.compile(r"(\d{1,3})\.(\d{1,2})\.(\d{1,2})(?:\.(\d+))?")


def ways_to_read(runs: Iterable[str]) -> list[dict[str, Groups]]:
    """Take runs of digits apart in each way that all of them allow.

    Parameters
    ----------
    runs : iterable of str
        Digits with points and commas between them, as in `spatial.reader.tokens.Run`.

    Returns
    -------
    list of dict
        For each way the numbers of each run; the likeliest way first.

    Examples
    --------
    >>> ways_to_read(["8,5833"])
    [{'8,5833': [[Numeral(whole='8', fraction='')], [Numeral(whole='5833', fraction='')]]}, \
{'8,5833': [[Numeral(whole='8', fraction='5833')]]}]
    """
    runs = dict.fromkeys(runs)
    ways: list[dict[str, Groups]] = []
    for meaning in _MEANINGS if any(map(_is_open, runs)) else _MEANINGS[:1]:
        way: dict[str, Groups] = {}
        for run in runs:
            groups = _exponent(run) if "e" in run.casefold() else meaning(run)
            if groups is None:
                break
            way[run] = groups
        else:
            if way not in ways:
                ways.append(way)
    return ways


def _is_open(run: str) -> bool:
    return "," in run or run.count(".") > 1 or _GROUPED_BY_POINT.fullmatch(run) is not None


def _point_is_decimal(run: str) -> Groups | None:
    """``8.5833`` is a number and ``8.5833,116.1167`` two."""
    groups: Groups = []
    for piece in run.split(","):
        whole, _, fraction = piece.partition(".")
        if "." in fraction:
            degrees = _POINTED_DEGREES.fullmatch(piece)
            if degrees is None:
                return None
            groups.append(_pointed(degrees))
        else:
            groups.append([Numeral(whole or "0", fraction)])
    return groups


def _comma_is_decimal(run: str) -> Groups | None:
    """``8,5833`` is a number, ``8,5833,116,1167`` two; a point groups thousands: ``9.049.876``."""
    pieces = run.split(",")
    if len(pieces) == 1:
        pieces.append("")
    if len(pieces) % 2:
        return None
    groups: Groups = []
    for whole, fraction in zip(pieces[::2], pieces[1::2], strict=True):
        group = None if "." in fraction else _grouped(whole, fraction)
        if group is None:
            return None
        groups.append(group)
    return groups


def _either_is_decimal(run: str) -> Groups | None:
    """``8.5833`` and ``116,1167`` side by side in one text."""
    if run.count(".") + run.count(",") > 1:
        return None
    whole, _, fraction = run.replace(",", ".").partition(".")
    return [[Numeral(whole or "0", fraction)]]


def _comma_groups(run: str) -> Groups | None:
    """``406,543.25`` and ``9,049,876`` are one number each."""
    grouped = _GROUPED_BY_COMMA.fullmatch(run)
    if grouped:
        return [[Numeral(grouped[1].replace(",", ""), grouped[2] or "")]]
    return None if "," in run else _point_is_decimal(run)


_MEANINGS: tuple[Callable[[str], Groups | None], ...] = (
    _point_is_decimal,
    _comma_is_decimal,
    _either_is_decimal,
    _comma_groups,
)


def _grouped(whole: str, fraction: str) -> list[Numeral] | None:
    if "." not in whole:
        return [Numeral(whole, fraction)]
    if _GROUPED_BY_POINT.fullmatch(whole):
        return [Numeral(whole.replace(".", ""), fraction)]
    degrees = _POINTED_DEGREES.fullmatch(whole)
    if degrees is None or (fraction and degrees[4]):
        return None
    return _pointed(degrees, fraction)


def _pointed(degrees: re.Match[str], fraction: str = "") -> list[Numeral]:
    """``8.35.12`` and ``8.35.12.5`` are degrees, minutes and seconds."""
    return [Numeral(degrees[1]), Numeral(degrees[2]), Numeral(degrees[3], degrees[4] or fraction)]


def _exponent(run: str) -> Groups | None:
    """``1.161167E+02``, as spreadsheets show a number in a narrow column."""
    if run.count(".") + run.count(",") > 1:
        return None
    whole, _, fraction = f"{Decimal(run.replace(',', '.')):f}".partition(".")
    return [[Numeral(whole, fraction)]]
