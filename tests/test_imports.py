"""Nothing is loaded that a command does not need, and nothing is imported where it must not be known."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT, frozen

HEAVY = {
    "httpx", "sqlalchemy", "sqlmodel", "alembic", "bs4", "lxml", "markdown_it", "jinja2", "vcr", "pydantic", "mcp",
    "distributed",
}  # fmt: skip
NEEDS: dict[str, tuple[list[str], set[str]]] = {
    "--help": (["--help"], set()),
    "--version": (["--version"], set()),
    "read --help": (["read", "--help"], set()),
    "mcp --help": (["mcp", "--help"], set()),
    "list": (["list"], set()),
    "list of a provider": (["list", "--provider", "ucloud", "--meter", "input"], set()),
    "show": (["show", "qwen-max"], set()),
    "show what is unknown": (["show", "qwen-maxx"], set()),
    "explain as JSON": (["explain", "ac86cba818e72e80", "--json"], set()),
    "diff of files": (["diff", "catalog/v1/prices.json", "catalog/v1/prices.json"], set()),
    "explain": (["explain", "ac86cba818e72e80"], {"pydantic"}),
    "scrapers": (["scrapers"], {"pydantic"}),
    "read a flat page": (["read", "xingchen", "tests/documents/xingchen.txt"], {"pydantic"}),
    "read HTML": (["read", "moonshot", "tests/cassettes/moonshot/chat.body.html"], {"pydantic", "lxml", "bs4"}),
    "read Markdown": (["read", "xfyun", "tests/documents/xfyun.md"], {"pydantic", "markdown_it", "lxml"}),
}

LIBRARIES = (
    "httpx", "stamina", "protego", "vcr", "sqlalchemy", "sqlmodel", "alembic", "bs4", "lxml", "markdown_it",
    "openpyxl", "playwright", "webencodings", "mcp", "distributed", "warcio", "brotli",
)  # fmt: skip
TERMINAL = ("typer", "rich")
FAULTS: list[tuple[str, str, str]] = [
    *(
        ("src/pricebook/checks/gate/doubts.py", f"import {name}", f"checks.gate.doubts -> {name} ")
        for name in LIBRARIES + TERMINAL
    ),
    ("src/pricebook/publish/display.py", "import jinja2", "publish.display -> jinja2 "),
    ("src/pricebook/checks/ledger.py", "from pricebook.phrases import words", "checks.ledger -> pricebook.phrases"),
    ("src/pricebook/units.py", "from pricebook import records", "units -> pricebook.records "),
    ("src/pricebook/history/diff.py", "from pricebook.publish import display", "diff -> pricebook.publish.display "),
    ("src/pricebook/novelties.py", '"""A room that stands in no list."""', "- pricebook.novelties\n"),
    ("src/pricebook/book/names.py", "from pricebook import units", "book.names -> pricebook.units "),
    ("scrapers/acme.py", "from pricebook.fetch import Fetcher", "scrapers.acme -> pricebook.fetch "),
    ("scrapers/_shared.py", "from pricebook import tables", "scrapers._shared -> pricebook.tables "),
]
"""A file, what somebody writes into it, and what is said of it."""


def loaded(words: list[str], env: dict[str, str] | None = None) -> set[str]:
    """The packages that the command loads."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "from pricebook.cli import main; main()", *words],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return {line.rsplit("|", 1)[1].strip().split(".")[0] for line in run.stderr.splitlines() if "|" in line}


@pytest.mark.parametrize("command", NEEDS)
def test_only_what_is_needed_is_loaded(command: str) -> None:
    words, allowed = NEEDS[command]
    assert loaded(words) & HEAVY <= allowed


def test_who_asks_a_database_that_is_up_to_date_loads_no_library_for_it(tmp_path: Path) -> None:
    env = {"CATALOG_DATABASE_URL": f"sqlite:///{tmp_path}/h.sqlite"}
    history = ["-C", str(frozen().root), "history", "QwQ-32B"]
    assert "sqlmodel" in loaded(history, env), "it is made first"
    for words in (history, ["-C", str(frozen().root), "list", "--as-of", "2025-10-01"]):
        assert loaded(words, env) & HEAVY == set()


def test_every_contract_breaks_where_it_is_not_kept(tmp_path: Path) -> None:
    for part in ("src", "scrapers"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, line, _ in FAULTS:
        with (tmp_path / name).open("a", encoding="utf-8") as module:
            module.write(f"{line}\n")
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()", "--no-cache"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src"), "COLUMNS": "200"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    assert run.returncode == 1
    assert f"Contracts: 0 kept, {len(contracts)} broken." in run.stdout
    assert [told for _, _, told in FAULTS if told not in run.stdout] == []
