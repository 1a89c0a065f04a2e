"""What a sheet of a spreadsheet holds, found out before openpyxl reads its cells."""

from bisect import bisect_right
from typing import IO
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.sax import parse
from openpyxl.utils import range_boundaries

from gis_service.sites.files.errors import SiteFileError, refuse_damaged

MOST_ROWS = 1_048_576


class SheetSurvey(ContentHandler):
    """The rows that have something in them, and the cells that are merged over several rows.

    A sheet that is not sound XML, declares entities, or has its rows out of order is refused:
    openpyxl would leave rows out without a word, or make up millions of blank ones.

    Attributes
    ----------
    filled_rows : list of int
        Numbers from 1, ascending.
    merged : dict of int to list of tuple of int
        Row to the columns (from 0) at which a merged cell of several rows begins, with its last
        row. openpyxl does not tell them when it reads row by row.
    """

    def __init__(self) -> None:
        super().__init__()
        self.filled_rows: list[int] = []
        self.merged: dict[int, list[tuple[int, int]]] = {}
        self._row = 0
        self._is_filled = False

    @property
    def last_row(self) -> int:
        """The last row with something in it."""
        return self.filled_rows[-1] if self.filled_rows else 0

    def filled_below(self, row: int) -> int:
        """Count the rows below one that have something in them."""
        return len(self.filled_rows) - bisect_right(self.filled_rows, row)

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - of SAX
        """Take note of a row, of a cell with a value, and of a merged cell."""
        element = name.rpartition(":")[2]
        if element == "row":
            self._begin_row(attrs)
        elif element in {"v", "is"} and not self._is_filled and self._row:
            self._is_filled = True
            self.filled_rows.append(self._row)
        elif element == "mergeCell":
            column, first, _, last = range_boundaries(attrs["ref"])
            if column and first and last and last > first:
                self.merged.setdefault(first, []).append((column - 1, last))

    def _begin_row(self, attrs: AttributesImpl) -> None:
        number = int(attrs.get("r", str(self._row + 1)))
        if not self._row < number <= MOST_ROWS:
            raise SiteFileError("xlsx-damaged")
        self._row, self._is_filled = number, False


def survey_sheet(stream: IO[bytes]) -> SheetSurvey:
    """Go through the XML of a sheet once.

    Raises
    ------
    SiteFileError
        ``xlsx-damaged``.
    """
    survey = SheetSurvey()
    with refuse_damaged("xlsx-damaged"):
        parse(stream, survey)
    return survey
