"""A provider's pages, as they were received at one moment, become an observation."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from pricebook import calendar
from pricebook.beliefs import Observation
from pricebook.errors import PageError, ScraperError, UsageError
from pricebook.extraction.visit import Read, Visit, digests, read
from pricebook.records import Reading
from pricebook.scraping import Scraper
from pricebook.snapshots import Seen, keep, note, observations
from pricebook.snapshots.ageing import refuse_older

PROGRAM = version("pricebook")


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


def taken(root: Path, provider: str, visit: Visit, said: Read, *, write: bool = True) -> Taken:
    """Keeps what was read among the snapshots under `root`; without `write` only says what that would be.

    Raises OlderPage, UsageError, StorageError.
    """
    validators = {name: page.validators for name, page in visit.pages.items() if page.validators}
    seen = Seen(provider, visit.at, visit.basis, digests(visit), said.stored, said.readings, validators)
    if visit.basis == "captured":
        refuse_older(root, seen)
    kept = keep(root, seen, PROGRAM, write=write)
    return Taken(visit.at, kept.observation, said.readings, kept.differs)


def take(root: Path, scraper: Scraper, visit: Visit) -> Taken:
    """Reads the pages and keeps what was seen.

    A page that is not the scraper's is written down as a failed look, and its error raised.
    """
    try:
        said = read(scraper, visit)
    except (PageError, ScraperError) as problem:
        failed(root, scraper.provider, visit.at, digests(visit), str(problem))
        raise
    return taken(root, scraper.provider, visit, said)


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
    return sorted(_revisions(index, rows, scraper), key=lambda revision: calendar.order(revision.at))


def _revisions(index: Path, rows: Iterable[Mapping[str, str | None]], scraper: Scraper) -> Iterator[Revision]:
    for number, row in enumerate(rows, start=2):
        name, at = row.get("file"), row.get("at") or row.get("committed_at")
        if not name or not at or not (index.parent / name).is_file():
            message = f"{index}: line {number}: names no file with its time: expected file and committed_at."
            raise UsageError(message)
        try:
            yield Revision(index.parent / name, calendar.moment(at, scraper.timezone))
        except UsageError as problem:
            message = f"{index}: line {number}: {problem}"
            raise UsageError(message) from problem


def still(root: Path, provider: str, at: str, *, write: bool = True) -> Observation | None:
    """Writes down that the provider's pages are as they were at its last look; None if there was none or it is."""
    last = next((seen for seen in reversed(observations(root, provider)) if seen.snapshot is not None), None)
    if last is None:
        return None
    look = last.model_copy(update={"at": at, "outcome": "unchanged"})
    if look in observations(root, provider):
        return None
    if write:
        note(root, [look])
    return look


def failed(root: Path, provider: str, at: str, received: dict[str, str], error: str) -> None:
    """Writes down that a look saw nothing, unless it was before."""
    look = Observation(provider=provider, at=at, outcome="failed", snapshot=None, pages=received, error=error)
    if look not in observations(root, provider):
        note(root, [look])
