"""What is found on photos: used before, taken long before, taken far away."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image
from sqlalchemy import text

from gis_service.photos.checks import check_photos
from tests.factories import Factory
from tests.photo_uploads import HOME, NEXT, Sender, codes
from tests.pictures import exif, jpeg, scene
from tests.web import Web

SITE = "-8.590000, 116.110000"
TODAY = "2026-01-15"


@pytest.fixture
def officer(web: Web, factory: Factory) -> Sender:
    factory.square(HOME)
    factory.square(NEXT, south_west=(-8.60, 116.12))
    return Sender(web.signed_in_as("officer", HOME, NEXT))


def photo(number: int = 1, **tags: Any) -> bytes:
    return jpeg(scene(number), exif=exif(**tags))


def report(officer: Sender, day: str = TODAY, report_id: UUID | None = None) -> UUID:
    report_id = report_id or uuid4()
    content = {"village_code": HOME, "reported_on": day, "percent": 10}
    reply = officer.client.put(
        f"/api/v1/reports/{report_id}", json=content, headers=officer.headers
    )
    assert reply.status_code == 201, reply.text
    return report_id


def of(report_id: UUID) -> dict[str, Any]:
    return {"kind": "report", "id": str(report_id)}


def open_codes(web: Web, photo_id: UUID) -> list[str]:
    query = "SELECT code FROM open_flag WHERE subject_type = 'photo' AND subject_id = :id"
    return sorted(web.session.scalars(text(query), {"id": photo_id}))


def smaller(content: bytes) -> bytes:
    return jpeg(Image.open(BytesIO(content)).resize((500, 375)), quality=60)


def test_the_same_photo_in_another_village_is_flagged(web: Web, officer: Sender) -> None:
    first = officer.whole(photo(), village_code=NEXT)
    web.clock.forward(timedelta(hours=2))
    second = officer.whole(photo())
    assert (codes(first), codes(second)) == (set(), {"photo-reused"})
    (flag,) = second["photo"]["flags"]
    assert flag["severity"] == "warning"
    assert flag["repair"] is None
    assert f"Desa 2002 ({NEXT})" in flag["message"]
    assert "January 15, 2026" in flag["message"]
    assert "take a new photo" in flag["message"]
    stored = web.session.scalar(text("SELECT detail FROM flag"))
    assert stored["photo_id"] == str(first["id"])
    assert (stored["likeness"], stored["bits"]) == ("same", 0)


def test_another_copy_of_the_same_camera_file_is_flagged(officer: Sender) -> None:
    original = "ab" * 32
    officer.whole(photo(1), original_sha256=original)
    # what looks different, and says that it was made of the same file
    assert codes(officer.whole(photo(2), original_sha256=original)) == {"photo-reused"}
    # the camera's file itself, after what was made of it
    content = photo(3)
    officer.whole(photo(4), original_sha256=sha256(content).hexdigest())
    assert codes(officer.whole(content)) == {"photo-reused"}


def test_a_copy_that_was_made_smaller_is_flagged_and_another_photo_is_not(
    web: Web, officer: Sender
) -> None:
    first, second = uuid4(), uuid4()
    officer.whole(photo(5), subject=of(first))
    copy = officer.whole(smaller(photo(5)), subject=of(second))
    assert codes(copy) == {"photo-reused"}
    assert web.session.scalar(text("SELECT detail ->> 'likeness' FROM flag")) == "alike"
    assert codes(officer.whole(photo(6), subject=of(second))) == set()
    # the same place from some steps aside, the next day
    aside = jpeg(scene(5, (1000, 750)).crop((90, 70, 980, 740)))
    assert codes(officer.whole(aside, subject=of(second))) == set()


def test_two_alike_photos_of_one_report_are_honest_and_the_same_one_twice_is_not(
    officer: Sender,
) -> None:
    subject = of(uuid4())
    officer.whole(photo(7), subject=subject)
    assert codes(officer.whole(smaller(photo(7)), subject=subject)) == set()
    assert codes(officer.whole(photo(7), subject=subject)) == {"photo-reused"}


def test_a_photo_older_than_its_report_is_flagged(officer: Sender) -> None:
    today = report(officer)
    for number, taken, found in (
        (31, "2026:01:15 08:00:00", set()),
        (32, "2026:01:13 00:30:00", set()),
        (33, "2026:01:12 23:00:00", {"photo-stale"}),
        (34, "2024:06:01 12:00:00", {"photo-stale"}),
    ):
        content = photo(number, taken=taken)
        assert codes(officer.whole(content, subject=of(today))) == found, taken
    said = {"captured_at": "2026-01-10T08:00:00+08:00"}
    stale = officer.whole(photo(21), subject=of(today), **said)
    assert "January 10, 2026" in stale["photo"]["flags"][0]["message"]
    assert "January 15, 2026" in stale["photo"]["flags"][0]["message"]
    exif_said = {"exif": {"captured_at": "2026-01-10T08:00:00+08:00"}}
    assert codes(officer.whole(photo(22), subject=of(today), **exif_said)) == {"photo-stale"}


def test_after_a_month_offline_photos_are_compared_with_the_day_of_the_report(
    web: Web, officer: Sender
) -> None:
    then = report(officer, "2025-12-10")
    content = photo(8, taken="2025:12:10 09:00:00")
    assert codes(officer.whole(content, subject=of(then))) == set()
    # a pin's photo waited, too: it was chosen on the day that it was taken
    site = officer.whole(
        photo(9, taken="2025:12:10 09:00:00"),
        subject={"kind": "site", "id": str(uuid4())},
        captured_at="2025-12-10T09:01:00+08:00",
    )
    assert codes(site) == set()


def test_a_photo_that_comes_before_its_report_is_checked_again(web: Web, officer: Sender) -> None:
    later = uuid4()
    early = officer.whole(photo(10, taken="2025:12:10 09:00:00"), subject=of(later))
    assert codes(early) == {"photo-stale"}
    report(officer, "2025-12-10", later)
    assert open_codes(web, early["id"]) == []


def test_a_photo_far_from_the_site_is_flagged_until_the_site_moves(
    web: Web, officer: Sender, factory: Factory
) -> None:
    factory.pin(HOME, SITE, accuracy_m=10)
    near = officer.whole(photo(11, latitude=-8.5915, longitude=116.1110))
    far = officer.whole(photo(12, latitude=-8.5950, longitude=116.1110))
    assert (codes(near), codes(far)) == (set(), {"photo-far-from-site"})
    assert "564 m" in far["photo"]["flags"][0]["message"]
    factory.now += timedelta(hours=1)
    factory.pin(HOME, "-8.595000, 116.111000")
    assert (open_codes(web, near["id"]), open_codes(web, far["id"])) == (
        ["photo-far-from-site"],
        [],
    )


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        # 300 m off, known to 60 m: it may be near
        ({"latitude": -8.5927, "longitude": 116.11, "accuracy_m": 60, "source": "camera"}, set()),
        ({"latitude": -8.5927, "longitude": 116.11, "accuracy_m": 10, "source": "camera"},
         {"photo-far-from-site"}),
        # where the phone was when a picture was chosen from the gallery says nothing of it
        ({"latitude": -8.70, "longitude": 116.11, "accuracy_m": 10, "source": "gallery"}, set()),
        ({"latitude": -8.59, "longitude": 116.11, "source": "gallery",
          "exif": {"latitude": -8.70, "longitude": 116.11}}, {"photo-far-from-site"}),
        ({}, set()),
    ],
)  # fmt: skip
def test_what_counts_as_the_place_of_a_photo(
    officer: Sender, factory: Factory, fields: dict[str, Any], found: set[str]
) -> None:
    factory.pin(HOME, SITE)
    assert codes(officer.whole(photo(13), **fields)) == found


def test_a_place_that_the_phone_wrote_into_the_smaller_file_is_as_certain_as_the_phone(
    officer: Sender, factory: Factory
) -> None:
    factory.pin(HOME, SITE)
    # 300 m off, known to 60 m, and of the smaller file that is all there is
    content = photo(17, latitude=-8.5927, longitude=116.11)
    fields = {"latitude": -8.5927, "longitude": 116.11, "original_sha256": "cd" * 32}
    assert codes(officer.whole(content, **fields, accuracy_m=60)) == set()
    other = photo(18, latitude=-8.5927, longitude=116.11)
    fields["original_sha256"] = "ce" * 32
    assert codes(officer.whole(other, **fields, accuracy_m=10)) == {"photo-far-from-site"}


def test_without_a_site_nothing_is_far(officer: Sender) -> None:
    assert codes(officer.whole(photo(14, latitude=-8.7, longitude=116.5))) == set()


def test_findings_on_photos_are_among_the_others(officer: Sender) -> None:
    officer.whole(photo(15), village_code=NEXT)
    reply = officer.whole(photo(15))
    flags = officer.client.get("/api/v1/layers/flags.geojson").json
    assert flags is not None
    (feature,) = flags["features"]
    assert feature["properties"]["subject"] == "photo"
    assert feature["properties"]["code"] == "photo-reused"
    assert feature["properties"]["subject_id"] == str(reply["id"])


def test_checking_again_changes_nothing(web: Web, officer: Sender) -> None:
    first = officer.whole(photo(16))["id"]
    second = officer.whole(photo(16))["id"]
    before = web.session.execute(text("SELECT * FROM flag")).all()
    check_photos(web.session, [first, second, uuid4()], datetime(2026, 2, 1, tzinfo=UTC))
    assert web.session.execute(text("SELECT * FROM flag")).all() == before
