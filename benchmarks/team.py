"""A minute of a team on one database: `.ci/postgres python -m benchmarks.team [SECONDS]`.

Four readers, each a process, ask what is on sale, a model's history and which release that is, in one transaction each;
one writer brings releases in, of which every price is the number of the release. An answer that has another number
than its release's is a mixture. Without PostgreSQL the same is asked of a file of SQLite.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from tests.worlds import look, price, reading

from benchmarks.measuring import verdict
from pricebook.errors import StorageError
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.stamps import stamp
from pricebook.store import asking
from pricebook.store.current import Core
from pricebook.store.filling import fill
from pricebook.store.opening import opened, rebuilt, standing

READERS, PROVIDERS, MODELS, SECONDS = 4, 10, 50, 60
FIRST, LATER = date(2016, 1, 1), "2099-01-01"


class Asked(NamedTuple):
    """What a reader met."""

    times: list[float]
    releases: set[str]
    mixed: list[str]
    errors: list[str]


def seen(root: Path, release: int) -> str:
    """Looks at every provider; gives the stamp of the files."""
    for number in range(PROVIDERS):
        provider = f"provider-{number}"
        prices = [price(f"m-{each:02}", str(release), provider=provider) for each in range(MODELS)]
        look(root, (FIRST + timedelta(release)).isoformat(), reading(prices), provider)
    return stamp(root)


def brought_in(url: str, root: Path, known: Path, release: int) -> None:
    """Writes down which number the release has before anybody can meet it, then brings it in."""
    (known / seen(root, release)).write_text(str(release), encoding="utf-8")
    with opened(url) as connection:
        fill(connection, Archive(root))


def reader(url: str, known: Path, until: Path) -> Asked:
    """Asks until that file stands there, and once at least; the first answer is told to whoever waits for it."""
    met = Asked([], set(), [], [])
    while not until.exists() or not (met.times or met.errors):
        began = perf_counter()
        try:
            release, amounts = answer(url)
        except StorageError as problem:
            met.errors.append(str(problem))
            continue
        met.times.append(perf_counter() - began)
        met.releases.add(release)
        (known / f"reader-{os.getpid()}").touch()
        number = (known / release).read_text(encoding="utf-8")
        if amounts != {number}:
            met.mixed.append(f"release {number}: {sorted(amounts)}")
    return met


def answer(url: str) -> tuple[str, set[str]]:
    """One transaction: the release, and the amounts of all that stands in it, by two questions."""
    with standing(url) as connection:
        assert connection is not None, "the writer has made the tables"
        database = Core(connection)
        amounts = {each["amount"] for each in asking.as_of(database, LATER)}
        past = asking.history(database, "provider-3", "m-07")
        return asking.sealed(database) or "", amounts | {past[-1].quotes[0]["amount"]}


def releases(url: str, root: Path, known: Path, seconds: float) -> Iterator[float]:
    """Brings one in after the other for so long; how long each took."""
    started, release = perf_counter(), 1
    while perf_counter() - started < seconds:
        release, began = release + 1, perf_counter()
        brought_in(url, root, known, release)
        yield perf_counter() - began


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.get("CATALOG_TEST_POSTGRES") or f"sqlite:///{folder}/history.sqlite?timeout=60"
        root, known, until = (Path(folder) / name for name in ("snapshots", "known", "until"))
        known.mkdir()
        with rebuilt(url):
            pass
        brought_in(url, root, known, 1)
        with ProcessPoolExecutor(READERS, get_context("spawn")) as pool:
            asked = [pool.submit(reader, url, known, until) for _ in range(READERS)]
            try:
                while len([*known.glob("reader-*")]) < READERS and not any(each.done() for each in asked):
                    wait(asked, timeout=0.1)
                wrote = [*releases(url, root, known, seconds)]
            finally:
                until.touch()
            told(url.partition(":")[0], wrote, asked)


def told(kind: str, wrote: list[float], asked: list[Future[Asked]]) -> None:
    met = [each.result() for each in asked]
    times = sorted(time for each in met for time in each.times)
    found = len({release for each in met for release in each.releases})
    print(f"{kind}: {len(wrote)} releases brought in, {median(wrote) * 1000:.0f} ms each in the middle")
    print(
        f"  {len(times):,} answers to {READERS} readers, of {found} releases: {median(times) * 1000:.0f} ms in the ",
        end="",
    )
    print(f"middle, 99 of 100 within {times[len(times) * 99 // 100] * 1000:.0f} ms")
    for name, wrong in (
        ("errors", [e for m in met for e in m.errors]),
        ("mixtures", [x for m in met for x in m.mixed]),
    ):
        print(verdict(f"{name}", len(wrong), 0), *wrong[:3])


if __name__ == "__main__":
    main()
