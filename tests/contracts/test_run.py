"""The one command and the lock files: what can be known of them without installing anything."""

import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import psycopg
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from gis_service.settings import PROJECT, SERVICE_ENV, read_settings

RUN = PROJECT / "run"
SHELL_FILES = [RUN, PROJECT / ".ci" / "run", *sorted((PROJECT / "scripts" / "run.d").glob("*.sh"))]
SUB_COMMANDS = sorted(
    set(re.findall(r"^command_(\w+)\(\)", RUN.read_text(), re.MULTILINE)) - {"all"}
)
LOCKED = re.findall(
    r"^(\S+)==(\S+)(?: ; [^\\\n]+)? \\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    (PROJECT / "requirements.lock").read_text(),
    re.MULTILINE,
)


def run(
    *arguments: str, checkout: Path = PROJECT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """``./run`` as in a new terminal: without the settings of this test run."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("GIS_", "PG"))
    }
    return subprocess.run(
        [checkout / "run", *arguments],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )


def copy_to(checkout: Path) -> Path:
    """A checkout with what ``./run`` reads before it installs anything."""
    for name in ("run", "requirements.lock", "pyproject.toml", "scripts/run.d"):
        target = checkout / name
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy2
        copy(PROJECT / name, target)
    return checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return copy_to(tmp_path / "checkout")


def remember(home: Path, checkout: Path, made_in: Path) -> None:
    home.mkdir(exist_ok=True)
    (checkout / ".local").mkdir()
    (checkout / ".local" / "service.env").write_text(f"# checkout: {made_in}\nGIS_HOME={home}\n")


@pytest.mark.parametrize("file", SHELL_FILES, ids=lambda file: file.name)
def test_shell_files_can_be_parsed(file: Path) -> None:
    done = subprocess.run(["bash", "-n", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_help_lists_every_sub_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert {"setup", "test", "check", "bench", "stop", "gis"} <= set(SUB_COMMANDS)
    for name in SUB_COMMANDS:
        assert re.search(rf"^  \./run {name}\b", done.stdout, re.MULTILINE), name
    assert run("-h").stdout == done.stdout


def test_the_guide_explains_every_sub_command_and_step() -> None:
    guide = (PROJECT / "docs" / "setup.md").read_text()
    for name in SUB_COMMANDS:
        assert f"`./run {name}" in guide, name
    for title in re.findall(
        r'^    +step(?:_in_the_open)? "([^"]+)"', RUN.read_text(), re.MULTILINE
    ):
        assert title in guide, title


def test_an_unknown_sub_command_is_named_and_the_known_ones_listed() -> None:
    done = run("statr")
    assert done.returncode == 2
    assert "'statr'" in done.stderr
    assert all(f"./run {name}" in done.stderr for name in SUB_COMMANDS)


def test_an_old_python_is_refused_before_anything_is_made(checkout: Path) -> None:
    old = checkout / "old-python"
    old.write_text('#!/bin/sh\ncase "$2" in *platform*) echo 3.9.2 ;; *) exit 1 ;; esac\n')
    old.chmod(0o755)
    done = run("setup", checkout=checkout, GIS_PYTHON=str(old))
    assert done.returncode == 1
    assert "Python 3.11 or later is needed" in done.stderr
    assert "3.9.2" in done.stderr
    assert "What to do:" in done.stderr
    assert not (checkout / ".venv").exists()


def test_an_own_server_is_named_without_its_password(checkout: Path) -> None:
    url = "postgresql://officer:s3cret@db.example:5433/villages?sslmode=require"
    done = run("status", checkout=checkout, GIS_DATABASE_URL=url)
    assert "host db.example:5433, database villages" in done.stdout
    assert "s3cret" not in done.stdout + done.stderr


@pytest.mark.parametrize("url", ["mysql://officer:s3cret@db.example/x", "db.example:s3cret"])
def test_an_address_of_another_kind_is_refused_without_printing_it(url: str) -> None:
    done = run("status", GIS_DATABASE_URL=url)
    assert done.returncode == 1
    assert "postgresql://" in done.stderr
    assert "s3cret" not in done.stdout + done.stderr


def test_a_data_folder_too_deep_for_a_socket_is_refused(checkout: Path, tmp_path: Path) -> None:
    done = run("status", checkout=checkout, GIS_HOME=str(tmp_path / ("x" * 100)))
    assert done.returncode == 1
    assert "too long" in done.stderr
    assert "GIS_HOME=" in done.stderr


def test_a_moved_checkout_keeps_its_data_and_a_copied_one_gets_its_own(tmp_path: Path) -> None:
    home = tmp_path / "home"
    first, moved, copied = (copy_to(tmp_path / name) for name in ("first", "moved", "copied"))
    remember(home, moved, made_in=tmp_path / "no-longer-there")
    remember(home, copied, made_in=first)
    environment = {"XDG_DATA_HOME": str(tmp_path / "data"), "HOME": str(tmp_path)}
    assert f" {home} " in run("status", checkout=moved, **environment).stdout
    assert f" {home} " not in run("status", checkout=copied, **environment).stdout


def test_a_data_folder_that_is_gone_is_not_replaced_silently(
    checkout: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    remember(home, checkout, made_in=checkout)
    home.rmdir()
    done = run("start", checkout=checkout)
    assert done.returncode == 1
    assert f"not there: {home}" in done.stderr
    assert not home.exists()


def test_every_locked_requirement_has_a_version_and_hashes() -> None:
    lines = (PROJECT / "requirements.lock").read_text().splitlines()
    requirements = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert len(requirements) == len(LOCKED) > 50


def test_the_lock_has_what_pyproject_asks_for() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    locked = {canonicalize_name(name.split("[")[0]): version for name, version, _ in LOCKED}
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    for requirement in map(Requirement, asked):
        name = canonicalize_name(requirement.name)
        assert name in locked, f"{requirement}: run ./run lock"
        assert requirement.specifier.contains(locked[name]), requirement


@pytest.mark.parametrize("name", ["requirements.lock", "package-lock.json"])
def test_lock_files_name_no_server(name: str) -> None:
    text = (PROJECT / name).read_text()
    assert '"resolved"' not in text
    addresses = re.findall(r"\w+://[^\s\"]+", text)
    assert [address for address in addresses if not is_funding(address, text)] == []


def is_funding(address: str, text: str) -> bool:
    """Packages may say where their authors take donations; nothing is fetched from there."""
    return f'"url": "{address}"' in text


def test_every_npm_package_has_a_checksum() -> None:
    packages = json.loads((PROJECT / "package-lock.json").read_text())["packages"]
    own, others = packages.pop(""), packages
    assert set(own.get("devDependencies", {})) <= {
        name.split("node_modules/")[-1] for name in others
    }
    assert all(package["integrity"].startswith("sha512-") for package in others.values())


def test_continuous_integration_runs_the_checks_and_the_tests() -> None:
    script = (PROJECT / ".ci" / "run").read_text()
    assert re.search(r"^\./run check", script, re.MULTILINE)
    assert re.search(r"^\./run test", script, re.MULTILINE)


def test_the_private_database_is_not_on_the_network() -> None:
    made_by_run = SERVICE_ENV.exists() and "# Written by ./run" in SERVICE_ENV.read_text()
    if os.environ.get("GIS_DATABASE_URL") or not made_by_run:
        pytest.skip("these tests use a server that ./run did not make")
    with psycopg.connect(read_settings().database_url) as connection:
        shown = connection.execute(
            "SELECT current_setting('listen_addresses'), current_setting('unix_socket_permissions')"
        ).fetchone()
    assert shown == ("", "0700")
