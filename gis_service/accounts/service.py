"""Accounts: made, disabled, reset; who acts and when are arguments."""

import re
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from gis_service.accounts import passwords, queries
from gis_service.accounts.audit import record
from gis_service.accounts.models import Person, PersonRole, Responsibility
from gis_service.areas.codes import normalise_code
from gis_service.areas.lookups import unknown_areas
from gis_service.errors import ServiceError
from gis_service.language import N_
from gis_service.signed_in import ROLES

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}", re.ASCII)


class AccountError(ServiceError):
    """An account cannot be made or changed as asked; the text says why."""

    code = "account"
    status = 400


class UsernameTakenError(AccountError):
    """There is somebody of that name already."""

    code = "username-taken"
    status = 409


class UnknownPersonError(AccountError):
    """There is nobody of that name."""

    code = "person-unknown"
    status = 404


def add_person(
    session: Session,
    username: str,
    full_name: str,
    password: str,
    *,
    roles: Collection[str],
    areas: Collection[str] = (),
    by: str,
    now: datetime,
    is_demonstration: bool = False,
) -> Person:
    """Make an account.

    Parameters
    ----------
    roles : collection of str
        One or more of the five.
    areas : collection of str
        Codes of any level; for officers, who see only these.
    by : str
        Who acts, for the audit trail.

    Raises
    ------
    AccountError
        Username, name, role or area that cannot be taken; the text names it.
    WeakPasswordError
        The password would be guessed.
    """
    username, full_name = username.strip().lower(), " ".join(full_name.split())
    codes = list(dict.fromkeys(normalise_code(code) for code in areas))
    roles = list(dict.fromkeys(roles))
    _refuse_bad_account(session, username, full_name, roles, codes)
    passwords.refuse_weak(password, username)
    person = Person(
        username=username,
        full_name=full_name,
        password_hash=passwords.hash_password(password),
        created_at=now,
        password_changed_at=now,
        is_demonstration=is_demonstration,
    )
    session.add(person)
    session.flush()
    session.add_all(PersonRole(person_id=person.id, role=role) for role in roles)
    session.add_all(Responsibility(person_id=person.id, area_code=code) for code in codes)
    session.flush()
    _note(session, person, "account.add", by, now, roles=sorted(roles), areas=codes)
    return person


def disable_person(session: Session, username: str, *, by: str, now: datetime) -> Person:
    """Disable an account; its sessions and tokens end. Disabling it again changes nothing.

    Raises
    ------
    UnknownPersonError
        Nobody has that username.
    """
    person = person_called(session, username)
    if person.disabled_at is None:
        person.disabled_at = now
        person.session_epoch += 1
        queries.revoke_tokens(session, person.id, now)
        _note(session, person, "account.disable", by, now)
    return person


def reset_password(
    session: Session, username: str, password: str, *, by: str, now: datetime
) -> Person:
    """Give an account a new password; its sessions and tokens end, and it works again.

    Raises
    ------
    UnknownPersonError
        Nobody has that username.
    WeakPasswordError
        The password would be guessed.
    """
    person = person_called(session, username)
    passwords.refuse_weak(password, person.username)
    _set_password(person, password, now)
    person.disabled_at = None
    queries.revoke_tokens(session, person.id, now)
    _note(session, person, "account.reset", by, now)
    return person


def change_password(session: Session, person: Person, password: str, now: datetime) -> None:
    """Take the new password of somebody who confirmed the old one; all sessions end.

    Raises
    ------
    WeakPasswordError
        The password would be guessed.
    """
    passwords.refuse_weak(password, person.username)
    _set_password(person, password, now)
    _note(session, person, "account.password", person.username, now, person_id=person.id)


def end_sessions(session: Session, person_id: UUID, now: datetime) -> None:
    """End every session of a person, on all devices."""
    person = session.get_one(Person, person_id)
    person.session_epoch += 1
    _note(session, person, "account.sign-out", person.username, now, person_id=person.id)


def _set_password(person: Person, password: str, now: datetime) -> None:
    person.password_hash = passwords.hash_password(password)
    person.password_changed_at = now
    person.session_epoch += 1


def person_called(session: Session, username: str) -> Person:
    """The person with a username.

    Raises
    ------
    UnknownPersonError
    """
    person = queries.person_named(session, username)
    if person is None:
        raise UnknownPersonError(
            N_("There is no account with the username %(username)s."), username=username
        )
    return person


def _refuse_bad_account(
    session: Session, username: str, full_name: str, roles: Collection[str], codes: Collection[str]
) -> None:
    if not USERNAME.fullmatch(username):
        raise AccountError(
            N_(
                "The username %(username)s cannot be taken: two characters or more, from a to z,"
                " 0 to 9 and . _ @ -"
            ),
            username=username,
        )
    if not full_name:
        raise AccountError(N_("The name of the person is missing."))
    wrong = sorted(set(roles) - set(ROLES))
    if wrong or not roles:
        raise AccountError(
            N_("Give one or more of these roles: %(roles)s."), roles=", ".join(ROLES)
        )
    unknown = unknown_areas(session, codes)
    if unknown:
        raise AccountError(
            N_("The roster does not hold the area %(code)s."), code=", ".join(unknown)
        )
    if codes and "officer" not in roles:
        raise AccountError(
            N_("Areas are for officers; everybody else answers for the whole province.")
        )
    if queries.person_named(session, username) is not None:
        raise UsernameTakenError(
            N_("The username %(username)s is taken already."), username=username
        )


def _note(
    session: Session,
    person: Person,
    action: str,
    by: str,
    now: datetime,
    *,
    person_id: UUID | None = None,
    **detail: object,
) -> None:
    record(
        session,
        actor=by,
        action=action,
        subject=("person", str(person.id)),
        detail={"username": person.username, **detail},
        now=now,
        person_id=person_id,
    )
