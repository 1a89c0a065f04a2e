"""The 20 x 30 m rectangle: against a formula, against planted places, and against brute force."""

from math import cos, hypot, pi, sqrt
from typing import Any

import numpy as np
import pytest
import shapely
from numpy.random import Generator, default_rng
from shapely import affinity
from shapely.geometry import Polygon, box

from spatial.crs import geodesic_area_m2, geodesic_distance_m
from spatial.fit import TOLERANCE_M, fitting_rectangle
from spatial.local_plane import LocalPlane, plane_round

PLANE = LocalPlane(116.1167, -8.5833)
WIDTH, LENGTH = 20.0, 30.0
BUILDING = box(-LENGTH / 2, -WIDTH / 2, LENGTH / 2, WIDTH / 2)


def in_degrees(land: Any) -> Any:
    return shapely.transform(land, PLANE.degrees)


def rectangle_on(land: Any) -> Polygon | None:
    """The rectangle found on land in metres, in metres; whatever is found does fit."""
    found = fitting_rectangle(in_degrees(land), WIDTH, LENGTH)
    if found is None:
        return None
    metres: Polygon = shapely.transform(found, PLANE.metres)
    assert land.buffer(TOLERANCE_M + 1e-3).covers(metres)
    corners = shapely.get_coordinates(metres)
    sides = sorted(np.hypot(*np.diff(corners, axis=0).T))
    assert sides == pytest.approx([WIDTH, WIDTH, LENGTH, LENGTH], abs=2e-3)
    assert hypot(*(corners[2] - corners[0])) == pytest.approx(hypot(WIDTH, LENGTH), abs=2e-3)
    return metres


def fits_in_rectangle(a: float, b: float) -> bool:
    """The known formula for one rectangle within another (Carver, 1957)."""
    a, b = max(a, b), min(a, b)
    p, q = LENGTH, WIDTH
    if p <= a:
        return q <= b
    needed = (2 * p * q * a + (p * p - q * q) * sqrt(max(p * p + q * q - a * a, 0))) / (
        p * p + q * q
    )
    return q <= b and b >= needed


def star(random: Generator, corners: int, radius: float, roughness: float) -> Polygon:
    """Land round a place, with as many corners, mostly concave."""
    while True:
        angles = np.sort(random.uniform(0, 2 * pi, corners))
        radii = radius * random.uniform(1 - roughness, 1 + roughness, corners)
        land = Polygon(np.column_stack([radii * np.cos(angles), radii * np.sin(angles)]))
        if land.is_valid:
            return land


def plots(random: Generator, count: int) -> list[Polygon]:
    """Land of every kind, most of it about as large as the building needs."""
    made: list[Polygon] = []
    while len(made) < count:
        land = star(
            random,
            int(random.choice([3, 4, 5, 8, 12, 25])),
            random.uniform(16, 34),
            random.uniform(0.05, 0.7),
        )
        if random.random() < 0.4:
            hole = star(random, 5, random.uniform(0.5, 4), 0.5)
            land = land.difference(affinity.translate(hole, *random.uniform(-20, 20, 2)))
        if isinstance(land, Polygon) and land.area > 600:
            made.append(land)
    return made


def brute_force_finds(land: Polygon, random: Generator) -> bool:
    """Try thousands of places, and then more of them round those that nearly did."""
    tries = 300
    middle = shapely.get_coordinates(land.centroid)[0]
    places = np.column_stack(
        [random.uniform(-20, 20, (tries, 2)) + middle, random.uniform(0, pi, tries)]
    )
    spread = np.array([3, 3, 0.25])
    for _ in range(4):
        buildings = placed(places)
        outside = shapely.area(buildings) - shapely.area(shapely.intersection(buildings, land))
        if outside.min() < 1e-9:
            return True
        best = places[np.argsort(outside)[:15]]
        places = np.repeat(best, 8, axis=0) + random.normal(0, 1, (120, 3)) * spread
        spread = spread / 3
    return False


def placed(places: np.ndarray[Any, Any]) -> Any:
    corners = shapely.get_coordinates(BUILDING)
    cosine, sine = np.cos(places[:, 2]), np.sin(places[:, 2])
    x = corners[:, 0] * cosine[:, None] - corners[:, 1] * sine[:, None]
    y = corners[:, 0] * sine[:, None] + corners[:, 1] * cosine[:, None]
    return shapely.polygons(np.stack([x, y], axis=2) + places[:, None, :2])


