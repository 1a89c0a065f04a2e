"""The SQL of views and functions: whole files beside the revisions that run them."""

from pathlib import Path

FOLDER = Path(__file__).parent / "sql"


def sql_file(name: str) -> str:
    """Read ``migrations/sql/<name>.sql``."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
