"""Verdicts and flags from measurements."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spatial.coordinates import Reading
from spatial.flags import SEVERITIES
from spatial.placement import Measurement, place, propose, tolerance_m

INSIDE = Measurement(
    reading_status="read",
    has_position=True,
    village_known=True,
    boundary_known=True,
    found_in=("52.01.01.2001",),
    inside=True,
    boundary_distance_m=400.0,
    province_distance_m=0.0,
    centroid_distance_m=300.0,
    precision_m=10.0,
    accuracy_m=5.0,
    decimals=6,
)
NO_POSITION = Measurement(
    reading_status="unreadable", has_position=False, village_known=True, boundary_known=True
)
OUTSIDE = replace(INSIDE, inside=False, found_in=("52.01.01.2002",), boundary_distance_m=240.0)


def codes(measurement: Measurement) -> list[str]:
    return [flag.code for flag in place(measurement).flags]


def test_a_good_site_is_inside_and_has_no_flag() -> None:
    placement = place(INSIDE)
    assert (placement.verdict, placement.distance_m, placement.flags) == ("inside", -400.0, ())


@pytest.mark.parametrize(
    ("change", "verdict", "expected"),
    [
        ({"inside": False, "boundary_distance_m": 240.0}, "outside", ["outside-village"]),
        ({"boundary_distance_m": 9.9}, "uncertain", ["near-boundary"]),
        ({"inside": False, "boundary_distance_m": 9.9}, "uncertain", ["near-boundary"]),
        ({"boundary_distance_m": 10.0}, "uncertain", ["near-boundary"]),
        ({"boundary_distance_m": 10.01}, "inside", []),
        ({"boundary_distance_m": 20.0, "accuracy_m": 24.0}, "uncertain", ["near-boundary"]),
        (
            {"boundary_distance_m": 100.0, "precision_m": 350.0},
            "uncertain",
            ["near-boundary"],
        ),
        (
            {"inside": False, "boundary_distance_m": 9e4, "province_distance_m": None},
            "outside",
            ["outside-village", "outside-province"],
        ),
        (
            {"inside": False, "boundary_distance_m": 500.0, "province_distance_m": 10.0},
            "outside",
            ["outside-village"],
        ),
        (
            {"inside": False, "boundary_distance_m": 500.0, "province_distance_m": 10.1},
            "outside",
            ["outside-village", "outside-province"],
        ),
        ({"village_known": False, "boundary_known": False}, "unresolved", ["village-unknown"]),
        ({"boundary_known": False}, "unresolved", ["boundary-missing"]),
        ({"duplicates": ["52.01.01.2003"]}, "inside", ["duplicate-site"]),
        ({"centroid_distance_m": 15.0}, "inside", ["copied-centroid"]),
        ({"centroid_distance_m": 15.1}, "inside", []),
        ({"decimals": 3}, "inside", ["low-precision"]),
        ({"decimals": 4}, "inside", []),
        ({"accuracy_m": 25.0}, "inside", []),
        ({"accuracy_m": 25.1}, "inside", ["poor-accuracy"]),
        ({"mock_location": True}, "inside", ["mock-location"]),
    ],
)
def test_verdict_and_flags(change: dict, verdict: str, expected: list[str]) -> None:
    measurement = replace(INSIDE, **change)
    assert place(measurement).verdict == verdict
    assert codes(measurement) == expected


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("missing", "location-missing"),
        ("unreadable", "location-unreadable"),
        ("repair", "location-unreadable"),
        ("ambiguous", "location-ambiguous"),
    ],
)
def test_without_a_position_it_is_unresolved(status: str, code: str) -> None:
    placement = place(replace(NO_POSITION, reading_status=status))
    assert (placement.verdict, placement.distance_m) == ("unresolved", None)
    assert [flag.code for flag in placement.flags] == [code]


def test_outside_tells_how_far_and_where_it_really_is() -> None:
    (flag,) = place(OUTSIDE).flags
    assert flag.detail == {"distance_m": 240.0, "found_in": ["52.01.01.2002"]}
    assert flag.severity == "critical"


def test_repairs_are_proposed_as_flags_that_carry_them() -> None:
    repair = Reading(-8.58, 116.11, ("decimal-degrees", "sign-error"), "sign-error", 4)
    placement = propose(place(OUTSIDE), [repair])
    assert placement.verdict == "outside"
    assert [(flag.code, flag.repair) for flag in placement.flags] == [
        ("outside-village", None),
        ("sign-error", repair),
    ]


def test_of_an_ambiguous_text_the_reading_in_the_village_is_carried() -> None:
    meant = Reading(-8.58, 116.11, ("decimal-degrees",), None, 4)
    placement = propose(place(replace(NO_POSITION, reading_status="ambiguous")), [], meant)
    assert [(flag.code, flag.repair) for flag in placement.flags] == [("location-ambiguous", meant)]


def test_a_site_that_was_not_measured_is_an_error_and_not_a_verdict() -> None:
    with pytest.raises(ValueError, match="boundary_distance_m"):
        place(replace(INSIDE, boundary_distance_m=None))


@given(
    precision=st.none() | st.floats(0, 5_000),
    accuracy=st.none() | st.floats(0, 5_000),
    distance=st.floats(0, 1e6),
    inside=st.booleans(),
)
def test_every_position_gets_exactly_the_verdict_of_its_distance(
    precision: float | None, accuracy: float | None, distance: float, inside: bool
) -> None:
    measurement = replace(
        INSIDE,
        precision_m=precision,
        accuracy_m=accuracy,
        boundary_distance_m=distance,
        inside=inside,
    )
    placement = place(measurement)
    tolerance = tolerance_m(precision, accuracy)
    assert tolerance >= max(10, precision or 0, accuracy or 0)
    expected = "uncertain" if distance <= tolerance else "inside" if inside else "outside"
    assert placement.verdict == expected
    assert placement.distance_m == (-distance if inside else distance)
    critical = {flag.code for flag in placement.flags if flag.severity == "critical"}
    assert bool(critical) == (expected == "outside")


def test_the_codes_of_the_design_are_all_there() -> None:
    by_severity: dict[str, set[str]] = {"critical": set(), "warning": set(), "info": set()}
    for code, severity in SEVERITIES.items():
        by_severity[severity].add(code)
    assert by_severity == {
        "critical": {
            "location-missing",
            "location-unreadable",
            "location-ambiguous",
            "village-unknown",
            "boundary-missing",
            "outside-village",
            "outside-province",
            # of parcels, whose severity the design leaves open
            "parcel-invalid",
            "parcel-outside-village",
            "building-does-not-fit",
            "protected-farmland",
            "hazard-zone",
        },
        "warning": {
            "near-boundary",
            "duplicate-site",
            "copied-centroid",
            "low-precision",
            "poor-accuracy",
            "mock-location",
            "parcel-too-small",
            "area-mismatch",
            "parcel-overlap",
            "parcel-straddles-boundary",
            "site-outside-parcel",
            "progress-decreased",
            "progress-jump",
            "report-missing",
            "report-far-from-site",
            "photo-far-from-site",
            "photo-reused",
            "photo-stale",
        },
        "info": {
            "swapped-axes",
            "sign-error",
            "projected-coordinates",
            "decimal-shift",
            "hemisphere-conflict",
        },
    }
