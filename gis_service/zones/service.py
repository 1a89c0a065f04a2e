"""Zones: kept up to date as facts change, with their history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis_service.errors import ServiceError
from gis_service.zones import queries
from gis_service.zones.policy import Policy, parse_policy

#: Flags that say that a site is not where it should be: an exception can be granted for them.
PLACEMENT_FLAGS = frozenset(
    {
        "location-missing",
        "location-unreadable",
        "location-ambiguous",
        "village-unknown",
        "boundary-missing",
        "outside-village",
        "outside-province",
        "near-boundary",
    }
)


class DateError(ServiceError):
    """A day for which there can be no zones."""

    code = "zone-date"


@dataclass(frozen=True, slots=True)
class VillageZone:
    """A village's zone at a moment; ``colour`` is None where none had been decided yet."""

    village_code: str
    village: str
    kind: str | None
    district: str | None
    regency: str | None
    regency_code: str | None
    colour: str | None
    since: datetime | None
    reasons: list[dict[str, Any]]


def refresh_zones(
    session: Session, policy: Policy, village_codes: Sequence[str] | None, now: datetime
) -> int:
    """Decide the zones of villages, or of all (None), and store those that changed.

    Returns
    -------
    int
        How many villages have another zone, other reasons, or came under another policy.
    """
    rows = queries.facts(session, village_codes, policy)
    if not rows:
        return 0
    policy_id = rows[0].policy_in_force or queries.add_policy(session, policy, now)
    today = now.astimezone(session.info["settings"].time_zone).date()
    decided: dict[tuple[Any, ...], tuple[str, str]] = {}
    changes = []
    for row in rows:
        # a whole country has some hundred different sets of facts: each is decided once
        facts = _facts(row, today)
        thresholds = policy.thresholds_for(row.village_code)
        key = (*facts.values(), *thresholds.values())
        if key not in decided:
            decided[key] = _decide(policy, row.village_code, facts)
        colour, reasons = decided[key]
        if (row.colour, row.policy_id) != (colour, policy_id) or not _same(row.reasons, reasons):
            since = row.since if row.colour == colour else now
            changes.append((row.village_code, colour, reasons, since))
    queries.store(session, changes, policy_id, now)
    return len(changes)


def _decide(policy: Policy, village_code: str, facts: dict[str, Any]) -> tuple[str, str]:
    colour, reasons = policy.zone(village_code, facts)
    document = [
        {"rule": reason.rule, "zone": reason.zone, "figures": dict(reason.figures)}
        for reason in reasons
    ]
    return colour, orjson.dumps(document).decode()


@lru_cache(maxsize=65_536)
def _same(stored: str, decided: str) -> bool:
    """Whether two texts are the same JSON; PostgreSQL orders and spaces it in its own way."""
    return bool(orjson.loads(stored) == orjson.loads(decided))


def zones_as_of(
    session: Session, day: date | None, *, time_zone: tzinfo, now: datetime, language: str
) -> list[VillageZone]:
    """Every village with its zone now, or as it was at the end of a day.

    Parameters
    ----------
    day : date or None
        A day in the office's time zone; None for now.
    time_zone : tzinfo
        The office's time zone.
    now : datetime
        Time zone aware.
    language : str
        Of the reasons' text: ``id`` or ``en``.

    Raises
    ------
    DateError
        The day has not come yet.
    """
    moment = now
    if day is not None:
        if day > now.astimezone(time_zone).date():
            raise DateError(f"{day} has not come yet: zones are known up to today")
        end = datetime.combine(day + timedelta(days=1), time(), time_zone)
        moment = min(now, end - timedelta(microseconds=1))
    policies = {
        identity: parse_policy(content)
        for identity, content in queries.policy_contents(session).items()
    }
    return [
        VillageZone(
            village_code=row.village_code,
            village=row.village,
            kind=row.kind,
            district=row.district,
            regency=row.regency,
            regency_code=row.regency_code,
            colour=row.colour,
            since=row.since and row.since.astimezone(time_zone),
            reasons=[
                {**reason, "text": policies[row.policy_id].text(reason, language)}
                for reason in row.reasons or []
            ],
        )
        for row in queries.zones_at(session, moment)
    ]


def _facts(row: Row[Any], today: date) -> dict[str, Any]:
    waived = set(row.waived_flags or ())
    return {
        "verdict": row.verdict,
        "placement_waived": bool(waived & PLACEMENT_FLAGS)
        and not PLACEMENT_FLAGS.intersection(row.critical_flags or ()),
        "verified": row.verified,
        "kind": row.kind,
        "portal_status": row.portal_status,
        # without a cooperative nothing is being built
        "construction_stage": row.construction_stage or "none",
        "parcel_area_m2": _whole(row.parcel_area_m2),
        "owner_settled": row.owner_settled,
        "clear_and_clean": row.clear_and_clean,
        "land_refused": row.land_refused,
        "dispute": row.dispute,
        "open_blockers": row.open_blockers,
        "days_since_report": row.reported_on and (today - row.reported_on).days,
        "protected_farmland": row.protected_farmland,
        "hazard": row.hazard,
        "parcel_findings": row.parcel_findings,
    }


def _whole(number: float | None) -> float | None:
    """A whole number without its decimals, as people read it."""
    return int(number) if number is not None and number.is_integer() else number
