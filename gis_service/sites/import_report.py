"""What became of an imported list, as JSON and on the console."""

from typing import Any

from rich.console import Console

from gis_service.language import translations
from gis_service.sites.files import MESSAGES, RowProblem
from gis_service.sites.service import ImportReport

SHOWN = 20


def as_json(report: ImportReport, file: str, *, dry_run: bool, language: str) -> dict[str, Any]:
    """Report an import: how many rows were taken, and every row or field that was not.

    Returns
    -------
    dict
        ``rejected`` are rows that are not in the database, ``problems`` are fields of rows that
        are; each with row, field, value, code, message and what would be right.
    """
    return {
        "file": file,
        "dry_run": dry_run,
        "rows": report.rows,
        "taken": report.taken,
        "unchanged": report.unchanged,
        "readings": dict(report.readings),
        "verdicts": dict(report.outcome.verdicts) if report.outcome else {},
        "rejected": [_problem(problem, language) for problem in report.rejected],
        "problems": [_problem(problem, language) for problem in report.problems],
    }


def print_report(document: dict[str, Any], console: Console) -> None:
    """Print the report, the first problems by name."""
    stored = "would be taken (dry run: nothing was stored)" if document["dry_run"] else "taken"
    console.print(
        f"{document['rows']} rows: {document['taken']} {stored}, {document['unchanged']} unchanged,"
        f" {len(document['rejected'])} not taken"
    )
    problems = document["rejected"] + document["problems"]
    for problem in problems[:SHOWN]:
        console.print(f"  {problem['message']} ({problem['expected']})", markup=False)
    if len(problems) > SHOWN:
        console.print(f"  and {len(problems) - SHOWN} more: see --report")
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in document["verdicts"].items())
    console.print(f"All sites now: {verdicts}")


def _problem(problem: RowProblem, language: str) -> dict[str, Any]:
    gettext = translations(language).gettext
    return {
        "row": problem.number,
        "field": problem.field,
        "value": problem.value,
        "code": problem.code,
        "message": gettext(MESSAGES[problem.code])
        % {"number": problem.number, "field": problem.field, "value": problem.value},
        "expected": gettext(problem.expected),
    }
