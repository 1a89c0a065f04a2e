"""What the scripts of the officers' page say, and what they need to say it, is there."""

import re

from gis_service.field.texts import all_texts, page_texts
from gis_service.settings import PROJECT
from gis_service.submissions.models import Submission

SCRIPTS = sorted((PROJECT / "static" / "field").glob("*.js"))
SAID = re.compile(r'\btext\(\s*"([a-z_]+)"')
CHOSEN = re.compile(r'\btext\(\s*[^"`)]*\? "([a-z_]+)" : "([a-z_]+)"')
KINDS = ("site", "parcel", "report", "photo")
STATES = ("waiting", "sending", "received", "attention", "discarded")


def test_every_text_that_the_scripts_name_is_there() -> None:
    texts = all_texts()
    for script in SCRIPTS:
        source = script.read_text()
        names = {*SAID.findall(source), *sum(CHOSEN.findall(source), ())}
        assert names <= texts.keys(), script.name


def test_every_state_kind_and_task_has_its_text() -> None:
    texts = all_texts()
    names = [*(f"state_{state}" for state in STATES), *(f"kind_{kind}" for kind in KINDS)]
    names += [f"pause_{why}" for why in ("network", "busy", "signed-out")]
    for kind, needs in (
        ("site", ("missing", "flagged")),
        ("parcel", ("missing",)),
        ("report", ("due",)),
    ):
        names += [f"{kind}_none"]
        names += [
            f"task_{kind}_{need}" for need in (*needs, "repair", "again", "waiting", "received")
        ]
    assert set(names) <= texts.keys()


def test_every_kind_of_submission_is_one_of_the_queue() -> None:
    (check,) = [one for one in Submission.__table__.constraints if "kind" in str(one.name)]
    assert set(re.findall(r"'(\w+)'", str(check.sqltext))) <= set(KINDS)  # type: ignore[attr-defined]


def test_both_languages_are_handed_over() -> None:
    handed = page_texts("id", "Asia/Makassar")["languages"]
    assert handed["id"].keys() == handed["en"].keys() == all_texts().keys()
