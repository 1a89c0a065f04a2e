"""A list of sites: what it holds is known when it is opened, its rows come one by one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import tzinfo
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from gis_service.sites.files.archives import open_archive
from gis_service.sites.files.csv_table import open_csv
from gis_service.sites.files.errors import SiteFileError, refuse_damaged
from gis_service.sites.files.features import Feature, FeatureRecords
from gis_service.sites.files.geojson import geojson_features
from gis_service.sites.files.markup import gpx_features, kml_features
from gis_service.sites.files.rows import Record, RowProblem, SiteRow, read_row
from gis_service.sites.files.table import Table
from gis_service.sites.files.xlsx_table import open_xlsx

MAX_BYTES = 100_000_000

ENDINGS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".geojson": "geojson",
    ".json": "geojson",
    ".kml": "kml",
    ".kmz": "kmz",
    ".gpx": "gpx",
}
"""Ending of a file's name, whatever its case, to the format."""

_ZIP = b"PK\x03\x04"


class SiteFile:
    """An open list of sites.

    Attributes
    ----------
    format : str
        ``csv``, ``xlsx``, ``geojson``, ``kml``, ``kmz`` or ``gpx``.
    total : int or None
        Rows that there are to read, the rejected ones included; a few blank ones may be counted.
    columns : mapping of str to str
        Field of `SiteRow` to the header or property it is taken from. Coordinates can be of the
        columns ``coordinates``, or ``latitude`` and ``longitude``, or of a geometry (no column).
    ignored : sequence of str
        Headers that are not used.
    rejected : list of RowProblem
        Rows that could not be taken, filled while the rows are read.
    sheet : str or None
        The sheet that is read.
    other_sheets : sequence of str
        Sheets that hold a list too, and are not read.
    """

    def __init__(
        self,
        format: str,  # noqa: A002 - the word for it
        records: Callable[[], Iterator[Record | RowProblem]],
        zone: tzinfo,
        *,
        total: int | None,
        columns: Mapping[str, str],
        ignored: Sequence[str],
        sheet: str | None = None,
        other_sheets: Sequence[str] = (),
    ) -> None:
        self.format = format
        self.total = total
        self.columns = columns
        self.ignored = ignored
        self.sheet = sheet
        self.other_sheets = other_sheets
        self.rejected: list[RowProblem] = []
        self._records = records
        self._zone = zone

    @property
    def rows(self) -> Iterator[SiteRow]:
        """The rows that can be taken, read one by one, from the first each time it is asked for.

        Raises
        ------
        SiteFileError
            While reading: the file turns out to be damaged further on.
        """
        return iter(self)

    def __iter__(self) -> Iterator[SiteRow]:
        self.rejected.clear()
        try:
            for record in self._records():
                row = record if isinstance(record, RowProblem) else read_row(record, self._zone)
                if isinstance(row, RowProblem):
                    self.rejected.append(row)
                else:
                    yield row
        except OSError as error:
            raise SiteFileError("file-unreadable") from error


def open_site_list(path: Path, *, timezone: tzinfo, max_bytes: int = MAX_BYTES) -> SiteFile:
    r"""Open a list of sites: CSV, XLSX, GeoJSON, KML, KMZ or GPX.

    Parameters
    ----------
    path : Path
        The file; its ending tells the format.
    timezone : tzinfo
        Where times without a zone were written down.
    max_bytes : int
        Largest file that is read.

    Raises
    ------
    SiteFileError
        The file cannot be read, with a code and what it takes to put it right.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from zoneinfo import ZoneInfo
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "sites.csv")
    ...     _ = path.write_text("Kode Desa;Koordinat\n5201012001;8,5833 LS 116,1167 BT\n")
    ...     site_file = open_site_list(path, timezone=ZoneInfo("Asia/Makassar"))
    ...     [(row.number, row.village_code, row.coordinates) for row in site_file]
    [(2, '52.01.01.2001', '8,5833 LS 116,1167 BT')]
    """
    format_ = _format(path)
    try:
        _refuse_at_sight(path, max_bytes)
        if format_ in {"csv", "xlsx"}:
            table = open_csv(path) if format_ == "csv" else open_xlsx(path, max_bytes=max_bytes)
            return _of_table(format_, table, timezone)
        return _of_features(format_, _read_features(path, format_, max_bytes), timezone)
    except OSError as error:
        raise SiteFileError("file-unreadable") from error


def _format(path: Path) -> str:
    ending = path.suffix.lower()
    if ending == ".xls":
        raise SiteFileError("xls-old-format")
    if ending not in ENDINGS:
        raise SiteFileError("file-ending", ending=ending or "-", accepted=", ".join(ENDINGS))
    return ENDINGS[ending]


def _refuse_at_sight(path: Path, max_bytes: int) -> None:
    size = path.stat().st_size
    if size == 0:
        raise SiteFileError("file-empty")
    if size > max_bytes:
        raise SiteFileError(
            "file-too-large",
            megabytes=f"{size / 1e6:.1f}",
            limit=f"{max_bytes / 1e6:g}",
        )
    with path.open("rb") as stream:
        is_zip = stream.read(len(_ZIP)) == _ZIP
    if is_zip and ENDINGS[path.suffix.lower()] not in {"xlsx", "kmz"}:
        raise SiteFileError("file-other-content", ending=path.suffix)


def _of_table(format_: str, table: Table, zone: tzinfo) -> SiteFile:
    header = table.header
    return SiteFile(
        format_,
        table.records,
        zone,
        total=table.total,
        columns={
            field: header.texts[position].strip()
            for field, position in header.columns.positions.items()
        },
        ignored=header.columns.ignored,
        sheet=table.sheet,
        other_sheets=table.other_sheets,
    )


def _of_features(format_: str, features: FeatureRecords, zone: tzinfo) -> SiteFile:
    if not len(features):
        raise SiteFileError("no-features")
    return SiteFile(
        format_,
        features.records,
        zone,
        total=len(features),
        columns=features.columns,
        ignored=features.ignored,
    )


def _read_features(path: Path, format_: str, max_bytes: int) -> FeatureRecords:
    if format_ == "geojson":
        return FeatureRecords(geojson_features(path))
    with path.open("rb") as stream:
        if format_ == "gpx":
            return FeatureRecords(gpx_features(stream))
        if format_ == "kml":
            return FeatureRecords(kml_features(stream))
        with open_archive(stream, max_bytes=max_bytes, damaged="zip-damaged") as archive:
            return FeatureRecords(_kml_within(archive))


def _kml_within(archive: ZipFile) -> list[Feature]:
    """Read the documents of a KMZ: doc.kml, and those that some programs put beside it."""
    names = [name for name in archive.namelist() if name.lower().endswith(".kml")]
    if not names:
        raise SiteFileError("kmz-without-kml")
    features: list[Feature] = []
    for name in sorted(names, key=lambda name: name.lower() != "doc.kml"):
        with refuse_damaged("zip-damaged"):
            document = archive.read(name)
        features += kml_features(BytesIO(document), before=len(features))
    return features
