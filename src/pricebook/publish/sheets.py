"""One model's prices at one provider: a line for each condition, a column for each meter."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pricebook.publish import display
from pricebook.publish.display import Told


class Sheet(NamedTuple):
    """The prices of one service of a model."""

    title: str
    headings: list[str]
    rows: list[list[str]]


Column = tuple[str, str | None, str]
"""Meter, unit and currency."""


def sheets(prices: Sequence[Told]) -> Iterator[Sheet]:
    """A sheet for each service that a provider sells, in the order of the prices."""
    services: dict[tuple[str, str, str], list[Told]] = {}
    for price in prices:
        services.setdefault((price["provider"], price["model"], price["service"]), []).append(price)
    for sold in services.values():
        yield _sheet(sold)


def _sheet(prices: Sequence[Told]) -> Sheet:
    first = prices[0]
    name = f" ({first['name']})" if first["name"] else ""
    units_used = {(p["currency"], p["unit"]) for p in prices}
    one_unit = f"  in {first['currency']} / {first['unit']}" if len(units_used) == 1 and first["unit"] else ""
    meters = list(dict.fromkeys(map(_column, prices)))
    cells: dict[str, dict[Column, list[Told]]] = {}
    for price in sorted(prices, key=_tier_order):
        row = cells.setdefault(display.conditions(price["conditions"]), {})
        row.setdefault(_column(price), []).append(price)
    headings = [meter if one_unit or not unit else f"{meter} ({currency} / {unit})" for meter, unit, currency in meters]
    rows = [[stated, *(_cell(row.get(column, ())) for column in meters)] for stated, row in cells.items()]
    title = f"{first['provider']}  {first['model']}{name}  {first['service']}{one_unit}"
    return Sheet(title, ["conditions", *headings], rows)


def _cell(same: Sequence[Told]) -> str:
    """The prices of one identity, each amount once, with what is doubtful about them; empty if there is none."""
    amounts = dict.fromkeys(_amount_and_terms(price) for price in same)
    return display.marked(" or ".join(amounts), display.doubts(same[0]) if same else ())


def _column(price: Told) -> Column:
    return price["meter"], price["unit"], price["currency"]


def _amount_and_terms(price: Told) -> str:
    text = "free" if price["free"] else price["amount"]
    return display.marked(text, [*display.terms(price), price["status"] if "absent_since" in price else ""])


def _tier_order(price: Told) -> list[tuple[str, int, str]]:
    """Tiers by their lower bound, the plain price before its conditions."""
    return [
        (name, max((value.get("gt", 0), value.get("gte", 0))), "") if isinstance(value, dict) else (name, 0, str(value))
        for name, value in sorted(price["conditions"].items())
    ]
