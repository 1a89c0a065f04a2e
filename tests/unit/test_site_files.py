"""Lists of sites as offices send them: nothing is lost, nothing altered, nothing guessed."""

import csv
import json
import os
import random
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from gis_service.sites.files import (
    EXPECTED,
    MESSAGES,
    RowProblem,
    SiteFile,
    SiteFileError,
    SiteRow,
    open_site_list,
)
from gis_service.sites.files.headers import ACCEPTED, DESCRIPTIVE, VAGUE

WITA = ZoneInfo("Asia/Makassar")
VILLAGE = "52.01.01.2001"
KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
GPX = '<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1">{}</gpx>'


def open_list(path: Path, **options: Any) -> SiteFile:
    return open_site_list(path, timezone=WITA, **options)


def read(path: Path) -> list[SiteRow]:
    return list(open_list(path))


def refusal(path: Path, **options: Any) -> SiteFileError:
    with pytest.raises(SiteFileError) as caught:
        list(open_list(path, **options))
    assert caught.value.message == MESSAGES[caught.value.code] % caught.value.params
    assert str(path.parent) not in caught.value.message
    return caught.value


def text_file(folder: Path, text: str, name: str = "list.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(
    folder: Path,
    rows: Iterable[Sequence[Any]],
    change: Callable[[Any, Any], None] | None = None,
    name: str = "list.xlsx",
) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if change:
        change(book, book.active)
    path = folder / name
    book.save(path)
    return path


def with_member(path: Path, member: str, change: Callable[[str], str]) -> Path:
    """The same archive with the text of one member changed."""
    changed = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()) if name == member else content)
    return changed


def collection(folder: Path, *features: Any, name: str = "list.geojson") -> Path:
    document = {"type": "FeatureCollection", "features": features}
    return text_file(folder, json.dumps(document), name)


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(*coordinates: Any) -> dict[str, Any]:
    return {"type": "Point", "coordinates": coordinates}


# --- headers ---------------------------------------------------------------------------------


EVERY_HEADER = [
    (field, header)
    for aliases in (ACCEPTED, VAGUE)
    for field, headers in aliases.items()
    for header in headers
]
VALUES = {
    "village_code": VILLAGE,
    "latitude": "-8.5833",
    "longitude": "116.1167",
    "coordinates": "-8,5 116,1",
    "cooperative_name": "KDKMP Sukamaju",
    "accuracy_m": "4.5",
    "captured_at": "2026-01-15T08:30:00+08:00",
    "mock_location": "ya",
    "note": "dekat pasar",
}
READ = {
    "accuracy_m": 4.5,
    "captured_at": datetime(2026, 1, 15, 8, 30, tzinfo=WITA),
    "mock_location": True,
}


@pytest.mark.parametrize(("field", "header"), EVERY_HEADER)
@pytest.mark.parametrize(
    "write",
    [
        str,
        str.upper,
        lambda header: f"  {header.replace('_', ' ').title()} *",
        lambda header: header.replace("_", ""),
        lambda header: header.replace("a", "à").replace("_", "-"),
        lambda header: f"{header}\n(wajib)",
    ],
)
def test_every_header_however_it_is_written(
    tmp_path: Path, field: str, header: str, write: Callable[[str], str]
) -> None:
    needed = {"village_code", "latitude", "longitude"} - {field}
    if field == "coordinates":
        needed = {"village_code"}
    path = tmp_path / "list.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow([*needed, write(header)])
        writer.writerow([*(VALUES[one] for one in needed), VALUES[field]])
    site_file = open_list(path)
    assert site_file.columns[field] == write(header).strip()
    (row,) = site_file
    if field in {"latitude", "longitude"}:
        assert row.coordinates == "-8.5833, 116.1167"
    else:
        assert getattr(row, field) == READ.get(field, VALUES[field])


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Kode Desa/Kelurahan", "village_code"),
        ("KODE DESA / KELURAHAN", "village_code"),
        ("KDEPUM", "village_code"),
        ("Lintang/Latitude", "latitude"),
        ("X (Bujur)", "longitude"),
        ("Akurasi (meter)", "accuracy_m"),
        ("Koordinat (Lat, Long)", "coordinates"),
        ("Lat/Long", "coordinates"),
        ("Tanggal/Waktu", "captured_at"),
        ("Ket.", "note"),
    ],
)
def test_headers_with_remarks_and_two_words(tmp_path: Path, header: str, field: str) -> None:
    others = "|".join(one for one in ("village_code", "latitude", "longitude") if one != field)
    site_file = open_list(text_file(tmp_path, f"{others}|{header}\n1|2|3|4\n"))
    assert site_file.columns[field] == header


@pytest.mark.parametrize(
    "header", ["Latitude/Bujur", "Kode/Nama Desa", "No", "Lat Kantor", "Nama", "", "()", "/"]
)
def test_headers_that_mean_something_else(tmp_path: Path, header: str) -> None:
    site_file = open_list(text_file(tmp_path, f"kode_desa|koordinat|{header}\n1|2|3\n"))
    assert set(site_file.columns) == {"village_code", "coordinates"}
    assert list(site_file.ignored) == ([header] if header else [])


def test_of_two_columns_the_first_is_taken(tmp_path: Path) -> None:
    text = "Kode Desa,Koordinat,Catatan,Keterangan\n5201012001,-8.5 116.1,satu,dua\n"
    site_file = open_list(text_file(tmp_path, text))
    assert list(site_file.ignored) == ["Keterangan"]
    assert [row.note for row in site_file] == ["satu"]


def test_a_vague_header_gives_way_to_a_plain_one(tmp_path: Path) -> None:
    text = "Kode,Kode Desa,Lokasi,Koordinat\nK-1,5201012001,Dusun Mawar,-8.5 116.1\n"
    site_file = open_list(text_file(tmp_path, text))
    assert list(site_file.ignored) == ["Kode", "Lokasi"]
    assert [(row.village_code, row.coordinates) for row in site_file] == [(VILLAGE, "-8.5 116.1")]


def test_an_address_does_not_hide_latitude_and_longitude(tmp_path: Path) -> None:
    text = "Kode Desa,Lokasi,Lintang,Bujur\n5201012001,Dusun Mawar,-8.5,116.1\n"
    site_file = open_list(text_file(tmp_path, text))
    assert list(site_file.ignored) == ["Lokasi"]
    assert [row.coordinates for row in site_file] == ["-8.5, 116.1"]


def test_coordinates_are_used_before_the_pair_unless_blank(tmp_path: Path) -> None:
    text = (
        "kode_desa|koordinat|lintang|bujur\n"
        "5201012001| 8°35'00\"S 116°07'E |-8.5|116.1\n"
        "5201012002|  |-8,5|116,1\n"
        "5201012003||-8.5|\n"
        "5201012004|||116.1\n"
        "5201012005|||\n"
    )
    assert [row.coordinates for row in read(text_file(tmp_path, text))] == [
        " 8°35'00\"S 116°07'E ",
        "-8,5, 116,1",
        "-8.5, ",
        ", 116.1",
        "",
    ]


TITLES = "DAFTAR LOKASI KDKMP KABUPATEN LOMBOK BARAT,,\nTahun, 2026,\n,,\n"


@pytest.mark.parametrize("blank_rows", [0, 15])
def test_titles_above_the_header(tmp_path: Path, blank_rows: int) -> None:
    text = TITLES + ",,\n" * blank_rows + "No,Kode Desa,Koordinat\n1,5201012001,-8.5 116.1\n"
    (row,) = read(text_file(tmp_path, text))
    assert (row.number, row.village_code) == (5 + blank_rows, VILLAGE)


def test_a_header_further_down_is_not_found(tmp_path: Path) -> None:
    text = ",,\n" * 20 + "No,Kode Desa,Koordinat\n1,5201012001,-8.5 116.1\n"
    error = refusal(text_file(tmp_path, text))
    assert (error.code, error.params["headers"]) == ("village-code-column-missing", "-")
    text = "Daftar,,\n" + ",,\n" * 19 + "No,Kode Desa,Koordinat\n1,5201012001,-8.5 116.1\n"
    error = refusal(text_file(tmp_path, text))
    assert (error.code, error.params["headers"]) == ("village-code-column-missing", "Daftar")


