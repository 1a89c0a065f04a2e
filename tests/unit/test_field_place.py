"""What the phone makes of fixes, of pasted corners, of typed text, and of the answers of a form."""

from typing import Any

import numpy as np
import pytest

from spatial.crs import geodesic_distance_m
from tests.field_scripts import answers, needs_node

pytestmark = needs_node

AT = (-8.686, 116.0958)
NORTH = 1 / 110_600
EAST = 1 / 110_080


def fix(seconds: float, x: float = 0, y: float = 0, accuracy: float = 8, **more: Any) -> Any:
    """A fix some metres east and north of a place, so many seconds after the first."""
    at = 1_768_440_000_000 + round(seconds * 1000)
    return {
        "latitude": AT[0] + y * NORTH,
        "longitude": AT[1] + x * EAST,
        "accuracy_m": accuracy,
        "altitude_m": 12.0,
        "at": at,
        "heard": at,
        **more,
    }


def averaged(*rows: list[Any]) -> list[Any]:
    return answers(
        "fixes.js",
        "{ const all = new it.Fixes(); for (const one of given) all.add(one);"
        " const now = given.at(-1).heard;"
        " return { average: all.average(), signs: all.signs(now),"
        " made: it.seemsMadeUp(all.signs(now)) }; }",
        rows,
    )


def away(average: Any, x: float = 0, y: float = 0) -> float:
    return geodesic_distance_m(
        average["latitude"], average["longitude"], AT[0] + y * NORTH, AT[1] + x * EAST
    )


class TestFixes:
    def test_an_average_is_nearer_than_one_fix_mostly_is(self) -> None:
        random = np.random.default_rng(1)
        rows = [
            [fix(i, random.normal(0, 6), random.normal(0, 6)) for i in range(15)] for _ in range(60)
        ]
        errors = [away(one["average"]) for one in averaged(*rows)]
        alone = [away(row[-1]) for row in rows]
        assert np.mean(errors) < 0.5 * np.mean(alone)

    def test_the_better_ones_weigh_more_and_outliers_are_dropped(self) -> None:
        row = [fix(0, 20, accuracy=30), fix(1, 0, accuracy=4), fix(2, 1, accuracy=4),
               fix(3, 300, accuracy=5), fix(4, 0, accuracy=4)]  # fmt: skip
        [one] = averaged(row)
        assert away(one["average"]) < 2
        assert one["average"]["fixes"] == 3

    def test_it_is_never_said_to_be_better_than_its_fixes(self) -> None:
        [one] = averaged([fix(i, accuracy=12) for i in range(30)])
        assert one["average"]["accuracy_m"] == pytest.approx(12)

    def test_who_walks_on_leaves_the_old_fixes_behind(self) -> None:
        row = [fix(i, accuracy=5) for i in range(10)]
        row += [fix(20 + i, 60, accuracy=5) for i in range(3)]
        [one] = averaged(row)
        assert away(one["average"], 60) < 1
        assert one["average"]["fixes"] == 3

    def test_fixes_of_a_minute_and_a_half_ago_no_longer_count(self) -> None:
        [one] = averaged([fix(0, accuracy=3), fix(100, 4, accuracy=20)])
        assert one["average"]["fixes"] == 1

    @pytest.mark.parametrize(
        ("row", "signs", "made_up"),
        [
            ([fix(i, 0.3 * i, accuracy=8 + i) for i in range(6)], [], False),
            ([fix(0, heard=fix(60)["at"])], ["stale"], False),
            ([fix(0, accuracy=0)], ["no-accuracy"], True),
            ([fix(0, altitude_m=None)], ["no-altitude"], False),
            ([fix(0), fix(5, 5000, accuracy=9)], ["jump"], False),
            ([fix(i) for i in range(5)], ["repeated", "same-accuracy"], False),
            (
                [fix(0, 90_000), *(fix(i) for i in range(1, 6))],
                ["repeated", "same-accuracy", "jump"],
                True,
            ),
            ([fix(0, at=fix(-4000)["at"])], ["stale", "clock"], False),
        ],
    )
    def test_signs_are_told(self, row: list[Any], signs: list[str], made_up: bool) -> None:
        [one] = averaged(row)
        assert one["signs"] == signs
        assert one["made"] is made_up


