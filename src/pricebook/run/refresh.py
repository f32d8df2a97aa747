"""One run, end to end: a look at each provider, written down in order; then the catalogue is published."""

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import replace
from urllib.parse import urlsplit

from pricebook.collection import Collection
from pricebook.publish import release
from pricebook.run.looking import Outcome, Run, look, record
from pricebook.scraping import Provider
from pricebook.snapshots import Archive
from pricebook.system.concurrency import in_lanes


def refresh(run: Run, wanted: Iterable[str]) -> Iterator[Outcome]:
    """Tells of each provider in the order given. One that fails changes nothing for the others.

    Hosts are asked side by side, those of one host one after the other; what was seen is kept here, in order.
    Raises StorageError: a disk that fails one provider fails all.
    """
    names = list(wanted)
    run.archive.read()
    known = in_lanes([[name] for name in names], run.reader.provider, os.cpu_count() or 1)
    looks = in_lanes(_by_host(known), lambda name: look(run, name, known[name].result), run.jobs)
    for provider in names:
        for outcome in looks[provider].result():
            if run.write:
                record(run.archive, outcome)
            yield replace(outcome, snapshot=None)


def publish(collection: Collection, archive: Archive) -> bool:
    """Publishes what was seen; False if that stands there already, or there is nothing. Raises StorageError."""
    return bool(archive.providers) and release.put(collection.release, release.assembled(archive))


def _by_host(known: "Mapping[str, Future[Provider]]") -> list[list[str]]:
    """The providers of each host; one that is asked nothing, because its scraper is broken, is a host of its own."""
    lanes: dict[str, list[str]] = {}
    for name, answer in known.items():
        pages = [] if answer.exception() else answer.result().current
        host = urlsplit(pages[0].url).netloc if pages else f" {name}"
        lanes.setdefault(host, []).append(name)
    return list(lanes.values())
