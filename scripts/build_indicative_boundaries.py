"""Write ``data/boundaries/indicative_villages.geojson`` from the roster and a coastline.

The ground nearest to a village's published centroid is taken for the village. That is a guess,
marked ``indicative``: it serves until published boundaries are loaded. Villages without a
centroid get no boundary.
"""

import argparse
import csv
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

PROJECT = Path(__file__).parents[1]
ROSTER = PROJECT / "data" / "roster"
COASTLINE = PROJECT / "node_modules" / "world-atlas" / "countries-10m.json"
OUTPUT = PROJECT / "data" / "boundaries" / "indicative_villages.geojson"
SIDECAR = "indicative.toml"
INDONESIA = "360"  # ISO 3166-1 numeric, the coastline's identifier of a country
DECIMALS = 5  # of a degree: about a metre
SHIFT = 0.3  # see `move_sites`
ISLET_REACH_M = 5000.0

Row = dict[str, str]
Floats = NDArray[np.float64]
Geometries = NDArray[Any]


def main() -> None:
    """Build the boundaries, or with ``--check`` tell whether the file is what would be built."""
    options = parse_arguments()
    if not options.coastline.is_file():
        sys.exit(f"{options.coastline.name} is missing: run `npm ci` first")
    villages, names = read_roster(options.roster)
    land = read_land(options.coastline, options.country)
    cells = build_cells(np.array([position(row) for row in villages]), land)
    wanted = [not options.province or row["code"][:2] in options.province for row in villages]
    features = [
        feature(row, names, cell)
        for row, cell, use in zip(villages, cells, wanted, strict=True)
        if use
    ]
    content = as_geojson(features)
    print(f"{len(features)} villages, {len(content):,} bytes")
    if options.check:
        same = options.output.is_file() and options.output.read_bytes() == content
        sys.exit(None if same else f"{options.output.name} is not what this script builds")
    options.output.write_bytes(content)
    update_sidecar(options.output)


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--roster", type=Path, default=ROSTER, help="folder of the roster")
    parser.add_argument("--coastline", type=Path, default=COASTLINE, help="TopoJSON of world-atlas")
    parser.add_argument("--country", default=INDONESIA, help="its identifier in the coastline")
    parser.add_argument(
        "--province",
        action="append",
        metavar="CODE",
        help="write only this province; where it shares an island with others, give a roster that"
        " holds them too, so that its cells end where theirs begin",
    )
    parser.add_argument("--output", type=Path, default=OUTPUT, help="file to write")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    return parser.parse_args()


def read_roster(folder: Path) -> tuple[list[Row], dict[str, str]]:
    """Read the villages with a centroid of their own, and the names of areas above villages."""
    tables = {}
    for level in ("provinces", "regencies", "districts", "villages"):
        with (folder / f"{level}.csv").open(encoding="utf-8", newline="") as file:
            tables[level] = list(csv.DictReader(file))
    villages = [row for row in tables.pop("villages") if row["latitude"] and row["longitude"]]
    # No line can be drawn between two villages with one centroid: neither gets a boundary.
    times = Counter(map(position, villages))
    villages = [row for row in villages if times[position(row)] == 1]
    return villages, {row["code"]: row["name"] for rows in tables.values() for row in rows}


def position(row: Row) -> tuple[float, float]:
    """Longitude and latitude of a roster row, in degrees (EPSG:4326)."""
    return float(row["longitude"]), float(row["latitude"])


