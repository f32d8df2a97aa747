"""What was doubtful among the prices of an earlier day: the release says it of today's alone."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pricebook.book.forms import slip
from pricebook.calendar import day_of
from pricebook.checks.gate import doubts, printed_twice
from pricebook.publish.released import Told
from pricebook.run.asking import new_value
from pricebook.run.gaps import forms_of
from pricebook.store.asking import Past


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
    """All prices of a day, each with what was doubtful about it among them beside what is known to be."""
    by_page: defaultdict[tuple[str, str], list[_Doubted]] = defaultdict(list)
    listed: list[_Doubted] = []
    for price in prices:
        if "absent_since" not in price and price["amount"] is not None:
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
        {
            **price, "suspect": "; ".join(filter(None, [*suspect[price["id"]], price["suspect"]])) or None,
            "conflict": conflict.get(price["id"]),
        }
        if price["id"] in suspect or price["id"] in conflict else price
        for price in prices
    ]  # fmt: skip


def doubtful(past: Past, forms: Sequence[Past], published: Mapping[tuple[str, str], Told]) -> list[Told]:
    """The quotes of an interval, each with what is doubtful about it.

    Of one that stands that is what is published of it, by its id and amount; of one that is past what `forms`, those of
    the same price among them, let it be; of one that was never accepted, why.
    """
    conflict = "the page printed more than one amount" if len(past.quotes) > 1 else None
    if past.held:
        held = {"status": "held", "reasons": past.held, "suspect": None, "conflict": conflict}
        return [{**quote, **held} for quote in past.quotes]
    if past.known_to is not None:
        return [{**quote, "suspect": None, "conflict": conflict} for quote in past.quotes]
    if past.last_seen is None:
        return [{**quote, **_as_it_stands(published.get((past.id, quote["amount"]), {}))} for quote in past.quotes]
    lines = [line for each in forms if each.id == past.id and each.known_to is None for line in forms_of(each)]
    own = zip(past.quotes, forms_of(past), strict=True)
    return [{**quote, "suspect": slip(line, lines), "conflict": conflict} for quote, line in own]


def _as_it_stands(price: Told) -> dict[str, Any]:
    doubts = {name: price.get(name) for name in ("suspect", "conflict")}
    return doubts | {name: price[name] for name in ("status", "reasons", "pending") if name in price}


def _doubted(price: Told) -> _Doubted:
    plain = ("id", "model", "service", "meter", "unit", "currency", "conditions", "free")
    return _Doubted(
        **{name: price[name] for name in (*plain, "effective_from", "effective_until")},
        amount=Decimal(price["amount"]), listed=_Unit(price["listed"]["unit"]),
    )  # fmt: skip


def held_then(prices: Sequence[Told], forms: Sequence[Past]) -> Iterator[Told]:
    """The prices of a day as they were published: of one that was held what was accepted before, and what waits.

    `forms` are those of all prices. What has no accepted form has no amount; its status is `pending`.
    """
    waiting: defaultdict[str, list[Told]] = defaultdict(list)
    for price in prices:
        if price["reasons"]:
            waiting[price["id"]].append(price)
        else:
            yield price
    known: defaultdict[str, list[Past]] = defaultdict(list)
    for past in forms:
        if past.id in waiting and past.known_to is None:
            known[past.id].append(past)
    for id_, (first, *others) in waiting.items():
        before = [past for past in known[id_] if not past.held and past.valid_from <= first["valid_from"]]
        gone = {"status": first["status"]} if "absent_since" in first else {}
        more = {**gone, "reasons": [], "pending": [*map(new_value, (first, *others))]}
        if before:
            yield from ({**first, **own, **more} for own in _published_before(before[-1]))
        else:
            yield {**first, "amount": None, "free": False, "status": "pending", **more}


def _published_before(past: Past) -> Iterator[dict[str, Any]]:
    """What an earlier form says of a price that is held since, each of its amounts."""
    days = {"first_seen": day_of(past.first_seen), "known_from": day_of(past.known_from or past.first_seen)}
    standing = {"valid_from": past.valid_from, "valid_from_basis": past.basis, "status": "held", **days}
    return ({**quote, **standing} for quote in past.quotes)
