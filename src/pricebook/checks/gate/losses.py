"""Many prices that are gone at once: a page that was cut, a table that was emptied, another page."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from pricebook.checks.gate.reasons import Reason
from pricebook.checks.gate.rules import threshold
from pricebook.records import Price

_MANY = 3
"""Fewer prices may be those of new models on a small page."""
_SEVERAL = 2
"""Fewer prices are neither many nor a whole: one is gone, and says so itself."""


def lost(before: Iterable[Price], gone: Iterable[Price]) -> Iterator[tuple[Price, Reason]]:
    """Those of the prices that are gone of which too many went with them."""
    stood: defaultdict[str, list[Price]] = defaultdict(list)
    went: defaultdict[str, list[Price]] = defaultdict(list)
    for price in before:
        stood[price.where.page].append(price)
    for price in gone:
        went[price.where.page].append(price)
    for page, prices in went.items():
        if len(prices) >= _SEVERAL and len(prices) >= len(stood[page]) * threshold("loss"):
            says = f"{len(prices)} of {len(stood[page])} prices of the page are gone"
            yield from ((price, Reason("loss", says, page)) for price in prices)
        else:
            yield from _wholly(stood[page], prices)


def grown(before: Iterable[Price], came: Iterable[Price]) -> Iterator[tuple[Price, Reason]]:
    """Those of the prices that came at once with as many others as stood on their page, or more."""
    stood = Counter(price.where.page for price in before)
    new: defaultdict[str, list[Price]] = defaultdict(list)
    for price in came:
        new[price.where.page].append(price)
    for page, prices in new.items():
        if stood[page] >= _SEVERAL and len(prices) >= _MANY and len(prices) >= stood[page] * threshold("growth"):
            says = f"{len(prices)} prices came at once to a page of {stood[page]}"
            yield from ((price, Reason("growth", says, page)) for price in prices)


def _wholly(stood: list[Price], gone: list[Price]) -> Iterator[tuple[Price, Reason]]:
    """Those of a meter or a table of which nothing is left."""
    for what, of in _WHOLES.items():
        were, went = Counter(map(of, stood)), Counter(map(of, gone))
        for price in gone:
            whole = of(price)
            if went[whole] == were[whole] >= _SEVERAL:
                says = f"all {were[whole]} prices of {what.format(whole)} are gone"
                yield price, Reason("gone", says, f"{price.where.page} {whole}")


def _meter(price: Price) -> str:
    return f"{price.service} {price.meter}"


def _table_number(price: Price) -> str:
    return str(price.where.table)


_WHOLES = {"{}": _meter, "table {}": _table_number}
