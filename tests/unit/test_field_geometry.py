"""The phone's own geometry: the figures and answers that the server gives."""

import itertools
import time
from collections.abc import Iterable
from math import cos, radians, sin
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely.affinity import rotate, translate
from shapely.geometry import MultiPolygon, Polygon, box

from gis_service.areas.features import Problems
from gis_service.areas.wilayah_sql import read_wilayah_sql
from spatial.crs import WGS84, geodesic_area_m2
from spatial.placement import Measurement, place
from tests.field_scripts import answers, needs_node

pytestmark = needs_node

#: The middle of the parcels that are made up here, and metres in a degree there.
MIDDLE = (116.1, -8.58)
EAST = WGS84.inv(*MIDDLE, MIDDLE[0] + 1e-3, MIDDLE[1])[2] * 1e3
NORTH = WGS84.inv(*MIDDLE, MIDDLE[0], MIDDLE[1] + 1e-3)[2] * 1e3


def flat(ring: Any) -> list[float]:
    return [float(value) for value in np.asarray(ring.coords)[:-1].ravel()]


def rings(polygon: Polygon) -> list[list[float]]:
    return [flat(ring) for ring in (polygon.exterior, *polygon.interiors)]


def steps(ring: Any) -> list[int]:
    """As boundaries.json has a ring."""
    whole = np.rint(np.asarray(ring.coords)[:-1] * 1e6).astype(int)
    return [int(value) for value in np.diff(whole, axis=0, prepend=[[0, 0]]).ravel()]


def boundaries(
    villages: dict[str, Polygon | MultiPolygon], precision: float | None = None
) -> dict[str, Any]:
    return {
        "version": 1,
        "quality": "official",
        "precision_m": precision,
        "villages": [
            {
                "code": code,
                "name": f"Desa {code}",
                "mine": True,
                "polygons": [
                    [steps(ring) for ring in (part.exterior, *part.interiors)]
                    for part in shapely.get_parts(shape)
                ],
            }
            for code, shape in villages.items()
        ],
    }


def in_degrees(shape: Any) -> Any:
    """A shape in metres about the middle, on the Earth."""
    return shapely.transform(shape, lambda xy: xy / (EAST, NORTH) + MIDDLE)


def star(random: np.random.Generator, corners: int, radius: float) -> Polygon:
    while True:
        angles = np.sort(random.uniform(0, 2 * np.pi, corners))
        lengths = radius * random.uniform(0.5, 1.3, corners)
        made = Polygon(np.column_stack([np.cos(angles), np.sin(angles)]) * lengths[:, None])
        if made.is_valid:
            return made


class TestFigures:
    def test_lengths_are_geodesic_to_half_a_metre_up_to_fifty_kilometres(self) -> None:
        random = np.random.default_rng(4)
        cases = []
        for _ in range(2000):
            x, y = random.uniform(95, 141), random.uniform(-11, 6)
            away, bearing = 10 ** random.uniform(-1, 4.7), random.uniform(0, 360)
            to_x, to_y, _ = WGS84.fwd(x, y, bearing, away)
            cases.append(([x, y, to_x, to_y], away))
        found = answers("geometry.js", "it.metresBetween(...given)", [case for case, _ in cases])
        assert [away for _, away in cases] == pytest.approx(found, abs=0.5)

    def test_far_lengths_are_right_to_one_per_cent(self) -> None:
        random = np.random.default_rng(5)
        cases = random.uniform([-179, -60, -179, -60], [179, 60, 179, 60], (500, 4)).tolist()
        found = answers("geometry.js", "it.metresBetween(...given)", cases)
        assert found == pytest.approx([WGS84.inv(*case)[2] for case in cases], rel=0.01)

    @pytest.mark.parametrize("radius", [10, 100, 5000])
    def test_area_and_perimeter_are_geodesic(self, radius: int) -> None:
        random = np.random.default_rng(radius)
        made = [in_degrees(star(random, n, radius)) for n in (3, 4, 5, 9, 30) for _ in range(20)]
        hole = in_degrees(box(-radius, -radius, radius, radius).difference(star(random, 9, 5)))
        made += [hole, shapely.reverse(hole)]
        found = answers(
            "geometry.js",
            "[it.areaM2(given), it.perimeterM(given[0])]",
            [rings(polygon) for polygon in made],
        )
        areas, perimeters = zip(*found, strict=True)
        assert areas == pytest.approx([geodesic_area_m2(one) for one in made], rel=1e-4)
        lengths = [WGS84.geometry_length(one.exterior) for one in made]
        assert perimeters == pytest.approx(lengths, rel=1e-4)

    def test_a_ring_is_decoded_to_its_millionths(self) -> None:
        [ring] = answers("geometry.js", "[...it.decodeRing(given)]", [[116100000, -8580000, 1, -2]])
        assert ring == [116.1, -8.58, 116.100001, -8.580002]


