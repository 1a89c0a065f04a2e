"""Migrations, up and down, make exactly the tables of the models."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from geoalchemy2 import alembic_helpers
from sqlalchemy import Connection, inspect, text

from gis_service.db import make_engine
from gis_service.models import Base
from gis_service.settings import PROJECT
from tests.conftest import Server

CONFIG = Config(PROJECT / "alembic.ini")
REVISIONS = [script.revision for script in ScriptDirectory.from_config(CONFIG).walk_revisions()]


@pytest.fixture(scope="module")
def connection(server: Server) -> Iterator[Connection]:
    settings = server.create("_migrations")
    engine = make_engine(settings.database_url, as_app=False)
    with engine.connect() as made:
        yield made
    engine.dispose()
    server.drop(settings)


def go(connection: Connection, direction: str, revision: str) -> None:
    config = Config(PROJECT / "alembic.ini", attributes={"connection": connection})
    getattr(command, direction)(config, revision)
    connection.commit()


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection,
        opts={
            "include_object": alembic_helpers.include_object,
            "compare_type": True,
            "compare_server_default": True,
        },
    )
    return list(compare_metadata(context, Base.metadata))


def test_the_migrations_make_the_models(connection: Connection) -> None:
    go(connection, "upgrade", "head")
    assert differences(connection) == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_step_goes_down_and_up_again(connection: Connection, revision: str) -> None:
    go(connection, "upgrade", "head")
    go(connection, "downgrade", revision)
    go(connection, "downgrade", "-1")
    go(connection, "upgrade", "head")
    assert differences(connection) == []


def test_down_to_nothing_leaves_no_table_view_or_function(connection: Connection) -> None:
    go(connection, "upgrade", "head")
    go(connection, "downgrade", "base")
    left = set(inspect(connection).get_table_names()) - {"spatial_ref_sys", "alembic_version"}
    assert left == set()
    views = {"geometry_columns", "geography_columns", "raster_columns", "raster_overviews"}
    assert set(inspect(connection).get_view_names()) - views == set()
    ours = connection.execute(text("SELECT count(*) FROM pg_proc WHERE proname = 'refuse_change'"))
    assert ours.scalar() == 0
    go(connection, "upgrade", "head")
    assert differences(connection) == []
