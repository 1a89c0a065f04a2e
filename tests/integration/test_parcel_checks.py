"""Findings on land: planted cases, on PostGIS; and what they do to zones."""

from datetime import timedelta
from typing import Any

import pytest
import shapely
from shapely.geometry import Polygon, box
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from gis_service.findings.messages import known_codes, message
from gis_service.land import queries
from gis_service.land.checks import areas_needed, check_parcels
from gis_service.land.messages import MESSAGES
from gis_service.land.service import record_parcel
from gis_service.sites.decisions import verify_sites
from spatial.flags import SEVERITIES
from spatial.parcels import ParcelMeasurement, check_parcel
from tests.conftest import NOW
from tests.factories import Factory
from tests.plots import HOME, NEXT, land, metres_from

FAR = "52.02.01.2001"
#: The boundary between the two villages.
BORDER = 116.12


@pytest.fixture
def villages(factory: Factory) -> Factory:
    """Two villages side by side, whose boundary is certain to 10 m, and one far away."""
    factory.square(HOME)
    factory.square(NEXT, south_west=(-8.60, BORDER))
    factory.square(FAR, south_west=(-8.90, 116.50))
    return factory


def beyond(metres: float, size: float = 40) -> Polygon:
    """Land of the first village that reaches so far over its eastern boundary."""
    return land(size, size, at=metres_from(BORDER, -8.59, metres - size, 0))


def test_good_land_has_no_finding(villages: Factory) -> None:
    assert villages.parcel(HOME, land(), declared_area_m2=1600.0) == {}


def test_land_that_is_too_small(villages: Factory) -> None:
    found = villages.parcel(HOME, land(30, 30))
    assert found == {"parcel-too-small": {"area_m2": 900, "required_area_m2": 1000}}


def test_land_that_is_too_narrow(villages: Factory) -> None:
    found = villages.parcel(HOME, land(19.5, 80))
    assert found == {"building-does-not-fit": {"building_m": "20 x 30"}}


def test_land_that_is_smaller_than_declared(villages: Factory) -> None:
    found = villages.parcel(HOME, land(), declared_area_m2=2000.0)
    assert found == {"area-mismatch": {"area_m2": 1600, "declared_area_m2": 2000.0}}


def test_land_over_the_boundary(villages: Factory) -> None:
    # nobody can tell, with a boundary that is certain to 10 m
    assert villages.parcel(HOME, beyond(9)) == {}
    found = villages.parcel(HOME, beyond(15))
    assert found.keys() == {"parcel-straddles-boundary"}
    assert found["parcel-straddles-boundary"] == {
        "distance_m": pytest.approx(15, abs=0.1),
        "outside_m2": pytest.approx(600, abs=5),
        "tolerance_m": 10,
        "found_in": [HOME, NEXT],
    }
    # outside, but not certainly
    assert villages.parcel(HOME, beyond(45)).keys() == {"parcel-straddles-boundary"}
    found = villages.parcel(HOME, beyond(140))
    assert found.keys() == {"parcel-outside-village"}
    assert found["parcel-outside-village"] == {
        "distance_m": pytest.approx(100, abs=0.1),
        "outside_m2": 1600,
        "tolerance_m": 10,
        "found_in": [NEXT],
    }


def test_land_far_outside_is_measured_on_the_ellipsoid(villages: Factory) -> None:
    found = villages.parcel(HOME, land(at=(-8.59, 118.12)))
    assert found["parcel-outside-village"]["found_in"] == []
    # two degrees of longitude at 8.59 degrees south
    assert found["parcel-outside-village"]["distance_m"] == pytest.approx(220_148, rel=1e-3)


def test_corners_that_are_not_sure_are_given_more_room(villages: Factory) -> None:
    assert villages.parcel(HOME, beyond(15), accuracy_m=20.0) == {}


def test_a_village_without_a_boundary(villages: Factory) -> None:
    villages.village("52.01.01.2003")
    assert villages.parcel("52.01.01.2003", land()) == {}


def test_a_village_in_two_parts_with_a_hole(villages: Factory) -> None:
    code = "52.01.01.2004"
    villages.village(code)
    outer = box(116.20, -8.60, 116.22, -8.58)
    hole = box(116.208, -8.592, 116.212, -8.588)
    island = box(116.23, -8.60, 116.24, -8.59)
    villages.boundary(code, shapely.MultiPolygon([outer.difference(hole), island]))
    assert villages.parcel(code, land(at=(-8.599, 116.235))) == {}
    found = villages.parcel(code, land(at=(-8.590, 116.210)))
    assert found.keys() == {"parcel-outside-village"}
    assert found["parcel-outside-village"]["distance_m"] == pytest.approx(180, abs=5)


