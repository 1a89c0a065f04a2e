"""Passwords: argon2id, and what makes one good enough."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from gis_service.errors import ServiceError
from gis_service.language import N_

SHORTEST = 10
LONGEST = 200
# Letters and digits that are not taken for one another when read from paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

# The parameters that OWASP gives for argon2id, with one pass more: 19 MiB for about 30 ms.
_hasher = PasswordHasher(time_cost=3, memory_cost=19_456, parallelism=1)

# Checked where there is nobody of that name, so that the answer takes as long as for anybody.
NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=3,p=1$OzdBJ7JLMVACtJwdpfDjiA"
    "$VFQAHgToVvMMZ/jPqjRg2EEEjjbMb2UHqbG98AjWJ4E"
)


class WeakPasswordError(ServiceError):
    """A password that would be guessed."""

    code = "password-weak"
    status = 400


def hash_password(password: str) -> str:
    """Hash a password for keeping."""
    return _hasher.hash(password)


def verify(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one; takes as long when there is no hash."""
    try:
        _hasher.verify(password_hash or NOBODYS_HASH, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def refuse_weak(password: str, username: str) -> None:
    """Refuse a password that would be guessed.

    Raises
    ------
    WeakPasswordError
        It is too short or long, says the username, or is one or two characters over and over.
    """
    if len(password) < SHORTEST:
        raise WeakPasswordError(
            N_("The password must have %(shortest)s characters or more."), shortest=SHORTEST
        )
    if len(password) > LONGEST:
        raise WeakPasswordError(
            N_("The password must have %(longest)s characters or fewer."), longest=LONGEST
        )
    if username and username in password.lower():
        raise WeakPasswordError(N_("The password must not contain the username."))
    if len(set(password.lower())) < 5:
        raise WeakPasswordError(N_("The password must have five different characters or more."))


def make_password() -> str:
    """Make a password that can be read out: four groups of four, 79 bits."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
    return "-".join(groups)
