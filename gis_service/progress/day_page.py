"""What the page of a day shows of its reports: the days beside it, and the list of villages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gis_service.language import N_
from gis_service.progress.day import DayOfReports, Village, sort_villages
from gis_service.progress.day_address import LISTS, Asked
from gis_service.progress.submission import FIRST_DAY

#: So many rows at first: a phone need not show a thousand.
MOST_ROWS = 100

COLUMNS = {
    "village": N_("Village"),
    "regency": N_("Regency or city"),
    "officer": N_("Officer"),
    "days": N_("Last report"),
    "stage": N_("Stage"),
    "percent": N_("Progress"),
    "change": N_("Change"),
    "blockers": N_("Blockers"),
    "findings": N_("Findings"),
    "photos": N_("Photos"),
}


@dataclass(frozen=True, slots=True)
class DayPage:
    """The page of a day.

    Attributes
    ----------
    before, after : date or None
        The days beside it, where there can be reports.
    rows : sequence of Village
        Of the list that is shown, sorted, and cut unless all of it was asked for.
    length : int
        How long the list is.
    columns : list of (str, str)
        Name and heading of its columns.
    """

    first: date
    today: date
    before: date | None
    after: date | None
    rows: Sequence[Village]
    length: int
    columns: Sequence[tuple[str, str]]


def day_page(reports: DayOfReports, asked: Asked, today: date) -> DayPage:
    """Lay a day out as it is asked for."""
    villages = sort_villages(reports.with_state(asked.shown), asked.sort, reports.names)
    return DayPage(
        first=FIRST_DAY,
        today=today,
        before=asked.day - timedelta(days=1) if asked.day > FIRST_DAY else None,
        after=asked.day + timedelta(days=1) if asked.day < today else None,
        rows=villages if asked.whole else villages[:MOST_ROWS],
        length=len(villages),
        columns=[(name, COLUMNS[name]) for name in LISTS[asked.shown]],
    )