def test_a_header_of_two_rows_with_numbers_below(tmp_path: Path) -> None:
    def merge(book: Any, sheet: Any) -> None:
        for cells in ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"):
            sheet.merge_cells(cells)

    rows = [
        ["DAFTAR LOKASI KDKMP"],
        ["No", "Kode Desa", "Koordinat", None, "Ket"],
        [None, None, "Lintang", "Bujur", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        [1, 5201012001, -8.5833, 116.1167, "baik"],
    ]
    site_file = open_list(workbook(tmp_path, rows, merge))
    assert site_file.columns == {
        "village_code": "Kode Desa",
        "latitude": "Lintang",
        "longitude": "Bujur",
        "note": "Ket",
    }
    assert site_file.total == 1
    (row,) = site_file
    assert (row.number, row.coordinates, row.note) == (5, "-8.5833, 116.1167", "baik")


def test_no_village_code_column(tmp_path: Path) -> None:
    error = refusal(text_file(tmp_path, "Nama Desa;Lintang;Bujur\nA;1;2\n"))
    assert error.code == "village-code-column-missing"
    assert error.params["headers"] == "Nama Desa, Lintang, Bujur"
    assert "kode_desa" in str(error.params["accepted"])


@pytest.mark.parametrize("headers", ["Kode Desa;Nama", "Kode Desa;Lintang", "Kode Desa"])
def test_no_location_column(tmp_path: Path, headers: str) -> None:
    error = refusal(text_file(tmp_path, f"{headers}\n5201012001;di pasar\n"))
    assert error.code == "location-columns-missing"
    assert error.params["headers"] == headers.replace(";", ", ")
    assert "koordinat" in str(error.params["accepted"])


def test_a_list_without_header(tmp_path: Path) -> None:
    error = refusal(text_file(tmp_path, "5201012001,-8.5,116.1\n5201012002,-8.6,116.2\n"))
    assert error.params["headers"] == "5201012001, -8.5, 116.1"


def test_no_alias_has_two_meanings() -> None:
    headers = [
        one for table in (ACCEPTED, VAGUE, DESCRIPTIVE) for each in table.values() for one in each
    ]
    assert len(headers) == len(set(headers))


# --- rows ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("52.01.01.2001", VILLAGE),
        ("5201012001", VILLAGE),
        ("5201012001.0", VILLAGE),
        ("  52-01-01-2001 ", VILLAGE),
        ("'5201012001", VILLAGE),
        ("5.2010E+09", "5.2010E+09"),
        ("Sukamaju", "Sukamaju"),
    ],
)
def test_village_codes(tmp_path: Path, given: str, code: str) -> None:
    (row,) = read(text_file(tmp_path, f"kode;koordinat\n{given};x\n"))
    assert row.village_code == code


def test_rows_without_village_code_are_reported_and_blank_ones_skipped(tmp_path: Path) -> None:
    text = "kode;koordinat;ket\n;-8.5 116.1;tanpa kode\n;;\n\n ; ; \n5201012001;;\nJUMLAH;;\n"
    site_file = open_list(text_file(tmp_path, text))
    rows = list(site_file)
    assert [(row.number, row.village_code) for row in rows] == [(6, VILLAGE), (7, "JUMLAH")]
    assert site_file.total == 3
    assert site_file.rejected == [
        RowProblem(
            2,
            "village_code",
            "-8.5 116.1 | tanpa kode",
            "village-code-missing",
            EXPECTED["village-code-missing"],
        )
    ]


def test_rows_can_be_read_again_and_one_by_one(tmp_path: Path) -> None:
    path = text_file(tmp_path, "kode;koordinat\n;a\n5201012001;b\n5201012002;c\n")
    site_file = open_list(path)
    assert site_file.rejected == []
    assert next(site_file.rows).number == 3
    assert len(list(site_file.rows)) == len(list(site_file)) == 2
    assert len(site_file.rejected) == 1


@pytest.mark.parametrize(
    ("given", "metres", "code"),
    [
        ("4.5", 4.5, None),
        ("4,5 m", 4.5, None),
        ("4,5m", 4.5, None),
        ("± 12 meter", 12.0, None),
        ("3 Mtr.", 3.0, None),
        ("0", 0.0, None),
        ("１２", 12.0, None),
        ("", None, None),
        (" - ", None, None),
        ("n/a", None, None),
        ("abc", None, "not-a-number"),
        ("4.5.6", None, "not-a-number"),
        ("3-5 m", None, "not-a-number"),
        ("12 ft", None, "not-a-number"),
        ("1e3", None, "not-a-number"),
        ("inf", None, "not-a-number"),
        ("9" * 390, None, "not-a-number"),
        ("٤", None, "not-a-number"),
        ("-4", None, "negative"),
        ("-4,5 m", None, "negative"),
    ],
)
def test_accuracy(tmp_path: Path, given: str, metres: float | None, code: str | None) -> None:
    (row,) = read(text_file(tmp_path, f"kode;koordinat;akurasi\n5201012001;x;{given}\n"))
    assert row.accuracy_m == metres
    expected = [RowProblem(2, "accuracy_m", given, code, EXPECTED[code])] if code else []
    assert list(row.problems) == expected


def wita(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=WITA)


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2026-01-15", wita(2026, 1, 15)),
        ("2026-01-15 08:30", wita(2026, 1, 15, 8, 30)),
        ("2026-01-15T08:30:59", wita(2026, 1, 15, 8, 30, 59)),
        ("2026-01-15T08:30:00.250Z", datetime(2026, 1, 15, 8, 30, 0, 250_000, tzinfo=UTC)),
        ("2026-01-15T08:30+07:00", datetime(2026, 1, 15, 1, 30, tzinfo=UTC)),
        ("2026-01-15 08:30 -0330", datetime(2026, 1, 15, 12, 0, tzinfo=UTC)),
        ("2026/1/5 08.30", wita(2026, 1, 5, 8, 30)),
        ("20260115", wita(2026, 1, 15)),
        ("20260115T08:30", wita(2026, 1, 15, 8, 30)),
        ("15/01/2026 08:30", wita(2026, 1, 15, 8, 30)),
        ("1/2/2026", wita(2026, 2, 1)),
        ("15-01-2026", wita(2026, 1, 15)),
        ("15.01.2026, 08.30", wita(2026, 1, 15, 8, 30)),
        ("15 Januari 2026", wita(2026, 1, 15)),
        ("15 januari 2026 pukul 08.30 WITA", wita(2026, 1, 15, 8, 30)),
        ("Kamis, 15 Jan 2026 08:30 WIB", datetime(2026, 1, 15, 1, 30, tzinfo=UTC)),
        ("Jum'at, 16 Januari 2026", wita(2026, 1, 16)),
        ("17-Agt-2026", wita(2026, 8, 17)),
        ("17 Agustus 2026", wita(2026, 8, 17)),
        ("5 Peb. 2026", wita(2026, 2, 5)),
        ("31 Desember 2026 23:59 WIT", datetime(2026, 12, 31, 14, 59, tzinfo=UTC)),
        ("17 August 2026", wita(2026, 8, 17)),
        ("46037", wita(2026, 1, 15)),
        ("46037.354166666664", wita(2026, 1, 15, 8, 30)),
        ("46037,5", wita(2026, 1, 15, 12)),
        ("", None),
        ("-", None),
    ],
)
def test_moments(tmp_path: Path, given: str, moment: datetime | None) -> None:
    (row,) = read(text_file(tmp_path, f"kode;koordinat;tanggal\n5201012001;x;{given}\n"))
    assert row.captured_at == moment
    assert row.problems == ()
    assert row.captured_at is None or row.captured_at.tzinfo


