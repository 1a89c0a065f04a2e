"""Importing boundaries into a real database."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pyogrio
import pytest
import shapely
from shapely.geometry import Polygon, box
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from gis_service.areas import boundary_store
from gis_service.areas.events import areas_added, boundaries_imported
from gis_service.areas.import_options import ImportOptionError
from gis_service.areas.import_report import ImportReport
from gis_service.areas.imports import import_boundaries, is_current
from gis_service.areas.roster import AreaRow, import_roster
from gis_service.areas.source_errors import (
    BoundarySourceError,
    MissingFieldError,
    NoBoundariesError,
)
from gis_service.db import gather_statistics, make_engine
from gis_service.errors import ServiceError
from gis_service.settings import Settings
from tests.factories import Factory

INSERT = "INSERT INTO wilayah_boundaries(kode,nama,lat,lng,path) VALUES\n"
NOW = datetime.fromisoformat("2026-01-15T09:00:00+08:00")

Row = tuple[str, str, Polygon | None]


def sql_row(code: str, name: str, polygon: Polygon | None) -> str:
    if polygon is None:
        return f"('{code}','{name}',NULL,NULL,NULL)"
    path = [[[y, x] for x, y in ring.coords] for ring in shapely.get_rings(polygon)]
    centre = polygon.centroid
    return f"('{code}','{name}',{centre.y},{centre.x},'{path}')"


def write_sql(folder: Path, *rows: Row, name: str = "villages.sql") -> str:
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(INSERT + ",\n".join(sql_row(*row) for row in rows) + ";\n")
    return str(file)


def cell(column: int, line: int = 0, size: float = 0.02) -> Polygon:
    west, south = 116 + column * size, -8.6 + line * size
    return box(west, south, west + size, south + size)


def code(number: int) -> str:
    return f"52.01.01.{2000 + number}"


@pytest.fixture
def roster(factory: Factory) -> None:
    """Four villages of one district."""
    factory.areas(
        AreaRow("52", "Nusa Tenggara Barat"),
        AreaRow("52.01", "Lombok Barat", "kabupaten"),
        AreaRow("52.01.01", "Gerung"),
        *[AreaRow(code(n), f"Desa {n}", "desa", None, -8.59, 116.01 + n * 0.02) for n in range(4)],
    )


def take(session: Session, *sources: str, **options: Any) -> ImportReport:
    return import_boundaries(session, sources, user="test", now=NOW, **options)


def stored(session: Session, version_id: int) -> dict[str, shapely.Geometry]:
    rows = session.execute(
        text(
            "SELECT village_code, ST_AsEWKB(geom) FROM village_boundary WHERE version_id = :v"
            " ORDER BY village_code"
        ),
        {"v": version_id},
    )
    return {village: shapely.from_wkb(bytes(geometry)) for village, geometry in rows}


@pytest.mark.usefixtures("roster")
class TestImport:
    def test_a_version_in_force(self, session: Session, tmp_path: Path) -> None:
        rows = [(code(n), f"Desa {n}", cell(n)) for n in range(3)]
        source = write_sql(tmp_path, *rows)
        report = take(
            session, source, vintage=date(2026, 8, 20), licence="MIT", source="the agency"
        )
        version = boundary_store.current_version(session)
        assert version is not None
        assert version.id == report.version_id
        assert (version.source, version.licence, version.quality) == (
            "the agency",
            "MIT",
            "official",
        )
        assert (version.precision_m, version.vintage) == (10, date(2026, 8, 20))
        assert (version.imported_by, version.imported_at) == ("test", NOW)
        assert version.report["villages"] == 3
        assert version.report["without_boundary"] == [{"code": code(3), "name": "Desa 3"}]
        polygons = stored(session, report.version_id)
        assert list(polygons) == [code(n) for n in range(3)]
        for number, polygon in enumerate(polygons.values()):
            assert shapely.get_srid(polygon) == 4326
            assert polygon.geom_type == "MultiPolygon"
            assert polygon.equals(cell(number))
        measured = session.execute(
            text(
                "SELECT max(abs(area_m2 / ST_Area(geom::geography) - 1)), min(province_code)"
                " FROM village_boundary"
            )
        ).one()
        assert measured[0] < 1e-6
        assert measured[1] == "52"

    def test_each_import_is_a_new_version(self, session: Session, tmp_path: Path) -> None:
        source = write_sql(tmp_path, (code(0), "Desa", cell(0)))
        first, second = take(session, source), take(session, source)
        versions = session.execute(
            text("SELECT id, is_current FROM boundary_version ORDER BY id")
        ).all()
        assert [tuple(v) for v in versions] == [
            (first.version_id, False),
            (second.version_id, True),
        ]
        assert len(stored(session, first.version_id)) == 1
        assert is_current(session, second.checksum)
        assert not is_current(session, "0" * 64)
        assert not is_current(session, second.checksum, quality="indicative")

    def test_a_version_with_far_fewer_villages_is_warned_of(
        self, session: Session, tmp_path: Path
    ) -> None:
        take(session, write_sql(tmp_path, *[(code(n), "Desa", cell(n)) for n in range(4)]))
        report = take(session, write_sql(tmp_path, (code(0), "Desa", cell(0))))
        assert "had 4 villages, this one has 1" in report.warnings[0]
        assert any("WARNING" in line for line in report.lines())
        assert report.without_boundary_count == 3

    def test_several_sources_make_one_version(self, session: Session, tmp_path: Path) -> None:
        sources = [
            write_sql(tmp_path, (code(n), "Desa", cell(n)), name=f"{n}.sql") for n in range(3)
        ]
        report = take(session, *sources)
        assert (report.villages, report.files) == (3, 3)
        assert take(session, str(tmp_path)).checksum == report.checksum

    def test_rows_of_one_village_are_merged(self, session: Session, tmp_path: Path) -> None:
        source = write_sql(
            tmp_path, (code(0), "Desa", cell(0)), (code(0), "Desa", cell(5)), (code(1), "", cell(1))
        )
        report = take(session, source)
        assert report.merged_count == 1
        merged = stored(session, report.version_id)[code(0)]
        assert merged.equals(cell(0).union(cell(5)))

    def test_invalid_polygons_are_repaired_and_told(self, session: Session, tmp_path: Path) -> None:
        bow = Polygon([(116, -8.6), (116.02, -8.58), (116.02, -8.6), (116, -8.58)])
        source = write_sql(tmp_path, (code(0), "Desa", bow), (code(1), "Desa", cell(1)))
        report = take(session, source)
        (repaired,) = report.repaired
        assert repaired.code == code(0)
        assert repaired.reason.startswith("Self-intersection")
        assert repaired.change_m2 == pytest.approx(2_430_000, rel=0.02)
        valid = session.execute(text("SELECT bool_and(ST_IsValid(geom)) FROM village_boundary"))
        assert valid.scalar_one() is True

    def test_what_cannot_be_taken_is_told(self, session: Session, tmp_path: Path) -> None:
        line = Polygon([(116, -8.6), (116.02, -8.58), (116, -8.6)])
        swapped = Polygon([(y, x) for x, y in cell(2).exterior.coords])
        source = write_sql(
            tmp_path,
            (code(0), "Desa", cell(0)),
            (code(1), "Desa", line),
            (code(2), "Desa", swapped),
            (code(3), "Desa", None),
            ("53.01.01.2001", "Desa", cell(9)),
        )
        report = take(session, source)
        assert report.villages == 1
        assert report.not_in_roster == ["53.01.01.2001"]
        reasons = {problem.place: problem.reason for problem in report.problems}
        assert "its latitudes are longitudes" in reasons["villages.sql, line 4"]
        assert report.without_boundary_count == 3

    def test_overlaps_gaps_and_places(self, session: Session, tmp_path: Path) -> None:
        wide = box(116, -8.6, 116.021, -8.58)
        ring = cell(1).difference(box(116.025, -8.595, 116.03, -8.59))
        far = cell(300)
        source = write_sql(
            tmp_path, (code(0), "Desa", wide), (code(1), "Desa", ring), (code(2), "Desa", far)
        )
        report = take(session, source)
        assert report.overlaps_count == 1
        assert report.largest_overlaps[0].codes == (code(0), code(1))
        assert report.gaps_count == 1
        gap = session.execute(
            text("SELECT province_code, area_m2 / ST_Area(geom::geography) FROM boundary_gap")
        ).one()
        assert gap[0] == "52"
        assert gap[1] == pytest.approx(1, abs=1e-5)
        assert [village.code for village in report.far_from_roster] == [code(2)]

    def test_a_missing_village_is_a_gap_of_the_published_regency(
        self, session: Session, tmp_path: Path
    ) -> None:
        rows: list[Row] = [(code(n), "Desa", cell(n, size=0.05)) for n in range(2)]
        whole = box(116, -8.6, 116.15, -8.55)
        report = take(session, write_sql(tmp_path, *rows, ("52.01", "Lombok Barat", whole)))
        assert report.gaps_count == 1
        inside = session.execute(
            text("SELECT ST_Contains(geom, 'SRID=4326;POINT(116.125 -8.575)') FROM boundary_gap")
        )
        assert inside.scalar_one() is True

    def test_an_enclave_of_another_province_is_no_gap(
        self, session: Session, tmp_path: Path
    ) -> None:
        inner = box(116.005, -8.595, 116.01, -8.59)
        rows: list[Row] = [(code(0), "", cell(0).difference(inner)), ("53.01.01.2001", "", inner)]
        report = take(session, write_sql(tmp_path, *rows), add_areas=True)
        assert report.gaps_count == 0
        overlapping: list[Row] = [(code(0), "", cell(0)), ("53.01.01.2001", "", inner)]
        report = take(session, write_sql(tmp_path, *overlapping))
        assert [one.codes for one in report.largest_overlaps] == [(code(0), "53.01.01.2001")]

    def test_sites_are_checked_again(
        self, session: Session, factory: Factory, tmp_path: Path
    ) -> None:
        take(session, write_sql(tmp_path, (code(0), "Desa", cell(0))))
        assert factory.pin(code(0), "-8.59, 116.01")["verdict"] == "inside"
        take(session, write_sql(tmp_path, (code(0), "Desa", cell(3))))
        assert factory.site(code(0))["verdict"] == "outside"

    def test_listeners_are_told_in_the_transaction(self, session: Session, tmp_path: Path) -> None:
        told = []

        def listen(_sender: object, **sent: Any) -> None:
            current = boundary_store.current_version(sent["session"])
            told.append((sent["version_id"], current and current.id, sent["user"], sent["now"]))

        with boundaries_imported.connected_to(listen):
            report = take(session, write_sql(tmp_path, (code(0), "Desa", cell(0))))
        assert told == [(report.version_id, report.version_id, "test", NOW)]

    def test_progress_is_told(self, session: Session, tmp_path: Path) -> None:
        told: list[tuple[str, int, int | None]] = []
        take(
            session,
            write_sql(tmp_path, (code(0), "Desa", cell(0))),
            progress=lambda *step: told.append(step),
        )
        assert ("Storing boundaries", 1, 1) in told
        assert ("Comparing neighbours", 1, 1) in told

    def test_a_report_is_plain_json_and_readable(self, session: Session, tmp_path: Path) -> None:
        report = take(session, write_sql(tmp_path, (code(0), "Desa", cell(0))))
        version = boundary_store.current_version(session)
        assert version is not None
        document = report.as_json()
        assert {**document, "seconds": 0} == {**version.report, "seconds": 0}
        assert any(
            "1 villages with a boundary, 3 of the roster without" in x for x in report.lines()
        )


@pytest.mark.usefixtures("roster")
class TestRefusals:
    def nothing_stored(self, session: Session) -> bool:
        return not session.execute(text("SELECT EXISTS (SELECT FROM boundary_version)")).scalar()

    def test_no_village_of_the_roster(self, session: Session, tmp_path: Path) -> None:
        source = write_sql(tmp_path, ("53.01.01.2001", "Desa", cell(0)))
        with pytest.raises(NoBoundariesError, match=r"53\.01\.01\.2001.*--add-areas"):
            take(session, source)
        assert self.nothing_stored(session)

    def test_no_polygon(self, session: Session, tmp_path: Path) -> None:
        with pytest.raises(NoBoundariesError, match="no polygon of a village: 1 areas"):
            take(session, write_sql(tmp_path, (code(0), "Desa", None)))

    def test_no_usable_row(self, session: Session, tmp_path: Path) -> None:
        source = tmp_path / "a.sql"
        source.write_text(INSERT + "('x','y',1,2,'[]');")
        with pytest.raises(NoBoundariesError, match=r"the first, a\.sql, line 2: 'x' is not"):
            take(session, str(source))

    def test_a_folder_of_notes(self, session: Session, tmp_path: Path) -> None:
        (tmp_path / "notes.txt").write_text("nothing")
        with pytest.raises(BoundarySourceError, match="holds no file"):
            take(session, str(tmp_path))

    @pytest.mark.parametrize(
        ("options", "error"),
        [
            ({"quality": "indicative"}, ImportOptionError),
            ({"quality": "good"}, ImportOptionError),
            ({"precision_m": 0}, ImportOptionError),
            ({"precision_m": float("nan")}, ImportOptionError),
            ({"mapping": {"colour": "x"}}, MissingFieldError),
        ],
    )
    def test_options(
        self, session: Session, tmp_path: Path, options: dict[str, Any], error: type[ServiceError]
    ) -> None:
        source = write_sql(tmp_path, (code(0), "Desa", cell(0)))
        with pytest.raises(error):
            take(session, source, **options)
        assert self.nothing_stored(session)

    def test_an_error_in_a_listener_leaves_nothing(self, session: Session, tmp_path: Path) -> None:
        def fail(_sender: object, **_sent: Any) -> None:
            raise ServiceError("no")

        source = write_sql(tmp_path, (code(0), "Desa", cell(0)))
        before = take(session, source)
        point = session.begin_nested()
        with boundaries_imported.connected_to(fail), pytest.raises(ServiceError, match="no"):
            take(session, source)
        point.rollback()
        current = boundary_store.current_version(session)
        assert current is not None
        assert current.id == before.version_id


class TestAddingAreas:
    def test_another_province(self, session: Session, tmp_path: Path) -> None:
        added = []

        def listen(_sender: object, **sent: Any) -> None:
            added.append((sent["village_codes"], sent["now"]))

        source = write_sql(
            tmp_path,
            ("61.71.01.1001", "Benua Melayu Darat", cell(0)),
            ("61.71.01.2002", "", cell(1)),
            ("61.71", "Kota Pontianak", cell(0)),
            ("61", "Kalimantan Barat", None),
        )
        with areas_added.connected_to(listen):
            report = take(session, source, add_areas=True)
        assert (report.areas_added, report.villages_added, report.villages) == (5, 2, 2)
        assert added == [(["61.71.01.1001", "61.71.01.2002"], NOW)]
        areas = session.execute(
            text(
                "SELECT code, level, name, kind, parent_code, province_code, ST_X(centroid)"
                " FROM area ORDER BY code"
            )
        ).all()
        assert [tuple(area)[:6] for area in areas] == [
            ("61", "province", "Kalimantan Barat", None, None, "61"),
            ("61.71", "regency", "Kota Pontianak", "kota", "61", "61"),
            ("61.71.01", "district", "61.71.01", None, "61.71", "61"),
            ("61.71.01.1001", "village", "Benua Melayu Darat", "kelurahan", "61.71.01", "61"),
            ("61.71.01.2002", "village", "61.71.01.2002", "desa", "61.71.01", "61"),
        ]
        assert areas[3][6] == pytest.approx(116.01)
        cooperatives = session.execute(text("SELECT count(*) FROM cooperative")).scalar_one()
        assert cooperatives == 2

    def test_names_from_the_agencys_attributes(self, session: Session, tmp_path: Path) -> None:
        path = tmp_path / "desa.gpkg"
        attributes = {
            "KDEPUM": "6171011001",
            "WADMKD": "Benua Melayu Darat",
            "WADMKC": "Pontianak Selatan",
            "WADMKK": "Kota Pontianak",
            "WADMPR": "Kalimantan Barat",
        }
        pyogrio.raw.write(
            path,
            np.array([shapely.to_wkb(cell(0))], dtype=object),
            [np.array([value], dtype=object) for value in attributes.values()],
            list(attributes),
            crs="EPSG:4326",
            driver="GPKG",
            geometry_type="Polygon",
        )
        take(session, str(path), add_areas=True)
        names = session.execute(text("SELECT name FROM area ORDER BY code")).scalars().all()
        assert names == [
            "Kalimantan Barat",
            "Kota Pontianak",
            "Pontianak Selatan",
            "Benua Melayu Darat",
        ]

    @pytest.mark.usefixtures("roster")
    def test_what_is_known_stays_as_it_is(self, session: Session, tmp_path: Path) -> None:
        source = write_sql(tmp_path, (code(0), "Other name", cell(0)), (code(9), "New", cell(1)))
        report = take(session, source, add_areas=True)
        assert (report.areas_added, report.villages_added) == (1, 1)
        name = session.execute(text("SELECT name FROM area WHERE code = :c"), {"c": code(0)})
        assert name.scalar_one() == "Desa 0"


class TestDescriptions:
    @pytest.mark.usefixtures("roster")
    def test_tell_quality_and_precision(self, session: Session, tmp_path: Path) -> None:
        take(session, write_sql(tmp_path, (code(0), "Desa", cell(0)), name="official.sql"))
        source = write_sql(tmp_path / "own", (code(0), "Desa", cell(0)), name="ground.sql")
        (tmp_path / "own" / "ground.toml").write_text(
            'quality = "indicative"\nprecision_m = 3600\nlicence = "MIT"\nvintage = 2025-04-25\n'
            f'source = "somebody"\nfile = "ground.sql"\nsha256 = "{"0" * 64}"\n'
        )
        report = take(session, source)
        assert (report.quality, report.precision_m) == ("indicative", 3600)
        assert (report.licence, report.source) == ("MIT", "somebody")
        assert "indicative boundaries take the place of official ones" in report.warnings
        report = take(session, source, quality="official", precision_m=25)
        assert (report.quality, report.precision_m) == ("official", 25)


class TestTheRealProvince:
    def test_what_is_known_of_it(self, province_engine: Engine) -> None:
        with Session(province_engine) as session:
            version = boundary_store.current_version(session)
            assert version is not None
            report = version.report
        assert report["villages"] == 1150
        assert report["without_boundary_count"] == 16
        codes = [village["code"] for village in report["without_boundary"]]
        assert len([one for one in codes if one.startswith("52.02.")]) == 15
        assert "52.07.02.2021" in codes
        assert report["problems_count"] == 0
        assert report["repaired"] == []
        assert report["overlaps_count"] == 740
        assert report["overlaps_m2"] == pytest.approx(1.73e6, rel=0.005)
        assert report["centroids_outside_count"] == 41
        assert report["far_from_roster"] == []
        assert len(report["largest_overlaps"]) == 10

    def test_postgis_agrees(self, province_engine: Engine) -> None:
        with Session(province_engine) as session:
            valid, areas = session.execute(
                text(
                    "SELECT bool_and(ST_IsValid(geom)),"
                    " max(abs(area_m2 / ST_Area(geom::geography) - 1)) FROM village_boundary"
                )
            ).one()
            inside_gaps = session.execute(
                text(
                    "SELECT count(*) FROM boundary_gap g JOIN village_boundary v"
                    " ON v.version_id = g.version_id"
                    " AND ST_Contains(v.geom, ST_PointOnSurface(g.geom))"
                )
            ).scalar_one()
        assert valid is True
        assert areas < 1e-6
        assert inside_gaps == 0

    def test_the_roster_knows_all_its_villages(
        self, session: Session, settings: Settings, real_boundaries: Path
    ) -> None:
        import_roster(session, sorted(settings.roster.glob("*.csv")), NOW)
        report = take(session, str(real_boundaries / "db" / "kel"), add_areas=True)
        assert report.villages_added == 0


@pytest.fixture
def other_session(settings: Settings) -> Iterator[Session]:
    engine = make_engine(settings.app_database_url)
    with Session(engine, info={"settings": settings}) as session:
        yield session
    engine.dispose()


def test_two_imports_wait_for_one_another(session: Session, other_session: Session) -> None:
    boundary_store.lock_imports(session)
    other_session.execute(text("SET LOCAL lock_timeout = '100ms'"))
    with pytest.raises(OperationalError, match="lock timeout") as caught:
        boundary_store.lock_imports(other_session)
    assert isinstance(caught.value.orig, psycopg.errors.LockNotAvailable)
    other_session.rollback()


def test_statistics_need_not_be_the_owners(session: Session) -> None:
    """A session that may not analyse goes on, and keeps its role."""
    role = session.execute(text("SELECT current_user")).scalar_one()
    gather_statistics(session, "village_boundary", "boundary_gap")
    assert session.execute(text("SELECT current_user")).scalar_one() == role
