"""Checks of sites: measured by PostGIS, decided by ``spatial``, stored with their history."""

from datetime import datetime, timedelta

import pytest
from shapely.geometry import box
from sqlalchemy import text
from sqlalchemy.orm import Session

from gis_service.sites.checks import check_sites
from tests.factories import Factory, flag_codes

HOME = "52.01.01.2001"
EAST = "52.01.01.2002"
OTHER_PROVINCE = "51.01.01.2001"


@pytest.fixture
def villages(factory: Factory) -> Factory:
    """Two villages side by side, 2.2 km each way, and one in another province to the west."""
    factory.square(HOME, (-8.60, 116.10), centroid=(-8.59, 116.11))
    factory.square(EAST, (-8.60, 116.12))
    factory.square(OTHER_PROVINCE, (-8.60, 115.50))
    return factory


def history(session: Session, code: str) -> list[tuple[str, bool]]:
    rows = session.execute(
        text(
            "SELECT flag.code, closed_at IS NOT NULL FROM flag JOIN site ON site.id = subject_id"
            " WHERE site.village_code = :code ORDER BY flag.id"
        ),
        {"code": code},
    )
    return [(row[0], row[1]) for row in rows]


@pytest.mark.parametrize(
    ("coordinates", "verdict", "codes"),
    [
        ("-8.593456, 116.112345", "inside", set()),
        ("-8.593456, 116.120045", "uncertain", {"near-boundary"}),
        ("-8.593456, 116.119955", "uncertain", {"near-boundary"}),
        ("-8.593456, 116.131234", "outside", {"outside-village"}),
        ("-8.593456, 115.512345", "outside", {"outside-village", "outside-province"}),
        ("-8.703456, 116.112345", "outside", {"outside-village", "outside-province"}),
        ("", "unresolved", {"location-missing"}),
        ("di belakang kantor desa", "unresolved", {"location-unreadable"}),
        ("-8.593456,116.112345 / -8.593456,116.131234", "unresolved", {"location-ambiguous"}),
        ("116.112345, -8.593456", "unresolved", {"location-unreadable", "swapped-axes"}),
        (
            "8.593456, 116.112345",
            "outside",
            {"outside-village", "outside-province", "sign-error"},
        ),
        ("-8593456, 116112345", "unresolved", {"location-unreadable", "decimal-shift"}),
        (
            "-8.593456 LU 116.112345 BT",
            "unresolved",
            {"location-unreadable", "hemisphere-conflict"},
        ),
        ("402345 9049876", "unresolved", {"location-unreadable", "projected-coordinates"}),
        ("50S 402345 9049876", "inside", set()),
        ("-8.590001, 116.110001", "inside", {"copied-centroid"}),
        ("-8.593, 116.112", "inside", {"low-precision"}),
    ],
)
def test_each_mistake_gets_its_code(
    villages: Factory, coordinates: str, verdict: str, codes: set[str]
) -> None:
    site = villages.pin(HOME, coordinates)
    assert (site["verdict"], flag_codes(site)) == (verdict, codes)


def test_a_repair_is_proposed_and_not_applied(villages: Factory) -> None:
    site = villages.pin(HOME, "8.593456, 116.112345")
    assert (site["latitude"], site["longitude"]) == (8.593456, 116.112345)
    (flag,) = (flag for flag in site["flags"] if flag["code"] == "sign-error")
    assert flag["severity"] == "info"
    assert flag["repair"] == {
        "latitude": -8.593456,
        "longitude": 116.112345,
        "how": "decimal degrees, sign corrected",
    }


def test_a_repair_into_another_village_is_not_proposed(villages: Factory) -> None:
    site = villages.pin(HOME, "8.593456, 116.131234")
    assert flag_codes(site) == {"outside-village", "outside-province"}


def test_of_two_points_the_one_in_the_village_is_offered(villages: Factory) -> None:
    site = villages.pin(HOME, "-8.593456,116.131234 / -8.593456,116.112345")
    (flag,) = site["flags"]
    assert flag["code"] == "location-ambiguous"
    assert flag["repair"]["longitude"] == 116.112345


def test_outside_tells_metres_and_the_village_it_is_really_in(villages: Factory) -> None:
    site = villages.pin(HOME, "-8.593456, 116.131234")
    assert site["distance_m"] == pytest.approx(1237, abs=1)
    assert site["found_in"] == [EAST]
    (flag,) = site["flags"]
    assert "1,237 m outside the village, in Desa 2002 (52.01.01.2002)" in flag["message"]


def test_where_villages_overlap_a_point_is_in_both(villages: Factory) -> None:
    villages.village("52.01.01.2003", "Tengah")
    villages.boundary("52.01.01.2003", box(116.11, -8.60, 116.13, -8.58))
    site = villages.pin(HOME, "-8.593456, 116.115678")
    assert site["verdict"] == "inside"
    assert site["found_in"] == [HOME, "52.01.01.2003"]


def test_tolerance_grows_with_the_precision_of_the_boundaries(factory: Factory) -> None:
    factory.boundary_version(precision_m=350.0, quality="indicative")
    factory.square(HOME, (-8.60, 116.10))
    assert factory.pin(HOME, "-8.593456, 116.117777")["verdict"] == "uncertain"
    assert factory.pin(HOME, "-8.593456, 116.112345")["verdict"] == "inside"


def test_poor_accuracy_widens_the_doubt(villages: Factory) -> None:
    site = villages.pin(HOME, "-8.593456, 116.119634", accuracy_m=60.0)
    assert site["verdict"] == "uncertain"
    assert flag_codes(site) == {"near-boundary", "poor-accuracy"}


