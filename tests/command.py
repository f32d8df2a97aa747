"""Running the command as a user does, without a terminal and a network: in this process, or in one of its own."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from unittest.mock import Mock, patch

import pytest

from pricebook.cli import main, running
from pricebook.fetch import Fetcher
from pricebook.run import sources

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
_COMMON = {"COLUMNS": "80"}
"""What the environment holds wherever the command is run."""


_looks: dict[Path, datetime] = {}
"""When each collection was looked at last."""


def looked(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """`catalog refresh words ...`, which asks servers on loopback and waits for nobody.

    It is a second later than the look before: two of one second cannot be.
    """
    before = _looks.get(cwd, datetime.min.replace(tzinfo=UTC))
    _looks[cwd] = max(datetime.now(UTC), before + timedelta(seconds=1))
    with (
        patch.object(sources, "Fetcher", partial(Fetcher, gap=0.0)),
        patch.object(running, "datetime", Mock(now=Mock(return_value=_looks[cwd]))),
    ):
        return catalog("refresh", *words, cwd=cwd, env=WHO)


def catalog(*words: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`catalog words ...` in that folder, in this process; a traceback is the test's own.

    What a process has of its own is given to it and taken away again. Where the interpreter reads the environment,
    where two write at a time or one is killed, it must be `started`.
    """
    command = ["catalog", *map(str, words)]
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii") for _ in range(2))
    with (
        chdir(cwd),
        patch.dict(os.environ, {**_COMMON, **(env or {})}),
        patch.object(sys, "argv", command),
        patch.object(sys, "stdin", io.StringIO()),
        patch.object(sys, "dont_write_bytecode", new=False),
        _without_scrapers(),
        redirect_stdout(out),
        redirect_stderr(err),
        pytest.raises(SystemExit) as end,
    ):
        main()
    status = end.value.code or 0
    assert isinstance(status, int), status
    return subprocess.CompletedProcess(command, status, _written(out), _written(err))


@contextmanager
def _without_scrapers() -> Iterator[None]:
    """What the command loads of its collection is nothing to the next one, whose modules have the same names."""
    before = {name: module for name, module in sys.modules.items() if name.startswith("scrapers.")}
    try:
        yield
    finally:
        for name in [name for name in sys.modules if name.startswith("scrapers.")]:
            del sys.modules[name]
        sys.modules.update(before)


def _written(stream: io.TextIOWrapper) -> str:
    """What was written, as a pipe is read."""
    stream.seek(0)
    return io.TextIOWrapper(stream.detach(), encoding="utf-8").read()


def started(
    *words: str | Path, cwd: Path, env: Mapping[str, str] | None = None, program: Sequence[str] = MAIN
) -> subprocess.CompletedProcess[str]:
    """`catalog words ...` in that folder, in a process of its own; a traceback is never an answer."""
    run = subprocess.run(
        [*program, *map(str, words)],
        cwd=cwd,
        env={**os.environ, **_COMMON, **(env or {})},
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
