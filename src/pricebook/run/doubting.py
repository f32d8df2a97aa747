"""What was doubtful among the prices of an earlier day: the release says it of today's alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pricebook.checks.gate import printed_twice, suspected
from pricebook.publish.released import Told
from pricebook.run.asking import Doubts


@dataclass(slots=True)
class _Unit:
    unit: str | None


@dataclass(slots=True)
class _Doubted:
    """A price with what the gate asks of it."""

    id: str
    model: str
    service: str
    meter: str
    unit: str | None
    currency: str
    conditions: Mapping[str, Any]
    amount: Decimal
    free: bool
    effective_from: str | None
    effective_until: str | None
    listed: _Unit


def doubts_among(prices: Sequence[Told]) -> Doubts:
    """What was doubtful among all prices of a day: what it is called, by the price's id."""
    by_provider: defaultdict[str, list[_Doubted]] = defaultdict(list)
    for price in prices:
        if price["absent"] is None:
            by_provider[price["provider"]].append(_doubted(price))
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for own in by_provider.values():
        for same in printed_twice(own):
            found[same[0].id]["conflict"] = ""
        for doubtful, reason in suspected(own):
            found[doubtful.id]["suspect"] = reason
    return found


def _doubted(price: Told) -> _Doubted:
    plain = ("id", "model", "service", "meter", "unit", "currency", "conditions", "free")
    return _Doubted(
        **{name: price[name] for name in (*plain, "effective_from", "effective_until")},
        amount=Decimal(price["amount"]), listed=_Unit(price["listed"]["unit"]),
    )  # fmt: skip
