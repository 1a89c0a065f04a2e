"""Polygons of areas: areas, rings, repairs, and how polygons fit together."""

from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate
from shapely.geometry import MultiPolygon, Polygon, box

from spatial.area import areas_m2
from spatial.boundaries import (
    as_multipolygons,
    centre_outside,
    out_of_range,
    polygons_of_rings,
    repair,
)
from spatial.coverage import LEAST_GAP_M2, LEAST_OVERLAP_M2, examine_coverage, without
from spatial.crs import geodesic_area_m2, to_wgs84
from spatial.errors import SpatialError
from spatial.faces import filled, find_faces

SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]
HOLE = [(1.0, 1.0), (3.0, 1.0), (3.0, 3.0), (1.0, 3.0), (1.0, 1.0)]
ISLAND = [(1.5, 1.5), (2.0, 1.5), (2.0, 2.0), (1.5, 2.0), (1.5, 1.5)]
ELSEWHERE = [(9.0, 0.0), (10.0, 0.0), (10.0, 1.0), (9.0, 1.0), (9.0, 0.0)]


def array(*polygons: object) -> np.ndarray:
    made = np.empty(len(polygons), dtype=object)
    made[:] = polygons
    return made


def rings(*given: list[tuple[float, float]], parts: list[int], areas: list[int]) -> np.ndarray:
    points = np.array([point for ring in given for point in ring]).reshape(-1, 2)
    return polygons_of_rings(points, [len(ring) for ring in given], parts, areas)


class TestAreas:
    @given(
        st.floats(-75, 75),
        st.floats(-179, 179),
        st.floats(1e-4, 0.09),
        st.floats(1e-4, 0.09),
        st.floats(0, 180),
    )
    def test_agree_with_geodesics(
        self, latitude: float, longitude: float, width: float, height: float, turned: float
    ) -> None:
        polygon = rotate(
            box(longitude, latitude, longitude + width, latitude + height), turned, "center"
        )
        expected = geodesic_area_m2(polygon)
        assert areas_m2(array(polygon))[0] == pytest.approx(expected, rel=1e-5)

    def test_of_large_polygons_are_geodesic(self) -> None:
        polygon = box(95, -11, 141, 6)
        assert areas_m2(array(polygon))[0] == geodesic_area_m2(polygon)

    def test_across_the_180th_meridian(self) -> None:
        polygon = box(179.99, -8, 180.01, -7.98)
        shifted = translate(polygon, -10)
        assert areas_m2(array(polygon))[0] == pytest.approx(areas_m2(array(shifted))[0])

    def test_of_holes_are_taken_off_whichever_way_rings_turn(self) -> None:
        hole = box(116.01, -8.99, 116.02, -8.98)
        outer = box(116, -9, 116.05, -8.95)
        for shell in (outer.exterior.coords, list(outer.exterior.coords)[::-1]):
            for inner in (hole.exterior.coords, list(hole.exterior.coords)[::-1]):
                area = areas_m2(array(Polygon(shell, [inner])))[0]
                assert area == pytest.approx(geodesic_area_m2(outer) - geodesic_area_m2(hole))

    def test_of_nothing(self) -> None:
        assert areas_m2(np.empty(0, dtype=object)).tolist() == []
        assert areas_m2(array(MultiPolygon(), box(0, 0, 0.01, 0.01)))[0] == 0


