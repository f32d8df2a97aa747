"""The history of a price as a step chart: where its lines go, in tenths of the drawing's unit."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pricebook.publish.site.histories import Stretch

WIDTH, HEIGHT = 640, 120
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 10, 10, 24


class Drawn(NamedTuple):
    """One step, drawn from the day on which it began to the last day on which it was seen."""

    x: str
    y: str
    seen: str
    """Where it was seen last."""
    until: str
    """Where it ended; between the two nobody looked."""
    step: Stretch


class Chart(NamedTuple):
    """The lines of a chart, and the words of its axes."""

    steps: Sequence[Drawn]
    levels: Sequence[tuple[str, str]]
    """How high an amount stands, and the amount."""
    first: str
    last: str
    """The days at its two ends."""


def chart(steps: Sequence[Stretch], today: str) -> Chart:
    """The chart of these steps, from the first one's day to the release's."""
    first = steps[0].since
    last = max(today, *(step.seen for step in steps))
    top = max(step.amount for step in steps) or Decimal(1)
    span = max((_date(last) - _date(first)).days, 1)

    def across(day: str) -> str:
        return _at(Decimal((_date(day) - _date(first)).days) / span, _LEFT, WIDTH - _RIGHT)

    def up(amount: Decimal) -> str:
        return _at(1 - amount / top, _TOP, HEIGHT - _BOTTOM)

    drawn = [
        Drawn(across(step.since), up(step.amount), across(step.seen), across(min(step.until or step.seen, last)), step)
        for step in steps
    ]
    amounts = sorted({step.amount for step in steps})
    levels = [(up(amount), f"{amount:f}") for amount in ([amounts[0], amounts[-1]] if len(amounts) > 1 else amounts)]
    return Chart(drawn, levels, first, last)


def _date(text: str) -> date:
    return date.fromisoformat(text[:10])


def _at(part: Decimal, low: int, high: int) -> str:
    """That part of the way, to a tenth."""
    return f"{(low + part * (high - low)).quantize(Decimal('0.1')):f}"
