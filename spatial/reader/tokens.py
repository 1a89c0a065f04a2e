"""Cut a plain text into the parts a written coordinate is made of.

The parts are runs of digits, marks of degrees, minutes and seconds, names of axes and hemispheres
(Indonesian and English), breaks, and words that mean nothing here. What certainly is no coordinate
goes: dates, telephone numbers, altitudes, accuracies, the numbering of a list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from spatial.reader.words import (
    BREAK,
    DEGREE,
    ITEMS,
    MARKS,
    MEASURES,
    METRE_NAMES,
    MINUTE,
    NUMBERED,
    OTHER_UNITS,
    PLACE_WORDS,
    POINT_BREAK,
    SECOND,
    UNITS,
    WORD,
    Item,
    Mark,
    Name,
    Run,
    Word,
    is_known,
)

_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?!\d)")
_TOKEN = re.compile(
    r"(?P<run>(?:\d+(?:[.,]\d+)*|(?<![\w.,])\.\d+)(?:[eE][-+]\d\d(?![\d.,]))?)"
    r"|(?P<word>[kK]?[mM]2(?!\w)|[^\W\d_]+)"
    r"|(?P<mark>[°'\"])"
    r"|(?P<sign>[-+])"
    r"|(?P<other>[^\s\w]|[\n_])"
)
_NO_COORDINATE = re.compile(
    r"\b(?:img|vid|pano|dsc|photo|foto|screenshot|whatsapp)[-_]\w[\w-]*"
    r"|(?<![\d.])\d\d\.\d\d\.\d\d\.\d{4}(?![\d.])"  # code of a village
    r"|\b(?:wgs|dgn|id|epsg|srid)[\s:=-]{0,2}\d{2,5};?"
    r"|(?<![\d.,/-])(?:(?:19|20)\d\d([-/])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:19|20)\d\d)"
    r"(?:[T ,]{1,2}\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?Z?)?(?!\d)"
    r"|(?<![\d.,])\d{1,2}[.:]\d\d\s?(?:wita|wib|wit)\b"
    r"|(?<![-\d.,])(?:\+?62|0)[ -]?8\d{2}[ -]?\d{3,4}[ -]?\d{3,5}(?!\d|[.,]\d)",
    re.IGNORECASE,
)


def tokenise(text: str) -> list[Item]:
    """Cut a text into items.

    Parameters
    ----------
    text : str
        Text in the plain alphabet of `spatial.reader.text.plain`.

    Returns
    -------
    list of Item
        In the order of the text.

    Examples
    --------
    >>> tokenise("8,5833 LS")
    [Run(text='8,5833', sign=''), Name(axis='latitude', hemisphere='S', doubtful=False)]
    >>> tokenise("15/01/2026: -8.5833, 45 m")
    [Run(text='8.5833', sign='-'), Break(strong=False)]
    """
    text = _NO_COORDINATE.sub(" ", text).replace("+/-", "±")
    return _Tokeniser(text).items


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The word in small letters; nothing where it is no word."""
        return self.text.casefold() if self.kind == "word" else ""

    @property
    def is_foreign(self) -> bool:
        """Whether it is a word that says nothing of coordinates."""
        return self.kind == "word" and not is_known(self.word)

    def touches(self, following: _Token) -> bool:
        return self.end == following.start


_EDGE = _Token("edge", "", -9, -9)


