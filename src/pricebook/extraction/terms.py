"""Amounts and conditions of records that a stranger made: none may end a program that keeps, compares or shows them."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from pricebook.records import Price, UnsaidPrice

_CURRENCY = re.compile(r"[A-Z]{3}")
_MOST, _FINEST = 18, -30
"""Powers of ten between which amounts of money are."""
_LARGEST = 2**63
_BOUNDS = {"gt", "gte", "lt", "lte"}


def odd_terms(price: Price | UnsaidPrice) -> Iterator[str]:
    """What no price has: an amount below nothing or beyond writing, a currency or a condition of no form."""
    if not is_amount(price.amount):
        yield f"an amount of {price.amount!s:.40}"
    if not _CURRENCY.fullmatch(price.currency):
        yield f"the currency {price.currency!r}"
    yield from (f"the condition {name!r}" for name, value in price.conditions.items() if not _has_form(value))


def is_amount(amount: Decimal) -> bool:
    """Whether it is a sum of money.

    >>> [is_amount(Decimal(each)) for each in ("0", "0.0000025", "1E+4", "-1", "NaN", "Infinity", "1E+999", "1E-999")]
    [True, True, True, False, False, False, False, False]
    """
    finest = amount.as_tuple().exponent
    return isinstance(finest, int) and finest >= _FINEST and amount.adjusted() < _MOST and amount >= 0


def _has_form(value: object) -> bool:
    """A word, a number, several words, or bounds."""
    if isinstance(value, dict):
        return bool(value) and value.keys() <= _BOUNDS and all(_is_bound(each) for each in value.values())
    if isinstance(value, list):
        return bool(value) and all(isinstance(each, str) for each in value)
    return isinstance(value, (str, bool)) or (isinstance(value, int) and abs(value) < _LARGEST)


def _is_bound(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, str, float)):
        return False
    try:
        return is_amount(Decimal(str(value)))
    except InvalidOperation:
        return False
