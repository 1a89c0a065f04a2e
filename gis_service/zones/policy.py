"""The zone policy: a documented file that the office edits, and the engine that applies it.

Pure: facts in, zone and reasons out. The format is described in ``data/policy/zones.toml``.
"""

import hashlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, cast

from gis_service.errors import ServiceError

Colour = Literal["green", "yellow", "red"]

COLOURS: Final[tuple[Colour, ...]] = ("green", "yellow", "red")
FACTS: Final[Mapping[str, tuple[type, ...]]] = MappingProxyType(
    {
        "verdict": (str,),
        "placement_waived": (bool,),
        "verified": (bool,),
        "kind": (str,),
        "portal_status": (str,),
        "construction_stage": (str,),
        "parcel_area_m2": (int, float),
        "owner_settled": (bool,),
        "clear_and_clean": (bool,),
        "dispute": (bool,),
        "protected_farmland": (bool,),
        "hazard": (bool,),
        "land_refused": (bool,),
        "parcel_findings": (int,),
        "open_blockers": (int,),
        "days_since_report": (int,),
    }
)
TESTS: Final = ("is", "in", "below", "above", "known")
LANGUAGES: Final = ("id", "en")

Facts = Mapping[str, Any]


class PolicyError(ServiceError):
    """The policy file cannot be used; the message says where and what would be right."""

    code = "zone-policy"


@dataclass(frozen=True, slots=True)
class Condition:
    """One test on one fact."""

    fact: str
    test: str
    value: Any

    def holds(self, facts: Facts, thresholds: Mapping[str, float]) -> bool:
        """Tell whether the condition holds; a fact that is not known meets only ``known``."""
        known = facts.get(self.fact)
        if self.test == "known":
            return (known is not None) is self.value
        if known is None:
            return False
        return _COMPARISONS[self.test](known, thresholds.get(str(self.value), self.value))


