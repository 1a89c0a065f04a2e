"""Reading boundaries from files of every kind, good and bad."""

import json
import os
import time
import warnings
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from gis_service.areas.boundary_sets import BoundarySetError, read_boundary_set
from gis_service.areas.features import Features, Problems, joined
from gis_service.areas.source_errors import (
    BoundarySourceError,
    CoordinateSystemError,
    MissingFieldError,
)
from gis_service.areas.sources import SourceFile, collect_files, combined_checksum, sha256_of
from gis_service.areas.unzip import Unzipper
from gis_service.areas.vector_files import read_vector_file
from gis_service.areas.wilayah_sql import read_wilayah_sql
from spatial.crs import to_wgs84

INSERT = "INSERT INTO wilayah_boundaries(kode,nama,lat,lng,path) VALUES\n"
RING = "[[-8.6,116.1],[-8.6,116.2],[-8.5,116.2],[-8.5,116.1],[-8.6,116.1]]"
PATH = f"[{RING}]"
VILLAGE = box(116.1, -8.6, 116.2, -8.5)


def row(code: str = "52.01.01.2001", name: str = "Beleke", path: str = PATH) -> str:
    return f"\t('{code}','{name}',-8.55,116.15,'{path}')"


def read_sql(tmp_path: Path, text: str | bytes) -> tuple[Features, Problems]:
    file = tmp_path / "villages.sql"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    problems = Problems()
    return read_wilayah_sql(file, file.name, problems), problems


