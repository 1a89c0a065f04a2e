"""The village cooperatives, and the profiles of those that are models."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
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


class CooperativeProfile(Base):
    """Who runs a cooperative, how many belong to it, and what it does; NULL is not known yet.

    ``business_lines`` are outlets of the programme; ``business_other`` says what else there is.
    ``revision`` counts the changes; what was before each is in the audit trail.
    """

    __tablename__ = "cooperative_profile"

    village_code: Mapped[str] = mapped_column(
        ForeignKey("cooperative.village_code"), primary_key=True
    )
    chair: Mapped[str | None]
    secretary: Mapped[str | None]
    treasurer: Mapped[str | None]
    manager: Mapped[str | None]
    supervisor: Mapped[str | None]
    legal_number: Mapped[str | None]
    legal_on: Mapped[date | None]
    members_total: Mapped[int | None]
    members_women: Mapped[int | None]
    members_saving: Mapped[int | None]
    business_lines: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    business_other: Mapped[str | None]
    note: Mapped[str | None]
    revision: Mapped[int]
    updated_by: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

    __table_args__ = (
        CheckConstraint("members_total >= 0", name="members_total"),
        CheckConstraint(
            "members_women >= 0 AND members_women <= members_total", name="members_women"
        ),
        CheckConstraint(
            "members_saving >= 0 AND members_saving <= members_total", name="members_saving"
        ),
        CheckConstraint(
            "business_lines <@ ARRAY['office', 'groceries', 'savings-loans', 'clinic', 'pharmacy',"
            " 'cold-storage', 'logistics', 'farm-inputs', 'lpg']",
            name="business_lines",
        ),
        CheckConstraint("revision > 0", name="revision"),
    )


class CooperativeAsset(Base):
    """Something that a cooperative owns, as its profile lists it; the value is in rupiah."""

    __tablename__ = "cooperative_asset"

    village_code: Mapped[str] = mapped_column(
        ForeignKey("cooperative_profile.village_code", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    kind: Mapped[str]
    value_rupiah: Mapped[int | None] = mapped_column(BigInteger)
    condition: Mapped[str | None]

    __table_args__ = (
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint(
            "kind IN ('land', 'building', 'vehicle', 'machine', 'electronics', 'furniture',"
            " 'stock', 'other')",
            name="kind",
        ),
        CheckConstraint("value_rupiah >= 0", name="value_rupiah"),
        CheckConstraint("condition IN ('good', 'damaged', 'broken')", name="condition"),
    )
