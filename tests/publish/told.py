"""Prices as `prices.json` tells them, made by hand."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pricebook.errors import UsageError
from pricebook.publish.exports.export import Catalogue
from pricebook.publish.exports.offers import Told
from pricebook.rates import Rate

HOME = "华北"
CHOSEN = {"region", "scope", "mode", "hours", "plan", "fine_tuned", "surcharge", "as_printed"}
UNITS = {"input": "1M tokens", "output": "1M tokens", "cache_read": "1M tokens", "cache_write": "1M tokens",
         "image": "image", "video": "second", "audio": "second", "text": "1M characters", "training": "1M tokens",
         "instance": "instance-hour", "request": "request", "search": "search"}  # fmt: skip
SERVICES = {"training": "training", "instance": "deployment"}


def price(model: str, meter: str, amount: str, /, **terms: Any) -> Told:
    """One price; `terms` are conditions, and fields of the price where they have the name of one."""
    fields: dict[str, Any] = {
        "provider": "acme", "model": model, "name": None, "service": SERVICES.get(meter, "inference"), "meter": meter,
        "amount": amount, "currency": "CNY", "unit": UNITS[meter], "free": False, "promotion": None,
        "effective_from": None, "effective_until": None, "derived_from": None, "valid_from": "2026-01-05",
        "valid_from_basis": "observed", "first_seen": "2026-01-05", "known_from": "2026-01-05", "status": "fresh",
        "suspect": None, "conflict": None, "reasons": [],
        "where": {"address": "https://acme.example/price", "page": "price", "line": 1, "heading": [], "table": 1,
                  "row": 1, "column": None},
        "listed": {"amount": amount, "unit": UNITS[meter], "text": amount, "unit_from": "cell",
                   "currency_from": "cell"},
    }  # fmt: skip
    conditions = {name: value for name, value in terms.items() if name not in {*fields, "standard"}}
    fields |= {name: value for name, value in terms.items() if name in fields}
    chosen = {name: value for name, value in conditions.items() if name in CHOSEN}
    names = ("provider", "model", "service", "meter", "unit", "currency")
    identity = json.dumps([*(fields[name] for name in names), conditions], sort_keys=True, separators=(",", ":"))
    return fields | {
        "id": hashlib.sha256(identity.encode()).hexdigest()[:16],
        "conditions": conditions,
        "standard": terms.get("standard", not chosen or chosen == {"region": HOME}),
    }


def tiered(model: str, tiers: Mapping[str, tuple[str, ...]], bound: str = "input_tokens", **terms: Any) -> list[Told]:
    """A model's prices in tiers: by bounds as `8<x<=32`, the amounts of input, output and what is found in a cache."""
    return [
        price(model, meter, amount, **({bound: bounds(text)} if bounds(text) else {}), **terms)
        for text, amounts in tiers.items()
        for meter, amount in zip(("input", "output", "cache_read", "cache_write"), amounts, strict=False)
    ]


def bounds(text: str) -> dict[str, int]:
    """`8<x<=32` as a condition's value; nothing for `x`."""
    low, _, high = text.partition("x")
    found = {}
    if low:
        found["gte" if low.endswith("=") else "gt"] = int(low.rstrip("<="))
    if high:
        found["lte" if "=" in high else "lt"] = int(high.lstrip("<="))
    return found


def into(currency: str) -> Rate:
    """US dollars for one unit: there is a rate for CNY alone."""
    if currency != "CNY":
        message = f"no rate for {currency}"
        raise UsageError(message)
    return Rate(Decimal("0.139524578913"), "2026-08-28", "European Central Bank")


MADE = [
    *tiered("plain", {"x": ("2", "8")}),
    *tiered("cached", {"x": ("4", "16", "1", "5")}),
    *tiered("dollars", {"x": ("0.15", "0.6")}, currency="USD"),
    *tiered("yen", {"x": ("15", "60")}, currency="JPY"),
    *tiered("half-yen", {"x": ("15",)}), price("half-yen", "output", "90", currency="JPY"),
    *tiered("steps", {"x<=32000": ("0.8", "2", "0.16"), "32000<x<=128000": ("1.2", "16", "0.24"),
                      "128000<x<=256000": ("2.4", "24", "0.48")}, region=HOME),
    *tiered("below", {"x<128": ("1", "2"), "128<=x<256": ("3", "4"), "256<=x": ("5", "6")}),
    *tiered("context", {"x<=8192": ("2", "10", "1"), "8192<x<=32768": ("5", "20", "1"),
                        "32768<x<=131072": ("10", "30", "1")}, "context_tokens"),
    *tiered("uneven", {"x<=32000": ("1", "2")}), price("uneven", "cache_read", "0.5"),
    *tiered("gap", {"x<=32": ("1", "2"), "64<x<=128": ("3", "4")}),
    *tiered("late", {"32<x<=64": ("1", "2")}),
    *tiered("twice", {"x<=64": ("1", "2"), "32<x<=128": ("3", "4")}),
    *tiered("free", {"x": ("0", "0")}, free=True, promotion={"label": "限时免费"}),
    *tiered("thinking", {"x": ("1",)}), price("thinking", "output", "2", thinking=False),
    price("thinking", "output", "8", thinking=True),
    *tiered("doubtful", {"x": ("1",)}), price("doubtful", "output", "0.1", suspect="output costs less than input"),
    *tiered("printed-twice", {"x": ("1",)}), price("printed-twice", "output", "2", conflict="printed with 2 amounts"),
    *tiered("stale", {"x": ("1", "2")}, status="stale", effective_until="2026-12-31"),
    *tiered("batched", {"x": ("4", "8")}), *tiered("batched", {"x": ("1.9", "4")}, mode="batch"),
    *tiered("batched-steps", {"x<=32000": ("4", "8"), "32000<x<=64000": ("6", "12")}, region=HOME),
    *tiered("batched-steps", {"x<=32000": ("2", "4", "1"), "32000<x<=64000": ("3", "6", "2")}, mode="batch",
            region=HOME),
    *tiered("batched-steps", {"x": ("9", "9")}, mode="batch", region="新加坡"),
    *tiered("only-batch", {"x": ("1", "2")}, mode="batch"),
    *tiered("abroad", {"x": ("1", "2")}, region="新加坡"),
    *tiered("vectors", {"x": ("0.5",)}),
    price("vectors", "training", "20"), price("vectors", "instance", "30", spec="A1"),
    *tiered("searching", {"x": ("1", "2")}), price("searching", "request", "0.01"),
    price("searching", "search", "0.03"),
    price("called", "request", "2.5"), price("asked", "search", "0.05"),
    *tiered("seeing", {"x": ("1", "2")}), price("seeing", "image", "0.02", task="image-to-image"),
    price("picture", "image", "0.2"),
    price("drawn", "image", "0.16", task="text-to-image"), price("edited", "image", "0.18", task="image-to-image"),
    price("both", "image", "0.17", task=["text-to-image", "image-to-image"]),
    price("sized", "image", "0.2", resolution="1K"), price("sized", "image", "0.4", resolution="2K"),
    *tiered("dated", {"x": ("1", "2")}), *tiered("dated-2026-01-05", {"x": ("3", "4")}),
    *tiered("dated-alone-2026-01-05", {"x": ("5", "6")}),
    price("film", "video", "0.35"), price("sharp-film", "video", "0.7", resolution="1080p"),
    price("sound", "audio", "0.00033"), price("speech", "text", "200"),
]  # fmt: skip
"""A price of every kind that a format must hold, or must not."""

CATALOGUE = Catalogue(MADE, into=into)