class TestRings:
    def test_a_ring_in_the_first_is_a_hole(self) -> None:
        (area,) = rings(SQUARE, HOLE, parts=[0, 0], areas=[0])
        assert area.area == 12

    def test_a_ring_in_a_hole_is_land_again(self) -> None:
        (area,) = rings(SQUARE, HOLE, ISLAND, parts=[0, 0, 0], areas=[0])
        assert area.area == 12.25
        assert len(area.geoms) == 2

    def test_the_order_of_rings_does_not_matter(self) -> None:
        (area,) = rings(ISLAND, HOLE, SQUARE, parts=[0, 0, 0], areas=[0])
        assert area.area == 12.25

    def test_a_ring_elsewhere_is_land_of_its_own(self) -> None:
        (area,) = rings(SQUARE, ELSEWHERE, HOLE, parts=[0, 0, 0], areas=[0])
        assert area.area == 13
        assert area.is_valid

    def test_open_rings_are_closed(self) -> None:
        (area,) = rings(SQUARE[:-1], parts=[0], areas=[0])
        assert area.area == 16

    def test_rings_of_fewer_than_four_points_are_dropped(self) -> None:
        short = [(1.0, 1.0), (2.0, 2.0), (1.0, 1.0)]
        areas = rings(short, SQUARE, short, [], SQUARE, parts=[0, 1, 1, 2, 3], areas=[0, 1, 1, 2])
        assert [area.area for area in areas] == [0, 16, 16]

    def test_an_area_without_rings_is_empty(self) -> None:
        areas = polygons_of_rings(np.empty((0, 2)), [], [], [0, 1])
        assert [area.is_empty for area in areas] == [True, True]

    def test_nothing_at_all(self) -> None:
        assert len(polygons_of_rings(np.empty((0, 2)), [], [], [])) == 0


class TestRepair:
    def test_valid_polygons_stay_as_they_are(self) -> None:
        polygon = MultiPolygon([box(0, 0, 1, 1)])
        (repaired,), reports = repair(array(polygon))
        assert repaired.equals_exact(polygon, 0)
        assert reports == []

    @pytest.mark.parametrize(
        ("points", "reason", "area"),
        [
            ([(0, 0), (2, 2), (2, 0), (0, 2)], "Self-intersection", 2),
            ([(0, 0), (4, 0), (4, 4), (2, 4), (2, 6), (2, 4), (0, 4)], "Self-intersection", 16),
            ([(0, 0), (2, 0), (1, 0), (0, 0)], "Self-intersection", 0),
        ],
    )
    def test_invalid_ones_are_told(
        self, points: list[tuple[float, float]], reason: str, area: float
    ) -> None:
        (repaired,), (report,) = repair(array(Polygon(points)))
        assert repaired.is_valid
        assert isinstance(repaired, MultiPolygon)
        assert repaired.area == area
        assert report.reason.startswith(reason)
        assert report.area_after_m2 == pytest.approx(areas_m2(array(repaired))[0])

    def test_change_of_area_in_percent(self) -> None:
        polygon = Polygon([(0, 0), (3, 0), (3, 1), (0, 1)], [[(1, 0.2), (4, 0.2), (4, 0.4)]])
        _, (report,) = repair(array(polygon))
        assert report.change_percent is not None
        assert -20 < report.change_percent < 20

    def test_land_written_where_holes_belong_is_kept(self) -> None:
        polygon = Polygon(SQUARE, [ELSEWHERE, HOLE])
        (repaired,), (report,) = repair(array(polygon))
        assert repaired.area == 13
        assert report.reason.startswith("Hole lies outside shell")

    def test_only_what_has_an_area_is_kept(self) -> None:
        mixed = shapely.GeometryCollection(
            [shapely.LineString([(0, 0), (1, 1)]), MultiPolygon([box(0, 0, 1, 1)])]
        )
        kept = as_multipolygons(array(mixed, shapely.Point(1, 1), None, Polygon()))
        assert [polygon.area for polygon in kept] == [1, 0, 0, 0]

    @given(
        st.lists(
            st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=12, unique=True
        )
    )
    @settings(max_examples=200)
    def test_whatever_the_ring(self, points: list[tuple[int, int]]) -> None:
        (repaired,), _ = repair(array(Polygon(points)))
        assert repaired.is_valid
        assert isinstance(repaired, MultiPolygon)


def test_coordinates_out_of_range() -> None:
    with np.errstate(invalid="ignore"):
        polygons = array(
            box(116, -9, 117, -8),
            box(-9, 116, -8, 117),
            Polygon([(0, 0), (np.inf, 0), (1, 1)]),
            Polygon([(0, 0), (np.nan, 0), (1, 1)]),
            Polygon(),
        )
    assert out_of_range(polygons).tolist() == [False, True, True, True, False]


