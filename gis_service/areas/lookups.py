"""Small questions about the areas, for pages and accounts."""

from collections.abc import Iterable

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from gis_service.areas.models import Area


def unknown_areas(session: Session, codes: Iterable[str]) -> list[str]:
    """Tell which codes are not in the roster, in the order given."""
    asked = list(codes)
    known = set(session.scalars(select(Area.code).where(Area.code.in_(asked))))
    return [code for code in asked if code not in known]


def area_names(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Tell the names of areas of any level."""
    rows = session.execute(select(Area.code, Area.name).where(Area.code.in_(list(codes))))
    return {row.code: row.name for row in rows}


def province_in_use(session: Session) -> str | None:
    """The name of the province that is served; None where there are several, or none yet."""
    names = session.scalars(select(Area.name).where(Area.level == "province").limit(2)).all()
    return names[0] if len(names) == 1 else None


def current_quality(session: Session) -> str | None:
    """Whether the boundaries in force are official or indicative; None without boundaries."""
    quality: str | None = session.scalar(text("SELECT quality FROM current_boundary_version"))
    return quality
