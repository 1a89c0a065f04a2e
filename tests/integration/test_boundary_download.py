"""Downloading the published boundaries from real servers, good and bad."""

import hashlib
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from gis_service.areas.boundary_sets import BoundaryFile, BoundarySet, read_boundary_set
from gis_service.areas.download import (
    DownloadError,
    WrongChecksumError,
    download_published,
)
from gis_service.areas.fetch import FetchError, fetch
from gis_service.areas.sources import combined_checksum
from gis_service.db import make_engine
from gis_service.settings import Settings, read_settings

CONTENT = {
    "db/a.sql": b"a" * 300_000,
    "db/deep/b.sql": bytes(range(256)) * 1000,
}


def described(content: dict[str, bytes] | None = None, name: str = "villages") -> BoundarySet:
    files = tuple(
        BoundaryFile(path, hashlib.sha256(body).hexdigest())
        for path, body in (content or CONTENT).items()
    )
    return BoundarySet(name, "somebody", "MIT", None, "official", 15, None, files)


class WebServer:
    """A server whose answers a test decides."""

    def __init__(self, content: dict[str, bytes]) -> None:
        self.content = content
        self.asked: list[tuple[str, str | None]] = []
        self.supports_ranges = True
        self.cut_after: list[int] = []
        self.refuse_with: list[int] = []
        self.redirect_to: str | None = None
        self.delay_s = 0.0
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        asked_range = request.headers.get("Range")
        self.asked.append((request.path, asked_range))
        time.sleep(self.delay_s)
        if self.refuse_with:
            request.send_error(self.refuse_with.pop(0))
            return
        if self.redirect_to is not None:
            request.send_response(302)
            request.send_header("Location", self.redirect_to)
            request.end_headers()
            return
        body = self.content.get(request.path.lstrip("/"))
        if body is None:
            request.send_error(404)
            return
        begin = 0
        if asked_range and self.supports_ranges:
            begin = int(asked_range.removeprefix("bytes=").removesuffix("-"))
            if begin >= len(body):
                request.send_error(416)
                return
            request.send_response(206)
            request.send_header("Content-Range", f"bytes {begin}-{len(body) - 1}/{len(body)}")
        else:
            request.send_response(200)
        request.send_header("Content-Length", str(len(body) - begin))
        request.end_headers()
        end = begin + self.cut_after.pop(0) if self.cut_after else len(body)
        request.wfile.write(body[begin:end])
        if end < len(body):
            request.wfile.flush()
            request.connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def web() -> Iterator[WebServer]:
    made = WebServer(dict(CONTENT))
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "downloads"


@pytest.fixture
def download(web: WebServer, folder: Path) -> Callable[..., list[Path]]:
    def run(published: BoundarySet | None = None, **options: Any) -> list[Path]:
        options = {"base_url": web.url, "pause": lambda _: None, **options}
        return download_published(published or described(), folder, **options)

    return run


Download = Callable[..., list[Path]]


def test_every_file_is_fetched(download: Download, folder: Path) -> None:
    files = download()
    assert files == [folder / path for path in CONTENT]
    assert [file.read_bytes() for file in files] == list(CONTENT.values())
    assert sorted(folder.rglob("*.part")) == []


def test_what_is_there_is_not_fetched_again(download: Download, web: WebServer) -> None:
    download()
    asked = len(web.asked)
    download()
    assert len(web.asked) == asked


def test_what_is_there_but_wrong_is_replaced(download: Download, folder: Path) -> None:
    (folder / "db").mkdir(parents=True)
    (folder / "db/a.sql").write_bytes(b"older")
    download()
    assert (folder / "db/a.sql").read_bytes() == CONTENT["db/a.sql"]


def test_a_cut_connection_is_continued(download: Download, web: WebServer) -> None:
    web.cut_after = [100_000, 150_000]
    download()
    begins = [int(asked[6:-1]) for path, asked in web.asked if path == "/db/a.sql" and asked]
    assert 80_000 < begins[0] <= 100_000
    assert 210_000 < begins[1] <= 250_000


def test_a_server_without_ranges_begins_again(download: Download, web: WebServer) -> None:
    web.supports_ranges = False
    web.cut_after = [100_000]
    files = download()
    assert files[0].read_bytes() == CONTENT["db/a.sql"]


def test_a_part_that_is_left_is_continued_later(
    download: Download, web: WebServer, folder: Path
) -> None:
    web.cut_after = [100_000, 10, 10]
    with pytest.raises(DownloadError, match=r"db/a\.sql could not be downloaded.*--base-url"):
        download()
    have = (folder / "db/a.sql.part").stat().st_size
    assert 80_000 < have < 100_030
    assert not (folder / "db/a.sql").exists()
    web.asked.clear()
    download()
    assert web.asked[0] == ("/db/a.sql", f"bytes={have}-")


@pytest.mark.parametrize("left", [b"b" * 1000, b"b" * 300_000, b"a" * 300_001, b"b" * 400_000])
def test_a_part_of_another_file_is_thrown_away(
    download: Download, folder: Path, left: bytes
) -> None:
    (folder / "db").mkdir(parents=True)
    (folder / "db/a.sql.part").write_bytes(left)
    assert download()[0].read_bytes() == CONTENT["db/a.sql"]