def test_centre_outside_of_its_polygon() -> None:
    ring = Polygon(SQUARE, [HOLE])
    points = np.array([[2, 2], [0.5, 0.5], [0, 2], [np.nan, 1]])
    assert centre_outside(array(ring, ring, ring, ring), points).tolist() == [
        True,
        False,
        False,
        False,
    ]


class TestReferenceSystems:
    def test_utm(self) -> None:
        found = to_wgs84(np.array([[406543.0, 9049876.0]]), "EPSG:32750")
        assert found[0] == pytest.approx([116.1507, -8.5945], abs=1e-4)

    @pytest.mark.parametrize("crs", ["EPSG:999999", "", "LOCAL_CS['sheet']", "PROJCS["])
    def test_that_there_is_not(self, crs: str) -> None:
        with pytest.raises(SpatialError):
            to_wgs84(np.zeros((1, 2)), crs)

    def test_where_the_projection_ends(self) -> None:
        assert not np.isfinite(to_wgs84(np.array([[1e9, 1e9]]), "EPSG:32750")).any()


class TestFaces:
    @given(
        st.lists(
            st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=3, max_size=5),
            min_size=1,
            max_size=6,
        )
    )
    @settings(max_examples=300, deadline=None)
    def test_are_those_of_polygonizing(self, loops: list[list[tuple[int, int]]]) -> None:
        lines = np.array([shapely.LineString([*loop, loop[0]]) for loop in loops])
        noded = shapely.get_parts(shapely.union_all(lines))
        expected = shapely.get_parts(shapely.polygonize(noded))
        faces = find_faces(lines)
        tree = shapely.STRtree(expected)
        met = set()
        for point, face in zip(faces.points, filled(faces.rings), strict=True):
            (position,) = tree.query(shapely.Point(point), predicate="within").tolist()
            met.add(position)
            # what floats inside of a face is not cut out of it
            whole = Polygon(expected[position].exterior).area
            assert expected[position].area - 1e-9 <= face.area <= whole + 1e-9
        assert len(met) == len(expected) == len(faces.rings)

    def test_edges_that_nearly_coincide(self) -> None:
        ring = shapely.LinearRing([(0, 0), (1, 1e-17), (1, 0), (1, -1e-17), (0, 0), (0.5, 1)])
        faces = find_faces(np.array([ring, box(0, 0, 1, 1).exterior]))
        assert sum(shapely.area(filled(faces.groups))) == pytest.approx(1)

    def test_groups_that_hang_together(self) -> None:
        inner, outer = box(1, 1, 2, 2).exterior, box(0, 0, 3, 3).exterior
        faces = find_faces(np.array([inner, outer]))
        assert sorted(shapely.area(filled(faces.groups))) == [1, 9]
        assert sorted(shapely.area(filled(faces.rings))) == [1, 9]


def naive_overlaps(polygons: np.ndarray) -> dict[tuple[int, int], float]:
    found = {}
    for first, second in combinations(range(len(polygons)), 2):
        common = as_multipolygons(array(polygons[first].intersection(polygons[second])))
        if (area := areas_m2(common)[0]) >= LEAST_OVERLAP_M2:
            found[first, second] = area
    return found


def naive_gaps(polygons: np.ndarray) -> list[float]:
    union = as_multipolygons(array(shapely.union_all(polygons)))[0]
    covered = [Polygon(part.exterior) for part in union.geoms]
    gaps = shapely.get_parts(shapely.union_all(covered).difference(union))
    areas = areas_m2(gaps)
    return sorted(areas[areas >= LEAST_GAP_M2])


grid = st.integers(0, 7)
boxes = st.tuples(grid, grid, st.integers(1, 4), st.integers(1, 4)).map(
    lambda b: box(b[0] * 0.01, b[1] * 0.01, (b[0] + b[2]) * 0.01, (b[1] + b[3]) * 0.01)
)
nanodegrees = st.integers(0, 80_000_000).map(lambda number: number * 1e-9)
triangles = st.lists(st.tuples(nanodegrees, nanodegrees), min_size=3, max_size=3).map(Polygon)


