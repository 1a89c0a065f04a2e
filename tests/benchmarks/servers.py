"""Servers and load for the benchmarks: ours, the limits beside it, and who asks them.

``wrk``, ``pgbench`` and ``nginx`` are the system's; what needs one that is missing is left out.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from gis_service.settings import PROJECT, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NGINX = """
worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off; sendfile on; open_file_cache max=2000 inactive=60s;
    keepalive_requests 1000000000; types {{ application/vnd.mapbox-vector-tile mvt; }}
    client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
    uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
    server {{
        listen 127.0.0.1:{port}; root {folder}/www;
        add_header Cache-Control "public, max-age=31536000, immutable";
    }}
}}
"""
ASK = """
local paths = {{}}
for line in io.lines("{list}") do paths[#paths + 1] = line end
local at = 0
{header}
request = function() at = at % #paths + 1; return wrk.format("GET", paths[at]) end
"""


def tool(name: str) -> str | None:
    """Where a program of the system is; also those of PostgreSQL, which are not on the path."""
    folders = [str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"))]
    return shutil.which(name, path=os.pathsep.join([os.environ["PATH"], "/usr/sbin", *folders]))


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def service(settings: Settings, **environment: str) -> Iterator[tuple[str, int]]:
    """The service with two workers of one thread; its address and its process."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gis_service.server", "--port", str(port)],
        cwd=PROJECT,
        env={
            **os.environ,
            "GIS_DATABASE_URL": settings.database_url,
            "GIS_APP_DATABASE_URL": settings.app_database_url,
            "GIS_HOME": str(settings.home),
            **environment,
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    with _stopped_at_the_end(process, f"http://127.0.0.1:{port}", "/healthz") as address:
        _wait_for_all_workers(process.pid)
        yield address, process.pid


def _wait_for_all_workers(process: int) -> None:
    """The first one answers while the others still load."""
    before, now = 0.0, memory_mb(process)
    while now - before > 1:
        time.sleep(1)
        before, now = now, memory_mb(process)


@contextmanager
def nginx(folder: Path) -> Iterator[str]:
    """nginx that serves ``folder/www``."""
    port = free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(NGINX.format(folder=folder, port=port), encoding="utf-8")
    # its workers may run as somebody else
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    process = subprocess.Popen(
        [str(tool("nginx")), "-c", str(configuration)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with _stopped_at_the_end(process, f"http://127.0.0.1:{port}", "/ready") as address:
        yield address


@contextmanager
def _stopped_at_the_end(process: subprocess.Popen[bytes], address: str, path: str) -> Iterator[str]:
    try:
        for _ in range(200):
            try:
                with urlopen(address + path, timeout=2):
                    break
            except (URLError, OSError):
                if process.poll() is not None:
                    raise
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def requests_per_second(
    address: str,
    paths: Sequence[str],
    *,
    folder: Path,
    connections: int,
    seconds: float,
    token: str | None = None,
) -> float:
    """How many requests a second are answered, all with success (wrk, one thread)."""
    listed, script = folder / "paths.txt", folder / "ask.lua"
    listed.write_text("\n".join(paths), encoding="utf-8")
    header = f'wrk.headers["Authorization"] = "Bearer {token}"' if token else ""
    script.write_text(ASK.format(list=listed, header=header), encoding="utf-8")
    done = subprocess.run(
        [str(tool("wrk")), "-t1", f"-c{connections}", f"-d{seconds:.0f}s", "-s", script, address],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Non-2xx" not in done.stdout, done.stdout
    return _figure(r"Requests/sec:\s+([\d.]+)", done.stdout)


def statements_per_second(
    settings: Settings, script: str, *, folder: Path, connections: int, seconds: float
) -> float:
    """How many times a second a statement is answered (pgbench, prepared)."""
    file = folder / "statement.sql"
    file.write_text(script, encoding="utf-8")
    done = subprocess.run(
        [str(tool("pgbench")), "-n", "-M", "prepared", "-c", str(connections), "-T",
         f"{seconds:.0f}", "-f", file, settings.database_url],
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    return _figure(r"tps = ([\d.]+)", done.stdout)


def memory_mb(process: int) -> float:
    """Proportional set size of a process and those it started, in megabytes."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    family, found = [process], 0.0
    while family:
        one = family.pop()
        family += [child for child, parent in parents.items() if parent == one]
        rollup = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
        found += _figure(r"\nPss:\s+(\d+) kB", rollup) / 1024
    return found


def _figure(pattern: str, output: str) -> float:
    found = re.search(pattern, output)
    assert found, output
    return float(found[1])
