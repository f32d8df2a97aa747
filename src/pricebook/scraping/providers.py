"""What a scraper says of its provider."""

import json as jsons
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pricebook.beliefs import Profile, ProfilePage
from pricebook.errors import ScraperError
from pricebook.records import Finding
from pricebook.scraping.pages import Page
from pricebook.scraping.questions import Open
from pricebook.vocabulary import CURRENCY_MARKS
from pricebook.vocabulary.tools import TOOLS

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
"""What providers and pages are called: files and folders are called so too."""
_WRITTEN = "Write it of a-z, 0-9, _ and -, at most 64 of them"
_LONG, _LONGEST = 100, 2000
"""Characters of a name, and of an address."""
_ENDINGS = (".csv", ".tsv", ".xlsx", ".html", ".htm", ".md", ".mdx", ".txt", ".json", ".mhtml", ".mht")
"""Of files that are pages."""
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_CURRENCIES = sorted({code for code in CURRENCY_MARKS.values() if code.isalpha()})


@dataclass(frozen=True)
class Address:
    """Where one page of the provider stands; raises ScraperError for what is no name and for what is no address."""

    name: str
    """The page's name: that of its stored file and of its recording."""
    url: str
    """The page that is fetched; or its path inside of the collection, as `lists/acme.csv`, from where it is read then.

    Behind `#` stands which sheet of a workbook it is."""
    shown: str | None = None
    """The page that a person opens, where it is another one."""
    at_least: int | None = None
    """With fewer prices than this, read, unsaid and unread, it is not the page; None: the scraper's floor holds."""
    former: bool = False
    """Whether the provider gave the page up: nobody asks for it any more, and what was saved of it is still read."""
    json: Mapping[str, Any] | None = None
    """What is posted there, as JSON, where an interface is asked and not a page."""
    drawn: bool = False
    """Whether its scripts draw it: then a browser does, and what it drew is the page."""
    hosts: tuple[str, ...] = ()
    """Other hosts that a redirect may lead to and that its scripts may ask; besides its own they ask no other."""
    until: str | None = None
    """Words that stand on it once it is drawn; None: it is drawn when nothing moves any more."""
    language: str = "en-US"
    """The language in which it is asked to be drawn."""

    def __post_init__(self) -> None:
        """Refuses names that are no file's, addresses that lead to no host, and what nobody can be asked."""
        if not _ID.fullmatch(self.name):
            message = f"no name of a page: {self.name[:_LONG]!r}. {_WRITTEN}"
            raise ScraperError(message)
        shown = [] if self.shown is None or _is_address(self.shown) else [self.shown]
        for url in [*shown, *([] if _is_address(self.url) or _is_path(self.url) else [self.url])]:
            message = f"{self.name}: no address of a page: {url[:_LONG]!r}. Write it so: https://example.org/prices"
            raise ScraperError(f"{message}, or, for a file of the collection, by its path in it: lists/prices.csv")
        problem = next(self._faults(), None)
        if problem:
            message = f"{self.name}: {problem}."
            raise ScraperError(message)

    @property
    def path(self) -> str | None:
        """Where in the collection it stands; None for a page that is fetched."""
        return None if _is_address(self.url) else self.url.partition("#")[0]

    @property
    def part(self) -> str | None:
        """Which sheet of a workbook of the collection it is, where one is named."""
        return None if _is_address(self.url) else self.url.partition("#")[2] or None

    @property
    def sent(self) -> bytes | None:
        """The JSON that is posted, always in the same form; None if the page is got."""
        if self.json is None:
            return None
        return jsons.dumps(
            self.json, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
        ).encode()

    def _faults(self) -> Iterator[str]:
        odd = [host for host in self.hosts if not _HOST.fullmatch(host)]
        if isinstance(self.hosts, str) or odd:
            yield f'no names of hosts: {self.hosts!r:.100}. Write them so: hosts=("static.example.org",)'
        if self.until is not None and not (
            self.until.strip() and self.until.isprintable() and len(self.until) <= _LONG
        ):
            yield f"no words that stand on a page: {self.until[:_LONG]!r}"
        if not _LANGUAGE.fullmatch(self.language):
            yield f"no language: {self.language[:_LONG]!r}. Write it so: zh-CN"
        if self.drawn and self.json is not None:
            yield "a page is drawn, or an interface is asked with JSON. Give one of both"
        if self.path is not None and (self.drawn or self.json is not None or self.hosts):
            yield f"a file of the collection is read as it is, and no server is asked for it: {self.url[:_LONG]!r}"
        if self.until is not None and not self.drawn:
            yield "until is of pages that are drawn, and it is not drawn"
        yield from self._faults_of_json()

    def _faults_of_json(self) -> Iterator[str]:
        if self.json is not None and not isinstance(self.json, Mapping):
            yield f"no JSON object: {self.json!r:.100}"
        try:
            sent = self.sent or b""
        except (TypeError, ValueError, RecursionError, UnicodeEncodeError) as problem:
            yield f"no JSON: {problem}"
        else:
            if len(sent) > _LONGEST:
                yield f"{len(sent):,} bytes of JSON. A question has at most {_LONGEST:,}"


