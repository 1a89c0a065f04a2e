"""CSV as it comes from spreadsheets: any of four delimiters, several encodings, ragged rows."""

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from gis_service.sites.files.errors import SiteFileError
from gis_service.sites.files.headers import (
    SAMPLE,
    Header,
    find_header,
    likeness,
    missing_header,
)
from gis_service.sites.files.table import NumberedRow, Table, is_blank
from gis_service.sites.files.values import storable

DELIMITERS = (";", ",", "\t", "|")
CHUNK = 1 << 20
_END = "\0end of the file\0"  # no line can be this: NUL is removed from every one


@dataclass(frozen=True, slots=True)
class CsvText:
    """A file as lines of text in one encoding, cut into cells at one delimiter."""

    path: Path
    encoding: str
    delimiter: str

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the cells of each record with the line on which it begins.

        Raises
        ------
        SiteFileError
            A quotation mark opens a cell that nothing closes: all that follows would be swallowed.
        """
        reader = csv.reader(self._lines(), delimiter=self.delimiter)
        line = 1
        try:
            for cells in reader:
                if cells and _END in cells[-1]:
                    if cells != [_END]:
                        raise SiteFileError("csv-quote-open", line=line)
                    return
                yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:  # a cell of over 131,072 characters
            raise SiteFileError("csv-quote-open", line=line) from error

    def _lines(self) -> Iterator[str]:
        with self.path.open(encoding=self.encoding, newline="") as stream:
            for line in stream:
                yield storable(line)
        yield _END


def open_csv(path: Path) -> Table:
    """Find out how a CSV file is written, and where its header is.

    Raises
    ------
    SiteFileError
        It cannot be decoded, or has no header with a village code and a location.
    """
    text, header = _delimited(path, _encoding(path))

    def data_rows() -> Iterator[NumberedRow]:
        yield from islice(text.records(), header.rows_before_data, None)

    total = sum(1 for _, cells in data_rows() if not is_blank(cells))
    return Table(header, data_rows, total, text.delimiter)


def _delimited(path: Path, encoding: str) -> tuple[CsvText, Header]:
    """Choose the delimiter by which the most headers are recognised."""
    choices: list[tuple[int, CsvText, Header]] = []
    without_header: list[list[list[str]]] = []
    fault: SiteFileError | None = None
    for delimiter in DELIMITERS:
        text = CsvText(path, encoding, delimiter)
        try:
            sample = [cells for _, cells in islice(text.records(), SAMPLE)]
        except SiteFileError as error:
            fault = fault or error
            continue
        header = find_header(sample)
        if header:
            choices.append((len(header.columns.positions), text, header))
        without_header.append(sample)
    if choices:
        _, text, header = max(choices, key=lambda choice: choice[0])
        return text, header
    if fault:
        raise fault
    if any(all(map(is_blank, sample)) for sample in without_header):
        raise SiteFileError("file-empty")
    raise missing_header(max(without_header, key=lambda rows: max(map(likeness, rows))))


def _encoding(path: Path) -> str:
    """UTF-8, UTF-16 with its mark, or what Windows wrote before."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif start.startswith(BOM_UTF8):
        candidates = ["utf-8-sig"]
    else:
        candidates = ["utf-8", "cp1252"]
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    raise SiteFileError("text-encoding")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
