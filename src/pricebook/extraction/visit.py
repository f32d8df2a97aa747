"""What a provider's pages of one look say, and who can be asked for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from pricebook import calendar
from pricebook.beliefs import Visit
from pricebook.extraction.converting import read_document
from pricebook.extraction.kept import store
from pricebook.reading import canonical, read_page
from pricebook.records import Reading, StatedFact, Where
from pricebook.scraping import Address, Provider, Scraper


class Reader(Protocol):
    """Whoever knows the scrapers, and reads with them.

    All raise CollectionError for a scraper that cannot be loaded; PageError and ScraperError as reading does.
    """

    def provider(self, provider: str) -> Provider:
        """What the scraper of that name says of its provider."""

    def read(self, visit: Visit) -> list[Reading]:
        """What the pages of the visit say, each with the part of it that is kept."""

    def read_again(self, provider: str, pages: Mapping[str, str]) -> list[Reading]:
        """What stored pages say now, in this order."""


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

    def read_again(self, provider: str, pages: Mapping[str, str]) -> list[Reading]:
        """As Reader says."""
        scraper = self.load(provider)
        stored = {page: canonical.read(text, f"{provider}/{page}") for page, text in pages.items()}
        return [read_document(scraper, document, page) for page, document in stored.items()]


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
