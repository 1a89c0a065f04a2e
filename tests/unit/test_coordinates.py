"""The reader of coordinates: hand-written texts, and promises checked on generated ones."""

import re
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from spatial.coordinates import (
    INDONESIA,
    REPAIR_CODES,
    STEPS,
    Coordinates,
    Extent,
    Reading,
    read_coordinates,
)
from spatial.crs import geodesic_distance_m
from tests.benchmarks import random_texts
from tests.unit.coordinate_cases import CASES, NTB, Case

ALL_CASES = [
    pytest.param(case, id=f"{group}: {case.text[:40]!a}")
    for group, cases in CASES.items()
    for case in cases
]
VILLAGE = Extent(116.10, -8.60, 116.13, -8.57)


def metres_apart(reading: Reading, place: tuple[float, float]) -> float:
    return geodesic_distance_m(reading.latitude, reading.longitude, *place)


def test_there_are_enough_cases():
    assert len(ALL_CASES) >= 150


@pytest.mark.parametrize("case", ALL_CASES)
def test_case(case: Case):
    coordinates = read_coordinates(case.text, extent=case.extent)
    assert coordinates.status == case.status, coordinates
    assert coordinates.reason == case.reason
    assert coordinates.text == case.text
    random_texts.check(coordinates, case.extent)
    if case.place is not None:
        best = coordinates.readings[0]
        assert metres_apart(best, case.place) < 2, best
        assert best.repair == case.repair
        if case.decimals is not None:
            assert best.decimals == case.decimals
    if case.count is not None:
        assert len(coordinates.readings) == case.count, coordinates.readings


class TestSteps:
    @pytest.mark.parametrize(
        ("text", "steps"),
        [
            ("-8.5833, 116.1167", ("decimal-degrees",)),
            ("8°35'S 116°07'E", ("degrees-minutes",)),
            ("8°35'00\"S 116°07'00\"E", ("degrees-minutes-seconds",)),
            ("8°35'00\"S 116.1167 E", ("degrees-minutes-seconds", "decimal-degrees")),
            ("116.1167 BT 8.5833 LS", ("decimal-degrees", "named-order")),
            ("116.1167 -8.5833", ("decimal-degrees", "swapped-axes")),
            ("116.1167 8.5833", ("decimal-degrees", "swapped-axes", "sign-error")),
            (
                "116116667 8583333",
                ("decimal-degrees", "swapped-axes", "decimal-shift", "sign-error"),
            ),
            ("50L 406543 9049876", ("utm-50S",)),
            ("50LMR 06543 49876", ("mgrs", "utm-50S")),
            ("406543 9049876", ("utm-50S", "projected-coordinates")),
            ("9049876 406543", ("utm-50S", "projected-coordinates", "swapped-axes")),
            ("12926052 -959083", ("web-mercator", "projected-coordinates")),
            ("https://www.google.com/maps?q=-8.58,116.11", ("map-link", "decimal-degrees")),
        ],
    )
    def test_say_how_a_text_was_read(self, text: str, steps: tuple[str, ...]):
        assert read_coordinates(text, extent=NTB).readings[0].steps == steps

    def test_are_all_documented(self):
        known = {re.sub(r"utm-\d+[NS]", "utm-<zone><N or S>", step) for step in STEPS}
        for cases in CASES.values():
            for case in cases:
                for reading in read_coordinates(case.text, extent=case.extent).readings:
                    for step in reading.steps:
                        assert re.sub(r"utm-\d+[NS]", "utm-<zone><N or S>", step) in known

    def test_every_repair_occurs_in_the_cases(self):
        assert {case.repair for cases in CASES.values() for case in cases} - {None} == set(
            REPAIR_CODES
        )


class TestLiteral:
    def test_is_the_only_literal_reading(self):
        literal = read_coordinates("8.5833, 116.1167", extent=NTB).literal
        assert literal is not None
        assert (literal.latitude, literal.longitude) == (8.5833, 116.1167)

    @pytest.mark.parametrize(
        "text", ["116.1167 -8.5833", "-8.5833,116.1167 / -8.6,116.2", "tidak ada"]
    )
    def test_is_none_where_there_is_none_or_two(self, text: str):
        assert read_coordinates(text, extent=NTB).literal is None


