"""The village cooperatives."""

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from gis_service.db import Base


class Cooperative(Base):
    """A village cooperative (KDKMP): exactly one for each village.

    What the office's list declares of its land is NULL where the list says nothing;
    ``declared_area_m2`` is in square metres, as declared and not as measured.
    """

    __tablename__ = "cooperative"

    village_code: Mapped[str] = mapped_column(ForeignKey("area.code"), primary_key=True)
    name: Mapped[str]
    is_model: Mapped[bool] = mapped_column(server_default=text("false"))
    portal_status: Mapped[str] = mapped_column(server_default=text("'unknown'"))
    construction_stage: Mapped[str] = mapped_column(server_default=text("'none'"))
    declared_area_m2: Mapped[float | None]
    owner_settled: Mapped[bool | None]
    clear_and_clean: Mapped[bool | None]
    land_refused: Mapped[bool | None]

    __table_args__ = (
        CheckConstraint("portal_status IN ('unknown', 'listed', 'missing')", name="portal_status"),
        CheckConstraint(
            "construction_stage IN ('none', 'started', 'complete')", name="construction_stage"
        ),
        CheckConstraint("declared_area_m2 > 0", name="declared_area"),
    )
