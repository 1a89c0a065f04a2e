"""The address of the page of a day: what is asked for, and links to more of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gis_service.areas.parameters import EXAMPLES, code_parameter
from gis_service.language import N_
from gis_service.progress.submission import FIRST_DAY
from gis_service.web.parameters import LANGUAGE, Parameter, ParameterError, one_of, read_from

#: The lists of villages, each with the columns that it can be sorted by.
LISTS = {
    "missing": ("village", "regency", "officer", "days"),
    "reported": (
        "village",
        "regency",
        "officer",
        "stage",
        "percent",
        "change",
        "blockers",
        "findings",
        "photos",
    ),
}
SORTS = tuple(dict.fromkeys(name for names in LISTS.values() for name in names))


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see of a day.

    Attributes
    ----------
    day : date
        In the office's time zone.
    regency : str or None
        Code; None for all of them.
    shown : str
        The list of villages that is shown, one of `LISTS`.
    sort : str
        One of the list's columns, with ``-`` before it for the largest first; empty: by code.
    whole : bool
        The whole list, however long.
    """

    day: date
    regency: str | None = None
    shown: str = "missing"
    sort: str = ""
    whole: bool = False

    @property
    def query(self) -> dict[str, str]:
        """Day and regency as parameters of an address."""
        return {"day": self.day.isoformat(), **({"regency": self.regency} if self.regency else {})}

    def query_of(self, shown: str, sort: str = "", *, whole: bool = False) -> dict[str, str]:
        """The same with a list, as parameters of an address."""
        return {
            **self.query,
            "list": shown,
            **({"sort": sort} if sort else {}),
            **({"all": "1"} if whole else {}),
        }

    def sorted_by(self, column: str) -> dict[str, str]:
        """The same, sorted by a column; asked again, the other way round."""
        sort = f"-{column}" if self.sort == column else column
        return self.query_of(self.shown, sort, whole=self.whole)

    def direction(self, column: str) -> str | None:
        """How the list is sorted by a column, in the words of ``aria-sort``; None: by another."""
        if self.sort.removeprefix("-") != column:
            return None
        return "descending" if self.sort.startswith("-") else "ascending"


def read_asked(
    given: Iterable[tuple[str, str]], today: date, write_day: Callable[[date], str]
) -> Asked:
    """Read the address of the page.

    Parameters
    ----------
    today : date
        In the office's time zone: the day that is meant when none is given.
    write_day : callable
        Writes a day as people read it.

    Raises
    ------
    ParameterError
        A parameter is not known or cannot be read, or the day has not come yet.

    Examples
    --------
    >>> asked = read_asked([("day", "2026-01-14"), ("regency", "")], date(2026, 1, 15), str)
    >>> asked.day, asked.regency, asked.shown
    (datetime.date(2026, 1, 14), None, 'missing')
    """
    read = read_from(PARAMETERS, given)
    asked = Asked(
        day=read.get("day") or today,
        regency=read.get("regency"),
        shown=read.get("list", "missing"),
        sort=read.get("sort", ""),
        whole=bool(read.get("all")),
    )
    if asked.day > today:
        raise ParameterError(
            "day",
            N_("%(day)s has not come yet: reports are known up to today, %(today)s."),
            day=write_day(asked.day),
            today=write_day(today),
        )
    if asked.day < FIRST_DAY:
        raise ParameterError(
            "day",
            N_("There are no reports before %(first)s."),
            first=write_day(FIRST_DAY),
        )
    column = asked.sort.removeprefix("-")
    if column and column not in LISTS[asked.shown]:
        raise ParameterError(
            "sort",
            N_("%(name)s must be one of: %(allowed)s."),
            name="sort",
            allowed=", ".join(LISTS[asked.shown]),
        )
    return asked


def _day(name: str, text: str) -> date | None:
    """A day as a browser's form gives it; an empty field says nothing."""
    if not text:
        return None
    try:
        # not the other spellings of ISO 8601, which a browser's form never gives
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise ParameterError(
            name,
            N_("%(name)s must be a day that exists, such as %(example)s."),
            name=name,
            example="2026-01-15",
        ) from None


_REGENCY = code_parameter("regency", "regency", "Only this regency or city; in any spelling.")


def _regency(name: str, text: str) -> Any:
    return _REGENCY.read(name, text) if text.strip() else None


DAY = Parameter(
    "day",
    "The day, in the office's time zone; today unless told.",
    {"type": "string", "format": "date"},
    _day,
)
REGENCY = Parameter(
    "regency",
    _REGENCY.description,
    {"type": "string", "examples": [EXAMPLES["regency"]]},
    _regency,
)
PARAMETERS = (
    DAY,
    REGENCY,
    Parameter("list", "Which list of villages.", {"enum": list(LISTS)}, one_of(tuple(LISTS))),
    Parameter(
        "sort",
        "The column that the list is sorted by; with - before it, the largest first.",
        {"type": "string"},
        one_of((*SORTS, *(f"-{name}" for name in SORTS))),
    ),
    Parameter("all", "1: the whole list.", {"enum": ["1"]}, one_of(("1",))),
    LANGUAGE,
)
