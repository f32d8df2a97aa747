"""Whether everything that a run needs is well: collection, database, disk, clock, network, a browser if one draws."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from pricebook.collection import Collection
from pricebook.errors import NothingPublished, PricebookError, ScraperError, StorageError
from pricebook.extraction.sandbox import Sandbox
from pricebook.fetch import reach
from pricebook.fetch.browsers import browser_here
from pricebook.publish import release
from pricebook.run import clock
from pricebook.run.refresh import tables_of
from pricebook.scraping import Provider
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.auditing import broken_off
from pricebook.store.opening import checked
from pricebook.system import files
from pricebook.system.concurrency import in_lanes

ROOM = 1024**3
"""Bytes that should be free: some years of nights."""
_HOSTS = 8
"""Hosts that are tried at a time."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    what: str
    well: bool
    said: str
    """What was found; if it is not well, also what to do."""


def examine(
    collection: Collection, sandbox: Sandbox, database: str, now: datetime, *, network: bool
) -> Iterator[Check]:
    """Looks at everything, telling of each as it is done. Nothing that is kept is changed, no page is asked for."""
    providers: list[Provider] = []
    archive = collection.archive()
    yield _check("scrapers", lambda: _scrapers(collection, sandbox, providers))
    yield _check("sandbox", lambda: _sandbox(sandbox))
    yield _check("snapshots", lambda: _snapshots(collection, archive))
    yield _check("release", lambda: _release(collection, archive))
    yield _check("database", lambda: checked(database))
    yield _check("disk", lambda: _disk(collection))
    yield _check("clock", lambda: _clock(archive, now))
    drawn = [page.url for provider in providers for page in provider.current if page.drawn]
    if drawn:
        yield _check("browser", lambda: browser_here(drawn[0]))
    if network:
        yield from _network(providers)


def needs(collection: Collection, sandbox: Sandbox) -> list[str]:
    """The extras that its scrapers need; of one that is broken nothing is known, and `examine` says so."""
    known: list[Provider] = []
    with suppress(ScraperError):
        _scrapers(collection, sandbox, known)
    return ["browser"] if any(page.drawn for provider in known for page in provider.current) else []


def _check(what: str, look: Callable[[], str]) -> Check:
    try:
        return Check(what, well=True, said=look())
    except PricebookError as problem:
        return Check(what, well=False, said=str(problem))


def _sandbox(sandbox: Sandbox) -> str:
    """What holds a scraper back on this machine, and what does not."""
    held = sandbox.confinement()
    calls = "writes nothing, asks no server, starts no program and reaches no other process"
    words = f"what reads a page {calls}" + (": the kernel filters its calls" if held.calls else "")
    if not held.calls:
        words += ". This system holds only Python code to that: run scrapers that you trust"
    if held.landlock:
        words += f". It reads nothing but the program and the scrapers (Landlock {held.landlock})"
    else:
        words += ". This system has no Landlock: it can read every file that you can, also what /proc tells"
    return words + ("" if held.bounds else ". Its memory is not bounded")


def _scrapers(collection: Collection, sandbox: Sandbox, found: list[Provider]) -> str:
    broken: list[PricebookError] = []
    for name in collection.providers():
        try:
            found.append(sandbox.provider(name))
        except PricebookError as problem:
            broken.append(problem)
    if broken:
        more = f" So are {len(broken) - 1} more." if broken[1:] else ""
        message = f"{broken[0]}{more}"
        raise ScraperError(message)
    return f"{len(found)} can be loaded"


def _snapshots(collection: Collection, archive: Archive) -> str:
    presents = collection.presents(archive)
    lost = [fault for name in archive.looked_at for fault in broken_off(archive.of(name), presents.published(name))]
    if lost:
        message = f"{lost[0].path}: {lost[0].detail}"
        raise StorageError(message)
    prices = sum(presents.of(name).sums.prices for name in archive.looked_at)
    return f"{prices} prices by the last looks; catalog verify reads all that was seen again"


def _release(collection: Collection, archive: Archive) -> str:
    if not collection.release.exists():
        raise NothingPublished(collection.release)
    held = release.check(collection.release)
    if not release.stands(collection.release, release.assembled(collection.presents(archive), tables_of(collection))):
        message = f"{collection.release}: is not what the snapshots give now. Publish again: catalog publish"
        raise StorageError(message)
    return f"{sum(held.counts.values())} prices, as the snapshots give them"


def _disk(collection: Collection) -> str:
    free = shutil.disk_usage(collection.root).free
    for folder in filter(Path.is_dir, (collection.root, collection.workshop, collection.snapshots)):
        # Named like what is half written: the next writer sweeps it away if the doctor is killed.
        probe = folder / ".doctor.partial"
        files.write_file(probe, b"")
        probe.unlink(missing_ok=True)
    if free < ROOM:
        message = f"{collection.root}: only {free >> 20:,} MiB are free. Make room, or: catalog pack --before YEAR"
        raise StorageError(message)
    return f"{free >> 30:,} GiB are free, and can be written to"


def _clock(archive: Archive, now: datetime) -> str:
    return clock.check(archive, now) or f"{now:%Y-%m-%d %H:%M} UTC, after the last look"


def _network(providers: Sequence[Provider]) -> Iterator[Check]:
    """A connection to each host, which is closed without a question."""
    pages = (page for provider in providers for page in provider.current if page.path is None)
    hosts = {urlsplit(page.url).netloc: page.url for page in pages}
    answers = in_lanes([[host] for host in hosts], lambda host: _check(host, lambda: reach(hosts[host])), _HOSTS)
    yield from (answers[host].result() for host in sorted(hosts))
