"""What a consumer reads of a provider after a page was seen: looked at, written down and published, as a night does."""

import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.mutations.truth import Key, key_of
from pricebook.beliefs import Response
from pricebook.collection import Collection
from pricebook.extraction.visit import Unconfined
from pricebook.history.checkpoint import Presents
from pricebook.publish.parts import part_of
from pricebook.run.looking import Run, look, record
from pricebook.run.sources import Moment
from pricebook.scraping import Provider
from pricebook.snapshots.archive import Archive

COLLECTION = Collection(Path(__file__).resolve().parents[2])
DAYS = ("2026-09-29", "2026-09-30", "2026-10-01")
"""Of the page of an earlier day, of the page as it was, of the changed one."""
_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # thousands of small stores, none of which lasts
Published = dict[str, Any]


@dataclass(frozen=True)
class View:
    """What is published of a provider."""

    error: str | None
    """Why the last look failed, if it did."""
    prices: list[Published]
    absent: list[Published]
    pending: list[Published]
    waiting: int
    """How many things of the provider wait for a person: cases, amounts that were not read, conflicts."""

    @cached_property
    def current(self) -> Mapping[Key, list[Published]]:
        """The prices, by what they are of."""
        found = defaultdict[Key, list[Published]](list)
        for price in self.prices:
            found[key_of(price)].append(price)
        return found

    @cached_property
    def gone(self) -> Mapping[Key, Published]:
        """Those that are not listed any more."""
        return {key_of(price): price for price in self.absent}

    @cached_property
    def held(self) -> set[Key]:
        """What has a new value that waits."""
        return {key_of(price) for price in self.pending}

    @cached_property
    def held_models(self) -> set[str]:
        """Their models."""
        return {price["model"] for price in self.pending}


@dataclass(frozen=True, slots=True)
class _Sent:
    """One page as it comes, on that day."""

    at: str
    page: str
    body: bytes
    today: None = None

    def vouched(self) -> bool:
        return True

    def settled(self) -> bool:
        return True

    def moments(self, provider: Provider) -> list[Moment]:  # noqa: ARG002 - whoever it is
        return [Moment(self.at, "captured", {self.page: lambda: Response(self.body)})]


def see(root: Path, provider: str, page: str, body: bytes, at: str, *, kept: bool = False) -> View:
    """Looks at the page, writes down what was seen in that folder, and tells what is published then.

    `kept` also writes the checkpoint, from which the next look goes on.
    """
    presents = Presents(Archive(root / "snapshots"), root / "checkpoint")
    run = Run(COLLECTION, presents, _Sent(at, page, body), Unconfined(COLLECTION.scraper), jobs=1)
    (outcome,) = look(run, provider, lambda: COLLECTION.scraper(provider).of)
    record(presents.archive, outcome)
    if provider not in presents.archive.looked_at:
        return View(outcome.error, [], [], [], 0)
    part = part_of(presents.of(provider))
    if kept:
        (root / "checkpoint").mkdir(exist_ok=True)
        presents.write()
    status = part.status
    waiting = sum(status.get(name) or 0 for name in ("held", "unread", "conflicts"))
    error = outcome.error or next(iter(outcome.failing.values()), None)
    prices, absent, pending = (_records(part.lists[name]) for name in ("prices", "absent", "pending"))
    return View(error, prices, absent, pending, waiting)


def _records(rows: bytes) -> list[Published]:
    held: list[Published] = json.loads(b"[" + rows.strip().strip(b",") + b"]")
    return held


@contextmanager
def day_one(provider: str, page: str, body: bytes, before: bytes | None = None) -> Iterator[tuple[View, Path]]:
    """What is published of a page that is seen for the first time, and the folder that remembers it."""
    with tempfile.TemporaryDirectory(dir=_MEMORY) as name:
        root = Path(name) / "store"
        root.mkdir()
        if before is not None:
            see(root, provider, page, before, DAYS[0], kept=True)
        yield see(root, provider, page, body, DAYS[1], kept=True), root


def day_two(root: Path) -> Callable[[str, str, bytes], View]:
    """What is published of another page on the day after; the folder is left as it was."""

    def seen(provider: str, page: str, body: bytes) -> View:
        with tempfile.TemporaryDirectory(dir=_MEMORY) as name:
            copy = Path(name) / "store"
            shutil.copytree(root, copy)
            return see(copy, provider, page, body, DAYS[2])

    return seen
