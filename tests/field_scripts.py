"""Asks the officer's scripts, outside a browser."""

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[1]
NODE = PROJECT / ".venv" / "bin" / "node"
FIELD = PROJECT / "static" / "field"
needs_node = pytest.mark.skipif(not NODE.exists(), reason="there is no Node.js (./run setup)")


def answers(module: str, expression: str, cases: Iterable[Any], beside: Any = None) -> list[Any]:
    """What a script of the field says of each case: ``it`` of ``given``, and of what is beside."""
    body = expression if expression.startswith("{") else f"({expression})"
    program = f"""
        import {{ readFileSync }} from "node:fs";
        import * as it from {json.dumps((FIELD / module).as_uri())};
        const {{ cases, beside }} = JSON.parse(readFileSync(0, "utf8"));
        console.log(JSON.stringify(cases.map((given) => {body})));
    """
    run = subprocess.run(
        [NODE, "--no-warnings", "--input-type=module", "--eval", program],
        input=json.dumps({"cases": list(cases), "beside": beside}),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    found: list[Any] = json.loads(run.stdout)
    return found
