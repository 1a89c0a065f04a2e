"""What every page says about the data: whose province, and how far they can be trusted."""

from dataclasses import dataclass

from flask import g
from sqlalchemy.orm import Session

from gis_service.areas.lookups import current_quality, province_in_use
from gis_service.sample import is_demonstration
from gis_service.web import database


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Of the data as they stand.

    Attributes
    ----------
    province : str, optional
        The name of the province, where there is exactly one.
    quality : str, optional
        Of the boundaries in force: ``official`` or ``indicative``.
    sample : bool
        Demonstration data are among the data.
    """

    province: str | None = None
    quality: str | None = None
    sample: bool = False


def page_facts() -> PageFacts:
    """The facts for the page at hand; none on the page of an error."""
    if g.get("failed"):
        return PageFacts()
    if "facts" not in g:
        g.facts = facts_of(database())
    facts: PageFacts = g.facts
    return facts


def facts_of(session: Session) -> PageFacts:
    """Read the facts."""
    return PageFacts(
        province_in_use(session),
        current_quality(session),
        is_demonstration(session),
    )