class TestPastedCorners:
    def read(self, *texts: str) -> list[Any]:
        return answers(
            "parcel-text.js",
            "{ try { return it.readCorners(given); }"
            " catch (problem) { return { key: problem.key, ...problem.values }; } }",
            texts,
        )

    def test_lines_wkt_and_geojson(self) -> None:
        ring = "116.1 -8.5, 116.2 -8.5, 116.2 -8.6, 116.1 -8.5"
        points = "[[116.1,-8.5],[116.2,-8.5,30],[116.2,-8.6],[116.1,-8.5]]"
        found = self.read(
            "-8.5, 116.1\n -8.5\t116.2\n\n3. -8.6 116.2",
            "-8.5,116.1; -8.5,116.2; -8.6,116.2",
            f"POLYGON(({ring}))",
            f"SRID=4326;MULTIPOLYGON ((({ring})))",
            f'{{"type":"Polygon","coordinates":[{points}]}}',
            f'{{"type":"FeatureCollection","features":[{{"type":"Feature","geometry":'
            f'{{"type":"MultiPolygon","coordinates":[[{points}]]}}}}]}}',
        )
        for one in found:
            assert one["corners"] == [[116.1, -8.5], [116.2, -8.5], [116.2, -8.6]]
            assert one["turned"] is False

    def test_longitude_first_is_seen_and_holes_are_kept(self) -> None:
        outside = "0 0, 9 0, 9 9, 0 9, 0 0"
        turned, hole = self.read(
            "116.1 -8.5\n116.2 -8.5\n116.2 -8.6",
            f"POLYGON (({outside}), (1 1, 2 1, 2 2, 1 1))",
        )
        assert turned["turned"] is True
        assert turned["corners"][0] == [116.1, -8.5]
        assert hole["holes"] == [[1, 1, 2, 1, 2, 2]]

    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("-8.5, 116.1\n-8.6 LS 116", "paste_line"),
            ("-8,5 116,1\n-8,6 116,2\n-8,6 116,1", "paste_line"),
            ("-8.5, 116.1\n-8.6, 116.1", "paste_too_few"),
            ("406543 9049876\n406643 9049876\n406643 9049976", "paste_not_on_earth"),
            ('{"type":"Polygon","coordinates":[[[116', "paste_not_json"),
            ('{"type":"Point","coordinates":[116.1,-8.5]}', "paste_no_polygon"),
            ('{"type":"Polygon","coordinates":[[["a","b"]]]}', "paste_no_polygon"),
            ('{"type":"FeatureCollection","features":[]}', "paste_no_polygon"),
            ('{"features":[{},{}]}', "paste_several"),
            ("MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))", "paste_several"),
            ("\n".join(f"-8.{i:04}, 116.1" for i in range(5001)), "paste_too_many"),
        ],
    )
    def test_what_is_wrong_is_said(self, text: str, key: str) -> None:
        [found] = self.read(text)
        assert found["key"] == key

    def test_whatever_is_pasted_is_read_or_said(self) -> None:
        random = np.random.default_rng(3)
        letters = list('0123456789.,-+ \n;()[]{}"POLYGNcoordinates:e°')
        texts = ["".join(random.choice(letters, random.integers(1, 60))) for _ in range(3000)]
        texts += ['{"type":"Polygon","coordinates":' + text for text in texts[:500]]
        texts += ["null", "{}", '{"features":null}', '{"geometry":null}', "POLYGON EMPTY"]
        for text, found in zip(texts, self.read(*texts), strict=True):
            assert "corners" in found or found.get("key", "").startswith("paste_"), text


class TestTypedText:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("-8.5833, 116.1167", [(-8.5833, 116.1167)]),
            (" -8.5833 116.1167\n", [(-8.5833, 116.1167)]),
            ("-8.5833°; +116.1167°", [(-8.5833, 116.1167)]),
            ("8,5833 LS 116,1167 BT", []),
            ("116.1167, -8.5833", []),
            ("406543 9049876", []),
            ("", []),
        ],
    )
    def test_only_plain_degrees_are_read_on_the_phone(self, text: str, found: list[Any]) -> None:
        [read] = answers("pin-reader.js", "it.readHere(given)", [text])
        assert [(one["latitude"], one["longitude"]) for one in read["readings"]] == found
        assert read["status"] == ("read" if found else "later")


