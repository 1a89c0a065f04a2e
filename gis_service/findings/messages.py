"""Findings in words: what was found, the figures, and what to do about it.

Each slice adds the texts of the flags that its checks raise (`add_messages`), in its own
``messages.py``; whoever shows flags asks here.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from gis_service.language import N_, translations

_MESSAGES: dict[str, str] = {}
IN_VILLAGE = N_(", in %(villages)s")
LIES_IN_VILLAGE = N_(" (the point lies in %(villages)s)")

STEPS = {
    "map-link": N_("from a map link"),
    "decimal-degrees": N_("decimal degrees"),
    "degrees-minutes": N_("degrees and minutes"),
    "degrees-minutes-seconds": N_("degrees, minutes and seconds"),
    "mgrs": N_("military grid reference"),
    "web-mercator": N_("Web Mercator metres"),
    "named-order": N_("order as the text names it"),
    "projected-coordinates": N_("projection guessed"),
    "swapped-axes": N_("latitude and longitude exchanged"),
    "decimal-shift": N_("decimal point put back"),
    "hemisphere-conflict": N_("hemisphere letter corrected"),
    "sign-error": N_("sign corrected"),
}
UTM = N_("UTM zone %(zone)s, metres")


def add_messages(texts: Mapping[str, str]) -> None:
    """Add the texts of flags, by code.

    A text may name what stands in the flag's detail, ``%(distance_m)s``: numbers are rounded and
    written as the language does, lists of village codes with their names. ``%(found)s`` says in
    which villages a point was found, where in any. A list of texts is joined with commas.
    """
    _MESSAGES.update(texts)


def how(steps: Sequence[str], language: str) -> str:
    """Say how a text was read, for example ``decimal degrees, sign corrected``."""
    gettext = translations(language).gettext
    return ", ".join(
        gettext(UTM) % {"zone": step.removeprefix("utm-")}
        if step.startswith("utm-")
        else gettext(STEPS[step])
        for step in steps
    )


def message(
    code: str, detail: Mapping[str, Any], language: str, names: Mapping[str, str] | None = None
) -> str:
    """Say what a flag found, and what to do about it.

    Parameters
    ----------
    code : str
        Code of the flag.
    detail : mapping
        Its figures, as stored.
    language : str
        ``id`` or ``en``.
    names : mapping, optional
        Village code to name, to name villages and not only their codes.
    """
    gettext = translations(language).gettext
    names = names or {}
    said = {name: _said(name, value, language, names) for name, value in detail.items()}
    if "%(found)s" in _MESSAGES[code]:
        said["found"] = ""
        if detail.get("found_in"):
            text = IN_VILLAGE if code == "outside-village" else LIES_IN_VILLAGE
            said["found"] = gettext(text) % {"villages": said["found_in"]}
    return gettext(_MESSAGES[code]) % defaultdict(lambda: "?", said)


def as_shown(
    flag: Mapping[str, Any], language: str, names: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """A flag as replies and reports give it.

    Parameters
    ----------
    flag : mapping
        ``code``, ``severity``, ``detail``, ``repair`` and ``waived``, as stored.
    """
    repair = flag["repair"]
    return {
        "code": flag["code"],
        "severity": flag["severity"],
        "message": message(flag["code"], flag["detail"], language, names),
        "repair": repair
        and {
            "latitude": repair["latitude"],
            "longitude": repair["longitude"],
            "how": how(repair["steps"], language),
        },
        "waived": flag["waived"],
    }


def known_codes() -> frozenset[str]:
    """The codes that have a text."""
    return frozenset(_MESSAGES)


def _said(name: str, value: Any, language: str, names: Mapping[str, str]) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return format_decimal(abs(round(value)), locale=language)
    if isinstance(value, list | tuple):
        return ", ".join(
            f"{names[one]} ({one})" if one in names else _said("", one, language, names)
            for one in value
        )
    if name.endswith("_on"):
        return format_date(date.fromisoformat(str(value)), "long", locale=language)
    return str(value)
