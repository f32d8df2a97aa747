"""What a provider's pages of one look say."""

from collections.abc import Callable

from pricebook import calendar
from pricebook.beliefs import Visit
from pricebook.extraction.kept import store
from pricebook.reading import read_page
from pricebook.records import Reading, StatedFact, Where
from pricebook.scraping import Address, Scraper

Reader = Callable[[Scraper, Visit], list[Reading]]


def read_visit(scraper: Scraper, visit: Visit) -> list[Reading]:
    """Reads the pages of the visit, in the scraper's order, and nothing else: neither files nor what was seen before.

    Each reading holds the part of the page that is kept. Raises PageError, ScraperError.
    """
    readings: list[Reading] = []
    for address in (each for each in scraper.pages if each.name in visit.pages):
        page = visit.pages[address.name]
        document = read_page(page.body, f"{scraper.provider}/{address.name}", page.charset)
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
