"""A day's reports as files, exactly what the page shows: CSV, XLSX and GeoJSON."""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from io import BytesIO, StringIO
from typing import Any

import orjson
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX

from gis_service.language import N_
from gis_service.progress.day import Count, DayOfReports, Village
from gis_service.progress.day_texts import Words

#: A spreadsheet takes a text that begins so for a formula, and works it out on opening.
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


@dataclass(frozen=True, slots=True)
class Made:
    """Where a file comes from: said in each of its forms.

    Attributes
    ----------
    source : str
        Address of the page, and whether its data are samples.
    at : datetime
        When the file was made, in the office's time zone.
    by : str
        Who asked for it.
    """

    source: str
    at: datetime
    by: str

    @property
    def time_zone(self) -> tzinfo | None:
        """The office's."""
        return self.at.tzinfo


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the villages: its heading, its value, and how wide it is."""

    heading: str
    value: Callable[[Village, DayOfReports, Words, Made], Any]
    width: int = 14


def _local(moment: datetime | None, made: Made) -> datetime | None:
    """In the office's time, without its zone: spreadsheets know none."""
    return None if moment is None else moment.astimezone(made.time_zone).replace(tzinfo=None)


COLUMNS = (
    Column(N_("Day"), lambda _one, day, _words, _made: day.day, 12),
    Column(N_("Village code"), lambda one, *_: one.code, 15),
    Column(N_("Village"), lambda one, *_: one.name, 22),
    Column(N_("District"), lambda one, *_: one.district, 18),
    Column(N_("Regency or city"), lambda one, *_: one.regency, 24),
    Column(N_("Officer"), lambda one, day, *_: day.named(one.officers), 26),
    Column(N_("State"), lambda one, _day, words, _made: words.state(one), 15),
    Column(
        N_("Reported by"),
        lambda one, day, *_: one.report and day.named([one.report.reported_by]),
        26,
    ),
    Column(
        N_("Received"),
        lambda one, _day, _words, made: one.report and _local(one.report.received_at, made),
        17,
    ),
    Column(N_("Last report"), lambda one, *_: one.last_on, 14),
    Column(N_("Days since the last report"), lambda one, *_: one.days, 12),
    Column(
        N_("Land"),
        lambda one, _day, words, _made: one.report and words.land(one.report.land_stage),
        22,
    ),
    Column(
        N_("Construction"),
        lambda one, _day, words, _made: (
            one.report and words.construction(one.report.construction_stage)
        ),
        20,
    ),
    Column(N_("Physical progress (%)"), lambda one, *_: one.report and one.report.percent, 12),
    Column(N_("Change (points)"), lambda one, *_: one.report and one.report.change, 12),
    Column(N_("Compared with"), lambda one, *_: one.report and one.report.earlier_on, 14),
    Column(
        N_("Blockers"),
        lambda one, _day, words, _made: (
            one.report and ", ".join(words.blockers(one.report.blockers))
        ),
        30,
    ),
    Column(
        N_("Findings"),
        lambda one, _day, words, _made: one.report and " ".join(words.messages(one.report)),
        40,
    ),
    Column(N_("Photos announced"), lambda one, *_: one.report and one.report.photos, 12),
    Column(N_("Note"), lambda one, *_: one.report and one.report.note, 40),
    Column(N_("Latitude"), lambda one, *_: one.latitude, 12),
    Column(N_("Longitude"), lambda one, *_: one.longitude, 12),
    Column(N_("Source"), lambda _one, _day, _words, made: made.source, 40),
    Column(N_("Made"), lambda _one, _day, _words, made: _local(made.at, made), 17),
)