_COMPARISONS: Final[Mapping[str, Callable[[Any, Any], bool]]] = MappingProxyType(
    {
        "is": lambda known, value: known == value,
        "in": lambda known, value: known in value,
        "below": lambda known, value: known < value,
        "above": lambda known, value: known > value,
    }
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the policy: the zone a village cannot be better than while it trips."""

    id: str
    zone: Colour
    conditions: tuple[Condition, ...]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that tripped, with the figures of the facts it looked at."""

    rule: str
    zone: Colour
    figures: Mapping[str, Any]


@dataclass(frozen=True)
class Policy:
    """A policy file, read and found usable."""

    version: str
    thresholds: Mapping[str, float]
    exceptions: Mapping[str, Mapping[str, float]]
    rules: tuple[Rule, ...]
    content: str

    @cached_property
    def checksum(self) -> str:
        """SHA-256 of the file's text, in hexadecimal."""
        return hashlib.sha256(self.content.encode()).hexdigest()

    def thresholds_for(self, village_code: str) -> Mapping[str, float]:
        """The thresholds of a village: those of the smallest area that has an exception."""
        if not self.exceptions:
            return self.thresholds
        found = dict(self.thresholds)
        for area in sorted(self.exceptions, key=len):
            if village_code == area or village_code.startswith(area + "."):
                found |= self.exceptions[area]
        return found

    def zone(self, village_code: str, facts: Facts) -> tuple[Colour, tuple[Reason, ...]]:
        """Give a village its zone.

        Parameters
        ----------
        village_code : str
            Dotted code; thresholds may differ by area.
        facts : mapping
            What is known, by the names of `FACTS`; absent or None: not known.

        Returns
        -------
        (str, tuple of Reason)
            Green, yellow or red, and every rule that tripped, worst first.
        """
        thresholds = self.thresholds_for(village_code)
        reasons = [
            Reason(rule.id, rule.zone, _figures(rule, facts, thresholds))
            for rule in self.rules
            if all(condition.holds(facts, thresholds) for condition in rule.conditions)
        ]
        reasons.sort(key=lambda reason: -COLOURS.index(reason.zone))
        return (reasons[0].zone if reasons else "green"), tuple(reasons)

    def text(self, reason: Mapping[str, Any], language: str) -> str:
        """Say a reason in words; a rule that the policy no longer has is named by its id."""
        rule = next((rule for rule in self.rules if rule.id == reason["rule"]), None)
        if rule is None:
            return str(reason["rule"])
        return rule.texts[language].format_map(_Figures(reason["figures"]))


class _Figures(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "–"


def _figures(rule: Rule, facts: Facts, thresholds: Mapping[str, float]) -> dict[str, Any]:
    figures = {
        condition.fact: facts[condition.fact]
        for condition in rule.conditions
        if facts.get(condition.fact) is not None
    }
    limits = {
        f"{condition.value}_required": thresholds[condition.value]
        for condition in rule.conditions
        if isinstance(condition.value, str) and condition.value in thresholds
    }
    return figures | limits


def read_policy(path: Path) -> Policy:
    """Read a policy file.

    Raises
    ------
    PolicyError
        The file is missing or something in it cannot be used.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PolicyError(f"The zone policy {path} cannot be read: {error}") from error
    return parse_policy(content, str(path))


def parse_policy(content: str, name: str = "zones.toml") -> Policy:
    """Read a policy from its text; see `read_policy`."""
    try:
        document = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{name} is not valid TOML: {error}") from error
    try:
        return _policy(document, content)
    except PolicyError as error:
        raise PolicyError(f"{name}: {error.message}") from error


def _policy(document: dict[str, Any], content: str) -> Policy:
    version = document.get("version")
    if not isinstance(version, str) or not version:
        raise PolicyError('version is missing: a text such as "2026-01-15"')
    thresholds = _thresholds(document.get("thresholds", {}), "[thresholds]")
    exceptions = {}
    for number, exception in enumerate(document.get("exception", []), start=1):
        place = f"[[exception]] number {number}"
        area = exception.pop("area", None)
        if not isinstance(area, str):
            raise PolicyError(f'{place}: area is missing: a code such as "52.71"')
        exceptions[area] = _thresholds(exception, place)
        if unknown := exceptions[area].keys() - thresholds.keys():
            raise PolicyError(f"{place}: {min(unknown)} is not in [thresholds]")
    rules = [
        _rule(rule, number, thresholds) for number, rule in enumerate(document.get("rule", []), 1)
    ]
    if not rules:
        raise PolicyError("there is no [[rule]]: every village would be green")
    repeated = {rule.id for rule in rules if sum(other.id == rule.id for other in rules) > 1}
    if repeated:
        raise PolicyError(f"the rule id {min(repeated)!r} occurs twice")
    return Policy(version, thresholds, exceptions, tuple(rules), content)


def _thresholds(table: Mapping[str, Any], place: str) -> dict[str, float]:
    for name, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise PolicyError(f"{place}: {name} must be a number, not {value!r}")
    return dict(table)


def _rule(table: Mapping[str, Any], number: int, thresholds: Mapping[str, float]) -> Rule:
    place = f"[[rule]] number {number} ({table.get('id', 'without id')})"
    if not isinstance(table.get("id"), str):
        raise PolicyError(f"{place}: id is missing")
    if table.get("zone") not in ("yellow", "red"):
        raise PolicyError(f"{place}: zone must be yellow or red; green is when no rule trips")
    conditions = table.get("when")
    if not isinstance(conditions, list) or not conditions:
        raise PolicyError(f"{place}: when must list at least one condition")
    texts = table.get("text", {})
    if missing := [language for language in LANGUAGES if not isinstance(texts.get(language), str)]:
        raise PolicyError(f"{place}: text.{missing[0]} is missing")
    return Rule(
        table["id"],
        cast("Colour", table["zone"]),
        tuple(_condition(condition, place, thresholds) for condition in conditions),
        texts,
    )


def _condition(table: Any, place: str, thresholds: Mapping[str, float]) -> Condition:
    if not isinstance(table, dict) or table.get("fact") not in FACTS:
        raise PolicyError(f"{place}: fact must be one of {', '.join(FACTS)}; got {table!r}")
    tests = [name for name in table if name != "fact"]
    if len(tests) != 1 or tests[0] not in TESTS:
        raise PolicyError(f"{place}: {table['fact']} needs exactly one of {', '.join(TESTS)}")
    condition = Condition(table["fact"], tests[0], table[tests[0]])
    if problem := _value_problem(condition, thresholds):
        raise PolicyError(f"{place}: {condition.fact}: {problem}")
    return condition


def _value_problem(condition: Condition, thresholds: Mapping[str, float]) -> str | None:
    value, types = condition.value, FACTS[condition.fact]
    if condition.test == "known":
        return None if isinstance(value, bool) else "known must be true or false"
    if condition.test in ("below", "above"):
        return _limit_problem(condition, thresholds)
    values = value if condition.test == "in" else [value]
    if not isinstance(values, list):
        return "in must be a list"
    # bool is an int to Python, and must not pass for a number here
    if all(isinstance(one, types) and (isinstance(one, bool) == (bool in types)) for one in values):
        return None
    return f"{value!r} is not of the kind that this fact has"


def _limit_problem(condition: Condition, thresholds: Mapping[str, float]) -> str | None:
    value, types = condition.value, FACTS[condition.fact]
    if bool in types or str in types:
        return f"{condition.test} is for numbers"
    if isinstance(value, str):
        return None if value in thresholds else f"there is no threshold {value!r}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return None
    return f"{condition.test} must be a number or the name of a threshold"
