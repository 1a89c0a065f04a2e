"""A database and a service of a test's own, with somebody who may write there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from gis_service.accounts.service import add_person
from gis_service.accounts.tokens import create_token
from gis_service.db import make_engine, transaction
from gis_service.migrate import upgrade
from gis_service.settings import Settings
from tests.factories import Factory
from tests.faults.servers import Cluster, Service

CLIENTS = 50


def village(number: int) -> str:
    return f"52.01.01.{2001 + number}"


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    # a socket's path must be short
    with TemporaryDirectory(prefix="gis-faults-") as folder:
        Path(folder).chmod(0o711)
        made = Cluster(Path(folder) / "pg")
        made.create()
        yield made
        made.stop()


@pytest.fixture
def token(cluster: Cluster, settings: Settings) -> str:
    """Somebody who may report on fifty villages."""
    ours = replace(settings, database_url=cluster.url, app_database_url=cluster.url)
    upgrade(ours)
    engine = make_engine(cluster.url)
    now = datetime.now(UTC)
    with transaction(engine, ours) as session:
        factory = Factory(session, now)
        for number in range(CLIENTS):
            factory.square(village(number), (-8.60, 116.10 + number * 0.02))
        person = add_person(
            session, "petugas", "Petugas", "rahasia sekali 17",
            roles=["officer"], areas=["52.01"], by="test", now=now,
        )  # fmt: skip
        made = create_token(session, person, "test", 7, now)
    engine.dispose()
    return made


@pytest.fixture
def service(cluster: Cluster, token: str, tmp_path: Path) -> Iterator[Service]:
    environment = {
        "GIS_DATABASE_URL": cluster.url,
        "GIS_APP_DATABASE_URL": cluster.url,
        "GIS_HOME": str(tmp_path),
    }
    made = Service(environment, tmp_path / "service.log")
    made.start()
    yield made
    made.stop()