@pytest.mark.parametrize(
    "given",
    [
        "01/15/2026",  # only month first makes sense of it
        "1/2/2026 8:30 AM",  # written where the month comes first
        "15/01/26",
        "26/01/15",
        "January 15, 2026",
        "15 Foo 2026",
        "31/02/2026",
        "2026-02-30",
        "2026-13-01",
        "2026-01-15 25:00",
        "2026-01-15T08:30+99:00",
        "15/01/1899",
        "99999",
        "12",
        "2026",
        "1768435200",
        "08:30",
        "kemarin",
        "0001-01-01",
        "9999-12-31",
        " " * 5000 + "x",
        "15" + " " * 90,
    ],
)
def test_moments_that_are_not_sure_are_reported(tmp_path: Path, given: str) -> None:
    (row,) = read(text_file(tmp_path, f"kode;koordinat;tanggal\n5201012001;x;{given}\n"))
    assert row.captured_at is None
    expected = RowProblem(2, "captured_at", given, "not-a-date", EXPECTED["not-a-date"])
    assert row.problems == (expected,)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("Ya", True),
        ("y", True),
        ("TRUE", True),
        ("1", True),
        ("Tidak", False),
        ("no", False),
        ("0", False),
        ("false", False),
        ("", None),
        ("-", None),
    ],
)
def test_yes_and_no(tmp_path: Path, given: str, value: bool | None) -> None:
    (row,) = read(text_file(tmp_path, f"kode;koordinat;mock\n5201012001;x;{given}\n"))
    assert (row.mock_location, row.problems) == (value, ())


def test_neither_yes_nor_no(tmp_path: Path) -> None:
    (row,) = read(text_file(tmp_path, "kode;koordinat;mock\n5201012001;x;mungkin\n"))
    assert row.mock_location is None
    assert [(one.field, one.value, one.code) for one in row.problems] == [
        ("mock_location", "mungkin", "not-yes-or-no")
    ]


def test_a_file_that_is_gone_while_it_is_read(tmp_path: Path) -> None:
    path = text_file(tmp_path, "kode;koordinat\n5201012001;di pasar\n")
    site_file = open_list(path)
    path.unlink()
    with pytest.raises(SiteFileError) as caught:
        list(site_file)
    assert caught.value.code == "file-unreadable"


def test_several_problems_in_a_row(tmp_path: Path) -> None:
    text = "kode;koordinat;akurasi;tanggal;mock\n5201012001;???;abc;kemarin;?;lebih\n"
    (row,) = read(text_file(tmp_path, text))
    assert (row.village_code, row.coordinates) == (VILLAGE, "???")
    assert {one.code for one in row.problems} == {
        "not-a-number",
        "not-a-date",
        "not-yes-or-no",
        "too-many-cells",
    }


def test_every_code_has_words_and_takes_the_parameters_it_gets() -> None:
    assert set(EXPECTED) <= set(MESSAGES)
    params = {"number": 2, "field": "note", "value": "%s", "expected": "x"}
    for code in EXPECTED:
        assert "2" in MESSAGES[code] % params


# --- CSV -------------------------------------------------------------------------------------

NTB = "Kode Desa{0}Koordinat{0}Catatan\n5201012001{0}8°35'S 116°07'E{0}“dekat” pasar\n"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", ["list.csv", "LIST.CSV", "list.txt", "list.tsv"])
def test_delimiters_and_encodings(
    tmp_path: Path, delimiter: str, encoding: str, line_end: str, name: str
) -> None:
    text = NTB.format(delimiter).replace("\n", line_end)
    site_file = open_list(text_file(tmp_path, text, name, encoding))
    (row,) = site_file
    assert (site_file.format, site_file.total) == ("csv", 1)
    assert (row.number, row.coordinates, row.note) == (2, "8°35'S 116°07'E", "“dekat” pasar")


def test_utf_16_of_the_other_order(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"\xfe\xff" + NTB.format("\t").encode("utf-16-be"))
    assert [row.coordinates for row in read(path)] == ["8°35'S 116°07'E"]


def test_comma_decimals_with_semicolons(tmp_path: Path) -> None:
    text = "No;Kode Desa;Lintang;Bujur;Akurasi\n1;5201012001;-8,5833;116,1167;4,5\n"
    (row,) = read(text_file(tmp_path, text))
    assert (row.coordinates, row.accuracy_m) == ("-8,5833, 116,1167", 4.5)


def test_a_line_that_names_the_separator(tmp_path: Path) -> None:
    (row,) = read(text_file(tmp_path, "sep=;\nkode;koordinat\n5201012001;-8,5 116,1\n"))
    assert (row.number, row.coordinates) == (3, "-8,5 116,1")


def test_titles_with_another_delimiter_in_them(tmp_path: Path) -> None:
    text = "Daftar, lokasi, KDKMP, 2026, NTB\nkode;koordinat\n5201012001;-8,5 116,1\n"
    assert [row.coordinates for row in read(text_file(tmp_path, text))] == ["-8,5 116,1"]


def test_line_breaks_and_quotes_in_cells(tmp_path: Path) -> None:
    text = (
        'kode;koordinat;ket\n5201012001;"-8.5\n116.1";"kata ""ya"""\n\n5201012002;8°35\'00"S;x"y\n'
    )
    rows = read(text_file(tmp_path, text))
    assert [(row.number, row.coordinates, row.note) for row in rows] == [
        (2, "-8.5\n116.1", 'kata "ya"'),
        (5, "8°35'00\"S", 'x"y'),
    ]


def test_a_quote_that_never_closes_would_swallow_the_rest(tmp_path: Path) -> None:
    good = "".join(f"52010120{number};x;y\n" for number in range(10, 50))
    text = f'kode;koordinat;ket\n{good}5201012001;x;"dekat\n5201012002;x;y\n'
    error = refusal(text_file(tmp_path, text))
    assert (error.code, error.params) == ("csv-quote-open", {"line": 42})
    huge = "kode;koordinat;ket\n" + '5201012001;x;"dekat\n' + good * 1000
    error = refusal(text_file(tmp_path, huge))
    assert (error.code, error.params) == ("csv-quote-open", {"line": 2})


def test_null_bytes_are_left_out(tmp_path: Path) -> None:
    (row,) = read(text_file(tmp_path, "kode;koor\0dinat\n520101\x002001;-8.5\0 116.1\0\n\0\0\n"))
    assert (row.village_code, row.coordinates) == (VILLAGE, "-8.5 116.1")


def test_ragged_rows(tmp_path: Path) -> None:
    text = "kode,lat,lon,ket\n5201012001,-8.5\n5201012002,-8.5,116.1,a,b,,c\n5201012003,1,2,x,,\n"
    short, long, trailing = read(text_file(tmp_path, text))
    assert (short.coordinates, short.note, short.problems) == ("-8.5, ", None, ())
    assert (long.coordinates, long.note) == ("-8.5, 116.1", "a")
    assert [(one.field, one.value, one.code) for one in long.problems] == [
        ("row", "b | c", "too-many-cells")
    ]
    assert trailing.problems == ()


@pytest.mark.parametrize(
    ("header", "cells", "coordinates"),
    [
        ("kode,koordinat", "-8.5833, 116.1167", "-8.5833, 116.1167"),
        ("kode,lintang,bujur", "-8,5833,116,1167", "-8,5833,116,1167"),
        ("kode,ket,koordinat", "baik,-8,5833,116,1167", "-8,5833,116,1167"),
    ],
)
def test_coordinates_cut_up_by_their_own_commas_are_put_together(
    tmp_path: Path, header: str, cells: str, coordinates: str
) -> None:
    (row,) = read(text_file(tmp_path, f"{header}\n5201012001,{cells}\n"))
    assert row.coordinates == coordinates
    assert [one.code for one in row.problems] == ["too-many-cells"]


def test_text_that_cannot_be_decoded(tmp_path: Path) -> None:
    for content in (
        b"kode;koordinat\n\x81\x8d;x\n",
        b"\xff\xfe\x00\xd8a",
        b"\xef\xbb\xbfkode;\xff",
    ):
        path = tmp_path / "list.csv"
        path.write_bytes(content)
        assert refusal(path).code == "text-encoding"


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8),
    st.sampled_from(";,\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_any_table_written_as_csv_comes_back(
    tmp_path: Path,
    table: list[tuple[str, str, str]],
    delimiter: str,
    encoding: str,
    quoting: Any,
) -> None:
    path = tmp_path / "list.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, quoting=quoting)
        writer.writerow(["Kode Desa", "Koordinat", "Nama Koperasi", "Catatan"])
        for number, cells in enumerate(table):
            writer.writerow([f"520101{2000 + number}", *cells])
    site_file = open_list(path)
    rows = list(site_file)
    assert site_file.total == len(table)
    assert site_file.rejected == []
    assert [(row.coordinates, row.cooperative_name, row.note) for row in rows] == [
        (where if where.strip() else "", name.strip() or None, note.strip() or None)
        for where, name, note in table
    ]
    assert all(row.problems == () for row in rows)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=300), st.booleans(), st.sampled_from(["csv", "geojson", "kml", "gpx"]))
