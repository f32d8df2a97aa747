"""What a provider's pages of one look say, and who can be asked for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pricebook import calendar
from pricebook.beliefs import StoredPage, Visit
from pricebook.errors import CollectionError, PageError, PricebookError, ScraperError
from pricebook.extraction.converting import read_document
from pricebook.extraction.kept import store
from pricebook.reading import canonical, read_page
from pricebook.records import Reading, StatedFact, Where
from pricebook.scraping import Address, Provider, Scraper


class Reader(Protocol):
    """Whoever knows the scrapers, and reads with them.

    What raises at all raises CollectionError for a scraper that cannot be loaded; PageError and ScraperError as reading
    does.
    """

    def provider(self, provider: str) -> Provider:
        """What the scraper of that name says of its provider."""

    def read(self, visit: Visit) -> list[Reading]:
        """What the pages of the visit say, each with the part of it that is kept."""

    def read_again(self, provider: str, pages: Sequence[StoredPage]) -> list[Reading | PricebookError]:
        """What each stored page says now, by itself: the reading, or why there is none, which is not raised."""


@dataclass(frozen=True, slots=True)
class Unconfined:
    """Reads in this very process, with whatever the scraper does: the sandbox's inside, and for tests."""

    load: Callable[[str], Scraper]
    """Gives a provider's scraper; raises CollectionError."""

    def provider(self, provider: str) -> Provider:
        """As Reader says."""
        return self.load(provider).of

    def read(self, visit: Visit) -> list[Reading]:
        """As Reader says."""
        return read_visit(self.load(visit.provider), visit)

    def read_again(self, provider: str, pages: Sequence[StoredPage]) -> list[Reading | PricebookError]:
        """As Reader says."""
        return [self._outcome(provider, page) for page in pages]

    def read_stored(self, provider: str, page: StoredPage) -> Reading:
        """What the page says now, read by a scraper that is loaded for it; raises as `read` does."""
        scraper = self.load(provider)
        return read_document(scraper, canonical.read(page.text, f"{provider}/{page.name}"), page.name)

    def _outcome(self, provider: str, page: StoredPage) -> Reading | PricebookError:
        try:
            return self.read_stored(provider, page)
        except (PageError, ScraperError, CollectionError) as problem:
            return problem


def read_visit(scraper: Scraper, visit: Visit) -> list[Reading]:
    """Reads the pages of the visit, in the scraper's order, and nothing else: neither files nor what was seen before.

    Each reading holds the part of the page that is kept. Raises PageError, ScraperError.
    """
    readings: list[Reading] = []
    for address in (each for each in scraper.pages if each.name in visit.pages):
        page = visit.pages[address.name]
        document = read_page(page.body, f"{scraper.provider}/{address.name}", page.charset, address.part)
        stored, reading = store(scraper, document, address.name)
        assumed = [_assumed(scraper, address, visit.at)] if visit.basis == "assumed" else []
        readings.append(reading.model_copy(update={"facts": [*reading.facts, *assumed], "stored": stored}))
    return readings


def _assumed(scraper: Scraper, address: Address, at: str) -> StatedFact:
    """That the page prints no date of its own and the snapshot's was assumed."""
    return StatedFact(
        provider=scraper.provider,
        kind="page_date",
        subject="page",
        printed="",
        value={"date": calendar.day_of(at), "basis": "assumed"},
        models=None,
        where=Where(page=address.name, line=1, heading=[], table=0, row=0, column=""),
    )
