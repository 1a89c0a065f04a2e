"""The profile of a cooperative: what it holds, how it is read, and which parts are filled."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal
from unicodedata import normalize

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from gis_service.cooperatives.labels import BUSINESS_LINES
from gis_service.language import N_
from gis_service.submissions.content import ProblemError, read_content

LONGEST_NAME = 120
LONGEST_NOTE = 2_000
MOST_ASSETS = 100
MOST_MEMBERS = 1_000_000
MOST_RUPIAH = 1_000_000_000_000
#: Cooperatives that were there before the programme could join it.
FIRST_DAY = date(1945, 8, 17)

# 1250, 1.250, 1,250, 1 250: groups of three, one kind of mark
_GROUPED = re.compile(r"\d{1,3}(?:([., ])\d{3}(?:\1\d{3})*)?|\d{1,15}", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", re.ASCII)


def whole_number(given: Any) -> Any:
    """Read a whole number as people write one, also money; None for nothing.

    Examples
    --------
    >>> whole_number("1.250"), whole_number("Rp 12,500,000.00"), whole_number("Rp5.000,-")
    (1250, 12500000, 5000)
    """
    if given is None or isinstance(given, int):
        return given
    plain = " ".join(normalize("NFKC", str(given)[:60]).split())
    plain = re.sub(r"^(?:Rp|IDR)\.? ?", "", plain, flags=re.IGNORECASE)
    plain = re.sub(r"[.,](?:00|-)$", "", plain)
    if not _GROUPED.fullmatch(plain):
        raise ProblemError(
            N_("It must be a whole number, 0 or more, such as %(example)s."), example=1250
        )
    return int(re.sub(r"[., ]", "", plain))


def calendar_day(given: Any) -> Any:
    """Read a day as the form sends it or as people write it; None for nothing.

    Examples
    --------
    >>> calendar_day("2025-07-21") == calendar_day("21/7/2025") == date(2025, 7, 21)
    True
    """
    if given is None or isinstance(given, date):
        return given
    plain = str(given).strip()
    try:
        if found := _DAY.fullmatch(plain):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(plain)
    except ValueError:
        raise ProblemError(N_("It must be a day, such as %(day)s."), day="2025-07-21") from None


def one_line(given: Any) -> Any:
    """A text without line breaks and double spaces; nothing is None."""
    return " ".join(given.split()) or None if isinstance(given, str) else given


Name = Annotated[str | None, Field(max_length=LONGEST_NAME), BeforeValidator(one_line)]
Members = Annotated[int | None, Field(ge=0, le=MOST_MEMBERS), BeforeValidator(whole_number)]
BusinessLine = Literal[
    "office",
    "groceries",
    "savings-loans",
    "clinic",
    "pharmacy",
    "cold-storage",
    "logistics",
    "farm-inputs",
    "lpg",
]
AssetKind = Literal[
    "land", "building", "vehicle", "machine", "electronics", "furniture", "stock", "other"
]
Condition = Literal["good", "damaged", "broken"]


class Asset(BaseModel):
    """Something that the cooperative owns; the value is in rupiah."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(max_length=LONGEST_NAME)]
    kind: AssetKind
    value_rupiah: Annotated[
        int | None, Field(ge=0, le=MOST_RUPIAH), BeforeValidator(whole_number)
    ] = None
    condition: Condition | None = None

    @field_validator("name", mode="before")
    @classmethod
    def _named(cls, name: Any) -> Any:
        written = one_line(name)
        if written is None:
            raise ProblemError(N_("This is needed."))
        return written

    @field_validator("kind", mode="before")
    @classmethod
    def _chosen(cls, kind: Any) -> Any:
        if not kind:
            raise ProblemError(N_("Choose one."))
        return kind


class Profile(BaseModel):
    """A profile; None is not known yet."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    chair: Name = None
    secretary: Name = None
    treasurer: Name = None
    manager: Name = None
    supervisor: Name = None
    legal_number: Name = None
    legal_on: Annotated[date | None, BeforeValidator(calendar_day)] = None
    members_total: Members = None
    members_women: Members = None
    members_saving: Members = None
    business_lines: tuple[BusinessLine, ...] = ()
    business_other: Name = None
    assets: Annotated[tuple[Asset, ...], Field(max_length=MOST_ASSETS)] = ()
    note: Annotated[str | None, Field(max_length=LONGEST_NOTE)] = None

    @field_validator("legal_on")
    @classmethod
    def _in_the_past(cls, day: date | None, info: ValidationInfo) -> date | None:
        today = (info.context or {}).get("today", date.max)
        if day is not None and not FIRST_DAY <= day <= today:
            raise ProblemError(
                N_("It must be a day from %(first)s to %(last)s."), first=FIRST_DAY, last=today
            )
        return day

    @field_validator("members_women", "members_saving")
    @classmethod
    def _some_of_the_members(cls, count: int | None, info: ValidationInfo) -> int | None:
        total = info.data.get("members_total")
        if count is not None and total is not None and count > total:
            raise ProblemError(
                N_("There are %(total)s members in all: it must be that or less."), total=total
            )
        return count

    @field_validator("business_lines", mode="before")
    @classmethod
    def _in_order(cls, lines: Any) -> Any:
        known = list(BUSINESS_LINES)
        return sorted(set(lines), key=lambda one: known.index(one) if one in known else -1)

    @field_validator("note", mode="before")
    @classmethod
    def _plain_lines(cls, note: Any) -> Any:
        """Line breaks as browsers send them, and as everybody else writes them, are the same."""
        return note.replace("\r\n", "\n").strip() or None if isinstance(note, str) else note

    def as_json(self) -> dict[str, Any]:
        """As the audit trail keeps it."""
        return self.model_dump(mode="json")


FIELDS: tuple[str, ...] = tuple(Profile.model_fields)


def read_profile(given: Mapping[str, Any], today: date) -> Profile:
    """Read a profile.

    Raises
    ------
    ContentError
        Every field that cannot be taken, with the reason.
    """
    return read_content(Profile, given, {"today": today})


def filled_parts(profile: Profile, photos: int | None) -> dict[str, bool]:
    """Which parts of a profile are there.

    A manager may come later: the board appoints one when there is a business to manage.

    Parameters
    ----------
    photos : int, optional
        How many there are; None where no photos are kept, and none are asked for.
    """
    parts = {
        "organisation": all(
            (profile.chair, profile.secretary, profile.treasurer, profile.supervisor)
        ),
        "legal": bool(profile.legal_number and profile.legal_on),
        "members": None
        not in (profile.members_total, profile.members_women, profile.members_saving),
        "business": bool(profile.business_lines or profile.business_other),
        "assets": bool(profile.assets),
    }
    return parts if photos is None else {**parts, "photos": photos > 0}
