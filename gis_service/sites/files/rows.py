"""A row of a list of sites, and what is wrong with one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TypeVar

from gis_service.areas.codes import normalise_code
from gis_service.sites.files.errors import EXPECTED
from gis_service.sites.files.values import (
    BLANK,
    Cell,
    UnreadableError,
    cell_text,
    read_metres,
    read_moment,
    read_yes_or_no,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something in a row that could not be taken.

    Attributes
    ----------
    number : int
        The row's number as the person sees it, see `SiteRow`.
    field : str
        Field of `SiteRow`, or ``row``.
    value : str
        What was given.
    code : str
        One of `MESSAGES`.
    expected : str
        What would be right, in English; the catalogues translate it.
    """

    number: int
    field: str
    value: str
    code: str
    expected: str


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site as a list gives it.

    Attributes
    ----------
    number : int
        The row's number as the person sees it: of the spreadsheet's row, of the line on which a
        CSV record begins, of the feature in GeoJSON, KML and GPX; all count from 1.
    village_code : str
        Dotted code of the Home Ministry, or the text as given if it is not such a code.
    coordinates : str
        One text, as given: of the column with coordinates, or latitude, comma and longitude.
        '' if there is none.
    cooperative_name : str or None
    accuracy_m : float or None
        Metres.
    captured_at : datetime or None
        Time zone aware.
    mock_location : bool or None
    note : str or None
    problems : tuple of RowProblem
        Of fields that do not keep the row out.
    """

    number: int
    village_code: str
    coordinates: str
    cooperative_name: str | None
    accuracy_m: float | None
    captured_at: datetime | None
    mock_location: bool | None
    note: str | None
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A row's cells by field, before they are read; ``whole`` is the row as one text."""

    number: int
    values: Mapping[str, Cell]
    whole: str
    problems: tuple[RowProblem, ...] = ()


def problem(number: int, field: str, value: str, code: str) -> RowProblem:
    """Make a problem that says what would have been right."""
    return RowProblem(number, field, value, code, EXPECTED[code])


def read_row(record: Record, zone: tzinfo) -> SiteRow | RowProblem:
    """Read a record; one without a village code is a problem and no row."""
    village_code = normalise_code(_text(record, "village_code"))
    if not village_code:
        return problem(record.number, "village_code", record.whole, "village-code-missing")
    problems = list(record.problems)

    def optional(field: str, read: Callable[[Cell], T]) -> T | None:
        cell = record.values.get(field, "")
        if cell_text(cell).strip().casefold() in BLANK:
            return None
        try:
            return read(cell)
        except UnreadableError as error:
            problems.append(problem(record.number, field, cell_text(cell), error.code))
            return None

    return SiteRow(
        number=record.number,
        village_code=village_code,
        coordinates=_coordinates(record),
        cooperative_name=_text(record, "cooperative_name") or None,
        accuracy_m=optional("accuracy_m", read_metres),
        captured_at=optional("captured_at", lambda cell: read_moment(cell, zone)),
        mock_location=optional("mock_location", read_yes_or_no),
        note=_text(record, "note") or None,
        problems=tuple(problems),
    )


def pair(latitude: str, longitude: str) -> str:
    """Put latitude and longitude into one text; a missing one keeps its place."""
    return f"{latitude}, {longitude}" if latitude or longitude else ""


def _coordinates(record: Record) -> str:
    given = cell_text(record.values.get("coordinates", ""))
    return given if given.strip() else pair(_text(record, "latitude"), _text(record, "longitude"))


def _text(record: Record, field: str) -> str:
    return cell_text(record.values.get(field, "")).strip()
