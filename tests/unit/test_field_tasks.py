"""What the officers' page says a village needs today."""

from typing import Any

import pytest

from tests.field_scripts import answers, needs_node

pytestmark = needs_node

TODAY, YESTERDAY = "2026-01-15", "2026-01-14"
FINE = {"verdict": "inside", "verified": False, "flags": []}
WARNED = {**FINE, "flags": [{"severity": "warning", "waived": False}]}
NOTHING: dict[str, Any] = {"site": None, "parcel": None, "report": None}


def village(pending: dict[str, Any] | None = None, **known: Any) -> dict[str, Any]:
    return {**NOTHING, **known, "pending": {**NOTHING, "photos": [], **(pending or {})}}


def item(state: str, **more: Any) -> dict[str, Any]:
    return {"state": state, "content": {"reported_on": TODAY}, "reply": None, **more}


COMPLETE = village(site=FINE, parcel={"flags": []}, report={"reported_on": TODAY})

CASES = [
    ("nothing known", village(), {"site": "missing", "parcel": "missing", "report": "due"}, False),
    ("all there", COMPLETE, {}, True),
    ("yesterday's report", {**COMPLETE, "report": {"reported_on": YESTERDAY}}, {"report": "due"},
     False),
    ("outside", {**COMPLETE, "site": {**FINE, "verdict": "outside"}}, {"site": "flagged"}, True),
    ("near the boundary", {**COMPLETE, "site": {**FINE, "verdict": "uncertain"}},
     {"site": "flagged"}, True),
    ("a warning", {**COMPLETE, "site": WARNED}, {"site": "flagged"}, True),
    ("a waived warning",
     {**COMPLETE, "site": {**FINE, "flags": [{"severity": "warning", "waived": True}]}}, {}, True),
    ("checked by the office", {**COMPLETE, "site": {**WARNED, "verified": True}}, {}, True),
    ("all waits", village({kind: item("waiting") for kind in NOTHING}), {}, True),
    ("yesterday's report waits",
     village({"report": item("waiting", content={"reported_on": YESTERDAY})}, site=FINE,
             parcel={"flags": []}), {"report": "due"}, False),
    ("refused", village({"site": item("attention")}, parcel={"flags": []},
                        report={"reported_on": TODAY}), {"site": "repair"}, True),
    ("received and found outside",
     village({"site": item("received", reply={"site": {**FINE, "verdict": "outside"}})},
             parcel={"flags": []}, report={"reported_on": TODAY}), {"site": "flagged"}, True),
]  # fmt: skip


@pytest.fixture(scope="module")
def decided() -> list[dict[str, Any]]:
    return answers(
        "tasks.js",
        """{
            const tasks = it.tasksOf(given, beside);
            const told = tasks.map(({ kind, need, done }) => [kind, need, done]);
            return { tasks: told, reported: it.isReported(tasks) };
        }""",
        [case[1] for case in CASES],
        TODAY,
    )


@pytest.mark.parametrize(("index", "case"), list(enumerate(CASES)), ids=[case[0] for case in CASES])
def test_what_a_village_needs(
    decided: list[dict[str, Any]], index: int, case: tuple[str, Any, dict[str, str], bool]
) -> None:
    tasks = {kind: need for kind, need, _ in decided[index]["tasks"] if need}
    assert tasks == case[2]
    assert decided[index]["reported"] == case[3]


def test_the_order_is_that_of_the_work(decided: list[dict[str, Any]]) -> None:
    assert [kind for kind, _, _ in decided[0]["tasks"]] == ["site", "report", "parcel"]


def test_what_waits_is_marked(decided: list[dict[str, Any]]) -> None:
    (all_waits,) = [decided[at] for at, case in enumerate(CASES) if case[0] == "all waits"]
    assert [done for _, _, done in all_waits["tasks"]] == ["waiting"] * 3
