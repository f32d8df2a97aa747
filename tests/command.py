"""Running the command as a user does: a process of its own, no terminal, no network."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

MAIN = [sys.executable, "-c", "from pricebook.cli import main; main()"]
_HURRIED = """
from functools import partial
from pricebook import fetch
from pricebook.cli import main
fetch.Fetcher = partial(fetch.Fetcher, gap=0.0)
main()
"""
HURRIED = [sys.executable, "-c", _HURRIED]
"""The command where no host needs a pause between two requests: the time is given to it."""
WHO = {"CATALOG_CONTACT": "https://example.org/prices"}


def looked(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """`catalog refresh words ...`, which asks servers on loopback and waits for nobody."""
    return catalog("refresh", *words, cwd=cwd, env=WHO, program=HURRIED)


def catalog(
    *words: str | Path, cwd: Path, env: Mapping[str, str] | None = None, program: Sequence[str] = MAIN
) -> subprocess.CompletedProcess[str]:
    """`catalog words ...` in that folder; a traceback is never an answer."""
    run = subprocess.run(
        [*program, *map(str, words)],
        cwd=cwd,
        env={**os.environ, "COLUMNS": "80", **(env or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in run.stderr, run.stderr
    return run


needs_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="a terminal can be opened on POSIX only")


def on_a_terminal(cwd: Path, *words: str, **env: str) -> str:
    """What the command prints on a terminal of its own; there are none to open on Windows."""
    import pty  # noqa: PLC0415

    terminal, its_end = pty.openpty()
    child = subprocess.Popen(
        [*MAIN, *words], cwd=cwd, env={**os.environ, "COLUMNS": "70", "TERM": "xterm-256color", **env},
        stdin=its_end, stdout=its_end, stderr=its_end, start_new_session=True,
    )  # fmt: skip
    os.close(its_end)
    printed = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        printed += piece
    os.close(terminal)
    child.wait()
    return printed.decode()


def tree(root: Path) -> dict[str, bytes]:
    """Every file that is kept, by its path."""
    kept = (path for path in sorted(root.rglob("*")) if path.is_file() and ".catalog" not in path.parts)
    return {str(path.relative_to(root)): path.read_bytes() for path in kept}
