"""How long it takes to read all that is stored again, and by whom: `python -m benchmarks.rereading [SMALL [LARGE]]`.

Made pages of eight prices each, of ten providers, 2,000 and 20,000 if nothing else is said; each fiftieth was read
otherwise by an older program, so that something is written. They are read by one process, by two, and by the two
workers of a Dask cluster on this machine; by both again while a worker is killed five times. Whoever reads begins with
the same files and has to leave the same. All take turns, two providers at a time, there and back again: a machine that
is slower for a while is slower for all of them. What the same two processes gain where they do nothing but reckon
stands beside it: a machine whose cores are shared with others gives less than two.
"""

import compileall
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import dask
from distributed import LocalCluster

import pricebook
from benchmarks.decade import FIRST, Provider, line_of
from benchmarks.measuring import verdict
from pricebook.collection import Collection
from pricebook.extraction.sandbox import Sandbox
from pricebook.run.rereading import Rereading
from pricebook.snapshots.packs import Files
from pricebook.system.cluster import Cluster
from pricebook.system.crews import Crew, in_order
from pricebook.system.pool import Pool

PROVIDERS, AT_A_TIME, MODELS, ODD = 10, 2, 4, 50
SETTINGS = Path(__file__).parents[1] / "deploy" / "dask.yaml"
NOW = datetime(2030, 1, 1, tzinfo=UTC)


def made(root: Path, pages: int) -> Collection:
    collection = Collection(root)
    collection.scrapers.mkdir(parents=True)
    known = [Provider(collection, number, MODELS) for number in range(PROVIDERS)]
    archive = collection.archive()
    for provider in known:
        lines = []
        for number in range(pages // PROVIDERS):
            day = (FIRST + timedelta(number)).isoformat()
            provider.change(number % (2 * MODELS), str(1 + number % 400))
            content = _content(provider, f"{day}T02:23:00+08:00", odd=not number % ODD)
            folder = collection.snapshots / provider.name / day
            folder.mkdir(parents=True)
            for name, data in content.items():
                (folder / name).write_bytes(data)
            lines.append(line_of(provider, f"{day}T02:23:00+08:00", (day, content), new=True))
        archive.of(provider.name).write(lines)
    return collection


def _content(provider: Provider, at: str, *, odd: bool) -> Files:
    """The snapshot of now; an odd one says of a price what its page does not."""
    if not odd:
        return provider.content(at)
    page, amount = provider.page(), provider.amounts[0]
    provider.change(0, "999")
    provider.page = lambda: page  # type: ignore[method-assign]
    content = provider.content(at)
    del provider.page
    provider.change(0, amount)
    return content


class Reader:
    """Whoever reads, over a copy of its own."""

    def __init__(self, name: str, collection: Collection, crew: Crew, stack: ExitStack, *, kills: bool = False) -> None:
        self.name, self.crew, self.kills = name, crew, kills
        root = Path(tempfile.mkdtemp(dir=collection.root.parent))
        shutil.copytree(collection.root, root, dirs_exist_ok=True)
        self.collection = Collection(root)
        self.run = Rereading(self.collection, stack.enter_context(Sandbox(self.collection.scrapers)), NOW)
        self.seconds, self.reckoning, self.pages, self.killed = 0.0, 0.0, 0, set[str]()

    def read(self, providers: list[str]) -> None:
        """All pages of the providers; if it kills, a worker when half of the first one's are read."""
        middle = sum(1 for _ in (self.collection.snapshots / providers[0]).glob("*/about.json")) // 2
        started = perf_counter()
        for number, each in enumerate(self.run.over(providers, self.crew)):
            assert not each.problem, each.problem
            self.pages += each.pages
            if self.kills and number == middle:
                self._kill()
        self.seconds += perf_counter() - started

    def reckon(self) -> None:
        """What its workers need for what is nothing but reckoning: nobody gains more of a second process."""
        started = perf_counter()
        assert len(list(in_order(self.crew, sum, [range(4_000_000)] * 16))) == 16
        self.reckoning += perf_counter() - started

    def _kill(self) -> None:
        """Ends the worker that was heard of last, of those that still are."""
        for worker in reversed([each for each in self.run.held if each not in self.killed]):
            with suppress(ProcessLookupError):
                os.kill(int(worker.rpartition(":")[2]), signal.SIGKILL)
                self.killed.add(worker)
                return

    @property
    def each(self) -> float:
        """Seconds that a page took."""
        return self.seconds / self.pages

    @property
    def held(self) -> float:
        """MiB that a worker held at most."""
        return max(self.run.held.values()) / (1 << 20)

    def left(self) -> str:
        """A digest of all files."""
        whole, snapshots = sha256(), self.collection.snapshots
        for path in sorted(snapshots.rglob("*")):
            if path.is_file():
                whole.update(str(path.relative_to(snapshots)).encode() + b"\0" + path.read_bytes())
        return whole.hexdigest()

    def __str__(self) -> str:
        deaths = f", {len(self.killed)} times killed" if self.kills else ""
        return f"  {self.seconds:7.1f} s  {1000 * self.each:6.2f} ms a page, {self.held:.0f} MiB  {self.name}{deaths}"


def cluster(stack: ExitStack) -> Crew:
    """Two workers of a scheduler on this machine, set up as `docs/operating.md` has it."""
    made = LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)  # type: ignore[no-untyped-call]
    return stack.enter_context(Cluster(stack.enter_context(made).scheduler_address))


