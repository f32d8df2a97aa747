"""One model's prices at one provider: a line for each condition, a column for each meter."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from pricebook.publish import display
from pricebook.publish.display import Told

if TYPE_CHECKING:
    from pricebook.rates import Conversion


class Sheet(NamedTuple):
    """The prices of one service of a model."""

    title: str
    headings: list[str]
    rows: list[list[str]]
    notes: list[str]
    """Why some of its amounts are doubtful: the mark that they have in their cells, which of them, and the reason."""


Column = tuple[str, str | None, str]
"""Meter, unit and currency."""


def sheets(prices: Sequence[Told], into: "Conversion | None" = None) -> Iterator[Sheet]:
    """A sheet for each service that a provider sells, in the order of the prices; its amounts may be converted.

    Then what stands above them says at which rate, of which day, published by whom.
    """
    services: dict[tuple[str, str, str], list[Told]] = {}
    for price in prices:
        services.setdefault((price["provider"], price["model"], price["service"]), []).append(price)
    for sold in services.values():
        yield _sheet(sold, into)


def _sheet(prices: Sequence[Told], into: "Conversion | None") -> Sheet:
    first = prices[0]
    name = f" ({first['name']})" if first["name"] else ""
    meters = list(dict.fromkeys(map(_column, prices)))
    measures = {(unit, currency) for _, unit, currency in meters}
    one_unit = f"  in {_unit_shown(*next(iter(measures)), into)}" if len(measures) == 1 and first["unit"] else ""
    rows = [
        [stated, *(_cell(cells.get(column, ()), into) for column in meters)]
        for stated, cells in _by_conditions(prices).items()
    ]
    headings = [
        meter if one_unit or not unit else f"{meter} ({_unit_shown(unit, currency, into)})"
        for meter, unit, currency in meters
    ]
    return Sheet(f"{first['provider']}  {first['model']}{name}  {first['service']}{one_unit}",
                 ["conditions", *headings], rows, list(_reasons(prices)))  # fmt: skip


def _by_conditions(prices: Sequence[Told]) -> dict[str, dict[Column, list[Told]]]:
    """The prices of each row by their columns; in the order in which a person looks for them."""
    found: dict[str, dict[Column, list[Told]]] = {}
    for price in sorted(prices, key=_tier_order):
        row = found.setdefault(display.conditions(price["conditions"]), {})
        row.setdefault(_column(price), []).append(price)
    return {stated: found[stated] for stated in sorted(found, key=lambda stated: _standing(found[stated]))}


def _standing(row: Mapping[Column, Sequence[Told]]) -> tuple[bool, bool]:
    """Rows with something on sale stand before those without, and the standard offer before all others."""
    prices = [price for same in row.values() for price in same]
    return all("absent_since" in price for price in prices), not any(price.get("standard", True) for price in prices)


def _unit_shown(unit: str | None, currency: str, into: "Conversion | None") -> str:
    """`CNY / image`; where it is converted, `USD / image, from CNY at 0.1389, ECB 2026-07-31`."""
    if into is None or currency == into.into:
        return f"{currency} / {unit}"
    return f"{into.into} / {unit}, from {currency} at {into.of(Decimal(0), currency).rate.shown}"


def _cell(same: Sequence[Told], into: "Conversion | None") -> str:
    """The prices of one identity, each amount once, with the marks of what is doubtful about them; empty if none is."""
    amounts = dict.fromkeys(_amount_and_terms(price, into) for price in same)
    return display.in_short(" or ".join(amounts), same[0]) if same else ""


def _reasons(prices: Sequence[Told]) -> Iterator[str]:
    """Each reason once, with the prices that it is of unless it is of all of them."""
    found: dict[str, list[Told]] = {}
    for price in prices:
        for reason in display.reasons(price):
            found.setdefault(reason, []).append(price)
    for reason, own in found.items():
        whose = dict.fromkeys(_cell_name(price) for price in own)
        yield reason if len(own) == len(prices) else f"{'; '.join(whose)}: {reason}"


def _cell_name(price: Told) -> str:
    """`output context_tokens<=8192`: where in the sheet it stands."""
    return " ".join(filter(None, (price["meter"], display.conditions(price["conditions"]))))


def _column(price: Told) -> Column:
    return price["meter"], price["unit"], price["currency"]


def _amount_and_terms(price: Told, into: "Conversion | None") -> str:
    if price["amount"] is None:
        return ""
    text = price["amount"] if into is None else into.of(Decimal(price["amount"]), price["currency"]).shown
    gone = price["status"] if "absent_since" in price else ""
    return display.marked("free" if price["free"] else text, [*display.terms(price), gone])


def _tier_order(price: Told) -> list[tuple[str, int, str]]:
    """Tiers by their lower bound, the plain price before its conditions."""
    return [
        (name, max((value.get("gt", 0), value.get("gte", 0))), "") if isinstance(value, dict) else (name, 0, str(value))
        for name, value in sorted(price["conditions"].items())
    ]
