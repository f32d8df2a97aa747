"""One run, end to end: a look at each provider, written down in order; then the catalogue is published."""

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import replace
from urllib.parse import urlsplit

from pricebook.collection import Collection
from pricebook.errors import StorageError
from pricebook.history.checkpoint import Presents
from pricebook.publish import release
from pricebook.run.looking import Outcome, Run, kept, look
from pricebook.run.verification import faults_of_latest
from pricebook.scraping import Provider
from pricebook.system.concurrency import in_lanes


def refresh(run: Run, wanted: Iterable[str]) -> Iterator[Outcome]:
    """Tells of each provider in the order given. One that fails changes nothing for the others.

    Hosts are asked side by side, those of one host one after the other; what was seen is kept here, in order, from the
    moment on that somebody vouches for its date. Raises StorageError: a disk that fails one provider fails all, and
    ClockWrong if nobody vouches for the date and somebody contradicts it: then nothing is kept.
    """
    names = list(wanted)
    known = in_lanes([[name] for name in names], run.reader.provider, os.cpu_count() or 1)
    looks = in_lanes(_by_host(known), lambda name: look(run, name, known[name].result), run.jobs)
    waiting: list[Outcome] = []
    for provider in names:
        waiting += looks[provider].result()
        if run.source.vouched():
            yield from _written(run, waiting)
            waiting = []
    failures = run.source.settled()
    yield from _written(
        run, [each if failures or not each.error else replace(each, observation=None, profile=None) for each in waiting]
    )


def _written(run: Run, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The outcomes, each told when it is written down."""
    for outcome in outcomes:
        told = kept(run.presents, outcome) if run.write else outcome
        yield replace(told, snapshot=None)


def tables_of(collection: Collection) -> release.Tables:
    """What the collection keeps beside its snapshots, and its releases rest on."""
    return release.Tables(collection.models, collection.rates)


def publish(collection: Collection, presents: Presents) -> bool:
    """Publishes what was seen; False if that stands there already, or there is nothing.

    Raises StorageError, also if a file that it rests on is not what was written there: then nothing is published.
    """
    if not presents.archive.providers:
        return False
    for provider in presents.archive.looked_at:
        for fault in faults_of_latest(presents, provider):
            message = f"{fault.path}: {fault.detail} Nothing was published; see: catalog verify"
            raise StorageError(message)
        presents.put_away(provider)
    made = release.assembled(presents, tables_of(collection))
    # Before the release: what fails here leaves the old one, and what is continued from rests on what was seen alone.
    presents.write()
    return release.put(collection.release, made)


def _by_host(known: "Mapping[str, Future[Provider]]") -> list[list[str]]:
    """The providers of each host; one of which no host is asked, for it is broken or a file, is a host of its own."""
    lanes: dict[str, list[str]] = {}
    for name, answer in known.items():
        current = [] if answer.exception() else answer.result().current
        pages = [page for page in current if page.path is None]
        host = urlsplit(pages[0].url).netloc if pages else f" {name}"
        lanes.setdefault(host, []).append(name)
    return list(lanes.values())