def test_land_that_two_cooperatives_claim(villages: Factory) -> None:
    # drawn along the same line: 4 m2 are shared
    villages.parcel(HOME, beyond(0))
    assert villages.parcel(NEXT, land(at=metres_from(BORDER, -8.59, -0.1, 0))) == {}
    found = villages.parcel(NEXT, land(at=metres_from(BORDER, -8.59, -0.2, 0)))
    assert found["parcel-overlap"] == {"villages": [HOME], "areas_m2": [8]}
    # the other one learns of it too
    assert villages.parcel_findings(HOME)["parcel-overlap"]["villages"] == [NEXT]
    # and both, that it is no longer so
    assert villages.parcel(NEXT, land(at=metres_from(BORDER, -8.59, 5, 0))) == {}
    assert villages.parcel_findings(HOME) == {}


def test_what_the_officer_says_of_the_land(villages: Factory) -> None:
    found = villages.parcel(HOME, land(), protected_farmland=True, hazard=True)
    assert found == {"protected-farmland": {}, "hazard-zone": {}}
    assert villages.parcel(HOME, land(), protected_farmland=False, hazard=None) == {}


def test_a_polygon_that_is_none_is_stored_and_flagged(villages: Factory) -> None:
    x, y = 116.11, -8.59
    bow_tie = Polygon([(x, y), (x + 0.001, y + 0.001), (x + 0.001, y), (x, y + 0.001)])
    found = villages.parcel(HOME, bow_tie)
    assert found.keys() == {"parcel-invalid"}
    assert found["parcel-invalid"]["at"] == pytest.approx([x + 0.0005, y + 0.0005])
    # beside it nothing fails
    assert villages.parcel(NEXT, land(at=(-8.59, 116.11))).keys() == {"parcel-outside-village"}
    check_parcels(villages.session, None, villages.now)


def test_the_findings_follow_the_site(villages: Factory) -> None:
    plot = land(at=(-8.590, 116.110))
    villages.parcel(HOME, plot)
    villages.pin(HOME, "-8.589900, 116.110100", accuracy_m=5.0)
    assert villages.parcel_findings(HOME) == {}
    villages.pin(HOME, "-8.589900, 116.109000", accuracy_m=5.0)
    found = villages.parcel_findings(HOME)
    assert found == {"site-outside-parcel": {"distance_m": pytest.approx(110, abs=1)}}
    # as far as the phone knew
    villages.pin(HOME, "-8.589900, 116.109000", accuracy_m=120.0)
    assert villages.parcel_findings(HOME) == {}


def test_the_findings_follow_the_boundaries(villages: Factory) -> None:
    villages.parcel(HOME, beyond(140))
    assert villages.parcel_findings(HOME).keys() == {"parcel-outside-village"}
    villages.boundary_version(precision_m=350)
    villages.boundary(HOME, box(116.10, -8.60, BORDER, -8.58))
    villages.imported()
    assert villages.parcel_findings(HOME) == {}


def test_a_finding_keeps_its_history(villages: Factory, session: Session) -> None:
    villages.parcel(HOME, land(30, 30))
    villages.now += timedelta(days=1)
    villages.parcel(HOME, land(30, 31))
    villages.now += timedelta(days=1)
    villages.parcel(HOME, land())
    (row,) = session.execute(
        text("SELECT opened_at, closed_at, detail FROM flag WHERE subject_type = 'parcel'")
    )
    assert (row.closed_at - row.opened_at).days == 2
    assert row.detail["area_m2"] == 930


def test_two_who_draw_at_the_same_moment_see_one_another(province_engine: Engine) -> None:
    """The second waits for the first, and so does not overlook what it draws over."""
    with province_engine.connect() as one, province_engine.connect() as other:
        first, second = Session(one), Session(other)
        queries.one_after_the_other(first)
        second.execute(text("SET LOCAL lock_timeout = '200ms'"))
        with pytest.raises(OperationalError, match="lock timeout"):
            record_parcel(second, HOME, land(), {"method": "drawn"}, by="test", now=NOW)


def test_one_statement_measures_one_or_all(villages: Factory, session: Session) -> None:
    for code, at in ((HOME, (-8.59, 116.11)), (NEXT, (-8.59, 116.13)), (FAR, (-8.89, 116.51))):
        villages.parcel(code, land(at=at))
    outcome = check_parcels(session, None, villages.now)
    assert (outcome.checked, outcome.flags_opened, outcome.flags_closed) == (3, 0, 0)


