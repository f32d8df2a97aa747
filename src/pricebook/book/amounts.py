"""Arithmetic in which nothing is rounded, whatever the program that asks has set for its own decimals."""

from __future__ import annotations

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, Inexact, InvalidOperation

EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact, InvalidOperation])
"""It raises where a result would have to be rounded."""

NOTHING = Decimal(0)
_add, _multiply, _normalize = EXACT.add, EXACT.multiply, EXACT.normalize


def tidy(number: Decimal) -> Decimal:
    """The same number without trailing zeros, and without an exponent.

    >>> tidy(Decimal("0.0430")), tidy(Decimal("1E+3")), tidy(Decimal("0.00"))
    (Decimal('0.043'), Decimal('1000'), Decimal('0'))
    """
    return _add(_normalize(number), NOTHING)


def product(rate: Decimal, quantity: int | Decimal) -> Decimal:
    """The product, exactly.

    >>> product(Decimal("0.000002"), 20_000)
    Decimal('0.04')
    """
    return _add(_normalize(_multiply(rate, quantity)), NOTHING)


def whole(rates: list[Decimal]) -> tuple[tuple[int, ...], Decimal]:
    """The rates as whole numbers, and what they are to be multiplied with.

    >>> whole([Decimal("0.000002"), Decimal("0.00001")])
    ((2, 10), Decimal('0.000001'))
    """
    places = max((-int(each.as_tuple().exponent) for each in rates), default=0)
    places = max(places, 0)
    return tuple(int(EXACT.scaleb(each, places)) for each in rates), Decimal((0, (1,), -places))
