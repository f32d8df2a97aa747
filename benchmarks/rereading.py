"""How long it takes to read all that is stored again, and by whom: `python -m benchmarks.rereading [SMALL [LARGE]]`.

Made pages of eight prices each, of ten providers, 2,000 and 20,000 if nothing else is said; each fiftieth was read
otherwise by an older program, so that something is written. They are read by one process, by two, and by the two
workers of a Dask cluster on this machine; by both again while a worker is killed five times. Whoever reads, each run
begins with the same files and has to leave the same. A machine on which others work makes all of it slower, and not all
alike: the load is printed.
"""

import compileall
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from distributed import LocalCluster

import pricebook
from benchmarks.decade import FIRST, Provider, line_of
from benchmarks.measuring import verdict
from pricebook.collection import Collection
from pricebook.extraction.sandbox import Sandbox
from pricebook.run.rereading import Rereading
from pricebook.snapshots.packs import Files
from pricebook.system.cluster import Cluster
from pricebook.system.crews import Crew
from pricebook.system.pool import Pool

PROVIDERS, MODELS, ODD, KILLED = 10, 4, 50, 5
NOW = datetime(2030, 1, 1, tzinfo=UTC)


class Ran(NamedTuple):
    """One run: seconds by the clock, bytes that a worker held at most, how many were killed, a digest of all files."""

    seconds: float
    held: int
    killed: int
    digest: str


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


def ran(collection: Collection, crew: Crew, kills: int = 0) -> Ran:
    """A run over a copy of the collection."""
    root = Path(tempfile.mkdtemp(dir=collection.root.parent))
    shutil.copytree(collection.root, root, dirs_exist_ok=True)
    copy, total = Collection(root), sum(1 for _ in collection.snapshots.glob("*/*/about.json"))
    killed = set[str]()
    os.sync()  # what was copied is written before the clock starts
    started = perf_counter()
    with Sandbox(copy.scrapers) as sandbox:
        run = Rereading(copy, sandbox, NOW)
        for number, each in enumerate(run.over(copy.providers(), crew)):
            assert not each.problem, each.problem
            if len(killed) < kills and number >= (len(killed) + 1) * total // (kills + 1):
                _kill(run, killed)
    seconds = perf_counter() - started
    whole = sha256()
    for path in sorted(copy.snapshots.rglob("*")):
        if path.is_file():
            whole.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    shutil.rmtree(root)
    return Ran(seconds, max(run.held.values()), len(killed), whole.hexdigest())


def _kill(run: Rereading, killed: set[str]) -> None:
    """Ends the worker that was heard of last, of those that still are."""
    for worker in reversed([each for each in run.held if each not in killed]):
        with suppress(ProcessLookupError):
            os.kill(int(worker.rpartition(":")[2]), signal.SIGKILL)
            killed.add(worker)
            return


def by_pool(collection: Collection, size: int, kills: int = 0) -> Ran:
    with Pool(size) as crew:
        return ran(collection, crew, kills)


def by_cluster(collection: Collection, address: str, kills: int = 0) -> Ran:
    with Cluster(address) as crew:
        return ran(collection, crew, kills)


def measured(what: str, pages: int, job: Callable[[], Ran]) -> Ran:
    load = os.getloadavg()[0]
    got = job()
    each = f"{1000 * got.seconds / pages:6.1f} ms a page, {got.held / (1 << 20):.0f} MiB a worker"
    print(f"  {got.seconds:7.1f} s  {each}  {what}, {got.killed} killed, load before {load:.1f}", flush=True)
    return got


def main(small: int = 2_000, large: int = 20_000) -> None:
    compileall.compile_dir(str(Path(pricebook.__file__).parent), quiet=1)  # as it is where it was installed
    with tempfile.TemporaryDirectory() as folder:
        less, more = (made(Path(folder, str(pages)), pages) for pages in (small, large))
        print(f"{small:,} and {large:,} pages, on {os.cpu_count()} cores")
        few = measured(f"two processes, {small:,} pages", small, partial(by_pool, less, 2))
        one = measured("one process", large, partial(by_pool, more, 1))
        two = measured("two processes", large, partial(by_pool, more, 2))
        deadly = measured("two processes", large, partial(by_pool, more, 2, KILLED))
        local = LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)  # type: ignore[no-untyped-call]
        with local:
            address: str = local.scheduler_address
            cluster = measured("a cluster of two", large, partial(by_cluster, more, address))
            killed = measured("a cluster of two", large, partial(by_cluster, more, address, KILLED))
    runs = (one, two, deadly, cluster, killed)
    print(verdict("two processes, to one", two.seconds / one.seconds, round(1 / 1.8, 3)))
    print(verdict("a cluster of two, to two processes", cluster.seconds / two.seconds, 1.2))
    print(verdict("the same, a worker killed five times", killed.seconds / two.seconds, 1.2))
    print(verdict("two processes, one killed five times, to none killed", deadly.seconds / two.seconds, 1.2))
    print(verdict("time for a page, many pages to few", two.seconds / large / (few.seconds / small), 1.2))
    print(verdict("different files that these five runs left", len({each.digest for each in runs}), 1))
    print(verdict("MiB that a worker held at most", max(each.held for each in runs) / (1 << 20), 256))
    print(verdict("MiB, many pages to few", two.held / few.held, 1.2))


if __name__ == "__main__":
    # Workers load once more whatever is run as a module: with what is measured here that would be all of it.
    command = "import sys; from benchmarks.rereading import main; main(*map(int, sys.argv[1:]))"
    sys.exit(subprocess.run([sys.executable, "-c", command, *sys.argv[1:3]], check=False).returncode)
