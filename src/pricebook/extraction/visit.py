"""A provider's pages of one look, and what they say."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from pricebook import calendar
from pricebook.extraction.kept import store
from pricebook.reading import read_page
from pricebook.records import Reading, Record, StatedFact, Where
from pricebook.scraping import Address, Scraper
from pricebook.system.files import digest


class Received(NamedTuple):
    """One page as it came."""

    body: bytes
    charset: str | None = None
    """What the server said, if there was one."""
    validators: Mapping[str, str] = {}
    """What it said of the page's version: `etag`, `last_modified`."""


class Read(Record):
    """What a provider's pages say."""

    stored: dict[str, str]
    """The price-bearing part of each page, in canonical Markdown."""
    readings: list[Reading]
    """In the order of the scraper's pages."""


class Visit(NamedTuple):
    """A provider's pages as they came, and the moment that they stand for."""

    pages: Mapping[str, Received]
    at: str
    basis: str
    """How the moment is known: `captured`, `saved`, `printed`, `dated`, `assumed`."""


Reader = Callable[[Scraper, Visit], Read]


def read(scraper: Scraper, visit: Visit) -> Read:
    """Reads the pages, and nothing else: neither files nor what was seen before. Raises PageError, ScraperError."""
    stored: dict[str, str] = {}
    readings: list[Reading] = []
    for address in scraper.pages:
        page = visit.pages[address.name]
        document = read_page(page.body, f"{scraper.provider}/{address.name}", page.charset)
        stored[address.name], reading = store(scraper, document, address.name)
        assumed = [_assumed(scraper, address, visit.at)] if visit.basis == "assumed" else []
        readings.append(reading.model_copy(update={"facts": [*reading.facts, *assumed]}))
    return Read(stored=stored, readings=readings)


def digests(visit: Visit) -> dict[str, str]:
    """SHA-256 of the bytes of each page."""
    return {name: digest(page.body) for name, page in visit.pages.items()}


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
