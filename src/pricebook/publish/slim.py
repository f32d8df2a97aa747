"""`slim.json`: the standard offers of all providers, without evidence; a model a line."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pricebook.history.forms import BETWEEN
from pricebook.publish.documents import Content, compact, document_of

Told = Mapping[str, Any]
UNITS: Mapping[str, str | None] = {
    "input": "1M tokens", "output": "1M tokens", "cache_read": "1M tokens", "cache_write": "1M tokens",
    "cache_storage": "1M tokens-hour", "text": "1M characters", "image": "image", "video": "second",
    "audio": "second", "request": "request", "search": "search", "page": "page", "song": "song",
    "storage": "GiB-day", "training": "1M tokens", "instance": "instance-hour", "usage": None,
}  # fmt: skip
"""What amounts of each meter are for, where nothing else is said."""
_MARKED = ("free", "promotion", "effective_from", "effective_until", "suspect", "conflict")
"""What is told of a price only where there is something to tell."""


def slim(parts: Mapping[str, bytes]) -> Content:
    """The file, from each provider's part, if there is anything to say of it."""
    providers = BETWEEN.join(b"%b:%b" % (compact(name), part) for name, part in parts.items() if part)
    return document_of({"providers": [b"{\n", providers, b"\n}"], "units": [compact(UNITS)]})


def part(prices: Iterable[Told], currency: str | None, *, cache_discount: bool = False) -> bytes:
    """One provider's, from its standard prices in the order in which they are published.

    `cache_discount`: its pages state one. Empty where there are no prices and nobody noted in which currency they would
    be.
    """
    own = list(prices)
    if not own and currency is None:
        return b""
    counted = Counter(price["status"] for price in own)
    usual = {
        "currency": currency or next((price["currency"] for price in own), None),
        "status": min(counted, key=lambda status: (-counted[status], status), default="fresh"),
    }
    models: dict[str, dict[str, list[list[Any]]]] = {}
    for price in own:
        service = "" if price["service"] == "inference" else f"{price['service']}/"
        meters = models.setdefault(price["model"], {})
        meters.setdefault(f"{service}{price['meter']}", []).append(_entry(price, usual))
    lines = BETWEEN.join(
        b"%b:%b" % (compact(model), compact({meter: _shortest(entries) for meter, entries in meters.items()}))
        for model, meters in models.items()
    )
    said = b"{\n%b\n}" % lines if lines else b"{}"
    stated = b'"cache_discount":true,' if cache_discount else b""
    ends = compact(usual["currency"]), said, compact(usual["status"])
    return b'{%b"currency":%b,"models":%b,"status":%b}' % (stated, *ends)


def _entry(price: Told, usual: Mapping[str, str | None]) -> list[Any]:
    expected = {"unit": UNITS[price["meter"]], **usual}
    marks = {name: price[name] for name, value in expected.items() if price[name] != value}
    marks |= {name: price[name] for name in _MARKED if price[name]}
    conditions = {name: value for name, value in price["conditions"].items() if name != "region"}
    return [price["amount"], conditions, marks] if marks else [price["amount"], conditions]


def _shortest(entries: list[list[Any]]) -> Any:
    """The amount alone, if that is all there is to say."""
    (amount, conditions, *marks), *others = entries
    return entries if others or conditions or marks else amount
