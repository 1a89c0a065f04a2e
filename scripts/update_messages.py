"""Bring the Indonesian catalogue up to date with the texts of the code; name what is missing.

New texts are added without a translation, texts that are gone are removed, the rest stays:

    .venv/bin/python scripts/update_messages.py
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).resolve().parents[1]
CODE = PROJECT / "gis_service"
CATALOGUE = CODE / "translations" / "id" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {"N_": None, "gettext": None, "_": None}
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]


def main() -> int:
    """Write the catalogue; status 1 where a text has no Indonesian."""
    before = read_po(BytesIO(CATALOGUE.read_bytes()))
    known = {entry.id: entry.string for entry in before if entry.id}
    after = Catalog(
        locale="id",
        project=before.project,
        version=before.version,
        header_comment=before.header_comment,
        last_translator=before.last_translator,
        language_team="the project",
        msgid_bugs_address="the project",
        creation_date=before.creation_date,
        revision_date=before.revision_date,
        fuzzy=False,
    )
    texts = {found[2] for found in extract_from_dir(CODE, METHODS, keywords=KEYWORDS)}
    for text in texts:
        after.add(text, known.get(text, ""))
    with CATALOGUE.open("wb") as file:
        write_po(file, after, width=100, sort_output=True)
    missing = sorted(text for text in texts if not known.get(text))
    for text in missing:
        print(f"no Indonesian yet: {text!r}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