class TestCoverage:
    @given(
        st.lists(
            st.one_of(boxes, triangles.filter(lambda t: t.area > 1e-6)), min_size=1, max_size=12
        )
    )
    @settings(max_examples=200, deadline=None)
    def test_overlaps_and_gaps_are_those_of_the_union(self, given: list[Polygon]) -> None:
        polygons, _ = repair(array(*given))
        found = examine_coverage(polygons)
        expected = naive_overlaps(polygons)
        measured = dict(zip(map(tuple, found.pairs.tolist()), found.overlap_areas_m2, strict=True))
        assert measured.keys() == expected.keys()
        assert list(measured.values()) == pytest.approx([expected[pair] for pair in measured])
        assert sorted(found.gap_areas_m2) == pytest.approx(naive_gaps(polygons), rel=1e-4, abs=1)

    def test_fitting_polygons_have_no_faults(self) -> None:
        cells = array(*[box(x, y, x + 1, y + 1) for x in range(4) for y in range(4)])
        found = examine_coverage(cells)
        assert len(found.pairs) == 0
        assert len(found.gaps) == 0

    def test_the_same_polygon_twice(self) -> None:
        cells = [box(x, 0, x + 0.1, 0.1) for x in (0, 0.1, 0.2)]
        found = examine_coverage(array(*cells, cells[1]))
        assert found.pairs.tolist() == [[1, 3]]

    def test_two_sets_one_over_the_other(self) -> None:
        """Edges that cancel run through the common face, and yet each pair has its own area."""
        left, right = box(0, 0, 0.02, 0.02), box(0.02, 0, 0.04, 0.02)
        lower, upper = box(0.01, -0.01, 0.03, 0.01), box(0.01, 0.01, 0.03, 0.03)
        found = examine_coverage(array(left, right, lower, upper))
        assert sorted(map(tuple, found.pairs.tolist())) == [(0, 2), (0, 3), (1, 2), (1, 3)]
        assert found.overlap_areas_m2 == pytest.approx([1_230_000] * 4, rel=1e-2)

    def test_an_island_in_a_gap_is_no_gap(self) -> None:
        ring = Polygon(SQUARE, [HOLE])
        found = examine_coverage(array(ring, Polygon(ISLAND)))
        assert len(found.gaps) == 1
        assert found.gaps[0].area == pytest.approx(4 - 0.25)

    def test_a_face_that_touches_itself(self) -> None:
        ring = box(0, 0, 3, 3).difference(box(1, 1, 2, 2))
        bow = box(1, 1, 1.5, 1.5).union(box(1.5, 1.5, 2, 2))
        found = examine_coverage(array(ring, *bow.geoms))
        assert sum(gap.area for gap in found.gaps) == pytest.approx(0.5)

    def test_what_a_published_outline_holds_beyond_the_villages(self) -> None:
        village = box(116.0, -8.6, 116.05, -8.55)
        outline = box(115.999, -8.6, 116.1, -8.55)  # a village that is missing, and a sliver
        found = examine_coverage(array(village), array(outline))
        (gap,) = found.gaps
        missing = box(116.05, -8.6, 116.1, -8.55)
        assert gap.difference(missing).area == pytest.approx(0, abs=1e-9)
        assert gap.area > 0.95 * missing.area

    def test_nothing_beyond_where_the_outline_is_covered(self) -> None:
        village = box(116.0, -8.6, 116.05, -8.55)
        assert len(examine_coverage(array(village), array(village)).gaps) == 0

    def test_what_others_cover_is_cut_away(self) -> None:
        left = without(array(box(0, 0, 1, 1), box(5, 5, 6, 6)), array(box(0, 0, 1, 0.5)))
        assert sorted(part.area for part in left) == [0.5, 1]
