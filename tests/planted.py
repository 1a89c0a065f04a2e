"""A list of sites with mistakes planted in known places, over real village polygons.

What should be found is worked out here with Shapely and pyproj alone, on an azimuthal equidistant
projection centred on each point: independent of PostGIS and of the code under test.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle

import numpy as np
import shapely
from pyproj import Proj, Transformer
from shapely import STRtree
from shapely.geometry import MultiPolygon, Point, Polygon

TOLERANCE_M = 10.0
MARGIN_M = 5.0


def metres_to_boundary(polygon: Polygon | MultiPolygon, longitude: float, latitude: float) -> float:
    """Metres on WGS 84 from a point (EPSG:4326) to the boundary, negative inside.

    Edges are straight in degrees, as everywhere in the service: they get a corner every hundred
    metres or so before they are projected.
    """
    plane = Proj(proj="aeqd", lat_0=latitude, lon_0=longitude, datum="WGS84")
    flat = shapely.transform(
        shapely.segmentize(polygon, 0.001), lambda at: np.column_stack(plane(at[:, 0], at[:, 1]))
    )
    distance = flat.boundary.distance(Point(0, 0))
    inside = polygon.intersects(Point(longitude, latitude))
    return -distance if inside else distance


@dataclass(frozen=True)
class Village:
    code: str
    polygon: Polygon | MultiPolygon
    centroid: tuple[float, float] | None  # latitude, longitude


@dataclass(frozen=True)
class Planted:
    """One row of the list, and what a check must say of it."""

    village_code: str
    coordinates: str
    mistake: str
    verdict: str
    flags: frozenset[str]
    true_position: tuple[float, float] | None = None  # latitude, longitude
    accuracy_m: float | None = None
    mock_location: bool = False


@dataclass
class Planter:
    """Plants one mistake after the other, each in a village of its own."""

    villages: Sequence[Village]
    without_boundary: Sequence[str]
    seed: int = 1
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311 - sites, not secrets
        self.polygons = np.array([village.polygon for village in self.villages])
        self.tree = STRtree(self.polygons)
        land = shapely.union_all(shapely.buffer(self.polygons, 0.0005))
        # holes are land whose village has no published boundary
        self.outline = shapely.union_all([Polygon(part.exterior) for part in land.geoms])
        self.near_land = self.outline.buffer(0.08)
        self.taken: list[tuple[float, float]] = []

    def plant(self, rounds: int = 1) -> list[list[Planted]]:
        """Make lists, each with at most one row a village, mistakes of every class in each."""
        return [list(self._list()) for _ in range(rounds)]

    def _list(self) -> Iterator[Planted]:
        self.taken = []
        # None: one position for two villages
        kinds: list[Callable[[Village], Planted | None] | None] = [
            self.clean, self.clean, self.swapped, self.sign_lost, self.utm, self.web_mercator,
            self.point_lost, self.point_moved, self.hemisphere, self.missing, self.prose,
            self.two_points, self.unknown_village, self.other_village, self.sea,
            self.offshore, self.near_boundary, None, self.centroid, self.rounded, self.poor_fix,
            self.mock,
        ]  # fmt: skip
        villages = self.dice.sample(self.villages, len(self.villages))
        for kind in cycle(kinds):
            if not villages:
                break
            village = villages.pop()
            if kind is None:
                yield from self.copied(village, villages.pop() if villages else None)
            else:
                yield kind(village) or self.clean(village)
        for number, code in enumerate(self.without_boundary):
            yield Planted(
                code, f"-8.7{number:02d}1234, 117.671234", "no-boundary", "unresolved",
                frozenset({"boundary-missing"}),
            )  # fmt: skip

    # --- where a site may stand --------------------------------------------------------------

    def inside(self, village: Village) -> tuple[float, float]:
        """A point well inside its village and in no other, far from the other sites."""
        west, south, east, north = village.polygon.bounds
        for margin in (60.0, 25.0, TOLERANCE_M + MARGIN_M):
            for _ in range(300):
                longitude = round(self.dice.uniform(west, east), 6)
                latitude = round(self.dice.uniform(south, north), 6)
                if self._free(latitude, longitude, village) and (
                    -metres_to_boundary(village.polygon, longitude, latitude) > margin
                ):
                    self.taken.append((latitude, longitude))
                    return latitude, longitude
        raise AssertionError(f"no room in {village.code}")

    def _free(self, latitude: float, longitude: float, village: Village) -> bool:
        point = Point(longitude, latitude)
        written = f"{latitude} {longitude}".split()
        return (
            village.polygon.contains(point)
            and all(len(number.partition(".")[2]) >= 5 for number in written)
            and not self._near_taken(latitude, longitude)
            and not self._near_centroid(village, latitude, longitude)
        )

    def _near_taken(self, latitude: float, longitude: float) -> bool:
        return any(
            abs(latitude - other[0]) < 0.0007 and abs(longitude - other[1]) < 0.0007
            for other in self.taken
        )

    def _near_centroid(self, village: Village, latitude: float, longitude: float) -> bool:
        return village.centroid is not None and (
            abs(latitude - village.centroid[0]) < 0.0002
            and abs(longitude - village.centroid[1]) < 0.0002
        )

    # --- the mistakes ------------------------------------------------------------------------

    def _planted(
        self, village: Village, text: str, mistake: str, verdict: str, *codes: str,
        at: tuple[float, float] | None = None, **fields: object,
    ) -> Planted:  # fmt: skip
        return Planted(
            village.code, text, mistake, verdict, frozenset(codes), at,
            **fields,  # type: ignore[arg-type]
        )  # fmt: skip

    def clean(self, village: Village) -> Planted:
        latitude, longitude = at = self.inside(village)
        south, east = f"{-latitude:.6f}", f"{longitude:.6f}"
        comma = f"{south.replace('.', ',')} LS {east.replace('.', ',')} BT"
        seconds = f"{_seconds(-latitude)}S {_seconds(longitude)}E"
        text = self.dice.choice(
            [f"-{south}, {east}", f"{south} LS, {east} BT", comma, seconds,
             f"https://www.google.com/maps?q=-{south},{east}", f" - {south} ; {east}"]
        )  # fmt: skip
        return self._planted(village, text, "clean", "inside", at=at)

    def swapped(self, village: Village) -> Planted:
        at = self.inside(village)
        text = f"{at[1]}, {at[0]}"
        return self._planted(
            village, text, "swapped", "unresolved", "location-unreadable", "swapped-axes", at=at
        )

    def sign_lost(self, village: Village) -> Planted:
        at = self.inside(village)
        return self._planted(
            village, f"{-at[0]}, {at[1]}", "sign", "outside",
            "outside-village", "outside-province", "sign-error", at=at,
        )  # fmt: skip

    def utm(self, village: Village) -> Planted:
        at = self.inside(village)
        to_utm = Transformer.from_crs("EPSG:4326", "EPSG:32750", always_xy=True)
        easting, northing = to_utm.transform(at[1], at[0])
        return self._planted(
            village, f"{easting:.0f} {northing:.0f}", "utm", "unresolved",
            "location-unreadable", "projected-coordinates", at=at,
        )  # fmt: skip

    def web_mercator(self, village: Village) -> Planted:
        at = self.inside(village)
        to_mercator = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
        x, y = to_mercator.transform(at[1], at[0])
        return self._planted(
            village, f"{x:.2f}, {y:.2f}", "web-mercator", "unresolved",
            "location-unreadable", "projected-coordinates", at=at,
        )  # fmt: skip

    def point_lost(self, village: Village) -> Planted:
        at = self.inside(village)
        text = f"{at[0] * 1e6:.0f}, {at[1] * 1e6:.0f}"
        return self._planted(
            village, text, "point-lost", "unresolved",
            "location-unreadable", "decimal-shift", at=at,
        )  # fmt: skip

    def point_moved(self, village: Village) -> Planted:
        at = self.inside(village)
        text = f"{at[0]:.6f}, {at[1] * 10:.5f}"
        return self._planted(
            village, text, "point-moved", "unresolved",
            "location-unreadable", "decimal-shift", at=at,
        )  # fmt: skip

    def hemisphere(self, village: Village) -> Planted:
        at = self.inside(village)
        text = f"{-at[0]:.6f} LU {at[1]:.6f} BT"
        return self._planted(
            village, text, "hemisphere", "outside",
            "outside-village", "outside-province", "hemisphere-conflict", at=at,
        )  # fmt: skip

    def missing(self, village: Village) -> Planted:
        text = self.dice.choice(["", "  ", "\u00a0"])
        return self._planted(village, text, "missing", "unresolved", "location-missing")

    def prose(self, village: Village) -> Planted:
        text = self.dice.choice(
            ["belum survei", "-", "depan SDN 2", "Jl. Raya No. 12", "https://maps.app.goo.gl/xY12"]
        )
        return self._planted(village, text, "unreadable", "unresolved", "location-unreadable")

    def two_points(self, village: Village) -> Planted:
        first, second = self.inside(village), self.inside(self.dice.choice(self.villages))
        text = f"{first[0]},{first[1]} / {second[0]},{second[1]}"
        return self._planted(village, text, "ambiguous", "unresolved", "location-ambiguous")

    def unknown_village(self, village: Village) -> Planted:
        at = self.inside(village)
        code = village.code[:9] + "9" + village.code[10:]
        return Planted(
            code, f"{at[0]}, {at[1]}", "unknown-village", "unresolved",
            frozenset({"village-unknown"}), at,
        )  # fmt: skip

    def other_village(self, village: Village) -> Planted | None:
        """In another village of the province, as near as 15 m to its own."""
        nearby = self.tree.query(village.polygon.buffer(0.005))
        others = [self.villages[index] for index in nearby if self.villages[index] is not village]
        for other in self.dice.sample(others, len(others)):
            for _ in range(20):
                at = self._anywhere(other)
                far = metres_to_boundary(village.polygon, at[1], at[0])
                if far > TOLERANCE_M + MARGIN_M and not self._near_taken(*at):
                    self.taken.append(at)
                    return self._planted(
                        village, f"{at[0]}, {at[1]}", "other-village", "outside",
                        "outside-village", at=at,
                    )  # fmt: skip
        return None

    def _anywhere(self, village: Village) -> tuple[float, float]:
        west, south, east, north = village.polygon.bounds
        while True:
            longitude = round(self.dice.uniform(west, east), 6)
            latitude = round(self.dice.uniform(south, north), 6)
            decimals = max(len(f"{number}".partition(".")[2]) for number in (latitude, longitude))
            if village.polygon.contains(Point(longitude, latitude)) and decimals >= 5:
                return latitude, longitude

    def sea(self, village: Village) -> Planted | None:
        """At sea, or over the border of the province, kilometres to tens of kilometres away."""
        longitude, latitude = village.polygon.representative_point().coords[0]
        for _ in range(500):
            at = (
                round(latitude + self.dice.uniform(-0.6, 0.6), 6),
                round(longitude + self.dice.uniform(-0.6, 0.6), 6),
            )
            if not self.near_land.intersects(Point(at[1], at[0])):
                return self._outside_province(village, at, "sea")
        return None

    def offshore(self, village: Village) -> Planted | None:
        """Some hundred metres off the coast; not where the coast of a village is not known."""
        if village.code[:5] in {code[:5] for code in self.without_boundary}:
            return None
        for _ in range(100):
            on_it = village.polygon.boundary.interpolate(self.dice.random(), normalized=True)
            at = (
                round(on_it.y + self.dice.uniform(-4e-3, 4e-3), 6),
                round(on_it.x + self.dice.uniform(-4e-3, 4e-3), 6),
            )
            if not self.outline.intersects(Point(at[1], at[0])):
                return self._outside_province(village, at, "offshore")
        return None

    def _outside_province(
        self, village: Village, at: tuple[float, float], mistake: str
    ) -> Planted | None:
        if max(len(f"{number}".partition(".")[2]) for number in at) < 5:
            return None
        return self._planted(
            village, f"{at[0]}, {at[1]}", mistake, "outside",
            "outside-village", "outside-province", at=at,
        )  # fmt: skip

    def near_boundary(self, village: Village) -> Planted | None:
        """Within the tolerance of the village's boundary, on either side."""
        boundary = village.polygon.boundary
        for _ in range(200):
            on_it = boundary.interpolate(self.dice.random(), normalized=True)
            at = (
                round(on_it.y + self.dice.uniform(-6e-5, 6e-5), 6),
                round(on_it.x + self.dice.uniform(-6e-5, 6e-5), 6),
            )
            decimals = max(len(f"{number}".partition(".")[2]) for number in at)
            away = abs(metres_to_boundary(village.polygon, at[1], at[0]))
            if away < TOLERANCE_M - 1 and decimals >= 5 and not self._near_taken(*at):
                self.taken.append(at)
                return self._planted(
                    village, f"{at[0]}, {at[1]}", "near-boundary", "uncertain",
                    "near-boundary", at=at,
                )  # fmt: skip
        return None

    def copied(self, village: Village, other: Village | None) -> Iterator[Planted]:
        """One position given for two villages: both are told of each other."""
        if other is None:
            yield self.clean(village)
            return
        at = self.inside(village)
        text = f"{at[0]}, {at[1]}"
        yield self._planted(village, text, "copied-from", "inside", "duplicate-site", at=at)
        yield self._planted(
            other, text, "copied", "outside", "outside-village", "duplicate-site", at=at
        )

    def centroid(self, village: Village) -> Planted | None:
        if village.centroid is None:
            return None
        at = (round(village.centroid[0], 6), round(village.centroid[1], 6))
        if -metres_to_boundary(village.polygon, at[1], at[0]) < TOLERANCE_M + MARGIN_M:
            return None
        return self._planted(
            village, f"{at[0]:.6f}, {at[1]:.6f}", "centroid", "inside", "copied-centroid", at=at
        )

    def rounded(self, village: Village) -> Planted | None:
        for _ in range(50):
            latitude, longitude = self.inside(village)
            at = round(latitude, 3), round(longitude, 3)
            if -metres_to_boundary(
                village.polygon, at[1], at[0]
            ) > TOLERANCE_M + MARGIN_M and not self._near_centroid(village, *at):
                return self._planted(
                    village, f"{at[0]:.3f}, {at[1]:.3f}", "rounded", "inside",
                    "low-precision", at=at,
                )  # fmt: skip
        return None

    def poor_fix(self, village: Village) -> Planted | None:
        for _ in range(100):
            at = self.inside(village)
            if -metres_to_boundary(village.polygon, at[1], at[0]) > 60:
                return self._planted(
                    village, f"{at[0]}, {at[1]}", "poor-fix", "inside", "poor-accuracy",
                    at=at, accuracy_m=48.0,
                )  # fmt: skip
        return None

    def mock(self, village: Village) -> Planted:
        at = self.inside(village)
        return self._planted(
            village, f"{at[0]}, {at[1]}", "mock", "inside", "mock-location",
            at=at, mock_location=True,
        )  # fmt: skip


def _seconds(degrees: float) -> str:
    whole = round(degrees * 3600 * 100)
    return f"{whole // 360000}°{whole // 6000 % 60:02d}'{whole % 6000 / 100:05.2f}\""
