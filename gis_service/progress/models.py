"""Daily reports, and the blockers that they name."""

from datetime import date, datetime
from uuid import UUID

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from gis_service.db import Base


class ProgressReport(Base):
    """One cooperative on one day, as reported last; one is in force for each village and day.

    ``id`` is the client's. ``device_geom`` (EPSG:4326) is where the phone was. ``photos`` are
    those that were announced; each follows by itself.
    """

    __tablename__ = "progress_report"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submission.id", deferrable=True, initially="DEFERRED")
    )
    village_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    reported_on: Mapped[date]
    is_current: Mapped[bool] = mapped_column(server_default=text("true"))
    land_stage: Mapped[str | None]
    construction_stage: Mapped[str | None]
    percent: Mapped[float | None]
    note: Mapped[str | None]
    device_geom: Mapped[WKBElement | None] = mapped_column(
        Geometry("POINT", srid=4326, spatial_index=False)
    )
    device_accuracy_m: Mapped[float | None]
    photos: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), server_default=text("'{}'"))
    confirmed: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    captured_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    reported_by: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        CheckConstraint(
            "land_stage IN ('none', 'candidate', 'surveyed', 'consent', 'documents', 'ready')",
            name="land_stage",
        ),
        CheckConstraint(
            "construction_stage IN ('none', 'preparation', 'foundation', 'structure', 'roof',"
            " 'finishing', 'complete', 'operating')",
            name="construction_stage",
        ),
        Index(
            "uq_progress_report_village_code_reported_on_current",
            "village_code",
            "reported_on",
            unique=True,
            postgresql_where=text("is_current"),
        ),
        Index("ix_progress_report_submission_id", "submission_id"),
        Index(
            "ix_progress_report_reported_on_current",
            "reported_on",
            postgresql_using="hash",
            postgresql_where=text("is_current"),
        ),
    )


class ReportBlocker(Base):
    """What stops a cooperative, as one report says; ``since`` is the first day in a row."""

    __tablename__ = "report_blocker"

    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("progress_report.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    owner: Mapped[str | None]
    due_on: Mapped[date | None]
    note: Mapped[str | None]
    since: Mapped[date]

    __table_args__ = (
        CheckConstraint(
            "kind IN ('wrong-area', 'not-strategic', 'other-village', 'land-swap', 'needs-fill',"
            " 'building-on-land', 'permit', 'consent', 'dispute', 'protected-farmland', 'other')",
            name="kind",
        ),
    )


class ReportingDay(Base):
    """A day that has begun: what depends on the date was brought up to it."""

    __tablename__ = "reporting_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