def test_unknown_village_tells_where_the_point_is(villages: Factory) -> None:
    site = villages.pin("52.99.99.2001", "-8.593456, 116.112345")
    assert (site["verdict"], site["village"]) == ("unresolved", None)
    assert flag_codes(site) == {"village-unknown"}
    assert site["found_in"] == [HOME]


def test_village_without_boundary_is_unresolved(villages: Factory) -> None:
    villages.village("52.01.01.2009", "Tanpa Batas")
    site = villages.pin("52.01.01.2009", "-8.570001, 116.112345")
    assert (site["verdict"], flag_codes(site)) == ("unresolved", {"boundary-missing"})


def test_land_whose_village_has_no_boundary_is_not_outside_the_province(
    villages: Factory,
) -> None:
    villages.gap("52", box(116.10, -8.64, 116.12, -8.62))
    site = villages.pin(HOME, "-8.633456, 116.112345")
    assert flag_codes(site) == {"outside-village"}


def test_just_off_the_province_is_within_its_tolerance(villages: Factory) -> None:
    # 5 m off the coast of the neighbouring village: not ours, and not outside the province either
    site = villages.pin(HOME, "-8.600045, 116.131234")
    assert flag_codes(site) == {"outside-village"}


def test_before_there_are_boundaries_a_site_is_kept_and_unresolved(factory: Factory) -> None:
    factory.village(HOME)
    site = factory.pin(HOME, "-8.593456, 116.112345")
    assert (site["verdict"], flag_codes(site)) == ("unresolved", {"boundary-missing"})


def test_duplicates_are_flagged_on_both_and_cleared_on_both(
    villages: Factory, session: Session
) -> None:
    villages.pin(HOME, "-8.593456, 116.119001")
    assert flag_codes(villages.pin(EAST, "-8.593456, 116.119301")) == {
        "outside-village",
        "duplicate-site",
    }
    assert flag_codes(villages.site(HOME)) == {"duplicate-site"}
    villages.pin(EAST, "-8.593456, 116.131234")
    assert flag_codes(villages.site(HOME)) == set()
    assert history(session, HOME) == [("duplicate-site", True)]


def test_mock_location_is_flagged(villages: Factory) -> None:
    site = villages.pin(HOME, "-8.593456, 116.112345", mock_location=True)
    assert flag_codes(site) == {"mock-location"}


def test_flags_close_by_themselves_and_keep_their_history(
    villages: Factory, session: Session
) -> None:
    villages.pin(HOME, "-8.593456, 116.131234")
    villages.pin(HOME, "-8.593456, 116.112345")
    villages.pin(HOME, "-8.593456, 116.131299")
    assert history(session, HOME) == [("outside-village", True), ("outside-village", False)]


def test_every_earlier_position_is_kept(villages: Factory, session: Session) -> None:
    given = ["8.593456, 116.112345", "-8.593456 , 116.112345"]
    for raw in given:
        villages.pin(HOME, raw)
    kept = session.execute(text("SELECT raw FROM site_position ORDER BY id")).scalars().all()
    assert kept == given
    assert villages.site(HOME)["raw"] == given[-1]


def test_checking_again_changes_nothing(villages: Factory, session: Session, now: datetime) -> None:
    villages.pin(HOME, "8.593456, 116.112345")
    villages.pin(EAST, "-8.593456, 116.131234")
    again = check_sites(session, None, now + timedelta(days=1))
    assert (again.checked, again.changed, again.flags_opened, again.flags_closed) == (2, 0, 0, 0)


def test_one_site_and_all_sites_get_the_same_verdicts(
    villages: Factory, session: Session, now: datetime
) -> None:
    villages.pin(HOME, "8.593456, 116.112345")
    villages.pin(EAST, "-8.593456, 116.112399")
    one_by_one = villages.check()
    session.execute(text("UPDATE site SET verdict = NULL, distance_m = NULL, found_in = '{}'"))
    session.execute(text("UPDATE flag SET closed_at = now() WHERE closed_at IS NULL"))
    assert villages.check() == one_by_one


def test_a_waiver_holds_until_the_site_moves(
    villages: Factory, session: Session, now: datetime
) -> None:
    villages.pin(HOME, "-8.593456, 116.131234")
    session.execute(
        text("UPDATE flag SET waived_at = :now, waived_by = 'r', waiver_reason = 'letter 12'"),
        {"now": now},
    )
    check_sites(session, None, now)
    (flag,) = villages.site(HOME)["flags"]
    assert flag["waived"]
    villages.pin(HOME, "-8.593456, 116.132345")
    (flag,) = villages.site(HOME)["flags"]
    assert not flag["waived"]
    assert history(session, HOME) == [("outside-village", True), ("outside-village", False)]


def test_text_that_no_database_can_hold_is_kept_as_near_as_can_be(villages: Factory) -> None:
    site = villages.pin(HOME, "-8.5\0\ud800")
    assert site["raw"] == "-8.5\N{REPLACEMENT CHARACTER}?"
    assert site["verdict"] == "unresolved"


def test_a_village_that_the_roster_learns_of_has_its_site_checked(
    villages: Factory, session: Session
) -> None:
    villages.pin("52.01.01.2003", "-8.593456, 116.112345")
    villages.village("52.01.01.2003", "Baru")
    assert flag_codes(villages.site("52.01.01.2003")) == {"boundary-missing"}
