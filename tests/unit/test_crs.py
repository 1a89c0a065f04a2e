"""Distances, areas and projections against figures known from elsewhere."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from spatial.crs import (
    geodesic_area_m2,
    geodesic_distance_m,
    utm_to_wgs84,
    web_mercator_to_wgs84,
)
from spatial.errors import SpatialError

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
SOUTH, NORTH = True, False


class TestGeodesicDistance:
    def test_a_degree_of_latitude_on_the_equator(self):
        assert geodesic_distance_m(0, 116, 1, 116) == pytest.approx(110_574.4, abs=0.1)

    def test_a_degree_of_longitude_on_the_equator(self):
        assert geodesic_distance_m(0, 116, 0, 117) == pytest.approx(111_319.5, abs=0.1)

    def test_from_pole_to_pole(self):
        assert geodesic_distance_m(-90, 0, 90, 0) == pytest.approx(20_003_931.5, abs=0.1)

    @settings(deadline=None)
    @given(latitudes, longitudes, latitudes, longitudes)
    def test_is_the_same_both_ways_and_never_more_than_half_the_earth(self, a, b, c, d):
        there, back = geodesic_distance_m(a, b, c, d), geodesic_distance_m(c, d, a, b)
        assert there == pytest.approx(back, abs=1e-4)
        assert 0 <= there <= 20_003_932

    @pytest.mark.parametrize(
        "place", [(91, 0), (0, 181), (math.nan, 0), (0, math.inf), (116.1167, -8.5833)]
    )
    def test_refuses_what_is_no_place(self, place: tuple[float, float]):
        with pytest.raises(SpatialError):
            geodesic_distance_m(*place, 0, 0)


class TestGeodesicArea:
    square = box(116.11, -8.59, 116.12, -8.58)

    def test_a_hundredth_of_a_degree_in_ntb(self):
        assert geodesic_area_m2(self.square) == pytest.approx(1_217_479, abs=1)

    def test_a_store_of_20_by_30_metres(self):
        width, height = 30 / 110_050, 20 / 110_600
        assert geodesic_area_m2(box(116, -8.58, 116 + width, -8.58 + height)) == pytest.approx(
            600, rel=0.005
        )

    def test_does_not_depend_on_the_turning_of_the_rings(self):
        hole = [(116.112, -8.588), (116.112, -8.586), (116.114, -8.586), (116.114, -8.588)]
        areas = {
            round(geodesic_area_m2(Polygon(shell, [inner])), 3)
            for shell in (self.square.exterior.coords, self.square.exterior.coords[::-1])
            for inner in (hole, hole[::-1])
        }
        assert len(areas) == 1
        whole = geodesic_area_m2(self.square)
        assert areas.pop() == pytest.approx(whole - geodesic_area_m2(Polygon(hole)), abs=0.01)

    def test_parts_add_up(self):
        other = box(117.11, -8.59, 117.12, -8.58)
        assert geodesic_area_m2(MultiPolygon([self.square, other.reverse()])) == pytest.approx(
            2 * geodesic_area_m2(self.square)
        )

    def test_nothing_has_no_area(self):
        assert geodesic_area_m2(Polygon()) == 0


class TestUtm:
    def test_the_middle_of_a_zone(self):
        assert utm_to_wgs84(50, SOUTH, 500_000, 10_000_000) == pytest.approx((0, 117))
        assert utm_to_wgs84(50, NORTH, 500_000, 0) == pytest.approx((0, 117))

    def test_a_place_in_ntb(self):
        latitude, longitude = utm_to_wgs84(50, SOUTH, 406_543, 9_049_876)
        assert geodesic_distance_m(latitude, longitude, -8.594487, 116.150681) < 1

    @pytest.mark.parametrize("zone", [0, 61, -50])
    def test_refuses_other_zones(self, zone: int):
        with pytest.raises(SpatialError, match="not a UTM zone"):
            utm_to_wgs84(zone, SOUTH, 500_000, 0)

    @pytest.mark.parametrize("easting", [math.inf, 1e12])
    def test_refuses_metres_outside_the_projection(self, easting: float):
        with pytest.raises(SpatialError, match="outside EPSG:32750"):
            utm_to_wgs84(50, SOUTH, easting, 0)


class TestWebMercator:
    def test_the_origin_and_the_edge(self):
        assert web_mercator_to_wgs84(0, 0) == pytest.approx((0, 0))
        edge = 20_037_508.342789244
        assert web_mercator_to_wgs84(edge, edge) == pytest.approx((85.051129, 180))

    def test_refuses_metres_outside_the_projection(self):
        with pytest.raises(SpatialError, match="outside EPSG:3857"):
            web_mercator_to_wgs84(math.inf, 0)
