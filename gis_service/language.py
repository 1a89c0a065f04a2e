"""Texts in the person's language: Indonesian first, English one click away.

The catalogues are ``translations/<language>/LC_MESSAGES/messages.po``; message identifiers are the
English texts. They are read as they are: there is no compiled copy that could be out of date.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FOLDER = Path(__file__).parent / "translations"


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language; English, which the texts are written in, needs none."""
    catalogue = FOLDER / language / "LC_MESSAGES" / "messages.po"
    if not catalogue.exists():
        return NullTranslations()
    compiled = BytesIO()
    with catalogue.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return Translations(compiled)


def N_(message: str) -> str:  # noqa: N802 - the customary name, which Babel's extraction knows
    """Mark a text for the catalogues that is translated later, where it is shown."""
    return message
