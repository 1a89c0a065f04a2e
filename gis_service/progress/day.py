"""A day's reports as the office sees them: who reported, who did not, and what."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from gis_service.progress import queries
from spatial.progress import CONSTRUCTION_STAGES

REPORTED, MISSING, UNEXPECTED = "reported", "missing", "unexpected"


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a village's day.

    Attributes
    ----------
    reported_by : str
        Username.
    change : float or None
        Percentage points since the report before, of ``earlier_on``; None: not known.
    blockers : sequence of str
        Their kinds.
    flags : sequence of (str, mapping)
        Code and figures of what the checks found, those with an exception left out.
    photos : int
        How many were announced.
    """

    received_at: datetime
    reported_by: str
    land_stage: str | None
    construction_stage: str | None
    percent: float | None
    earlier_on: date | None
    earlier_percent: float | None
    note: str | None
    blockers: Sequence[str]
    flags: Sequence[tuple[str, Mapping[str, Any]]]
    photos: int

    @property
    def change(self) -> float | None:
        """See above."""
        if self.percent is None or self.earlier_percent is None:
            return None
        return self.percent - self.earlier_percent


@dataclass(frozen=True, slots=True)
class Village:
    """A village on the day.

    Attributes
    ----------
    officers : sequence of str
        Usernames of those who answer for it at present.
    longitude, latitude : float or None
        Of its site (EPSG:4326).
    last_on : date or None
        Its last report up to the day, at ``last_at``.
    days : int or None
        Days from its last report to the day; None: there was none.
    report : Report or None
        That of the day.
    """

    code: str
    name: str
    district: str | None
    regency_code: str | None
    regency: str | None
    officers: Sequence[str]
    longitude: float | None
    latitude: float | None
    last_on: date | None
    last_at: datetime | None
    days: int | None
    report: Report | None

    @property
    def state(self) -> str:
        """``reported``, ``missing``, or ``unexpected``: nobody answers for it, or reported."""
        if self.report is not None:
            return REPORTED
        return MISSING if self.officers else UNEXPECTED


