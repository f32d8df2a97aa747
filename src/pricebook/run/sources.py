"""Where a run's pages come from: the providers' servers and lists, the recordings, or what was received last."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

import zstandard

from pricebook import calendar
from pricebook.beliefs import Observation, Response, Validators
from pricebook.collection import Collection
from pricebook.errors import Unreachable, UsageError
from pricebook.fetch import Drawing, Fetcher, Target
from pricebook.fetch.recordings import NONE, Recording, recordings
from pricebook.reading.text import MAX_BYTES
from pricebook.run import clock
from pricebook.run.local import read_here
from pricebook.scraping import Address, Provider
from pricebook.snapshots.archive import Archive
from pricebook.system import files

_MOST = 2 * MAX_BYTES
"""Bytes of a page that was kept, unpacked."""


class Moment(NamedTuple):
    """When pages of a provider were seen."""

    at: str
    """The moment that they stand for."""
    basis: str
    """How it is known: `captured`, `printed`, `dated`, `assumed`, `saved`."""
    pages: Mapping[str, Callable[[], Response]]
    """How each of them is had, by its name; raises NetworkError, UsageError or StorageError."""


class PageSource(Protocol):
    """Where pages come from."""

    @property
    def today(self) -> datetime | None:
        """The moment of a look that fails before any page is asked for; None where looks are of other days."""

    def vouched(self) -> bool:
        """Whether by now somebody vouches for the moments: then what was seen may be written down at once."""

    def settled(self) -> bool:
        """Once all were asked: whether looks that failed may be written down too, or only those that saw something.

        Raises ClockWrong if none may be.
        """

    def moments(self, provider: Provider) -> list[Moment]:
        """When the provider's pages are seen, in order: all at once, unless they were recorded on other days."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The recorded pages of the collection, instead of the network."""

    collection: Collection
    now: datetime
    """None of them is of a day that is still to come."""
    today: None = None

    def vouched(self) -> bool:
        """They are of the days that the recordings name."""
        return True

    def settled(self) -> bool:
        """Likewise."""
        return True

    def moments(self, provider: Provider) -> list[Moment]:
        """Those that the recordings stand for: pages of one moment are one look, and a page may have several."""
        found: dict[tuple[str, str], dict[str, Callable[[], Response]]] = {}
        for address in provider.pages:
            for recording in recordings(self.collection.recordings / provider.provider, address.name):
                had = partial(recording.replay, target_of(provider, address))
                found.setdefault(self._moment(provider, recording), {})[address.name] = had
        if not found:
            message = f"{provider.provider}: {NONE}"
            raise UsageError(message)
        ordered = sorted(found.items(), key=lambda each: calendar.order(each[0][0]))
        return [Moment(at, basis, pages) for (at, basis), pages in ordered]

    def _moment(self, provider: Provider, recording: Recording) -> tuple[str, str]:
        about = recording.about
        if not {"observed_on", "basis"} <= about.keys():
            message = f"{recording.path}: does not say which day it stands for (about: observed_on, basis)."
            raise UsageError(message)
        at = calendar.moment(about["observed_on"], provider.timezone)
        return calendar.past(at, self.now, provider.timezone), about["basis"]


@dataclass(frozen=True, slots=True)
class Cached:
    """What was received at the last good look, without a network."""

    collection: Collection
    archive: Archive
    today: None = None

    def vouched(self) -> bool:
        """They are those of looks that were written down before, but for looks that fail."""
        return False

    def settled(self) -> bool:
        """What cannot be read once more was no look."""
        return False

    def moments(self, provider: Provider) -> list[Moment]:
        """That of the last good look; raises UsageError if there was none."""
        pages = {address.name: partial(self._page, provider, address) for address in provider.current}
        return [Moment(self._last(provider).at, "captured", pages)]

    def _page(self, provider: Provider, address: Address) -> Response:
        """The bytes that were received then; raises UsageError if they are not there or were altered.

        A page that the last look did not see is not seen now either: raises Unreachable, with the words of then.
        """
        last = self._last(provider)
        if address.name in last.unseen:
            message = f"{provider.provider}/{address.name}: the last look did not see it. Look again with a network."
            raise Unreachable(last.unseen[address.name] or message)
        name = last.pages.get(address.name, "")
        path = _cached(self.collection, name)
        try:
            body = zstandard.ZstdDecompressor().decompress(path.read_bytes(), max_output_size=_MOST)
        except (OSError, zstandard.ZstdError) as problem:
            message = f"{path}: what {provider.provider} sent last is not there: {problem}. Look again with a network."
            raise UsageError(message) from problem
        if files.digest(body) != name:
            message = f"{path}: is not what was received. Delete it, and look again with a network."
            raise UsageError(message)
        return Response(body, drawn="as it was drawn then" if address.name in last.drawn else None)

    def _last(self, provider: Provider) -> Observation:
        last = self.archive.last_good(provider.provider)
        if last is None:
            message = f"{provider.provider}: was never looked at, so there is nothing to read without a network. "
            message += f"Look once with one: catalog refresh {provider.provider}"
            raise UsageError(message)
        return last


