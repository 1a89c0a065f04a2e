"""The figures of an import: areas, places, overlaps and gaps."""

from collections.abc import Sequence

import numpy as np
import shapely

from gis_service.areas.features import Features
from gis_service.areas.import_report import (
    LISTED,
    FarVillage,
    ImportReport,
    Named,
    OverlappingVillages,
    RepairedVillage,
    VillageArea,
)
from gis_service.areas.new_areas import Roster
from gis_service.areas.village_polygons import CleanPolygons, ProvinceCoverage
from spatial.boundaries import centre_outside

#: A polygon so far from where the roster has the village probably has another village's code.
FAR_DEGREES = 1.0
LARGEST_LISTED = 10


def measure(
    report: ImportReport, villages: CleanPolygons, features: Features, roster: Roster
) -> None:
    """Fill in the report what can be said of each village by itself."""
    codes, areas = villages.codes, villages.areas_m2
    report.villages = len(codes)
    having = set(codes)
    lacking = [code for code in roster.names if code.count(".") == 3 and code not in having]
    report.without_boundary_count = len(lacking)
    report.without_boundary = [Named(code, roster.names[code]) for code in lacking[:LISTED]]
    report.repaired = [
        RepairedVillage(
            code,
            repair.reason,
            repair.area_after_m2 - repair.area_before_m2,
            repair.change_percent,
        )
        for code, repair in villages.repairs[:LISTED]
    ]
    report.area_m2 = float(areas.sum())
    report.vertices = int(shapely.get_num_coordinates(villages.polygons).sum())
    report.smallest, report.largest = (
        VillageArea(codes[position], roster.names.get(codes[position], ""), float(areas[position]))
        for position in (int(areas.argmin()), int(areas.argmax()))
    )
    _places(report, villages, features, roster)


def measure_coverage(
    report: ImportReport, villages: CleanPolygons, found: Sequence[ProvinceCoverage]
) -> None:
    """Fill in the report what can be said of how villages fit together."""
    pairs = np.concatenate([one.coverage.pairs for one in found])
    areas = np.concatenate([one.coverage.overlap_areas_m2 for one in found])
    report.overlaps_count, report.overlaps_m2 = len(pairs), float(areas.sum())
    report.largest_overlaps = [
        OverlappingVillages(
            (villages.codes[pairs[position, 0]], villages.codes[pairs[position, 1]]),
            float(areas[position]),
        )
        for position in np.argsort(-areas, kind="stable")[:LARGEST_LISTED]
    ]
    report.gaps_count = sum(len(one.coverage.gaps) for one in found)
    report.gaps_m2 = float(sum(one.coverage.gap_areas_m2.sum() for one in found))


def _places(
    report: ImportReport, villages: CleanPolygons, features: Features, roster: Roster
) -> None:
    """Compare the polygons with the centroids, published beside them or in the roster."""
    nowhere = (np.nan, np.nan)
    published = dict(zip(features.codes, features.centres.tolist(), strict=True))
    known = np.array([roster.centres.get(code, nowhere) for code in villages.codes])
    own = np.array([published.get(code, nowhere) for code in villages.codes])
    centres = np.where(np.isnan(own), known, own)
    outside = np.flatnonzero(centre_outside(villages.polygons, centres))
    report.centroids_outside_count = len(outside)
    report.centroids_outside = [villages.codes[position] for position in outside[:LISTED]]
    given = np.flatnonzero(~np.isnan(known).any(axis=1))
    distances = shapely.distance(villages.polygons[given], shapely.points(known[given]))
    report.far_from_roster = [
        FarVillage(
            villages.codes[given[position]],
            roster.names[villages.codes[given[position]]],
            round(float(distances[position]), 2),
        )
        for position in np.flatnonzero(distances > FAR_DEGREES)[:LISTED]
    ]
