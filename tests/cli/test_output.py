"""What a terminal shows: colours unless NO_COLOR says otherwise, nothing wider than the window."""

import json
import re

import pytest
from rich.cells import cell_len

from tests.command import catalog, needs_a_terminal, on_a_terminal
from tests.conftest import frozen

pytestmark = needs_a_terminal


@pytest.mark.parametrize("width", [40, 70, 80, 120, 200])
def test_tables_fit_the_window_and_cut_no_word(width: int) -> None:
    shown = on_a_terminal(frozen().root, "list", "--model", "kimi-latest", NO_COLOR="1", COLUMNS=str(width))
    listed = json.loads(catalog("list", "--model", "kimi-latest", "--json", cwd=frozen().root).stdout)
    assert "…" not in shown
    words = shown.split()
    assert [word for word in words if word in {price["id"] for price in listed}] == [price["id"] for price in listed]
    assert words.count("kimi-latest") == len(listed)
    assert width < 70 or all(cell_len(line) <= width for line in shown.splitlines())


def test_tiers_of_a_model_stand_below_each_other_the_lowest_first() -> None:
    shown = on_a_terminal(frozen().root, "show", "KIMI-latest", NO_COLOR="1")
    assert shown.index("context_tokens<=8192") < shown.index("8192<context") < shown.index("32768<")


def test_a_colour_says_what_a_word_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for words in (["diff", "2025-10-20", "2025-10-21"], ["status"], ["doctor", "--offline"]):
        coloured, plain = (
            on_a_terminal(frozen().root, *words, COLUMNS="200", **env) for env in ({}, {"NO_COLOR": "1"})
        )
        assert "\x1b[3" in coloured or words == ["status"]
        bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
        assert without_the_time(bare) == without_the_time(plain)


def without_the_time(printed: str) -> list[str]:
    """The lines; a minute may have passed from one command to the other."""
    return [re.sub(r"\d\d:\d\d(?= UTC)", "", line).rstrip() for line in printed.splitlines()]


@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_no_color_is_honoured(env: dict[str, str], *, coloured: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert ("\x1b[" in on_a_terminal(frozen().root, "show", "kimi-latest", **env)) is coloured