@dataclass(frozen=True, slots=True)
class Live:
    """The providers' own servers."""

    collection: Collection
    archive: Archive
    fetcher: Fetcher
    now: datetime
    remember: bool = True
    """Whether the bytes as received are kept."""
    steady: bool = True
    """Whether the machine's clock fits what was seen before; if not, a server must vouch for a look that failed."""

    @property
    def today(self) -> datetime:
        """Now."""
        return self.now

    def vouched(self) -> bool:
        """Whether a server agrees with this machine's clock."""
        return self.fetcher.clocks.vouched

    def settled(self) -> bool:
        """Whether the clock fits what was seen before, or what a server says; raises ClockWrong."""
        self.fetcher.clocks.settle()
        return self.steady or self.vouched()

    def moments(self, provider: Provider) -> list[Moment]:
        """Now, on the provider's clock."""
        pages = {address.name: partial(self._page, provider, address) for address in provider.current}
        return [Moment(calendar.local(self.now, provider.timezone), "captured", pages)]

    def _page(self, provider: Provider, address: Address) -> Response:
        """The page as it comes, whose bytes are kept."""
        if address.path is not None:
            answer = read_here(self.collection.root, address.path, f"{provider.provider}/{address.name}")
        else:
            answer = self._fetched(provider, address)
        if answer.modified and self.remember:
            path = _cached(self.collection, files.digest(answer.body))
            if not path.is_file():
                files.write_file(path, zstandard.compress(answer.body))
        return answer

    def _fetched(self, provider: Provider, address: Address) -> Response:
        """The page as the server sends it, or its word that it is as it was.

        That is asked only of providers with one page: of several, one that changed needs the others as well.
        """
        known = self._known(provider, address) if len(provider.current) == 1 else None
        return self.fetcher.page(target_of(provider, address), known)

    def _known(self, provider: Provider, address: Address) -> Validators | None:
        last = self.archive.last_good(provider.provider)
        said = last.validators.get(address.name) if last else None
        return Validators(said.get("etag"), said.get("last_modified")) if said else None


def target_of(provider: Provider, address: Address) -> Target:
    """How the page is asked for: a redirect may lead to the hosts of the provider's other pages too.

    A page that scripts draw asks those hosts alone that its address names.
    """
    if not address.drawn:
        hosts = {str(urlsplit(each.url).hostname) for each in provider.current if each.path is None}
        return Target(address.url, frozenset({*hosts, *address.hosts}), address.sent)
    drawing = Drawing(address.until, address.language, provider.timezone)
    return Target(address.url, frozenset(address.hosts), drawing=drawing)


def _cached(collection: Collection, name: str) -> Path:
    """Where bytes as received are kept, by their digest, so that what was seen last week can be looked at."""
    return collection.workshop / "pages" / f"{name}.zst"


class Choice(NamedTuple):
    """Where a run's pages come from."""

    source: PageSource
    odd: str | None = None
    """What is odd about the clock that dates them, if something is."""


def chosen(
    collection: Collection,
    archive: Archive,
    contact: str | None,
    now: datetime,
    *,
    recorded: bool,
    offline: bool,
    remember: bool,
    asks: Callable[[], bool] = lambda: True,
) -> Choice:
    """The source that is asked for: the servers, told who asks, if no other is; raises UsageError, ClockWrong.

    `asks` tells whether a server is asked at all: where none is, nobody need say who asks.
    """
    if recorded and offline:
        message = "--recorded and --offline read different pages. Give one of them."
        raise UsageError(message)
    if recorded:
        return Choice(Recorded(collection, now))
    if offline:
        return Choice(Cached(collection, archive))
    fetcher = asking(contact, now, "--recorded") if contact or asks() else Fetcher("", now=lambda: now)
    odd = clock.check(archive, now)
    return Choice(Live(collection, archive, fetcher, now, remember, steady=odd is None), odd)


def asking(contact: str | None, now: datetime, instead: str) -> Fetcher:
    """What asks servers, and tells them who asks; raises UsageError, with what asks none, where nobody is named."""
    if not contact:
        message = f"say who asks: --contact or CATALOG_CONTACT, an address that hosts can turn to; or use {instead}."
        raise UsageError(message)
    if not re.fullmatch(r"(https?://|mailto:)[!-~]+", contact):
        message = f"--contact {contact!r} is no address. Write it so: https://example.org/prices"
        raise UsageError(message)
    return Fetcher(contact, now=lambda: now)
