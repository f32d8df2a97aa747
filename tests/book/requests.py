"""Requests to every model of a release: each condition that its page prints, and each side of each bound."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from pricebook.book.words import COUNTED, SIZES, STATED
from tests.conftest import ROOT

Told = Mapping[str, Any]
RELEASE = Path(os.environ.get("CATALOG_TEST_RELEASE", ROOT / "catalog" / "v1"))
OFFER = ("provider", "model", "service", "unit")
KEYWORDS = {(meter, unit): keyword for keyword, (meters, unit) in reversed(list(COUNTED.items())) for meter in meters}
"""By meter and unit, the keyword of the library that counts it."""
MANY = 800


@cache
def the_collections() -> list[Told]:
    """Every price that the collection's release has on sale."""
    prices: list[Told] = json.loads((RELEASE / "prices.json").read_bytes())["prices"]
    return prices


class Request(NamedTuple):
    """So much of each meter, of one model of a provider, counted in one unit."""

    offer: Told
    counts: Mapping[str, int]
    stated: Mapping[str, Any]
    """The properties of the request, and what the caller chose."""

    @property
    def sizes(self) -> dict[str, int]:
        """What bounds are held against."""
        given, made = self.counts.get("input", 0), self.counts.get("output", 0)
        return {"input_tokens": given, "output_tokens": made, "context_tokens": given + made}

    @property
    def keywords(self) -> dict[str, Any]:
        """The same as the library takes it."""
        counts = {KEYWORDS[meter, self.offer["unit"]]: number for meter, number in self.counts.items()}
        service = {"provider": self.offer["provider"], "service": self.offer["service"]}
        # What is reserved is not sent.
        known = () if "TPM" in str(self.offer["unit"]) else ("input_tokens", "context_tokens")
        sizes = {name: self.sizes[name] for name in known}
        return {**sizes, **counts, **service, **self.stated}


def by_offer(prices: Iterable[Told]) -> dict[tuple[str, ...], list[Told]]:
    """The prices of each model, by service and unit."""
    found: dict[tuple[str, ...], list[Told]] = {}
    for price in prices:
        found.setdefault(tuple(price[name] for name in OFFER), []).append(price)
    return found


def requests(prices: Iterable[Told]) -> Iterator[Request]:
    """Requests to the offers that these prices are of: to all meters together, and to each alone."""
    for names, own in by_offer(prices).items():
        offer = dict(zip(OFFER, names, strict=True))
        meters = sorted({price["meter"] for price in own})
        for asked in dict.fromkeys([tuple(meters), *((meter,) for meter in meters)]):
            mine = [price for price in own if price["meter"] in asked]
            for stated in stated_together(mine):
                for counts in counted_of(mine):
                    yield Request(offer, {m: n for m, n in counts.items() if (m, offer["unit"]) in KEYWORDS}, stated)


def stated_together(prices: Sequence[Told]) -> list[dict[str, Any]]:
    """Every way in which one price of each meter can be met at once, with what only others say and without."""
    by_meter: dict[str, list[dict[str, Any]]] = {}
    others: dict[str, Any] = {}
    for price in prices:
        own = by_meter.setdefault(price["meter"], [])
        own += [each for each in meeting(price["conditions"]) if each not in own]
        others |= {name: other(value) for name, value in price["conditions"].items() if is_property(name)}
    merged: list[dict[str, Any]] = []
    for chosen in product(*by_meter.values()):
        together: dict[str, Any] = {}
        for each in chosen:
            together |= each
        if all(each.items() <= together.items() for each in chosen):
            merged += [each for each in (together, others | together) if each not in merged]
    return merged


def is_property(name: str) -> bool:
    """Whether a caller states it; the home region is that of whoever names none."""
    return name in STATED - {"region"}


def other(value: Any) -> Any:
    """What does not meet the condition."""
    return 10**9 if isinstance(value, dict) or type(value) is int else "another"


def meeting(conditions: Told) -> Iterator[dict[str, Any]]:
    """What a caller can state to meet the conditions: each value of a list, each side of each bound."""
    names = [name for name in conditions if is_property(name)]
    for values in product(*(values_of(name, conditions[name]) for name in names)):
        yield dict(zip(names, values, strict=True))


def values_of(name: str, value: Any) -> list[Any]:
    if isinstance(value, dict):
        return sorted({max(bound + step, 0) for bound in value.values() for step in (-1, 0, 1)})
    return value if isinstance(value, list) and name != "as_printed" else [value]


def counted_of(prices: Sequence[Told]) -> Iterator[dict[str, int]]:
    """How much of each meter: on each side of each bound, with what is cached and without."""
    meters = {price["meter"] for price in prices}
    if "input" not in meters:
        if counted := sorted(meters - {"cache_read", "cache_write"}):  # what is cached is a part of the input
            yield dict.fromkeys(counted, 7)
        return
    for size in edges(prices):
        yield {"input": size}
        yield {"input": size, "cache_read": size // 2}
        if "output" in meters:
            yield {"input": size, "cache_read": size // 3, "output": MANY}
        if "cache_write" in meters:
            yield {"input": size, "cache_read": size // 3, "cache_write": size // 4}


def edges(prices: Iterable[Told]) -> list[int]:
    """Sizes of input that tell the tiers apart: each printed bound, a token less and a token more."""
    bounds = {bound for price in prices for name in SIZES for bound in price["conditions"].get(name, {}).values()}
    return sorted({1000, *(size for bound in bounds for size in (bound - 1, bound, bound + 1) if size > 0)})