class TestVerdict:
    def placed(
        self, villages: dict[str, Any], cases: list[Any], precision: float | None = None
    ) -> list[Any]:
        return answers(
            "verdict.js",
            "it.verdict({longitude: given[0], latitude: given[1]}, given[2], given[3], beside)",
            cases,
            boundaries(villages, precision),
        )

    def test_on_the_real_boundaries_it_is_what_the_server_decides(
        self, real_boundaries: Path
    ) -> None:
        [file] = (real_boundaries / "db" / "kel").glob("**/*kel_52.01.sql")
        features = read_wilayah_sql(file, file.name, Problems())
        shapes = shapely.transform(features.polygons, lambda xy: np.round(xy, 6))
        villages = {
            code: shape
            for code, shape in zip(features.codes, shapes, strict=True)
            if not shape.is_empty and shape.is_valid
        }
        assert len(villages) > 50
        random = np.random.default_rng(52)
        cases = []
        for code, shape in villages.items():
            west, south, east, north = shape.bounds
            for grown in (0.0, 0.005, 0.2):
                x = random.uniform(west - grown, east + grown)
                y = random.uniform(south - grown, north + grown)
                cases.append([x, y, random.choice([3.0, 12.0, 80.0]), code])
            # and close to the border
            at = shapely.get_coordinates(shape)[random.integers(shapely.get_num_coordinates(shape))]
            cases.append([*(at + random.normal(0, 2e-4, 2)).tolist(), 5.0, code])
        for case, found in zip(cases, self.placed(villages, cases, 25.0), strict=True):
            expected = decided(villages, case, 25.0)
            far = abs(expected.distance_m or 0) > 50_000
            limit = 0.01 * abs(expected.distance_m or 0) if far else 0.5
            assert found["distance_m"] == pytest.approx(expected.distance_m, abs=limit), case
            assert found["tolerance_m"] == expected.tolerance_m
            assert [one["code"] for one in found["foundIn"]] == sorted(expected.found_in)
            if abs(abs(expected.distance_m or 0) - expected.tolerance_m) > 0.5:
                assert found["verdict"] == expected.verdict

    def test_holes_islands_and_overlaps(self) -> None:
        ring = box(0, 0, 1000, 1000).difference(box(400, 400, 600, 600))
        islands = MultiPolygon([box(2000, 0, 2500, 500), box(3000, 0, 3500, 500)])
        villages = {
            "1": in_degrees(ring),
            "2": in_degrees(islands),
            "3": in_degrees(box(-500, 100, 100, 900)),
        }

        def at(x: float, y: float, code: str) -> list[Any]:
            return [*in_degrees(shapely.Point(x, y)).coords[0], None, code]

        cases = [
            at(200, 200, "1"), at(500, 500, "1"), at(3250, 250, "2"), at(2750, 250, "2"),
            at(50, 500, "1"), at(50, 500, "3"), at(405, 500, "1"),
        ]  # fmt: skip
        found = self.placed(villages, cases)
        assert [(one["verdict"], round(one["distance_m"])) for one in found] == [
            ("inside", -200),
            ("outside", 100),
            ("inside", -250),
            ("outside", 250),
            ("inside", -50),
            ("inside", -50),
            ("uncertain", 5),
        ]
        assert [[village["name"] for village in one["foundIn"]] for one in found] == [
            ["Desa 1"], [], ["Desa 2"], [], ["Desa 1", "Desa 3"], ["Desa 1", "Desa 3"], [],
        ]  # fmt: skip

    def test_without_a_boundary_nothing_is_decided(self) -> None:
        villages = {"1": in_degrees(box(0, 0, 1000, 1000)), "2": MultiPolygon()}
        known, unknown = self.placed(villages, [[*MIDDLE, 4.0, "2"], [*MIDDLE, 4.0, "9"]])
        assert known["verdict"] == unknown["verdict"] == "unresolved"
        assert known["distance_m"] is None