def read_land(topojson: Path, country: str) -> Geometries:
    """Read the islands of a country from a TopoJSON file.

    Returns
    -------
    numpy.ndarray of shapely.Polygon
        Longitude and latitude in degrees (EPSG:4326), one polygon an island.
    """
    topology = json.loads(topojson.read_text(encoding="utf-8"))
    scale, origin = topology["transform"]["scale"], topology["transform"]["translate"]
    # An arc is a first position and the steps from it, in whole numbers of the grid.
    arcs = [np.cumsum(arc, axis=0) * scale + origin for arc in topology["arcs"]]

    def ring(indices: list[int]) -> Floats:
        # ~3 stands for arc 3 backwards; every arc begins where the one before it ended.
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
        return np.concatenate([part[:-1] for part in parts] + [parts[-1][-1:]])

    shapes = topology["objects"]["countries"]["geometries"]
    shape = next(shape for shape in shapes if shape.get("id") == country)
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = [[ring(indices) for indices in polygon] for polygon in polygons]
    return np.array([shapely.Polygon(outer, holes) for outer, *holes in rings])


def build_cells(centroids: Floats, land: Geometries) -> Geometries:
    """Divide the land among the villages by the distance to their centroids.

    Parameters
    ----------
    centroids : numpy.ndarray, shape (n, 2)
        Longitude and latitude in degrees (EPSG:4326).
    land : numpy.ndarray of shapely.Polygon
        Islands, in degrees (EPSG:4326).

    Returns
    -------
    numpy.ndarray, shape (n,)
        One valid multipolygon a village, in degrees (EPSG:4326) with `DECIMALS` decimals. They
        share their edges exactly, and each contains its centroid.
    """
    to_metres = equal_area(centroids)
    points = as_points(project(centroids, to_metres))
    islands = shapely.make_valid(shapely.transform(land, lambda xy: project(xy, to_metres)))
    near = shapely.STRtree(points).query_nearest(islands, max_distance=ISLET_REACH_M)[0]
    ground = with_room_at_sea(points, shapely.union_all(islands[np.unique(near)]))
    sites = move_sites(points, ground)

    lines = shapely.transform(
        [*voronoi(sites, ground), *shapely.get_parts(ground)],
        lambda xy: project(xy, to_metres, back=True),
    )
    # All lines are cut at each other at once, on one grid, so that neighbours agree.
    grid = 10.0**-DECIMALS
    faces = shapely.get_parts(
        shapely.polygonize([shapely.union_all(shapely.boundary(lines), grid_size=grid)])
    )
    inside = shapely.transform(shapely.point_on_surface(faces), lambda xy: project(xy, to_metres))
    on_land = shapely.intersects(ground, inside)
    owner = shapely.STRtree(sites).nearest(inside[on_land])
    by_owner = np.argsort(owner, kind="stable")
    starts = np.searchsorted(owner[by_owner], np.arange(1, len(sites)))
    parts = np.split(faces[on_land][by_owner], starts)
    return np.array([whole(*cell) for cell in zip(parts, centroids, strict=True)])


def equal_area(positions: Floats) -> Transformer:
    """Make a transformer to Lambert's equal-area projection about the middle of positions."""
    longitude, latitude = np.mean([positions.min(axis=0), positions.max(axis=0)], axis=0).round(2)
    target = f"+proj=laea +lat_0={latitude} +lon_0={longitude} +datum=WGS84 +units=m"
    return Transformer.from_crs("EPSG:4326", target, always_xy=True)


def project(xy: Floats, transformer: Transformer, *, back: bool = False) -> Floats:
    """Transform an array of degrees to metres, or `back`."""
    direction = "INVERSE" if back else "FORWARD"
    return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1], direction=direction))


def as_points(xy: Floats) -> Geometries:
    """Array of points from an array of positions, shape (n, 2)."""
    return np.asarray(shapely.points(xy))


def voronoi(sites: Geometries, ground: shapely.Geometry) -> Geometries:
    """Voronoi cells of some points (metres), in the points' order, reaching over `ground`."""
    together = shapely.MultiPoint(sites)
    cells = shapely.voronoi_polygons(together, extend_to=ground, ordered=True)
    return shapely.get_parts(cells)


