"""Running the command as a user does: a process of its own, no terminal, no network."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

MAIN = [sys.executable, "-c", "from pricebook.cli import main; main()"]


def catalog(*words: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`catalog words ...` in that folder; a traceback is never an answer."""
    run = subprocess.run(
        [*MAIN, *map(str, words)],
        cwd=cwd,
        env={**os.environ, "COLUMNS": "80", **(env or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in run.stderr, run.stderr
    return run
