"""Intervals as rows, and rows as intervals."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

import orjson

from pricebook import units
from pricebook.history.intervals import Interval, gate_from
from pricebook.identity import FIELDS
from pricebook.records import Price
from pricebook.store.columns import KEY, MARKS

Key = tuple[str, int, str, str, int]
_APART = {*FIELDS, "id", "amount", "free", "effective_from", "effective_until"}
"""Fields of a price that have a column of their own."""


def price_row(price: Price) -> dict[str, Any]:
    """What makes it this price."""
    row = {name: getattr(price, name) for name in FIELDS}
    return {**row, "id": price.id, "conditions": _json(price.conditions)}


def period_rows(interval: Interval) -> Iterator[dict[str, Any]]:
    """One row for each quote of the interval."""
    marks = {name: getattr(interval, name) for name in MARKS}
    for number, quote in enumerate(interval.quotes):
        yield {
            **marks,
            "price": interval.id,
            "number": interval.number,
            "first_seen": interval.first_seen,
            "known_from": interval.known_from or "",
            "quote": number,
            "amount": units.text(quote.amount),
            "free": quote.free,
            "effective_from": quote.effective_from,
            "effective_until": quote.effective_until,
            "said": _listed(quote),
            "gate": _json(interval.gate),
        }


def key_of(row: dict[str, Any]) -> Key:
    """The row's primary key."""
    return row["price"], row["number"], row["first_seen"], row["known_from"], row["quote"]


def price_of(row: Any) -> Price:
    """The price that a row of `period`, joined with its `price`, holds."""
    said = orjson.loads(row.said)
    identity = {name: getattr(row, name) for name in FIELDS if name != "conditions"}
    return Price.model_validate(
        {
            **said, **identity, "id": row.id, "conditions": orjson.loads(row.conditions), "amount": row.amount,
            "free": bool(row.free), "effective_from": row.effective_from,
            "effective_until": row.effective_until,
        }
    )  # fmt: skip


def intervals(rows: Iterable[Any]) -> Iterator[Interval]:
    """The intervals that rows give, sorted by their keys as they come."""
    for _, group in groupby(rows, key=attrgetter(*KEY[:-1])):
        quotes = list(group)
        marks = {name: getattr(quotes[0], name) for name in MARKS}
        known_from = quotes[0].known_from or None
        yield Interval(
            tuple(map(price_of, quotes)), quotes[0].number, quotes[0].first_seen, known_from=known_from, **marks,
            **gate_from(orjson.loads(quotes[0].gate)),
        )  # fmt: skip


def _listed(price: Price) -> str:
    return _json(price.model_dump(mode="json", exclude=_APART))


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
