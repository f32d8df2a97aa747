"""Questions to what is published: which prices, of which model, and where one comes from."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pricebook.beliefs import PublishedPrice
from pricebook.checks.gate import conflicts
from pricebook.collection import Collection
from pricebook.errors import UsageError
from pricebook.publish.catalogue import Stale, last_snapshots, read_catalogue, stale, suspects
from pricebook.publish.evidence import Evidence, evidence
from pricebook.records import METERS


def published(collection: Collection) -> list[PublishedPrice]:
    """The published prices; raises UsageError where there are none."""
    return read_catalogue(collection.catalogue)


def matching(
    prices: Iterable[PublishedPrice], provider: str | None, model: str | None, meter: str | None
) -> list[PublishedPrice]:
    """Those of the provider, of models whose name contains that, and of the meter; raises UsageError for no meter."""
    if meter is not None and meter not in METERS:
        message = f"no meter {meter!r}. Meters: {', '.join(METERS)}."
        raise UsageError(message)
    return [
        price
        for price in prices
        if (provider is None or price.provider == provider)
        and (model is None or model.lower() in f"{price.model}\n{price.name or ''}".lower())
        and (meter is None or price.meter == meter)
    ]


def of_model(prices: Iterable[PublishedPrice], model: str) -> list[PublishedPrice]:
    """Those of the model of that API name or display name, with or without its vendor."""
    wanted = model.lower()
    return [each for each in prices if wanted in {*names_of(each.model), (each.name or "").lower()}]


def names_of(model: str) -> set[str]:
    """What the model may be called: `deepseek-ai/DeepSeek-R1` also without the vendor before it."""
    return {model.lower(), model.rpartition("/")[2].lower()}


def one_price(prices: Sequence[PublishedPrice], beginning: str) -> list[PublishedPrice]:
    """The prices of the one id that begins so; more than one are a conflict. Raises UsageError."""
    chosen = [price for price in prices if price.id.startswith(beginning.lower())] if beginning else []
    ids = dict.fromkeys(price.id for price in chosen)
    if not chosen:
        message = f"no published price has the id {beginning!r}. Ids stand in: catalog list"
        raise UsageError(message)
    if len(ids) > 1:
        message = f"{len(ids)} ids begin with {beginning!r}: {', '.join(list(ids)[:5])} ..."
        raise UsageError(message)
    return chosen


def stale_among(collection: Collection, shown: Sequence[PublishedPrice]) -> Iterator[tuple[str, Stale]]:
    """Of which of the providers of these prices the page can no longer be read."""
    providers = {price.provider for price in shown}
    return ((provider, mark) for provider, mark in stale(collection.catalogue).items() if provider in providers)


Doubts = Mapping[str, Mapping[str, str]]
"""By the id of a price why it is a `conflict` or `suspect`."""


def doubts(prices: Iterable[PublishedPrice]) -> Doubts:
    """What is doubtful among all prices of a moment; what is not listed then is not doubted."""
    listed = [price for price in prices if price.absent is None]
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for conflict in conflicts(listed):
        found[conflict.id]["conflict"] = conflict.reason
    for suspicion in suspects(listed):
        found[suspicion.id]["suspect"] = suspicion.reason
    return found


class Explanation(NamedTuple):
    """Where a published price comes from."""

    price: PublishedPrice
    proof: Evidence
    page: str
    """The address of the page as people know it; empty if the scraper reads it no longer."""


def explained(collection: Collection, price: PublishedPrice) -> Explanation:
    """Where the price stands in the snapshots, and on which page; raises StorageError if it is gone."""
    last = price.absent.snapshot if price.absent else last_snapshots(collection.catalogue)[price.provider]
    proof = evidence(collection.archive(), price, last)
    pages = collection.scraper(price.provider).pages
    page = next((each.shown or each.url for each in pages if each.name == price.where.page), "")
    return Explanation(price, proof, page)
