"""What makes two prices the same price: every field but the amount and the words around it."""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from pricebook.records import Price

FIELDS = ("provider", "model", "service", "meter", "unit", "currency", "conditions")
"""The identity, in the order in which prices are sorted."""


def price_id(identity: Mapping[str, Any]) -> str:
    """16 hexadecimal digits of the SHA-256 of the identity, written as compact JSON with sorted keys.

    >>> price_id({"provider": "p", "model": "m", "service": "inference", "meter": "input", "unit": "1M tokens",
    ...           "currency": "CNY", "conditions": {}})
    '7fa9cf8afb0f4504'
    """
    fields = orjson.dumps([identity[name] for name in FIELDS], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(fields).hexdigest()[:16]


def order_of(price: Mapping[str, Any]) -> tuple[str, ...]:
    """What prices are sorted by: the fields of their identity, as text."""
    return tuple(
        value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
        for value in (price[name] for name in FIELDS)
    )


def identity_order(price: "Price") -> tuple[str, ...]:
    """The key that prices are sorted by: their identity, then the amount and the place."""
    identity = {name: getattr(price, name) for name in FIELDS}
    return *order_of(identity), *_turn(price.amount, price.where.line)


def told_order(price: Mapping[str, Any]) -> tuple[str, ...]:
    """The same of a price as its JSON says it."""
    return *order_of(price), *_turn(Decimal(price["amount"]), price["where"]["line"])


def _turn(amount: Decimal, line: int) -> tuple[str, str]:
    return f"{amount:030.12f}", f"{line:09}"
