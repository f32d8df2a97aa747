"""Pages that somebody saved: which page a file is, what is read from it, and a folder of them with its index."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from pricebook import calendar
from pricebook.errors import PageError, UsageError
from pricebook.extraction.converting import accepted, to_reading
from pricebook.extraction.findings import findings_of
from pricebook.reading import read_page
from pricebook.reading.document import Document
from pricebook.reading.text import MAX_BYTES
from pricebook.records import Reading
from pricebook.scraping import Provider, Scraper


def page_of(provider: Provider, wanted: str | None) -> str:
    """The page's name; that of the provider's only page where none is given. Raises UsageError, naming the pages."""
    known = [address.name for address in provider.pages]
    if wanted in known or (wanted is None and len(known) == 1):
        return wanted or known[0]
    seen = "several pages: say which it is with --page" if wanted is None else f"no page {wanted!r}"
    message = f"{provider.provider} has {seen}. Pages: {', '.join(known)}."
    raise UsageError(message)


def content_of(file: Path) -> bytes:
    """The file's bytes, no more of them than a page can have; raises UsageError for what is no readable file."""
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as problem:
        message = f"{file}: {problem.strerror or problem}. Give a file that holds the saved page."
        raise UsageError(message) from problem


INDEX = "index.tsv"
"""What lists the pages of a folder."""


class Saved(NamedTuple):
    """What a saved page says."""

    reading: Reading
    document: Document
    refused: PageError | None
    """That it has too few prices to be the page, if it has."""


def read_saved(scraper: Scraper, file: Path, page: str | None) -> Saved:
    """What would be read from the file as that page of the provider; raises PageError, ScraperError, UsageError.

    Of a provider with several pages it need not be said which it is: it is called as the file is, and must have no more
    prices than the page that has the fewest.
    """
    only = len(scraper.pages) == 1
    name = page_of(scraper, page) if page is not None or only else file.name
    part = next((address.part for address in scraper.pages if address.name == name), None)
    document = read_page(content_of(file), f"{scraper.provider}/{name}", part=part)
    reading = to_reading(scraper, document, name, findings_of(scraper, document))
    try:
        return Saved(accepted(scraper, reading), document, None)
    except PageError as problem:
        return Saved(reading, document, problem)


class Revision(NamedTuple):
    """One saved page of a folder, and when it was seen."""

    file: Path
    at: str
    page: str
    """Which of the provider's pages it is."""


def revisions(folder: Path, provider: Provider, now: datetime, page: str | None = None) -> list[Revision]:
    """The pages that `index.tsv` lists, in the order of their times, none of which is to come.

    Its first line names its columns; `file` and `committed_at` (or `at`) are read, and `page`: which of the provider's
    pages it is, unless it is said of all of them. Raises UsageError.
    """
    index = folder / INDEX
    try:
        with index.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter="\t"))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        message = (
            f"{index}: cannot be read: {problem}. It lists the saved pages: file, committed_at. "
            "Without one, each file is named after its day: 2025-03-07.html."
        )
        raise UsageError(message) from problem
    return sorted(_revisions(index, rows, provider, now, page), key=lambda revision: calendar.order(revision.at))


def _revisions(
    index: Path, rows: Iterable[Mapping[str, str | None]], provider: Provider, now: datetime, page: str | None
) -> Iterator[Revision]:
    for number, row in enumerate(rows, start=2):
        name, at = row.get("file"), row.get("at") or row.get("committed_at")
        if not name or not at or not (index.parent / name).is_file():
            message = f"{index}: line {number}: names no file with its time: expected file and committed_at."
            raise UsageError(message)
        try:
            at = calendar.past(calendar.moment(at, provider.timezone), now, provider.timezone)
            yield Revision(index.parent / name, at, page_of(provider, page or row.get("page") or None))
        except UsageError as problem:
            message = f"{index}: line {number}: {problem}"
            raise UsageError(message) from problem