class _Tokeniser:
    """One pass over the tokens of a text; each looks at its two neighbours and no farther."""

    def __init__(self, text: str) -> None:
        self.items: list[Item] = []
        self._sign = ""
        self._quote = ""
        self._measure_follows = False
        self._whole_degree = False
        self._letter_minutes = False
        self._names_y = "y" in text.casefold()
        tokens = [
            _Token(match.lastgroup or "", match[0], match.start(), match.end())
            for match in _TOKEN.finditer(text)
        ]
        before = _EDGE
        for token, after in zip(tokens, [*tokens[1:], _EDGE], strict=False):
            if token.kind == "run":
                self._take_run(before, token, after)
            elif token.kind == "word":
                self._take_word(before, token, after)
            elif token.kind == "mark":
                self._take_mark(token.text)
            elif token.kind == "sign":
                self._take_sign(before, token, after)
            else:
                self._take_other(token.text)
            before = token

    @property
    def _last(self) -> Item | None:
        return self.items[-1] if self.items else None

    # --- digits

    def _take_run(self, before: _Token, token: _Token, after: _Token) -> None:
        sign, self._sign = self._sign, ""
        measured, self._measure_follows = self._measure_follows, False
        if measured and len(re.split("[.,]", token.text)[-1]) < 4:
            return
        if before.is_foreign and before.touches(token):
            return  # RT05, P1
        if not self._is_list_number(before, token, after):
            self.items.append(Run(token.text, sign))

    def _is_list_number(self, before: _Token, token: _Token, after: _Token) -> bool:
        if not (token.text.isdecimal() and len(token.text) <= 3):
            return False
        if before.word in NUMBERED:
            return after.text in (":", ")", "=", "/", "\n", "") or after.is_foreign
        starts = self._last is None or self._last is POINT_BREAK
        return starts and before.text != "(" and after.text == ")"

    # --- marks

    def _take_mark(self, text: str) -> None:
        if text == self._quote:
            self._quote = ""
            self.items.append(BREAK)
        elif isinstance(self._last, Run):
            self._mark(MARKS[text])
        elif text != "°":
            self._quote = text  # around a number, or the apostrophe of a spreadsheet

    def _mark(self, mark: Mark) -> None:
        if isinstance(self._last, Run):
            self._whole_degree = mark is DEGREE and self._last.text.isdecimal()
            self.items.append(mark)

    # --- words

    def _take_word(self, before: _Token, token: _Token, after: _Token) -> None:
        word = token.word
        if not self._take_minute_or_second(word, before, token, after):
            if word in METRE_NAMES and isinstance(self._last, Run):
                self.items.append(METRE_NAMES[word])
            elif word in UNITS or word in OTHER_UNITS:
                self._take_unit(word)
            elif word in MEASURES:
                self._measure_follows = True
                self.items.append(BREAK)
            else:
                self._take_meaning(word, before, token, after)

    def _take_minute_or_second(
        self, word: str, before: _Token, token: _Token, after: _Token
    ) -> bool:
        """Take the m of ``8d35m`` and the s of ``8d35m00s``, elsewhere a metre and the south."""
        if not isinstance(self._last, Run):
            return False
        if word == "m" and self._whole_degree:
            self._letter_minutes = True
            self._mark(MINUTE)
            return True
        if word[0] == "s" and len(word) <= 2 and self._letter_minutes:
            self._mark(SECOND)
            if len(word) == 2:  # 8d35m00sS
                self._take_meaning(word[1], before, token, after)
            return True
        return False

    def _take_unit(self, word: str) -> None:
        if isinstance(self._last, Run) and (word in OTHER_UNITS or _is_small(self._last.text)):
            self.items.pop()

    def _take_meaning(self, word: str, before: _Token, token: _Token, after: _Token) -> None:
        item = ITEMS.get(word)
        if isinstance(item, Mark):
            self._mark(item)
        elif isinstance(item, Name) and (len(word) == 1 or word in PLACE_WORDS):
            self.items.append(self._beside_number(item, before, token, after))
        elif item is not None:
            self.items.append(item)
        else:
            if before.kind == "run" and before.touches(token) and isinstance(self._last, Run):
                self.items.pop()  # 17z, 2A
            self.items.append(WORD)
            self._measure_follows = False

    def _beside_number(
        self, name: Name, before: _Token, token: _Token, after: _Token
    ) -> Name | Word:
        """Take a letter or a word for a name of the number that stands beside it, if one does."""
        ends = (
            isinstance(self._last, Run | Mark | Name)
            or before.text in (")", "]")
            or (before.text == "(" and after.text == ")")
        )
        begins = after.kind in ("run", "sign") or after.text in (":", "=", "(")
        if not (ends or begins):
            return WORD
        if token.word == "x" and before.kind == "run" and begins and not self._names_y:
            return WORD  # 20 x 30
        if before.is_foreign:
            if token.word in PLACE_WORDS:
                return WORD  # Lombok Barat
            return replace(name, doubtful=after.text not in (":", "="))
        return name

    # --- signs and the rest

    def _take_sign(self, before: _Token, token: _Token, after: _Token) -> None:
        if after.kind != "run":
            if after.kind != "sign":  # a doubled minus is one, any other dash parts
                self.items.append(BREAK)
            return
        spaced = (not before.touches(token), not token.touches(after))
        if self._follows_value(before):
            if token.text == "-" and before.text.isdecimal() and spaced == (False, False):
                return  # 8-35-00
            parts = spaced[1] or (not spaced[0] and before.kind != "run")
        else:
            parts = before.is_foreign and spaced[0] == spaced[1]
        if parts:
            self.items.append(BREAK)
        else:
            self._sign = token.text

    def _follows_value(self, before: _Token) -> bool:
        """Say whether a dash stands after a number, with its marks and letters, or before all."""
        last = self._last
        if isinstance(last, Name) and last.hemisphere and len(self.items) > 1:
            last = self.items[-2]  # 8.5833 LS - 116.1167 BT
        return before.kind in ("run", "mark", "word") and isinstance(last, Run | Mark)

    def _take_other(self, text: str) -> None:
        if text in ":.=_":
            return
        self._measure_follows = text == "±"
        self._whole_degree = False
        self.items.append(POINT_BREAK if text in "\n;/|&" else BREAK)


def _is_small(digits: str) -> bool:
    """Say whether a number is surely under 10,000: an altitude in metres, and no northing."""
    return len(re.split("[.,]", digits, maxsplit=1)[0]) <= 4 and not _GROUPED.match(digits)
