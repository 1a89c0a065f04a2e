"""Connections that only read tiles: nothing can be changed over them, and nothing takes long.

They commit nothing and begin nothing, so that a tile costs the server one message. Each worker
has as many as it makes tiles at a time: one.
"""

import weakref
from typing import Any

import psycopg

from gis_service.db import APP_ROLE
from gis_service.errors import DatabaseUnavailableError
from gis_service.language import N_

#: As any role that may be it, the service's own; and a plan that serves every tile.
OPTIONS = (
    "-c default_transaction_read_only=on -c statement_timeout=5000 -c jit=off"
    " -c plan_cache_mode=force_generic_plan -c application_name=gis-tiles"
)
STEP_DOWN = (
    "SELECT set_config('role', rolname, false) FROM pg_roles WHERE rolname = %s"
    " AND rolname <> current_user AND pg_has_role(current_user, oid, 'member')"
)
MOST_IDLE = 2


class TileTimeoutError(DatabaseUnavailableError):
    """A tile that takes the database too long."""

    code = "tile-timeout"


class TileReader:
    """Makes and keeps the connections."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._idle: list[psycopg.Connection[Any]] = []
        self.close = weakref.finalize(self, _close, self._idle)

    def read(self, query: str, parameters: dict[str, Any]) -> Any:
        """Give the first value of a query's first row; None without a row.

        Raises
        ------
        DatabaseUnavailableError
            The database cannot be reached, or takes too long.
        """
        while True:
            connection, fresh = self._connection()
            try:
                row = connection.execute(query, parameters, prepare=True, binary=True).fetchone()
            except psycopg.errors.QueryCanceled as error:
                connection.close()
                raise TileTimeoutError(
                    N_("The tile takes the database too long. Try again in a few seconds.")
                ) from error
            except psycopg.OperationalError as error:
                connection.close()
                # the server was restarted while the connection lay idle
                if not fresh:
                    continue
                raise _away() from error
            except BaseException:
                connection.close()
                raise
            if len(self._idle) < MOST_IDLE:
                self._idle.append(connection)
            else:
                connection.close()
            return row[0] if row else None

    def _connection(self) -> tuple[psycopg.Connection[Any], bool]:
        try:
            return self._idle.pop(), False
        except IndexError:
            pass
        try:
            connection = psycopg.connect(
                self.url, autocommit=True, options=OPTIONS, connect_timeout=2
            )
            connection.execute(STEP_DOWN, (APP_ROLE,))
        except psycopg.OperationalError as error:
            raise _away() from error
        return connection, True


def _away() -> DatabaseUnavailableError:
    return DatabaseUnavailableError(
        N_("The database cannot be reached. It is worth trying again in a few seconds.")
    )


def _close(connections: list[psycopg.Connection[Any]]) -> None:
    while connections:
        connections.pop().close()
