"""From prices to offers: what a model costs everybody, in tiers of tokens where that says all, and what stands beside.

A ladder is what the formats of other tools know: each meter has one price in each tier, and nothing but the tokens of a
request chooses among them. What is no ladder says why.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise
from typing import Any, NamedTuple

Told = Mapping[str, Any]
"""A price as `prices.json` tells it."""
TOKENS = ("input", "output", "cache_read", "cache_write")
"""The meters of a ladder, each per 1M tokens."""
BOUNDS = ("input_tokens", "context_tokens")
"""What can choose a tier of a ladder."""
CHOSEN = frozenset({"region", "scope", "mode", "hours", "plan", "fine_tuned", "surcharge", "as_printed"})
"""Conditions that a customer chose: they make another offer of the same model."""


class Rung(NamedTuple):
    """The prices of requests of one size."""

    above: int
    """It holds for more than so many tokens; 0 for the lowest, which holds for none too."""
    upto: int | None
    """It holds for at most so many; None where the page prints no end."""
    prices: Mapping[str, Told]
    """By meter, the same meters in each tier of a ladder."""


class Ladder(NamedTuple):
    """The prices of a model's tokens, if nothing else decides which of them a request pays."""

    tiers: Sequence[Rung] = ()
    """The lowest first, without gaps; empty if the prices make no ladder."""
    counts: str = "input_tokens"
    """Which tokens the tiers are told by: one of BOUNDS."""
    why_not: str = ""
    """Why the prices make no ladder; empty if they do, or if there are none."""

    @property
    def prices(self) -> list[Told]:
        """All prices of the tiers, each once."""
        each = chain.from_iterable(tier.prices.values() for tier in self.tiers)
        return list({price["id"]: price for price in each}.values())

    @property
    def meters(self) -> frozenset[str]:
        """What has a price."""
        return frozenset(self.tiers[0].prices) if self.tiers else frozenset()


class Offer(NamedTuple):
    """What one provider takes for one model."""

    provider: str
    model: str
    name: str | None
    """Its display name, if a page prints one."""
    tokens: Sequence[Told]
    """All token prices of the standard offer, ladder or not."""
    ladder: Ladder
    """What they are if nothing but the size of a request chooses among them."""
    batch: Ladder
    """The same of batch requests, in the home region."""
    beside: Sequence[Told]
    """The other prices of the standard offer: images, seconds, characters, training ..."""
    others: Sequence[Told]
    """The prices of other offers: other regions, scopes, plans, modes, and what `batch` is made of."""

    @property
    def page(self) -> str | None:
        """The address of a page that prints prices of the standard offer; None if nobody noted it."""
        return next((p["where"]["address"] for p in (*self.tokens, *self.beside) if p["where"]["address"]), None)

    def only(self, meter: str, unit: str) -> Told | None:
        """The one price of the standard offer that counts this; None if there are several, or if it is in doubt."""
        found = [price for price in self.beside if price["meter"] == meter and price["service"] == "inference"]
        return found[0] if len(found) == 1 and found[0]["unit"] == unit and not doubt(found[0]) else None


def offers(prices: Iterable[Told]) -> list[Offer]:
    """The offers in the order of the prices."""
    groups: dict[tuple[str, str], list[Told]] = {}
    homes: dict[str, str] = {}
    for price in prices:
        groups.setdefault((price["provider"], price["model"]), []).append(price)
        if price["standard"] and "region" in price["conditions"]:
            homes[price["provider"]] = price["conditions"]["region"]
    return [_offer(own, homes.get(provider)) for (provider, _), own in groups.items()]


def parameters(price: Told) -> dict[str, object]:
    """The conditions that neither an offer nor a tier of a ladder answers: `resolution`, `thinking`, `volume` ...

    >>> parameters({"conditions": {"region": "x", "input_tokens": {"lte": 9}, "thinking": True}})
    {'thinking': True}
    """
    return {name: value for name, value in price["conditions"].items() if name not in {*CHOSEN, *BOUNDS}}


def whole(ladder: Ladder) -> str:
    """Why a format that needs a price of input and one of output cannot hold the ladder; empty if it can."""
    return (
        "" if ladder.meters >= {"input", "output"} else ladder.why_not or "the format holds input and output together"
    )


def flat(ladder: Ladder) -> str:
    """Why a format with one price for requests of every size cannot hold it; empty if it can."""
    return whole(ladder) or ("it has tiers, and the format knows none" if len(ladder.tiers) > 1 else "")


