"""One amount against its yardstick: how far a price may move before a person sees it."""

from collections.abc import Iterator
from decimal import Decimal

from pricebook.checks.gate.reasons import Reason, exact, plain
from pricebook.checks.gate.rules import RATES, threshold

_POWERS = (Decimal(10), Decimal(100), Decimal(1000))


def stepped(old: Decimal, new: Decimal, yard: str = "the value that was accepted") -> Iterator[Reason]:
    """What is odd about the step from the one amount to the other; nothing if a rule lets it pass.

    >>> [reason.rule for reason in stepped(Decimal(2), Decimal("1.6"))]
    []
    >>> [reason.says for reason in stepped(Decimal("0.8"), Decimal(800))]
    ['1000 times the value that was accepted (800 and 0.8)', 'the factor is near 1000']
    """
    if not old or not new:
        if old != new:
            yield Reason("zero", f"{exact(old)} became {exact(new)}", "zero")
        return
    size = max(old, new) / min(old, new)
    if size < threshold("step"):
        return
    rule = "slip" if size >= threshold("slip") else "step"
    how = f"{plain(size)} times" if new > old else f"1/{plain(size)} of"
    yield Reason(rule, f"{how} {yard} ({exact(new)} and {exact(old)})", _cause(old, new))
    yield from _near(size, _cause(old, new))


def _near(size: Decimal, cause: str) -> Iterator[Reason]:
    """Factors that tell of what slipped."""
    for power in _POWERS:
        if abs(size / power - 1) <= threshold("near"):
            yield Reason("near", f"the factor is near {power}", cause)
    for rate in map(Decimal, RATES):
        if abs(size / rate - 1) <= threshold("rate"):
            yield Reason("rate", f"the factor is near {rate}, like a rate between currencies", cause)
            return


def _cause(old: Decimal, new: Decimal) -> str:
    return f"times {(new / old).normalize():.4g}"
