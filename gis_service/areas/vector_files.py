"""GeoPackage, Shapefile, GeoJSON and FlatGeobuf: the national agency's attributes, or others."""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import (
    CRSError,
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
)

from gis_service.areas.codes import level_of, normalise_code, parent_of
from gis_service.areas.features import Features, Problems, joined
from gis_service.areas.source_errors import (
    BoundarySourceError,
    CoordinateSystemError,
    MissingFieldError,
)
from spatial.boundaries import out_of_range
from spatial.crs import to_wgs84
from spatial.errors import SpatialError

#: What a mapping can name, and the attributes that are looked for where it does not.
ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "code": ("KDEPUM", "KDCPUM", "KDPKAB", "KDPPUM", "CODE", "KODE", "VILLAGE_CODE"),
    "name": ("WADMKD", "NAMOBJ", "NAME", "NAMA"),
    "district": ("WADMKC",),
    "regency": ("WADMKK",),
    "province": ("WADMPR",),
    "kind": ("TIPADM", "KIND"),
    "latitude": ("LATITUDE", "LAT"),
    "longitude": ("LONGITUDE", "LNG", "LON"),
}
KINDS = ("desa", "kelurahan", "kabupaten", "kota")
WGS84_NAMES = ("EPSG:4326", "OGC:CRS84")
_GDAL_ERRORS = (
    CRSError,
    DataLayerError,
    DataSourceError,
    FeatureError,
    FieldError,
    GeometryError,
    UnicodeDecodeError,
)
_HOLD_POLYGONS = ("Polygon", "Surface", "Unknown", "Collection")


def read_vector_file(
    path: Path, name: str, mapping: Mapping[str, str], problems: Problems
) -> Features:
    """Read the layers of one file that hold polygons with codes.

    Parameters
    ----------
    path : Path
    name : str
        How messages call the file.
    mapping : mapping
        The file's attribute for each of the keys of ``ATTRIBUTES`` that it names.
    problems : Problems
        Takes the layers and rows that cannot be used.

    Raises
    ------
    BoundarySourceError
        The file cannot be read, or has no polygons, no codes or no known reference system.
    """
    read: list[Features] = []
    without_code: list[str] = []
    for layer in _polygon_layers(path, name, problems):
        with _told_by_gdal(path, name, problems):
            meta, _, geometries, columns = pyogrio.raw.read(path, layer=layer, force_2d=True)
        fields = dict(zip(meta["fields"].tolist(), columns, strict=True))
        place = name if layer in (path.stem, Path(name).stem) else f"{name}, layer {layer}"
        found = _columns(fields, mapping, place)
        if "code" in found:
            polygons = _in_degrees(_geometries(geometries), meta["crs"], place)
            read.append(_features(polygons, found, place, problems))
        else:
            without_code.append(f"{place} has {', '.join(fields) or 'no attributes at all'}")
    if without_code and not read:
        raise MissingFieldError(
            f"No attribute with the code of the areas: {'; '.join(without_code)}."
            " The national agency calls it KDEPUM; name another one with --map code=ATTRIBUTE."
            + _hint_for_shapefile(path)
        )
    for layer in without_code:
        problems.add(name, f"a layer without codes is passed over: {layer}")
    return joined(read)


def _hint_for_shapefile(path: Path) -> str:
    beside = {file.suffix.lower() for file in path.parent.glob(f"{path.stem}.*")}
    if path.suffix.lower() == ".shp" and ".dbf" not in beside:
        return " The attributes of a shapefile are in its .dbf file, which is not beside it."
    return ""


def _polygon_layers(path: Path, name: str, problems: Problems) -> list[str]:
    with _told_by_gdal(path, name, problems):
        layers: list[tuple[str, str | None]] = pyogrio.list_layers(path).tolist()
    fitting = [
        layer for layer, kind in layers if kind and any(word in kind for word in _HOLD_POLYGONS)
    ]
    if not fitting:
        kinds = ", ".join(f"{layer} ({kind or 'a table'})" for layer, kind in layers)
        raise BoundarySourceError(f"{name} has no layer of polygons, only: {kinds or 'nothing'}")
    return fitting


@contextmanager
def _told_by_gdal(path: Path, name: str, problems: Problems) -> Iterator[None]:
    """Turn what GDAL cannot read into an error, and what it merely warns of into problems."""
    try:
        with warnings.catch_warnings(record=True) as noticed:
            warnings.simplefilter("always")
            yield
    except _GDAL_ERRORS as error:
        reason = str(error).split("; It might help")[0].split(" Set SHAPE_RESTORE")[0]
        if reason.startswith("sqlite3"):
            # the statement that failed tells nobody anything
            reason = reason.rpartition("; ")[2]
        reason = reason.replace(f"{path.parent}/", "").replace(path.name, Path(name).name)
        raise BoundarySourceError(
            f"{name} cannot be read; it may be damaged or cut off: {reason}"
        ) from error
    for text in dict.fromkeys(str(warning.message) for warning in noticed):
        problems.add(name, text.replace(f"{path.parent}/", ""))


