"""What a terminal shows: colours unless NO_COLOR says otherwise, nothing wider than the window."""

import pytest
from rich.cells import cell_len

from tests.command import needs_a_terminal, on_a_terminal
from tests.conftest import frozen

pytestmark = needs_a_terminal


def test_tables_fit_the_window_and_lose_nothing() -> None:
    shown = on_a_terminal(frozen().root, "list", "--model", "kimi-latest", NO_COLOR="1")
    assert all(cell_len(line) <= 70 for line in shown.splitlines())
    assert "…" not in shown


@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_no_color_is_honoured(env: dict[str, str], *, coloured: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert ("\x1b[" in on_a_terminal(frozen().root, "show", "kimi-latest", **env)) is coloured
