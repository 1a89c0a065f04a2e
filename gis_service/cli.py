"""The ``gis`` command: wiring only; each slice brings its own commands."""

import sys

import click
from sqlalchemy.exc import DBAPIError

from gis_service import listeners  # noqa: F401 - slices begin to listen to one another
from gis_service.accounts.commands import user
from gis_service.areas.commands import boundaries
from gis_service.areas.roster_commands import roster
from gis_service.command_line import Commands
from gis_service.demonstration.commands import demo
from gis_service.errors import DatabaseUnavailableError, ServiceError
from gis_service.migrate import migrate
from gis_service.settings import LANGUAGES
from gis_service.setup import setup
from gis_service.sites.commands import check, coordinates, sites
from gis_service.zones.commands import zones


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--language", type=click.Choice(LANGUAGES), help="Of messages; default: GIS_LANGUAGE."
)
@click.version_option(package_name="gis-service")
@click.pass_context
def gis(context: click.Context, language: str | None) -> None:
    """Village cooperatives on the map: boundaries, sites, checks and zones."""
    context.obj = Commands(language)


for command in (migrate, setup, roster, boundaries, sites, check, coordinates, zones, user, demo):
    gis.add_command(command)


def main() -> None:
    """Run ``gis``; an error that people can mend is told in a sentence, without a traceback."""
    try:
        gis(prog_name="gis")
    except ServiceError as error:
        _fail(error)
    except DBAPIError as error:
        _fail(_database_error(error))


def _database_error(error: DBAPIError) -> ServiceError:
    state = getattr(error.orig, "sqlstate", None)
    if state in ("42P01", "42703"):
        return DatabaseUnavailableError(
            "The database has not the tables of this version: run gis migrate (or ./run)."
        )
    if state is None or state.startswith(("08", "57")):
        return DatabaseUnavailableError(
            "The database cannot be reached. Start it with ./run start, or check GIS_DATABASE_URL."
        )
    raise error


def _fail(error: ServiceError) -> None:
    click.echo(f"gis: {error.message}", err=True)
    sys.exit(1)
