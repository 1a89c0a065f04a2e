"""Codes of the Home Ministry: dotted, ``52.01.01.2001``, however they were written."""

import re
from unicodedata import normalize

_LEVELS = ("province", "regency", "district", "village")
_SEPARATOR = r"[\s.\-\u2010-\u2015]"
_RUN_TOGETHER = re.compile(
    rf"([1-9]\d)(?:{_SEPARATOR}*(\d\d)(?:{_SEPARATOR}*(\d\d)(?:{_SEPARATOR}*(\d{{4}}))?)?)?",
    re.ASCII,
)
_SEPARATED = re.compile(
    rf"([1-9]\d){_SEPARATOR}+(\d\d?)(?:{_SEPARATOR}+(\d\d?)(?:{_SEPARATOR}+(\d{{4}}))?)?", re.ASCII
)
_CANONICAL = re.compile(r"[1-9]\d(\.\d\d(\.\d\d(\.\d{4})?)?)?", re.ASCII)


def normalise_code(text: str) -> str:
    """Write a code of any level with dots and leading zeros.

    Spaces, dashes, full-width digits, the apostrophe with which spreadsheets mark text and
    the ``.0`` that they add to numbers are tolerated.

    Parameters
    ----------
    text : str
        A code as given.

    Returns
    -------
    str
        The dotted code; anything that is not a code comes back as it is, without the white
        space around it.

    Examples
    --------
    >>> normalise_code("5201012001"), normalise_code("52-1-1-2001"), normalise_code("520101")
    ('52.01.01.2001', '52.01.01.2001', '52.01.01')
    >>> normalise_code(" Sukamaju ")
    'Sukamaju'
    """
    given = text.strip()
    if len(given) > 60:
        return given
    plain = normalize("NFKC", given).strip("'`\N{RIGHT SINGLE QUOTATION MARK} \t")
    if re.fullmatch(r"[0-9]+\.0", plain):
        plain = plain.removesuffix(".0")
    found = _RUN_TOGETHER.fullmatch(plain) or _SEPARATED.fullmatch(plain)
    if not found:
        return given
    return ".".join(part.zfill(2) for part in found.groups() if part)


def level_of(code: str) -> str | None:
    """Tell the level of a dotted code; None for what is not one.

    Examples
    --------
    >>> level_of("52"), level_of("52.01.01.2001"), level_of("Sukamaju")
    ('province', 'village', None)
    """
    return _LEVELS[code.count(".")] if _CANONICAL.fullmatch(code) else None


def parent_of(code: str) -> str | None:
    """Tell the code of the area above; None for a province and for what is not a code.

    Examples
    --------
    >>> parent_of("52.01.01.2001"), parent_of("52")
    ('52.01.01', None)
    """
    return code.rpartition(".")[0] or None if level_of(code) else None