def with_room_at_sea(points: Geometries, land: shapely.Geometry) -> shapely.Geometry:
    """Add land for villages that the coarse coastline leaves in the sea (metres).

    They are on islets it lacks, or where it cuts a cape: each gets a disc as large as the median
    village. Water that a disc closes in, and that is smaller than that, becomes land too.
    """
    size = np.median(shapely.area(shapely.intersection(voronoi(points, land), land)))
    at_sea = points[~shapely.intersects(land, points)]
    grown = shapely.union_all([land, *shapely.buffer(at_sea, np.sqrt(size / np.pi))])
    rings = np.asarray(shapely.polygons(shapely.get_rings(shapely.get_parts(grown))))
    return shapely.union_all([grown, *rings[shapely.area(rings) < size]])


def move_sites(points: Geometries, ground: shapely.Geometry) -> Geometries:
    """Move each site so that the middle of its cell comes nearer to the published centroid.

    Published centroids are the villages' centres of gravity, those of Voronoi cells are not: a
    village between mountain and sea is cut short. Moving every site by 0.3 of the difference
    brings the cells closer to the villages; much more drives some out of their own cell.
    """
    middles = shapely.centroid(shapely.intersection(voronoi(points, ground), ground))
    step = SHIFT * (shapely.get_coordinates(points) - shapely.get_coordinates(middles))
    while True:
        sites = as_points(shapely.get_coordinates(points) + step)
        lost = ~shapely.contains_properly(voronoi(sites, ground), points)
        if not lost.any():
            return sites
        step[lost] = 0


def whole(faces: Geometries, centroid: Floats) -> shapely.MultiPolygon:
    """Join the faces of one village, and make sure that it contains its centroid."""
    joined = shapely.coverage_union_all(faces)
    parts = shapely.normalize(shapely.MultiPolygon(shapely.get_parts(joined).tolist()))
    cell = shapely.orient_polygons(parts)
    rounded = shapely.transform(cell, lambda xy: xy.round(DECIMALS))
    if not rounded.is_valid or not shapely.contains_xy(rounded, *centroid):
        sys.exit(f"the cell about {centroid} is not valid or does not contain it")
    return rounded


def feature(row: Row, names: dict[str, str], cell: shapely.MultiPolygon) -> dict[str, Any]:
    """GeoJSON feature with the attribute names of the national agency's village layer."""
    polygons = [
        [ring.coords[:] for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in cell.geoms
    ]
    single = len(polygons) == 1
    return {
        "type": "Feature",
        "properties": {
            "KDEPUM": row["code"],
            "WADMKD": row["name"],
            "WADMKC": names[row["district_code"]],
            # The agency writes `Kota Bima`, and `Bima` for the regency.
            "WADMKK": names[row["regency_code"]].removeprefix("Kabupaten "),
            "WADMPR": names[row["code"][:2]],
            "TIPADM": 2 if row["kind"] == "kelurahan" else 1,
        },
        "geometry": {
            "type": "Polygon" if single else "MultiPolygon",
            "coordinates": polygons[0] if single else polygons,
        },
    }


def as_geojson(features: list[dict[str, Any]]) -> bytes:
    """GeoJSON with one feature a line, so that a change shows as the villages it changes."""
    lines = [json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features]
    head = '{"type":"FeatureCollection","name":"indicative_villages","quality":"indicative",'
    return (head + '"features":[\n' + ",\n".join(lines) + "\n]}\n").encode()


def update_sidecar(file: Path) -> None:
    """Write the new SHA-256 into the sidecar, and say what has to be measured again."""
    sidecar = file.with_name(SIDECAR)
    if not sidecar.is_file():
        return
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    lines = sidecar.read_text(encoding="utf-8").splitlines()
    new = [f'sha256 = "{digest}"' if line.startswith("sha256 =") else line for line in lines]
    if new != lines:
        sidecar.write_text("\n".join(new) + "\n", encoding="utf-8")
        print(f"{SIDECAR}: new SHA-256; measure precision_m again (measure_indicative.py)")


if __name__ == "__main__":
    main()
