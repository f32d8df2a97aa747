"""What every test shares: the collection, a copy of it to write in, and the expected files."""

import atexit
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

from pricebook.collection import Collection
from pricebook.run.refresh import publish

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-expected", action="store_true", help="write tests/expected/ anew from the recordings")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "provider" in metafunc.fixturenames:
        metafunc.parametrize("provider", Collection(ROOT).providers())


@cache
def frozen() -> Collection:
    """This collection as it was at the end of 2025: nights to come change what is committed, not what was."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for part in ("scrapers", "snapshots", "tests/cassettes"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "2026-*", "202[7-9]*"))
    looks = folder / "snapshots" / "observations.jsonl"
    lines = looks.read_text(encoding="utf-8").splitlines(keepends=True)
    looks.write_text("".join(line for line in lines if json.loads(line)["at"] < "2026"), encoding="utf-8")
    (folder / "snapshots" / "approvals.jsonl").unlink(missing_ok=True)
    publish(Collection(folder))
    return Collection(folder)


@pytest.fixture(scope="session")
def collection() -> Collection:
    return Collection(ROOT)


@pytest.fixture
def copy(tmp_path: Path) -> Collection:
    """A collection with the same scrapers and recordings, without snapshots and without a catalogue."""
    for part in ("scrapers", "tests/cassettes"):
        shutil.copytree(ROOT / part, tmp_path / "copy" / part, ignore=shutil.ignore_patterns("__pycache__"))
    return Collection(tmp_path / "copy")
