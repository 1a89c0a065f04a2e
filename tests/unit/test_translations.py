"""Every text has its Indonesian, and both say the same figures."""

import re
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import gis_service
from gis_service import listeners  # noqa: F401 - every slice adds the words of its flags
from gis_service.findings.messages import STEPS, how, known_codes, message
from spatial.flags import SEVERITIES
from spatial.readings import STEPS as READING_STEPS

FOLDER = Path(gis_service.__file__).parent
CATALOGUE = FOLDER / "translations" / "id" / "LC_MESSAGES" / "messages.po"


def texts_in_the_code() -> set[str]:
    found = extract_from_dir(
        FOLDER,
        [("**.py", "python"), ("templates/**.html", "jinja2")],
        keywords={"N_": None, "gettext": None, "_": None},
    )
    return {text for _, _, text, _, _ in found if isinstance(text, str)}


def test_the_catalogue_has_every_text_of_the_code_and_no_other() -> None:
    catalogue = read_po(BytesIO(CATALOGUE.read_bytes()))
    translated = {entry.id: entry.string for entry in catalogue if entry.id}
    assert translated.keys() == texts_in_the_code()
    assert [text for text, indonesian in translated.items() if not indonesian] == []


def test_both_languages_show_the_same_figures() -> None:
    placeholders = re.compile(r"%\(\w+\)s")
    catalogue = read_po(BytesIO(CATALOGUE.read_bytes()))
    for entry in catalogue:
        assert sorted(placeholders.findall(str(entry.id))) == sorted(
            placeholders.findall(str(entry.string))
        )


def test_every_flag_and_every_step_can_be_said() -> None:
    assert known_codes() == SEVERITIES.keys()
    assert STEPS.keys() == {step for step in READING_STEPS if not step.startswith("utm-")}


def test_numbers_are_written_as_the_language_writes_them() -> None:
    detail = {"distance_m": 1240.3, "found_in": ["52.01.01.2003"]}
    names = {"52.01.01.2003": "Gapuk"}
    assert message("outside-village", detail, "id", names).startswith(
        "1.240 m di luar desa, di Gapuk (52.01.01.2003)."
    )
    assert message("outside-village", detail, "en", names).startswith(
        "1,240 m outside the village, in Gapuk (52.01.01.2003)."
    )
    assert how(("utm-50S", "swapped-axes"), "id") == (
        "UTM zona 50S, meter, lintang dan bujur ditukar"
    )