def decided(villages: dict[str, Any], case: list[Any], precision: float) -> Any:
    x, y, accuracy, code = case
    point = shapely.Point(x, y)
    boundary = villages[code].boundary
    # the nearest point of the boundary, in a plane stretched as the server's is
    factor = EAST / NORTH
    stretched = shapely.transform(boundary, lambda xy: xy * (factor, 1))
    line = shapely.shortest_line(stretched, shapely.Point(x * factor, y))
    nearest = line.coords[0]
    found_in = [other for other, shape in villages.items() if shape.intersects(point)]
    return place(
        Measurement(
            "read",
            has_position=True,
            village_known=True,
            boundary_known=True,
            found_in=found_in,
            inside=code in found_in,
            boundary_distance_m=WGS84.inv(nearest[0] / factor, nearest[1], x, y)[2],
            precision_m=precision,
            accuracy_m=accuracy,
        )
    )


class TestSelfCrossing:
    def crossings(self, shapes: Iterable[Polygon]) -> list[Any]:
        return answers(
            "crossing.js", "it.selfCrossing(given)", [flat(one.exterior) for one in shapes]
        )

    def test_it_finds_what_shapely_finds_and_where(self) -> None:
        random = np.random.default_rng(6)
        made = [
            Polygon(np.round(in_degrees(Polygon(random.uniform(0, 60, (n, 2)))).exterior.coords, 7))
            for n in (4, 5, 6, 8)
            for _ in range(150)
        ]
        made += [
            Polygon(np.round(in_degrees(star(random, n, 50)).exterior.coords, 7))
            for n in (5, 12, 60)
            for _ in range(30)
        ]
        found = self.crossings(made)
        assert [at is None for at in found] == [shape.is_valid for shape in made]
        assert 100 < found.count(None) < len(made) - 100
        for at, shape in zip(found, made, strict=True):
            if at:
                assert shape.exterior.distance(shapely.Point(at)) < 2e-7

    @pytest.mark.parametrize(
        "corners",
        [
            [(0, 0), (40, 0), (40, 40), (40, 10), (0, 40)],  # runs back over itself
            [(0, 0), (40, 0), (20, 20), (40, 40), (0, 40), (20, 20)],  # touches a corner
            [(0, 0), (40, 0), (40, 40), (20, 0), (0, 40)],  # touches a side
            [(0, 0), (40, 0), (40, 30), (0, 0), (0, 40)],  # twice at one corner
        ],
    )
    def test_touching_counts(self, corners: list[tuple[float, float]]) -> None:
        shape = Polygon([(116.1 + x / 1e4, -8.58 + y / 1e4) for x, y in corners])
        [at] = self.crossings([shape])
        assert at is not None

    def test_five_thousand_corners_take_no_time(self) -> None:
        random = np.random.default_rng(7)
        angles = np.linspace(0, 2 * np.pi, 5001)
        lengths = 0.001 * random.uniform(0.9, 1, 5001)
        line = np.column_stack([116.1 + np.cos(angles) * lengths, -8.58 + np.sin(angles) * lengths])
        begun = time.monotonic()
        assert self.crossings([Polygon(line)]) == [None]
        assert time.monotonic() - begun < 5