@dataclass(frozen=True, slots=True)
class Count:
    """How many villages somebody answers for, and how many of them were reported on."""

    expected: int
    reported: int

    @property
    def missing(self) -> int:
        """How many were not."""
        return self.expected - self.reported

    @property
    def share(self) -> float:
        """The part that was, 0 to 1."""
        return self.reported / self.expected if self.expected else 0.0

    @property
    def whole(self) -> str:
        """``all``, ``some`` or ``none``."""
        return "none" if not self.reported else "some" if self.missing else "all"


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who answers for villages; ``last_at`` is when their last report came in."""

    username: str
    full_name: str
    count: Count
    last_on: date | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Regency:
    """A regency or city."""

    code: str
    name: str
    count: Count


@dataclass(frozen=True, slots=True)
class DayOfReports:
    """Everything that the page of a day shows, of all villages or of one regency's.

    Attributes
    ----------
    everywhere : sequence of Village
        All villages by code, also those of other regencies.
    villages : sequence of Village
        Those asked for.
    regencies : sequence of Regency
        All of them.
    names : mapping
        Username to full name.
    besides : int
        Reports on villages that nobody answers for.
    """

    day: date
    everywhere: Sequence[Village]
    villages: Sequence[Village]
    regencies: Sequence[Regency]
    officers: Sequence[Officer]
    names: Mapping[str, str]
    count: Count
    besides: int

    def with_state(self, state: str) -> list[Village]:
        """The villages asked for that are in a state."""
        return [village for village in self.villages if village.state == state]

    def officers_who(self, whole: str) -> int:
        """How many officers reported on ``all``, ``some`` or ``none`` of their villages."""
        return sum(officer.count.whole == whole for officer in self.officers)

    def named(self, usernames: Iterable[str]) -> str:
        """People by their full names, with commas."""
        return ", ".join(self.names.get(one, one) for one in usernames)


def day_of_reports(session: Session, day: date, regency: str | None) -> DayOfReports:
    """Read a day.

    Who answers for a village is what the accounts say at present, also of a day gone by.

    Parameters
    ----------
    regency : str or None
        Code of the regency asked for; None for all of them.
    """
    everywhere = [_village(row, day) for row in queries.day(session, day)]
    villages = [one for one in everywhere if regency in (None, one.regency_code)]
    mentioned = {name for one in everywhere for name in one.officers}
    mentioned |= {one.report.reported_by for one in villages if one.report}
    names = queries.full_names(session, sorted(mentioned))
    of_regency: dict[tuple[str, str], list[Village]] = defaultdict(list)
    for one in everywhere:
        of_regency[one.regency_code or "", one.regency or ""].append(one)
    return DayOfReports(
        day=day,
        everywhere=everywhere,
        villages=villages,
        regencies=[
            Regency(code, name, count(theirs))
            for (code, name), theirs in sorted(of_regency.items())
            if code
        ],
        officers=_officers(villages, names),
        names=names,
        count=count(villages),
        besides=sum(one.report is not None and not one.officers for one in villages),
    )


def count(villages: Iterable[Village]) -> Count:
    """Count villages; those that nobody answers for are left out."""
    expected = [one for one in villages if one.officers]
    return Count(len(expected), sum(one.report is not None for one in expected))


def sort_villages(
    villages: Sequence[Village], sort: str, names: Mapping[str, str]
) -> list[Village]:
    """Sort by a column of the page (see `gis_service.progress.day_address`).

    What is not known comes last, either way.
    """
    if not sort:
        return list(villages)
    key = _KEYS[sort.removeprefix("-")]
    known: list[tuple[Any, Village]] = []
    unknown: list[Village] = []
    for one in villages:
        value = key(one, names)
        if value is None:
            unknown.append(one)
        else:
            known.append((value, one))
    known.sort(key=lambda pair: pair[0], reverse=sort.startswith("-"))
    return [one for _, one in known] + unknown


def _stage(village: Village, _names: Mapping[str, str]) -> int | None:
    stage = village.report and village.report.construction_stage
    return CONSTRUCTION_STAGES.index(stage) if stage else None


_KEYS: dict[str, Callable[[Village, Mapping[str, str]], Any]] = {
    "village": lambda one, _names: one.name.lower(),
    "regency": lambda one, _names: (one.regency_code or "", one.district or "", one.name),
    "officer": lambda one, names: [names.get(name, name) for name in one.officers] or None,
    # never reported on is longer ago than any day
    "days": lambda one, _names: float("inf") if one.days is None else one.days,
    "stage": _stage,
    "percent": lambda one, _names: one.report and one.report.percent,
    "change": lambda one, _names: one.report and one.report.change,
    "blockers": lambda one, _names: one.report and len(one.report.blockers),
    "findings": lambda one, _names: one.report and len(one.report.flags),
    "photos": lambda one, _names: one.report and one.report.photos,
}


def _officers(villages: Sequence[Village], names: Mapping[str, str]) -> list[Officer]:
    of_officer: dict[str, list[Village]] = defaultdict(list)
    for one in villages:
        for username in one.officers:
            of_officer[username].append(one)
    found = [
        Officer(
            username,
            names.get(username, username),
            count(theirs),
            max((one.last_on for one in theirs if one.last_on), default=None),
            max((one.last_at for one in theirs if one.last_at), default=None),
        )
        for username, theirs in of_officer.items()
    ]
    return sorted(found, key=lambda one: (one.count.share, one.full_name))


def _village(row: Row[Any], day: date) -> Village:
    report = None
    if row.reported_on == day:
        report = Report(
            row.received_at,
            row.reported_by,
            row.land_stage,
            row.construction_stage,
            row.percent,
            row.earlier_on,
            row.earlier_percent,
            row.note,
            row.blockers,
            row.flags or (),
            row.photos,
        )
    return Village(
        row.code,
        row.name,
        row.district,
        row.regency_code,
        row.regency,
        row.officers or (),
        row.longitude,
        row.latitude,
        row.reported_on,
        row.received_at,
        None if row.reported_on is None else (day - row.reported_on).days,
        report,
    )
