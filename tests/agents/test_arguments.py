"""Whatever an assistant sends, it is answered in words or values: nothing it says makes the program fail."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pricebook.agents.desk import Desk
from pricebook.publish.escaping import visible
from tests.agents.releases import HIDDEN, desk, released

serving = pytest.importorskip("pricebook.agents.serving", exc_type=ModuleNotFoundError)

NAMES = [
    "name", "model", "provider", "at", "since", "input_tokens", "output_tokens", "seconds", "counted", "conditions",
    "service", "meter", "standard", "accept", "skip", "most", "self", "as_printed", "mode", "duration", "thinking",
]  # fmt: skip
TEXTS = [
    "plain",
    "many",
    "thinker",
    "Twin",
    "acme",
    "2026-02-01",
    "0001-01-01",
    "inference",
    "1.5",
    HIDDEN,
    "\ud800",
    "\0",
]
PLAIN = st.sampled_from(TEXTS) | st.integers() | st.floats() | st.booleans() | st.none() | st.text(max_size=3)
VALUES = PLAIN | st.lists(PLAIN, max_size=2) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=3), PLAIN)
GOOD = {
    "name": "plain", "model": "plain", "since": "2026-02-01", "input_tokens": 1, "provider": "acme", "most": 3,
}  # fmt: skip
KNOWN = {
    "find_model": ["name", "most"], "prices": ["model", "provider", "most"], "changes": ["since", "provider"],
    "cost": ["model", "input_tokens"],
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return desk(released(Path(tmp_path_factory.mktemp("release"))))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=200)
@given(tool=st.sampled_from(sorted(KNOWN)), odd=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=2))
def test_every_call_is_answered_in_text_of_which_all_is_seen(made: Desk, tool: str, odd: dict[str, Any]) -> None:
    result = serving.called(made, tool, {**{name: GOOD[name] for name in KNOWN[tool]}, **odd})
    (content,) = result.content
    assert visible(content.text) == content.text
    content.text.encode()
    if result.is_error:
        assert content.text.startswith(f"{tool}: ")
        return
    told = json.loads(content.text)
    assert told == result.structured_content
    shown = told.get("offers") or told.get("prices") or told.get("costs") or told.get("changes")
    assert bool(told["refused"]) != bool(shown) or (tool == "changes" or "skip" in odd)
