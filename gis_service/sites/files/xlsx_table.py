"""Spreadsheets: the first sheet with a header, its hidden rows and merged cells too."""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet

from gis_service.sites.files.archives import open_archive
from gis_service.sites.files.errors import SiteFileError, refuse_damaged
from gis_service.sites.files.headers import (
    SAMPLE,
    Header,
    find_header,
    likeness,
    missing_header,
)
from gis_service.sites.files.sheet_survey import SheetSurvey, survey_sheet
from gis_service.sites.files.table import NumberedRow, Table, is_blank
from gis_service.sites.files.values import Cell, cell_text

MOST_COLUMNS = 256
BATCH = 500

_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class SheetReader(ExcelReader):
    """Reads the sheets of a workbook and nothing that a list of sites has no use for.

    Properties, themes, charts and print areas are what openpyxl stumbles over in files of other
    programs.
    """

    def read(self) -> None:
        """Read the texts, the sheets and which cells are dates."""
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        with suppress(Exception):  # dates are then the numbers by which spreadsheets count days
            apply_stylesheet(self.archive, self.wb)
        self.read_worksheets()

    def read_chartsheet(self, sheet: object, rel: object) -> None:
        """Pass over a sheet that is a chart."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """An open workbook; its sheets by title, hidden ones last, and their parts of the archive."""

    archive: ZipFile
    worksheets: Mapping[str, Any]  # of openpyxl, read only
    parts: Mapping[str, str]

    @property
    def titles(self) -> list[str]:
        """The titles of the sheets."""
        return list(self.worksheets)

    def survey(self, title: str) -> SheetSurvey:
        """Find out what a sheet holds."""
        with refuse_damaged("xlsx-damaged"), self.archive.open(self.parts[title]) as stream:
            return survey_sheet(stream)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of an open workbook."""

    workbook: Workbook
    title: str
    survey: SheetSurvey

    def rows(self) -> Iterator[list[Cell]]:
        """Yield every row, the blank ones too, up to the last that has something in it.

        What follows the last row (filters, colours by condition, checks of input) is not read:
        spreadsheets of other programs often have there what openpyxl refuses.
        """
        left = self.survey.last_row
        worksheet = self.workbook.worksheets[self.title]
        rows = worksheet.iter_rows(max_row=left, max_col=MOST_COLUMNS, values_only=True)
        with closing(rows):
            while left > 0:
                with _quietly():
                    batch = list(islice(rows, min(BATCH, left)))
                if not batch:
                    return
                left -= len(batch)
                for row in batch:
                    yield _cells(row)

    def data_rows(self, header: Header) -> Iterator[NumberedRow]:
        """Yield the rows below the header; a cell merged over several rows is in each of them."""
        carried: dict[int, tuple[int, Cell]] = {}
        below = islice(self.rows(), header.rows_before_data, None)
        for number, cells in enumerate(below, start=header.rows_before_data + 1):
            if is_blank(cells):
                continue
            filled = _filled(
                cells, {at: cell for at, (last, cell) in carried.items() if number <= last}
            )
            for column, last_row in self.survey.merged.get(number, ()):
                if column < len(cells):
                    carried[column] = last_row, cells[column]
            yield number, filled


def open_xlsx(path: Path, *, max_bytes: int) -> Table:
    """Find the first sheet with a header, visible ones before hidden ones.

    Raises
    ------
    SiteFileError
        Damaged, protected, or no sheet has a header with a village code and a location.
    """
    _refuse_old_office(path)
    with _open_workbook(path, max_bytes) as workbook:
        sheets = {
            title: Sheet(workbook, title, workbook.survey(title)) for title in workbook.titles
        }
        samples = {title: _sample(sheet) for title, sheet in sheets.items()}
    headers = {title: header for title, rows in samples.items() if (header := find_header(rows))}
    if not headers:
        raise _no_header(list(samples.values()))
    chosen, *others = headers
    header, survey = headers[chosen], sheets[chosen].survey

    def data_rows() -> Iterator[NumberedRow]:
        with _open_workbook(path, max_bytes) as workbook:
            yield from Sheet(workbook, chosen, survey).data_rows(header)

    total = survey.filled_below(header.rows_before_data)
    return Table(header, data_rows, total, sheet=chosen, other_sheets=tuple(others))


def _refuse_old_office(path: Path) -> None:
    """Refuse an old Excel file and one with a password; both are the same kind of container."""
    with path.open("rb") as stream:
        if stream.read(len(_OLD_OFFICE)) != _OLD_OFFICE:
            return
        protected = _ENCRYPTED in stream.read()
    raise SiteFileError("xlsx-password" if protected else "xls-old-format")


@contextmanager
def _open_workbook(path: Path, max_bytes: int) -> Iterator[Workbook]:
    with (
        path.open("rb") as stream,
        open_archive(stream, max_bytes=max_bytes, damaged="xlsx-damaged") as archive,
    ):
        with _quietly():
            reader = SheetReader(stream, read_only=True, data_only=True, keep_links=False)
            reader.read()
            parts = {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}
        worksheets = sorted(reader.wb.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
        yield Workbook(archive, {sheet.title: sheet for sheet in worksheets}, parts)


def _sample(sheet: Sheet) -> list[list[str]]:
    return [[cell_text(cell) for cell in row] for row in islice(sheet.rows(), SAMPLE)]


def _no_header(samples: Sequence[list[list[str]]]) -> SiteFileError:
    filled = [rows for rows in samples if not all(is_blank(cells) for cells in rows)]
    if not filled:
        return SiteFileError("file-empty")
    return missing_header(max(filled, key=lambda rows: max(map(likeness, rows))))


def _cells(row: Sequence[object]) -> list[Cell]:
    width = 0 if row.count(None) == len(row) else len(row)
    while width and row[width - 1] is None:
        width -= 1
    return [value if isinstance(value, datetime) else cell_text(value) for value in row[:width]]


def _filled(cells: list[Cell], merged: dict[int, Cell]) -> list[Cell]:
    """Put the value of merged cells where a row has nothing of its own."""
    width = max(len(cells), *(column + 1 for column in merged)) if merged else len(cells)
    padded = cells + [""] * (width - len(cells))
    return [cell or merged.get(column, "") for column, cell in enumerate(padded)]


@contextmanager
def _quietly() -> Iterator[None]:
    """Let openpyxl read without its warnings about features that do not matter here."""
    with refuse_damaged("xlsx-damaged"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
