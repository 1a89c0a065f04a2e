"""Photos come whole, in parts, again and wrongly; each is taken once, and as it was."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from gis_service.photos import service
from gis_service.photos.listing import photos_of_subjects, photos_of_villages
from gis_service.settings import PHOTO_MOST_BYTES
from tests.factories import Factory
from tests.photo_uploads import HOME, NEXT, Sender, about, path
from tests.pictures import encoded, exif, jpeg, jpeg_bomb, png_bomb, scene
from tests.web import Web

PHOTO = jpeg(scene(1), exif=exif(-8.59, 116.11, "2026:01:15 08:30:00"))


@pytest.fixture
def officer(web: Web, factory: Factory) -> Sender:
    factory.square(HOME)
    factory.square(NEXT, south_west=(-8.60, 116.12))
    return Sender(web.signed_in_as("officer", HOME))


def row(web: Web, photo_id: UUID) -> Any:
    return web.session.execute(text("SELECT * FROM photo WHERE id = :id"), {"id": photo_id}).one()


def count(web: Web, table: str) -> int:
    return int(web.session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


def kept(web: Web, home: Path) -> dict[str, bytes]:
    folder = home / "photos"
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_a_photo_is_announced_sent_and_shown(web: Web, officer: Sender, tmp_path: Path) -> None:
    photo_id, report = uuid4(), uuid4()
    said = about(
        PHOTO, subject={"kind": "report", "id": str(report)}, original_sha256="ab" * 32,
        captured_at="2026-01-15T08:30:00+08:00", source="camera", latitude=-8.591,
        longitude=116.111, accuracy_m=7.5,
        exif={"latitude": -8.59, "longitude": 116.11, "captured_at": "2026-01-15T08:30:00+08:00"},
    )  # fmt: skip
    first = officer.say(photo_id, said)
    assert first.status_code == 201
    assert first.json == {
        "id": str(photo_id), "state": "receiving", "received": 0, "size": len(PHOTO),
    }  # fmt: skip
    assert officer.say(photo_id, said).status_code == 200
    reply = officer.send(photo_id, PHOTO)
    assert reply.status_code == 200
    assert reply.json == {
        "id": str(photo_id), "state": "received", "received": len(PHOTO), "size": len(PHOTO),
        "photo": {
            "width": 640, "height": 480, "flags": [], "large": f"{path(photo_id)}/large.jpg",
            "thumbnail": f"{path(photo_id)}/thumbnail.jpg",
        },
    }  # fmt: skip
    for name, size in (("large", (640, 480)), ("thumbnail", (320, 240))):
        shown = officer.client.get(f"{path(photo_id)}/{name}.jpg")
        assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
        assert shown.headers["Cache-Control"] == "private, max-age=31536000, immutable"
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert "Content-Encoding" not in shown.headers
        picture = Image.open(BytesIO(shown.data))
        assert picture.size == size
        assert dict(picture.getexif()) == {}
        assert b"Telepon Murah" not in shown.data
        again = officer.client.get(
            f"{path(photo_id)}/{name}.jpg", headers={"If-None-Match": shown.headers["ETag"]}
        )
        assert (again.status_code, again.data) == (304, b"")
    stored = row(web, photo_id)
    assert (stored.state, stored.format, stored.width, stored.subject_id) == (
        "received", "JPEG", 640, report,
    )  # fmt: skip
    assert stored.content == said
    assert stored.original_sha256 == bytes.fromhex("ab" * 32)
    files = kept(web, tmp_path)
    digest = sha256(PHOTO).hexdigest()
    assert files[f"originals/{digest[:2]}/{digest}.jpg"] == PHOTO
    assert len(files) == 3
    assert count(web, "photo_part") == 0


def test_a_photo_in_parts_with_overlaps_is_the_same_photo(
    web: Web, officer: Sender, tmp_path: Path
) -> None:
    photo_id, size = uuid4(), len(PHOTO)
    officer.say(photo_id, about(PHOTO))
    received = []
    for start, end in ((0, 1000), (1000, 3000), (0, 2000), (2500, 5000), (4990, 5000), (3, size)):
        reply = officer.send(photo_id, PHOTO[start:end], start, size)
        assert reply.status_code == 200, reply.text
        assert reply.json is not None
        received.append(reply.json["received"])
    assert received == [1000, 3000, 3000, 5000, 5000, size]
    assert row(web, photo_id).state == "received"
    assert PHOTO in kept(web, tmp_path).values()


def test_a_gap_is_refused_and_says_where_to_go_on(web: Web, officer: Sender) -> None:
    photo_id, size = uuid4(), len(PHOTO)
    officer.say(photo_id, about(PHOTO))
    officer.send(photo_id, PHOTO[:1000], 0, size)
    refused = officer.send(photo_id, PHOTO[2000:3000], 2000, size)
    assert refused.status_code == 416
    assert refused.headers["Content-Range"] == f"bytes */{size}"
    assert refused.json is not None
    assert (refused.json["code"], refused.json["received"], refused.json["field"]) == (
        "gap", 1000, "Content-Range",
    )  # fmt: skip
    assert "1000" in refused.json["detail"]
    asked = officer.say(photo_id, about(PHOTO)).json
    assert asked is not None
    assert asked["received"] == 1000
    assert officer.send(photo_id, PHOTO[1000:], 1000, size).status_code == 200


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("bytes=0-9/100", "like bytes"),
        ("bytes 9-0/100", "ends before"),
        ("bytes 0-9/10", "bytes, and"),
        ("bytes 0-99999999999999/1", "like bytes"),
        ("bytes */100", "like bytes"),
        ("lines 0-9/100", "like bytes"),
        ("bytes 0-999/500", "after the end"),
        ("bytes 0-999/77777", "announced with"),
    ],
)
def test_a_range_that_does_not_fit_is_refused_with_the_reason(
    web: Web, officer: Sender, header: str, words: str
) -> None:
    photo_id = uuid4()
    officer.say(photo_id, about(PHOTO))
    refused = officer.send(photo_id, PHOTO[:1000], Content_Range=header)
    assert refused.status_code == 400
    assert refused.json is not None
    assert (refused.json["code"], refused.json["field"]) == ("range", "Content-Range")
    assert words in refused.json["detail"]
    assert row(web, photo_id).received == 0


def test_more_bytes_than_announced_are_refused(web: Web, officer: Sender) -> None:
    photo_id = uuid4()
    officer.say(photo_id, about(PHOTO))
    assert officer.send(photo_id, PHOTO + b"x").status_code == 400
    assert officer.send(photo_id, PHOTO[10:] + b"x" * 20, 10).status_code == 416
    assert officer.send(photo_id, b"").status_code == 400
    assert row(web, photo_id).received == 0


def test_sending_again_what_was_received_answers_the_same(web: Web, officer: Sender) -> None:
    photo_id, size = uuid4(), len(PHOTO)
    said = about(PHOTO)
    officer.say(photo_id, said)
    first = officer.send(photo_id, PHOTO)
    web.clock.forward(timedelta(hours=3))
    for reply in (
        officer.send(photo_id, PHOTO),
        officer.send(photo_id, PHOTO[-500:], size - 500, size),
        officer.send(photo_id, PHOTO[:500], 0, size),
        officer.say(photo_id, said),
    ):
        assert reply.status_code == 200
        assert reply.json == first.json
    assert count(web, "photo") == 1
    audits = web.session.scalars(
        text("SELECT detail FROM audit_entry WHERE action = 'photo.receive'")
    ).all()
    assert len(audits) == 1
    assert audits[0]["bytes"] == size


def test_the_same_identifier_for_another_photo_is_a_conflict(web: Web, officer: Sender) -> None:
    photo_id = uuid4()
    officer.say(photo_id, about(PHOTO))
    other = officer.say(photo_id, about(jpeg(scene(2))))
    assert other.status_code == 409
    assert other.json is not None
    assert other.json["code"] == "received-with-other-content"
    # the same in other words is the same
    spelt = about(PHOTO, village_code="5201012001")
    spelt["sha256"] = spelt["sha256"].upper()
    assert officer.say(photo_id, spelt).status_code == 200


def test_a_photo_that_was_damaged_begins_again(web: Web, officer: Sender) -> None:
    photo_id, size = uuid4(), len(PHOTO)
    officer.say(photo_id, about(PHOTO))
    wrong = bytearray(PHOTO)
    wrong[size // 2] ^= 1
    officer.send(photo_id, bytes(wrong[:4000]), 0, size)
    refused = officer.send(photo_id, bytes(wrong[4000:]), 4000, size)
    assert refused.status_code == 422
    assert refused.json is not None
    assert (refused.json["code"], refused.json["received"]) == ("damaged", 0)
    assert (row(web, photo_id).received, count(web, "photo_part")) == (0, 0)
    assert officer.send(photo_id, PHOTO).status_code == 200


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"Laporan harian, 15 Januari.\n" * 100, "not-a-photo", "not a JPEG"),
        (b"\xff\xd8\xff" + b"text" * 500, "not-a-photo", "save it as JPEG"),
        (PHOTO[: len(PHOTO) // 2], "photo-broken", "cut off"),
        (png_bomb(), "too-many-pixels", "32 million"),
        (jpeg_bomb(), "too-many-pixels", "32 million"),
        (b"<html><script>alert(1)</script></html>", "not-a-photo", "whatever its name"),
    ],
)
def test_what_is_no_photo_is_refused_and_kept_nowhere(
    web: Web, officer: Sender, content: bytes, code: str, words: str
) -> None:
    photo_id = uuid4()
    officer.say(photo_id, about(content))
    refused = officer.send(photo_id, content)
    assert refused.status_code == 422, refused.text
    assert refused.json is not None
    assert (refused.json["code"], refused.json["field"]) == (code, "bytes")
    assert words in refused.json["detail"]
    assert (row(web, photo_id).received, count(web, "photo_part")) == (0, 0)
    assert not (web.app.extensions["gis"].settings.home / "photos").exists()
    assert officer.client.get(f"{path(photo_id)}/large.jpg").status_code == 404


def test_a_text_is_refused_after_its_first_part(web: Web, officer: Sender) -> None:
    content = b"Laporan harian, 15 Januari.\n" * 1000
    photo_id = uuid4()
    officer.say(photo_id, about(content))
    assert officer.send(photo_id, content[:1000], 0, len(content)).status_code == 422
    assert count(web, "photo_part") == 0


def test_the_kind_is_read_and_not_believed(web: Web, officer: Sender) -> None:
    content = encoded(scene(3), "PNG")
    photo_id = uuid4()
    officer.say(photo_id, about(content))
    assert officer.send(photo_id, content, kind="image/jpeg").status_code == 200
    assert row(web, photo_id).format == "PNG"
    for kind in ("image/gif", "text/plain", "application/octet-stream", ""):
        refused = officer.send(uuid4(), PHOTO, kind=kind)
        assert refused.status_code == 415
        assert refused.json is not None
        assert refused.json["field"] == "Content-Type"


def test_forty_megabytes_are_refused(web: Web, officer: Sender) -> None:
    large = PHOTO + bytes(40 * 1024 * 1024)
    photo_id = uuid4()
    said = officer.say(photo_id, about(PHOTO, size=len(large)))
    sent = officer.send(photo_id, large)
    for refused in (said, sent):
        assert refused.status_code == 413
        assert refused.json is not None
        assert (refused.json["code"], refused.json["field"]) == ("too-large", "size")
        assert "12 MB" in refused.json["detail"]
    assert count(web, "photo") == 0
    assert officer.say(photo_id, about(PHOTO, size=PHOTO_MOST_BYTES)).status_code == 201


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"village_code": "lima"}, "village_code", "code of a village"),
        ({"subject": None}, "subject", "object"),
        ({"subject": {"kind": "selfie"}}, "subject.kind", "one of"),
        ({"subject": {"kind": "site", "id": "../../etc/passwd"}}, "subject.id", "UUID"),
        ({"size": 0}, "size", "1 or more"),
        ({"size": 1.5}, "size", "whole number"),
        ({"sha256": "../" * 20}, "sha256", "hexadecimal"),
        ({"sha256": "g" * 64}, "sha256", "hexadecimal"),
        ({"original_sha256": "ab"}, "original_sha256", "hexadecimal"),
        ({"captured_at": "2026-01-15 08:00"}, "captured_at", "time zone"),
        ({"latitude": 99, "longitude": 116}, "latitude", "90"),
        ({"latitude": -8.5}, "latitude", "both latitude and longitude"),
        ({"exif": {"longitude": 116}}, "exif", "both latitude and longitude"),
        ({"exif": {"camera": "x"}}, "exif.camera", "no such field"),
        ({"file_name": "a.jpg"}, "file_name", "no such field"),
        ({"source": "scanner"}, "source", "one of"),
    ],
)
def test_what_is_said_wrongly_is_named(
    web: Web, officer: Sender, fields: dict[str, Any], field: str, words: str
) -> None:
    refused = officer.say(uuid4(), about(PHOTO, **fields))
    assert refused.status_code == 422, refused.text
    assert refused.json is not None
    assert (refused.json["code"], refused.json["field"]) == ("content", field)
    assert words in refused.json["errors"][0]["detail"]
    assert count(web, "photo") == 0


def test_bytes_of_an_unknown_photo_are_refused(officer: Sender) -> None:
    refused = officer.send(uuid4(), PHOTO)
    assert refused.status_code == 409
    assert refused.json is not None
    assert refused.json["code"] == "not-announced"


def test_curl_sends_a_photo_in_one_go(web: Web, officer: Sender) -> None:
    photo_id, report = uuid4(), uuid4()
    query = (
        f"?village_code={HOME}&kind=report&id={report}&latitude=-8.59&longitude=116.11"
        "&captured_at=2026-01-15T08:30:00%2B08:00&source=gallery&lang=en"
    )
    for _ in range(2):
        reply = officer.send(photo_id, PHOTO, query=query)
        assert reply.status_code == 200, reply.text
        assert reply.json is not None
        assert reply.json["state"] == "received"
    stored = row(web, photo_id)
    assert (stored.subject_id, stored.sha256) == (report, sha256(PHOTO).digest())
    in_parts = officer.send(uuid4(), PHOTO[:500], 0, len(PHOTO), query=query)
    assert in_parts.status_code == 422
    assert in_parts.json is not None
    assert in_parts.json["field"] == "sha256"
    wrong = officer.send(uuid4(), PHOTO, query="?village_code=1&kind=report&latitude=x&longitude=1")
    assert wrong.json is not None
    assert {one["field"] for one in wrong.json["errors"]} == {"village_code", "latitude"}


def test_officers_send_and_see_only_photos_of_their_areas(web: Web, officer: Sender) -> None:
    refused = officer.say(uuid4(), about(PHOTO, village_code=NEXT))
    assert refused.status_code == 403
    assert refused.json is not None
    assert (refused.json["code"], refused.json["field"]) == ("not-your-area", "village_code")
    administrator = Sender(web.signed_in_as("administrator"))
    there = administrator.whole(PHOTO, village_code=NEXT)["id"]
    # neither bytes nor the picture, nor whether it exists
    assert officer.send(there, PHOTO[:10], 0, len(PHOTO)).status_code == 403
    unknown = officer.client.get(f"{path(uuid4())}/large.jpg")
    hidden = officer.client.get(f"{path(there)}/large.jpg")
    assert unknown.status_code == hidden.status_code == 404
    assert unknown.json == hidden.json
    for role in ("planner", "reviewer", "leadership"):
        other = web.signed_in_as(role)
        assert other.get(f"{path(there)}/large.jpg").status_code == 200
        assert Sender(other).say(uuid4(), about(PHOTO)).status_code == 403
    assert web.browser().client.get(f"{path(there)}/large.jpg").status_code == 401
    nobody = web.browser().client.put(path(uuid4()), json=about(PHOTO))
    assert nobody.status_code == 401


def test_without_the_page_s_secret_nothing_is_taken(web: Web, officer: Sender) -> None:
    assert officer.client.put(path(uuid4()), json=about(PHOTO)).status_code == 400
    assert count(web, "photo") == 0


def test_a_photo_still_arriving_is_not_shown(officer: Sender) -> None:
    photo_id = uuid4()
    officer.say(photo_id, about(PHOTO))
    officer.send(photo_id, PHOTO[:900], 0, len(PHOTO))
    assert officer.client.get(f"{path(photo_id)}/large.jpg").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        "original.jpg", "large.png", "../../secret_key", "..%2f..%2fsecret_key", "large.jpg%00.png",
        "originals/large.jpg", "large.jpg/", "large.jpg/..", "..",
    ],
)  # fmt: skip
def test_no_path_leads_to_other_files(officer: Sender, wrong: str) -> None:
    photo_id = officer.whole(PHOTO)["id"]
    assert officer.client.get(f"{path(photo_id)}/{wrong}").status_code in (400, 404, 405, 308)
    assert officer.client.get("/api/v1/photos/..%2f..%2fsecret_key").status_code in (404, 405)
    for identifier in ("x", "../x", "0" * 32, f"{photo_id}.jpg"):
        assert officer.client.put(f"/api/v1/photos/{identifier}").status_code == 404


def test_two_photos_with_the_same_bytes_share_their_files(
    web: Web, officer: Sender, tmp_path: Path
) -> None:
    first, second = officer.whole(PHOTO), officer.whole(PHOTO)
    assert len(kept(web, tmp_path)) == 3
    pictures = {
        officer.client.get(f"{path(one['id'])}/thumbnail.jpg").data for one in (first, second)
    }
    assert len(pictures) == 1


def test_what_was_received_cannot_be_changed(web: Web, officer: Sender) -> None:
    photo_id = officer.whole(PHOTO)["id"]
    for statement in ("UPDATE photo SET width = 1", "DELETE FROM photo"):
        with pytest.raises(ProgrammingError), web.session.begin_nested():
            web.session.execute(text(f"{statement} WHERE id = :id"), {"id": photo_id})
    assert row(web, photo_id).width == 640


def test_what_nobody_finished_is_let_go_after_sixty_days(web: Web, officer: Sender) -> None:
    old, recent = uuid4(), uuid4()
    officer.say(old, about(PHOTO))
    officer.send(old, PHOTO[:900], 0, len(PHOTO))
    web.clock.forward(timedelta(days=40))
    officer = Sender(web.signed_in_as("officer", HOME))
    officer.say(recent, about(PHOTO))
    officer.send(recent, PHOTO[:900], 0, len(PHOTO))
    web.clock.forward(timedelta(days=21))
    officer = Sender(web.signed_in_as("officer", HOME))
    officer.say(uuid4(), about(PHOTO))
    assert (row(web, old).received, row(web, recent).received) == (0, 900)
    # what was said of it stays, and it can still be sent
    assert officer.send(old, PHOTO).status_code == 200


def test_nobody_begins_without_end(
    web: Web, officer: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_UNFINISHED", 3)
    begun = [uuid4() for _ in range(3)]
    for photo_id in begun:
        assert officer.say(photo_id, about(PHOTO)).status_code == 201
    refused = officer.say(uuid4(), about(PHOTO))
    assert refused.status_code == 429
    assert refused.json is not None
    assert refused.json["code"] == "too-many-unfinished"
    # those that were begun go on, and make room
    assert officer.say(begun[0], about(PHOTO)).status_code == 200
    assert officer.send(begun[0], PHOTO).status_code == 200
    assert officer.say(uuid4(), about(PHOTO)).status_code == 201


def test_metadata_that_differ_from_what_was_said_are_noted(web: Web, officer: Sender) -> None:
    def differs(**fields: Any) -> bool:
        photo_id = officer.whole(PHOTO, **fields)["id"]
        found = web.session.scalar(
            text("SELECT detail FROM audit_entry WHERE subject_id = :id"), {"id": str(photo_id)}
        )
        return bool(found["exif_differs"])

    assert not differs()
    same = {"latitude": -8.59, "longitude": 116.11, "captured_at": "2026-01-15T00:30:00Z"}
    assert not differs(exif=same)
    assert differs(exif={**same, "latitude": -8.7})
    assert differs(exif={**same, "captured_at": "2026-01-14T00:30:00Z"})
    # of a file that was made smaller the phone alone has seen the original
    assert not differs(exif={**same, "latitude": -8.7}, original_sha256="cd" * 32)


def test_photos_are_listed_for_pages(web: Web, officer: Sender) -> None:
    report = uuid4()
    of_report = {"kind": "report", "id": str(report)}
    first = officer.whole(PHOTO, subject=of_report)["id"]
    second = officer.whole(jpeg(scene(2)), subject=of_report)["id"]
    third = officer.whole(PHOTO, subject={"kind": "profile"})["id"]
    waiting = uuid4()
    officer.say(waiting, about(PHOTO, subject=of_report))
    listed = photos_of_subjects(web.session, "report", [report, uuid4()])
    assert [photo.id for photo in listed[report]] == [first, second]
    assert listed.keys() == {report}
    shown = listed[report][0]
    assert (shown.url, shown.thumbnail) == (
        f"{path(first)}/large.jpg", f"{path(first)}/thumbnail.jpg",
    )  # fmt: skip
    assert shown.captured_at is not None
    assert (shown.latitude, shown.flags) == (pytest.approx(-8.59, abs=1e-6), ())
    everything = photos_of_villages(web.session, [HOME, NEXT])
    assert [photo.id for photo in everything[HOME]] == [first, second, third]
    (profile,) = photos_of_villages(web.session, [HOME], "profile")[HOME]
    assert [flag["code"] for flag in profile.flags] == ["photo-reused"]
