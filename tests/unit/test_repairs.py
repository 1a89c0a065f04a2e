"""Which repair is proposed, once it is known which readings lie in the claimed village."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spatial.coordinates import INDONESIA, Coordinates, Reading, read_coordinates
from spatial.errors import SpatialError
from spatial.repairs import REPAIR_CODES, prefer_inside, proposals
from tests.unit.coordinate_cases import CASES, NTB


def only(coordinates: Coordinates, *chosen: int) -> list[bool]:
    """Say that these readings lie in the village, and no others."""
    return [index in chosen for index in range(len(coordinates.readings))]


class TestPreferInside:
    def test_the_sole_literal_inside_is_read(self):
        coordinates = read_coordinates("8.5833, 116.1167", extent=NTB)
        better = prefer_inside(coordinates, only(coordinates, 1))
        assert (coordinates.status, better.status) == ("repair", "read")
        assert better.readings == coordinates.readings[::-1]

    def test_a_repaired_reading_inside_makes_it_a_repair(self):
        coordinates = read_coordinates("8.5833, 116.1167", extent=NTB)
        assert prefer_inside(coordinates, only(coordinates, 0)) == coordinates

    def test_one_zone_of_many_is_a_repair(self):
        coordinates = read_coordinates("406543 9049876", extent=INDONESIA)
        assert coordinates.status == "ambiguous"
        better = prefer_inside(coordinates, only(coordinates, 3))
        assert (better.status, better.reason) == ("repair", None)
        assert better.readings[0].steps[0] == "utm-50S"
        assert sorted(map(repr, better.readings)) == sorted(map(repr, coordinates.readings))

    def test_several_repaired_readings_inside_are_ambiguous(self):
        coordinates = read_coordinates("406543 9049876", extent=INDONESIA)
        better = prefer_inside(coordinates, only(coordinates, 2, 5))
        assert (better.status, better.reason) == ("ambiguous", "two-readings")
        assert better.readings[:2] == (coordinates.readings[2], coordinates.readings[5])

    @pytest.mark.parametrize("village", [0, 1])
    def test_two_points_stay_ambiguous_with_the_one_inside_first(self, village: int):
        coordinates = read_coordinates("-8.5833,116.1167 / -8.6000,116.2000", extent=NTB)
        better = prefer_inside(coordinates, only(coordinates, village))
        assert (better.status, better.reason) == ("ambiguous", "two-points")
        assert better.readings[0] == coordinates.readings[village]

    def test_two_points_of_which_one_needs_a_repair_stay_ambiguous(self):
        coordinates = read_coordinates("-8.5833,116.1167 / 116.2000,-8.6000", extent=NTB)
        assert prefer_inside(coordinates, only(coordinates, 1)).status == "ambiguous"

    def test_none_inside_changes_nothing(self):
        coordinates = read_coordinates("8.5833, 116.1167", extent=NTB)
        assert prefer_inside(coordinates, only(coordinates)) is coordinates

    def test_nothing_to_prefer(self):
        coordinates = read_coordinates("belum ada")
        assert prefer_inside(coordinates, []) is coordinates

    def test_asks_for_one_answer_a_reading(self):
        with pytest.raises(SpatialError, match="0 answers for 1 readings"):
            prefer_inside(read_coordinates("-8.5833, 116.1167"), [])


class TestProposals:
    def test_a_repair_inside_is_proposed(self):
        coordinates = read_coordinates("116.1167 -8.5833", extent=NTB)
        assert proposals(coordinates, [True]) == coordinates.readings

    def test_a_repair_elsewhere_is_not(self):
        coordinates = read_coordinates("116.1167 -8.5833", extent=NTB)
        assert proposals(coordinates, [False]) == ()

    def test_none_where_the_literal_is_inside(self):
        coordinates = read_coordinates("8.5833, 116.1167", extent=NTB)
        assert proposals(coordinates, [True, True]) == ()

    def test_one_for_each_code_with_the_fewest_repairs_first(self):
        def reading(longitude: float, *repairs: str) -> Reading:
            return Reading(-8.5, longitude, ("decimal-degrees", *repairs), repairs[0], 4)

        long_way = reading(116.1, "swapped-axes", "sign-error")
        short_way = reading(116.2, "swapped-axes")
        shift = reading(116.3, "decimal-shift")
        coordinates = Coordinates("", "ambiguous", (long_way, short_way, shift), "two-readings")
        assert proposals(coordinates, [True] * 3) == (short_way, shift)
        assert proposals(coordinates, [True, False, False]) == (long_way,)

    def test_asks_for_one_answer_a_reading(self):
        with pytest.raises(SpatialError):
            proposals(read_coordinates("-8.5833, 116.1167"), [True, False])


texts = st.sampled_from([case for group in CASES.values() for case in group])


@settings(deadline=None)
@given(texts, st.data())
def test_preferring_keeps_every_reading_and_puts_those_inside_first(case, data):
    coordinates = read_coordinates(case.text, extent=case.extent)
    count = len(coordinates.readings)
    inside = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    better = prefer_inside(coordinates, inside)
    assert sorted(map(repr, better.readings)) == sorted(map(repr, coordinates.readings))
    within = {r for r, lies_inside in zip(coordinates.readings, inside, strict=True) if lies_inside}
    assert set(better.readings[: len(within)]) == within
    assert (better.reason is None) == (better.status in {"read", "repair"})
    if within:
        if better.status == "read":
            assert better.readings[0] == better.literal
        if better.status == "repair":
            assert better.readings[0].repair is not None
    else:
        assert better is coordinates
    again = [reading in within for reading in better.readings]
    assert prefer_inside(better, again) == better


@settings(deadline=None)
@given(texts, st.data())
def test_what_is_proposed_lies_inside_and_is_a_repair(case, data):
    coordinates = read_coordinates(case.text, extent=case.extent)
    count = len(coordinates.readings)
    inside = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    proposed = proposals(coordinates, inside)
    codes = [reading.repair for reading in proposed]
    assert len(set(codes)) == len(codes)
    assert set(codes) <= set(REPAIR_CODES)
    for reading in proposed:
        assert inside[coordinates.readings.index(reading)]
    if not any(inside):
        assert not proposed
