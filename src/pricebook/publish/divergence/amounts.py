"""One amount of theirs beside one of ours: equal, equal as far as theirs goes, or how far apart."""

from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import NamedTuple

from pricebook.publish.divergence.theirs import TheirPrice
from pricebook.rates import Converted
from pricebook.units import EXACT

LEAST_DIGITS = 3
"""Digits that an amount of theirs must have before another one counts as equal but for its rounding."""
_NOISE = Context(prec=12, rounding=ROUND_HALF_EVEN)
"""What a binary number that was printed in full is rounded to."""
_RATIO = Context(prec=6, rounding=ROUND_HALF_EVEN, traps=[DivisionByZero, InvalidOperation, Overflow])
INFINITE = Decimal("Infinity")

Into = Callable[[Decimal, str, str], Converted]
"""An amount, its currency and the wanted one; raises UsageError where there is no rate."""


class Beside(NamedTuple):
    """How an amount of theirs stands beside ours."""

    ours: Converted
    """Ours in their currency, per unit of ours."""
    outcome: str
    """`equal`, `rounded` or `differs`."""
    ratio: Decimal | None
    """Theirs divided by ours, to six digits; None where ours is nothing and theirs is not."""

    @property
    def severity(self) -> Decimal:
        """How many times one is the other, at least 1; endless where one of them alone is nothing."""
        return severity(self.ratio)


def severity(ratio: Decimal | None) -> Decimal:
    """How many times one of two amounts is the other.

    >>> [str(severity(each)) for each in (Decimal("1.5"), Decimal("0.5"), Decimal(0), None)]
    ['1.5', '2', 'Infinity', 'Infinity']
    """
    if not ratio:
        return INFINITE
    return max(ratio, _RATIO.divide(Decimal(1), ratio))


def beside(theirs: TheirPrice, amount: Decimal, currency: str, into: Into) -> Beside:
    """Theirs beside that amount per unit of ours; raises UsageError where there is no rate."""
    converted = into(amount, currency, theirs.printed.currency)
    ours, printed = EXACT.multiply(converted.amount, theirs.scale), theirs.printed.amount
    if ours == printed:
        return Beside(converted, "equal", Decimal(1))
    outcome = "rounded" if _is_rounded(printed, ours) else "differs"
    return Beside(converted, outcome, _RATIO.divide(printed, ours).normalize() if ours else None)


def _is_rounded(theirs: Decimal, ours: Decimal) -> bool:
    """Whether theirs is ours as far as its digits go, or but for what a binary number loses.

    >>> _is_rounded(Decimal("0.278"), Decimal("0.27782")), _is_rounded(Decimal("0.28"), Decimal("0.27782"))
    (True, False)
    >>> _is_rounded(Decimal("0.0000013999999999999999"), Decimal("0.0000014"))
    True
    """
    plain = theirs.normalize()
    exponent = plain.as_tuple().exponent
    if _NOISE.plus(theirs) == _NOISE.plus(ours):
        return True
    if not isinstance(exponent, int) or len(plain.as_tuple().digits) < LEAST_DIGITS:
        return False
    return 2 * abs(theirs - ours) <= Decimal(1).scaleb(exponent)
