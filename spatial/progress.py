"""Is a daily report plausible: measurements in, flags out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from spatial.flags import Flag

if TYPE_CHECKING:
    from datetime import date

LandStage = Literal["none", "candidate", "surveyed", "consent", "documents", "ready"]
ConstructionStage = Literal[
    "none",
    "preparation",
    "foundation",
    "structure",
    "roof",
    "finishing",
    "complete",
    "operating",
]
#: In the order in which they are reached.
LAND_STAGES: Final[tuple[str, ...]] = get_args(LandStage)
CONSTRUCTION_STAGES: Final[tuple[str, ...]] = get_args(ConstructionStage)
#: Somebody builds: a report shows it with a photo.
UNDER_CONSTRUCTION: Final = CONSTRUCTION_STAGES[1:6]
#: More percentage points than this in a day are asked about.
JUMP_POINTS: Final = 25.0
#: A village that was reported on is reported on every day.
DAYS_BETWEEN_REPORTS: Final = 1


@dataclass(frozen=True, slots=True)
class Reported:
    """What a report says of how far things are; None: it does not say."""

    day: date
    land_stage: str | None
    construction_stage: str | None
    percent: float | None


@dataclass(frozen=True, slots=True)
class ReportMeasurement:
    """One report beside the one before it, and where it was written.

    Attributes
    ----------
    report, before : Reported
        ``before`` is None for the first report of a village.
    site_distance_m : float, optional
        Metres from the phone to the village's site; None: one of them is not known.
    accuracies_m : float
        Of phone and site together, in metres.
    is_latest : bool
        No later report of the village is in force.
    confirmed : frozenset of str
        Codes of flags that the officer was asked about and confirmed: kept, and said so.
    """

    report: Reported
    before: Reported | None
    site_distance_m: float | None
    accuracies_m: float
    is_latest: bool
    confirmed: frozenset[str] = frozenset()


def judge(measured: ReportMeasurement, *, today: date, far_from_site_m: float) -> tuple[Flag, ...]:
    """Say what is doubtful about a report.

    Parameters
    ----------
    measured : ReportMeasurement
    today : date
        In the office's time zone.
    far_from_site_m : float
        Metres from the site, beyond the accuracies, from which a report is doubtful.

    Returns
    -------
    tuple of Flag
        Some of ``progress-decreased``, ``progress-jump``, ``report-far-from-site`` and
        ``report-missing`` (on the last report there is, when a day passed without one).

    Examples
    --------
    >>> from datetime import date
    >>> monday, tuesday = date(2026, 1, 12), date(2026, 1, 13)
    >>> before = Reported(monday, "ready", "structure", 40)
    >>> today = Reported(tuesday, "ready", "structure", 30)
    >>> measured = ReportMeasurement(today, before, 12.0, 10.0, is_latest=True)
    >>> [flag.code for flag in judge(measured, today=tuesday, far_from_site_m=250)]
    ['progress-decreased']
    """
    flags: list[Flag] = []
    report, before = measured.report, measured.before
    if before is not None:
        if fell := _what_fell(report, before):
            flags.append(Flag("progress-decreased", {"fell": fell, **_percents(report, before)}))
        if _jumped(report, before):
            flags.append(Flag("progress-jump", _percents(report, before)))
    beyond = (measured.site_distance_m or 0.0) - measured.accuracies_m
    if beyond > far_from_site_m:
        flags.append(
            Flag("report-far-from-site", {"distance_m": round(measured.site_distance_m or 0.0, 1)})
        )
    late = (today - report.day).days
    if measured.is_latest and late > DAYS_BETWEEN_REPORTS:
        flags.append(Flag("report-missing", {"last_on": report.day.isoformat()}))
    return tuple(
        Flag(flag.code, {**flag.detail, "confirmed": True})
        if flag.code in measured.confirmed
        else flag
        for flag in flags
    )


def _percents(report: Reported, before: Reported) -> dict[str, object]:
    return {
        "percent": report.percent,
        "percent_before": before.percent,
        "before_on": before.day.isoformat(),
    }


def _what_fell(report: Reported, before: Reported) -> list[str]:
    fell = []
    if report.percent is not None and before.percent is not None:
        fell += ["percent"] if report.percent < before.percent else []
    fell += ["land_stage"] if _is_before(LAND_STAGES, report.land_stage, before.land_stage) else []
    if _is_before(CONSTRUCTION_STAGES, report.construction_stage, before.construction_stage):
        fell.append("construction_stage")
    return fell


def _is_before(stages: tuple[str, ...], now: str | None, before: str | None) -> bool:
    return now in stages and before in stages and stages.index(now) < stages.index(before)


def _jumped(report: Reported, before: Reported) -> bool:
    if report.percent is None or before.percent is None:
        return False
    days = max(1, (report.day - before.day).days)
    return report.percent - before.percent > JUMP_POINTS * days