def alone(offer: Offer) -> Told | None:
    """The price of a model whose standard offer has no other; None if it has, or if the price is in doubt."""
    found = [*offer.tokens, *(price for price in offer.beside if price["service"] == "inference")]
    return found[0] if len(found) == 1 and not doubt(found[0]) else None


def doubt(price: Told) -> str:
    """Why nobody should bill by the price without having looked; empty if there is nothing.

    A format of another tool cannot say it, so it does not get the price either.
    """
    said = {"suspect": price["suspect"], "in conflict": price["conflict"]}
    return "; ".join(f"{kind}: {reason}" for kind, reason in said.items() if reason)


def ladder_of(prices: Sequence[Told]) -> Ladder:
    """The prices of tokens as a ladder, or why they are none."""
    why_not = _obstacle(prices)
    if why_not or not prices:
        return Ladder(why_not=why_not)
    counts = next((name for name in BOUNDS if any(name in price["conditions"] for price in prices)), BOUNDS[0])
    spans = [(*span_of(price["conditions"].get(counts, {})), price) for price in prices]
    edges = sorted({above for above, _, _ in spans} | {upto for _, upto, _ in spans if upto is not None})
    ends: list[int | None] = [*edges, None] if any(upto is None for _, upto, _ in spans) else [*edges]
    tiers = []
    for above, upto in pairwise(ends):
        there = [p for low, high, p in spans if low <= (above or 0) and (high is None or (upto or _END) <= high)]
        tiers.append(Rung(above or 0, upto, {price["meter"]: price for price in there}))
        if len(there) != len(tiers[-1].prices):
            return Ladder(why_not="more than one price holds for one size of request")
    if edges[0] or any(tier.prices.keys() != tiers[0].prices.keys() for tier in tiers):
        return Ladder(why_not="its tiers leave a gap")
    return Ladder(tiers, counts)


_END = 10**18
"""More tokens than any bound."""


def _obstacle(prices: Sequence[Told]) -> str:
    for price in prices:
        if doubt(price):
            return f"its {price['meter']} price is {doubt(price)}"
    named = sorted({name for price in prices for name in parameters(price)})
    if named:
        return f"what its tokens cost depends on {', '.join(named)}"
    if len({name for price in prices for name in BOUNDS if name in price["conditions"]}) > 1:
        return f"its tiers are bounded by {' and by '.join(BOUNDS)}"
    return ""


def span_of(bounds: Mapping[str, int]) -> tuple[int, int | None]:
    """More than how many tokens, and at most how many.

    >>> span_of({"gte": 8, "lt": 32}), span_of({"gt": 8}), span_of({})
    ((7, 31), (8, None), (0, None))
    """
    above = max(0, bounds["gt"] if "gt" in bounds else bounds.get("gte", 0) - 1)
    return above, bounds["lt"] - 1 if "lt" in bounds else bounds.get("lte")


def _offer(own: Sequence[Told], home: str | None) -> Offer:
    standard = [price for price in own if price["standard"]]
    tokens = [price for price in standard if _of_tokens(price)]
    return Offer(
        provider=own[0]["provider"],
        model=own[0]["model"],
        name=next((price["name"] for price in own if price["name"]), None),
        tokens=tokens,
        ladder=_call_in_doubt(standard) or ladder_of(tokens),
        batch=ladder_of(_batch(own, home)),
        beside=[price for price in standard if not _of_tokens(price)],
        others=[price for price in own if not price["standard"]],
    )


def _call_in_doubt(standard: Sequence[Told]) -> Ladder | None:
    """No ladder, where what each call costs beside its tokens is in doubt."""
    calls = (price for price in standard if price["service"] == "inference" and price["unit"] == "request")
    return next((Ladder(why_not=f"its {call['meter']} price is {doubt(call)}") for call in calls if doubt(call)), None)


def _of_tokens(price: Told) -> bool:
    return price["service"] == "inference" and price["meter"] in TOKENS and price["unit"] == "1M tokens"


def _batch(own: Sequence[Told], home: str | None) -> list[Told]:
    """The batch prices of tokens: those of the home region or, where none names it, those that name no region."""
    found: dict[str | None, list[Told]] = {}
    for price in own:
        chosen = {name: value for name, value in price["conditions"].items() if name in CHOSEN}
        if _of_tokens(price) and chosen.pop("mode", None) == "batch" and not chosen.keys() - {"region"}:
            found.setdefault(chosen.get("region"), []).append(price)
    return (found.get(home) if home is not None else None) or found.get(None, [])
