"""What every ``gis`` command needs: settings, a database, the clock, and who acts."""

import getpass
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import click
from rich.console import Console
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from gis_service.db import make_engine, transaction
from gis_service.settings import Settings, read_settings


@dataclass
class Commands:
    """The object of the click context; nothing is read or opened before it is needed."""

    language: str | None = None

    @cached_property
    def settings(self) -> Settings:
        """Settings from the environment; ``--language`` wins."""
        return read_settings(language=self.language)

    @cached_property
    def engine(self) -> Engine:
        """Connections as the service's own role."""
        return make_engine(self.settings.app_database_url, pool_size=1)

    @cached_property
    def console(self) -> Console:
        """Where progress and summaries go: standard error, so that output can be piped."""
        return Console(stderr=True, highlight=False, soft_wrap=True)

    @property
    def actor(self) -> str:
        """Who acts, for the audit trail."""
        try:
            return f"gis ({getpass.getuser()})"
        except (KeyError, OSError):
            return "gis"

    @property
    def now(self) -> datetime:
        """The moment the command acts."""
        return datetime.now(UTC)

    def transaction(self) -> AbstractContextManager[Session]:
        """One transaction, committed at the end."""
        return transaction(self.engine, self.settings)


pass_commands = click.make_pass_decorator(Commands, ensure=True)
