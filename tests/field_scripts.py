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
    """What a script of the field says of each case: ``it`` of ``given``, and of what is beside.

    It is waited for; ``bytes`` reads base64.
    """
    body = expression if expression.startswith("{") else f"({expression})"
    program = f"""
        import {{ readFileSync }} from "node:fs";
        import * as it from {json.dumps((FIELD / module).as_uri())};
        const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
        const {{ cases, beside }} = JSON.parse(readFileSync(0, "utf8"));
        const said = async (given) => {body};
        const found = [];
        for (const given of cases) found.push((await said(given)) ?? null);
        console.log(JSON.stringify(found));
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
