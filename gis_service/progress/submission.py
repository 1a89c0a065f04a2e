"""A daily report that a phone sends: its content, and what becomes of it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self, get_args
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from sqlalchemy.orm import Session

from gis_service.accounts.audit import record
from gis_service.cooperatives.service import set_construction_stage
from gis_service.language import N_
from gis_service.photos.checks import check_photos_of
from gis_service.progress import queries
from gis_service.progress.checks import check_reports
from gis_service.progress.days import begin_day, day_of
from gis_service.submissions.content import Content, DevicePosition, ProblemError, Text
from gis_service.submissions.errors import ContentError
from gis_service.submissions.service import Given, InForce
from spatial.progress import UNDER_CONSTRUCTION, ConstructionStage, LandStage

FIRST_DAY = date(2025, 1, 1)
MOST_PHOTOS = 20
MOST_BLOCKERS = 20

BlockerKind = Literal[
    "wrong-area",
    "not-strategic",
    "other-village",
    "land-swap",
    "needs-fill",
    "building-on-land",
    "permit",
    "consent",
    "dispute",
    "protected-farmland",
    "other",
]
BLOCKER_KINDS: tuple[str, ...] = get_args(BlockerKind)
Day = Annotated[date, Field(strict=False)]


class Blocker(BaseModel):
    """What stops a cooperative: who has to act, and until when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: BlockerKind
    owner: Annotated[str | None, Field(max_length=200)] = None
    due_on: Day | None = None
    note: Text | None = None


class ReportContent(Content):
    """One cooperative on one day; null is not known."""

    reported_on: Annotated[Day, Field(description="The day, in the office's time zone")]
    land_stage: LandStage | None = None
    construction_stage: ConstructionStage | None = None
    percent: Annotated[
        float | None, Field(ge=0, le=100, description="How much of the building stands")
    ] = None
    blockers: Annotated[tuple[Blocker, ...], Field(max_length=MOST_BLOCKERS)] = ()
    note: Text | None = None
    device: Annotated[
        DevicePosition | None, Field(description="Where the phone was when it was written")
    ] = None
    photos: Annotated[
        tuple[UUID, ...],
        Field(max_length=MOST_PHOTOS, description="Identifiers of the photos that follow"),
    ] = ()
    confirmed: Annotated[
        tuple[Annotated[str, Field(max_length=40)], ...],
        Field(max_length=10, description="Codes of flags that were asked about and confirmed"),
    ] = ()
    captured_at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _building_is_shown(self) -> Self:
        if self.construction_stage in UNDER_CONSTRUCTION and not self.photos:
            raise ProblemError(
                N_("A report on a building under construction needs at least one photo."),
                field="photos",
            )
        if self.reported_on < FIRST_DAY:
            raise ProblemError(
                N_("The day must not be before %(first)s."),
                field="reported_on",
                first=FIRST_DAY.isoformat(),
            )
        return self


class ReportSubmission:
    """Takes the report of a village's day; see `gis_service.submissions.service.Kind`."""

    name = "report"

    def __init__(self, content: ReportContent, given: Given) -> None:
        self.content = content
        self.given = given

    @property
    def place(self) -> str:
        """One report a day is in force."""
        return self.content.reported_on.isoformat()

    def in_force(self, session: Session) -> InForce | None:
        """The report of that day."""
        row = queries.report_of_day(session, self.content.village_code, self.content.reported_on)
        if row is None:
            return None
        return InForce(report_tag(row.submission_id), row.reported_by, row.changed_at, row.content)

    def accept(self, session: Session, submission_id: int, now: datetime) -> dict[str, Any]:
        """Store it, check it and its neighbours in time, and tell those who follow."""
        content, given = self.content, self.given
        self._refuse(session, now)
        stored = queries.store_report(
            session, given, content.model_dump(), submission_id=submission_id, now=now
        )
        if stored.is_latest and content.construction_stage is not None:
            stage = declared_stage(content.construction_stage)
            set_construction_stage(session, content.village_code, stage)
        record(
            session,
            actor=given.person.username,
            action="report.put",
            subject=("report", str(given.client_id)),
            detail={
                "village_code": content.village_code,
                "reported_on": content.reported_on.isoformat(),
                "replaces": [str(one) for one in stored.superseded],
            },
            now=now,
            person_id=given.person.id,
        )
        begin_day(session, now)
        check_reports(session, [given.client_id, *stored.neighbours, *stored.superseded], now)
        # those that came before their report
        check_photos_of(session, now, subjects=("report", [given.client_id]))
        return {
            "tag": report_tag(submission_id),
            "report": {"flags": queries.report_flags(session, given.client_id)},
        }

    def _refuse(self, session: Session, now: datetime) -> None:
        """A day that has not come, a village that nobody knows, a report that changes its day."""
        today = day_of(session, now)
        if self.content.reported_on > today:
            raise ContentError(
                [
                    (
                        "reported_on",
                        N_("The day has not come yet: today is %(today)s. Is the phone's clock"
                           " right?"),
                        {"today": today.isoformat()},
                    )
                ]
            )  # fmt: skip
        known = queries.village_and_day(session, self.content.village_code, self.given.client_id)
        if not known.village_known:
            raise ContentError([("village_code", N_("The roster does not hold this village."), {})])
        if known.reported_on not in (None, self.content.reported_on):
            raise ContentError(
                [
                    (
                        "reported_on",
                        N_("This report is of %(day)s. Another day needs a report of its own."),
                        {"day": known.reported_on.isoformat()},
                    )
                ]
            )


def declared_stage(construction_stage: str) -> str:
    """What a stage of the reports is in the few words of the cooperative's list.

    >>> declared_stage("roof"), declared_stage("operating")
    ('started', 'complete')
    """
    if construction_stage in UNDER_CONSTRUCTION:
        return "started"
    return "none" if construction_stage == "none" else "complete"


def report_tag(submission_id: int) -> str:
    """Names what is in force of a day, as an entity tag."""
    return f'"{submission_id}"'
