"""Tables: a header, and rows of cells below it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gis_service.sites.files.headers import Header
from gis_service.sites.files.rows import Record, problem
from gis_service.sites.files.values import Cell, cell_text

NumberedRow = tuple[int, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header is known.

    Attributes
    ----------
    header : Header
    data_rows : callable
        Yields every row below the header with its number; may be called again.
    total : int
        How many of them are not blank; a few that hold only blank text may be counted.
    delimiter : str or None
        What separates the cells of a text, None in a spreadsheet.
    sheet : str or None
        The spreadsheet's sheet.
    other_sheets : tuple of str
        Sheets that have a header too and are not read.
    """

    header: Header
    data_rows: Callable[[], Iterator[NumberedRow]]
    total: int
    delimiter: str | None = None
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()

    def records(self) -> Iterator[Record]:
        """Yield the rows that are not blank, by field."""
        for number, cells in self.data_rows():
            if not is_blank(cells):
                yield self._record(number, cells)

    def _record(self, number: int, cells: Sequence[Cell]) -> Record:
        positions = self.header.columns.positions
        values = {
            field: cells[position] for field, position in positions.items() if position < len(cells)
        }
        whole = _joined(" | ", cells)
        excess = cells[len(self.header.texts) :]
        if is_blank(excess):
            return Record(number, values, whole)
        start = self._trailing_location()
        if self.delimiter and start is not None:
            # Somebody wrote -8.5833, 116.1167 or 8,5833 without quotation marks: the cells
            # at the end are one text that was cut up.
            values["coordinates"] = self.delimiter.join(cell_text(cell) for cell in cells[start:])
        trouble = problem(number, "row", _joined(" | ", excess), "too-many-cells")
        return Record(number, values, whole, (trouble,))

    def _trailing_location(self) -> int | None:
        """Find the column at which the location begins, if nothing else comes after it."""
        last = len(self.header.texts) - 1
        positions = self.header.columns.positions
        if positions.get("coordinates") == last:
            return last
        if (positions.get("latitude"), positions.get("longitude")) == (last - 1, last):
            return last - 1
        return None


def is_blank(cells: Sequence[Cell]) -> bool:
    """Say whether there is nothing in the cells but white space."""
    return not any(cell_text(cell).strip() for cell in cells)


def _joined(separator: str, cells: Sequence[Cell]) -> str:
    texts = (cell_text(cell).strip() for cell in cells)
    return separator.join(text for text in texts if text)
