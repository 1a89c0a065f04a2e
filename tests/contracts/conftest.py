"""The service on made-up villages, for contracts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gis_service.db import make_engine, transaction
from gis_service.migrate import upgrade
from tests.conftest import Server
from tests.factories import Factory
from tests.serving import Served, serve


@pytest.fixture(scope="session")
def small_service(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The application on a database with a few villages and sites."""
    made = replace(server.create("_small"), home=tmp_path_factory.mktemp("home"))
    upgrade(made)
    now = datetime.now(UTC)
    engine = make_engine(made.app_database_url)
    with transaction(engine, made) as session:
        factory = Factory(session, now)
        for number in range(6):
            code = f"52.01.01.200{number}"
            factory.square(code, (-8.60, 116.10 + 0.02 * number))
            factory.pin(code, f"-8.59, {116.11 + 0.02 * number + 0.05 * (number % 2):.2f}")
        factory.village("52.01.01.1001", "Tanpa Batas")
        factory.imported()
    engine.dispose()
    served = serve(made, now)
    yield served
    served.close()
    server.drop(made)
