"""A PostgreSQL cluster and a service of a test's own, which it may kill."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from gis_service.settings import PROJECT


def postgres_programs() -> Path:
    """The folder of PostgreSQL's own programs; the test is skipped where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if not found:
        pytest.skip("PostgreSQL's programs are not here")
    return found[0].parent


@dataclass
class Cluster:
    """PostgreSQL with PostGIS, which can be killed as a failing machine would."""

    folder: Path
    programs: Path = field(default_factory=postgres_programs)

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/gis?host={self.folder}"

    def create(self) -> None:
        self.folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run(
            "initdb", "--pgdata", str(self.data), "--username", "postgres", "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C.UTF-8",
        )  # fmt: skip
        self.start()
        self._run("createdb", "--host", str(self.folder), "--username", "postgres", "gis")

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c jit=off"
        self._run(
            "pg_ctl", "start", "--wait", "--pgdata", str(self.data), "--options", options,
            "--log", str(self.folder / "log"),
        )  # fmt: skip

    def kill(self) -> None:
        """SIGKILL to all of it, the postmaster first; it comes back by crash recovery."""
        postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        children = subprocess.run(
            ["pgrep", "--parent", str(postmaster)], capture_output=True, text=True, check=False
        ).stdout.split()
        for process in (postmaster, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        deadline = monotonic() + 20
        while any(Path(f"/proc/{process}").exists() for process in (postmaster, *children)):
            assert monotonic() < deadline, "PostgreSQL does not die"
            sleep(0.05)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--mode", "immediate", "--pgdata", str(self.data))

    def _run(self, program: str, *arguments: str) -> None:
        as_somebody = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run(
            [*as_somebody, str(self.programs / program), *arguments],
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,
            # the server that pg_ctl starts would keep a pipe open
            stderr=subprocess.DEVNULL,
        )


@dataclass
class Service:
    """The service as it runs in the office, in processes that can be killed."""

    environment: dict[str, str]
    log: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.port = listening.getsockname()[1]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gis_service.server", "--port", str(self.port)],
                cwd=PROJECT,
                env={**os.environ, **self.environment},
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
        self._wait()

    def kill(self) -> None:
        """SIGKILL to all its processes."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def _wait(self) -> None:
        deadline = monotonic() + 60
        while True:
            try:
                with urlopen(f"{self.address}/healthz", timeout=5):
                    return
            except (URLError, OSError):
                assert monotonic() < deadline, self.log.read_text()[-3000:]
                sleep(0.1)