class TestWilayahSql:
    def test_rows(self, tmp_path: Path) -> None:
        text = f"/* licence; ' ( */\nDELETE FROM wilayah_boundaries WHERE kode='52;';\n{INSERT}"
        text += row() + ",\n" + row("52.01.01.2002", "Oi Fo''o") + ";\n-- more\n" + INSERT
        text += row("52.01.01.1003", r"Ta\'a").replace(",", ", ").replace("(", "( ") + ";\n"
        features, problems = read_sql(tmp_path, text)
        assert problems.listed == []
        assert features.codes == ["52.01.01.2001", "52.01.01.2002", "52.01.01.1003"]
        assert features.names == ["Beleke", "Oi Fo'o", "Ta'a"]
        assert features.centres.tolist() == [[116.15, -8.55]] * 3
        assert all(polygon.equals(VILLAGE) for polygon in features.polygons)
        assert features.places[2] == "villages.sql, line 8"

    @pytest.mark.parametrize(
        ("path", "area"),
        [
            (f"[[{RING}]]", 0.01),
            (f"[[{RING}],[{RING.replace('116', '117')}]]", 0.02),
            (
                "[" + RING + ",[[-8.58,116.12],[-8.58,116.18],[-8.52,116.18],[-8.58,116.12]]]",
                0.0082,
            ),
            ("[" + RING + "," + RING.replace("116", "117") + "]", 0.02),
            (f"[{RING},[[-8.58,116.12],[-8.58,116.18],[-8.58,116.12]]]", 0.01),
            ("[[[-8.6,116.1],[-8.6,116.2],[-8.5,116.2]]]", 0.005),
            ("[[[-8.6,116.1],[-8.6,116.2]]]", 0),
            ("[ [ [ -8.6 , 116.1 ],[-86e-1,116.2],[-8.5,116.2],[-8.6,116.1] ] ]", 0.005),
        ],
        ids=["depth 4", "two parts", "hole", "two rings", "short", "open", "line", "spaces"],
    )
    def test_paths(self, tmp_path: Path, path: str, area: float) -> None:
        features, problems = read_sql(tmp_path, INSERT + row(path=path) + ";")
        assert problems.listed == []
        assert features.polygons[0].area == pytest.approx(area)

    @pytest.mark.parametrize("nothing", ["NULL,NULL,NULL", "null, '', ''", "'','',''"])
    def test_rows_without_polygon_or_place(self, tmp_path: Path, nothing: str) -> None:
        text = f"{INSERT}('52.01.01.2001','Beleke',{nothing}),\n{row('52.01.01.2002')};"
        features, problems = read_sql(tmp_path, text)
        assert problems.listed == []
        assert features.polygons[0].is_empty
        assert np.isnan(features.centres[0]).all()
        assert not features.polygons[1].is_empty

    def test_numbers_in_quotes(self, tmp_path: Path) -> None:
        text = f"{INSERT}('52.01.01.2001','Beleke','-8.55','116.15','{PATH}');"
        features, problems = read_sql(tmp_path, text)
        assert problems.listed == []
        assert features.centres.tolist() == [[116.15, -8.55]]

    @pytest.mark.parametrize(
        ("bad", "reason"),
        [
            ("('52.01.01.2009','x',-8.5)", "not a row of the form"),
            ("('52.01.01.2009','x',-8.5,116,'[[1,2]')", "cannot be used"),
            ("('52.01.01.2009','x',-8.5,116,'[[[1,2,3]]]')", "a ring is not a list of"),
            ("('52.01.01.2009','x',-8.5,116,'[[[1,\"b\"]]]')", "a coordinate is not a number"),
            ("('52.01.01.2009','x',-8.5,116,'{\"a\":1}')", "neither a list of rings"),
            ("('52.01.01.2009','x',-8.5,116,'[[[null,1],[2,3],[4,5]]]')", "not a position"),
            ("('52.01.01.2009','x',-8.5,116,'[[[1e308,1],[2,3],[4,5]]]')", "not a position"),
            ("('52.01.01.2009','x',-8.5,116,'[[[116,8],[116,9],[117,9]]]')", "are longitudes"),
            ("('52.01.01.2009','x',-8.5,116,'[[[[[[1,2]]]]]]')", "neither a list of rings"),
            ("('52.01.01.2009','x',-8.5,116,'[[[],[]]]')", "it holds an empty list"),
            ("('52.01.01.2009','x',-8.5,116,'" + "[" * 5000 + "')", "cannot be used"),
            ("('Beleke','x',-8.5,116,'" + PATH + "')", "not a Home Ministry code"),
            ("(52,'x',-8.5,116,'" + PATH + "')", "not a row of the form"),
            ("('52.01.01.2009','x',-8.5,116,'" + PATH, "does not end with"),
        ],
    )
    def test_bad_rows_are_told_and_the_others_taken(
        self, tmp_path: Path, bad: str, reason: str
    ) -> None:
        text = INSERT + row() + ",\n" + bad + ",\n" + row("52.01.01.2002") + ";\n"
        features, problems = read_sql(tmp_path, text)
        assert features.codes == ["52.01.01.2001", "52.01.01.2002"]
        assert problems.listed[0].place == "villages.sql, line 3"
        assert reason in problems.listed[0].reason

    def test_a_place_that_is_none(self, tmp_path: Path) -> None:
        text = f"{INSERT}('52.01.01.2001','Beleke',-91,116.15,'{PATH}');"
        features, problems = read_sql(tmp_path, text)
        assert np.isnan(features.centres).all()
        assert "not a position in degrees" in problems.listed[0].reason
        assert features.codes == ["52.01.01.2001"]

    def test_other_columns(self, tmp_path: Path) -> None:
        text = "INSERT INTO wilayah(kode,nama) VALUES\n('52','NTB');\n" + INSERT + row() + ";"
        features, problems = read_sql(tmp_path, text)
        assert len(features) == 1
        assert "other columns" in problems.listed[0].reason

    def test_rows_all_in_one_line(self, tmp_path: Path) -> None:
        bad = "('52.01.01.2009','x',oops)"
        text = INSERT + ",".join([row().strip(), bad, row("52.01.01.2002").strip()]) + ";"
        features, problems = read_sql(tmp_path, text)
        assert len(features) == 2
        assert problems.count == 1

    def test_a_file_cut_off_anywhere(self, tmp_path: Path) -> None:
        rows = [row(f"52.01.01.200{number}", "Oi Fo''o") for number in range(4)]
        text = f"/* it's */ DROP TABLE a;\n{INSERT}" + ",\n".join(rows) + ";\n"
        for length in range(len(text) - 1):
            features, problems = read_sql(tmp_path, text[:length])
            whole = sum(text[:length].count(each) for each in rows)
            assert len(features) == whole
            inside = INSERT.strip() in text[:length] and not text[:length].rstrip().endswith(";")
            assert problems.count > 0 or not inside

    @given(st.data())
    @settings(max_examples=300, deadline=None)
    def test_whatever_the_bytes(
        self, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
    ) -> None:
        text = bytearray((INSERT + row() + ",\n" + row("52.01.01.2002") + ";\n").encode())
        for _ in range(data.draw(st.integers(1, 4))):
            position = data.draw(st.integers(0, len(text) - 1))
            text[position : position + data.draw(st.integers(0, 3))] = data.draw(
                st.binary(max_size=3) | st.sampled_from([b"'", b"(", b"[", b"/*", b"\\", b";"])
            )
        features, _ = read_sql(tmp_path_factory.getbasetemp(), bytes(text))
        assert len(features.polygons) == len(features) == len(features.centres)

    @pytest.mark.parametrize(
        "pattern",
        ["/*", "'", "('", "\n('", "--", ";", "\\", "INSERT INTO a VALUES ", INSERT, "x\n", "('1','",
         "\n('1','x',1,1,'", "''", "/", "\nDELETE '", "((((", '"', "`a"],
    )  # fmt: skip
    def test_no_pattern_takes_for_ever(self, tmp_path: Path, pattern: str) -> None:
        begun = time.process_time()
        read_sql(tmp_path, INSERT + pattern * (200_000 // len(pattern)))
        read_sql(tmp_path, pattern * (200_000 // len(pattern)))
        assert time.process_time() - begun < 5


Writer = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    """Writes a file of polygons; the driver follows from the suffix."""
    drivers = {
        ".gpkg": "GPKG",
        ".shp": "ESRI Shapefile",
        ".geojson": "GeoJSON",
        ".fgb": "FlatGeobuf",
    }

    def written(
        file: str,
        geometries: list[shapely.Geometry | None] | None = None,
        *,
        crs: str | None = "EPSG:4326",
        encoding: str = "UTF-8",
        layer: str | None = None,
        geometry_type: str = "Unknown",
        **attributes: list[object],
    ) -> Path:
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        shapes = [VILLAGE] if geometries is None else geometries
        fields = attributes or {"KDEPUM": ["52.01.01.2001"], "WADMKD": ["Beleke"]}
        numeric = (int, float)
        if crs is None:
            warnings.filterwarnings("ignore", "'crs' was not provided")
        pyogrio.raw.write(
            path,
            np.array([None if s is None else shapely.to_wkb(s) for s in shapes], dtype=object),
            [
                np.array(v, dtype=None if isinstance(v[0], numeric) else object)
                for v in fields.values()
            ],
            list(fields),
            crs=crs,
            driver=drivers[path.suffix],
            geometry_type="Polygon" if path.suffix == ".shp" else geometry_type,
            encoding=encoding,
            layer=layer,
            append=path.exists() and layer is not None,
        )
        return path

    return written


def read_vectors(path: Path, **mapping: str) -> tuple[Features, Problems]:
    problems = Problems()
    return read_vector_file(path, path.name, mapping, problems), problems


class TestVectorFiles:
    @pytest.mark.parametrize("suffix", ["gpkg", "shp", "geojson", "fgb"])
    def test_formats(self, write: Writer, suffix: str) -> None:
        path = write(
            f"villages.{suffix}",
            [VILLAGE, MultiPolygon([box(117, -9, 118, -8)])],
            KDEPUM=["52.01.01.2001", "5201011002"],
            WADMKD=["Beleke", "Gerung"],
            WADMKC=["Kediri", "Kediri"],
            WADMKK=["Lombok Barat"] * 2,
            WADMPR=["Nusa Tenggara Barat"] * 2,
            TIPADM=["DESA", "Kelurahan"],
        )
        features, problems = read_vectors(path)
        assert problems.listed == []
        assert dict(zip(features.codes, features.names, strict=True)) == {
            "52.01.01.2001": "Beleke",
            "52.01.01.1002": "Gerung",
        }
        assert dict(zip(features.codes, features.kinds, strict=True)) == {
            "52.01.01.2001": "desa",
            "52.01.01.1002": "kelurahan",
        }
        assert features.upper_names == {
            "52.01.01": "Kediri",
            "52.01": "Lombok Barat",
            "52": "Nusa Tenggara Barat",
        }
        assert features.polygons[features.codes.index("52.01.01.2001")].equals(VILLAGE)
        assert features.places[1] == f"villages.{suffix}, row 2"

    @pytest.mark.parametrize("codes", [[5201012001, 5201012002], [5201012001.0, 5201012002.0]])
    def test_numeric_codes(self, write: Writer, codes: list[object]) -> None:
        path = write("villages.gpkg", [VILLAGE, VILLAGE], kdepum=codes)
        assert read_vectors(path)[0].codes == ["52.01.01.2001", "52.01.01.2002"]

    def test_districts(self, write: Writer) -> None:
        path = write(
            "districts.gpkg", KDEPUM=[None], KDCPUM=["52.01.01"], WADMKD=[None], WADMKC=["Kediri"]
        )
        features, _ = read_vectors(path)
        assert features.codes == ["52.01.01"]
        assert features.names == ["Kediri"]

    def test_a_mapping(self, write: Writer) -> None:
        path = write("villages.gpkg", id=["52.01.01.2001"], label=["Beleke"], y=[-8.5], x=[116.1])
        features, _ = read_vectors(path, code="ID", name="label", latitude="y", longitude="x")
        assert features.names == ["Beleke"]
        assert features.centres.tolist() == [[116.1, -8.5]]

    def test_a_mapping_to_what_is_not_there(self, write: Writer) -> None:
        with pytest.raises(MissingFieldError, match=r"no attribute label .* KDEPUM, WADMKD"):
            read_vectors(write("villages.gpkg"), name="label")

    def test_no_codes(self, write: Writer) -> None:
        path = write("villages.gpkg", id=["52.01.01.2001"], label=["Beleke"])
        with pytest.raises(MissingFieldError, match=r"has id, label.*--map code="):
            read_vectors(path)

    def test_rows_that_cannot_be_taken(self, write: Writer) -> None:
        path = write(
            "villages.geojson",
            [VILLAGE, Point(116, -8), None, VILLAGE, LineString([(1, 1), (2, 2)])],
            KDEPUM=["Beleke", "52.01.01.2001", "52.01.01.2002", None, "52.01.01.2003"],
        )
        features, problems = read_vectors(path)
        assert features.codes == ["52.01.01.2002"]
        assert [(p.place[-5:], p.reason) for p in problems.listed] == [
            ("row 1", "'Beleke' is not a Home Ministry code such as 52.01.01.2001"),
            ("row 2", "52.01.01.2001 is a Point, not a polygon"),
            ("row 3", "52.01.01.2002 has no polygon"),
            ("row 4", "it has no code"),
            ("row 5", "52.01.01.2003 is a LineString, not a polygon"),
        ]

    def test_height_is_dropped(self, write: Writer) -> None:
        high = shapely.force_3d(VILLAGE, 100)
        features, _ = read_vectors(write("villages.gpkg", [high]))
        assert not features.polygons[0].has_z

    @pytest.mark.parametrize("crs", ["EPSG:32750", "EPSG:3857", "EPSG:9481"])
    @pytest.mark.parametrize("suffix", ["shp", "gpkg"])
    def test_reference_systems(self, write: Writer, crs: str, suffix: str) -> None:
        forward = Transformer.from_crs(4326, crs, always_xy=True)
        projected = shapely.transform(
            VILLAGE, lambda degrees: np.column_stack(forward.transform(*degrees.T))
        )
        assert to_wgs84(shapely.get_coordinates(projected)[:1], crs) == pytest.approx(
            np.array([[116.2, -8.6]])
        )
        features, problems = read_vectors(write(f"villages.{suffix}", [projected], crs=crs))
        assert problems.listed == []
        assert features.polygons[0].symmetric_difference(VILLAGE).area < 1e-9

    def test_no_reference_system_but_degrees(self, write: Writer) -> None:
        features, _ = read_vectors(write("villages.shp", crs=None))
        assert features.polygons[0].equals(VILLAGE)

    def test_no_reference_system_and_metres(self, write: Writer) -> None:
        path = write("villages.shp", [box(406543, 9049876, 407543, 9050876)], crs=None)
        with pytest.raises(CoordinateSystemError, match=r"does not tell .* 407543"):
            read_vectors(path)

    def test_a_sheet_of_paper(self, write: Writer) -> None:
        path = write("villages.gpkg", crs='LOCAL_CS["sheet",UNIT["metre",1]]')
        with pytest.raises(CoordinateSystemError, match="villages"):
            read_vectors(path)

    def test_several_layers(self, write: Writer, tmp_path: Path) -> None:
        write("a.gpkg", layer="desa")
        write("a.gpkg", [Point(1, 1)], layer="titik", geometry_type="Point")
        write("a.gpkg", layer="kantor", name=["no code"])
        write("a.gpkg", layer="kecamatan", KDCPUM=["52.01.01"])
        features, problems = read_vectors(tmp_path / "a.gpkg")
        assert features.codes == ["52.01.01.2001", "52.01.01"]
        assert features.places == ["a.gpkg, layer desa, row 1", "a.gpkg, layer kecamatan, row 1"]
        assert "kantor has name" in problems.listed[0].reason

    def test_only_points(self, write: Writer) -> None:
        path = write("a.gpkg", [Point(1, 1)], layer="titik", geometry_type="Point")
        with pytest.raises(
            BoundarySourceError, match=r"no layer of polygons, only: titik \(Point\)"
        ):
            read_vectors(path)

    @pytest.mark.parametrize(
        ("encoding", "name"), [("ISO-8859-1", "Désa"), ("UTF-8", "Désa"), ("CP1252", "Désa’s")]
    )
    def test_encodings_of_shapefiles(self, write: Writer, encoding: str, name: str) -> None:
        path = write("a.shp", encoding=encoding, KDEPUM=["52.01.01.2001"], WADMKD=[name])
        assert path.with_suffix(".cpg").read_text() == encoding
        assert read_vectors(path)[0].names == [name]

    @pytest.mark.parametrize("part", [".dbf", ".shx"])
    def test_parts_of_a_shapefile_that_are_missing(self, write: Writer, part: str) -> None:
        path = write("villages.shp")
        path.with_suffix(part).unlink()
        with pytest.raises(BoundarySourceError, match=rf"{part}") as caught:
            read_vectors(path)
        assert str(path.parent) not in caught.value.message

    @pytest.mark.parametrize("suffix", ["gpkg", "shp", "geojson", "fgb"])
    @pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.95])
    def test_files_cut_off(self, write: Writer, suffix: str, share: float) -> None:
        many = [box(116 + i / 1000, -8.6, 116.001 + i / 1000, -8.5) for i in range(300)]
        codes = [f"52.01.01.2{number:03}" for number in range(300)]
        path = write(f"villages.{suffix}", many, KDEPUM=codes)
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])
        told = ""
        try:
            features, problems = read_vectors(path)
        except BoundarySourceError as error:
            told = error.message
        else:
            assert len(features) - problems.count < len(many)
        assert str(path.parent) not in told

    def test_a_deeply_nested_bomb(self, tmp_path: Path) -> None:
        path = tmp_path / "bomb.geojson"
        path.write_text('{"type":"FeatureCollection","features":' + "[" * 200_000)
        with pytest.raises(BoundarySourceError, match=r"bomb.geojson cannot be read"):
            read_vectors(path)

    def test_coordinates_that_are_no_numbers(self, tmp_path: Path) -> None:
        path = tmp_path / "a.geojson"
        feature = {
            "type": "Feature",
            "properties": {"KDEPUM": "52.01.01.2001"},
            "geometry": {"type": "Polygon", "coordinates": [[["a", 1], [2, 2], [3, 1]]]},
        }
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
        features, _ = read_vectors(path)
        assert len(features) <= 1

    def test_rings_of_three_points(self, tmp_path: Path) -> None:
        path = tmp_path / "a.geojson"
        ring = [[116, -8], [116.1, -8], [116, -8]]
        shapes = [
            {"type": "Polygon", "coordinates": [ring]},
            {"type": "Polygon", "coordinates": [list(VILLAGE.exterior.coords), ring]},
            {"type": "Polygon", "coordinates": [list(VILLAGE.exterior.coords)[:-1]]},
            {"type": "Polygon", "coordinates": []},
        ]
        features = [
            {"type": "Feature", "properties": {"KDEPUM": f"52.01.01.200{n}"}, "geometry": shape}
            for n, shape in enumerate(shapes)
        ]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        read, _ = read_vectors(path)
        assert len(read) == 4


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def collected(scratch: Path, *sources: Path | str) -> tuple[list[SourceFile], Problems]:
    problems = Problems()
    return collect_files([str(source) for source in sources], scratch, problems), problems


