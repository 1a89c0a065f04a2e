"""Reads and writes of zones, always in sets; nothing here commits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from gis_service.db import statement
from gis_service.zones.models import ZonePolicy
from gis_service.zones.policy import Policy

SLICE = "gis_service.zones"


def add_policy(session: Session, policy: Policy, now: datetime) -> int:
    """Store a policy that comes into force; one that was in force before keeps its number."""
    session.execute(
        insert(ZonePolicy)
        .values(
            version=policy.version,
            checksum=policy.checksum,
            content=policy.content,
            in_force_from=now,
        )
        .on_conflict_do_nothing()
    )
    query = text("SELECT id FROM zone_policy WHERE checksum = :checksum")
    return int(session.execute(query, {"checksum": policy.checksum}).scalar_one())


def facts(
    session: Session, village_codes: Sequence[str] | None, policy: Policy
) -> Sequence[Row[Any]]:
    """What is known of the given villages, or of all (None), with their zone in force.

    ``policy_in_force`` is the stored policy with this text, None while it is new. The reasons come
    as PostgreSQL writes JSON, to be compared and not to be read.
    """
    query = (
        "SELECT facts.*, zone.colour, zone.reasons::text AS reasons, zone.since, zone.policy_id,"
        " (SELECT id FROM zone_policy WHERE checksum = :checksum) AS policy_in_force"
        " FROM zone_facts AS facts LEFT JOIN zone"
        " ON zone.village_code = facts.village_code AND zone.valid_to IS NULL"
    )
    if village_codes is None:
        return session.execute(text(query), {"checksum": policy.checksum}).all()
    return session.execute(
        text(query + " WHERE facts.village_code = ANY(:village_codes)"),
        {"checksum": policy.checksum, "village_codes": list(village_codes)},
    ).all()


def store(session: Session, rows: Sequence[tuple[Any, ...]], policy: int, now: datetime) -> None:
    """Begin new zones, and end those before them.

    Parameters
    ----------
    rows : sequence of (str, str, str, datetime)
        Village code, colour, reasons as JSON, and since when it has this colour.
    """
    if not rows:
        return
    codes, colours, reasons, since = zip(*rows, strict=True)
    session.execute(
        text(
            # a clock that was set back does not make a zone end before it began
            "UPDATE zone SET valid_to = greatest(valid_from, :now)"
            " WHERE valid_to IS NULL AND village_code = ANY(:village_codes)"
        ),
        {"now": now, "village_codes": list(codes)},
    )
    session.execute(
        statement(SLICE, "begin_zones"),
        {
            "village_codes": list(codes),
            "colours": list(colours),
            "reasons": list(reasons),
            "since": list(since),
            "policy_id": policy,
            "now": now,
        },
    )


def zones_at(session: Session, moment: datetime) -> Sequence[Row[Any]]:
    """Every village with its zone at a moment, and the text of the policy then in force."""
    return session.execute(statement(SLICE, "zones_at"), {"moment": moment}).all()


def policy_contents(session: Session) -> dict[int, str]:
    """The text of every policy that was ever in force."""
    rows = session.execute(text("SELECT id, content FROM zone_policy"))
    return {row.id: row.content for row in rows}