class TestFit:
    def fits(self, shapes: Iterable[Polygon]) -> list[Any]:
        return answers(
            "fit.js", "it.fit(given, [20, 30])", [rings(in_degrees(shape)) for shape in shapes]
        )

    def test_the_rectangle_is_in_the_parcel_and_has_its_measures(self) -> None:
        random = np.random.default_rng(8)
        made = [
            star(random, n, r) for n in (4, 6, 12, 30, 80) for r in (22, 30, 45) for _ in range(8)
        ]
        found = self.fits(made)
        assert 20 < sum(one["fits"] for one in found) < len(made) - 20
        for shape, one in zip(made, found, strict=True):
            if not one["fits"]:
                assert one["rectangle"] is None
                continue
            rectangle = shapely.transform(
                Polygon(one["rectangle"]), lambda xy: (xy - MIDDLE) * (EAST, NORTH)
            )
            assert rectangle.area == pytest.approx(600, rel=1e-3)
            sides = sorted(np.hypot(*np.diff(rectangle.exterior.coords, axis=0).T))
            assert sides == pytest.approx([20, 20, 30, 30], abs=0.02)
            assert shape.buffer(0.03).contains(rectangle)

    def test_none_fits_where_it_says_so(self) -> None:
        """Every angle in steps of a degree, by taking the box away from a shape of Shapely's."""
        random = np.random.default_rng(9)
        made = [star(random, n, r) for n in (5, 8) for r in (22, 26, 30) for _ in range(6)]
        for shape, one in zip(made, self.fits(made), strict=True):
            if not one["fits"]:
                assert not any(room(shape, angle) for angle in range(0, 180, 1))

    def test_the_server_says_the_same(self) -> None:
        server = pytest.importorskip("spatial.fit")
        random = np.random.default_rng(77)
        made = [
            star(random, n, r) for n in (4, 5, 6, 8, 12) for r in (20, 26, 33) for _ in range(15)
        ]
        found = [one["fits"] for one in self.fits(made)]
        assert 40 < sum(found) < len(made) - 40
        assert found == [server.fitting_rectangle(in_degrees(one)) is not None for one in made]

    @pytest.mark.parametrize(
        ("shape", "expected"),
        [
            (box(0, 0, 20, 30), True),
            (rotate(box(0, 0, 20, 30), 33.3), True),
            (box(0, 0, 19.9, 40), False),
            (box(0, 0, 1000, 19.9), False),
            (rotate(box(0, 0, 19.97, 60), 71), False),
            # only slanting: between the corners of a square there is more room
            (rotate(box(-15, -15, 15, 15), 45), True),
            (Polygon([(0, 0), (200, 0), (0, 12)]), False),
            # an L of two arms, each too narrow
            (box(0, 0, 60, 18).union(box(0, 0, 18, 60)), False),
            (box(0, 0, 60, 18).union(box(0, 0, 21, 60)), True),
            # a well in the middle
            (box(0, 0, 40, 40).difference(box(18, 18, 22, 22)), False),
            (box(0, 0, 45, 40).difference(box(18, 18, 22, 22)), True),
        ],
    )
    def test_known_shapes(self, shape: Polygon, expected: bool) -> None:
        [one] = self.fits([shape])
        assert one["fits"] is expected

    @pytest.mark.parametrize(("radius", "expected"), [(18.0, False), (18.06, True)])
    @pytest.mark.parametrize("corners", [40, 300])
    def test_a_disc_needs_the_diagonal(self, radius: float, expected: bool, corners: int) -> None:
        """36.06 m: the hardest case, in which no angle is better than another."""
        angles = [2 * np.pi * i / corners for i in range(corners)]
        # the circle is inscribed, so that the corners make no difference
        outer = radius / cos(radians(180 / corners))
        disc = Polygon([(outer * cos(angle), outer * sin(angle)) for angle in angles])
        begun = time.monotonic()
        [one] = self.fits([translate(disc, 5, 5)])
        assert time.monotonic() - begun < 30
        assert one["fits"] is expected


def room(shape: Polygon, angle: float) -> bool:
    """Whether 20.05 x 30.05 m fit at one angle: what is left of the parcel for the box's centre."""
    turned = rotate(shape, -angle, origin=(0, 0))
    ring = np.asarray(turned.exterior.coords)
    swept = shapely.union_all(
        [
            shapely.convex_hull(
                shapely.multipoints([end + corner for end in edge for corner in BOX])
            )
            for edge in itertools.pairwise(ring)
        ]
    )
    return bool(turned.difference(swept).area > 1e-4)


BOX = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * (20.05 / 2, 30.05 / 2)