def test_a_part_that_is_whole(download: Download, folder: Path) -> None:
    (folder / "db").mkdir(parents=True)
    (folder / "db/a.sql.part").write_bytes(CONTENT["db/a.sql"])
    assert download()[0].read_bytes() == CONTENT["db/a.sql"]


def test_one_byte_differs(download: Download, web: WebServer, folder: Path) -> None:
    download(described({"db/a.sql": CONTENT["db/a.sql"]}))
    wrong = bytearray(CONTENT["db/deep/b.sql"])
    wrong[1000] ^= 1
    web.content["db/deep/b.sql"] = bytes(wrong)
    with pytest.raises(WrongChecksumError) as caught:
        download()
    message = caught.value.message
    assert "db/deep/b.sql" in message
    assert hashlib.sha256(wrong).hexdigest() in message
    assert hashlib.sha256(CONTENT["db/deep/b.sql"]).hexdigest() in message
    assert (folder / "db/a.sql").read_bytes() == CONTENT["db/a.sql"]
    assert not (folder / "db/deep/b.sql").exists()


def test_a_wrong_answer_keeps_what_was_there(
    download: Download, web: WebServer, folder: Path
) -> None:
    (folder / "db").mkdir(parents=True)
    (folder / "db/a.sql").write_bytes(b"of another edition")
    web.content["db/a.sql"] = b"<html>sign in</html>"
    with pytest.raises(WrongChecksumError):
        download()
    assert (folder / "db/a.sql").read_bytes() == b"of another edition"


@pytest.mark.parametrize("status", [500, 503, 429, 408])
def test_errors_that_pass_are_tried_again_twice(
    download: Download, web: WebServer, status: int
) -> None:
    web.refuse_with = [status, status]
    assert len(download()) == 2
    web.refuse_with = [status] * 3
    (download()[0]).unlink()
    web.refuse_with = [status] * 3
    with pytest.raises(DownloadError, match=str(status)):
        download()


@pytest.mark.parametrize("status", [403, 410, 401])
def test_errors_that_stay_are_not_tried_again(
    download: Download, web: WebServer, status: int
) -> None:
    web.refuse_with = [status] * 5
    with pytest.raises(DownloadError, match=str(status)):
        download()
    assert len(web.asked) == 1


def test_a_mirror_laid_out_by_the_names_of_the_sets(download: Download, web: WebServer) -> None:
    web.content = {f"mirror/villages/{path}": body for path, body in CONTENT.items()}
    download(base_url=f"{web.url}/mirror/")
    assert [path for path, _ in web.asked] == [
        "/mirror/db/a.sql",
        "/mirror/villages/db/a.sql",
        "/mirror/villages/db/deep/b.sql",
    ]


def test_a_mirror_without_the_files(download: Download) -> None:
    with pytest.raises(DownloadError, match=r"villages/x answers 404"):
        download(described({"x": b""}))


def test_a_slow_server(download: Download, web: WebServer) -> None:
    web.delay_s = 1
    begun = time.monotonic()
    with pytest.raises(DownloadError, match=r"did not answer within 0\.2 seconds"):
        download(timeout_s=(0.2, 0.2))
    assert time.monotonic() - begun < 5


def test_a_server_that_stalls(folder: Path) -> None:
    """The connection stays open, and nothing comes any more."""
    listening = socket.create_server(("127.0.0.1", 0))
    open_connections = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            open_connections.append(connection)
            connection.recv(10_000)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\naaaa")

    threading.Thread(target=serve, daemon=True).start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with pytest.raises(DownloadError, match="nothing came for too long"):
        download_published(
            described(), folder, base_url=address, timeout_s=(0.2, 0.2), pause=lambda _: None
        )
    listening.close()
    for connection in open_connections:
        connection.close()


def test_nobody_listens(download: Download) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(DownloadError, match="the connection was refused"):
        download(base_url=f"http://127.0.0.1:{port}")


@pytest.mark.parametrize("address", ["ftp://example.org", "file:///etc", "", "example.org"])
def test_addresses_that_are_none(download: Download, address: str) -> None:
    with pytest.raises(DownloadError, match="must begin with https://"):
        download(base_url=address)


def test_redirects(download: Download, web: WebServer) -> None:
    other = WebServer(dict(CONTENT))
    web.redirect_to = f"{other.url}/db/a.sql"
    download(described({"db/a.sql": CONTENT["db/a.sql"]}))
    other.close()


@pytest.mark.parametrize("there", ["ftp://127.0.0.1/x", "file:///etc/passwd"])
def test_redirects_that_are_not_safe(download: Download, web: WebServer, there: str) -> None:
    web.redirect_to = there
    with pytest.raises(DownloadError, match="which is not safe"):
        download()


def test_redirects_without_end(download: Download, web: WebServer) -> None:
    web.redirect_to = "/again"
    with pytest.raises(DownloadError, match="more than 5 times"):
        download()


