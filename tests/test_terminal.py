"""What a terminal shows: colours unless NO_COLOR says otherwise, nothing wider than the window."""

import os
import subprocess

import pytest
from rich.cells import cell_len

from tests.command import MAIN
from tests.conftest import frozen

pty = pytest.importorskip("pty", reason="a terminal can be opened on POSIX only")


def on_a_terminal(*words: str, **env: str) -> str:
    """What the command prints on a terminal of its own."""
    terminal, its_end = pty.openpty()
    child = subprocess.Popen(
        [*MAIN, *words], cwd=frozen().root, env={**os.environ, "COLUMNS": "70", "TERM": "xterm-256color", **env},
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


def test_tables_fit_the_window_and_lose_nothing() -> None:
    shown = on_a_terminal("list", "--model", "kimi-latest", NO_COLOR="1")
    assert all(cell_len(line) <= 70 for line in shown.splitlines())
    assert "…" not in shown


@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_no_color_is_honoured(env: dict[str, str], *, coloured: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert ("\x1b[" in on_a_terminal("show", "kimi-latest", **env)) is coloured
