"""Which villages a person answers for: officers theirs, everybody else all of them."""

from gis_service.signed_in import SignedIn


def area_patterns(person: SignedIn) -> list[str]:
    """Patterns of the codes that the person sees: ``village_code LIKE ANY(:areas)`` in SQL.

    A dotted code has parts of fixed length: what begins with an area's code lies in that area.
    An officer without any area sees nothing.

    Examples
    --------
    >>> from uuid import uuid4
    >>> area_patterns(SignedIn(uuid4(), "a", "A", frozenset({"officer"}), ("52.01", "52.02.03")))
    ['52.01%', '52.02.03%']
    >>> area_patterns(SignedIn(uuid4(), "b", "B", frozenset({"planner"})))
    ['%']
    """
    if person.everywhere:
        return ["%"]
    return [f"{code}%" for code in person.areas] if "officer" in person.roles else []


def answers_for(person: SignedIn, code: str) -> bool:
    """Whether the person answers for a village, or for the whole of a larger area.

    Examples
    --------
    >>> from uuid import uuid4
    >>> officer = SignedIn(uuid4(), "a", "A", frozenset({"officer"}), ("52.01.02",))
    >>> answers_for(officer, "52.01.02.2001"), answers_for(officer, "52.01")
    (True, False)
    """
    return any(code.startswith(pattern.removesuffix("%")) for pattern in area_patterns(person))
