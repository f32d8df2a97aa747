"""What was doubtful among the prices of an earlier day: the release says it of today's alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pricebook.checks.gate import doubts, printed_twice
from pricebook.publish.released import Told


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


def doubted(prices: Sequence[Told]) -> list[Told]:
    """All prices of a day, each with what was doubtful about it among them."""
    by_page: defaultdict[tuple[str, str], list[_Doubted]] = defaultdict(list)
    listed: list[_Doubted] = []
    for price in prices:
        if "absent_since" not in price:
            told = _doubted(price)
            by_page[price["provider"], price["where"]["page"]].append(told)
            listed.append(told)
    suspect: defaultdict[str, list[str]] = defaultdict(list)
    conflict: dict[str, str] = {}
    for same in printed_twice(listed):
        conflict[same[0].id] = f"{len(same)} prices for one thing"
    for own in by_page.values():
        for doubt in doubts(own):
            suspect[doubt.price.id].append(doubt.reason.says)
    return [
        {**price, "suspect": "; ".join(suspect[price["id"]]) or None, "conflict": conflict.get(price["id"])}
        if price["id"] in suspect or price["id"] in conflict else price
        for price in prices
    ]  # fmt: skip


def _doubted(price: Told) -> _Doubted:
    plain = ("id", "model", "service", "meter", "unit", "currency", "conditions", "free")
    return _Doubted(
        **{name: price[name] for name in (*plain, "effective_from", "effective_until")},
        amount=Decimal(price["amount"]), listed=_Unit(price["listed"]["unit"]),
    )  # fmt: skip
