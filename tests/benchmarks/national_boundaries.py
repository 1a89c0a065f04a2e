"""A set of boundaries as large as the nation's: the real province 73 times, under other codes.

Nothing of it is kept: it is written into a folder of the caller's and read from there.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import numpy as np
import orjson
import pyogrio
import shapely
from numpy.typing import NDArray

from gis_service.areas.features import Features, Problems, joined
from gis_service.areas.wilayah_sql import read_wilayah_sql

PROJECT = Path(__file__).resolve().parents[2]
REAL_VILLAGES = PROJECT.parent / "shared/boundaries/wilayah_boundaries_52/db/kel"
COPIES = 73
COLUMNS = 10
#: Degrees from one copy to the next; the province is 3.6 degrees wide and 1.1 high.
STEP = (4.0, 1.5)
SOUTH_WEST = (-21.0, -2.0)
HEADER = "INSERT INTO wilayah_boundaries(kode,nama,lat,lng,path) VALUES\n"

Format = Literal["sql", "gpkg"]


def write_national_set(
    folder: Path, format_: Format, *, copies: int = COPIES, villages: Path = REAL_VILLAGES
) -> int:
    """Write the set, and tell how many villages it has.

    Parameters
    ----------
    folder : Path
        Is made; SQL becomes one file a province, GeoPackage one file in all.
    format_ : str
        ``sql`` or ``gpkg``.
    copies : int
        How often the province is repeated.
    villages : Path
        Folder with the SQL files of the real villages.
    """
    folder.mkdir(parents=True, exist_ok=True)
    province = joined(
        read_wilayah_sql(file, file.name, Problems()) for file in sorted(villages.rglob("*.sql"))
    )
    if format_ == "sql":
        for code, shift in provinces(copies):
            write_sql(folder / f"{code}.sql", province, code, shift)
    else:
        write_geopackage(folder / "nation.gpkg", province, copies)
    return len(province) * copies


def provinces(copies: int) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Give the code of each copy, and how far it is shifted in degrees (longitude, latitude)."""
    codes = [code for code in range(11, 100) if code != 52]
    for number, code in enumerate(codes[:copies]):
        row, column = divmod(number, COLUMNS)
        yield str(code), np.array(SOUTH_WEST) + np.array(STEP) * (column, row)


def write_sql(file: Path, province: Features, code: str, shift: NDArray[np.float64]) -> None:
    """Write one copy of the province as rows of ``wilayah_boundaries``."""
    with file.open("wb") as stream:
        stream.write(HEADER.encode())
        for position in range(len(province)):
            polygons = [
                [
                    (shapely.get_coordinates(ring) + shift)[:, ::-1]
                    for ring in shapely.get_rings(part)
                ]
                for part in province.polygons[position].geoms
            ]
            longitude, latitude = province.centres[position] + shift
            path = orjson.dumps(
                polygons if len(polygons) > 1 else polygons[0],
                option=orjson.OPT_SERIALIZE_NUMPY,
                default=np.ascontiguousarray,
            )
            name = province.names[position].replace("'", "''")
            row = (
                f"\t('{recoded(province.codes[position], code)}','{name}',{latitude},{longitude},'"
            )
            stream.write(row.encode() + path)
            stream.write(b"');\n" if position == len(province) - 1 else b"'),\n")


def write_geopackage(file: Path, province: Features, copies: int) -> None:
    """Write all copies with the attributes of the national agency."""
    count = len(province)
    polygons = np.concatenate(
        [
            shapely.transform(province.polygons, lambda degrees, by=shift: degrees + by)
            for _, shift in provinces(copies)
        ]
    )
    codes = [recoded(old, code) for code, _ in provinces(copies) for old in province.codes]
    attributes = {
        "KDEPUM": codes,
        "WADMKD": province.names * copies,
        "WADMKC": [f"Kecamatan {code[:8]}" for code in codes],
        "WADMKK": [f"Kabupaten {code[:5]}" for code in codes],
        "WADMPR": [f"Provinsi {code[:2]}" for code in codes],
        "TIPADM": [int(code[9]) for code in codes],
    }
    pyogrio.raw.write(
        file,
        shapely.to_wkb(polygons),
        [
            np.array(values, dtype=object if key != "TIPADM" else np.int32)
            for key, values in attributes.items()
        ],
        list(attributes),
        layer="ADMINISTRASIDESA_AR",
        geometry_type="MultiPolygon",
        crs="EPSG:4326",
        driver="GPKG",
    )
    assert len(codes) == count * copies


def recoded(code: str, province: str) -> str:
    """Put a village into another province."""
    return re.sub(r"^\d\d", province, code)