class TestSources:
    def test_a_folder(self, tmp_path: Path, write: Writer, scratch: Path) -> None:
        write("set/a/villages.shp")
        write("set/villages.gpkg")
        (tmp_path / "set/b.SQL").write_text(INSERT + row() + ";")
        (tmp_path / "set/README.md").write_text("nothing")
        (tmp_path / "set/package.json").write_text('{"name": "x"}')
        (tmp_path / "set/empty.sql").write_text("")
        files, problems = collected(scratch, tmp_path / "set")
        assert [file.name for file in files] == [
            "set/a/villages.shp",
            "set/b.SQL",
            "set/villages.gpkg",
        ]
        assert [file.is_sql for file in files] == [False, True, False]
        assert [problem.place for problem in problems.listed] == [
            "set/empty.sql",
            "set/package.json",
        ]

    def test_a_zip(self, tmp_path: Path, write: Writer, scratch: Path) -> None:
        shapefile = write("villages.shp")
        packed = tmp_path / "a.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            for part in shapefile.parent.glob("villages.*"):
                archive.write(part, f"batas/{part.name}")
            archive.writestr("batas/notes.txt", "nothing")
            archive.writestr("__MACOSX/batas/._villages.shp", "nothing")
        (file,), _ = collected(scratch, packed)
        assert file.name == "a.zip/batas/villages.shp"
        assert read_vectors(file.path)[0].codes == ["52.01.01.2001"]

    def test_a_zip_in_a_folder_in_a_zip(self, tmp_path: Path, scratch: Path) -> None:
        inner = tmp_path / "inner.zip"
        with zipfile.ZipFile(inner, "w") as archive:
            archive.writestr("a.sql", INSERT + row() + ";")
        with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
            archive.write(inner, "folder/inner.zip")
        (file,), _ = collected(scratch, tmp_path / "outer.zip")
        assert file.name == "outer.zip/folder/inner.zip/a.sql"

    def test_zips_nested_without_end(self, tmp_path: Path, scratch: Path) -> None:
        packed = tmp_path / "0.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("a.sql", INSERT + row() + ";")
        for depth in range(1, 6):
            with zipfile.ZipFile(tmp_path / f"{depth}.zip", "w") as archive:
                archive.write(tmp_path / f"{depth - 1}.zip", f"{depth - 1}.zip")
        with pytest.raises(BoundarySourceError, match="more than 3 deep"):
            collected(scratch, tmp_path / "5.zip")

    @pytest.mark.parametrize(
        "name", ["../out.sql", "/var/out.sql", "a/../../out.sql", "..\\out.sql"]
    )
    def test_a_zip_that_leads_out(self, tmp_path: Path, scratch: Path, name: str) -> None:
        packed = tmp_path / "a.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(name, INSERT + row() + ";")
            archive.writestr("in.sql", INSERT + row() + ";")
        files, problems = collected(scratch, packed)
        assert [file.name for file in files] == ["a.zip/in.sql"]
        assert "leads out" in problems.listed[0].reason
        assert not (tmp_path / "out.sql").exists()

    def test_a_zip_with_a_link(self, tmp_path: Path, scratch: Path) -> None:
        packed = tmp_path / "a.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            link = zipfile.ZipInfo("link.sql")
            link.external_attr = 0o120777 << 16
            archive.writestr(link, "/etc/passwd")
        with pytest.raises(BoundarySourceError, match="holds no file"):
            collected(scratch, packed)

    def test_a_zip_that_is_too_large(self, tmp_path: Path) -> None:
        packed = tmp_path / "bomb.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.sql", b"0" * 5_000_000)
        with pytest.raises(BoundarySourceError, match="more than 1 MB"):
            Unzipper((".sql",), Problems(), 1024**2).unpack(packed, "bomb.zip", tmp_path)

    def test_a_zip_cut_off(self, tmp_path: Path, scratch: Path) -> None:
        packed = tmp_path / "a.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("a.sql", os.urandom(5000))
        packed.write_bytes(packed.read_bytes()[:3000])
        with pytest.raises(BoundarySourceError, match="damaged or cut off"):
            collected(scratch, packed)

    def test_a_zip_with_damaged_content(self, tmp_path: Path, scratch: Path) -> None:
        packed = tmp_path / "a.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.sql", (INSERT + row() + ";") * 50)
        content = bytearray(packed.read_bytes())
        content[60:90] = b"x" * 30
        packed.write_bytes(content)
        with pytest.raises(BoundarySourceError, match="damaged or cut off"):
            collected(scratch, packed)

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.gpkg", b""),
            ("a.pdf", b"%PDF-1.7"),
            ("a.geojson", b"[1, 2]"),
            ("a.xlsx", b"\xd0\xcf\x11\xe0"),
            ("a.shx", b"\x01\x02"),
        ],
    )
    def test_what_is_no_boundary_file(
        self, tmp_path: Path, scratch: Path, name: str, content: bytes
    ) -> None:
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(BoundarySourceError, match=rf"{name} cannot be read"):
            collected(scratch, path)

    def test_what_is_not_there(self, scratch: Path) -> None:
        with pytest.raises(BoundarySourceError, match="There is no file or folder nowhere"):
            collected(scratch, "nowhere")

    def test_an_empty_folder(self, tmp_path: Path, scratch: Path) -> None:
        (tmp_path / "empty").mkdir()
        with pytest.raises(BoundarySourceError, match="empty holds no file that can be read"):
            collected(scratch, tmp_path / "empty")

    def test_the_checksum_of_a_shapefile_is_of_all_its_parts(
        self, write: Writer, scratch: Path
    ) -> None:
        path = write("villages.shp")
        (before,), _ = collected(scratch, path)
        write("villages.shp", KDEPUM=["52.01.01.2002"], WADMKD=["Beleke"])
        (after,), _ = collected(scratch, path)
        assert before.sha256 != after.sha256
        assert combined_checksum([before.sha256]) == before.sha256


