"""What makes two prices the same price, every field but the amount and the words around it; what makes names alike."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson

from pricebook.vocabulary import BOUNDED, CHOICES, COUNTED, LOOK_ALIKES, UNSEEN

if TYPE_CHECKING:
    from pricebook.records import Price

_SERVICES = ("inference", "training", "deployment", "tool")
_NOTHING, _ENDLESS = Decimal(-1), Decimal("Infinity")
FIELDS = ("provider", "model", "service", "meter", "unit", "currency", "conditions")
"""The identity, in the order in which prices are sorted."""
_SEPARATORS = re.compile(r"[\s_-]+")
_UNSEEN = re.compile(f"[{UNSEEN}]+")
_FOREIGN = str.maketrans(LOOK_ALIKES)
_ALIKE = str.maketrans({
    "I": "l", "1": "l", "|": "l", "0": "O", "m": "rn",
    **dict.fromkeys("\u2010\u2012\u2013\u2043\u2212", "-"), **dict.fromkeys("\u2044\u2215", "/"),
})  # fmt: skip


def price_id(identity: Mapping[str, Any]) -> str:
    """16 hexadecimal digits of the SHA-256 of the identity, written as compact JSON with sorted keys.

    >>> price_id({"provider": "p", "model": "m", "service": "inference", "meter": "input", "unit": "1M tokens",
    ...           "currency": "CNY", "conditions": {}})
    '7fa9cf8afb0f4504'
    """
    fields = orjson.dumps([identity[name] for name in FIELDS], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(fields).hexdigest()[:16]


def order_of(price: Mapping[str, Any]) -> tuple[str, ...]:
    """What prices are sorted by: the fields of their identity, as text."""
    return tuple(value if isinstance(value, str) else _sorted_json(value) for value in (price[name] for name in FIELDS))


def offer_order(price: Mapping[str, Any]) -> tuple[Any, ...]:
    """What published prices are sorted by, as their JSON says them.

    Provider, model and service; the standard offer before all others; then the meter, the conditions, and of tiers the
    lowest first. Two prices of one identity have one place.
    """
    conditions = price["conditions"]
    chosen = {} if price["standard"] else {name: conditions[name] for name in CHOICES if name in conditions}
    asked = {name: value for name, value in conditions.items() if name not in {*CHOICES, *BOUNDED}}
    return (
        price["provider"], price["model"], _SERVICES.index(price["service"]), not price["standard"],
        _sorted_json(chosen), COUNTED.index(price["meter"]), _sorted_json(asked),
        *(_reach(conditions.get(name)) for name in BOUNDED),
        price["unit"] or "", price["currency"], _sorted_json(conditions),
    )  # fmt: skip


def _reach(bounds: Any) -> tuple[Decimal, Decimal]:
    """The lowest and the highest of what bounds leave in; of what is unbounded everything."""
    if not isinstance(bounds, Mapping):
        return _NOTHING, _ENDLESS
    low, high = (
        [Decimal(str(bounds[name])) for name in names if name in bounds] for names in (("gt", "gte"), ("lt", "lte"))
    )
    return max(low, default=_NOTHING), min(high, default=_ENDLESS)


def _sorted_json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


@lru_cache(maxsize=8192)
def bare_name(model: str) -> str:
    """A model's name without its case, its separators and the vendor's prefix: what stays when it is spelled anew.

    >>> bare_name("deepseek-ai/DeepSeek-R1 0528"), bare_name("DeepSeek_R1-0528")
    ('deepseek-r1-0528', 'deepseek-r1-0528')
    """
    return _SEPARATORS.sub("-", (model.partition("/")[2] or model).casefold().strip())


def identity_order(price: "Price") -> tuple[str, ...]:
    """The key that prices are sorted by: their identity, then the amount and the place."""
    identity = {name: getattr(price, name) for name in FIELDS}
    return *order_of(identity), *_turn(price.amount, price.where.line)


def told_order(price: Mapping[str, Any]) -> tuple[str, ...]:
    """The same of a price as its JSON says it."""
    return *order_of(price), *offer_turn(price)


def offer_turn(price: Mapping[str, Any]) -> tuple[str, str]:
    """What prices of one identity are sorted by: the amount and the place."""
    return _turn(Decimal(price["amount"]), price["where"]["line"])


def _turn(amount: Decimal, line: int) -> tuple[str, str]:
    return f"{amount:030.12f}", f"{line:09}"


@lru_cache(maxsize=4096)
def skeleton(name: str) -> str:
    r"""What the name looks like: two that look alike have one (UTS 39, section 4). Case is seen, so it counts.

    >>> skeleton("qw\u0435n-max") == skeleton("qwen-max") == skeleton("qwen\u2011max"), skeleton("v1") == skeleton("vl")
    (True, True)
    >>> skeleton("GPT-4o") == skeleton("gpt-4o")
    False
    """
    # What a look-alike stands for may look like another letter itself: a Greek capital iota like I, which is like l.
    whole = unicodedata.normalize("NFKC", _UNSEEN.sub("", name)).translate(_FOREIGN).translate(_ALIKE)
    return " ".join(whole.split())
