"""Why a village has its zone, in words."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from gis_service.layers import queries
from gis_service.zones.policy import Policy, parse_policy


class Reasons:
    """Says reasons in the words of the policy that they came from."""

    def __init__(self, session: Session, policy_ids: Iterable[int | None], language: str) -> None:
        wanted = sorted({identity for identity in policy_ids if identity is not None})
        self.language = language
        self.policies = {
            identity: _policy(content)
            for identity, content in queries.policy_contents(session, wanted).items()
        }

    def texts(self, policy_id: int | None, reasons: list[dict[str, Any]] | None) -> list[str]:
        """Say each of a zone's reasons."""
        if policy_id is None:
            return []
        policy = self.policies[policy_id]
        return [policy.text(reason, self.language) for reason in reasons or ()]


@lru_cache(maxsize=8)
def _policy(content: str) -> Policy:
    return parse_policy(content)
