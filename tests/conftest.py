"""Databases for the tests: real PostGIS, made anew for each run, every test rolled back."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, NullPool
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from gis_service import listeners  # noqa: F401 - slices listen to one another, as in the service
from gis_service.areas.imports import import_boundaries
from gis_service.areas.roster import import_roster
from gis_service.db import make_engine, transaction
from gis_service.migrate import upgrade
from gis_service.settings import Settings, read_settings
from tests.factories import Factory
from tests.web import Web, web_on

PROJECT = Path(__file__).resolve().parent.parent
REAL_BOUNDARIES = PROJECT.parent / "shared" / "boundaries" / "wilayah_boundaries_52"
NOW = datetime(2026, 1, 15, 1, 0, tzinfo=UTC)


def database_url(base: str, name: str) -> str:
    """The same server and person, another database."""
    return make_url(base).set(database=name).render_as_string(hide_password=False)


class Server:
    """Makes and drops the databases of this test run, on the server that the settings name."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.prefix = re.sub(r"\W", "_", settings.database_name) + "_test"

    def create(self, suffix: str = "", template: str = "template1") -> Settings:
        name = self.prefix + suffix
        self._drop(name)
        with psycopg.connect(self.settings.database_url, autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        url = database_url(self.settings.database_url, name)
        return replace(self.settings, database_url=url, app_database_url=url, language="en")

    def drop(self, settings: Settings) -> None:
        name = make_url(settings.database_url).database
        assert name is not None
        assert name.startswith(self.prefix)
        self._drop(name)

    def _drop(self, name: str) -> None:
        """Drop a database; while autovacuum is in it, PostgreSQL refuses, and is asked again."""
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        for wait in (0.2, 0.5, 1, 2, 4, None):
            with psycopg.connect(self.settings.database_url, autocommit=True) as connection:
                try:
                    connection.execute(statement)
                except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
                    if wait is None:
                        raise
                    sleep(wait)
                else:
                    return


@pytest.fixture(scope="session")
def server() -> Server:
    return Server(read_settings())


@pytest.fixture(scope="session")
def settings(server: Server) -> Iterator[Settings]:
    """A migrated database without any row."""
    made = server.create()
    upgrade(made)
    yield made
    server.drop(made)


@pytest.fixture(scope="session")
def engine(settings: Settings) -> Iterator[Engine]:
    """Connections as the service's own role; none stays open, so that databases can be copied."""
    made = make_engine(settings.app_database_url, poolclass=NullPool)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine, settings: Settings) -> Iterator[Session]:
    """A session on the empty database; whatever the test does is rolled back."""
    yield from rolled_back(engine, settings)


@pytest.fixture
def factory(session: Session) -> Factory:
    """Makes areas, boundaries and sites in the session."""
    return Factory(session, NOW)


@pytest.fixture
def web(session: Session, settings: Settings, tmp_path: Path) -> Iterator[Web]:
    """The web application on the empty database; requests see what the session wrote."""
    with web_on(session, replace(settings, home=tmp_path), NOW) as made:
        yield made


def rolled_back(engine: Engine, settings: Settings) -> Iterator[Session]:
    with engine.connect() as connection:
        transaction = connection.begin()
        with Session(
            connection, join_transaction_mode="create_savepoint", info={"settings": settings}
        ) as session:
            yield session
        transaction.rollback()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def real_boundaries() -> Path:
    """The folder with the real village boundaries, which stands beside the project."""
    if not REAL_BOUNDARIES.is_dir():
        pytest.skip("the real boundaries are not beside the project")
    return REAL_BOUNDARIES


@pytest.fixture(scope="session")
def province(server: Server, settings: Settings, real_boundaries: Path) -> Iterator[Settings]:
    """A database with the shipped roster and the real boundaries of the province."""
    made = server.create("_province", template=make_url(settings.database_url).database or "")
    engine = make_engine(made.app_database_url, poolclass=NullPool)
    with transaction(engine, made) as session:
        import_roster(session, sorted(made.roster.glob("*.csv")), NOW)
    with transaction(engine, made) as session:
        import_boundaries(session, [str(real_boundaries)], quality="official", user="test", now=NOW)
    engine.dispose()
    yield made
    server.drop(made)


@pytest.fixture(scope="session")
def province_engine(province: Settings) -> Iterator[Engine]:
    """Connections to the province's database, as the service's own role."""
    made = make_engine(province.app_database_url, poolclass=NullPool)
    yield made
    made.dispose()


@pytest.fixture
def command_environment(settings: Settings) -> dict[str, str]:
    """The environment for a ``gis`` command on the empty database."""
    return {
        **os.environ,
        "GIS_DATABASE_URL": settings.database_url,
        "GIS_APP_DATABASE_URL": settings.app_database_url,
        "GIS_LANGUAGE": "en",
    }