def test_every_finding_has_words_in_both_languages() -> None:
    everything = ParcelMeasurement(
        area_m2=500.0,
        declared_area_m2=1000.0,
        fits=False,
        farthest_m=90.0,
        found_in=[HOME],
        overlaps={NEXT: 1234.5},
        site_distance_m=90.0,
        protected_farmland=True,
        hazard=True,
    )
    flags = [
        *check_parcel(everything),
        *check_parcel(ParcelMeasurement(nearest_m=90.0, found_in=[NEXT])),
        *check_parcel(ParcelMeasurement(is_valid=False)),
    ]
    assert {flag.code for flag in flags} == MESSAGES.keys()
    assert MESSAGES.keys() <= known_codes() & SEVERITIES.keys()
    for flag in flags:
        for language in ("en", "id"):
            said = message(flag.code, flag.detail, language, {NEXT: "Jatisela"})
            assert "?" not in said
            assert "%(" not in said
    (overlap,) = [flag for flag in flags if flag.code == "parcel-overlap"]
    assert f"Jatisela ({NEXT}): 1,234 m2" in message("parcel-overlap", overlap.detail, "en", {
        NEXT: "Jatisela"
    })  # fmt: skip


# --- zones ---------------------------------------------------------------------------------------


def zone(session: Session, code: str = HOME) -> tuple[str, set[str]]:
    row = session.execute(
        text("SELECT colour, reasons FROM zone WHERE village_code = :code AND valid_to IS NULL"),
        {"code": code},
    ).one()
    return row.colour, {reason["rule"] for reason in row.reasons}


@pytest.fixture
def nearly_green(villages: Factory, session: Session) -> Factory:
    """A village in the portal whose site is verified: only its land is open."""
    villages.pin(HOME, "-8.589900, 116.110100", accuracy_m=5.0)
    session.execute(text("UPDATE cooperative SET portal_status = 'listed'"))
    verify_sites(session, [HOME], by="test", now=villages.now)
    return villages


GOOD: dict[str, Any] = {"consent": "given", "clear_and_clean": True}


def test_land_makes_a_village_green_in_the_same_transaction(
    nearly_green: Factory, session: Session
) -> None:
    assert zone(session) == ("yellow", {"parcel-unknown"})
    nearly_green.parcel(HOME, land(), **GOOD)
    assert zone(session) == ("green", set())


@pytest.mark.parametrize(
    ("size", "content", "colour", "rules"),
    [
        ((30, 30), {}, "yellow", {"area-short"}),
        # 999.9 m2 are a thousand to everybody
        ((33.33, 30), {}, "green", set()),
        ((19, 80), {}, "yellow", {"parcel-findings"}),
        ((40, 40), {"consent": "asked"}, "yellow", {"owner-pending"}),
        ((40, 40), {"clear_and_clean": False}, "yellow", {"not-clear-and-clean"}),
        ((40, 40), {"protected_farmland": True}, "red", {"protected-farmland"}),
        ((40, 40), {"hazard": True}, "red", {"hazard-zone"}),
    ],
)
def test_the_zone_says_what_is_wrong_with_the_land(
    nearly_green: Factory,
    size: tuple[float, float],
    content: dict[str, Any],
    colour: str,
    rules: set[str],
) -> None:
    nearly_green.parcel(HOME, land(*size), **(GOOD | content))
    assert zone(nearly_green.session) == (colour, rules)


def test_a_parcel_comes_before_what_the_list_declares(
    nearly_green: Factory, session: Session
) -> None:
    session.execute(
        text(
            "UPDATE cooperative SET declared_area_m2 = 500, owner_settled = true,"
            " clear_and_clean = true, land_refused = true"
        )
    )
    nearly_green.parcel(HOME, land())
    # the area is measured and "no land" is answered; what the parcel does not say, the list does
    assert zone(session) == ("green", set())
    nearly_green.parcel(HOME, land(), clear_and_clean=False)
    assert zone(session) == ("yellow", {"not-clear-and-clean"})


def test_a_neighbour_who_draws_over_it_does_not_change_the_zone_of_a_warning(
    nearly_green: Factory, session: Session
) -> None:
    nearly_green.parcel(HOME, land(), **GOOD)
    nearly_green.parcel(NEXT, land())
    assert "parcel-overlap" in nearly_green.parcel_findings(HOME)
    assert zone(session) == ("green", set())


def test_the_required_area_is_that_of_the_policy(villages: Factory, session: Session) -> None:
    assert areas_needed(session, [HOME, FAR]) == {HOME: 1000.0, FAR: 1000.0}
