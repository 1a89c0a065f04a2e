"""Reads and writes of cooperatives and their profiles, in sets; nothing here commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from gis_service.areas.codes import level_of, normalise_code
from gis_service.cooperatives.profile import FIELDS, Profile
from gis_service.db import statement

SLICE = "gis_service.cooperatives"
#: Changes of profiles one after the other, and of which cooperatives are models.
PROFILES, MODELS = "cooperatives.profile", "cooperatives.models"


@dataclass(frozen=True, slots=True)
class Cooperative:
    """A cooperative with its place and profile.

    Attributes
    ----------
    revision : int
        Of the profile; 0: nobody has written one.
    """

    village_code: str
    name: str
    is_model: bool
    portal_status: str
    village: str
    village_kind: str | None
    district: str
    regency_code: str
    regency: str
    profile: Profile
    revision: int
    updated_by: str | None
    updated_at: datetime | None

    @property
    def assets_total(self) -> int:
        """What the assets are worth together, in rupiah, as far as their values are known."""
        return sum(asset.value_rupiah or 0 for asset in self.profile.assets)


@dataclass(frozen=True, slots=True)
class Regency:
    """A regency or city, and how many of its cooperatives are models."""

    code: str
    name: str
    models: int


def regencies(session: Session, areas: Sequence[str]) -> list[Regency]:
    """The regencies and cities in which the person sees something, by code."""
    rows = session.execute(statement(SLICE, "regencies"), {"areas": list(areas)})
    return [Regency(row.code, row.name, row.models) for row in rows]


def models(
    session: Session, areas: Sequence[str], regency_code: str | None = None
) -> list[Cooperative]:
    """The model cooperatives that the person sees, by regency and name of the village."""
    given: dict[str, Any] = {
        "village_code": None,
        "areas": list(areas),
        "regency_code": regency_code,
    }
    rows = session.execute(statement(SLICE, "profiles"), given).mappings()
    return [_cooperative(row) for row in rows]


def cooperative(session: Session, village_code: str) -> Cooperative | None:
    """One cooperative, model or not."""
    given: dict[str, Any] = {"village_code": village_code, "areas": [], "regency_code": None}
    row = session.execute(statement(SLICE, "profiles"), given).mappings().one_or_none()
    return None if row is None else _cooperative(row)


def search(session: Session, typed: str, areas: Sequence[str], most: int) -> Sequence[Row[Any]]:
    """Cooperatives whose village has this in its name, or a code that begins so."""
    pattern = typed.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    code = normalise_code(typed)
    return session.execute(
        statement(SLICE, "search"),
        {
            "areas": list(areas),
            "anywhere": f"%{pattern}%",
            "beginning": f"{pattern}%",
            # no code begins with this
            "code": f"{code}%" if level_of(code) else "-",
            "most": most,
        },
    ).all()


def lock(session: Session, what: str, code: str) -> None:
    """Have others wait who change the same, until the transaction ends."""
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"{what} {code}"}
    )


def is_model(session: Session, village_code: str) -> bool:
    """Whether a cooperative is a model."""
    query = text("SELECT is_model FROM cooperative WHERE village_code = :village_code")
    return bool(session.scalar(query, {"village_code": village_code}))


def set_model(session: Session, village_code: str, *, is_model: bool) -> None:
    """Store whether a cooperative is a model."""
    session.execute(
        text("UPDATE cooperative SET is_model = :is_model WHERE village_code = :village_code"),
        {"village_code": village_code, "is_model": is_model},
    )


def models_in(session: Session, regency_code: str) -> int:
    """How many models a regency or city has."""
    count = text(
        "SELECT count(*) FROM cooperative INNER JOIN village ON village.code = village_code"
        " WHERE is_model AND regency_code = :regency_code"
    )
    return int(session.execute(count, {"regency_code": regency_code}).scalar_one())


def store_profiles(
    session: Session, profiles: Mapping[str, Profile], by: str, now: datetime
) -> dict[str, int]:
    """Store profiles by village code; the revision that each has now."""
    rows = [{"village_code": code, **profile.as_json()} for code, profile in profiles.items()]
    given = {"profiles": orjson.dumps(rows).decode()}
    stored = session.execute(
        statement(SLICE, "store_profiles"), {**given, "by": by, "now": now}
    ).all()
    session.execute(
        text("DELETE FROM cooperative_asset WHERE village_code = ANY(:codes)"),
        {"codes": list(profiles)},
    )
    session.execute(statement(SLICE, "store_assets"), given)
    return {row.village_code: row.revision for row in stored}


def _cooperative(row: Mapping[Any, Any]) -> Cooperative:
    return Cooperative(
        profile=Profile.model_validate({name: row[name] for name in FIELDS}),
        **{name: row[name] for name in Cooperative.__slots__ if name != "profile"},
    )
