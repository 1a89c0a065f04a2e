"""What an officer's phone keeps: own villages, and polygons that are those of the checks."""

from itertools import accumulate
from typing import Any

import pytest
import shapely
from shapely.geometry import Polygon, box

from tests.factories import Factory
from tests.phone import Phone
from tests.plots import land
from tests.web import Web

HOME, NEXT, FAR = "52.01.01.2001", "52.01.01.2002", "52.02.01.2001"


def decoded(ring: list[int]) -> list[tuple[float, float]]:
    longitudes, latitudes = accumulate(ring[0::2]), accumulate(ring[1::2])
    return [(x / 1e6, y / 1e6) for x, y in zip(longitudes, latitudes, strict=True)]


def read(web: Web, name: str, *areas: str) -> Any:
    reply = web.signed_in_as("officer", *areas).get(f"/api/v1/field/{name}.json")
    assert reply.status_code == 200
    return reply.json


def test_the_villages_are_the_officers_own(web: Web, factory: Factory) -> None:
    factory.square(HOME)
    factory.square(NEXT, south_west=(-8.60, 116.12))
    factory.pin(HOME, "-8.59, 116.13")
    found = read(web, "villages", HOME)
    (village,) = found["villages"]
    assert village["code"] == HOME
    assert village["site"]["verdict"] == "outside"
    assert "outside-village" in {flag["code"] for flag in village["site"]["flags"]}
    assert village["site"]["tag"].startswith('"')
    assert found["settings"]["accuracy_gate_m"] == 25
    assert village["required_area_m2"] == 1000
    assert found["today"] == "2026-01-15"
    assert found["person"]["full_name"] == "Officer"


def test_the_last_report_comes_along(web: Web, factory: Factory) -> None:
    factory.square(HOME)
    phone = Phone(web.signed_in_as("officer", HOME))
    for day, percent in ((14, 40), (15, 30)):
        content = {
            "village_code": HOME,
            "reported_on": f"2026-01-{day}",
            "percent": percent,
            "blockers": [{"kind": "permit", "owner": "Dinas PUPR"}],
        }
        tag = phone.put("reports", content).headers["ETag"]
    (village,) = read(web, "villages", HOME)["villages"]
    report = village["report"]
    assert (report["reported_on"], report["percent"], report["tag"]) == ("2026-01-15", 30, tag)
    assert report["blockers"][0]["since"] == "2026-01-14"
    assert [flag["code"] for flag in report["flags"]] == ["progress-decreased"]
    assert village["site"] is None


def test_the_boundaries_are_those_of_the_checks_with_the_neighbours(
    web: Web, factory: Factory
) -> None:
    hole = Polygon(
        box(116.10, -8.60, 116.12, -8.58).exterior.coords,
        [box(116.105, -8.595, 116.110, -8.590).exterior.coords],
    )
    factory.village(HOME)
    factory.boundary(HOME, hole)
    factory.square(NEXT, south_west=(-8.60, 116.12))
    factory.square(FAR, south_west=(-8.90, 116.50))
    found = read(web, "boundaries", HOME)
    assert found["precision_m"] == 10
    by_code = {village["code"]: village for village in found["villages"]}
    assert {code: village["mine"] for code, village in by_code.items()} == {HOME: True, NEXT: False}
    ((outer, inner),) = by_code[HOME]["polygons"]
    made = Polygon(decoded(outer), [decoded(inner)])
    assert shapely.symmetric_difference(made, hole).area == pytest.approx(0, abs=1e-12)


def test_an_officer_without_an_area_keeps_nothing(web: Web, factory: Factory) -> None:
    factory.square(HOME)
    assert read(web, "villages")["villages"] == []
    assert read(web, "boundaries")["villages"] == []


def test_nothing_changed_is_not_sent_again(web: Web, factory: Factory) -> None:
    factory.square(HOME)
    browser = web.signed_in_as("officer", HOME)
    for name in ("villages", "boundaries"):
        tag = browser.get(f"/api/v1/field/{name}.json").headers["ETag"]
        again = browser.get(f"/api/v1/field/{name}.json", headers={"If-None-Match": tag})
        assert again.status_code == 304


def test_a_parcel_comes_with_its_outline_and_what_was_said_of_it(
    web: Web, factory: Factory
) -> None:
    factory.square(HOME)
    factory.parcel(HOME, land(30, 30), owner="village", clear_and_clean=True)
    parcel = read(web, "villages", HOME)["villages"][0]["parcel"]
    assert shapely.geometry.shape(parcel["geometry"]).equals_exact(land(30, 30), 1e-7)
    assert (parcel["owner"], parcel["consent"], parcel["fits"]) == ("village", None, True)
    assert parcel["area_m2"] == pytest.approx(900, abs=1)
    assert [flag["code"] for flag in parcel["flags"]] == ["parcel-too-small"]
    assert parcel["tag"].startswith('"')
