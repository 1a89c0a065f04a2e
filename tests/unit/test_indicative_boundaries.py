"""The shipped indicative boundaries: a sound map, and as precise as it says it is."""

import csv
import hashlib
import importlib
import json
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from gis_service.areas.boundary_sets import read_boundary_set
from spatial.crs import geodesic_area_m2

PROJECT = Path(__file__).parents[2]
ROSTER = PROJECT / "data" / "roster"
FOLDER = PROJECT / "data" / "boundaries"
FILE = FOLDER / "indicative_villages.geojson"
COASTLINE = PROJECT / "node_modules" / "world-atlas" / "countries-10m.json"
needs_coastline = pytest.mark.skipif(
    not COASTLINE.is_file(), reason="the coastline is not installed (npm ci)"
)


@pytest.fixture(scope="module")
def features() -> list[dict[str, Any]]:
    return json.loads(FILE.read_text(encoding="utf-8"))["features"]


@pytest.fixture(scope="module")
def cells() -> np.ndarray:
    return np.asarray(shapely.from_wkb(pyogrio.raw.read(FILE)[2]))


@pytest.fixture(scope="module")
def villages() -> dict[str, dict[str, str]]:
    with (ROSTER / "villages.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def script(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(PROJECT / "scripts")
    return importlib.import_module(name)


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return script("build_indicative_boundaries", monkeypatch)


def test_every_village_with_a_centroid_has_a_cell_and_the_other_sixteen_none(
    features: list[dict[str, Any]], villages: dict[str, dict[str, str]]
) -> None:
    codes = [feature["properties"]["KDEPUM"] for feature in features]
    assert codes == [code for code, row in villages.items() if row["latitude"]]
    assert len(codes) == 1_150
    assert len(villages) - len(codes) == 16


def test_attributes_are_those_of_the_national_layers_and_of_the_roster(
    features: list[dict[str, Any]], villages: dict[str, dict[str, str]]
) -> None:
    names = {}
    for level in ("provinces", "regencies", "districts", "villages"):
        with (ROSTER / f"{level}.csv").open(encoding="utf-8", newline="") as file:
            names |= {row["code"]: row["name"] for row in csv.DictReader(file)}
    for feature in features:
        code = feature["properties"]["KDEPUM"]
        assert feature["properties"] == {
            "KDEPUM": code,
            "WADMKD": names[code],
            "WADMKC": names[code[:8]],
            "WADMKK": names[code[:5]].removeprefix("Kabupaten "),
            "WADMPR": names[code[:2]],
            "TIPADM": {"desa": 1, "kelurahan": 2}[villages[code]["kind"]],
        }


def test_a_reader_of_geodata_finds_one_layer_in_wgs_84() -> None:
    info = pyogrio.read_info(FILE)
    assert (info["crs"], info["features"]) == ("EPSG:4326", 1_150)
    assert FILE.stat().st_size < 1_000_000


def test_cells_are_valid_and_share_their_edges_exactly(cells: np.ndarray) -> None:
    assert shapely.is_valid(cells).all()
    assert shapely.coverage_is_valid(cells)
    assert shapely.area(cells).sum() == pytest.approx(shapely.union_all(cells).area, rel=1e-9)


def test_geometry_is_as_rfc_7946_wants_it(cells: np.ndarray) -> None:
    coordinates = shapely.get_coordinates(cells)
    assert (coordinates == coordinates.round(5)).all()
    outer = shapely.get_exterior_ring(shapely.get_parts(cells))
    assert shapely.is_ccw(outer).all()


def test_every_cell_contains_its_centroid(
    cells: np.ndarray, villages: dict[str, dict[str, str]]
) -> None:
    placed = [row for row in villages.values() if row["latitude"]]
    longitudes = [float(row["longitude"]) for row in placed]
    latitudes = [float(row["latitude"]) for row in placed]
    assert shapely.contains_xy(cells, longitudes, latitudes).all()


def test_cells_have_plausible_sizes_and_stay_off_bali_and_komodo(cells: np.ndarray) -> None:
    areas = np.array([geodesic_area_m2(cell) for cell in cells]) / 1e6
    assert 0.05 < areas.min() < areas.max() < 500
    assert 19_000 < areas.sum() < 20_500
    west, south, east, north = shapely.total_bounds(cells)
    assert 115.75 < west < 115.9
    assert 119.2 < east < 119.35
    assert -9.2 < south < north < -8.0
    spans = shapely.minimum_bounding_radius(cells) * 111
    assert spans.max() < 30


def test_the_description_is_of_this_file() -> None:
    described = read_boundary_set(FOLDER / "indicative.toml")
    (file,) = described.files
    assert file.path == FILE.name
    assert file.sha256 == hashlib.sha256(FILE.read_bytes()).hexdigest()
    assert described.quality == "indicative"


@needs_coastline
def test_the_land_is_that_of_natural_earth_and_some_islets(
    cells: np.ndarray, builder: ModuleType
) -> None:
    land = builder.read_land(COASTLINE, "360")
    whole = shapely.union_all(cells)
    ours = land[shapely.intersects(land, whole)]
    area = sum(geodesic_area_m2(island) for island in ours)
    assert len(ours) == 4  # Lombok, Sumbawa, Moyo and Sangeang
    assert shapely.union_all(ours).difference(whole).area < 1e-4
    assert geodesic_area_m2(whole) == pytest.approx(area, rel=0.015)
    assert geodesic_area_m2(whole) > area


@needs_coastline
def test_building_again_gives_the_same_bytes(
    builder: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    again = tmp_path / FILE.name
    monkeypatch.setattr("sys.argv", ["build", f"--output={again}"])
    builder.main()
    assert again.read_bytes() == FILE.read_bytes()


def square(west: float, south: float, side: float) -> shapely.Polygon:
    return shapely.box(west, south, west + side, south + side)


def test_land_is_divided_by_distance_and_other_islands_are_left_alone(
    builder: ModuleType,
) -> None:
    centroids = np.array([[0.05, 0.1], [0.15, 0.1]])
    land = np.array([square(0, 0, 0.2), square(1, 0, 0.2)])
    left, right = builder.build_cells(centroids, land)
    assert left.equals(shapely.box(0, 0, 0.1, 0.2))
    assert right.equals(shapely.box(0.1, 0, 0.2, 0.2))


def test_a_village_in_the_sea_gets_as_much_room_as_the_median_village(
    builder: ModuleType,
) -> None:
    centroids = np.array([[0.05, 0.1], [0.15, 0.1], [0.5, 0.1]])
    land = np.array([square(0, 0, 0.2)])
    first, second, islet = builder.build_cells(centroids, land)
    assert geodesic_area_m2(islet) == pytest.approx(geodesic_area_m2(first), rel=0.02)
    assert islet.centroid.distance(shapely.Point(0.5, 0.1)) < 1e-4
    assert first.union(second).equals(square(0, 0, 0.2))


def test_villages_with_one_centroid_get_no_cell(builder: ModuleType, tmp_path: Path) -> None:
    for level in ("provinces", "regencies", "districts"):
        (tmp_path / f"{level}.csv").write_text("code,name\n", encoding="utf-8")
    rows = ["code,latitude,longitude", "1,-8.5,116", "2,-8.50,116.0", "3,-8.6,116", "4,,"]
    (tmp_path / "villages.csv").write_text("\n".join(rows), encoding="utf-8")
    found, _ = builder.read_roster(tmp_path)
    assert [row["code"] for row in found] == ["3"]


def test_the_recorded_precision_is_what_is_measured(
    real_boundaries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measuring = script("measure_indicative", monkeypatch)
    published = measuring.read_published(real_boundaries / "db" / "kel")
    found = measuring.measure(published, measuring.read_indicative(FILE))
    recorded = tomllib.loads((FOLDER / "indicative.toml").read_text(encoding="utf-8"))
    assert len(found.agreement) == 1_150
    assert found.precision_m() == recorded["precision_m"]
    assert 0.74 < np.median(found.agreement) < 0.76


def test_precision_is_the_smallest_step_with_few_enough_misses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measuring = script("measure_indicative", monkeypatch)
    inside = np.arange(1_000) >= 20
    distances = np.where(inside, 500.0, 100.0 * np.arange(1_000))
    found = measuring.Measurement(np.ones(1), inside, distances)
    # ten misses are allowed: those at 1,000 m and more; the next is at 900 m
    assert found.precision_m() == 900
    assert ((~inside) & (distances > 900)).sum() == 10
    assert found.share_inside(499) == 0.98
    assert found.precision_m(0.05) == 0


def test_the_manifest_names_the_published_files(real_boundaries: Path) -> None:
    manifest = FOLDER / "published_52.toml"
    described = read_boundary_set(manifest)
    found = {
        file.relative_to(real_boundaries).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in real_boundaries.rglob("*.sql")
    }
    assert {file.path: file.sha256 for file in described.files} == found
    assert tomllib.loads(manifest.read_text(encoding="utf-8"))["commit"] in described.base_url


def test_the_published_precision_covers_what_neighbours_disagree_by(
    real_boundaries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measuring = script("measure_published", monkeypatch)
    published = measuring.read_published(real_boundaries / "db" / "kel")
    villages = measuring.in_metres(np.array(list(published.values())))
    overlaps, gaps = map(measuring.largest_widths, measuring.slivers(villages))
    precision = read_boundary_set(FOLDER / "published_52.toml").precision_m
    assert 10 <= overlaps.max() < precision
    assert np.percentile(gaps, 99) < precision
    assert gaps.max() < precision + 1
