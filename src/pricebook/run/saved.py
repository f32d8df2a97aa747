"""Pages that somebody saved: which page a file is, what is read from it, and a folder of them with its index."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pricebook import calendar
from pricebook.errors import UsageError
from pricebook.extraction.converting import read_document
from pricebook.reading import read_page
from pricebook.reading.text import MAX_BYTES
from pricebook.records import Reading
from pricebook.scraping import Scraper


def page_of(scraper: Scraper, wanted: str | None) -> str:
    """The page's name; the provider's only or first page where none is given. Raises UsageError."""
    known = [address.name for address in scraper.pages]
    if wanted is None or wanted in known:
        return wanted or known[0]
    message = f"{scraper.provider} has no page {wanted!r}. Pages: {', '.join(known)}."
    raise UsageError(message)


def content_of(file: Path) -> bytes:
    """The file's bytes, no more of them than a page can have; raises UsageError for what is no readable file."""
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as problem:
        message = f"{file}: {problem.strerror or problem}. Give a file that holds the saved page."
        raise UsageError(message) from problem


def read_saved(scraper: Scraper, file: Path, page: str | None) -> Reading:
    """What would be read from the file as that page of the provider; raises PageError, ScraperError, UsageError."""
    name = page_of(scraper, page)
    return read_document(scraper, read_page(content_of(file), f"{scraper.provider}/{name}"), name)


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