def test_any_bytes_are_read_or_refused(
    tmp_path: Path, content: bytes, has_header: bool, ending: str
) -> None:
    path = tmp_path / f"list.{ending}"
    path.write_bytes((b"kode;koordinat;akurasi;tanggal;mock\n" if has_header else b"") + content)
    read_or_refused(path)


# --- XLSX ------------------------------------------------------------------------------------


def test_a_spreadsheet_of_an_officer(tmp_path: Path) -> None:
    def decorate(book: Any, sheet: Any) -> None:
        sheet.merge_cells("A1:H1")
        sheet.row_dimensions[6].hidden = True
        sheet["F5"].number_format = "dd/mm/yyyy hh:mm"
        sheet.auto_filter.ref = "A4:H7"
        sheet["A1"].fill = PatternFill("solid", fgColor="FFFF00")

    rows = [
        ["DAFTAR LOKASI KDKMP PROVINSI NTB"],
        [],
        ["Tanggal cetak", datetime(2026, 1, 20)],  # noqa: DTZ001
        ["No", "Kode Desa", "Nama Koperasi", "Lintang", "Bujur", "Tanggal", "Akurasi", "Ket"],
        [1, 5201012001, "KDKMP A", -8.5833, 116.116666666667, datetime(2026, 1, 15, 8, 30), 4.5],  # noqa: DTZ001
        [2, "5201012002", "KDKMP B", "-8,5833", "116,1167", date(2026, 1, 16), "4,5 m", "baik"],
        [3, 5201012003.0, None, 100.0, 1e-05, 46037.5, -1, 7],
        [None, None, None, None, None, None, None, None],
        [4, "52.01.01.2004", "  KDKMP D ", True, None, "kemarin", True, None],
    ]
    site_file = open_list(workbook(tmp_path, rows, decorate))
    assert (site_file.format, site_file.sheet, site_file.total) == ("xlsx", "Sheet", 4)
    assert list(site_file.ignored) == ["No"]
    a, b, c, d = site_file
    assert [row.number for row in (a, b, c, d)] == [5, 6, 7, 9]
    assert [row.village_code for row in (a, b, c, d)] == [f"52.01.01.200{n}" for n in (1, 2, 3, 4)]
    assert (a.coordinates, a.accuracy_m) == ("-8.5833, 116.116666666667", 4.5)
    assert a.captured_at == wita(2026, 1, 15, 8, 30)
    assert b.coordinates == "-8,5833, 116,1167"
    assert (b.captured_at, b.accuracy_m, b.note) == (wita(2026, 1, 16), 4.5, "baik")
    assert c.coordinates in {"100, 0.00001", "100.0, 0.00001"}
    assert (c.captured_at, c.note) == (wita(2026, 1, 15, 12), "7")
    assert [(one.field, one.value, one.code) for one in c.problems] == [
        ("accuracy_m", "-1", "negative")
    ]
    assert (d.cooperative_name, d.coordinates) == ("KDKMP D", "TRUE, ")
    assert [one.code for one in d.problems] == ["not-a-number", "not-a-date"]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_numbers_of_spreadsheets_are_not_altered(tmp_path: Path, numbers: list[float]) -> None:
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'.format
    rows = [f"<row>{cell('kode')}{cell('gps')}</row>"]
    rows += [f"<row><c><v>5201012001</v></c><c><v>{number!r}</v></c></row>" for number in numbers]
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    for row, number in zip(read(excel_file(tmp_path, **{SHEET: sheet})), numbers, strict=True):
        assert "e" not in row.coordinates.lower()
        assert float(row.coordinates) == number


PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET = "xl/worksheets/a.xml"
AS_EXCEL_WRITES = {
    "[Content_Types].xml": f"""<Types xmlns="{PACKAGE}/content-types">
        <Override PartName="/xl/workbook.xml" ContentType="{SPREADSHEET}.sheet.main+xml"/>
        <Override PartName="/{SHEET}" ContentType="{SPREADSHEET}.worksheet+xml"/>
        <Override PartName="/xl/styles.xml" ContentType="{SPREADSHEET}.styles+xml"/>
        <Override PartName="/xl/sharedStrings.xml" ContentType="{SPREADSHEET}.sharedStrings+xml"/>
        </Types>""",
    "xl/workbook.xml": f"""<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>
        <sheet name="Data" sheetId="1" r:id="rId1"/></sheets><definedNames>
        <definedName name="_xlnm.Print_Area" localSheetId="0">Data!#REF!</definedName>
        <definedName name="_xlnm.Print_Titles" localSheetId="0">#REF!</definedName>
        </definedNames></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""<Relationships xmlns="{PACKAGE}/relationships">
        <Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/a.xml"/>
        </Relationships>""",
    "xl/styles.xml": f"""<styleSheet xmlns="{MAIN}"><numFmts count="1">
        <numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm"/></numFmts>
        <cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>""",
    "xl/sharedStrings.xml": f"""<sst xmlns="{MAIN}"><si><t>Kode Desa</t></si>
        <si><r><t>Koor</t></r><r><t>dinat</t></r></si><si><t>Ket</t></si><si><t>Tanggal</t></si>
        <si><t xml:space="preserve"> 8,5 LS 116,1 BT </t></si></sst>""",
    SHEET: f"""<worksheet xmlns="{MAIN}"><dimension ref="A1:D3"/><sheetData>
        <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>
        <c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>
        <row r="2" hidden="1"><c r="A2"><v>5201012001</v></c><c r="B2" t="s"><v>4</v></c>
        <c r="C2" t="e"><v>#REF!</v></c><c r="D2" s="1"><v>46037.354166666664</v></c></row>
        <row r="3"><c r="A3" t="str"><f>A2&amp;""</f><v>5201012002</v></c>
        <c r="B3"><f>-8.5833</f><v>{-8.5833:.17g}</v></c><c r="C3" t="b"><v>1</v></c></row>
        </sheetData></worksheet>""",
}


def excel_file(folder: Path, **changed: str) -> Path:
    path = folder / "excel.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in AS_EXCEL_WRITES.items():
            archive.writestr(name, changed.get(name, content))
    return path


def test_formulas_errors_and_hidden_rows_as_excel_writes_them(tmp_path: Path) -> None:
    first, second = read(excel_file(tmp_path))
    assert (first.number, first.village_code) == (2, VILLAGE)
    assert (first.coordinates, first.note) == (" 8,5 LS 116,1 BT ", "#REF!")
    assert first.captured_at == wita(2026, 1, 15, 8, 30)
    assert second.village_code == "52.01.01.2002"
    assert (second.coordinates, second.note) == ("-8.5833", "TRUE")


def test_without_the_styles_dates_are_still_read(tmp_path: Path) -> None:
    path = excel_file(tmp_path, **{"xl/styles.xml": "<styleSheet"})
    assert read(path)[0].captured_at == wita(2026, 1, 15, 8, 30)


def test_times_and_dates_in_the_wrong_columns_stay_text(tmp_path: Path) -> None:
    cells = [5201012001, datetime(2026, 5, 8), time(8, 30), time(8, 30), timedelta(hours=30)]  # noqa: DTZ001
    (row,) = read(workbook(tmp_path, [["kode", "koordinat", "ket", "waktu", "akurasi"], cells]))
    assert (row.coordinates, row.note) == ("2026-05-08 00:00:00", "08:30:00")
    assert [one.code for one in row.problems] == ["not-a-number", "not-a-date"]