def _columns(
    fields: Mapping[str, NDArray[Any]], mapping: Mapping[str, str], place: str
) -> dict[str, NDArray[Any]]:
    """Find the attributes, whatever the case of their letters."""
    by_lower = {field.lower(): field for field in fields}
    found: dict[str, NDArray[Any]] = {}
    for key, usual in ATTRIBUTES.items():
        names = (mapping[key],) if key in mapping else usual
        present = [fields[by_lower[name.lower()]] for name in names if name.lower() in by_lower]
        if key in mapping and key != "code" and not present:
            raise MissingFieldError(
                f"{place} has no attribute {mapping[key]} for the {key}; it has:"
                f" {', '.join(fields) or 'none'}"
            )
        if present:
            # an upper level's layer may have the village's attributes, all of them empty
            filled = (column for column in present if any(_texts(column[:1_000])))
            found[key] = next(filled, present[0])
    return found


def _geometries(encoded: NDArray[Any]) -> NDArray[Any]:
    with warnings.catch_warnings():
        # nan in a coordinate: found and told later, with the row
        warnings.simplefilter("ignore")
        geometries: NDArray[Any] = shapely.from_wkb(encoded, on_invalid="fix")
    return geometries


def _in_degrees(geometries: NDArray[Any], crs: str | None, place: str) -> NDArray[Any]:
    if crs in WGS84_NAMES:
        return geometries
    if crs is None:
        if not out_of_range(geometries).any():
            return geometries
        x, y = shapely.get_coordinates(geometries)[0]
        raise CoordinateSystemError(
            f"{place} does not tell its coordinate reference system, and its coordinates are not"
            f" degrees (the first: {x:.6g}, {y:.6g}). A shapefile tells it in its .prj file."
        )
    try:
        coordinates = to_wgs84(shapely.get_coordinates(geometries), crs)
    except SpatialError as error:
        raise CoordinateSystemError(f"{place}: {error}") from error
    transformed: NDArray[Any] = shapely.set_coordinates(geometries, coordinates)
    return transformed


def _features(
    geometries: NDArray[Any],
    columns: Mapping[str, NDArray[Any]],
    place: str,
    problems: Problems,
) -> Features:
    texts = {key: _texts(column) for key, column in columns.items() if key not in _CENTRE}
    features = Features()
    taken: list[int] = []
    dimensions = shapely.get_dimensions(geometries)
    for row, given in enumerate(texts["code"]):
        code = normalise_code(given)
        level = level_of(code)
        reason = None
        if level is None:
            reason = (
                f"{given!r} is not a Home Ministry code such as 52.01.01.2001"
                if given
                else "it has no code"
            )
        elif geometries[row] is not None and dimensions[row] < 2:
            reason = f"{code} is a {geometries[row].geom_type}, not a polygon"
        if level is None or reason:
            problems.add(f"{place}, row {row + 1}", reason or "")
            continue
        if geometries[row] is None:
            problems.add(f"{place}, row {row + 1}", f"{code} has no polygon")
        taken.append(row)
        features.codes.append(code)
        features.names.append(_name(texts, level, row))
        features.kinds.append(_kind(texts, row))
        features.places.append(f"{place}, row {row + 1}")
        _note_upper_names(features.upper_names, texts, code, row)
    features.polygons = geometries[taken]
    features.centres = _centres(columns, len(geometries))[taken]
    return features


_CENTRE = ("longitude", "latitude")


def _centres(columns: Mapping[str, NDArray[Any]], count: int) -> NDArray[np.float64]:
    centres = np.full((count, 2), np.nan)
    if all(key in columns for key in _CENTRE):
        for axis, (key, limit) in enumerate(zip(_CENTRE, (180, 90), strict=True)):
            values = np.array([_number(text) for text in _texts(columns[key])], dtype=float)
            centres[:, axis] = np.where(np.abs(values) <= limit, values, np.nan)
        centres[np.isnan(centres).any(axis=1)] = np.nan
    return centres


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _name(texts: Mapping[str, Sequence[str]], level: str, row: int) -> str:
    keys = ("name",) if level == "village" else (level, "name")
    return next((texts[key][row] for key in keys if key in texts and texts[key][row]), "")


def _kind(texts: Mapping[str, Sequence[str]], row: int) -> str | None:
    """Tell the kind where it is written out; the agency's numbers differ between editions."""
    given = texts["kind"][row].lower() if "kind" in texts else ""
    return next((kind for kind in KINDS if given.startswith(kind)), None)


def _note_upper_names(
    names: dict[str, str], texts: Mapping[str, Sequence[str]], code: str, row: int
) -> None:
    above = parent_of(code)
    while above is not None:
        level = level_of(above) or ""
        if above not in names and level in texts and texts[level][row]:
            names[above] = texts[level][row]
        above = parent_of(above)


def _texts(column: NDArray[Any]) -> list[str]:
    """Give the values as texts without white space around; "" for none."""
    if column.dtype.kind == "f":
        return ["" if np.isnan(value) else f"{value:.15g}" for value in column.tolist()]
    return ["" if value is None else str(value).strip() for value in column.tolist()]
