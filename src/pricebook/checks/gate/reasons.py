"""Why a price waits, or is doubted."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from pricebook.checks.gate.rules import RULES, Verdict


class Reason(NamedTuple):
    """A rule that a price does not pass, and what was seen."""

    rule: str
    """A name of RULES."""
    says: str
    """For a person: what was seen, and what was expected."""
    cause: str = ""
    """What prices that wait for one and the same thing have in common: a factor, a table, a page."""
    step: tuple[str, str] | tuple[()] = ()
    """Of what is no amount, what stood there and what stands there now: a person approves just that."""


def verdict_of(reasons: Iterable[Reason]) -> Verdict | None:
    """The gravest of what the rules say; None where there is no reason."""
    said = {RULES[reason.rule].verdict for reason in reasons}
    order: Sequence[Verdict] = ("rejected", "held", "told")
    return next((verdict for verdict in order if verdict in said), None)


def holding(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """All of them, each said once, if a price waits for a person for one of them; else none."""
    said = tuple(dict.fromkeys(reasons))
    return said if any(RULES[reason.rule].verdict != "told" for reason in said) else ()


def as_plain(reasons: Iterable[Reason]) -> list[list[object]]:
    """The reasons as JSON has them."""
    return [[reason.rule, reason.says, reason.cause, list(reason.step)] for reason in reasons]


def from_plain(said: Iterable[Sequence[Any]]) -> tuple[Reason, ...]:
    """The reasons that were written so."""
    return tuple(Reason(rule, says, cause, tuple(step)) for rule, says, cause, step in said)


def exact(amount: Decimal) -> str:
    """An amount for a person, without zeros that say nothing.

    >>> exact(Decimal("18.250")), exact(Decimal("1E+3")), exact(Decimal(0))
    ('18.25', '1000', '0')
    """
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain(value: Decimal) -> str:
    """A ratio for a person, to three or four digits.

    >>> plain(Decimal("133.333")), plain(Decimal("20.0")), plain(Decimal("0.32")), plain(Decimal("1.23456"))
    ('133.3', '20', '0.32', '1.235')
    """
    size = Decimal("0.1") if value >= 10 else Decimal("0.001") if value >= 1 else None
    return exact(value.quantize(size) if size is not None and value != value.to_integral() else value)
