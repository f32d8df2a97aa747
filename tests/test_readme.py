"""What the README says of providers is so, and the lines that it gives to programs work as they stand."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import pricebook
from tests.conftest import ROOT, frozen
from tests.serving import Server, answer, once, serving, url

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
MODEL = "deepseek-ai/DeepSeek-R1"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    yield from serving()


def lines(language: str) -> str:
    """The first lines that the README gives in that language."""
    found = re.search(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    assert found
    return found[1]


def printed(*command: str, **environment: str) -> str:
    run = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def slim() -> Path:
    return frozen().release / "slim.json"


def test_the_lines_of_python_price_a_request() -> None:
    code = lines("python").replace(
        "pricebook.load()", f"pricebook.load({str(frozen().release)!r}, accept_expired=True)"
    )
    told = pricebook.load(str(frozen().release), accept_expired=True)
    cost = told.cost(f"ucloud/{MODEL}", input_tokens=20_000, output_tokens=800)
    assert printed(sys.executable, "-c", code) == f"{cost.amount} {cost.currency}\n"


def test_the_lines_of_the_shell_show_what_is_published() -> None:
    if not (shutil.which("curl") and shutil.which("jq")):
        pytest.skip("no curl or no jq here")
    told = printed("sh", "-ec", lines("sh"), PRICES=slim().parent.as_uri())
    assert json.loads(told) == json.loads(slim().read_bytes())["providers"]["ucloud"]["models"][MODEL]


def test_the_lines_of_javascript_show_what_is_published(server: Server) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here")
    server.says["/slim.json"] = once(answer(slim().read_bytes(), kind="application/json"))
    told = printed(node, "--input-type=module", "--eval", lines("js"), PRICES=url(server, ""))
    own = json.loads(slim().read_bytes())["providers"]["ucloud"]
    assert told.startswith(own["currency"])
    assert all(amount in told for amount in own["models"][MODEL].values())
