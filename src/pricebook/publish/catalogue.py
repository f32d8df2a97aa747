"""`catalog/v1/prices.json`: what every provider's history says now, with what a person should look at."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import Field

from pricebook.beliefs import PublishedPrice
from pricebook.calendar import day_of
from pricebook.checks.gate import conflicts, suspicions
from pricebook.history.forms import FORMAT
from pricebook.history.health import Health, health_of
from pricebook.history.listing import listing
from pricebook.history.replaying import chronicle
from pricebook.records import Conflict, Record, StatedFact, Suspicion, UnsaidPrice, as_values
from pricebook.snapshots import Archive
from pricebook.system import files


class Stale(Record):
    """That the last look at a provider, or at some of its pages, failed: the prices are those of an earlier day."""

    last_good: str | None
    """The day of the last look that saw the pages, ISO 8601; null if one of them was never seen."""
    since: str
    """The day of the first look after it, which failed."""
    pages: list[str] | None = None
    """Which pages, in order; null for all of them."""


class Entry(Record):
    """What the catalogue says of a provider."""

    snapshot: str
    """What the last good look saw: the folder's name."""
    prices: int
    """How many prices its pages list."""
    absent: int
    """How many were listed before and are not withdrawn."""
    stale: Stale | None
    """Null if the last look was good."""


class Catalogue(Record):
    """`prices.json`."""

    format: str
    """The contract that the file keeps."""
    providers: dict[str, Entry]
    """By their ids."""
    prices: list[PublishedPrice]
    """Sorted by identity."""
    facts: list[StatedFact]
    """What the pages state besides prices."""
    conflicts: list[Conflict]
    """Identities that a page prints more than once for one time."""
    suspects: list[Suspicion]
    """Prices that may be a slip of the page."""
    unsaid: list[UnsaidPrice] = Field(default_factory=list)
    """Prices that each provider's last good look saw and the vocabulary cannot say."""


def catalogue(archive: Archive) -> bytes:
    """The catalogue that all that was seen gives."""
    content: dict[str, Any] = {}
    prices: list[PublishedPrice] = []
    facts: list[StatedFact] = []
    unsaid: list[UnsaidPrice] = []
    for provider in archive.providers:
        looks = archive.looks(provider)
        if not looks:
            continue
        last = looks[-1].said()
        own = listing(chronicle(archive, provider))
        absent = sum(price.absent is not None for price in own)
        stale = _stale(health_of(archive, provider))
        told = Entry(snapshot=looks[-1].snapshot.name, prices=len(own) - absent, absent=absent, stale=stale)
        content[provider] = told.model_dump()
        prices.extend(own)
        facts.extend(last.facts)
        unsaid.extend(last.unsaid)
    listed = [price for price in prices if price.absent is None]
    whole: Mapping[str, Any] = {
        "format": FORMAT,
        "providers": content,
        "prices": as_values(prices),
        "facts": as_values(facts),
        "conflicts": as_values(conflicts(listed)),
        "suspects": as_values(suspects(listed)),
        "unsaid": as_values(unsaid),
    }
    return files.encode(whole)


def suspects(listed: Iterable[PublishedPrice]) -> Iterator[Suspicion]:
    """Those of the prices that are listed now which may be a slip of the page; each provider's beside its own."""
    by_provider: defaultdict[str, list[PublishedPrice]] = defaultdict(list)
    for price in listed:
        by_provider[price.provider].append(price)
    for own in by_provider.values():
        yield from suspicions(own)


def _stale(known: Health) -> Stale | None:
    if known.failing_since is None or known.last_good is None:
        return None
    seen = [page.last_good for page in known.failing.values()] or [known.last_good]
    last = None if None in seen else min(map(day_of, filter(None, seen)))
    return Stale(last_good=last, since=day_of(known.failing_since), pages=sorted(known.failing) or None)
