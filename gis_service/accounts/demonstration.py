"""Accounts of the demonstration: there while its data are, with a password on the login page."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gis_service.accounts import queries
from gis_service.accounts.queries import Account

# Not a secret: the login page shows it to everybody while demonstration data are served.
DEMONSTRATION_PASSWORD = "data-contoh-ntb"  # noqa: S105


def demonstration_accounts(session: Session) -> Sequence[Account]:
    """The demonstration's accounts that somebody can sign in with."""
    return queries.accounts(session, only_demonstration=True)