@dataclass(frozen=True)
class Provider:
    """All that is known of a provider but how its pages are read; raises ScraperError for what no provider can be."""

    provider: str
    """The provider's id; the module's name."""
    name: str
    """The provider's name, for people."""
    currency: str
    """ISO 4217: the currency that all prices of the page are expected to be in."""
    pages: Sequence[Address]
    timezone: str = field(kw_only=True)
    """Whose days the provider's prices change on: a name of the IANA list, `Asia/Shanghai`."""
    at_least: int = field(default=1, kw_only=True)
    """The floor of each page that names none of its own."""
    home_region: str | None = field(default=None, kw_only=True)
    """The region whose prices are those of everybody, as the pages print it; None where they print none."""
    elsewhere: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    """How other tools spell the provider's id, where they know it otherwise: by the names of exports."""

    def __post_init__(self) -> None:
        """Refuses a currency and a time zone that there is not, and pages that cannot be told apart."""
        names = [page.name for page in self.pages]
        if not _ID.fullmatch(self.provider):
            problem = f"no id of a provider. {_WRITTEN}"
        elif not self.name.isprintable() or not 0 < len(self.name) <= _LONG:
            problem = f"no name that can be shown: {self.name[:_LONG]!r}"
        elif not isinstance(self.currency, Open) and self.currency not in _CURRENCIES:
            problem = f"no currency of the vocabulary: {self.currency!r}; known: {', '.join(_CURRENCIES)}"
        elif not isinstance(self.timezone, Open) and not is_zone(self.timezone):
            problem = f"no time zone: {self.timezone!r}"
        elif self.home_region is not None and not (
            self.home_region.isprintable() and 0 < len(self.home_region) <= _LONG
        ):
            problem = f"no name of a region: {self.home_region[:_LONG]!r}"
        elif odd := self._odd_spelling():
            problem = odd
        elif not names or len(set(names)) < len(names):
            problem = f"its pages need names of their own: {', '.join(names) or 'none'}"
        else:
            return
        message = f"{self.provider[:_LONG]}: {problem}."
        raise ScraperError(message)

    def profile(self, at: str) -> Profile:
        """What of it is published, as it was said at that moment."""
        pages = [ProfilePage(name=each.name, address=each.shown or each.url, former=each.former) for each in self.pages]
        return Profile(
            provider=self.provider, at=at, name=self.name, currency=self.currency, timezone=self.timezone,
            home_region=self.home_region, pages=pages, elsewhere=dict(self.elsewhere),
        )  # fmt: skip

    def _odd_spelling(self) -> str:
        """What is no spelling of another tool; empty if all are."""
        for tool, spelled in self.elsewhere.items():
            if tool not in TOOLS:
                return f"elsewhere: no tool {tool[:_LONG]!r} is known; known: {', '.join(TOOLS)}"
            if not spelled.isprintable() or not 0 < len(spelled) <= _LONG:
                return f"elsewhere: no id of a provider at {tool}: {spelled[:_LONG]!r}"
        return ""

    @property
    def current(self) -> list[Address]:
        """The pages that are asked for."""
        return [address for address in self.pages if not address.former]

    def floor(self, page: str) -> int:
        """How many prices that page has at least; of one that is none of the provider's by name, what the lowest has.

        >>> pages = [Address("chat", "https://a.example/chat"), Address("batch", "https://a.example/batch", at_least=3)]
        >>> provider = Provider("a", "A", "CNY", pages, timezone="Asia/Shanghai", at_least=8)
        >>> provider.floor("chat"), provider.floor("batch"), provider.floor("saved")
        (8, 3, 3)
        """
        floors = {each.name: self.at_least if each.at_least is None else each.at_least for each in self.pages}
        return floors.get(page, min(floors.values()))


@dataclass(frozen=True)
class Scraper(Provider):
    """What a module of `scrapers/` defines as `scraper`."""

    extract: Callable[[Page], Iterator[Finding]]
    """Reads each of the pages; which one it has before it, it tells from what stands there."""

    @property
    def home(self) -> str:
        """The file of the collection that says how its pages are read."""
        return f"scrapers/{self.provider}.py"

    @property
    def of(self) -> Provider:
        """What it says of its provider."""
        return Provider(**{each.name: getattr(self, each.name) for each in fields(Provider)})


def _is_address(url: str) -> bool:
    """Whether it leads to a page; where that is an open question, nothing is asked of it yet."""
    if isinstance(url, Open):
        return True
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return known and len(url) <= _LONGEST and url.isprintable() and " " not in url


def _is_path(url: str) -> bool:
    """Whether it is a path of the collection that leads nowhere else, and into nothing that is hidden.

    >>> [_is_path(each) for each in ("lists/a b.csv", "a.xlsx#Prices", "../a.csv", "/etc/passwd", "a/.git/b", "a.org")]
    [True, True, False, False, False, False]
    """
    path = url.partition("#")[0]
    plain = len(url) <= _LONGEST and url.isprintable() and not set(path) & set("\\:?")
    return (
        plain
        and path.lower().endswith(_ENDINGS)
        and all(part.strip() and not part.startswith((".", "~")) for part in path.split("/"))
    )


def is_zone(name: str) -> bool:
    """Whether the time zone database knows the name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