def as_csv(day: DayOfReports, words: Words, made: Made) -> bytes:
    """Villages with headings in the language; UTF-8 with a mark, by which spreadsheets know it."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(words.gettext(column.heading) for column in COLUMNS)
    for row in _rows(day, words, made):
        writer.writerow(_csv_cell(value) for value in row)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def as_xlsx(day: DayOfReports, words: Words, made: Made) -> bytes:
    """Sheets of villages, regencies and officers, and one that says where they come from."""
    say = words.gettext
    book = Workbook(write_only=True)
    _sheet(
        book,
        say(N_("Villages")),
        [(say(column.heading), column.width) for column in COLUMNS],
        _rows(day, words, made),
    )
    counts = [(say(N_("Villages")), 12), (say(N_("Reported")), 12), (say(N_("Not reported")), 12)]
    _sheet(
        book,
        say(N_("Regencies")),
        [(say(N_("Regency or city")), 28), *counts],
        [(one.name, *_counted(one.count)) for one in day.regencies],
    )
    _sheet(
        book,
        say(N_("Officers")),
        [(say(N_("Officer")), 28), *counts, (say(N_("Last report received")), 18)],
        [(one.full_name, *_counted(one.count), _local(one.last_at, made)) for one in day.officers],
    )
    _sheet(
        book,
        say(N_("About")),
        [(say(N_("Daily reports")), 34), ("", 60)],
        [
            (say(N_("Day")), day.day),
            (say(N_("Regency or city")), _area(day) or say(N_("All regencies and cities"))),
            (say(N_("Villages that somebody answers for")), day.count.expected),
            (say(N_("Reported")), day.count.reported),
            (say(N_("Not reported")), day.count.missing),
            (say(N_("Source")), made.source),
            (say(N_("Made")), _local(made.at, made)),
            (say(N_("Made by")), made.by),
            (say(N_("Time zone")), made.at.tzname()),
        ],
    )
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def as_geojson(day: DayOfReports, _words: Words, made: Made) -> bytes:
    """Villages at the positions of their sites (RFC 7946), what is known of them in codes."""
    return orjson.dumps(
        {
            "type": "FeatureCollection",
            "day": day.day,
            "source": made.source,
            "made_at": made.at,
            "features": [
                {
                    "type": "Feature",
                    "id": one.code,
                    "geometry": None
                    if one.longitude is None
                    else {"type": "Point", "coordinates": [one.longitude, one.latitude]},
                    "properties": _properties(one, day),
                }
                for one in _in_order(day)
            ],
        }
    )


#: Extension of a file's name to its media type, and what makes it.
FORMS: dict[str, tuple[str, Callable[[DayOfReports, Words, Made], bytes]]] = {
    "csv": ("text/csv", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "geojson": ("application/geo+json", as_geojson),
}


def _rows(day: DayOfReports, words: Words, made: Made) -> Iterable[list[Any]]:
    for one in _in_order(day):
        yield [column.value(one, day, words, made) for column in COLUMNS]


def _in_order(day: DayOfReports) -> Sequence[Village]:
    """Those that somebody answers for or reported on, by code."""
    return [one for one in day.villages if one.state != "unexpected"]


def _counted(counted: Count) -> tuple[int, int, int]:
    return counted.expected, counted.reported, counted.missing


def _area(day: DayOfReports) -> str:
    """The name of the regency where only one is shown."""
    names = {one.regency or "" for one in day.villages}
    return names.pop() if len(names) == 1 and len(day.regencies) > 1 else ""


def _properties(one: Village, day: DayOfReports) -> dict[str, Any]:
    report = one.report
    return {
        "village_code": one.code,
        "village": one.name,
        "district": one.district,
        "regency_code": one.regency_code,
        "regency": one.regency,
        "officers": [day.names.get(name, name) for name in one.officers],
        "state": one.state,
        "last_report_on": one.last_on,
        "days_since_report": one.days,
        "reported_on": day.day if report else None,
        "reported_by": report and day.names.get(report.reported_by, report.reported_by),
        "received_at": report and report.received_at,
        "land_stage": report and report.land_stage,
        "construction_stage": report and report.construction_stage,
        "percent": report and report.percent,
        "change": report and report.change,
        "blockers": list(report.blockers) if report else [],
        "flags": [code for code, _ in report.flags] if report else [],
        "photos": report and report.photos,
        "note": report and report.note,
    }


def _csv_cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_BEGINS) else value
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else value


def _sheet(
    book: Any, title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]
) -> None:
    """Add a sheet; only texts that we write are ever texts, numbers and days are what they are."""
    sheet = book.create_sheet(INVALID_TITLE_REGEX.sub("-", title))
    sheet.freeze_panes = "A2"
    for number, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_xlsx_cell(sheet, heading, bold=True) for heading, _ in columns])
    count = 1
    for row in rows:
        sheet.append([_xlsx_cell(sheet, value) for value in row])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"


def _xlsx_cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        # a text, also one that begins like a formula, and still one when somebody edits it
        cell.data_type = "s"
        cell.quotePrefix = True
    if isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