class TestParcelContent:
    def test_the_ring_is_closed_and_turns_as_geojson_does_with_its_corners(self) -> None:
        corners = [
            {"latitude": -8.5, "longitude": 116.1, "accuracy_m": 1, "fixes": 4},
            {"latitude": -8.5, "longitude": 116.2},
            {"latitude": -8.6, "longitude": 116.2, "accuracy_m": 3, "fixes": 6},
        ]
        shapes = [
            {"corners": one, "holes": [], "method": "walked"} for one in (corners, corners[::-1])
        ]
        for content in answers(
            "parcel-content.js", "it.parcelContent('52.01.01.2002', given, it.answersOf())", shapes
        ):
            assert content["geometry"]["coordinates"] == [
                [[116.2, -8.6], [116.2, -8.5], [116.1, -8.5], [116.2, -8.6]]
            ]
            assert [one["accuracy_m"] for one in content["corners"]] == [3, None, 1]
            assert content["hazard"] is None
            assert content["certificate"] is None

    @pytest.mark.parametrize(
        ("text", "area"),
        [
            ("1200", 1200), ("1.200", 1200), ("1,200 m2", 1200), ("1.200,5", 1200.5),
            ("1200,5 m²", 1200.5), ("1 200", 1200), ("12.5", 12.5), ("1.234.567", 1234567),
            ("", None),
        ],
    )  # fmt: skip
    def test_areas_are_read_as_people_write_them(self, text: str, area: float | None) -> None:
        assert answers("parcel-content.js", "it.readArea(given)", [text]) == [area]

    @pytest.mark.parametrize("text", ["12 are", "1.2.3", "-5", "luas", "1e5", "0"])
    def test_what_is_no_area_is_not_guessed(self, text: str) -> None:
        assert answers("parcel-content.js", "Number.isNaN(it.readArea(given))", [text]) == [True]

    @pytest.mark.parametrize(
        ("said", "states"),
        [
            ({}, ("unknown", "met", "unknown", "unknown")),
            ({"owner": "village", "clear_and_clean": True}, ("met", "met", "unknown", "unknown")),
            ({"owner": "private", "clear_and_clean": True},
             ("unknown", "met", "unknown", "unknown")),
            ({"owner": "private", "clear_and_clean": True, "consent": "given"},
             ("met", "met", "unknown", "unknown")),
            ({"consent": "refused"}, ("missed", "met", "unknown", "unknown")),
            ({"clear_and_clean": False}, ("missed", "met", "unknown", "unknown")),
            ({"strategic": True, "access_road": True}, ("unknown", "met", "met", "unknown")),
            ({"strategic": False}, ("unknown", "met", "missed", "unknown")),
            ({"hazard": True}, ("unknown", "met", "unknown", "missed")),
            ({"needs_fill": False, "has_building": False, "protected_farmland": False,
              "hazard": False}, ("unknown", "met", "unknown", "met")),
        ],
    )  # fmt: skip
    def test_the_four_conditions(self, said: dict[str, Any], states: tuple[str, ...]) -> None:
        [found] = answers(
            "parcel-content.js",
            "it.conditions(it.answersOf(given), { area_m2: 1200, fits: true }, 1000)",
            [said],
        )
        assert tuple(found[name] for name in ("ownership", "area", "place", "ready")) == states

    @pytest.mark.parametrize(
        ("measured", "state"),
        [
            ({"area_m2": 999, "fits": True}, "missed"),
            ({"area_m2": 1200, "fits": False}, "missed"),
            ({"area_m2": 1200, "fits": None}, "unknown"),
        ],
    )
    def test_the_area_is_that_which_was_measured(self, measured: Any, state: str) -> None:
        [found] = answers(
            "parcel-content.js", "it.conditions(it.answersOf(), given, 1000)", [measured]
        )
        assert found["area"] == state