def test_against_the_formula_for_rectangles() -> None:
    random = default_rng(2026)
    answers = []
    for _ in range(400):
        a, b = random.uniform(20, 40), random.uniform(17, 32)
        land = affinity.rotate(box(0, 0, a, b), random.uniform(0, 180))
        # what is longer or shorter than needed by less than 2 cm may be answered either way
        if fits_in_rectangle(a - 0.02, b - 0.02) == fits_in_rectangle(a + 0.02, b + 0.02):
            answers.append(fits_in_rectangle(a, b))
            assert (rectangle_on(land) is not None) is answers[-1], (a, b)
    assert 100 < sum(answers) < 300


def test_a_place_that_is_there_is_found() -> None:
    """Land put together round the building itself, in which it fits exactly and just so."""
    random = default_rng(4)
    for number in range(500):
        building = affinity.rotate(BUILDING, random.uniform(0, 180))
        around = [
            affinity.translate(star(random, 5, random.uniform(5, 25), 0.6), *offset)
            for offset in random.uniform(-25, 25, (3, 2))
        ]
        land = shapely.union_all([building, *around])
        hole = affinity.translate(star(random, 6, 12, 0.5), *random.uniform(-30, 30, 2))
        land = land.difference(hole.difference(building.buffer(1e-6)))
        land = max(shapely.get_parts(land), key=lambda part: part.intersection(building).area)
        assert rectangle_on(land) is not None, number


def test_against_brute_force() -> None:
    random = default_rng(1166)
    found = 0
    for number, land in enumerate(plots(random, 1000)):
        if rectangle_on(land) is not None:
            found += 1
        else:
            assert not brute_force_finds(land, random), number
    assert 300 < found < 800


@pytest.mark.parametrize(
    ("land", "fits"),
    [
        (box(0, 0, 30, 20), True),
        (box(0, 0, 29.98, 20), False),
        (box(0, 0, 300, 19.98), False),
        # large enough, and nowhere wide enough: an L
        (Polygon([(0, 0), (60, 0), (60, 15), (15, 15), (15, 60), (0, 60)]), False),
        (Polygon([(0, 0), (60, 0), (60, 20), (20, 20), (20, 60), (0, 60)]), True),
        # a well in the middle of the only place
        (box(0, 0, 32, 22).difference(box(15, 10, 17, 12)), False),
        (box(0, 0, 55, 22).difference(box(15, 10, 17, 12)), True),
        # two plots beside one another
        (shapely.MultiPolygon([box(0, 0, 19, 40), box(25, 0, 46, 31)]), True),
        (shapely.MultiPolygon([box(0, 0, 19, 40), box(25, 0, 44, 40)]), False),
        (Polygon(), False),
    ],
)
def test_planted_plots(land: Any, fits: bool) -> None:
    assert (rectangle_on(land) is not None) is fits


def test_land_that_is_nearly_round_is_answered_within_a_second() -> None:
    def disc(diameter: float) -> Polygon:
        angles = np.linspace(0, 2 * pi, 5000, endpoint=False)
        return Polygon(np.column_stack([np.cos(angles), np.sin(angles)]) * diameter / 2)

    assert rectangle_on(disc(hypot(WIDTH, LENGTH) - 0.05)) is None
    assert rectangle_on(disc(hypot(WIDTH, LENGTH) + 0.2)) is not None


def test_five_thousand_trembling_corners() -> None:
    random = default_rng(5)
    angles = np.linspace(0, 2 * pi, 5000, endpoint=False)
    circle = np.column_stack([np.cos(angles), np.sin(angles)])
    assert rectangle_on(Polygon(circle * (22 + random.uniform(-0.5, 0.5, 5000))[:, None]))
    assert rectangle_on(Polygon(circle * (17 + random.uniform(-0.5, 0.5, 5000))[:, None])) is None


def test_the_rectangle_is_as_large_on_the_ellipsoid() -> None:
    for latitude in (-8.6, 0.0, 5.5, -60.0):
        east = 0.001 / cos(latitude * pi / 180)
        land = box(116.1, latitude, 116.1 + east, latitude + 0.001)
        found = fitting_rectangle(land)
        assert found is not None
        assert geodesic_area_m2(found) == pytest.approx(600, abs=0.1)
        (x0, y0), (x1, y1) = shapely.get_coordinates(found)[:2]
        assert min(
            abs(geodesic_distance_m(y0, x0, y1, x1) - side) for side in (WIDTH, LENGTH)
        ) == pytest.approx(0, abs=5e-3)


def test_the_plane_goes_there_and_back() -> None:
    land = box(116.1, -8.6, 116.103, -8.597)
    plane = plane_round(land)
    there = shapely.transform(land, plane.metres)
    assert shapely.transform(there, plane.degrees).equals_exact(land, 1e-12)
    assert there.area == pytest.approx(geodesic_area_m2(land), rel=1e-5)
