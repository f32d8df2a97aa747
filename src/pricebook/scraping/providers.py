"""What a scraper says of its provider."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pricebook.errors import ScraperError
from pricebook.records import Finding
from pricebook.scraping.pages import Page
from pricebook.vocabulary import CURRENCY_MARKS

_CURRENCIES = sorted({code for code in CURRENCY_MARKS.values() if code.isalpha()})


@dataclass(frozen=True)
class Address:
    """Where one page of the provider stands."""

    name: str
    """The page's name: that of its stored file and of its recording."""
    url: str
    """The page that is fetched."""
    shown: str | None = None
    """The page that a person opens, where it is another one."""
    at_least: int | None = None
    """With fewer prices than this, read, unsaid and unread, it is not the page; None: the scraper's floor holds."""
    former: bool = False
    """Whether the provider gave the page up: nobody asks for it any more, and what was saved of it is still read."""


@dataclass(frozen=True)
class Scraper:
    """What a module of `scrapers/` defines as `scraper`; raises ScraperError for what no provider can be."""

    provider: str
    """The provider's id; the module's name."""
    name: str
    """The provider's name, for people."""
    currency: str
    """ISO 4217: the currency that all prices of the page are expected to be in."""
    pages: Sequence[Address]
    extract: Callable[[Page], Iterator[Finding]]
    """Reads each of the pages; which one it has before it, it tells from what stands there."""
    timezone: str
    """Whose days the provider's prices change on: a name of the IANA list, `Asia/Shanghai`."""
    at_least: int = 1
    """The floor of each page that names none of its own."""

    def __post_init__(self) -> None:
        """Refuses a currency and a time zone that there is not, and pages that cannot be told apart."""
        names = [page.name for page in self.pages]
        if self.currency not in _CURRENCIES:
            problem = f"no currency of the vocabulary: {self.currency!r}; known: {', '.join(_CURRENCIES)}"
        elif not _is_zone(self.timezone):
            problem = f"no time zone: {self.timezone!r}"
        elif not names or len(set(names)) < len(names):
            problem = f"its pages need names of their own: {', '.join(names) or 'none'}"
        else:
            return
        message = f"{self.provider}: {problem}."
        raise ScraperError(message)

    @property
    def current(self) -> list[Address]:
        """The pages that are asked for."""
        return [address for address in self.pages if not address.former]

    def floor(self, page: str) -> int:
        """How many prices that page has at least; of one that is none of the provider's by name, what the lowest has.

        >>> pages = [Address("chat", "https://a.example/chat"), Address("batch", "https://a.example/batch", at_least=3)]
        >>> scraper = Scraper("a", "A", "CNY", pages, lambda page: iter(()), "Asia/Shanghai", at_least=8)
        >>> scraper.floor("chat"), scraper.floor("batch"), scraper.floor("saved")
        (8, 3, 3)
        """
        floors = {each.name: self.at_least if each.at_least is None else each.at_least for each in self.pages}
        return floors.get(page, min(floors.values()))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True
