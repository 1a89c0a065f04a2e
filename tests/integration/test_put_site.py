"""Pins that phones send: taken once, checked, never refused for where they lie."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.factories import Factory
from tests.phone import Phone
from tests.web import Web

HOME, NEXT = "52.01.01.2001", "52.01.01.2002"
INSIDE = "-8.590000, 116.110000"


@pytest.fixture
def officer(web: Web, factory: Factory) -> Phone:
    factory.square(HOME)
    factory.square(NEXT, south_west=(-8.60, 116.12))
    return Phone(web.signed_in_as("officer", HOME))


def pin(**fields: Any) -> dict[str, Any]:
    return {"village_code": HOME, "coordinates": INSIDE, **fields}


def count(web: Web, table: str) -> int:
    return int(web.session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def test_a_pin_is_stored_and_its_verdict_answered(web: Web, officer: Phone) -> None:
    device = {"latitude": -8.5901, "longitude": 116.1101, "accuracy_m": 6.5, "fixes": 9}
    client_id = uuid4()
    reply = officer.put(
        "sites",
        pin(method="tap", device=device, fix_age_s=1.5, reason="di bawah pohon"),
        client_id,
    )
    assert reply.status_code == 201
    assert reply.json is not None
    assert reply.json["id"] == str(client_id)
    assert reply.json["revision"] == 1
    assert reply.headers["ETag"] == reply.json["tag"]
    site = reply.json["site"]
    assert site["verdict"] == "inside"
    assert site["found_in"] == [{"code": HOME, "name": "Desa 2001"}]
    assert site["distance_m"] == pytest.approx(-1100, abs=10)
    assert site["device_distance_m"] == pytest.approx(15.6, abs=0.2)
    assert site["flags"] == []
    kept = web.session.execute(text("SELECT * FROM site_pin")).one()
    assert (kept.method, kept.device_fixes, kept.reason) == ("tap", 9, "di bawah pohon")


def test_a_misplaced_pin_is_stored_and_flagged(officer: Phone) -> None:
    reply = officer.put("sites", pin(coordinates="-8.59, 116.13"))
    assert reply.status_code == 201
    assert reply.json is not None
    site = reply.json["site"]
    assert site["verdict"] == "outside"
    assert {flag["code"] for flag in site["flags"]} == {"outside-village", "low-precision"}
    assert "Desa 2002" in site["flags"][0]["message"]


@pytest.mark.parametrize(
    ("latitude", "longitude", "flag"),
    [(116.110001, -8.590001, "swapped-axes"), (8.590001, 116.110001, "sign-error")],
)
def test_numbers_that_are_exchanged_or_lost_their_sign_are_flagged_with_the_repair(
    officer: Phone, latitude: float, longitude: float, flag: str
) -> None:
    content = {"village_code": HOME, "latitude": latitude, "longitude": longitude}
    reply = officer.put("sites", content)
    assert reply.json is not None
    flags = {one["code"]: one for one in reply.json["site"]["flags"]}
    assert flags[flag]["repair"]["latitude"] == pytest.approx(-8.590001)


def test_sending_again_answers_the_same_and_stores_nothing(web: Web, officer: Phone) -> None:
    client_id = uuid4()
    first = officer.put("sites", pin(), client_id)
    web.clock.forward(timedelta(minutes=5))
    again = officer.put("sites", pin(), client_id)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json
    assert count(web, "submission") == count(web, "site_position") == 1


def test_the_same_identifier_with_other_content_is_a_conflict_or_an_edit(
    web: Web, officer: Phone
) -> None:
    client_id = uuid4()
    first = officer.put("sites", pin(), client_id)
    assert first.json is not None
    moved = pin(coordinates="-8.591000, 116.110000")
    conflict = officer.put("sites", moved, client_id)
    assert conflict.status_code == 409
    assert conflict.json is not None
    assert conflict.json["code"] == "received-with-other-content"
    assert conflict.json["tag"] == first.json["tag"]
    edited = officer.put("sites", moved, client_id, If_Match=first.json["tag"])
    assert edited.status_code == 200
    assert edited.json is not None
    assert edited.json["revision"] == 2
    # a late copy of the first changes nothing
    late = officer.put("sites", pin(), client_id)
    assert late.json == first.json
    latitude = web.session.scalar(text("SELECT ST_Y(geom) FROM site"))
    assert latitude == pytest.approx(-8.591)


def test_both_learn_when_two_people_pin_the_same_village(web: Web, officer: Phone) -> None:
    other = Phone(web.signed_in_as("administrator"))
    assert other.put("sites", pin(), If_None_Match="*").status_code == 201
    refused = officer.put("sites", pin(coordinates="-8.591, 116.11"), If_None_Match="*")
    assert refused.status_code == 412
    assert refused.json is not None
    assert refused.json["code"] == "changed-meanwhile"
    current = refused.json["current"]
    assert current["by"].startswith("administrator")
    assert current["content"]["raw"] == INSIDE
    mine = officer.put("sites", pin(coordinates="-8.591, 116.11"), If_Match=current["tag"])
    assert mine.status_code == 201
    assert count(web, "site_position") == 2


def test_an_officer_pins_only_in_the_own_area(officer: Phone) -> None:
    reply = officer.put("sites", pin(village_code=NEXT))
    assert reply.status_code == 403
    assert reply.json is not None
    assert (reply.json["code"], reply.json["field"]) == ("not-your-area", "village_code")


@pytest.mark.parametrize(
    ("content", "field", "words"),
    [
        ({"coordinates": INSIDE}, "village_code", "needed"),
        (pin(village_code="lima dua"), "village_code", "code of a village"),
        (pin(village_code="52.01"), "village_code", "code of a village"),
        ({"village_code": HOME}, "coordinates", "either coordinates"),
        (pin(latitude=-8.59, longitude=116.11), "coordinates", "either coordinates"),
        ({"village_code": HOME, "latitude": -8.59}, "coordinates", "either coordinates"),
        (pin(accuracy_m="dekat"), "accuracy_m", "number"),
        (pin(accuracy_m=-4), "accuracy_m", "0"),
        (pin(captured_at="kemarin"), "captured_at", "moment"),
        (pin(captured_at="2026-01-15T09:00:00"), "captured_at", "time zone"),
        (pin(method="dukun"), "method", "one of"),
        (pin(colour="red"), "colour", "no such field"),
        (pin(note="a" * 2001), "note", "2000"),
        (pin(device={"latitude": 99, "longitude": 116}), "device.latitude", "90"),
        (pin(mock_location="mungkin"), "mock_location", "true or false"),
    ],
)
def test_what_cannot_be_taken_is_named(
    web: Web, officer: Phone, content: dict[str, Any], field: str, words: str
) -> None:
    reply = officer.put("sites", content)
    assert reply.status_code == 422, reply.text
    assert reply.json is not None
    assert reply.json["code"] == "content"
    assert reply.json["field"] == field
    assert words in reply.json["errors"][0]["detail"]
    assert count(web, "submission") == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"\xff\xfe", b'{"a":"\\ud800"}'])
def test_what_is_not_a_json_object_is_told_so(officer: Phone, body: bytes) -> None:
    reply = officer.put("sites", body)
    assert reply.status_code == 400
    assert reply.json is not None
    assert reply.json["code"] == "not-json"


def test_all_wrong_fields_are_named_at_once(officer: Phone) -> None:
    reply = officer.put("sites", pin(accuracy_m="x", method="y", nothing=1))
    assert reply.json is not None
    assert {one["field"] for one in reply.json["errors"]} == {"accuracy_m", "method", "nothing"}


def test_a_null_character_is_kept_as_a_mark(web: Web, officer: Phone) -> None:
    assert officer.put("sites", pin(note="a\0b")).status_code == 201
    assert web.session.scalar(text("SELECT content ->> 'note' FROM submission")) == "a�b"


def test_a_wrong_clock_is_noticed(web: Web, officer: Phone) -> None:
    sent = (web.clock.now + timedelta(hours=3)).isoformat()
    reply = officer.put("sites", pin(), X_Sent_At=sent)
    assert reply.json is not None
    assert reply.json["clock_error_s"] == 10800


def test_a_call_from_another_page_is_refused(officer: Phone) -> None:
    reply = officer.client.put(f"/api/v1/sites/{uuid4()}", json=pin())
    assert reply.status_code == 400
    assert reply.json is not None
    assert reply.json["code"] == "page-too-old"


def test_a_token_needs_no_form_secret(web: Web, factory: Factory) -> None:
    factory.square(HOME)
    token = web.signed_in_as("officer", HOME).token()
    reply = web.app.test_client().put(
        f"/api/v1/sites/{uuid4()}", json=pin(), headers={"Authorization": f"Bearer {token}"}
    )
    assert reply.status_code == 201


def test_the_reader_answers_as_one_types(officer: Phone) -> None:
    reply = officer.client.get(
        "/api/v1/coordinates", query_string={"village": HOME, "text": "8,59 LS 116,11 BT"}
    )
    assert reply.json is not None
    assert reply.json["status"] == "read"
    assert reply.json["readings"][0]["latitude"] == pytest.approx(-8.59)