class TestExtent:
    def test_contains_its_edge(self):
        assert NTB.contains(NTB.north, NTB.west)
        assert not NTB.contains(NTB.north + 1e-9, NTB.west)

    def test_expanded_stops_at_the_poles(self):
        assert Extent(-179, -89, 179, 89).expanded(5) == Extent(-180, -90, 180, 90)

    def test_no_more_is_repaired_than_the_extent_demands(self):
        """5.5 N is a place in Indonesia, so its sign is left alone unless a village is claimed."""
        assert read_coordinates("5.4, 105.2").status == "read"
        lampung = Extent(105.1, -5.5, 105.3, -5.3)
        assert read_coordinates("5.4, 105.2", extent=lampung).readings[0].repair == "sign-error"

    def test_a_good_literal_has_no_rivals(self):
        assert len(read_coordinates("-8.5833, 116.1167", extent=VILLAGE).readings) == 1

    def test_a_literal_elsewhere_stands_where_no_repair_helps(self):
        sumbawa = Extent(117.3, -8.6, 117.5, -8.4)
        coordinates = read_coordinates("-8.5833, 116.1167", extent=sumbawa)
        assert coordinates.status == "read"


class TestLongTexts:
    def test_only_the_beginning_is_read(self):
        assert read_coordinates("-8.5833, 116.1167" + " x" * 5000, extent=NTB).status == "read"
        assert read_coordinates(" " * 3000 + "-8.5833, 116.1167").status == "unreadable"

    def test_a_number_is_not_cut_in_two(self):
        text = " " * (2000 - len("-8.5833, 116.1")) + "-8.5833, 116.1167"
        assert read_coordinates(text, extent=NTB).reason == "one-number"

    def test_at_most_24_readings(self):
        text = "; ".join(f"-8.{number}, 116.{number}" for number in range(1000, 1100))
        assert len(read_coordinates(text, extent=NTB).readings) == 12
        world = Extent(-180, -90, 180, 90)
        assert len(read_coordinates("406543 9049876", extent=world).readings) == 24


# --- properties ----------------------------------------------------------------------------------

ALPHABET = "0123456789.,-+ °'\"/;:()\nSNEWLUTBdmsxy=&?%\u00a0\u2212٨８"
latitudes = st.floats(NTB.south + 0.01, NTB.north - 0.01)
longitudes = st.floats(NTB.west + 0.01, NTB.east - 0.01)


@settings(deadline=None)
@given(st.text())
def test_never_raises_on_any_text(text: str):
    random_texts.check(read_coordinates(text), INDONESIA)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec=None)))
def test_never_raises_on_surrogates(text: str):
    random_texts.check(read_coordinates(text), INDONESIA)


@settings(deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=60))
def test_never_raises_on_soup_of_digits_and_marks(text: str):
    random_texts.check(read_coordinates(text, extent=NTB), NTB)


def test_random_texts():
    statuses, slowest = random_texts.run(20_000)
    assert statuses["read"] > 1000
    assert slowest < 1


def _sexagesimal(degrees: float) -> tuple[int, int, float]:
    tenths = round(abs(degrees) * 36000)
    return tenths // 36000, tenths % 36000 // 600, tenths % 600 / 10


def _dms(pattern: str, latitude: float, longitude: float) -> str:
    (d, m, s), (e, n, t) = _sexagesimal(latitude), _sexagesimal(longitude)
    return pattern.format(d=d, m=m, s=s, e=e, n=n, t=t)


def _dm(pattern: str, latitude: float, longitude: float) -> str:
    d, m = divmod(round(abs(latitude) * 60_000), 60_000)
    e, n = divmod(round(abs(longitude) * 60_000), 60_000)
    return pattern.format(d=d, m=m / 1000, e=e, n=n / 1000)


