"""Find the written position inside links to web maps, without opening any of them."""

from __future__ import annotations

import re
from urllib.parse import unquote

# A space after the comma breaks many a link in two: it is taken along.
_LINK = re.compile(
    r"\b(?:https?://|geo:(?=[-+\d])|www\.|maps\.|google\.|goo\.gl/)"
    r"(?:[^\s=]*=[-+]?\d{1,3}\.\d+,\s+[-+]?\d{1,3}\.\d+|\S+)",
    re.IGNORECASE,
)
_SHORT_HOST = re.compile(
    r"\b(?:maps\.app\.goo\.gl|goo\.gl|g\.co|g\.page|bit\.ly|s\.id|tinyurl\.com)/", re.IGNORECASE
)

_NUMBER = r"([-+]?\d{1,3}(?:\.\d+)?)"
_PAIR = re.compile(rf"\s*{_NUMBER}\s*,\s*{_NUMBER}\s*")
_DECIMAL = re.compile(r"\d\.\d")

_PLACE = re.compile(rf"!3d{_NUMBER}!4d{_NUMBER}")
_NAMED = re.compile(rf"\bm?(lat|lon|lng|long|latitude|longitude)={_NUMBER}", re.IGNORECASE)
_QUERIES = tuple(
    re.compile(rf"\b(?:{names})=([^&#]*)", re.IGNORECASE)
    for names in (
        "query|q",
        "destination|daddr|to",
        "coordinate|markers?|point|pin",
        "ll|cp|sp",
    )
)
_FOLDERS = re.compile(r"/(?:place|search|dir)/([^?#]+)", re.IGNORECASE)
_EMBEDDED = re.compile(rf"!2d{_NUMBER}!3d{_NUMBER}")
_WINDOWS = (
    re.compile(rf"\bcenter={_NUMBER},{_NUMBER}"),
    re.compile(rf"/@{_NUMBER},{_NUMBER}"),
    re.compile(rf"#(?:map=)?\d{{1,2}}(?:\.\d+)?/{_NUMBER}/{_NUMBER}"),
    re.compile(rf"^geo:{_NUMBER},{_NUMBER}", re.IGNORECASE),
)


def unfold_links(text: str) -> tuple[str, bool]:
    r"""Put in the place of each map link the position that it holds.

    Where a link holds both a place and the window of the map (``/@``), the place counts.

    Parameters
    ----------
    text : str
        Text as given.

    Returns
    -------
    text : str
        The text with positions on lines of their own; a link that holds none is left out.
    found : bool
        Whether a link held a position.

    Examples
    --------
    >>> unfold_links("Kantor https://www.google.com/maps?q=-8.5833%2C116.1167")
    ('Kantor \n-8.5833,116.1167', True)
    >>> unfold_links("https://maps.app.goo.gl/aBcD1234")
    ('\n', False)
    """
    found = False

    def unfold(match: re.Match[str]) -> str:
        nonlocal found
        position = position_in_link(match[0])
        found = found or bool(position)
        return "\n" + position

    if "/" in text or ":" in text:
        text = _LINK.sub(unfold, text)
    return (unquote(text) if "%" in text else text), found


def has_short_link(text: str) -> bool:
    """Say whether a text holds a shortened link, which names a place only to its own server.

    Parameters
    ----------
    text : str

    Returns
    -------
    bool

    Examples
    --------
    >>> has_short_link("lokasi: https://maps.app.goo.gl/aBcD1234")
    True
    """
    return _SHORT_HOST.search(text) is not None


def position_in_link(link: str) -> str:
    """Take the written position out of one link.

    Parameters
    ----------
    link : str
        A link to a map, or any other.

    Returns
    -------
    str
        The position as text, still to be read; empty where the link holds none.

    Examples
    --------
    >>> position_in_link("https://www.openstreetmap.org/#map=17/-8.5833/116.1167")
    '-8.5833,116.1167'
    """
    # Links that were passed on through other links are escaped twice.
    link = unquote(unquote(link)).replace("+", " ")
    return _place(link) or _query(link) or _folder(link) or _window(link)


def _place(link: str) -> str:
    return ";".join(f"{latitude},{longitude}" for latitude, longitude in _PLACE.findall(link))


def _query(link: str) -> str:
    named = _NAMED.findall(link)
    if len(named) == 2:
        return " ".join(f"{name}={number}" for name, number in named)
    for query in _QUERIES:
        for value in query.findall(link):
            if _holds_position(value):
                return str(value)
    return ""


def _folder(link: str) -> str:
    """Take the last position among the folders of a link: of a route, where it leads to."""
    folders = _FOLDERS.search(link)
    if folders is None:
        return ""
    positions = (
        folder
        for folder in reversed(folders[1].split("/"))
        if not folder.startswith("@") and _holds_position(folder)
    )
    return next(positions, "")


def _window(link: str) -> str:
    embedded = _EMBEDDED.search(link)
    if embedded:  # an embedded map gives its window as longitude, latitude
        return f"{embedded[2]},{embedded[1]}"
    for window in _WINDOWS:
        match = window.search(link)
        if match:
            return f"{match[1]},{match[2]}"
    return ""


def _holds_position(value: str) -> bool:
    return _PAIR.fullmatch(value) is not None or "°" in value or len(_DECIMAL.findall(value)) >= 2
