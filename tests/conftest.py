"""What every test shares: the collection, a copy of it to write in, and the expected files."""

import shutil
from pathlib import Path

import pytest

from pricebook.collection import Collection

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-expected", action="store_true", help="write tests/expected/ anew from the recordings")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "provider" in metafunc.fixturenames:
        metafunc.parametrize("provider", Collection(ROOT).providers())


@pytest.fixture(scope="session")
def collection() -> Collection:
    return Collection(ROOT)


@pytest.fixture
def copy(tmp_path: Path) -> Collection:
    """A collection with the same scrapers and recordings, without snapshots and without a catalogue."""
    for part in ("scrapers", "tests/cassettes"):
        shutil.copytree(ROOT / part, tmp_path / "copy" / part, ignore=shutil.ignore_patterns("__pycache__"))
    return Collection(tmp_path / "copy")
