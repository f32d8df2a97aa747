"""What every test shares: the collection, a frozen one, a copy to write in, and that nobody asks a real server."""

import atexit
import gc
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings

from pricebook.collection import Collection
from pricebook.fetch.recordings import Recording
from pricebook.run.refresh import publish
from tests.offline import sitecustomize
from tests.pages import as_it_was

ROOT = Path(__file__).resolve().parent.parent
FROZEN = ("bailian", "moonshot", "ucloud", "xfyun", "xingchen")
"""Whose pages tests know by heart. Of all others only that is tested which holds for every provider."""
AFTER = "2026"
"""The year that the frozen collection does not know any more."""

collect_ignore = ["cases", "offline"]
_offline = Path(sitecustomize.__file__).parent
os.environ["PYTHONPATH"] = os.pathsep.join([str(_offline), *filter(None, [os.environ.get("PYTHONPATH")])])
# What somebody set for a collection of his own is nothing to the tests; commands write bytecode as they do elsewhere.
for _name in ("CATALOG_CONTACT", "CATALOG_DATABASE_URL", "CATALOG_WHO", "PYTHONDONTWRITEBYTECODE"):
    os.environ.pop(_name, None)
# How long an example takes on a busy machine says nothing of the program.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-expected", action="store_true", help="write tests/expected/ anew from the recordings")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "provider" in metafunc.fixturenames:
        metafunc.parametrize("provider", Collection(ROOT).providers())


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Who asks for acme by `-k` means a provider of the collection, and not what tests say of one that they make up."""
    made_up = isinstance(val, str) and argname != "provider" and "acme" in val.lower()
    return re.sub("(?i)acme", "maker", str(val)) if made_up else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests begin first: what is left at the end are short ones, which several workers share evenly."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """What was loaded stays: it need not be searched for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _no_disk_is_waited_for() -> Iterator[None]:
    """What outlives a power cut no test of this process can see; those in tests/faults/ have processes of their own."""
    with patch("os.fsync", lambda _: None):
        yield


@cache
def frozen() -> Collection:
    """This collection as it was at the end of 2025: neither nights nor providers to come change it."""
    collection = Collection(Path(tempfile.mkdtemp()))
    atexit.register(shutil.rmtree, collection.root, ignore_errors=True)
    copied(Collection(ROOT), collection, FROZEN)
    for provider in FROZEN:
        shutil.copytree(ROOT / "snapshots" / provider, collection.snapshots / provider, ignore=_later)
        shelf = collection.archive().of(provider)
        shelf.introduce(collection.scraper(provider).profile(shelf.looks()[-1].at))
    publish(collection, collection.presents())
    return collection


def copied(source: Collection, target: Collection, providers: Iterable[str]) -> None:
    """Gives the target these providers' scrapers and recordings as they were, with the pages that they had."""
    target.scrapers.mkdir(parents=True)
    for provider in providers:
        shutil.copy(source.scrapers / f"{provider}.py", target.scrapers)
        shutil.copytree(source.recordings / provider, target.recordings / provider, ignore=_recorded_later)
        as_it_was(target, provider)


def _recorded_later(folder: str, names: list[str]) -> list[str]:
    """What a copy leaves out: recordings of a day to come, with their bodies."""
    made = (Recording(path) for path in Path(folder).glob("*.yaml"))
    later = {made.path.stem for made in made if made.about["observed_on"] >= AFTER}
    return [name for name in names if re.sub(r"\.(yaml|body\..+)$", "", name) in later]


def _later(_: str, names: list[str]) -> list[str]:
    """What a copy leaves out: what is called after a day to come, what a person decided, what scrapers said since."""
    years = {name: match[1] for name in names if (match := re.match(r"([0-9]{4})", name))}
    return [name for name in names if years.get(name, "") >= AFTER or name in {"decisions.jsonl", "profile.jsonl"}]


@pytest.fixture
def copy(tmp_path: Path) -> Collection:
    """A collection with the frozen one's scrapers and recordings, without snapshots and without a catalogue."""
    made = Collection(tmp_path / "copy")
    copied(Collection(ROOT), made, FROZEN)
    return made
