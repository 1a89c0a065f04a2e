"""The village cooperatives."""

from sqlalchemy import CheckConstraint, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from gis_service.db import Base


class Cooperative(Base):
    """A village cooperative (KDKMP): exactly one for each village."""

    __tablename__ = "cooperative"

    village_code: Mapped[str] = mapped_column(ForeignKey("area.code"), primary_key=True)
    name: Mapped[str]
    is_model: Mapped[bool] = mapped_column(server_default=text("false"))
    portal_status: Mapped[str] = mapped_column(server_default=text("'unknown'"))

    __table_args__ = (
        CheckConstraint("portal_status IN ('unknown', 'listed', 'missing')", name="portal_status"),
    )
