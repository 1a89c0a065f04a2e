"""Thousands of planted mistakes over the real boundaries: found, with the right code, or not.

The measure of the whole: for each code, recall (of the sites that should carry it, how many do) and
precision (of those that carry it, how many should).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import pytest
import shapely
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from gis_service.settings import Settings
from gis_service.sites.files import open_site_list
from gis_service.sites.messages import MESSAGES as SITE_FLAGS
from gis_service.sites.reports import check_report
from gis_service.sites.service import import_sites
from spatial.crs import geodesic_distance_m
from tests.conftest import NOW, rolled_back
from tests.planted import Planted, Planter, Village, metres_to_boundary
from tests.site_lists import write_csv

ROUNDS = 3


@dataclass
class Checked:
    """A planted row beside what the check said of it."""

    planted: Planted
    site: dict[str, Any]

    @property
    def flags(self) -> set[str]:
        return {flag["code"] for flag in self.site["flags"]}


@pytest.fixture(scope="module")
def session(province_engine: Engine, province: Settings) -> Iterator[Session]:
    yield from rolled_back(province_engine, province)


@pytest.fixture(scope="module")
def planter(session: Session) -> Planter:
    rows = session.execute(
        text(
            "SELECT code, ST_AsBinary(geom) AS polygon, ST_Y(centroid), ST_X(centroid)"
            " FROM village JOIN current_boundary_version AS version ON TRUE"
            " LEFT JOIN versioned_village_boundary AS boundary"
            " ON village_code = code AND version_id = version.id ORDER BY code"
        )
    ).all()
    villages = [
        Village(code, shapely.from_wkb(polygon), None if lat is None else (lat, lon))
        for code, polygon, lat, lon in rows
        if polygon
    ]
    return Planter(villages, [code for code, polygon, _, _ in rows if not polygon])


@pytest.fixture(scope="module")
def checked(
    session: Session, planter: Planter, tmp_path_factory: pytest.TempPathFactory
) -> list[Checked]:
    found = []
    file = tmp_path_factory.mktemp("lists") / "sites.csv"
    for planted in planter.plant(ROUNDS):
        with session.begin_nested() as savepoint:
            site_list = open_site_list(write_csv(file, planted), timezone=UTC)
            report = import_sites(session, site_list, name=file.name, by="test", now=NOW)
            assert (report.taken, report.rejected) == (len(planted), [])
            sites = {
                site["village_code"]: site for site in check_report(session, None, "en")["sites"]
            }
            found += [Checked(row, sites[row.village_code]) for row in planted]
            savepoint.rollback()
    return found


def test_there_are_thousands_and_every_mistake_is_among_them(checked: list[Checked]) -> None:
    assert len(checked) >= 3 * 1166 - 10
    mistakes = Counter(row.planted.mistake for row in checked)
    assert len(mistakes) == 23
    assert min(mistakes.values()) >= 30
    expected = {code for row in checked for code in row.planted.flags}
    assert expected == SITE_FLAGS.keys()


def test_every_verdict_is_right(checked: list[Checked]) -> None:
    wrong = [
        (row.planted, row.site) for row in checked if row.site["verdict"] != row.planted.verdict
    ]
    assert wrong == []


@pytest.mark.parametrize("code", SITE_FLAGS)
def test_recall_and_precision_of_each_code(checked: list[Checked], code: str) -> None:
    should = [row for row in checked if code in row.planted.flags]
    does = [row for row in checked if code in row.flags]
    both = [row for row in should if code in row.flags]
    assert len(both) / len(should) >= 0.99, [row for row in should if code not in row.flags][:3]
    assert len(both) / len(does) >= 0.99, [row for row in does if code not in row.planted.flags][:3]


def test_no_clean_site_is_flagged_at_all(checked: list[Checked]) -> None:
    assert [row for row in checked if row.planted.mistake == "clean" and row.flags] == []


def test_every_repair_brings_the_site_back_to_its_place(checked: list[Checked]) -> None:
    repairs = [
        (row.planted, flag["repair"])
        for row in checked
        for flag in row.site["flags"]
        if flag["severity"] == "info"
    ]
    assert len(repairs) >= 500
    for planted, repair in repairs:
        assert planted.true_position is not None
        assert (
            geodesic_distance_m(*planted.true_position, repair["latitude"], repair["longitude"]) < 2
        ), planted


def test_distances_agree_with_shapely_and_pyproj(checked: list[Checked], planter: Planter) -> None:
    polygons = {village.code: village.polygon for village in planter.villages}
    compared = 0
    for row in checked:
        site = row.site
        if site["distance_m"] is None or site["latitude"] is None:
            continue
        expected = metres_to_boundary(
            polygons[site["village_code"]], site["longitude"], site["latitude"]
        )
        compared += 1
        # the check of something on another continent needs no centimetres
        allowed = 0.02 if abs(expected) < 10_000 else abs(expected) * 2e-3
        assert site["distance_m"] == pytest.approx(expected, abs=allowed), row.planted
    assert compared >= 2000


def test_the_villages_found_agree_with_shapely(checked: list[Checked], planter: Planter) -> None:
    codes = [village.code for village in planter.villages]
    compared = 0
    for row in checked:
        if row.site["latitude"] is None:
            continue
        point = shapely.Point(row.site["longitude"], row.site["latitude"])
        found = sorted(codes[index] for index in planter.tree.query(point, predicate="intersects"))
        assert row.site["found_in"] == found
        compared += 1
    assert compared >= 2000
