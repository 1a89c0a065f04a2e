"""The database: engines, sessions and one transaction for each use case."""

import select
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import URL, Engine, MetaData, TextClause, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

from gis_service.errors import DatabaseUnavailableError
from gis_service.settings import Settings

APP_ROLE = "gis_app"


class Base(DeclarativeBase):
    """Base of the tables; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def sqlalchemy_url(url: str) -> URL:
    """Give a ``postgresql://`` address the driver's name (psycopg 3).

    >>> sqlalchemy_url("postgresql://gis@/gis").drivername
    'postgresql+psycopg'
    """
    return make_url(url).set(drivername="postgresql+psycopg")


def make_engine(
    url: str,
    *,
    as_app: bool = True,
    connect_timeout: int | None = None,
    serving: bool = False,
    **options: Any,
) -> Engine:
    """Make an engine; with ``as_app`` every connection works as the service's own role.

    An owner's address can serve the application too: the connection then steps down to
    ``gis_app``, which can neither change the tables' definition nor the audit trail.
    ``connect_timeout`` is in seconds. With ``serving`` the connections are for many short questions
    of few kinds: a statement that comes again is not planned again for other parameters, and none
    may take or wait for long.
    """
    connect_args: dict[str, Any] = {"application_name": "gis", "prepare_threshold": 2}
    if connect_timeout is not None:
        connect_args["connect_timeout"] = connect_timeout
    engine = create_engine(
        sqlalchemy_url(url),
        connect_args=connect_args,
        **options,
    )
    event.listen(engine, "checkout", _refuse_closed)
    if as_app:
        event.listen(engine, "connect", _step_down)
    if serving:
        event.listen(engine, "connect", _prepare_to_serve)
    return engine


def _refuse_closed(connection: Any, _record: object, _proxy: object) -> None:
    """Have a connection replaced that the server closed while nobody used it.

    A server has nothing to say to an idle client but good-bye: so looking whether there is
    something to read tells as much as a question would, without waiting for its answer.
    """
    # psycopg's own connection, which is not open any more where it knows of the end itself
    if connection.closed or select.select([connection.fileno()], [], [], 0)[0]:
        raise DisconnectionError


def _step_down(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = %s AND rolname <> current_user"
            " AND pg_has_role(current_user, oid, 'member')",
            (APP_ROLE,),
        )
        if cursor.fetchone():
            cursor.execute(f"SET SESSION ROLE {APP_ROLE}")
    connection.commit()


def _prepare_to_serve(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode = force_generic_plan")
        cursor.execute("SET statement_timeout = '15s'")
        cursor.execute("SET lock_timeout = '3s'")
    connection.commit()


@contextmanager
def transaction(engine: Engine, settings: Settings) -> Iterator[Session]:
    """One use case, one transaction: committed at the end, rolled back on any error.

    The settings travel with the session (``session.info["settings"]``) for those who listen to
    what happens in it.

    Raises
    ------
    DatabaseUnavailableError
        The server cannot be reached.
    """
    try:
        with (
            Session(engine, expire_on_commit=False, info={"settings": settings}) as session,
            session.begin(),
        ):
            yield session
    except OperationalError as error:
        if error.connection_invalidated or not error.statement:
            raise DatabaseUnavailableError(
                "The database cannot be reached. Start it with ./run start, or check"
                " GIS_DATABASE_URL."
            ) from error
        raise


def read_rows(session: Session, query: str, parameters: dict[str, Any]) -> list[Any]:
    """Read with psycopg itself, in binary: for what runs at every request, or brings much.

    Parameters
    ----------
    query : str
        With psycopg's own placeholders, ``%(name)s``.

    Returns
    -------
    list of named tuple

    Raises
    ------
    DBAPIError
        As SQLAlchemy's own reads do.
    """
    ours = session.connection()
    connection = ours.connection.driver_connection
    assert isinstance(connection, psycopg.Connection)  # noqa: S101 - for the type checker
    try:
        with connection.cursor(binary=True, row_factory=namedtuple_row) as cursor:
            return cursor.execute(query, parameters).fetchall()
    except psycopg.Error as error:
        if connection.broken:
            ours.invalidate(error)
        raise DBAPIError.instance(
            query,
            None,
            error,
            psycopg.Error,
            hide_parameters=True,
            connection_invalidated=connection.broken,
            dialect=ours.dialect,
        ) from error


def gather_statistics(session: Session, *tables: str) -> None:
    """Let the planner know many new rows, as the tables' owner where the session may be that.

    Without it a table that was empty a moment ago is taken to be so still, and each row that
    refers to it costs a scan.
    """
    role = session.execute(text("SELECT current_user")).scalar_one()
    # only the owner may: without the right the server merely warns, and autovacuum does it later
    session.execute(text("SET LOCAL ROLE NONE"))
    session.execute(text(f"ANALYZE {', '.join(tables)}"))
    session.execute(text("SELECT set_config('role', :role, true)"), {"role": role})


@cache
def statement(package: str, name: str) -> TextClause:
    """Read ``sql/<name>.sql`` of a slice such as ``gis_service.sites``."""
    return text(files(package).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8"))
