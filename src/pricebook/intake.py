"""A provider's pages, as they were received at one moment, become an observation."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from pricebook import moments
from pricebook.errors import PageError, ScraperError, UsageError
from pricebook.observed import Observation
from pricebook.reading import read_page
from pricebook.records import Reading, StatedFact, Where
from pricebook.scraping import Address, Scraper
from pricebook.snapshots import Seen, keep, note, observations
from pricebook.snapshots.folders import digest
from pricebook.stored import store

PROGRAM = version("pricebook")


class Received(NamedTuple):
    """One page as it came."""

    body: bytes
    charset: str | None = None
    """What the server said, if there was one."""
    validators: Mapping[str, str] = {}
    """What it said of the page's version: `etag`, `last_modified`."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a provider's pages."""

    at: str
    """The moment that they were seen."""
    observation: Observation | None
    """None if it was written down before."""
    readings: list[Reading]
    differs: bool = False
    """Whether the program reads the pages otherwise than the snapshot that holds them says."""


def take(root: Path, scraper: Scraper, pages: Mapping[str, Received], at: str, basis: str) -> Taken:
    """Reads the pages and keeps what was seen among the snapshots under `root`.

    A page that is not the scraper's is written down as a failed look, and its error raised.
    """
    received = {name: digest(page.body) for name, page in pages.items()}
    stored: dict[str, str] = {}
    readings: list[Reading] = []
    try:
        for address in scraper.pages:
            page = pages[address.name]
            document = read_page(page.body, f"{scraper.provider}/{address.name}", page.charset)
            stored[address.name], reading = store(scraper, document, address.name)
            assumed = [_assumed(scraper, address, at)] if basis == "assumed" else []
            readings.append(reading.model_copy(update={"facts": [*reading.facts, *assumed]}))
        said = {name: page.validators for name, page in pages.items() if page.validators}
        kept = keep(root, Seen(scraper.provider, at, basis, received, stored, readings, said), PROGRAM)
    except (PageError, ScraperError) as problem:
        failed(root, scraper.provider, at, received, str(problem))
        raise
    return Taken(at, kept.observation, readings, kept.differs)


class Revision(NamedTuple):
    """One saved page of a folder, and when it was seen."""

    file: Path
    at: str


def revisions(folder: Path, scraper: Scraper) -> list[Revision]:
    """The pages that `index.tsv` lists, in the order of their times.

    Its first line names its columns; `file` and `committed_at` (or `at`) are read. Raises UsageError.
    """
    index = folder / "index.tsv"
    try:
        with index.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter="\t"))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        message = f"{index}: cannot be read: {problem}. It lists the saved pages: file, committed_at."
        raise UsageError(message) from problem
    return sorted(_revisions(index, rows, scraper), key=lambda revision: moments.order(revision.at))


def _revisions(index: Path, rows: Iterable[Mapping[str, str | None]], scraper: Scraper) -> Iterator[Revision]:
    for number, row in enumerate(rows, start=2):
        name, at = row.get("file"), row.get("at") or row.get("committed_at")
        if not name or not at or not (index.parent / name).is_file():
            message = f"{index}: line {number}: names no file with its time: expected file and committed_at."
            raise UsageError(message)
        try:
            yield Revision(index.parent / name, moments.moment(at, scraper.timezone))
        except UsageError as problem:
            message = f"{index}: line {number}: {problem}"
            raise UsageError(message) from problem


def still(root: Path, provider: str, at: str) -> Observation | None:
    """Writes down that the provider's pages are as they were at its last look; None if there was none."""
    last = next((seen for seen in reversed(observations(root, provider)) if seen.snapshot is not None), None)
    if last is None:
        return None
    look = last.model_copy(update={"at": at, "outcome": "unchanged"})
    note(root, [look])
    return look


def failed(root: Path, provider: str, at: str, received: dict[str, str], error: str) -> None:
    """Writes down that a look saw nothing, unless it was before."""
    look = Observation(provider=provider, at=at, outcome="failed", snapshot=None, pages=received, error=error)
    if look not in observations(root, provider):
        note(root, [look])


def _assumed(scraper: Scraper, address: Address, at: str) -> StatedFact:
    """That the page prints no date of its own and the snapshot's was assumed."""
    return StatedFact(
        provider=scraper.provider,
        kind="page_date",
        subject="page",
        printed="",
        value={"date": moments.day_of(at), "basis": "assumed"},
        models=None,
        where=Where(page=address.name, line=1, heading=[], table=0, row=0, column=""),
    )
