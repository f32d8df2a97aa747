"""A run that is killed, at any moment: nothing is left unreadable, no release is mixed, the next run ends the same.

    pytest tests/faults/kill.py

Moments are drawn over the length of a run; then each step by which what was seen is kept and published is the last one,
in turn. (The bytes as received are kept by other threads, which strace does not stop here.)
"""

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from pricebook.collection import Collection
from pricebook.extraction.visit import Unconfined
from pricebook.fetch import Fetcher
from pricebook.publish import release
from pricebook.run.looking import Run
from pricebook.run.refresh import publish, refresh
from pricebook.run.sources import Live
from tests.command import tree
from tests.conftest import ROOT
from tests.faults.worlds import FIRST, PAGES, SECOND, night, settle
from tests.serving import Server, answer, once, serving

MOMENTS = 40
PROVIDERS = ("moonshot", "ucloud", "xingchen")
SEED = 20260105
WORDS = ["--unconfined"]
"""Pages are read in the night's own process: how long reading takes is no step of keeping what was read."""


class World(NamedTuple):
    """A collection before a night, what it is after it, and how long that night takes."""

    before: Collection
    after: dict[str, bytes]
    seconds: float


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    yield from serving()


@pytest.fixture(scope="module")
def world(server: Server, tmp_path_factory: pytest.TempPathFactory) -> World:
    before = settle(tmp_path_factory.mktemp("before"), server, PROVIDERS)
    night(before.root, FIRST, *WORDS)
    for provider, old, new in (("ucloud", "16/百万", "17/百万"), ("moonshot", "￥10.00", "￥20.00")):
        server.says[f"/{provider}"] = once(answer(PAGES[provider].replace(old.encode(), new.encode())))
    after = tmp_path_factory.mktemp("after")
    shutil.copytree(before.root, after, dirs_exist_ok=True)
    began = time.monotonic()
    night(after, SECOND, *WORDS)
    return World(before, tree(after), time.monotonic() - began)


def started(root: Path, *words: str) -> "subprocess.Popen[bytes]":
    command = [*words, sys.executable, "-m", "tests.faults.night", str(root), SECOND, *WORDS]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def nothing_is_broken(collection: Collection, world: World) -> str:
    """Which release stands: `old` or `new`."""
    for path in [*collection.snapshots.rglob("*.json*"), *collection.release.rglob("*.json*")]:
        if ".partial" not in str(path):
            # What a killed run left of a last line is no line.
            lines = path.read_bytes().split(b"\n")[:-1] if path.suffix == ".jsonl" else [path.read_bytes()]
            for line in lines:
                json.loads(line)
    for provider in collection.providers():
        collection.archive().looks(provider)
    release.check(collection.release)
    stands = {f"catalog/v1/{name}": data for name, data in tree(collection.release).items()}
    old, new = (
        {n: b for n, b in of.items() if n.startswith("catalog/v1/")} for of in (tree(world.before.root), world.after)
    )
    assert stands in (old, new)
    return "old" if stands == old else "new"


def converges(collection: Collection, world: World) -> None:
    """The next run: what was half written is gone, and all is as if nothing had been."""
    now = datetime.fromisoformat(SECOND)
    fetcher = Fetcher("https://example.org/prices", sleep=lambda _: None, now=lambda: now)
    collection.recover()
    archive = collection.archive()
    presents = collection.presents(archive)
    run = Run(collection, presents, Live(collection, archive, fetcher, now), Unconfined(collection.scraper), jobs=4)
    list(refresh(run, collection.providers()))
    publish(collection, presents)
    assert tree(collection.root) == world.after
    assert not list(collection.root.rglob("*.partial"))


def test_killed_at_any_moment(world: World, tmp_path: Path) -> None:
    moments = random.Random(SEED)
    stood = []
    for number in range(MOMENTS):
        collection = Collection(tmp_path / str(number))
        shutil.copytree(world.before.root, collection.root)
        with started(collection.root) as run:
            # Reading takes most of a run and writes nothing: three of four moments are in the last third.
            early = number % 4 == 0
            time.sleep(moments.uniform(0 if early else world.seconds * 0.6, world.seconds * 1.05))
            run.kill()
        stood.append(nothing_is_broken(collection, world))
        converges(collection, world)
        shutil.rmtree(collection.root)
    assert set(stood) == {"old", "new"}, "the moments reach over the whole run"


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace stops a program at a step")
@pytest.mark.parametrize(
    ("step", "least"), [("fsync", 20), ("rename", 10), ("renameat2", 1), ("unlink,unlinkat", 2), ("mkdir", 1)]
)
def test_killed_at_every_step(step: str, least: int, world: World, tmp_path: Path) -> None:
    """The first step is the last one, then the second, until a run gets to its end."""
    told = b""
    steps = 0
    while not told:
        collection = Collection(tmp_path / str(steps))
        shutil.copytree(world.before.root, collection.root)
        fault = f"inject={step}:signal=KILL:when={steps + 1}"
        words = ("strace", "-qq", "-o", "/dev/null", "-e", f"trace={step}", "-e", fault)
        with started(collection.root, *words) as run:
            told = run.stdout.read() if run.stdout else b""
        nothing_is_broken(collection, world)
        converges(collection, world)
        shutil.rmtree(collection.root)
        steps += not told
    assert steps >= least
