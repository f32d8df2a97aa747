"""Nothing is loaded that a command does not need."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

HEAVY = {"httpx", "sqlalchemy", "sqlmodel", "bs4", "lxml", "markdown_it", "jinja2", "vcr", "pydantic"}
NEEDS: dict[str, tuple[list[str], set[str]]] = {
    "--help": (["--help"], set()),
    "--version": (["--version"], set()),
    "read --help": (["read", "--help"], set()),
    "list": (["list"], {"pydantic"}),
    "show": (["show", "qwen-max"], {"pydantic"}),
    "explain": (["explain", "00"], {"pydantic"}),
    "scrapers": (["scrapers"], {"pydantic"}),
    "read a flat page": (["read", "xingchen", "tests/documents/xingchen.txt"], {"pydantic"}),
    "read HTML": (["read", "moonshot", "tests/cassettes/moonshot/chat.body.html"], {"pydantic", "bs4", "lxml"}),
    "read Markdown": (["read", "xfyun", "tests/documents/xfyun.md"], {"pydantic", "markdown_it", "lxml"}),
}


@pytest.mark.parametrize("command", NEEDS)
def test_only_what_is_needed_is_loaded(command: str) -> None:
    words, allowed = NEEDS[command]
    code = "from pricebook.cli import main; main()"
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code, *words],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    loaded = {line.rsplit("|", 1)[1].strip().split(".")[0] for line in run.stderr.splitlines() if "|" in line}
    assert loaded & HEAVY <= allowed
