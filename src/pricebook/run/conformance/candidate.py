"""A scraper that is held to the rules, with its recordings and what it reads from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pricebook.collection import Collection
from pricebook.extraction.converting import read_document
from pricebook.fetch.recordings import Recording, recordings
from pricebook.publish import display
from pricebook.reading import read_page
from pricebook.records import Price, Reading, Remark
from pricebook.scraping import Scraper
from pricebook.system import files

LONG = 70
"""Lines of a scraper at most."""


class RecordedPage(NamedTuple):
    """One recording of a page."""

    page: str
    """Which of the provider's pages it is."""
    recording: Recording

    @property
    def name(self) -> str:
        """The recording's name: `<page>`, of a further day `<page>.<day>`."""
        return self.recording.path.stem

    @property
    def body(self) -> Path:
        """The file of the page itself; raises UsageError if it is gone."""
        return self.recording.body


@dataclass(frozen=True)
class Candidate:
    """A provider of a collection."""

    collection: Collection
    provider: str

    @property
    def module(self) -> str:
        """The scraper's file, as messages call it."""
        return f"scrapers/{self.provider}.py"

    @cached_property
    def source(self) -> str:
        """The scraper as it is written; nothing for a provider that needs none."""
        path = self.collection.module(self.provider)
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    @property
    def length(self) -> int:
        """How many lines it has."""
        return len(self.source.splitlines())

    @cached_property
    def scraper(self) -> Scraper:
        """The scraper; raises CollectionError if it cannot be loaded."""
        return self.collection.scraper(self.provider)

    @cached_property
    def recorded(self) -> list[RecordedPage]:
        """The provider's recordings, page by page."""
        folder = self.collection.recordings / self.provider
        return [RecordedPage(page.name, each) for page in self.scraper.pages for each in recordings(folder, page.name)]

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """What is read from each recording, by its name; raises PageError for one that is refused."""
        return {each.name: self.read(each.body.read_bytes(), each.page) for each in self.recorded}

    def read(self, data: bytes, page: str = "page") -> Reading:
        """What the scraper reads from these bytes, as that page; raises PageError where it refuses them.

        What is none of its pages by name must have as much as the smallest of them.
        """
        return read_document(self.scraper, read_page(data, f"{self.provider}/{page}"), page)

    @property
    def expected(self) -> Path:
        """The file that says what is read: `tests/expected/PROVIDER.txt`."""
        return self.collection.expected / f"{self.provider}.txt"

    @cached_property
    def told(self) -> str:
        """Every price that is read now, a line each, and below those of a page every amount that is unread."""
        return "".join(f"{line}\n" for reading in self.readings.values() for line in _remarked(reading))

    def expect(self, lines: str) -> None:
        """Writes down that these prices are expected."""
        files.write_file(self.expected, lines.encode())

    @cached_property
    def other_form(self) -> Path | None:
        """The page of its oldest recording in another form, where there is one: `tests/documents/PROVIDER.*`."""
        return next(iter(sorted(self.collection.documents.glob(f"{self.provider}.*"))), None)

    @cached_property
    def oldest(self) -> RecordedPage:
        """The recording of the earliest day."""
        return min(self.recorded, key=lambda each: each.recording.about["observed_on"])

    @cached_property
    def others(self) -> list[Path]:
        """The pages of the collection's other providers, as they are recorded or kept in another form."""
        own = self.collection.recordings / self.provider
        bodies = (path for path in sorted(self.collection.recordings.glob("*/*.body.*")) if path.parent != own)
        documents = sorted(self.collection.documents.glob("*.*"))
        return [*bodies, *(path for path in documents if path.stem != self.provider)]

    def how(self, page: str) -> str:
        """How that page is recorded."""
        return f"catalog record {self.provider} --page {page}; of a saved page: --from FILE --on DAY besides"


def _remarked(reading: Reading) -> Iterator[str]:
    yield from map(display.line, reading.prices)
    yield from map(unread_line, reading.unread)


def unread_line(remark: Remark) -> str:
    """How an amount that is not understood stands in the expected file."""
    return f"unread  {' '.join(remark.text.split())}  {remark.reason}  {remark.where}"


def said(prices: list[Price]) -> list[tuple[str, str]]:
    """What the prices say, whatever the words around them."""
    return sorted((price.id, format(price.amount, "f").rstrip("0").rstrip(".")) for price in prices)
