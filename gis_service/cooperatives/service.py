"""What the office's list declares of cooperatives."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from gis_service.db import statement


@dataclass(frozen=True, slots=True)
class Declared:
    """What is declared of one cooperative; None: the list says nothing.

    Attributes
    ----------
    portal_status : str
        ``listed`` or ``missing``; ``unknown`` until the list has been compared.
    construction_stage : str
        ``none``, ``started`` or ``complete``.
    declared_area_m2 : float, optional
        Square metres of land.
    """

    village_code: str
    is_model: bool = False
    portal_status: str = "unknown"
    construction_stage: str = "none"
    declared_area_m2: float | None = None
    owner_settled: bool | None = None
    clear_and_clean: bool | None = None
    land_refused: bool | None = None


def declare(session: Session, rows: Sequence[Declared]) -> None:
    """Store what is declared of cooperatives; zones follow at the next refresh."""
    if rows:
        session.execute(
            statement("gis_service.cooperatives", "declare"),
            {
                "village_codes": [row.village_code for row in rows],
                "is_models": [row.is_model for row in rows],
                "portal_statuses": [row.portal_status for row in rows],
                "construction_stages": [row.construction_stage for row in rows],
                "declared_areas": [row.declared_area_m2 for row in rows],
                "owners_settled": [row.owner_settled for row in rows],
                "clear_and_cleans": [row.clear_and_clean for row in rows],
                "lands_refused": [row.land_refused for row in rows],
            },
        )


def set_construction_stage(session: Session, village_code: str, stage: str) -> None:
    """Store how far the building is: ``none``, ``started`` or ``complete``."""
    session.execute(
        text(
            "UPDATE cooperative SET construction_stage = :stage"
            " WHERE village_code = :village_code AND construction_stage <> :stage"
        ),
        {"village_code": village_code, "stage": stage},
    )