def test_a_link_that_leads_out_of_the_folder(
    download: Download, folder: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    folder.mkdir()
    (folder / "db").symlink_to(outside)
    with pytest.raises(DownloadError, match="leads out of the folder"):
        download()
    assert list(outside.iterdir()) == []


def test_a_part_that_is_a_link(download: Download, folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "precious"
    outside.write_bytes(b"precious")
    (folder / "db").mkdir(parents=True)
    (folder / "db/a.sql.part").symlink_to(outside)
    download()
    assert outside.read_bytes() == b"precious"


def test_fetching_one_file(web: WebServer, tmp_path: Path) -> None:
    fetch(f"{web.url}/db/a.sql", tmp_path / "a.sql")
    assert (tmp_path / "a.sql").read_bytes() == CONTENT["db/a.sql"]
    with pytest.raises(FetchError, match="is larger than 0 MB"):
        fetch(f"{web.url}/db/a.sql", tmp_path / "a.sql", 1000)
    with pytest.raises(FetchError, match="answers 404"):
        fetch(f"{web.url}/nowhere?key=secret", tmp_path / "b.sql")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def published(real_boundaries: Path) -> Iterator[str]:
    """A plain server of the folder with the real boundaries."""
    handler = partial(Quiet, directory=str(real_boundaries.parent))
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{http.server_address[1]}"
    http.shutdown()
    http.server_close()


def test_the_published_files(published: str, folder: Path) -> None:
    manifest = read_boundary_set(read_settings().published_manifest)
    files = download_published(manifest, folder, base_url=published)
    assert len(files) == 13
    assert all(file.is_file() for file in files)


def test_without_an_address_the_published_one_is_used(folder: Path) -> None:
    manifest = read_boundary_set(read_settings().published_manifest)
    assert re.fullmatch(
        r"https://raw\.githubusercontent\.com/cahyadsn/wilayah_boundaries/[0-9a-f]{40}",
        manifest.base_url or "",
    )
    with pytest.raises(DownloadError, match="must begin with"):
        download_published(replace(manifest, base_url=None), folder)


class TestCommand:
    @pytest.fixture
    def gis(
        self, command_environment: dict[str, str], tmp_path: Path
    ) -> Callable[..., subprocess.CompletedProcess[str]]:
        environment = {**command_environment, "GIS_HOME": str(tmp_path / "home")}

        def run(*arguments: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [Path(sys.executable).with_name("gis"), *arguments],
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
            )

        return run

    @pytest.fixture(autouse=True)
    def _clean(self, settings: Settings) -> Iterator[None]:
        yield
        engine = make_engine(settings.database_url, as_app=False)
        with engine.begin() as connection:
            # not TRUNCATE CASCADE: it reaches tables that refuse to be emptied
            for table in ("zone", "cooperative", "boundary_version", "area"):
                connection.execute(text(f"DELETE FROM {table}"))
        engine.dispose()

    def test_downloads_and_imports_once(
        self,
        gis: Callable[..., subprocess.CompletedProcess[str]],
        published: str,
        settings: Settings,
    ) -> None:
        assert gis("roster", "import", str(settings.roster)).returncode == 0
        first = gis("boundaries", "download", "--base-url", published)
        assert first.returncode == 0, first.stderr
        assert "1,150 villages with a boundary, 16 of the roster without" in first.stderr
        second = gis("boundaries", "download", "--base-url", published)
        assert second.returncode == 0
        assert "in force already" in second.stderr
        manifest = read_boundary_set(settings.published_manifest)
        engine = make_engine(settings.app_database_url)
        with Session(engine) as session:
            (version,) = session.execute(text("SELECT * FROM boundary_version")).all()
        engine.dispose()
        assert version.is_current
        assert version.checksum == combined_checksum(manifest.checksums)
        assert (version.quality, version.precision_m) == ("official", manifest.precision_m)
        assert (version.vintage, version.licence) == (manifest.vintage, "MIT")

    def test_a_wrong_file_ends_with_an_error(
        self, gis: Callable[..., subprocess.CompletedProcess[str]], web: WebServer
    ) -> None:
        manifest = read_boundary_set(read_settings().published_manifest)
        web.content = {file.path: b"something else" for file in manifest.files}
        result = gis("boundaries", "download", "--base-url", web.url)
        assert result.returncode == 1
        assert "is not the file that was published" in result.stderr
        assert "Traceback" not in result.stderr

    def test_bad_sources_end_with_a_sentence(
        self, gis: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
    ) -> None:
        bad = tmp_path / "bad.gpkg"
        bad.write_bytes(b"SQLite format 3\x00" + b"x" * 1000)
        for source in (str(bad), "nowhere", "http://127.0.0.1:9/x.zip"):
            result = gis("boundaries", "import", source)
            assert result.returncode == 1
            assert result.stderr.splitlines()[-1].startswith("gis: ")
            assert "Traceback" not in result.stderr
        assert gis("boundaries", "import", "x", "--map", "colour=x").returncode == 2
