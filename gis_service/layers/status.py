"""Small documents that the map is painted with: zones, names, and what is known of a village."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis_service.areas import lookups
from gis_service.errors import UnknownVillageError
from gis_service.language import N_
from gis_service.layers import queries
from gis_service.layers.reasons import Reasons
from gis_service.sample import is_demonstration
from gis_service.sites.reports import check_report

ZONE_LETTERS = {"green": "g", "yellow": "y", "red": "r", None: "-"}
SITE_LETTERS = {
    "inside": "i",
    "uncertain": "u",
    "outside": "o",
    "unresolved": "x",
    None: "-",
}


def zone_status(session: Session, areas: Sequence[str] | None) -> bytes:
    """The zones of all villages in a few kilobytes: one letter a village.

    Returns
    -------
    bytes
        JSON: ``codes`` (of all villages, in order), ``zones`` (a letter each: green, yellow, red,
        or ``-`` for not decided), ``sites`` (a letter each: inside, uncertain, outside, x for
        unresolved, ``-`` for none), ``reasons`` (rule to the positions of its villages),
        ``unknown`` (codes that sites were given and that the roster does not hold),
        ``counts``, ``boundary_version``, ``quality``, ``sample``, ``areas`` (version of the
        document with the names) and ``version``, which changes only when the rest does.
    """
    rows = queries.statuses(session, areas)
    reasons: dict[str, list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        for reason in row.reasons or ():
            reasons[reason["rule"]].append(position)
    counts = Counter(row.colour or "undecided" for row in rows)
    version = queries.current_version(session)
    document = {
        "boundary_version": version and version.id,
        "quality": version and version.quality,
        "sample": is_demonstration(session),
        "areas": areas_version(area_names(session)),
        "counts": dict(sorted(counts.items())),
        "codes": [row.code for row in rows],
        "zones": "".join(ZONE_LETTERS[row.colour] for row in rows),
        "sites": "".join(SITE_LETTERS[row.verdict] for row in rows),
        "reasons": dict(sorted(reasons.items())),
        "unknown": [row.village_code for row in queries.sites_of_unknown_villages(session, areas)],
    }
    body = orjson.dumps(document)
    return b'{"version":"' + _version(body).encode() + b'",' + body[1:]


def area_names(session: Session) -> bytes:
    """The names of all areas as JSON.

    Returns
    -------
    bytes
        ``regencies`` and ``districts`` (code and name), ``villages`` (code, name, and the letter
        of its kind: d for desa, k for kelurahan, ``-`` where that is not known), by code.
    """
    rows = queries.villages(session)
    regencies = {row.regency_code: row.regency for row in rows if row.regency_code}
    districts = {row.district_code: row.district for row in rows if row.district_code}
    return orjson.dumps(
        {
            "regencies": sorted(regencies.items()),
            "districts": sorted(districts.items()),
            "villages": [(row.code, row.name, (row.kind or "-")[0]) for row in rows],
        }
    )


def areas_version(body: bytes) -> str:
    """The version of the names: it changes only when they do."""
    return _version(body)


def _version(body: bytes) -> str:
    return sha256(body).hexdigest()[:16]


def village_details(session: Session, code: str, language: str) -> dict[str, Any]:
    """What is known of one village's cooperative, zone and site.

    Of a code that the roster does not hold, and that a site was given, the site alone is known.

    Parameters
    ----------
    code : str
        Dotted.
    language : str
        Of reasons and messages.

    Raises
    ------
    UnknownVillageError
    """
    row = queries.village(session, code)
    if row is None:
        return _unknown_village(session, code, language)
    texts = Reasons(session, [row.policy_id], language).texts(row.policy_id, row.reasons)
    return {
        "code": row.code,
        "name": row.name,
        "kind": row.kind,
        "district_code": row.district_code,
        "district": row.district,
        "regency_code": row.regency_code,
        "regency": row.regency,
        "longitude": row.longitude,
        "latitude": row.latitude,
        "has_boundary": row.area_m2 is not None,
        "area_m2": row.area_m2 and round(row.area_m2),
        "boundary_version": row.version_id,
        "cooperative": row.cooperative
        and {
            "name": row.cooperative,
            "is_model": row.is_model,
            "portal_status": row.portal_status,
        },
        "zone": row.colour,
        "since": row.since,
        "reasons": [
            {"rule": reason["rule"], "zone": reason["zone"], "text": text}
            for reason, text in zip(row.reasons or (), texts, strict=True)
        ],
        "in_roster": True,
        "site": _site(session, row.code, row, language),
    }


def _unknown_village(session: Session, code: str, language: str) -> dict[str, Any]:
    for row in queries.sites_of_unknown_villages(session, [code]):
        known: dict[str, Any] = {"code": code, "zone": None, "reasons": [], "has_boundary": None}
        return {**known, "in_roster": False, "site": _site(session, code, row, language)}
    raise UnknownVillageError(N_("The roster does not hold the area %(code)s."), code=code)


def _site(session: Session, code: str, row: Row[Any], language: str) -> dict[str, Any] | None:
    """The village's site as a check reports it, with the names of the villages it is in."""
    sites = check_report(session, [code], language)["sites"]
    if not sites:
        return None
    names = lookups.area_names(session, sites[0]["found_in"])
    return {
        **sites[0],
        "accuracy_m": row.accuracy_m,
        "captured_at": row.captured_at,
        "found_in": [{"code": code, "name": names.get(code)} for code in sites[0]["found_in"]],
    }
