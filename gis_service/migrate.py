"""``gis migrate``: bring the database's tables to this version."""

import click
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError

from gis_service.command_line import Commands, pass_commands
from gis_service.db import make_engine
from gis_service.errors import ServiceError
from gis_service.settings import PROJECT, Settings


class MigrationError(ServiceError):
    """The database cannot be brought to this version."""

    code = "migration"


def upgrade(settings: Settings, revision: str = "head") -> None:
    """Bring the database to a revision, in one transaction: all of it or nothing.

    Raises
    ------
    MigrationError
        The server refused a statement, for example for a missing extension or right.
    """
    engine = make_engine(settings.database_url, as_app=False)
    config = Config(PROJECT / "alembic.ini")
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    except DBAPIError as error:
        diagnostics = getattr(error.orig, "diag", None)
        hint = getattr(diagnostics, "message_hint", None)
        if diagnostics is None or diagnostics.message_primary is None:
            raise
        raise MigrationError(
            f"The database {settings.database_name} could not be migrated:"
            f" {diagnostics.message_primary}." + (f" {hint}" if hint else "")
        ) from error
    finally:
        engine.dispose()


@click.command()
@pass_commands
def migrate(commands: Commands) -> None:
    """Bring the database's tables to this version."""
    upgrade(commands.settings)
    commands.console.print(f"Database {commands.settings.database_name}: up to date")
