"""What a request costs, written from docs/contract.md alone: exact, or nothing where the answer is not known."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

Told = Mapping[str, Any]
CHOSEN = {"region", "scope", "mode", "hours", "plan", "fine_tuned", "surcharge", "as_printed"}
BOUNDS = ("input_tokens", "context_tokens", "output_tokens")


class Request(NamedTuple):
    """What is asked of a model, by tokens or by units of a meter."""

    tokens: int = 0
    """Of the input, those found in a cache or put there included."""
    cached: int = 0
    written: int = 0
    output: int = 0
    units: Mapping[str, Decimal] = {}
    """By meter: images, seconds ..."""
    stated: Mapping[str, Any] = {}
    """Properties such as its task."""
    mode: str | None = None

    @property
    def sizes(self) -> Mapping[str, tuple[int, ...]]:
        """What each bound is held against: the context is the input alone, or input and output together."""
        context = (self.tokens, self.tokens + self.output)
        return {"input_tokens": (self.tokens,), "context_tokens": context, "output_tokens": (self.output,)}


def cost(prices: Sequence[Told], request: Request, rates: Mapping[str, Decimal]) -> Decimal | None:
    """In the currency of the rates; None where no price holds for a part of it, or more than one."""
    total = Decimal(0)
    own = _offered(prices, request.mode)
    for meter, quantity in _quantities(own, request):
        holding = [price for price in own if price["meter"] == meter and _holds(price, request)]
        if len(holding) != 1 or holding[0]["suspect"] or holding[0]["conflict"]:
            return None
        [price] = holding
        per = 1_000_000 if price["unit"].startswith("1M ") else 1
        total += quantity * Decimal(price["amount"]) * rates[price["currency"]] / per
    return total


def _offered(prices: Iterable[Told], mode: str | None) -> list[Told]:
    """The standard offer, or what is paid in that mode in the same region."""
    prices = [price for price in prices if price["service"] == "inference"]
    if mode is None:
        return [price for price in prices if price["standard"]]
    home = {price["conditions"].get("region") for price in prices if price["standard"]}
    found = []
    for price in prices:
        chosen = {name: value for name, value in price["conditions"].items() if name in CHOSEN}
        if chosen.pop("mode", None) == mode and chosen.pop("region", None) in home and not chosen:
            found.append(price)
    return found


def _quantities(own: Sequence[Told], request: Request) -> Iterator[tuple[str, Decimal]]:
    meters = {price["meter"] for price in own}
    cached = request.cached if "cache_read" in meters else 0
    written = request.written if "cache_write" in meters else 0
    counted = {"input": request.tokens - cached - written, "cache_read": cached, "cache_write": written,
               "output": request.output}  # fmt: skip
    yield from ((meter, Decimal(count)) for meter, count in counted.items() if count)
    yield from request.units.items()


def _holds(price: Told, request: Request) -> bool:
    for name, value in price["conditions"].items():
        if name in BOUNDS:
            if not all(_within(size, value) for size in request.sizes[name]):
                return False
        elif name not in CHOSEN and request.stated.get(name) != value:
            return False
    return True


def _within(size: int, bounds: Mapping[str, int]) -> bool:
    tests = {"gt": size > bounds.get("gt", -1), "gte": size >= bounds.get("gte", 0),
             "lt": size < bounds.get("lt", size + 1), "lte": size <= bounds.get("lte", size)}  # fmt: skip
    return all(tests[name] for name in bounds)


def sizes(prices: Iterable[Told]) -> list[int]:
    """Sizes of input that tell the tiers apart: each printed bound, one token less and one more."""
    found = {1, 1000}
    for price in prices:
        for name in BOUNDS:
            for bound in price["conditions"].get(name, {}).values():
                found |= {bound - 1, bound, bound + 1}
    return sorted(size for size in found if size > 0)


def requests(prices: Sequence[Told], *, cached: bool = True, written: bool = False) -> Iterator[Request]:
    """Requests of each size that tells tiers apart, with little output and much, with and without what is cached."""
    for size in sizes(prices):
        for output in (0, 1, 800):
            for share in (0, size // 2, size) if cached else (0,):
                yield Request(size, share, 0, output)
            if written:
                yield Request(size, size // 4, size // 2, output)
