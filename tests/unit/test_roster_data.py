"""The shipped roster: complete, consistent, and the same bytes wherever it is built."""

import csv
import importlib
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).parents[2]
FOLDER = PROJECT / "data" / "roster"
COUNTS = {"provinces": 1, "regencies": 10, "districts": 117, "villages": 1_166}
WITHOUT_CENTROID = {
    "52.02.03.2011", "52.02.04.2017", "52.02.04.2018", "52.02.06.2011", "52.02.06.2012",
    "52.02.06.2013", "52.02.06.2014", "52.02.07.2013", "52.02.07.2014", "52.02.07.2015",
    "52.02.07.2016", "52.02.09.2012", "52.02.09.2013", "52.02.10.2013", "52.02.11.2012",
    "52.07.02.2021",
}  # fmt: skip


def rows_of(level: str) -> list[dict[str, str]]:
    with (FOLDER / f"{level}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def villages() -> list[dict[str, str]]:
    return rows_of("villages")


@pytest.fixture
def build_roster(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(PROJECT / "scripts")
    return importlib.import_module("build_roster")


@pytest.mark.parametrize(("level", "count"), COUNTS.items())
def test_every_area_is_there_once_in_the_order_of_its_code(level: str, count: int) -> None:
    codes = [row["code"] for row in rows_of(level)]
    assert len(codes) == count
    assert codes == sorted(set(codes))


def test_villages_are_desa_and_kelurahan_as_their_codes_say(
    villages: list[dict[str, str]],
) -> None:
    assert Counter(row["kind"] for row in villages) == {"desa": 1_021, "kelurahan": 145}
    assert {(row["code"][9], row["kind"]) for row in villages} == {
        ("1", "kelurahan"),
        ("2", "desa"),
    }


def test_regencies_are_eight_kabupaten_and_two_kota() -> None:
    assert Counter(row["kind"] for row in rows_of("regencies")) == {"kabupaten": 8, "kota": 2}
    for row in rows_of("regencies"):
        assert row["name"].lower().startswith(row["kind"] + " ")


def test_every_area_lies_in_one_above_it_and_none_is_empty(
    villages: list[dict[str, str]],
) -> None:
    districts, regencies = rows_of("districts"), rows_of("regencies")
    for row in villages:
        district, _, number = row["code"].rpartition(".")
        assert (row["district_code"], row["regency_code"]) == (district, district[:5])
        assert len(number) == 4
        assert number.isdigit()
    for row in districts:
        assert row["regency_code"] == row["code"].rpartition(".")[0]
    assert {row["district_code"] for row in villages} == {row["code"] for row in districts}
    assert {row["regency_code"] for row in districts} == {row["code"] for row in regencies}
    assert {row["code"][:2] for row in regencies} == {row["code"] for row in rows_of("provinces")}


def test_sixteen_villages_have_no_published_centroid(villages: list[dict[str, str]]) -> None:
    assert {row["code"] for row in villages if not row["latitude"]} == WITHOUT_CENTROID
    assert {row["code"] for row in villages if not row["longitude"]} == WITHOUT_CENTROID


@pytest.mark.parametrize("level", COUNTS)
def test_centroids_lie_in_the_province(level: str) -> None:
    placed = [row for row in rows_of(level) if row["latitude"]]
    assert all(-9.2 < float(row["latitude"]) < -8.0 for row in placed)
    assert all(115.8 < float(row["longitude"]) < 119.4 for row in placed)
    assert len({(row["latitude"], row["longitude"]) for row in placed}) == len(placed)


def test_names_and_postal_codes_are_clean(villages: list[dict[str, str]]) -> None:
    for level in COUNTS:
        for row in rows_of(level):
            assert row["name"] == " ".join(row["name"].split()) != ""
    assert all(row["postal_code"].isdigit() for row in villages)
    assert {len(row["postal_code"]) for row in villages} == {5}


def test_a_name_is_no_key_within_the_province(villages: list[dict[str, str]]) -> None:
    times = Counter(row["name"] for row in villages)
    shared = [count for count in times.values() if count > 1]
    assert (len(shared), sum(shared)) == (40, 88)
    in_district = Counter((row["district_code"], row["name"].lower()) for row in villages)
    assert set(in_district.values()) == {1}


@pytest.mark.parametrize("level", COUNTS)
def test_files_are_written_as_the_script_writes_them(level: str, build_roster: ModuleType) -> None:
    assert build_roster.as_csv(rows_of(level)) == (FOLDER / f"{level}.csv").read_bytes()


def test_the_script_makes_rows_of_any_province(build_roster: ModuleType) -> None:
    published = {"id": "9101013001", "name": "Adat ", "postal_code": "", "latitude": "-1.5"}
    assert build_roster.roster_row("villages", published) == {
        "code": "91.01.01.3001",
        "name": "Adat",
        "kind": "desa",
        "district_code": "91.01.01",
        "regency_code": "91.01",
        "postal_code": "",
        "latitude": "-1.5",
        "longitude": "",
    }


def test_the_script_takes_no_other_file_than_the_pinned_one(
    tmp_path: Path, build_roster: ModuleType
) -> None:
    other = tmp_path / build_roster.WHEEL
    other.write_bytes(b"not the wheel")
    with pytest.raises(SystemExit, match="SHA-256"):
        build_roster.build_roster(other, ["52"])