def test_a_date_that_no_calendar_has(tmp_path: Path) -> None:
    def dates(book: Any, sheet: Any) -> None:
        sheet["C2"].number_format = "dd/mm/yyyy"

    path = workbook(tmp_path, [["kode", "koordinat", "tanggal"], [5201012001, "x", -5]], dates)
    (row,) = read(path)
    assert row.captured_at is None
    assert [one.code for one in row.problems] == ["not-a-date"]


def test_cells_merged_over_rows_are_in_each_of_them(tmp_path: Path) -> None:
    def merge(book: Any, sheet: Any) -> None:
        for cells in ("A2:A3", "D2:D4", "B4:C4"):
            sheet.merge_cells(cells)

    rows = [
        ["kode", "lat", "lon", "ket"],
        [5201012001, -8.5, 116.1, "satu lahan"],
        [None, -8.6, 116.2, None],
        [5201012002, "di kantor", None, None],
        [None, -8.7, 116.3, None],
    ]
    site_file = open_list(workbook(tmp_path, rows, merge))
    assert [(row.number, row.village_code, row.coordinates, row.note) for row in site_file] == [
        (2, VILLAGE, "-8.5, 116.1", "satu lahan"),
        (3, VILLAGE, "-8.6, 116.2", "satu lahan"),
        (4, "52.01.01.2002", "di kantor, ", "satu lahan"),
    ]
    assert [one.number for one in site_file.rejected] == [5]


def test_the_first_visible_sheet_with_a_header(tmp_path: Path) -> None:
    def sheets(book: Any, sheet: Any) -> None:
        sheet.title = "Petunjuk"
        for title, hidden in (("Referensi", True), ("Lombok Barat", False), ("Bima", False)):
            other = book.create_sheet(title)
            other.append(["kode", "koordinat"])
            other.append([5201012001, title])
            other.sheet_state = "hidden" if hidden else "visible"
        book.create_chartsheet("Grafik", 0)

    site_file = open_list(workbook(tmp_path, [["Isi lembar berikut"]], sheets))
    assert [row.coordinates for row in site_file] == ["Lombok Barat"]
    assert site_file.sheet == "Lombok Barat"
    assert list(site_file.other_sheets) == ["Bima", "Referensi"]


def test_a_sheet_without_dimension_and_with_a_wrong_one(tmp_path: Path) -> None:
    rows = [["kode", "koordinat"], [5201012001, "a"], [5201012002, "b"]]
    path = workbook(tmp_path, rows)
    for dimension in ("", '<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>'):
        changed = with_member(
            path,
            "xl/worksheets/sheet1.xml",
            lambda xml, dimension=dimension: xml.replace('<dimension ref="A1:B3" />', dimension),
        )
        assert [row.coordinates for row in read(changed)] == ["a", "b"]


def test_rows_and_columns_far_out(tmp_path: Path) -> None:
    def far(book: Any, sheet: Any) -> None:
        sheet["XFD3"] = "jauh"
        sheet["B1048576"] = "tanpa kode"

    site_file = open_list(workbook(tmp_path, [["kode", "koordinat"], [5201012001, "a"]], far))
    assert [row.coordinates for row in site_file] == ["a"]
    assert [(one.number, one.value) for one in site_file.rejected] == [(1048576, "tanpa kode")]


@pytest.mark.parametrize("number", ["4000000000", "1", "0", "-5", "x"])
def test_rows_out_of_order_are_not_left_out_silently(tmp_path: Path, number: str) -> None:
    rows = [["kode", "koordinat"], [5201012001, "a"], [5201012002, "b"]]
    path = with_member(
        workbook(tmp_path, rows),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace('<row r="3"', f'<row r="{number}"'),
    )
    assert refusal(path).code == "xlsx-damaged"


def test_what_openpyxl_refuses_below_the_rows_does_not_matter(tmp_path: Path) -> None:
    def validate(book: Any, sheet: Any) -> None:
        sheet.add_data_validation(DataValidation(type="whole", sqref="A1"))

    path = with_member(
        workbook(tmp_path, [["kode", "koordinat"], [5201012001, "a"]], validate),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace('type="whole"', 'type="of another program"'),
    )
    assert [row.coordinates for row in read(path)] == ["a"]


def test_a_sheet_with_a_header_only_and_an_empty_one(tmp_path: Path) -> None:
    site_file = open_list(workbook(tmp_path, [["kode", "koordinat"]]))
    assert (list(site_file), site_file.total, site_file.rejected) == ([], 0, [])
    assert refusal(workbook(tmp_path, [])).code == "file-empty"