STYLES = {
    "plain": lambda a, b: f"{a:.6f}, {b:.6f}",
    "spaces": lambda a, b: f"{a:.6f} {b:.6f}",
    "decimal commas": lambda a, b: f"{a:.6f}; {b:.6f}".replace(".", ","),
    "only commas": lambda a, b: f"{a:.6f},{b:.6f}".replace(".", ","),
    "Indonesian letters": lambda a, b: f"{-a:.6f} LS {b:.6f} BT".replace(".", ","),
    "letters before": lambda a, b: f"S {-a:.6f} E {b:.6f}",
    "longitude named first": lambda a, b: f"{b:.6f} BT {-a:.6f} LS",
    "labels": lambda a, b: f"Lat: {a:.6f} Long: {b:.6f}",
    "json": lambda a, b: f'{{"lat": {a:.6f}, "lng": {b:.6f}}}',
    "wkt": lambda a, b: f"POINT({b:.6f} {a:.6f})",
    "link": lambda a, b: f"https://www.google.com/maps?q={a:.6f}%2C{b:.6f}",
    "survey app": lambda a, b: f"{a:.7f} {b:.7f} 45.5 4.9",
    "prose": lambda a, b: f"Tanah desa di {a:.6f}, {b:.6f} (dekat pasar)",
    "seconds": lambda a, b: _dms("{d}°{m:02d}'{s:04.1f}\"S {e}°{n:02d}'{t:04.1f}\"E", a, b),
    "seconds in Indonesian": lambda a, b: _dms(
        "{d}° {m}' {s}\" LS - {e}° {n}' {t}\" BT", a, b
    ).replace(".", ","),
    "seconds without marks": lambda a, b: _dms("{d} {m} {s} S {e} {n} {t} E", a, b),
    "seconds with colons": lambda a, b: _dms("{d}:{m}:{s} LS, {e}:{n}:{t} BT", a, b),
    "seconds with points": lambda a, b: _dms("{d}.{m}.{s:04.1f} LS {e}.{n}.{t:04.1f} BT", a, b),
    "minutes": lambda a, b: _dm("S {d} {m:.3f} E {e} {n:.3f}", a, b),
    "minutes with marks": lambda a, b: _dm("{d}°{m:.3f}'S, {e}°{n:.3f}'E", a, b),
}  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
@settings(deadline=None)
@given(latitude=latitudes, longitude=longitudes)
def test_every_style_round_trips(style: str, latitude: float, longitude: float):
    text = STYLES[style](latitude, longitude)
    coordinates = read_coordinates(text, extent=NTB)
    assert coordinates.status == "read", text
    # A tenth of a second is 3 m, a thousandth of a minute 2 m, the sixth decimal 0.1 m.
    assert metres_apart(coordinates.readings[0], (latitude, longitude)) < 3, text


@settings(deadline=None)
@given(latitude=latitudes, longitude=longitudes)
def test_planted_mistakes_are_recovered(latitude: float, longitude: float):
    a, b = f"{latitude:.6f}", f"{longitude:.6f}"
    for text, code in (
        (f"{b}, {a}", "swapped-axes"),
        (f"{a[1:]}, {b}", "sign-error"),
        (f"{a}, -{b}", "sign-error"),
        (f"{a[1:]} LU {b} BT", "hemisphere-conflict"),
        (f"{a.replace('.', '')}, {b.replace('.', '')}", "decimal-shift"),
        (f"{a}, {b.replace('.', '')}", "decimal-shift"),
    ):
        coordinates = read_coordinates(text, extent=NTB)
        assert coordinates.status == "repair", text
        assert coordinates.readings[0].repair == code, text
        assert metres_apart(coordinates.readings[0], (latitude, longitude)) < 0.2, text


@settings(deadline=None)
@given(
    easting=st.integers(250_000, 800_000),
    northing=st.integers(8_960_000, 9_130_000),
)
def test_metres_without_their_zone_are_recovered(easting: int, northing: int):
    expected = read_coordinates(f"50S {easting} {northing}", extent=NTB).literal
    assert expected is not None
    assume(NTB.contains(expected.latitude, expected.longitude))
    for text in (f"{easting} {northing}", f"{northing}, {easting}", f"X={easting} Y={northing}"):
        coordinates = read_coordinates(text, extent=NTB)
        places = [(r.latitude, r.longitude) for r in coordinates.readings]
        assert (expected.latitude, expected.longitude) in places, text
        assert {reading.repair for reading in coordinates.readings} == {"projected-coordinates"}


FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


@settings(deadline=None)
@given(
    st.sampled_from([case for group in CASES.values() for case in group if case.place]),
    st.sampled_from([" ", "\u00a0", "\u2009", "  "]),
    st.booleans(),
)
def test_spaces_and_widths_change_nothing(case: Case, space: str, full_width: bool):
    text = f"{space}{case.text.replace(' ', space)}{space}"
    if full_width and not re.search("//|geo:|google|&", text):
        text = text.translate(FULL_WIDTH)
    first, second = (read_coordinates(each, extent=case.extent) for each in (case.text, text))
    assert without_text(first) == without_text(second)


def without_text(coordinates: Coordinates) -> Coordinates:
    return replace(coordinates, text="")