def main(small: int = 2_000, large: int = 20_000) -> None:
    compileall.compile_dir(str(Path(pricebook.__file__).parent), quiet=1)  # as it is where it was installed
    dask.config.refresh(paths=[str(SETTINGS)])
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        less, more = (made(folder / str(pages), pages) for pages in (small, large))
        print(f"{small:,} and {large:,} pages, on {os.cpu_count()} cores", flush=True)
        few = Reader("two processes", less, stack.enter_context(Pool(2)), stack)
        one = Reader("one process", more, stack.enter_context(Pool(1)), stack)
        two = Reader("two processes", more, stack.enter_context(Pool(2)), stack)
        deadly = Reader("two processes", more, stack.enter_context(Pool(2)), stack, kills=True)
        spread = Reader("a cluster of two", more, cluster(stack), stack)
        killed = Reader("a cluster of two", more, cluster(stack), stack, kills=True)
        os.sync()  # what was copied is written before a clock starts
        readers = [few, one, two, deadly, spread, killed]
        known = more.providers()
        for first in range(0, PROVIDERS, AT_A_TIME):
            for reader in readers if first % (2 * AT_A_TIME) == 0 else readers[::-1]:
                reader.read(known[first : first + AT_A_TIME])
            for reader in (one, two):
                reader.reckon()
        assert len(deadly.killed) == len(killed.killed) == PROVIDERS // AT_A_TIME
        print(*readers, sep="\n")
        different = len({each.left() for each in readers if each is not few})
    print(f"two processes that only reckon, to one: {two.reckoning / one.reckoning:.3f}")
    print(verdict("two processes, to one", two.seconds / one.seconds, round(1 / 1.8, 3)))
    print(verdict("a cluster of two, to two processes", spread.seconds / two.seconds, 1.2))
    print(verdict("the same, a worker killed five times", killed.seconds / two.seconds, 1.2))
    print(verdict("two processes, one killed five times, to none killed", deadly.seconds / two.seconds, 1.2))
    print(verdict("time for a page, many pages to few", two.each / few.each, 1.2))
    print(verdict("different files that these five left", different, 1))
    print(verdict("MiB that a worker held at most", max(each.held for each in readers), 256))
    print(verdict("MiB, many pages to few", two.held / few.held, 1.5))


if __name__ == "__main__":
    # Workers load once more whatever is run as a module: with what is measured here that would be all of it.
    command = "import sys; from benchmarks.rereading import main; main(*map(int, sys.argv[1:]))"
    sys.exit(subprocess.run([sys.executable, "-c", command, *sys.argv[1:3]], check=False).returncode)
