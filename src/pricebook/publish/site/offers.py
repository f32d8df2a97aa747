"""The published prices as offers: what one provider asks for one model, called in one way."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from pricebook.publish.site.release import Published, Told
from pricebook.vocabulary import CHOICES

TOKENS = ("input", "cache_read", "output")
"""The meters that have a column of their own, where tokens are counted."""
SIZES = ("input_tokens", "context_tokens")
"""The bounds that the input of a request is held against."""
_STATES = (
    "conflict", "held", "pending", "ended", "announced", "stale", "unread", "missing", "withdrawn", "suspect", "fresh",
)  # fmt: skip
"""The gravest first."""


class Offering(NamedTuple):
    """The prices of one provider for one model and service that a customer chooses together."""

    provider: str
    model: str
    """As the provider calls it."""
    service: str
    choice: Mapping[str, Any]
    """The conditions that a customer chose: a region, a mode, a plan."""
    prices: Sequence[Told]

    @property
    def standard(self) -> bool:
        """Whether any of it is what everybody pays."""
        return any(price["standard"] for price in self.prices)

    def state(self, today: str) -> str:
        """How its most doubtful price stands."""
        return min((state(price, today) for price in self.prices), key=_STATES.index)

    def places(self) -> Iterator[tuple[str, Told]]:
        """Its prices, each with the id of its place in a page: those of one id after the first have a number too."""
        met: Counter[str] = Counter()
        for price in self.prices:
            met[price["id"]] += 1
            yield (price["id"] if met[price["id"]] == 1 else f"{price['id']}-{met[price['id']]}"), price

    def columns(self) -> dict[str, list["Alike"]]:
        """Its prices by column: those of tokens by their meters, all others as `other`; by meter and unit."""
        found: dict[str, dict[tuple[str, str | None, str], list[Told]]] = {name: {} for name in (*TOKENS, "other")}
        for price in self.prices:
            of_tokens = price["meter"] in TOKENS and price["unit"] == "1M tokens"
            column = price["meter"] if of_tokens else "other"
            found[column].setdefault((price["meter"], price["unit"], price["currency"]), []).append(price)
        return {name: [Alike(*key, prices) for key, prices in groups.items()] for name, groups in found.items()}


class Alike(NamedTuple):
    """The prices of one meter and unit: of all tiers, and under all conditions that are a request's own."""

    meter: str
    unit: str | None
    currency: str
    prices: Sequence[Told]

    @property
    def low(self) -> str:
        """The lowest of their amounts."""
        return str(min((price["amount"] for price in self.prices), key=Decimal))

    @property
    def high(self) -> str:
        """The highest of their amounts."""
        return str(max((price["amount"] for price in self.prices), key=Decimal))

    @property
    def free(self) -> bool:
        """Whether all of it is free."""
        return all(price["free"] for price in self.prices)

    @property
    def bands(self) -> str:
        """`2:0:32000;4:32001:`: each amount with the least and the most tokens of input; empty if none is bounded."""
        bounds = [_bounds(price) for price in self.prices]
        if not any(bounds):
            return ""
        return ";".join(f"{price['amount']}:{_from_size(each)}:{_to_size(each)}"
                        for price, each in zip(self.prices, bounds, strict=True))  # fmt: skip


def _bounds(price: Told) -> Mapping[str, int]:
    """The bounds on the input of a request; empty if it has none."""
    return next((price["conditions"][name] for name in SIZES if name in price["conditions"]), {})


def _from_size(bounds: Mapping[str, int]) -> int:
    return bounds["gt"] + 1 if "gt" in bounds else bounds.get("gte", 0)


def _to_size(bounds: Mapping[str, int]) -> int | str:
    return bounds["lt"] - 1 if "lt" in bounds else bounds.get("lte", "")


def state(price: Told, today: str) -> str:
    """How a price stands, in one word: what is doubtful about it, whether it is in force that day, else its status."""
    told: str = "conflict" if price["conflict"] else price["status"]
    if told != "fresh":
        return told
    if price["effective_until"] and price["effective_until"] < today:
        return "ended"
    if price["effective_from"] and price["effective_from"] > today:
        return "announced"
    return "suspect" if price["suspect"] else told


def offers(prices: Iterable[Told]) -> list[Offering]:
    """The offers that these prices make, in the prices' order; what is absent stands apart from what is on sale."""
    found: dict[tuple[str, str, str, str, bool], list[Told]] = {}
    for price in prices:
        choice = sorted((name, str(value)) for name, value in price["conditions"].items() if name in CHOICES)
        key = price["provider"], price["model"], price["service"], str(choice), "absent_since" in price
        found.setdefault(key, []).append(price)
    return [Offering(*key[:3], _choice(own[0]), own) for key, own in found.items()]


def _choice(price: Told) -> dict[str, Any]:
    return {name: value for name, value in price["conditions"].items() if name in CHOICES}


class KnownAs(NamedTuple):
    """A model as it is known across providers, and what it is called besides."""

    name: str
    others: Sequence[str]
    """Other ways to write it, and the names that providers show beside it."""


def names(release: Published) -> dict[tuple[str, str], KnownAs]:
    """By provider and the name there: the model that it is."""
    found: dict[tuple[str, str], KnownAs] = {}
    for model in release.models:
        beside = {*model["aliases"], *(offer["model"] for offer in model["offers"])}
        beside |= {offer["name"] for offer in model["offers"] if offer["name"]}
        named = KnownAs(model["model"], sorted(beside - {model["model"]}))
        found |= {(offer["provider"], offer["model"]): named for offer in model["offers"]}
    return found