class TestDescriptions:
    TEXT = """
        name = "ground"
        source = "somebody"
        licence = "MIT"
        vintage = 2025-04-25
        quality = "indicative"
        precision_m = 3600
    """

    def test_beside_a_file(self, tmp_path: Path, scratch: Path) -> None:
        data = tmp_path / "villages.sql"
        data.write_text(INSERT + row() + ";")
        (tmp_path / "other.toml").write_text("[tool]\nx = 1")
        toml = tmp_path / "ground.toml"
        toml.write_text(f'{self.TEXT}\nfile = "villages.sql"\nsha256 = "{sha256_of(data)}"')
        for source in (data, toml, tmp_path):
            (file,), problems = collected(scratch, source)
            described = file.described
            assert problems.listed == []
            assert file.path == data
            assert described == read_boundary_set(toml)
            assert described is not None
            assert (described.quality, described.precision_m) == ("indicative", 3600)
            assert described.vintage == date(2025, 4, 25)
        data.write_text(INSERT + row("52.01.01.2002") + ";")
        with pytest.raises(BoundarySourceError, match="not the file that its description names"):
            collected(scratch, toml)
        (file,), problems = collected(scratch, data)
        assert file.described == described
        assert "is of another edition" in problems.listed[0].reason

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("precision_m = -1", "precision_m: -1 is not a number of metres"),
            ("precision_m = nan", "precision_m"),
            ('quality = "good"', "quality: 'good' is not official or indicative"),
            ('quality = "indicative"', "precision_m: it must be a number"),
            ('vintage = "last year"', "vintage: 'last year' is not a day"),
            ("licence = 1", "licence: 1 is not a text"),
            ("file = 1", "file: 1 is not a list"),
            ('[[file]]\npath = "../a.sql"\nsha256 = "0"', "a relative path that stays"),
            ('[[file]]\npath = "/a.sql"\nsha256 = "0"', "a relative path that stays"),
            ('[[file]]\npath = "a.sql"\nsha256 = "0"', "64 hexadecimal digits"),
            ("[[", "cannot be read as TOML"),
        ],
    )
    def test_that_cannot_be_used(self, tmp_path: Path, line: str, reason: str) -> None:
        toml = tmp_path / "a.toml"
        toml.write_text(line)
        with pytest.raises(BoundarySetError, match=r"a\.toml") as caught:
            read_boundary_set(toml)
        assert reason in caught.value.message

    @pytest.mark.parametrize("name", ["published_52.toml", "indicative.toml"])
    def test_the_shipped_ones(self, name: str) -> None:
        shipped = Path(__file__).resolve().parents[2] / "data" / "boundaries" / name
        assert read_boundary_set(shipped).precision_m


def test_joining_nothing() -> None:
    assert len(joined([])) == 0


def test_joining_files() -> None:
    one = Features(["52"], ["NTB"], [None], ["a, row 1"], np.zeros((1, 2)), np.array([Polygon()]))
    both = joined([one, one])
    assert both.codes == ["52", "52"]
    assert both.polygons.shape == (2,)
