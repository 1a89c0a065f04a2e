"""Measure the indicative boundaries against published ones.

The folder holds SQL files of the repository wilayah_boundaries with village polygons (`db/kel`).
Points spread evenly over each published village stand for true sites. The precision is the
smallest tolerance at which at most 1 % of them would wrongly be called `outside`.
"""

import argparse
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from build_indicative_boundaries import OUTPUT, SIDECAR, as_points, equal_area, project
from numpy.typing import NDArray
from pyproj import Geod

from gis_service.areas.codes import level_of
from gis_service.areas.features import Problems, joined
from gis_service.areas.wilayah_sql import read_wilayah_sql

POINTS = 50
STEP_M = 50
WRONG_AT_MOST = 0.01
Geometries = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Measurement:
    """How well indicative boundaries agree with published ones.

    Attributes
    ----------
    agreement : numpy.ndarray, shape (villages,)
        Share of each published village that lies in its indicative cell.
    inside : numpy.ndarray of bool, shape (villages * points,)
        Whether a true point lies in its own indicative cell.
    distance_m : numpy.ndarray, shape (villages * points,)
        Metres along the ellipsoid from each true point to the boundary of its indicative cell.
    """

    agreement: NDArray[np.float64]
    inside: NDArray[np.bool_]
    distance_m: NDArray[np.float64]

    def precision_m(self, wrong: float = WRONG_AT_MOST) -> int:
        """Smallest multiple of 50 m at which at most `wrong` of the points come `outside`."""
        misses = np.sort(self.distance_m[~self.inside])
        beyond = int(wrong * len(self.inside))
        exact = misses[-beyond - 1] if beyond < len(misses) else 0.0
        return int(np.ceil(exact / STEP_M)) * STEP_M

    def share_inside(self, tolerance_m: float) -> float:
        """Share of the points that come `inside` with a tolerance in metres."""
        return float((self.inside & (self.distance_m > tolerance_m)).mean())


def main() -> None:
    """Print the measurements, and with ``--write`` record the precision beside the data."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="published SQL files with village polygons")
    parser.add_argument("--boundaries", type=Path, default=OUTPUT, help="indicative boundaries")
    parser.add_argument("--write", action="store_true", help=f"record the figure in {SIDECAR}")
    options = parser.parse_args()
    found = measure(read_published(options.folder), read_indicative(options.boundaries))
    report(found)
    if options.write:
        sidecar = options.boundaries.with_name(SIDECAR)
        text = sidecar.read_text(encoding="utf-8")
        line = f"precision_m = {found.precision_m()}"
        sidecar.write_text(re.sub(r"(?m)^precision_m = .*$", line, text), encoding="utf-8")


def report(found: Measurement) -> None:
    """Print figures."""
    quartiles = np.percentile(found.agreement, [25, 50, 75])
    print(f"villages {len(found.agreement)}, points {len(found.inside)}")
    print("area agreement, quartiles: " + ", ".join(f"{value:.1%}" for value in quartiles))
    print(f"points in their own cell: {found.inside.mean():.1%}")
    for wrong in (WRONG_AT_MOST, 0.05):
        precision = found.precision_m(wrong)
        inside = found.share_inside(precision)
        print(f"at most {wrong:.0%} wrongly outside: {precision} m; then {inside:.2%} come inside")


def read_published(folder: Path) -> dict[str, shapely.Geometry]:
    """Read the village polygons of published SQL files, in degrees (EPSG:4326), by dotted code."""
    problems = Problems()
    files = sorted(folder.rglob("*.sql"))
    found = joined(read_wilayah_sql(file, file.name, problems) for file in files)
    for problem in problems.listed:
        print(f"{problem.place}: {problem.reason}", file=sys.stderr)
    areas = zip(found.codes, shapely.make_valid(found.polygons), strict=True)
    villages = {code: polygon for code, polygon in areas if level_of(code) == "village"}
    return villages or sys.exit(f"no village polygons in {folder.name}")


def read_indicative(file: Path) -> dict[str, shapely.Geometry]:
    """Read the indicative cells, in degrees (EPSG:4326), by dotted code."""
    _, _, shapes, (codes,) = pyogrio.raw.read(file, columns=["KDEPUM"])
    return dict(zip(codes, shapely.from_wkb(shapes), strict=True))


def measure(
    published: dict[str, shapely.Geometry], indicative: dict[str, shapely.Geometry]
) -> Measurement:
    """Compare the villages that both have.

    Parameters
    ----------
    published, indicative : dict
        Polygons in degrees (EPSG:4326) by dotted code.
    """
    codes = sorted(published.keys() & indicative.keys())
    real = np.array([published[code] for code in codes])
    transformer = equal_area(shapely.get_coordinates(real))

    def to_metres(shapes: list[shapely.Geometry] | Geometries) -> Geometries:
        return np.asarray(shapely.transform(shapes, lambda xy: project(xy, transformer)))

    real, cells = to_metres(real), to_metres([indicative[code] for code in codes])
    agreement = shapely.area(shapely.intersection(real, cells)) / shapely.area(real)
    points = np.concatenate(
        [spread(shape, POINTS, code) for code, shape in zip(codes, real, strict=True)]
    )
    cells = np.repeat(cells, POINTS)
    # The nearest place is found on the plane, its distance measured on the ellipsoid.
    lines = shapely.shortest_line(points, shapely.boundary(cells))
    ends = project(shapely.get_coordinates(lines), transformer, back=True).reshape(-1, 4)
    distance = Geod(ellps="WGS84").inv(*ends.T)[2]
    return Measurement(agreement, shapely.intersects(cells, points), distance)


def spread(shape: shapely.Polygon | shapely.MultiPolygon, count: int, code: str) -> Geometries:
    """Random points, evenly spread over a polygon (metres) and the same for the same village."""
    random = np.random.default_rng(int(code.replace(".", "")))
    west, south, east, north = shape.bounds
    found: Geometries = np.array([], dtype=object)
    while len(found) < count:
        tries = random.uniform((west, south), (east, north), size=(4 * count, 2))
        found = np.append(found, as_points(tries[shapely.contains_xy(shape, tries)]))
    return found[:count]


if __name__ == "__main__":
    main()