def test_spreadsheets_with_a_password_and_old_ones(tmp_path: Path) -> None:
    container = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
    for name, content, code in (
        ("list.xlsx", container + "EncryptedPackage".encode("utf-16-le"), "xlsx-password"),
        ("list.xlsx", container + "Workbook".encode("utf-16-le"), "xls-old-format"),
        ("list.xls", container, "xls-old-format"),
        ("list.XLS", b"<html>", "xls-old-format"),
        ("list.xlsx", b"kode;koordinat\n", "xlsx-damaged"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        error = refusal(path)
        assert error.code == code
    assert ".xlsx" in MESSAGES["xls-old-format"]


@pytest.mark.parametrize("member", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_entities_in_spreadsheets(tmp_path: Path, member: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    path = excel_file(tmp_path, **{member: bomb + AS_EXCEL_WRITES[member]})
    assert refusal(path).code == "xlsx-damaged"


# --- GeoJSON ---------------------------------------------------------------------------------


def test_points_in_geojson(tmp_path: Path) -> None:
    path = collection(
        tmp_path,
        feature(
            point(116.11666666666667, -8.5833), kode_desa="5201012001", Koperasi="A", OBJECTID=None
        ),
        feature(point(-8.5833, 116.1167), KDEPUM=5201012002, akurasi=4.5, lokasi_palsu=True),
        feature(point(1161166, 98.5e5, 12.5), kode=5201012003.0, waktu="2026-01-15T08:30:00Z"),
        feature(point(500.5, -95), kode_desa="52.01.01.2004", catatan={"a": [1]}),
    )
    site_file = open_list(path)
    assert (site_file.format, site_file.total) == ("geojson", 4)
    assert site_file.columns["village_code"] == "kode_desa"
    assert list(site_file.ignored) == ["OBJECTID"]
    a, b, c, d = site_file
    assert [row.number for row in (a, b, c, d)] == [1, 2, 3, 4]
    assert [row.village_code for row in (a, b, c, d)] == [f"52.01.01.200{n}" for n in (1, 2, 3, 4)]
    assert a.coordinates == "-8.5833, 116.11666666666667"
    assert a.cooperative_name == "A"
    assert (b.coordinates, b.accuracy_m, b.mock_location) == ("116.1167, -8.5833", 4.5, True)
    assert c.coordinates == "9850000.0, 1161166"
    assert c.captured_at == datetime(2026, 1, 15, 8, 30, tzinfo=UTC)
    assert (d.coordinates, d.note) == ("-95, 500.5", '{"a": ["1"]}')
    assert all(row.problems == () for row in (a, b, c, d))


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(-1e6, 1e6))
def test_numbers_of_geojson_are_not_altered(tmp_path: Path, x: float, y: float) -> None:
    (row,) = read(collection(tmp_path, feature(point(x, y), kode="5201012001")))
    assert [float(part) for part in row.coordinates.split(", ")] == [y, x]


@pytest.mark.parametrize(
    ("coordinates", "text"),
    [
        ("[116.1000, -8.50]", "-8.50, 116.1000"),
        ("[1.161e2, -8.5E0]", "-8.5, 116.1"),
        ("[1e999999999, -8.5]", "-8.5, 1e999999999"),
        ("[NaN, -8.5]", "-8.5, NaN"),
        ('["116,1", " -8,5 "]', "-8,5, 116,1"),
        ("[116.1]", ", 116.1"),
        ("[null, -8.5]", "-8.5, "),
        ("[]", ""),
        ("null", ""),
        ('"116.1, -8.5"', "116.1, -8.5"),
        ("[[116.1, -8.5]]", ', ["116.1", "-8.5"]'),
        ("{}", "{}"),
    ],
)
def test_points_with_anything_in_them(tmp_path: Path, coordinates: str, text: str) -> None:
    document = (
        '{"type": "Feature", "properties": {"kode": "5201012001"}, "geometry":'
        f' {{"type": "Point", "coordinates": {coordinates}}}}}'
    )
    (row,) = read(text_file(tmp_path, document, "list.json"))
    assert (row.coordinates, row.problems) == (text, ())


@pytest.mark.parametrize(
    ("geometry", "kind"),
    [
        (shapely.box(116, -9, 117, -8), "Polygon"),
        (shapely.LineString([(116, -9), (117, -8)]), "LineString"),
        (shapely.MultiPoint([(116, -9), (117, -8)]), "MultiPoint"),
        (shapely.GeometryCollection([shapely.Point(116, -9)]), "GeometryCollection"),
    ],
)
def test_other_geometries_are_reported(
    tmp_path: Path, geometry: shapely.Geometry, kind: str
) -> None:
    shape = json.loads(shapely.to_geojson(geometry))
    path = collection(
        tmp_path,
        feature(shape, kode=VILLAGE),
        feature(shape, kode=VILLAGE, koordinat="-8.5 116.1"),
    )
    first, second = read(path)
    expected = RowProblem(1, "coordinates", kind, "geometry-not-a-point", "a point")
    assert (first.coordinates, first.problems) == ("", (expected,))
    assert (second.coordinates, len(second.problems)) == ("-8.5 116.1", 1)


def test_geometries_that_are_none_or_one_point(tmp_path: Path) -> None:
    many = {"type": "MultiPoint", "coordinates": [[116.1, -8.5]]}
    path = collection(
        tmp_path,
        feature(None, kode=VILLAGE),
        feature(None, kode=VILLAGE, lintang="-8,5", bujur="116,1"),
        {"type": "Feature", "properties": {"kode": VILLAGE, "koordinat": "di pasar"}},
        feature(many, kode=VILLAGE, koordinat="di pasar"),
    )
    rows = read(path)
    assert [row.coordinates for row in rows] == ["", "-8,5, 116,1", "di pasar", "-8.5, 116.1"]
    assert all(row.problems == () for row in rows)


def test_codes_in_names_and_descriptions(tmp_path: Path) -> None:
    names = [
        ("52.01.01.2001 KDKMP Sukamaju", ""),
        ("KDKMP Sukamaju (5201012001)", "bukan 5201012009"),
        ("KDKMP Sukamaju", "<td>KDEPUM</td><td>5201012001</td>"),
        ("52.01.01.2001", "kode 5201012002"),
        ("5201012001, 52.01.01.2002", ""),
        ("KDKMP A", "5201012001 atau 5201012002"),
        ("telepon 0812345678, 15201012001, KD5201012001, 1.5201012001, 52.01.01.2001.3", ""),
    ]
    features = [feature(point(1, 2), name=name, description=text) for name, text in names]
    site_file = open_list(collection(tmp_path, *features))
    rows = list(site_file)
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert {row.village_code for row in rows} == {VILLAGE}
    assert rows[1].cooperative_name == "KDKMP Sukamaju (5201012001)"
    assert rows[2].note == "<td>KDEPUM</td><td>5201012001</td>"
    assert rows[3].cooperative_name is None
    assert [(one.number, one.code) for one in site_file.rejected] == [
        (5, "village-code-ambiguous"),
        (6, "village-code-ambiguous"),
        (7, "village-code-missing"),
    ]


def test_features_with_different_properties(tmp_path: Path) -> None:
    path = collection(
        tmp_path,
        feature(point(1, 2), kode="5201012001", catatan="a", id=1),
        feature(point(1, 2), KDEPUM="5201012002", ket="b", kode="K-2"),
    )
    site_file = open_list(path)
    assert [(row.village_code, row.note) for row in site_file] == [
        (VILLAGE, "a"),
        ("52.01.01.2002", "b"),
    ]
    assert list(site_file.ignored) == ["id"]


def test_things_that_are_no_features(tmp_path: Path) -> None:
    site_file = open_list(collection(tmp_path, None, 5, point(1, 2), feature(None, kode=VILLAGE)))
    assert [row.number for row in site_file] == [4]
    assert [(one.number, one.code) for one in site_file.rejected] == [
        (1, "feature-damaged"),
        (2, "feature-damaged"),
        (3, "feature-damaged"),
    ]


@pytest.mark.parametrize("geometry", [[], {}, "Point", 5, {"type": ["Point"]}, {"type": None}])
def test_geometries_that_are_damaged(tmp_path: Path, geometry: Any) -> None:
    (row,) = read(collection(tmp_path, feature(geometry, kode=VILLAGE)))
    assert (row.coordinates, [one.code for one in row.problems]) == ("", ["geometry-not-a-point"])


def test_one_feature_and_a_byte_order_mark(tmp_path: Path) -> None:
    document = json.dumps(feature(point(116.1, -8.5), kode=VILLAGE))
    (row,) = read(text_file(tmp_path, document, "list.geojson", "utf-8-sig"))
    assert row.coordinates == "-8.5, 116.1"


def test_what_a_database_cannot_keep_is_left_out(tmp_path: Path) -> None:
    document = (
        '{"type": "Feature", "geometry": null, "properties":'
        ' {"kode\\u0000": "5201012001", "catatan": "a\\u0000b\\ud800c \\ud83d\\ude00"}}'
    )
    (row,) = read(text_file(tmp_path, document, "list.geojson"))
    assert (row.village_code, row.note) == (
        VILLAGE,
        "ab\N{REPLACEMENT CHARACTER}c \N{GRINNING FACE}",
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"type": "FeatureCollection", "features": [', "geojson-damaged"),
        ('{"type": "FeatureCollection",\n "features": [}', "geojson-damaged"),
        ("[" * 100_000, "geojson-damaged"),
        ('{"a":' * 100_000, "geojson-damaged"),
        ('{"type": "Topology"}', "geojson-other"),
        ('{"type": "Point", "coordinates": [1, 2]}', "geojson-other"),
        ('{"type": "FeatureCollection"}', "geojson-other"),
        ('{"type": "FeatureCollection", "features": {}}', "geojson-other"),
        ("[]", "geojson-other"),
        ("5", "geojson-other"),
        ('{"type": "FeatureCollection", "features": []}', "no-features"),
        ("", "file-empty"),
        ("   ", "geojson-damaged"),
    ],
)
def test_documents_that_are_no_list(tmp_path: Path, text: str, code: str) -> None:
    assert refusal(text_file(tmp_path, text, "list.geojson")).code == code


def test_the_line_of_a_fault(tmp_path: Path) -> None:
    error = refusal(text_file(tmp_path, '{"type":\n\n oops}', "list.geojson"))
    assert error.params == {"line": 3}
    path = tmp_path / "list.geojson"
    path.write_bytes(b'{"a": "\xff"}')
    assert refusal(path).code == "text-encoding"


# --- KML, KMZ, GPX ---------------------------------------------------------------------------

PLACEMARKS = """
<Schema name="s" id="s"><SimpleField type="double" name="KDEPUM"/></Schema>
<Placemark><name>52.01.01.2001 KDKMP A</name><description><![CDATA[<b>pasar</b>]]></description>
  <Point><coordinates>
    116.11666666666667,-8.50,12.5
  </coordinates></Point></Placemark>
<Folder><name>Lombok</name>
  <Placemark><name>B</name><TimeStamp><when>2026-01-15T08:30:00Z</when></TimeStamp>
    <ExtendedData>
    <Data name="Kode Desa"><displayName>x</displayName><value>5201012002</value></Data>
    <Data name="akurasi"><value>4,5</value></Data></ExtendedData>
    <Point><altitudeMode>absolute</altitudeMode><coordinates>-8.5833,116.1</coordinates></Point>
  </Placemark>
  <Folder><Placemark><name>C</name>
    <ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="KDEPUM">5201012003.0</SimpleData>
    </SchemaData></ExtendedData>
    <MultiGeometry><Point><coordinates>500, -95.5, 0</coordinates></Point></MultiGeometry>
  </Placemark></Folder>
</Folder>
<Placemark><name>5201012004</name><Point><coordinates>116,1 -8,5</coordinates></Point></Placemark>
<Placemark><name>5201012005</name><Point><coordinates>abc</coordinates></Point></Placemark>
<Placemark><name>5201012006</name><ExtendedData xmlns:o="urn:office">
  <o:koordinat>di pasar</o:koordinat></ExtendedData></Placemark>
<Placemark><name>5201012007</name><Point><coordinates/></Point></Placemark>
<Placemark><name>5201012008</name><Polygon><outerBoundaryIs><LinearRing><coordinates>1,2 3,4 5,6 1,2
  </coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
<Placemark><name>tanpa kode</name><Point><coordinates>116.1,-8.5</coordinates></Point></Placemark>
"""


def check_placemarks(site_file: SiteFile) -> None:
    rows = list(site_file)
    assert site_file.total == 9
    assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [row.village_code for row in rows] == [f"52.01.01.200{n}" for n in range(1, 9)]
    assert [row.coordinates for row in rows] == [
        "-8.50, 116.11666666666667",
        "116.1, -8.5833",
        "-95.5, 500",
        "116,1 -8,5",
        "abc",
        "di pasar",
        "",
        "",
    ]
    assert (rows[0].cooperative_name, rows[0].note) == ("52.01.01.2001 KDKMP A", "<b>pasar</b>")
    assert (rows[1].cooperative_name, rows[1].accuracy_m) == ("B", 4.5)
    assert rows[1].captured_at == datetime(2026, 1, 15, 8, 30, tzinfo=UTC)
    assert rows[3].cooperative_name is None
    assert [one.value for row in rows for one in row.problems] == ["Polygon"]
    assert [(one.number, one.value) for one in site_file.rejected] == [
        (9, "tanpa kode | -8.5, 116.1")
    ]


@pytest.mark.parametrize(
    "frame",
    [
        KML,
        "<kml><Document>{}</Document></kml>",
        '<?xml version="1.0" encoding="UTF-8"?><k:kml xmlns:k="http://earth.google.com/kml/2.1">{}</k:kml>',
    ],
)
def test_placemarks_in_kml(tmp_path: Path, frame: str) -> None:
    site_file = open_list(text_file(tmp_path, frame.format(PLACEMARKS), "list.kml"))
    assert site_file.format == "kml"
    check_placemarks(site_file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_kml_in_several_encodings(tmp_path: Path, encoding: str) -> None:
    label = {"cp1252": "windows-1252"}.get(encoding, encoding)
    mark = "<Placemark><name>5201012001 é</name></Placemark>"
    text = f'<?xml version="1.0" encoding="{label}"?>{KML.format(mark)}'
    (row,) = read(text_file(tmp_path, text, "list.kml", encoding))
    assert row.cooperative_name == "5201012001 é"


@pytest.mark.parametrize("name", ["doc.kml", "lain.KML", "files/peta.kml"])
def test_placemarks_in_kmz(tmp_path: Path, name: str) -> None:
    path = tmp_path / "list.kmz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("images/icon.png", b"\x89PNG")
        archive.writestr(name, KML.format(PLACEMARKS))
    site_file = open_list(path)
    assert site_file.format == "kmz"
    check_placemarks(site_file)


def test_documents_beside_the_first_one_in_kmz(tmp_path: Path) -> None:
    path = tmp_path / "list.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        for name, code in (("layers/a.kml", "5201012002"), ("doc.kml", "5201012001")):
            archive.writestr(name, KML.format(f"<Placemark><name>{code}</name></Placemark>"))
    assert [(row.number, row.village_code) for row in read(path)] == [
        (1, VILLAGE),
        (2, "52.01.01.2002"),
    ]


def test_kmz_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "list.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert refusal(path).code == "kmz-without-kml"
    whole = path.read_bytes()
    path.write_bytes(whole[:40])
    assert refusal(path).code == "zip-damaged"
    path.write_bytes(b"<kml/>")
    assert refusal(path).code == "zip-damaged"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", KML.format(PLACEMARKS))
    content = bytearray(path.read_bytes())
    content[6] |= 1  # flagged as encrypted, in the member and in the directory
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    assert refusal(path).code == "zip-password"


def test_waypoints_in_gpx(tmp_path: Path) -> None:
    text = GPX.format(
        """
        <metadata><name>Survei</name><time>2020-01-01T00:00:00Z</time></metadata>
        <wpt lat="-8.58333333333333" lon="116.10"><ele>12</ele><time>2026-01-15T08:30:00Z</time>
          <name>5201012001</name><desc>dekat pasar</desc><hdop>1.2</hdop></wpt>
        <wpt lat="116.1" lon="-8.5"><name>B</name><time>2026-01-15T08:30:00</time><extensions>
          <kode_desa>52.01.01.2002</kode_desa><x:x xmlns:x="u"><x:akurasi>3</x:akurasi></x:x>
          </extensions></wpt>
        <wpt lat="-8,5" lon="1161e-1"><cmt>kode 5201012003</cmt></wpt>
        <wpt lon="116.1"><name>52.01.01.2004 D</name></wpt>
        <wpt lat="1" lon="2"><name>tanpa kode</name></wpt>
        <rte><name>5201012005</name><rtept lat="1" lon="2"><name>5201012009</name></rtept></rte>
        <trk><name>jalan</name><trkseg><trkpt lat="1" lon="2"/></trkseg></trk>
        """
    )
    site_file = open_list(text_file(tmp_path, text, "list.gpx"))
    rows = list(site_file)
    assert (site_file.format, site_file.total) == ("gpx", 7)
    assert [(row.number, row.village_code, row.coordinates) for row in rows] == [
        (1, VILLAGE, "-8.58333333333333, 116.10"),
        (2, "52.01.01.2002", "116.1, -8.5"),
        (3, "52.01.01.2003", "-8,5, 116.1"),
        (4, "52.01.01.2004", ", 116.1"),
        (6, "52.01.01.2005", ""),
    ]
    assert (rows[0].cooperative_name, rows[0].note) == (None, "dekat pasar")
    assert rows[0].captured_at == datetime(2026, 1, 15, 8, 30, tzinfo=UTC)
    assert (rows[1].captured_at, rows[1].accuracy_m) == (wita(2026, 1, 15, 8, 30), 3.0)
    assert rows[2].note == "kode 5201012003"
    assert [(one.value, one.code) for one in rows[4].problems] == [("rte", "geometry-not-a-point")]
    assert [one.number for one in site_file.rejected] == [5, 7]
    assert {"ele", "hdop"} <= set(site_file.ignored)


@pytest.mark.parametrize("ending", ["kml", "gpx"])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<html><body/></html>", "xml-other-root"),
        ('<OGRVRTDataSource><OGRVRTLayer name="a"/></OGRVRTDataSource>', "xml-other-root"),
        ("<{root}><a>", "xml-damaged"),
        ("<{root}>&undefined;</{root}>", "xml-damaged"),
        ("not xml", "xml-damaged"),
        ('<?xml version="1.0" encoding="no-such"?><{root}/>', "xml-damaged"),
        ("<{root}/>", "no-features"),
        (
            '<!DOCTYPE x [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]><{root}>&b;</{root}>',
            "xml-entities",
        ),
        (
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><{root}>&a;</{root}>',
            "xml-entities",
        ),
        ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><{root}/>', "no-features"),
    ],
)
def test_markup_that_is_no_list(tmp_path: Path, ending: str, text: str, code: str) -> None:
    path = text_file(
        tmp_path, text.format(root=ending) if "{root}" in text else text, f"list.{ending}"
    )
    assert refusal(path).code == code


def test_properties_of_kml_that_are_ignored(tmp_path: Path) -> None:
    for frame in (KML, "<kml>{}</kml>"):
        site_file = open_list(text_file(tmp_path, frame.format(PLACEMARKS), "list.kml"))
        assert list(site_file.ignored) == []
        assert site_file.columns["village_code"] == "Kode Desa"


def test_endless_numbers_take_no_time(tmp_path: Path) -> None:
    digits = "1" * 1_000_000
    point_mark = f"<Point><coordinates>{digits}</coordinates></Point>"
    placemark = f"<Placemark><name>{VILLAGE}</name>{point_mark}</Placemark>"
    (row,) = read(text_file(tmp_path, KML.format(placemark), "list.kml"))
    assert row.coordinates == digits


def test_markup_nested_deep(tmp_path: Path) -> None:
    depth = 20_000
    text = KML.format("<Folder>" * depth + PLACEMARKS + "</Folder>" * depth)
    check_placemarks(open_list(text_file(tmp_path, text, "list.kml")))


# --- files written by GDAL -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("driver", "ending"),
    [("GeoJSON", "geojson"), ("KML", "kml"), ("LIBKML", "kml"), ("LIBKML", "kmz"), ("GPX", "gpx")],
)
def test_files_written_by_gdal(tmp_path: Path, driver: str, ending: str) -> None:
    places = np.array([(116.11666666666667, -8.583333), (116.2, -8.6), (119.05, -8.12345678)])
    texts = {
        "name": ["KDKMP A", "KDKMP B", "KDKMP C"],
        "kode_desa": ["52.01.01.2001", "5201012002", "52 01 01 2003"],
        "akurasi": ["4,5 m", "", "12"],
    }
    path = tmp_path / f"list.{ending}"
    pyogrio.raw.write(
        str(path),
        geometry=shapely.to_wkb(shapely.points(places)),
        field_data=[np.array(values, dtype=object) for values in texts.values()],
        fields=np.array(list(texts)),
        geometry_type="Point",
        crs="EPSG:4326",
        driver=driver,
        **({"GPX_USE_EXTENSIONS": "YES"} if driver == "GPX" else {}),
    )
    rows = read(path)
    assert [row.village_code for row in rows] == [f"52.01.01.200{n}" for n in (1, 2, 3)]
    assert [row.cooperative_name for row in rows] == texts["name"]
    assert [row.accuracy_m for row in rows] == [4.5, None, 12.0]
    for row, (longitude, latitude) in zip(rows, places, strict=True):
        given = [float(part) for part in row.coordinates.split(", ")]
        assert given == pytest.approx([latitude, longitude], abs=1e-7)


# --- damaged, huge and hostile files ---------------------------------------------------------


@pytest.mark.parametrize("name", ["list.pdf", "list", "list.shp", "list.docx", ".csv"])
def test_other_endings(tmp_path: Path, name: str) -> None:
    error = refusal(text_file(tmp_path, "x", name))
    assert error.code == "file-ending"
    assert ".geojson" in str(error.params["accepted"])


@pytest.mark.parametrize("ending", ["csv", "xlsx", "geojson", "kml", "kmz", "gpx"])
def test_files_that_are_not_there_or_empty_or_large(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"list.{ending}"
    assert refusal(path).code == "file-unreadable"
    path.write_bytes(b"")
    assert refusal(path).code == "file-empty"
    path.write_bytes(b"x" * 2_000_001)
    error = refusal(path, max_bytes=2_000_000)
    assert (error.code, error.params) == ("file-too-large", {"megabytes": "2.0", "limit": "2"})
    path.unlink()
    path.mkdir()
    assert refusal(path).code == "file-unreadable"


@pytest.mark.parametrize("text", ["\n\n\n", ";;;\n;;\n", " \t \n", "\ufeff"])
def test_text_files_without_text(tmp_path: Path, text: str) -> None:
    assert refusal(text_file(tmp_path, text)).code == "file-empty"


@pytest.mark.parametrize("ending", ["csv", "geojson", "kml", "gpx"])
def test_a_spreadsheet_by_another_name(tmp_path: Path, ending: str) -> None:
    path = workbook(tmp_path, [["kode", "koordinat"]])
    error = refusal(path.rename(tmp_path / f"list.{ending}"))
    assert (error.code, error.params) == ("file-other-content", {"ending": f".{ending}"})


@pytest.mark.parametrize("ending", ["xlsx", "kmz"])
def test_zip_bombs(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"list.{ending}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", b" " * 30_000_000)
    assert path.stat().st_size < 100_000
    assert refusal(path).code == "zip-too-large"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", os.urandom(5_000) * 100)
    assert refusal(path, max_bytes=90_000).code == "zip-too-large"


def test_a_member_that_unpacks_to_more_than_it_says(tmp_path: Path) -> None:
    path = tmp_path / "list.kmz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", b" " * 30_000_000)
    declared = (30_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(declared, (3_000).to_bytes(4, "little")))
    assert refusal(path).code == "zip-damaged"


def read_or_refused(path: Path) -> str:
    """Read all there is, if it can be read; any error but the one for files fails the test."""
    try:
        site_file = open_list(path)
        rows = list(site_file)
    except SiteFileError as error:
        return error.code
    assert all(isinstance(row, SiteRow) and row.village_code for row in rows)
    return "read"


ROWS = [
    ["No", "Kode Desa", "Lintang", "Bujur", "Akurasi", "Tanggal", "Ket"],
    [1, 5201012001, -8.5833, 116.1167, "4,5 m", datetime(2026, 1, 15, 8, 30), "dekat “pasar”"],  # noqa: DTZ001
    [2, "52.01.01.2002", "8°35'00\"S", "116,1", 3, "15 Januari 2026", "a\nb"],
]


def sound_file(folder: Path, ending: str) -> Path:
    path = folder / f"list.{ending}"
    if ending == "xlsx":
        return workbook(folder, ROWS, lambda _, sheet: sheet.merge_cells("G2:G3"))
    if ending == "csv":
        with path.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream, delimiter=";").writerows(ROWS)
    elif ending == "geojson":
        collection(folder, *(feature(point(116.1, -8.5), kode=VILLAGE, ket="é") for _ in range(5)))
    elif ending == "gpx":
        details = "<time>2026-01-15T08:30:00Z</time><name>5201012001</name>"
        waypoint = f'<wpt lat="-8.5" lon="116.1">{details}</wpt>'
        text_file(folder, GPX.format(waypoint), path.name)
    elif ending == "kml":
        text_file(folder, KML.format(PLACEMARKS), path.name)
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("doc.kml", KML.format(PLACEMARKS))
    return path


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Cut off, with bits flipped, with a piece left out or doubled."""
    kind = chance.randrange(4)
    at, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    if kind == 0:
        return content[:at]
    if kind == 1:
        changed = bytearray(content)
        for _ in range(chance.choice([1, 1, 2, 8, 40])):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        return bytes(changed)
    return content[:at] + (content[end:] if kind == 2 else content[at:end] * 2 + content[end:])


@pytest.mark.parametrize("ending", ["csv", "xlsx", "geojson", "kml", "kmz", "gpx"])
def test_damaged_files_are_read_or_refused(tmp_path: Path, ending: str) -> None:
    path = sound_file(tmp_path, ending)
    assert read_or_refused(path) == "read"
    content = path.read_bytes()
    chance = random.Random(52)  # noqa: S311 - the same damage every time
    outcomes = set()
    for _ in range(250):
        path.write_bytes(damaged(content, chance))
        outcomes.add(read_or_refused(path))
    assert len(outcomes) > 1


@pytest.mark.parametrize("member", AS_EXCEL_WRITES)
def test_spreadsheets_with_a_damaged_part_are_read_or_refused(tmp_path: Path, member: str) -> None:
    """Damage below the checksums of the archive."""
    content = AS_EXCEL_WRITES[member].encode()
    chance = random.Random(53)  # noqa: S311 - the same damage every time
    for _ in range(80):
        changed = damaged(content, chance).decode("latin-1")
        read_or_refused(excel_file(tmp_path, **{member: changed}))


def test_the_time_zone_is_that_of_the_office(tmp_path: Path) -> None:
    path = text_file(tmp_path, "kode;koordinat;waktu\n5201012001;x;15/01/2026 08:30\n")
    for zone, hours in ((ZoneInfo("Asia/Jakarta"), 7), (timezone(timedelta(hours=9)), 9)):
        (row,) = open_site_list(path, timezone=zone)
        assert row.captured_at is not None
        assert row.captured_at.utcoffset() == timedelta(hours=hours)
