"""The ``gis`` commands as the contract gives them, run as a person runs them."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy.engine import make_url

from gis_service.settings import PROJECT, Settings
from tests.conftest import Server

GIS = Path(sys.executable).parent / "gis"
SITE_KEYS = {
    "village_code", "village", "verdict", "latitude", "longitude", "raw", "distance_m",
    "found_in", "flags",
}  # fmt: skip


@pytest.fixture(scope="module")
def environment(server: Server, province: Settings) -> Iterator[dict[str, str]]:
    """A database of its own for the commands, with the province in it."""
    made = server.create("_commands", template=make_url(province.database_url).database or "")
    yield {**os.environ, "GIS_DATABASE_URL": made.database_url, "GIS_APP_DATABASE_URL": ""}
    server.drop(made)


def gis(environment: dict[str, str], *arguments: str, code: int = 0) -> str:
    done = subprocess.run(
        [GIS, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout if code == 0 else done.stderr


def lines(output: str) -> list[dict]:
    return [json.loads(line) for line in output.splitlines()]


def test_coordinates_on_the_examples_of_the_design(environment: dict[str, str]) -> None:
    texts = {
        "-8.5833, 116.1167": ("read", None),
        "-8.5833 h 116.1167": ("unreadable", None),
        "8,5833 LS 116,1167 BT": ("read", None),
        "8°35'00\"S 116°07'00\"E": ("read", None),
        "S 8 35.000 E 116 7.000": ("read", None),
        "116.1167 -8.5833": ("repair", "swapped-axes"),
        "8.5833, 116.1167": ("repair", "sign-error"),
        "-8583333, 116116666": ("repair", "decimal-shift"),
        "406543 9049876": ("repair", "projected-coordinates"),
        "50L 406543 9049876": ("read", None),
        "https://www.google.com/maps?q=-8.5833,116.1167": ("read", None),
        "８．５８３３ LS\u00a0１１６．１１６７ BT": ("read", None),
        "-8.5833, 116.1167 / -8.6, 116.2": ("ambiguous", None),
        "belum ada": ("unreadable", None),
        "": ("unreadable", None),
    }
    answers = lines(gis(environment, "coordinates", *texts))
    assert [answer["text"] for answer in answers] == list(texts)
    for answer in answers:
        assert answer.keys() == {"text", "status", "readings"}
        status, repair = texts[answer["text"]]
        assert answer["status"] == status, answer
        if status in ("read", "repair"):
            best = answer["readings"][0]
            assert best.keys() == {"latitude", "longitude", "how", "repair"}
            assert best["repair"] == repair
            assert best["latitude"] == pytest.approx(-8.5833, abs=0.02)
            assert best["longitude"] == pytest.approx(116.1167, abs=0.04)


def test_coordinates_prefer_the_village(environment: dict[str, str]) -> None:
    (answer,) = lines(
        gis(environment, "coordinates", "--village", "52.01.01.2003", "8.6746, 116.1066")
    )
    assert answer["status"] == "repair"
    assert answer["readings"][0]["repair"] == "sign-error"
    (answer,) = lines(
        gis(environment, "coordinates", "--village", "5201012003", "-8.6746, 116.1066")
    )
    assert answer["status"] == "read"


def test_coordinates_of_a_file(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "texts.csv"
    file.write_text(
        'village_code,coordinates\n52.01.01.2003,"116.1066, -8.6746"\n,"-8.58, 116.11"\n'
    )
    answers = lines(gis(environment, "coordinates", "--file", str(file)))
    assert [answer["status"] for answer in answers] == ["repair", "read"]


def test_a_list_goes_in_and_its_check_has_the_shape_of_the_contract(
    environment: dict[str, str], tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    for row in [
        ["DAFTAR LOKASI KDKMP"],
        ["No", "Kode Desa", "Nama Koperasi", "Lintang", "Bujur", "Akurasi", "Catatan"],
        [1, 5201012003, "KDMP Gapuk", -8.674612, 116.106512, 4.5, "dekat kantor desa"],
        [2, "52.01.01.2002", "KDMP Kebon Ayu", 116.096823, -8.685312, None, None],
        [3, "52.01.01.2005", None, "belum", None, "abc", None],
        [4, "52.01.01.2003", None, -8.67, 116.10, None, None],
        [5, None, "tanpa kode", -8.67, 116.10, None, None],
    ]:
        sheet.append(row)
    file, report_file = tmp_path / "lokasi.xlsx", tmp_path / "report.json"
    book.save(file)

    gis(environment, "sites", "import", str(file), "--dry-run", "--report", str(report_file))
    dry = json.loads(report_file.read_text())
    assert (dry["dry_run"], dry["rows"], dry["taken"]) == (True, 5, 3)
    assert json.loads(gis(environment, "check", "--format", "json"))["checked"] == 0

    gis(environment, "sites", "import", str(file), "--report", str(report_file))
    report = json.loads(report_file.read_text())
    assert [(row["row"], row["code"]) for row in report["rejected"]] == [
        (6, "village-repeated"),
        (7, "village-code-missing"),
    ]
    assert [(row["row"], row["field"], row["value"]) for row in report["problems"]] == [
        (5, "accuracy_m", "abc")
    ]

    document = json.loads(gis(environment, "check", "--format", "json"))
    assert document.keys() == {"checked", "summary", "boundaries", "sites"}
    assert document["checked"] == 3
    assert document["summary"] == {"inside": 1, "uncertain": 0, "outside": 0, "unresolved": 2}
    assert document["boundaries"].keys() == {"version", "quality", "vintage"}
    assert document["boundaries"]["quality"] == "official"
    sites = {site["village_code"]: site for site in document["sites"]}
    assert all(site.keys() == SITE_KEYS for site in sites.values())
    assert sites["52.01.01.2003"]["distance_m"] < 0
    assert sites["52.01.01.2003"]["found_in"] == ["52.01.01.2003"]
    assert sites["52.01.01.2005"]["raw"] == "belum, "
    swapped = next(
        flag for flag in sites["52.01.01.2002"]["flags"] if flag["code"] == "swapped-axes"
    )
    assert swapped["repair"].keys() == {"latitude", "longitude", "how"}
    assert swapped["repair"]["latitude"] == -8.685312
    assert {"code", "severity", "message", "repair"} <= swapped.keys()

    one = json.loads(gis(environment, "check", "--village", "5201012003", "--format", "json"))
    assert (one["checked"], one["sites"]) == (1, [sites["52.01.01.2003"]])
    output = tmp_path / "sites.geojson"
    gis(environment, "check", "--format", "geojson", "--output", str(output))
    features = json.loads(output.read_text())["features"]
    assert {feature["geometry"] and feature["geometry"]["type"] for feature in features} == {
        None,
        "Point",
    }
    assert "swapped-axes" in gis(environment, "check")

    gis(environment, "sites", "import", str(file), "--report", str(report_file))
    assert json.loads(report_file.read_text())["unchanged"] == 3


def test_zones_show_every_village(environment: dict[str, str]) -> None:
    document = json.loads(gis(environment, "zones", "--format", "json"))
    assert document["villages"] == 1166
    assert sum(document["summary"].values()) == 1166
    assert {zone["zone"] for zone in document["zones"]} <= {"green", "yellow", "red"}
    assert all(zone["reasons"] for zone in document["zones"] if zone["zone"] != "green")
    assert all(zone["since"] for zone in document["zones"])
    rows = list(csv.DictReader(StringIO(gis(environment, "zones", "--format", "csv"))))
    assert len(rows) == 1166
    assert "1166 villages" in gis(environment, "zones")
    past = json.loads(gis(environment, "zones", "--as-of", "2020-01-01", "--format", "json"))
    assert past["summary"] == {"green": 0, "yellow": 0, "red": 0, "undecided": 1166}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "--village", "52.99.99.2001"], "There is no site for 52.99.99.2001"),
        (["zones", "--as-of", "2999-01-01"], "has not come yet"),
        (["coordinates"], "Give either texts or --file"),
        (["coordinates", "--village", "52.99.99.2001", "x"], "is not in the roster"),
    ],
)
def test_a_wrong_call_is_answered_in_a_sentence(
    environment: dict[str, str], arguments: list[str], message: str
) -> None:
    assert message in gis(environment, *arguments, code=1)


def test_without_a_database_it_says_what_to_do(environment: dict[str, str]) -> None:
    nowhere = environment | {"GIS_DATABASE_URL": "postgresql://nobody@/none?host=/nowhere"}
    assert "The database cannot be reached" in gis(nowhere, "check", code=1)
    wrong = environment | {"GIS_DATABASE_URL": "mysql://x"}
    assert "postgresql://" in gis(wrong, "check", code=1)


def test_before_the_migrations_it_says_what_to_do(
    environment: dict[str, str], server: Server
) -> None:
    empty = server.create("_bare")
    bare = environment | {"GIS_DATABASE_URL": empty.database_url}
    try:
        assert "run gis migrate" in gis(bare, "check", code=1)
        gis(bare, "migrate")
        assert json.loads(gis(bare, "check", "--format", "json"))["checked"] == 0
    finally:
        server.drop(empty)


def test_every_command_explains_itself(environment: dict[str, str]) -> None:
    commands = [
        [], ["migrate"], ["setup"], ["roster", "import"], ["boundaries", "import"],
        ["boundaries", "download"], ["sites", "import"], ["check"], ["coordinates"], ["zones"],
    ]  # fmt: skip
    for command in commands:
        assert "Usage: gis" in gis(environment, *command, "--help")


def test_the_readme_shows_commands_that_exist() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert "./run" in readme
    assert "./run test" in readme
