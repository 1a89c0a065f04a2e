"""Flags and readings in words: what was found, the figures, and what to do about it."""

from collections.abc import Mapping, Sequence
from typing import Any

from babel.numbers import format_decimal

from gis_service.language import N_, translations

MESSAGES = {
    "location-missing": N_(
        "No location was given. Ask the officer to pin the site in the village."
    ),
    "location-unreadable": N_(
        "The location cannot be used as it is written. Accept a proposed repair if it is right,"
        " or ask for the location again."
    ),
    "location-ambiguous": N_(
        "The location can be read in more than one way. Ask which one is meant, as latitude and"
        " longitude with decimals."
    ),
    "village-unknown": N_(
        "The village code is not in the roster%(found)s. Correct the code, or add the village."
    ),
    "boundary-missing": N_(
        "The village has no boundary in the data%(found)s, so the location cannot be checked."
        " Import its boundary, or verify the site on the spot."
    ),
    "outside-village": N_(
        "%(distance)s m outside the village%(found)s. Correct the location; if the site is really"
        " there and approved, ask for an exception with a reason and a letter."
    ),
    "outside-province": N_(
        "Outside the province of the village, %(distance)s m from the village: in the sea, or in"
        " another province. Correct the location."
    ),
    "near-boundary": N_(
        "%(distance)s m from the boundary of the village, closer than the %(tolerance)s m within"
        " which the boundary and the position are certain. Confirm on the spot."
    ),
    "swapped-axes": N_(
        "Latitude and longitude are exchanged: the other way round it is in the village."
    ),
    "sign-error": N_(
        "A minus sign is missing or too many: with it put right it is in the village."
    ),
    "projected-coordinates": N_(
        "These are metres of a map projection, not degrees: converted, it is in the village."
    ),
    "decimal-shift": N_("The decimal point was lost or moved: put back, it is in the village."),
    "hemisphere-conflict": N_(
        "The letter for north, south, east or west is wrong: put right, it is in the village."
    ),
    "duplicate-site": N_(
        "Another cooperative's site is within 50 m (%(villages)s). Find out whose place it is."
    ),
    "copied-centroid": N_(
        "%(distance)s m from the published centre of the village: probably copied, not measured."
        " Pin the site on the spot."
    ),
    "low-precision": N_(
        "Only %(decimals)s decimals, so the place is known to some hundred metres at best. At least"
        " 4 are needed: pin the site on the spot."
    ),
    "poor-accuracy": N_(
        "The phone knew its place only to %(accuracy)s m; at most 25 m are accepted. Pin it again"
        " under the open sky."
    ),
    "mock-location": N_("The phone reported a made-up position. Pin the site again, on the spot."),
}
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
    villages = ", ".join(_named(one, names or {}) for one in detail.get("found_in", ()))
    return gettext(MESSAGES[code]) % {
        "distance": _number(abs(detail.get("distance_m", 0)), language),
        "tolerance": _number(detail.get("tolerance_m", 0), language),
        "accuracy": _number(detail.get("accuracy_m", 0), language),
        "decimals": detail.get("decimals", 0),
        "villages": ", ".join(_named(one, names or {}) for one in detail.get("villages", ())),
        "found": gettext(_found_in(code)) % {"villages": villages} if villages else "",
    }


def _found_in(code: str) -> str:
    return IN_VILLAGE if code == "outside-village" else LIES_IN_VILLAGE


def _number(value: float, language: str) -> str:
    return format_decimal(round(value), locale=language)


def _named(code: str, names: Mapping[str, str]) -> str:
    return f"{names[code]} ({code})" if code in names else code
