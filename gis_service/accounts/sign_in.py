"""Signing in with a password, with few attempts for a name and for an address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil

from sqlalchemy.orm import Session

from gis_service.accounts import passwords, queries
from gis_service.accounts.audit import record
from gis_service.accounts.models import Person
from gis_service.errors import ServiceError
from gis_service.language import N_

WINDOW = timedelta(minutes=15)
ATTEMPTS_OF_A_NAME = 5
# An office shares one address.
ATTEMPTS_OF_AN_ADDRESS = 50


class WrongPasswordError(ServiceError):
    """No such person, another password, or an account that is disabled: nobody learns which."""

    code = "password-wrong"
    status = 401


class NothingTypedError(ServiceError):
    """The name or the password is missing."""

    code = "nothing-typed"
    status = 400


class TooManyAttemptsError(ServiceError):
    """Too many failed attempts; ``retry_after`` is in seconds."""

    code = "too-many-attempts"
    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(
            N_("There were too many attempts. Try again in %(minutes)s minutes."),
            minutes=ceil(retry_after / 60),
        )
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Credentials:
    """What was typed, and where the request came from."""

    username: str
    password: str
    address: str


def sign_in(session: Session, given: Credentials, now: datetime) -> Person:
    """Check a name and password.

    Every attempt is counted before it is made, and has to be committed also when it fails.

    Raises
    ------
    NothingTypedError
        Name or password is missing; this is no attempt.
    TooManyAttemptsError
        The password was not looked at.
    WrongPasswordError
        Nobody of that name, another password, or a disabled account.
    """
    if not given.username.strip() or not given.password:
        raise NothingTypedError(N_("Type your username and your password."))
    person = _check(session, given, now)
    record(
        session,
        actor=person.username,
        action="account.sign-in",
        subject=("person", str(person.id)),
        detail={},
        now=now,
        person_id=person.id,
    )
    return person


def confirm_password(session: Session, given: Credentials, now: datetime) -> Person:
    """Check the password of somebody who is signed in, with the same few attempts.

    Raises
    ------
    TooManyAttemptsError, WrongPasswordError
        As for `sign_in`.
    """
    return _check(session, given, now)


def _check(session: Session, given: Credentials, now: datetime) -> Person:
    username = given.username.strip().lower()
    name, address = _subject("name", username), _subject("address", given.address)
    queries.remove_old_attempts(session, now - WINDOW)
    # the address first: one that has used up its attempts locks nobody's account any more
    for subject, most in ((address, ATTEMPTS_OF_AN_ADDRESS), (name, ATTEMPTS_OF_A_NAME)):
        counted = queries.count_attempt(session, subject, now, WINDOW)
        if counted.attempts > most:
            wait = counted.began_at + WINDOW - now
            raise TooManyAttemptsError(max(1, ceil(wait.total_seconds())))
    person = queries.person_named(session, username)
    password = given.password[: passwords.LONGEST + 1]
    right = passwords.verify(person.password_hash if person else None, password)
    if person is None or not right or person.disabled_at is not None:
        raise WrongPasswordError(N_("The username or the password is not right."))
    queries.forget_attempts(session, name, address)
    if person.password_hash and passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.hash_password(password)
    return person


def _subject(kind: str, value: str) -> str:
    return f"{kind}:{sha256(value.encode(errors='replace')).hexdigest()[:32]}"
