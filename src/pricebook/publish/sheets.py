"""One model's prices at one provider: a line for each condition, a column for each meter."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pricebook import units
from pricebook.beliefs import PublishedPrice
from pricebook.publish import display
from pricebook.records import Price


class Sheet(NamedTuple):
    """The prices of one service of a model."""

    title: str
    headings: list[str]
    rows: list[list[str]]


def sheets(prices: Sequence[PublishedPrice]) -> Iterator[Sheet]:
    """A sheet for each service that a provider sells, in the order of the prices."""
    for sold in dict.fromkeys((p.provider, p.model, p.service) for p in prices):
        yield _sheet([p for p in prices if (p.provider, p.model, p.service) == sold])


def _sheet(prices: Sequence[PublishedPrice]) -> Sheet:
    first = prices[0]
    name = f" ({first.name})" if first.name else ""
    units_used = {(p.currency, p.unit) for p in prices}
    one_unit = f"  in {first.currency} / {first.unit}" if len(units_used) == 1 and first.unit else ""
    meters = list(dict.fromkeys((p.meter, p.unit, p.currency) for p in prices))
    cells: dict[str, dict[tuple[str, str | None, str], str]] = {}
    for price in sorted(prices, key=_tier_order):
        row = cells.setdefault(display.conditions(price.conditions), {})
        column = (price.meter, price.unit, price.currency)
        marks = [display.period(None, price.effective_until), price.absent.state if price.absent else ""]
        text = display.marked("free" if price.free else units.text(price.amount), marks)
        row[column] = f"{row[column]} or {text}" if column in row else text
    headings = [meter if one_unit or not unit else f"{meter} ({currency} / {unit})" for meter, unit, currency in meters]
    rows = [[stated, *(row.get(column, "") for column in meters)] for stated, row in cells.items()]
    title = f"{first.provider}  {first.model}{name}  {first.service}{one_unit}"
    return Sheet(title, ["conditions", *headings], rows)


def _tier_order(price: Price) -> list[tuple[str, int, str]]:
    """Tiers by their lower bound, the plain price before its conditions."""
    return [
        (name, max((value.get("gt", 0), value.get("gte", 0))), "") if isinstance(value, dict) else (name, 0, str(value))
        for name, value in sorted(price.conditions.items())
    ]
