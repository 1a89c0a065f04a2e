"""``gis boundaries`` on the real files, as a person runs it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from gis_service.migrate import upgrade
from gis_service.settings import PROJECT
from tests.conftest import Server

GIS = Path(sys.executable).parent / "gis"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def environment(server: Server, tmp_path: Path) -> Iterator[dict[str, str]]:
    made = server.create("_boundaries")
    upgrade(made)
    yield {
        **os.environ,
        "GIS_DATABASE_URL": made.database_url,
        "GIS_APP_DATABASE_URL": "",
        "GIS_HOME": str(tmp_path / "home"),
        "GIS_LANGUAGE": "en",
    }
    server.drop(made)


@pytest.fixture
def serve() -> Iterator[object]:
    """Serve a folder over HTTP on this machine; gives the address."""
    servers: list[ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        httpd = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
        Thread(target=httpd.serve_forever, daemon=True).start()
        servers.append(httpd)
        return f"http://127.0.0.1:{httpd.server_port}"

    yield start
    for httpd in servers:
        httpd.shutdown()
        httpd.server_close()


def gis(environment: dict[str, str], *arguments: str, code: int = 0) -> subprocess.CompletedProcess:
    done = subprocess.run(
        [GIS, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def boundaries_in_force(environment: dict[str, str]) -> dict[str, object]:
    document = json.loads(gis(environment, "check", "--format", "json").stdout)
    return dict(document["boundaries"])


def test_the_real_files_give_1150_villages_and_name_the_16_others(
    environment: dict[str, str], real_boundaries: Path, tmp_path: Path
) -> None:
    gis(environment, "roster", "import", str(PROJECT / "data" / "roster"))
    report_file = tmp_path / "report.json"
    gis(
        environment, "boundaries", "import", str(real_boundaries), "--vintage", "2026-08-20",
        "--report", str(report_file),
    )  # fmt: skip
    report = json.loads(report_file.read_text())
    assert report["villages"] == 1150
    assert report["without_boundary_count"] == 16
    missing = {village["code"] for village in report["without_boundary"]}
    assert "52.07.02.2021" in missing
    assert sum(code.startswith("52.02.") for code in missing) == 15
    assert report["overlaps_count"] == 740
    assert report["repaired"] == []
    assert boundaries_in_force(environment) == {
        "version": 1, "quality": "official", "vintage": "2026-08-20",
    }  # fmt: skip
    gis(environment, "boundaries", "import", str(real_boundaries))
    assert boundaries_in_force(environment)["version"] == 2


@pytest.mark.parametrize("inner", ["", "wilayah_boundaries_52"])
def test_the_published_files_are_fetched_verified_and_put_in_force(
    environment: dict[str, str], real_boundaries: Path, serve, inner: str
) -> None:
    gis(environment, "roster", "import", str(PROJECT / "data" / "roster"))
    address = serve(real_boundaries.parent / inner)
    done = gis(environment, "boundaries", "download", "--base-url", address)
    assert "1,150 villages" in done.stderr
    assert boundaries_in_force(environment)["quality"] == "official"
    again = gis(environment, "boundaries", "download", "--base-url", address)
    assert "in force already" in again.stderr


def test_one_wrong_byte_is_refused_and_nothing_is_imported(
    environment: dict[str, str], real_boundaries: Path, serve, tmp_path: Path
) -> None:
    gis(environment, "roster", "import", str(PROJECT / "data" / "roster"))
    mirror = tmp_path / "mirror"
    shutil.copytree(real_boundaries, mirror)
    file = mirror / "db" / "kel" / "52" / "wilayah_boundaries_kel_52.08.sql"
    file.chmod(0o644)
    content = bytearray(file.read_bytes())
    content[-40] ^= 1
    file.write_bytes(content)
    done = gis(environment, "boundaries", "download", "--base-url", serve(mirror), code=1)
    assert "wilayah_boundaries_kel_52.08.sql is not the file that was published" in done.stderr
    assert boundaries_in_force(environment)["version"] is None
    shutil.copy(real_boundaries / "db" / "kel" / "52" / file.name, file)
    gis(environment, "boundaries", "download", "--base-url", serve(mirror))
    assert boundaries_in_force(environment)["version"] == 1


def test_without_the_published_files_set_up_takes_the_indicative_ones_and_says_so(
    environment: dict[str, str], tmp_path: Path, serve
) -> None:
    manifest = tmp_path / "published.toml"
    shipped = PROJECT / "data" / "boundaries" / "published_52.toml"
    nowhere = serve(tmp_path)
    manifest.write_text(
        "\n".join(
            f'base_url = "{nowhere}"' if line.startswith("base_url") else line
            for line in shipped.read_text().splitlines()
        )
    )
    environment["GIS_PUBLISHED_MANIFEST"] = str(manifest)
    done = gis(environment, "setup")
    assert "INDICATIVE" in done.stderr
    assert "Zones: 1166 villages" in done.stderr
    assert boundaries_in_force(environment)["quality"] == "indicative"
    again = gis(environment, "setup")
    assert "indicative, precise to 3600 m" in again.stderr


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.geojson", b"", "empty.geojson"),
        ("text.gpkg", b"not a database", "text.gpkg"),
        ("broken.zip", b"PK\x03\x04 broken", "broken.zip"),
        ("other.sql", b"SELECT 1;", "other.sql"),
    ],
)
def test_what_is_no_boundary_file_is_refused_by_name(
    environment: dict[str, str], tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    gis(environment, "roster", "import", str(PROJECT / "data" / "roster"))
    (tmp_path / name).write_bytes(content)
    done = gis(environment, "boundaries", "import", str(tmp_path / name), code=1)
    assert message in done.stderr
    assert boundaries_in_force(environment)["version"] is None
