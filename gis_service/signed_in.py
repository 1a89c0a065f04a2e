"""Who acts: a person who is signed in, with roles and areas of responsibility."""

from dataclasses import dataclass
from uuid import UUID

ROLES = ("officer", "reviewer", "planner", "leadership", "administrator")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person who is signed in.

    Attributes
    ----------
    id, username, full_name
        Who it is.
    roles : frozenset of str
        Some of `ROLES`.
    areas : tuple of str
        Codes, of any level, of the areas an officer answers for.
    by_token : bool
        Signed in by a personal access token, not by a browser's session.
    """

    id: UUID
    username: str
    full_name: str
    roles: frozenset[str]
    areas: tuple[str, ...] = ()
    by_token: bool = False

    @property
    def everywhere(self) -> bool:
        """Whether the person sees every village: everybody who is not only an officer."""
        return bool(self.roles - {"officer"})
