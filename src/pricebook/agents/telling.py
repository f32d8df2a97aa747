"""A price, its doubts and its source, as they are answered; and the text of pages, so that all of it is seen."""

from collections.abc import Mapping
from typing import Any

from pricebook.agents.parts import ToldDoubt, ToldPrice, ToldSource
from pricebook.book import Price
from pricebook.book.doubts import doubts
from pricebook.publish.escaping import visible
from pricebook.run.ages import Ages

_LONGEST = 1000
"""So many characters of one text are answered."""
_PLACE = ("address", "page", "table", "row", "column", "line")


def price_of(price: Price, ages: Ages, at: str | None = None) -> ToldPrice:
    """The price with its doubts and its source; of a day it is late for nothing."""
    source = source_of(price.record, price.quote, ages)
    return ToldPrice(
        id=price.id,
        provider=price.provider,
        model=price.model,
        service=price.service,
        meter=price.meter,
        amount=f"{price.amount:f}",
        currency=price.currency,
        unit=price.unit,
        conditions=dict(price.conditions),
        standard=price.standard,
        free=price.free,
        status=price.status,
        doubts=doubts_of(price),
        unseen=price.record.get("unseen"),
        late=at is None and ages.is_late(price.provider, source.last_seen),
        promotion=None if price.promotion is None else dict(price.promotion),
        valid_from=price.valid_from,
        valid_from_basis=price.valid_from_basis,
        effective_until=price.effective_until,
        derived_from=price.record.get("derived_from"),
        source=source,
    )


def doubts_of(price: Price) -> list[ToldDoubt]:
    """What speaks against billing by it, with the reasons for which it waits for a person."""
    waits = "; ".join(price.record.get("reasons") or ())
    return [ToldDoubt(kind=kind, why=waits if kind == "held" and waits else why) for kind, why in doubts(price)]


def source_of(record: Mapping[str, Any], quote: str | None, ages: Ages) -> ToldSource:
    """Where the page says it; nothing of a place that the release does not keep."""
    where = record.get("where") or {}
    seen = record.get("last_seen") or (ages.seen(record) if where else None)
    place = {name: where.get(name) for name in _PLACE}
    return ToldSource(quote=quote, heading=list(where.get("heading") or ()), last_seen=seen, **place)


def shown(value: Any) -> Any:
    r"""The same values, in which every text shows all that it holds and none is longer than an answer bears.

    >>> shown({"quote": ["4 元\u202e", None]})
    {'quote': ['4 元\\u202e', None]}
    >>> shown("a" * 5000)[995:]
    'aaaaa... (4000 characters more)'
    """
    if isinstance(value, str):
        left = len(value) - _LONGEST
        return visible(value) if left <= 0 else f"{visible(value[:_LONGEST])}... ({left} characters more)"
    if isinstance(value, dict):
        return {shown(name): shown(each) for name, each in value.items()}
    if isinstance(value, list):
        return [shown(each) for each in value]
    return value
