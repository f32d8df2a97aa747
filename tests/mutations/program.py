"""The one place where the harness meets the program: a page's text to what is told of it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pricebook.errors import PageError
from pricebook.extraction.converting import read_document
from pricebook.reading import read_page
from pricebook.records import Price, Reading
from pricebook.scraping import Address, Finding, Layout, Page, Scraper

__all__ = ["Address", "Finding", "Layout", "Page", "PageError", "Price", "Reading", "Scraper", "Told", "read", "told"]

Conditions = tuple[tuple[str, str], ...]
"""Names and values, the values as JSON; in the order of the names."""


class Told(NamedTuple):
    """What one price says, whatever the words around it."""

    model: str
    service: str
    meter: str
    unit: str | None
    currency: str
    amount: str
    conditions: Conditions
    printed: tuple[str, ...]
    """Words of the page that restrict it, `as_printed`."""
    effective_from: str | None
    effective_until: str | None
    promotion: str
    free: bool

    def __str__(self) -> str:
        """One line for a person."""
        stated = " ".join(f"{name}={value}" for name, value in self.conditions)
        dates = f"{self.effective_from or ''}..{self.effective_until or ''}".strip(".")
        words = f"{self.model} {self.meter} {self.amount} {self.currency}/{self.unit} {stated}"
        return " ".join(
            f"{words} {' '.join(self.printed)} {dates} {self.promotion if self.promotion != 'null' else ''}".split()
        )


def frozen(conditions: dict[str, Any]) -> Conditions:
    """Conditions that can be compared and hashed."""
    return tuple(
        (name, json.dumps(value, sort_keys=True, ensure_ascii=False)) for name, value in sorted(conditions.items())
    )


def told(price: Price) -> Told:
    """What the price says."""
    return Told(
        price.model,
        price.service,
        price.meter,
        price.unit,
        price.currency,
        plain(format(price.amount, "f")),
        frozen({name: value for name, value in price.conditions.items() if name != "as_printed"}),
        tuple(price.conditions.get("as_printed") or ()),
        price.effective_from,
        getattr(price, "effective_until", None),
        json.dumps(price.promotion, sort_keys=True, ensure_ascii=False),
        price.free,
    )


def plain(amount: str) -> str:
    """The amount without trailing zeros."""
    return amount.rstrip("0").rstrip(".") if "." in amount else amount


class Found(NamedTuple):
    """What was read from a page, for a judge."""

    prices: list[Told]
    flagged: frozenset[Told]
    """Those that are suspects or stand in a conflict."""
    said: tuple[str, ...]
    """Why something was not read: unread, unsaid or in conflict."""


def read(scraper: Scraper, text: str) -> Reading:
    """What the scraper reads from the page; raises PageError where it refuses it."""
    return read_document(scraper, read_page(text.encode(), f"{scraper.provider}/page"), "page")


def in_tables(reading: Reading) -> Reading:
    """The reading without the prices of prose, which no change of a table touches."""
    return reading.model_copy(update={"prices": [price for price in reading.prices if price.where.table]})


def found_in(reading: Reading) -> Found:
    """The reading, for a judge."""
    flagged = {each.id for each in reading.conflicts} | {each.id for each in reading.suspects}
    remarks: Iterable[Any] = [*reading.unread, *getattr(reading, "unsaid", ())]
    return Found(
        [told(price) for price in reading.prices],
        frozenset(told(price) for price in reading.prices if price.id in flagged),
        (
            *(getattr(each, "reason", str(each)) for each in remarks),
            *(f"{c.model} in conflict: {c.id}" for c in reading.conflicts),
        ),
    )


def generic(*model_columns: str, currency: str) -> Scraper:
    """A scraper that reads every table with a model and a price, as CONTRIBUTING shows it."""

    def extract(page: Page) -> Iterator[Finding]:
        for table, model in page.price_tables(*model_columns):
            yield from table.quotes(Layout(model=model))

    address = Address("price", "https://acme.example/price")
    return Scraper("acme", "Acme", currency, [address], extract, at_least=0, timezone="Asia/Shanghai")
