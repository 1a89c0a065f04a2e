"""From rows of files to one valid polygon for each village, and how these fit together."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_service.areas.features import Features, Problems
from spatial.area import areas_m2
from spatial.boundaries import Repair, as_multipolygons, out_of_range, repair
from spatial.coverage import Coverage, examine_coverage, overlaps

CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class CleanPolygons:
    """Valid polygons, one a code, in the order of the codes (EPSG:4326).

    Attributes
    ----------
    codes : list of str
    polygons : array of shapely.MultiPolygon
    areas_m2 : array of float
        On WGS 84.
    repairs : list of (str, Repair)
        Code of each area whose polygon was not valid.
    merged : int
        Codes that came in several rows.
    """

    codes: list[str]
    polygons: NDArray[Any]
    areas_m2: NDArray[np.float64]
    repairs: list[tuple[str, Repair]]
    merged: int


@dataclass(frozen=True, slots=True)
class ProvinceCoverage:
    """How the villages of a province fit together; pairs are positions among all villages."""

    province: str
    coverage: Coverage


@contextmanager
def worker_threads() -> Iterator[Executor]:
    """Give threads for the geometry, which works without Python's lock."""
    workers = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="geometry")
    try:
        yield workers
    finally:
        workers.shutdown(cancel_futures=True)


def clean(
    features: Features,
    problems: Problems,
    workers: Executor,
    advance: Callable[[int], None] = lambda _: None,
) -> CleanPolygons:
    """Check and repair the polygons of rows, and merge the rows of one code.

    Parameters
    ----------
    features : Features
        Rows, with or without a polygon.
    problems : Problems
        Takes the polygons that cannot be used.
    workers : Executor
        Threads.
    advance : callable
        Told how many more rows are done.
    """
    wanted = np.flatnonzero(
        ~(shapely.is_missing(features.polygons) | shapely.is_empty(features.polygons))
    )
    polygons = features.polygons[wanted]
    wrong = out_of_range(polygons)
    for position, polygon in zip(wanted[wrong], polygons[wrong], strict=True):
        problems.add(features.places[position], _out_of_range(features.codes[position], polygon))
    wanted, polygons = wanted[~wrong], polygons[~wrong]
    repairs: list[tuple[int, Repair]] = []
    chunks = range(0, len(polygons), CHUNK)
    repaired = np.empty(len(polygons), dtype=object)
    areas = np.zeros(len(polygons))
    for begin, (valid, reports, measured) in zip(
        chunks, workers.map(_repaired, (polygons[b : b + CHUNK] for b in chunks)), strict=True
    ):
        repaired[begin : begin + CHUNK] = valid
        areas[begin : begin + CHUNK] = measured
        repairs += [(begin + report.position, report) for report in reports]
        advance(len(valid))
    left = areas > 0
    for position in wanted[~left]:
        problems.add(
            features.places[position],
            f"{features.codes[position]} is left out: its polygon has no area",
        )
    codes = np.array([features.codes[position] for position in wanted], dtype=object)
    reported = [(codes[position], report) for position, report in repairs]
    return _merged(codes[left], repaired[left], areas[left], reported)


def coverage_by_province(
    clean: CleanPolygons, outlines: CleanPolygons, workers: Executor
) -> list[Future[ProvinceCoverage]]:
    """Begin to examine how the villages of each province fit together.

    Parameters
    ----------
    clean : CleanPolygons
        Villages.
    outlines : CleanPolygons
        Districts, regencies and provinces, as far as they are published.
    workers : Executor
        Threads that do it while the caller does something else.
    """
    villages = _by_province(clean.codes)
    published = _by_province(outlines.codes)
    nothing = np.empty(0, dtype=np.int64)
    # the large ones first, or the last of them works alone
    return [
        workers.submit(
            _examined,
            province,
            clean.polygons,
            villages[province],
            outlines.polygons[published.get(province, nothing)],
        )
        for province in sorted(villages, key=lambda code: -len(villages[code]))
    ]


def between_provinces(
    clean: CleanPolygons, found: Sequence[ProvinceCoverage]
) -> list[ProvinceCoverage]:
    """Take villages of other provinces into account.

    Their overlaps are added, and what they cover is no gap.
    """
    provinces = np.array([code.split(".", 1)[0] for code in clean.codes])
    if len(found) < 2:
        return list(found)
    tree = shapely.STRtree(clean.polygons)
    first, second = tree.query(clean.polygons)
    apart = (first < second) & (provinces[first] != provinces[second])
    pairs, areas = overlaps(clean.polygons, np.column_stack([first[apart], second[apart]]))
    of_province = provinces[pairs[:, 0]]
    together = []
    for one in found:
        added = of_province == one.province
        coverage = replace(
            _without_foreign(one, tree, provinces),
            pairs=np.concatenate([one.coverage.pairs, pairs[added]]),
            overlap_areas_m2=np.concatenate([one.coverage.overlap_areas_m2, areas[added]]),
        )
        together.append(ProvinceCoverage(one.province, coverage))
    return together


def _without_foreign(
    one: ProvinceCoverage, tree: shapely.STRtree, provinces: NDArray[Any]
) -> Coverage:
    gap, village = tree.query(one.coverage.gaps)
    foreign = provinces[village] != one.province
    gap, village = gap[foreign], village[foreign]
    if not shapely.intersects(one.coverage.gaps[gap], tree.geometries[village]).any():
        return one.coverage
    return one.coverage.except_where(tree.geometries[np.unique(village)])


def _examined(
    province: str, polygons: NDArray[Any], villages: NDArray[np.int64], outlines: NDArray[Any]
) -> ProvinceCoverage:
    coverage = examine_coverage(polygons[villages], outlines)
    return ProvinceCoverage(province, replace(coverage, pairs=villages[coverage.pairs]))


def _by_province(codes: Sequence[str]) -> dict[str, NDArray[np.int64]]:
    provinces = np.array([code.split(".", 1)[0] for code in codes], dtype=str)
    return {str(code): np.flatnonzero(provinces == code) for code in np.unique(provinces)}


def _repaired(polygons: NDArray[Any]) -> tuple[NDArray[Any], list[Repair], NDArray[np.float64]]:
    valid, reports = repair(polygons)
    return valid, reports, areas_m2(valid)


def _merged(
    codes: NDArray[Any],
    polygons: NDArray[Any],
    areas: NDArray[np.float64],
    repairs: list[tuple[str, Repair]],
) -> CleanPolygons:
    """Put the polygons in the order of their codes, those of one code together."""
    order = np.argsort(codes.astype(str), kind="stable")
    codes, polygons, areas = codes[order], polygons[order], areas[order]
    distinct, first, count = np.unique(codes.astype(str), return_index=True, return_counts=True)
    several = np.flatnonzero(count > 1)
    united = polygons[first]
    for position in several:
        begin = first[position]
        united[position] = shapely.union_all(polygons[begin : begin + count[position]])
    measured = areas[first]
    united[several] = as_multipolygons(united[several])
    measured[several] = areas_m2(united[several])
    return CleanPolygons(distinct.tolist(), united, measured, repairs, len(several))


def _out_of_range(code: str, polygon: Any) -> str:
    x, y = shapely.get_coordinates(polygon)[0]
    swapped = abs(y) > 90 and abs(x) <= 90
    return (
        f"{code} is left out: its coordinates are not degrees, or not finite (the first:"
        f" longitude {x:.6g}, latitude {y:.6g})"
        + ("; latitude and longitude seem to be swapped" if swapped else "")
    )
