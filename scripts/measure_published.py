"""Measure how precisely the published village boundaries are drawn.

The folder holds SQL files of the repository wilayah_boundaries with village polygons (`db/kel`).
Neighbours were simplified one by one, so that each draws their common border in its own way: the
slivers between the two lines, claimed by both or by neither, show by how much a line is off.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from build_indicative_boundaries import equal_area, project
from measure_indicative import read_published
from numpy.typing import NDArray

NEAR_M = 100.0  # a border is shared where the other village is no farther
SHORTEST_BORDER_M = 500.0
LEAST_SLIVER_M2 = 1000.0

Geometries = NDArray[Any]


def main() -> None:
    """Print the widths of the slivers, in metres."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="published SQL files with village polygons")
    villages = in_metres(np.array(list(read_published(parser.parse_args().folder).values())))
    print("Quartiles and 95 %, 99 %, 100 % of")
    report("mean width of the overlap of a pair of neighbours", mean_overlap_widths(villages))
    overlaps, gaps = slivers(villages)
    report("largest width of an overlap", largest_widths(overlaps))
    report("largest width of a gap", largest_widths(gaps))


def report(what: str, widths: NDArray[np.float64]) -> None:
    """Print percentiles of some widths in metres."""
    percentiles = np.percentile(widths, [25, 50, 75, 95, 99, 100])
    print(f"{what} ({len(widths)}): " + ", ".join(f"{width:.1f} m" for width in percentiles))


def in_metres(villages: Geometries) -> Geometries:
    """Project polygons from degrees (EPSG:4326) to an equal-area plane about their middle."""
    transformer = equal_area(shapely.get_coordinates(villages))
    return np.asarray(shapely.transform(villages, lambda xy: project(xy, transformer)))


def neighbours(villages: Geometries) -> tuple[Geometries, Geometries]:
    """Every pair of villages that are no more than 100 m apart."""
    first, second = shapely.STRtree(villages).query(villages, predicate="dwithin", distance=NEAR_M)
    once = first < second
    return villages[first[once]], villages[second[once]]


def mean_overlap_widths(villages: Geometries) -> NDArray[np.float64]:
    """Area of the overlap of each pair of neighbours over the length of their border, in metres."""
    first, second = neighbours(villages)
    border = shapely.intersection(shapely.boundary(first), shapely.buffer(second, NEAR_M))
    length = shapely.length(border)
    long = length > SHORTEST_BORDER_M
    area = shapely.area(shapely.intersection(first[long], second[long]))
    return np.asarray(area / length[long])


def slivers(villages: Geometries) -> tuple[Geometries, Geometries]:
    """Overlaps of two villages, and gaps between villages, of more than 1,000 m2."""
    overlaps = shapely.get_parts(shapely.intersection(*neighbours(villages)))
    land = shapely.get_parts(shapely.union_all(villages))
    filled = shapely.polygons(shapely.get_exterior_ring(land))
    gaps = shapely.get_parts(shapely.difference(filled, land))
    return (
        overlaps[shapely.area(overlaps) > LEAST_SLIVER_M2],
        gaps[shapely.area(gaps) > LEAST_SLIVER_M2],
    )


def largest_widths(shapes: Geometries) -> NDArray[np.float64]:
    """Diameter of the largest circle within each polygon, in metres."""
    return np.asarray(2 * shapely.length(shapely.maximum_inscribed_circle(shapes, tolerance=0.5)))


if __name__ == "__main__":
    main()
