"""Findings on parcels from measurements."""

from dataclasses import replace
from typing import Any

import pytest

from spatial.flags import SEVERITIES
from spatial.parcels import ParcelMeasurement, check_parcel

GOOD = ParcelMeasurement(
    area_m2=1204.3,
    declared_area_m2=1200.0,
    fits=True,
    accuracy_m=6.0,
    precision_m=10.0,
    found_in=("52.01.01.2001",),
    site_distance_m=0.0,
    site_accuracy_m=5.0,
    protected_farmland=False,
    hazard=False,
)


def codes(**change: Any) -> list[str]:
    return [flag.code for flag in check_parcel(replace(GOOD, **change))]


def test_good_land_has_no_finding() -> None:
    assert check_parcel(GOOD) == ()


def test_what_is_not_known_is_no_finding() -> None:
    assert check_parcel(ParcelMeasurement()) == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"is_valid": False, "invalid_at": (116.1, -8.6)}, ["parcel-invalid"]),
        ({"area_m2": 999.4, "declared_area_m2": None}, ["parcel-too-small"]),
        ({"area_m2": 999.6, "declared_area_m2": None}, []),
        ({"fits": False}, ["building-does-not-fit"]),
        ({"declared_area_m2": 1324.0}, []),
        ({"declared_area_m2": 1325.0}, ["area-mismatch"]),
        ({"declared_area_m2": 1083.0}, ["area-mismatch"]),
        ({"nearest_m": 10.1, "farthest_m": 50.0}, ["parcel-outside-village"]),
        ({"nearest_m": 9.9, "farthest_m": 50.0}, ["parcel-straddles-boundary"]),
        ({"nearest_m": 0.0, "farthest_m": 10.1}, ["parcel-straddles-boundary"]),
        # nobody can say on which side of the boundary a few metres lie
        ({"nearest_m": 0.0, "farthest_m": 9.9}, []),
        ({"nearest_m": 9.9, "farthest_m": 50.0, "precision_m": 350.0}, []),
        ({"nearest_m": 0.0, "farthest_m": 24.0, "accuracy_m": 25.0}, []),
        ({"overlaps": {"52.01.01.2002": 5.0}}, []),
        ({"overlaps": {"52.01.01.2002": 5.1, "52.01.01.2003": 1.0}}, ["parcel-overlap"]),
        ({"site_distance_m": 10.0}, []),
        ({"site_distance_m": 10.1}, ["site-outside-parcel"]),
        ({"site_distance_m": 24.0, "site_accuracy_m": 25.0}, []),
        ({"site_distance_m": 24.0, "accuracy_m": 25.0}, []),
        ({"site_distance_m": None}, []),
        ({"protected_farmland": True}, ["protected-farmland"]),
        ({"hazard": True}, ["hazard-zone"]),
        ({"protected_farmland": None, "hazard": None}, []),
    ],
)
def test_each_finding(change: dict[str, Any], expected: list[str]) -> None:
    assert codes(**change) == expected


def test_the_required_area_is_a_matter_of_policy() -> None:
    land = replace(GOOD, area_m2=700.0, declared_area_m2=None)
    assert check_parcel(land, required_area_m2=600) == ()
    (flag,) = check_parcel(land, required_area_m2=800)
    assert flag.detail == {"area_m2": 700, "required_area_m2": 800}


def test_an_overlap_names_the_villages_and_the_areas() -> None:
    (flag,) = check_parcel(replace(GOOD, overlaps={"52.01.01.2002": 5.6, "52.01.01.2003": 120.4}))
    assert flag.detail == {
        "villages": ["52.01.01.2002", "52.01.01.2003"],
        "areas_m2": [6, 120],
    }


def test_every_finding_of_a_parcel_has_a_severity() -> None:
    everything = check_parcel(
        replace(
            GOOD,
            area_m2=1.0,
            fits=False,
            nearest_m=99.0,
            overlaps={"52.01.01.2002": 9.0},
            site_distance_m=99.0,
            protected_farmland=True,
            hazard=True,
        )
    )
    assert all(flag.severity == SEVERITIES[flag.code] for flag in everything)
    assert len(everything) == 8
