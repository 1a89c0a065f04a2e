"""Bring the characters of a written coordinate to a small plain alphabet.

People copy coordinates out of word processors, chat and broken encodings. After `plain` a degree
mark is always ``°``, minutes and seconds are ``'`` and ``"``, a minus is ``-``, a digit is 0 to 9.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff"
_ALIKE = {
    "°": "º˚ᵒ⁰∘◦⚬",
    "'": "’‘‛′‵´`ʹʼʻˈ",
    '"': "”“„‟″‶ʺˮ˝〃",
    "-": "‐‑‒–—―−⁻➖",
    " ": "\u00a0\u2007\u202f",
    "\n": "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029",
    ".": "٫。·",
    ",": "،、",
    "/": "⁄∕",
    ":": "∶",
}
_CHARACTERS = {ord(other): plain for plain, others in _ALIKE.items() for other in others}

# What is left of UTF-8 marks once they were read as Windows-1252 and saved again.
_MOJIBAKE = {
    "Â°": "°",
    "Âº": "°",
    "Â´": "'",
    "Ë\u0161": "°",
    "â€²": "'",
    "â€³": '"',
    "â€™": "'",
    "â€˜": "'",
    "â€œ": '"',
    "â€\u009d": '"',
    "â€“": "-",
    "â€”": "-",
    "âˆ’": "-",
    "Â\u00a0": " ",
}
_ENTITIES = {
    "&amp;": "&",
    "&deg;": "°",
    "&#176;": "°",
    "&#xb0;": "°",
    "&ordm;": "°",
    "&prime;": "'",
    "&Prime;": '"',
    "&#39;": "'",
    "&apos;": "'",
    "&quot;": '"',
    "&#34;": '"',
    "&nbsp;": " ",
    "&minus;": "-",
}
_OTHER_SPELLINGS = _MOJIBAKE | _ENTITIES
_OTHER_SPELLING = re.compile("|".join(map(re.escape, _OTHER_SPELLINGS)))
_SPACES = re.compile(r"[^\S\n]{2,}|\t")
_PLAIN_ALREADY = re.compile(r"[-0-9.,;/ ]*")
_REMOVED = re.compile(f"[{_INVISIBLE}]")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")

# A degree mark that no encoding kept, or that was typed as another key: 8?35, 8*35, 8^35, 8o35.
_LOST_DEGREE = re.compile(r"(?<=\d)(?:\ufffd+|[?*^]|[oO](?=\s?\d))(?=\s?\d|\s?['\"NSEWLB])")
_DOTTED_LETTERS = re.compile(r"(?<![^\W\d_])([LB])\.\s?([SUTB])(?![^\W\d_])\.?", re.IGNORECASE)

# Formats that put the longitude first without a word about it.
_LONGITUDE_FIRST = re.compile(
    r"\bPOINT\s*(?:ZM?|M)?\s*\(|\"coordinates\"\s*:\s*\[|<coordinates>", re.IGNORECASE
)
_INITIAL = re.compile(r"(?<![^\W_])([SNEWUTB])\.\s?(?=[-+]?\d)", re.IGNORECASE)
_LONE_POINT = re.compile(r"(?<=\d)(?:\s+\.(?=\d{2})|\.\s+(?=\d{4}(?!\d*[.,]\d)))")
_HEADER = re.compile(r"(?<![^\W_])(?:(x\s*[,/]\s*y)|y\s*[,/]\s*x)(?![^\W_])", re.IGNORECASE)


def plain(text: str) -> str:
    r"""Write a text in plain digits, marks, dashes and spaces.

    Parameters
    ----------
    text : str
        Any text, lone surrogates included.

    Returns
    -------
    str
        The same text for a reader, other letters left as they are.

    Examples
    --------
    >>> plain("８º35’00” L.S.")
    '8°35\'00" LS'
    >>> plain("−8,5833\u00a0;\u200b116,1167")
    '-8,5833 ;116,1167'
    """
    if _PLAIN_ALREADY.fullmatch(text) and not any(gap in text for gap in ("  ", " .", ". ")):
        return text  # most texts; the rest is for the others
    if "&" in text or "Â" in text or "â" in text or "Ë" in text:
        text = _OTHER_SPELLING.sub(lambda match: _OTHER_SPELLINGS[match[0]], text)
    if not text.isascii():
        # The marks come first: NFKC would make a letter of º and a space of ´.
        text = _REMOVED.sub("", text).translate(_CHARACTERS)
        text = unicodedata.normalize("NFKC", text)
        text = _FOREIGN_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text)
    text = _SPACES.sub(" ", text.replace("\r", "\n"))
    if "''" in text:
        text = text.replace("''", '"')
    text = _LOST_DEGREE.sub("°", text)
    if "(" in text or "[" in text or "<" in text:
        text = _LONGITUDE_FIRST.sub(" lon lat (", text)
    text = _HEADER.sub(lambda match: " lon lat " if match[1] else " lat lon ", text)
    text = _LONE_POINT.sub(".", text)
    return _INITIAL.sub(r"\1 ", _DOTTED_LETTERS.sub(r"\1\2", text))
