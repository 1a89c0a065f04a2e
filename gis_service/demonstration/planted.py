"""The sites as the offices' lists would give them, with mistakes planted in known places.

Pure: the same for the same villages, places and seed. Each class of mistake is a method that
says how the text is written, and which flags a check must put on it.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from shapely import STRtree

from gis_service.demonstration.places import (
    METRES_IN_A_DEGREE,
    Place,
    Village,
    depths_m,
    written,
)

#: How many of each; whatever is left is written as it should be.
MISTAKES: Mapping[str, int] = {
    "unknown-village": 1,
    "approved-elsewhere": 1,
    "duplicate": 5,
    "other-village": 14,
    "copied-centroid": 8,
    "low-precision": 12,
    "poor-accuracy": 10,
    "mock-location": 6,
    "near-boundary": 12,
    "at-sea": 5,
    "swapped-axes": 14,
    "minus-lost": 12,
    "utm-without-zone": 10,
    "web-mercator": 4,
    "decimal-point-lost": 9,
    "decimal-point-moved": 6,
    "hemisphere-letter": 5,
    "two-points": 6,
    "unreadable": 9,
    "missing": 12,
}
#: Beside which nothing can be green: the place itself cannot be trusted.
MARGIN_M = 15.0
ROOM_M = 60.0
FROM_THE_COAST_M = 5_000.0
PROSE = (
    "belum survei",
    "menyusul",
    "depan SDN 2",
    "Jl. Raya No. 12",
    "samping kantor desa",
    "sesuai peta terlampir",
    "-",
)


@dataclass(frozen=True, slots=True)
class Given:
    """One row of a list.

    Attributes
    ----------
    village_code : str
        The village that is meant; ``given_code`` is what the list says.
    mistake : str
        One of `MISTAKES` or ``duplicate-copy``; empty: none.
    flags : tuple of str
        What a check must find, at the least.
    """

    village_code: str
    coordinates: str
    mistake: str = ""
    flags: tuple[str, ...] = ()
    given_code: str = ""
    accuracy_m: float | None = None
    mock_location: bool = False

    @property
    def code(self) -> str:
        """The village code in the list."""
        return self.given_code or self.village_code

    def as_json(self) -> dict[str, Any]:
        """For the list of what was planted."""
        return {
            "village_code": self.village_code,
            "given_code": self.code,
            "mistake": self.mistake,
            "coordinates": self.coordinates,
            "flags": list(self.flags),
        }


@dataclass
class Planter:
    """Writes one row a village, some of them wrongly.

    Attributes
    ----------
    villages : sequence of Village
        By code; ``places`` has two places for each.
    utm, mercator : mapping
        Village code to the first place in UTM zone 50S and in Web Mercator, in metres.
    tolerance_m : float
        Closer to a boundary than this the check is not sure.
    """

    villages: Sequence[Village]
    places: Mapping[str, tuple[Place, Place]]
    utm: Mapping[str, tuple[float, float]]
    mercator: Mapping[str, tuple[float, float]]
    tolerance_m: float
    seed: int
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311 - samples, not secrets
        self.bounded = [village for village in self.villages if village.polygon is not None]
        self.polygons = np.array([village.polygon for village in self.bounded])
        self.tree = STRtree(self.polygons)
        self.codes = {village.code for village in self.villages}

    def rows(self) -> list[Given]:
        """One row for each village, by code."""
        given: dict[str, Given] = {}
        left = self.dice.sample(self.bounded, len(self.bounded))
        for mistake, count in MISTAKES.items():
            write = getattr(self, mistake.replace("-", "_"))
            for _ in range(count):
                for row in self._first(write, left, given):
                    given[row.village_code] = row
        for village in self.villages:
            given.setdefault(village.code, self.clean(village))
        return [given[village.code] for village in self.villages]

    def _first(
        self,
        write: Callable[[Village], Sequence[Given]],
        left: list[Village],
        given: Mapping[str, Given],
    ) -> Sequence[Given]:
        """What the first village gives in which the mistake can be made."""
        for position, village in enumerate(left):
            if village.code in given or not self._has_room(village):
                continue
            rows = write(village)
            if rows and not any(row.village_code in given for row in rows):
                del left[position]
                return rows
        return ()

    def _has_room(self, village: Village) -> bool:
        deepest = self.places[village.code][0].depth_m
        return deepest > min(ROOM_M, self.tolerance_m + MARGIN_M)

    # --- how it is written -------------------------------------------------------------------

    def clean(self, village: Village) -> Given:
        """Right, in one of the ways that people write it."""
        place = self.places[village.code][0]
        south, east = f"{-place.latitude:.6f}", f"{place.longitude:.6f}"
        text = self.dice.choice(
            (
                f"-{south}, {east}",
                f"-{south}, {east}",
                f"{south} LS, {east} BT",
                f"{south.replace('.', ',')} LS {east.replace('.', ',')} BT",
                f"{_seconds(-place.latitude)}S {_seconds(place.longitude)}E",
                f"https://www.google.com/maps?q=-{south},{east}",
            )
        )
        accuracy = round(self.dice.uniform(3, 14), 1) if self.dice.random() < 0.6 else None
        return Given(village.code, text, accuracy_m=accuracy)

    def _wrong(self, village: Village, mistake: str, text: str, *flags: str, **also: Any) -> Given:
        return Given(village.code, text, mistake, flags, **also)

    def swapped_axes(self, village: Village) -> list[Given]:
        """Longitude first."""
        place = self.places[village.code][0]
        text = f"{place.longitude:.6f}, {place.latitude:.6f}"
        return [self._wrong(village, "swapped-axes", text, "location-unreadable", "swapped-axes")]

    def minus_lost(self, village: Village) -> list[Given]:
        """North of the equator."""
        place = self.places[village.code][0]
        text = f"{-place.latitude:.6f}, {place.longitude:.6f}"
        flags = ("outside-village", "outside-province", "sign-error")
        return [self._wrong(village, "minus-lost", text, *flags)]

    def utm_without_zone(self, village: Village) -> list[Given]:
        """Metres of UTM 50S, and nobody says so."""
        easting, northing = self.utm[village.code]
        flags = ("location-unreadable", "projected-coordinates")
        text = f"{easting:.0f} {northing:.0f}"
        return [self._wrong(village, "utm-without-zone", text, *flags)]

    def web_mercator(self, village: Village) -> list[Given]:
        """Metres of the web maps' projection."""
        x, y = self.mercator[village.code]
        flags = ("location-unreadable", "projected-coordinates")
        return [self._wrong(village, "web-mercator", f"{x:.2f}, {y:.2f}", *flags)]

    def decimal_point_lost(self, village: Village) -> list[Given]:
        """As a spreadsheet with comma decimals reads it."""
        place = self.places[village.code][0]
        text = f"{place.latitude * 1e6:.0f}, {place.longitude * 1e6:.0f}"
        flags = ("location-unreadable", "decimal-shift")
        return [self._wrong(village, "decimal-point-lost", text, *flags)]

    def decimal_point_moved(self, village: Village) -> list[Given]:
        """The longitude is ten times too large."""
        place = self.places[village.code][0]
        text = f"{place.latitude:.6f}, {place.longitude * 10:.5f}"
        flags = ("location-unreadable", "decimal-shift")
        return [self._wrong(village, "decimal-point-moved", text, *flags)]

    def hemisphere_letter(self, village: Village) -> list[Given]:
        """LU (north) for LS (south)."""
        place = self.places[village.code][0]
        text = f"{-place.latitude:.6f} LU {place.longitude:.6f} BT"
        flags = ("outside-village", "outside-province", "hemisphere-conflict")
        return [self._wrong(village, "hemisphere-letter", text, *flags)]

    def missing(self, village: Village) -> list[Given]:
        """Nothing given."""
        return [self._wrong(village, "missing", "", "location-missing")]

    def unreadable(self, village: Village) -> list[Given]:
        """Words for a place."""
        text = self.dice.choice(PROSE)
        return [self._wrong(village, "unreadable", text, "location-unreadable")]

    def two_points(self, village: Village) -> list[Given]:
        """Two positions in one cell."""
        here, there = (
            self.places[village.code][0],
            self.places[self.dice.choice(self.bounded).code][1],
        )
        text = f"{_text(here)} / {_text(there)}"
        return [self._wrong(village, "two-points", text, "location-ambiguous")]

    def unknown_village(self, village: Village) -> list[Given]:
        """A code that the roster does not hold."""
        code = f"{village.code[:9]}9{village.code[10:]}"
        if code in self.codes:
            return []
        text = _text(self.places[village.code][0])
        return [self._wrong(village, "unknown-village", text, "village-unknown", given_code=code)]

    def other_village(self, village: Village) -> list[Given]:
        """In a village nearby."""
        for other in self._nearby(village):
            place = self.places[other.code][1]
            if self._away_m(village, place) > self.tolerance_m + MARGIN_M and (
                place.depth_m > MARGIN_M
            ):
                return [self._wrong(village, "other-village", _text(place), "outside-village")]
        return []

    def approved_elsewhere(self, village: Village) -> list[Given]:
        """In a village nearby, and rightly so: with a letter."""
        return [
            Given(row.village_code, row.coordinates, "approved-elsewhere", row.flags)
            for row in self.other_village(village)
        ]

    def duplicate(self, village: Village) -> list[Given]:
        """One position for two villages: each is told of the other."""
        place = self.places[village.code][0]
        for other in self._nearby(village):
            if self._away_m(other, place) > self.tolerance_m + MARGIN_M:
                text = _text(place)
                return [
                    self._wrong(village, "duplicate", text, "duplicate-site"),
                    self._wrong(other, "duplicate-copy", text, "outside-village", "duplicate-site"),
                ]
        return []

    def at_sea(self, village: Village) -> list[Given]:
        """Kilometres off the coast."""
        middle = self.places[village.code][0]
        clear = (self.tolerance_m + FROM_THE_COAST_M) / METRES_IN_A_DEGREE
        for _ in range(200):
            place = _written(
                middle.longitude + self.dice.uniform(-0.5, 0.5),
                middle.latitude + self.dice.uniform(-0.5, 0.5),
                self.dice,
            )
            point = shapely.Point(place.longitude, place.latitude)
            if not len(self.tree.query(point, predicate="dwithin", distance=clear)):
                flags = ("outside-village", "outside-province")
                return [self._wrong(village, "at-sea", _text(place), *flags)]
        return []

    def near_boundary(self, village: Village) -> list[Given]:
        """A few metres from the boundary."""
        assert village.polygon is not None  # noqa: S101 - for the type checker
        on_it = village.polygon.boundary.interpolate(self.dice.random(), normalized=True)
        place = _written(
            on_it.x + self.dice.uniform(-3e-5, 3e-5),
            on_it.y + self.dice.uniform(-3e-5, 3e-5),
            self.dice,
        )
        return [self._wrong(village, "near-boundary", _text(place), "near-boundary")]

    def copied_centroid(self, village: Village) -> list[Given]:
        """The published centroid of the village."""
        if village.centroid is None:
            return []
        place = Place(*village.centroid)
        if not self._well_inside(village, place):
            return []
        return [self._wrong(village, "copied-centroid", _text(place), "copied-centroid")]

    def low_precision(self, village: Village) -> list[Given]:
        """Three decimals: a hundred metres."""
        exact = self.places[village.code][0]
        place = Place(round(exact.latitude, 3), round(exact.longitude, 3))
        if not self._well_inside(village, place):
            return []
        text = f"{place.latitude:.3f}, {place.longitude:.3f}"
        return [self._wrong(village, "low-precision", text, "low-precision")]

    def poor_accuracy(self, village: Village) -> list[Given]:
        """A phone indoors."""
        text = _text(self.places[village.code][0])
        accuracy = float(self.dice.randint(28, 48))
        return [self._wrong(village, "poor-accuracy", text, "poor-accuracy", accuracy_m=accuracy)]

    def mock_location(self, village: Village) -> list[Given]:
        """A phone that was told where it is."""
        text = _text(self.places[village.code][0])
        return [self._wrong(village, "mock-location", text, "mock-location", mock_location=True)]

    # --- where others are --------------------------------------------------------------------

    def _nearby(self, village: Village) -> Iterator[Village]:
        assert village.polygon is not None  # noqa: S101 - for the type checker
        west, south, east, north = village.polygon.bounds
        reach = self.tolerance_m * 1.5 / METRES_IN_A_DEGREE + 0.005
        around = shapely.box(west - reach, south - reach, east + reach, north + reach)
        near = [self.bounded[index] for index in sorted(self.tree.query(around))]
        for other in self.dice.sample(near, len(near)):
            if other is not village:
                yield other

    def _away_m(self, village: Village, place: Place) -> float:
        """Metres outside a village; negative inside."""
        assert village.polygon is not None  # noqa: S101 - for the type checker
        return -float(depths_m(village.polygon, np.array([[place.longitude, place.latitude]]))[0])

    def _well_inside(self, village: Village, place: Place) -> bool:
        # where boundaries are indicative nothing is well inside: anywhere inside will do
        return -self._away_m(village, place) > (
            self.tolerance_m + MARGIN_M if self.tolerance_m < 100 else 0
        )


def _text(place: Place) -> str:
    return f"{place.latitude:.6f}, {place.longitude:.6f}"


def _written(longitude: float, latitude: float, dice: random.Random) -> Place:
    at = written(np.array([[longitude, latitude]]), np.random.default_rng(dice.getrandbits(32)))
    return Place(float(at[0, 1]), float(at[0, 0]))


def _seconds(degrees: float) -> str:
    whole = round(degrees * 3600 * 100)
    return f"{whole // 360000}°{whole // 6000 % 60:02d}'{whole % 6000 / 100:05.2f}\""
