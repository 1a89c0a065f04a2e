"""Photos are kept in a folder, or in a bucket of a real S3 server that checks signatures."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from gis_service.errors import SettingsError
from gis_service.photos.errors import StoreUnavailableError
from gis_service.photos.storage import Storage
from gis_service.settings import PhotoStore, Settings, read_settings
from tests.conftest import NOW
from tests.factories import Factory
from tests.photo_uploads import HOME, Sender, about, path
from tests.pictures import jpeg, scene
from tests.web import web_on

KEYS = {"access_key_id": "petugas", "secret_access_key": "rahasia sekali 17"}
DIGEST = sha256(b"photo").digest()


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PhotoStore, Path]]:
    """An empty bucket on a server in a process of its own; and where that keeps its files.

    Another server is tried with ``GIS_TEST_S3``: a command in which ``{port}`` and ``{folder}``
    stand for what it is to use, and which takes the keys above.
    """
    folder = tmp_path_factory.mktemp("s3")
    (folder / "foto").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    nanio = Path(sys.executable).parent / "nanio"
    command = os.environ.get(
        "GIS_TEST_S3", f"{nanio} serve --host 127.0.0.1 --port {{port}} --data-dir {{folder}}"
    )
    environment = {
        **os.environ,
        **{f"NANIO_{name}": KEYS[key] for name, key in (
            ("ACCESS_KEY", "access_key_id"), ("SECRET_KEY", "secret_access_key"))},
        "ROOT_ACCESS_KEY": KEYS["access_key_id"],
        "ROOT_SECRET_KEY": KEYS["secret_access_key"],
    }  # fmt: skip
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command.format(port=port, folder=folder).split(), env=environment, stdout=log,
            stderr=log,
        )  # fmt: skip
    try:
        deadline = monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert monotonic() < deadline, (folder / "log").read_text()
                sleep(0.1)
        yield (
            PhotoStore("s3://foto/gis", f"http://127.0.0.1:{port}", "us-east-1", **KEYS),
            folder / "foto",
        )
    finally:
        process.terminate()
        process.wait()


def test_a_photo_is_kept_in_a_bucket(
    session: Session, settings: Settings, tmp_path: Path, bucket: tuple[PhotoStore, Path]
) -> None:
    store, folder = bucket
    with web_on(session, replace(settings, home=tmp_path, photos=store), NOW) as web:
        Factory(session, NOW).square(HOME)
        officer = Sender(web.signed_in_as("officer", HOME))
        content = jpeg(scene(1, (2000, 1500)))
        photo_id = officer.whole(content)["id"]
        shown = officer.client.get(f"{path(photo_id)}/thumbnail.jpg")
        assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
        assert officer.client.get(f"{path(photo_id)}/large.jpg").status_code == 200
    digits = sha256(content).hexdigest()
    original = folder / "gis" / "originals" / digits[:2] / f"{digits}.jpg"
    assert original.read_bytes() == content
    assert not (tmp_path / "photos").exists()


def test_a_store_that_is_away_is_told_and_nothing_is_lost(
    session: Session, settings: Settings, tmp_path: Path, bucket: tuple[PhotoStore, Path]
) -> None:
    store, _ = bucket
    with web_on(session, replace(settings, home=tmp_path, photos=store), NOW) as web:
        Factory(session, NOW).square(HOME)
        officer = Sender(web.signed_in_as("officer", HOME))
        storage = web.app.extensions["gis_photos"]
        content, photo_id = jpeg(scene(2)), uuid4()
        officer.say(photo_id, about(content))
        officer.send(photo_id, content[:5000], 0, len(content))
        away = Storage(replace(store, endpoint="http://127.0.0.1:1"), tmp_path)
        web.app.extensions["gis_photos"] = away
        refused = officer.send(photo_id, content[5000:], 5000, len(content))
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
        assert refused.json is not None
        assert refused.json["code"] == "photo-store-unavailable"
        received = session.scalar(text("SELECT received FROM photo"))
        assert received == 5000
        web.app.extensions["gis_photos"] = storage
        assert officer.send(photo_id, content[5000:], 5000, len(content)).status_code == 200
        web.app.extensions["gis_photos"] = away
        assert officer.client.get(f"{path(photo_id)}/large.jpg").status_code == 503


@pytest.mark.parametrize("wrong", [{"secret_access_key": "another"}, {"url": "s3://nothing-here"}])
def test_wrong_keys_and_buckets_are_a_store_that_is_away(
    bucket: tuple[PhotoStore, Path], tmp_path: Path, wrong: dict[str, str]
) -> None:
    storage = Storage(replace(bucket[0], **wrong), tmp_path)
    with pytest.raises(StoreUnavailableError):
        storage.put_original(DIGEST, "jpg", b"photo")


def test_writing_again_is_the_same(bucket: tuple[PhotoStore, Path], tmp_path: Path) -> None:
    for store in (bucket[0], PhotoStore(), PhotoStore(str(tmp_path / "elsewhere"))):
        storage = Storage(store, tmp_path)
        for _ in range(2):
            storage.put_original(DIGEST, "jpg", b"photo")
        assert storage.original(DIGEST, "jpg") == b"photo"
        with pytest.raises(StoreUnavailableError):
            storage.rendition(DIGEST, "large")
    assert (tmp_path / "photos").stat().st_mode & 0o777 == 0o700
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert [file.read_bytes() for file in files] == [b"photo", b"photo"]


def test_a_folder_that_cannot_be_written_is_a_store_that_is_away(tmp_path: Path) -> None:
    (tmp_path / "photos").write_text("a file")
    with pytest.raises(StoreUnavailableError):
        Storage(PhotoStore(), tmp_path).put_original(DIGEST, "jpg", b"photo")


def test_settings_of_the_store(tmp_path: Path) -> None:
    database = {"GIS_DATABASE_URL": "postgresql://x@/x"}
    secret = tmp_path / "secret"
    secret.write_text("rahasia\n")
    read = read_settings(
        {
            **database,
            "GIS_PHOTO_STORE": "s3://foto/gis",
            "AWS_ENDPOINT_URL": "https://s3.example",
            "AWS_REGION": "ap-southeast-3",
            "AWS_ACCESS_KEY_ID": "petugas",
            "AWS_SECRET_ACCESS_KEY_FILE": str(secret),
        }
    ).photos
    assert read == PhotoStore(
        "s3://foto/gis", "https://s3.example", "ap-southeast-3", "petugas", "rahasia"
    )
    assert "rahasia" not in repr(read)
    assert "petugas" not in repr(read)
    assert read_settings(database).photos == PhotoStore()
    for wrong in (
        {"GIS_PHOTO_STORE": "photos"}, {"GIS_PHOTO_STORE": "s3://"},
        {"GIS_PHOTO_STORE": "gs://foto"}, {"AWS_ENDPOINT_URL": "s3.example"},
        {"AWS_SECRET_ACCESS_KEY_FILE": str(tmp_path / "none")},
    ):  # fmt: skip
        with pytest.raises(SettingsError, match=next(iter(wrong)).removesuffix("_FILE")):
            read_settings({**database, **wrong})
