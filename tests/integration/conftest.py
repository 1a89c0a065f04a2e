"""The service on the real province."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gis_service.migrate import upgrade
from tests.conftest import Server
from tests.serving import Served, fill, serve


@pytest.fixture(scope="session")
def served(
    server: Server, real_boundaries: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The application on a database of its own with the real boundaries and some sites."""
    made = replace(server.create("_served"), home=tmp_path_factory.mktemp("home"))
    now = datetime.now(UTC)
    upgrade(made)
    fill(made, str(real_boundaries), now)
    application = serve(made, now)
    yield application
    application.close()
    server.drop(made)
