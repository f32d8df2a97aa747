"""Where a run's pages come from: the providers' own servers, the recordings, or what was received last."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import zstandard

from pricebook import calendar
from pricebook.beliefs import Observation
from pricebook.collection import Collection
from pricebook.errors import UsageError
from pricebook.fetch import Fetcher, Response, Validators
from pricebook.fetch.recordings import Recording
from pricebook.scraping import Address, Scraper
from pricebook.snapshots import observations
from pricebook.system import files

_MOST = 16 * 1024 * 1024
"""Bytes of a page that was kept, unpacked: twice what is fetched."""


class Observer(Protocol):
    """Where pages come from."""

    def moment(self, scraper: Scraper) -> tuple[str, str]:
        """The moment that the pages stand for, and how it is known: `captured`, `printed`, `dated`, `assumed`."""

    def page(self, scraper: Scraper, address: Address) -> Response:
        """One page of the provider. Raises NetworkError, UsageError, StorageError or ClockWrong."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The recorded pages of the collection, instead of the network."""

    collection: Collection

    def moment(self, scraper: Scraper) -> tuple[str, str]:
        """The one that the recording of the provider's last page stands for."""
        recording = self._recording(scraper, scraper.pages[-1])
        about = recording.about
        if not {"observed_on", "basis"} <= about.keys():
            message = f"{recording.path}: does not say which day it stands for (about: observed_on, basis)."
            raise UsageError(message)
        return calendar.moment(about["observed_on"], scraper.timezone), about["basis"]

    def page(self, scraper: Scraper, address: Address) -> Response:
        """What was recorded for its address."""
        return self._recording(scraper, address).replay(address.url)

    def _recording(self, scraper: Scraper, address: Address) -> Recording:
        return Recording(self.collection.recordings / scraper.provider / f"{address.name}.yaml")


@dataclass(frozen=True, slots=True)
class Cached:
    """What was received at the last good look, without a network."""

    collection: Collection

    def moment(self, scraper: Scraper) -> tuple[str, str]:
        """That of the last good look; raises UsageError if there was none."""
        return self._last(scraper).at, "captured"

    def page(self, scraper: Scraper, address: Address) -> Response:
        """The bytes that were received then; raises UsageError if they are not there or were altered."""
        name = self._last(scraper).pages.get(address.name, "")
        path = _cached(self.collection, name)
        try:
            body = zstandard.ZstdDecompressor().decompress(path.read_bytes(), max_output_size=_MOST)
        except (OSError, zstandard.ZstdError) as problem:
            message = f"{path}: what {scraper.provider} sent last is not there: {problem}. Look again with a network."
            raise UsageError(message) from problem
        if files.digest(body) != name:
            message = f"{path}: is not what was received. Delete it, and look again with a network."
            raise UsageError(message)
        return Response(address.url, body, None)

    def _last(self, scraper: Scraper) -> Observation:
        last = _last_good(self.collection, scraper)
        if last is None:
            message = f"{scraper.provider}: was never looked at, so there is nothing to read without a network."
            raise UsageError(message)
        return last


@dataclass(frozen=True, slots=True)
class Live:
    """The providers' own servers."""

    collection: Collection
    fetcher: Fetcher
    now: datetime
    remember: bool = True
    """Whether the bytes as received are kept."""

    def moment(self, scraper: Scraper) -> tuple[str, str]:
        """Now, on the provider's clock."""
        return calendar.local(self.now, scraper.timezone), "captured"

    def page(self, scraper: Scraper, address: Address) -> Response:
        """The page as the server sends it, or its word that it is as it was.

        That is asked only of providers with one page: of several, one that changed needs the others as well.
        """
        hosts = {str(urlsplit(each.url).hostname) for each in scraper.pages}
        known = self._known(scraper, address) if len(scraper.pages) == 1 else None
        answer = self.fetcher.page(address.url, hosts, known)
        if answer.modified and self.remember:
            path = _cached(self.collection, files.digest(answer.body))
            if not path.is_file():
                files.write_file(path, zstandard.compress(answer.body))
        return answer

    def _known(self, scraper: Scraper, address: Address) -> Validators | None:
        last = _last_good(self.collection, scraper)
        said = last.validators.get(address.name) if last else None
        return Validators(said.get("etag"), said.get("last_modified")) if said else None


def _cached(collection: Collection, name: str) -> Path:
    """Where bytes as received are kept, by their digest, so that what was seen last week can be looked at."""
    return collection.workshop / "pages" / f"{name}.zst"


def _last_good(collection: Collection, scraper: Scraper) -> Observation | None:
    seen = [each for each in observations(collection.snapshots, scraper.provider) if each.snapshot is not None]
    return max(seen, key=lambda each: calendar.order(each.at), default=None)
