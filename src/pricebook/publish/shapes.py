"""What a published file must hold for those who only show it: whether it does, told without a model of each price."""

from collections.abc import Mapping
from typing import Any

_TEXT, _PERHAPS, _FIELDS = str, (str, type(None)), (dict, type(None))
_PRICE: Mapping[str, Any] = {
    "id": _TEXT, "provider": _TEXT, "model": _TEXT, "name": _PERHAPS, "service": _TEXT, "meter": _TEXT,
    "amount": _TEXT, "currency": _TEXT, "unit": _PERHAPS, "free": bool, "valid_from": _TEXT, "valid_from_basis": _TEXT,
    "effective_from": _PERHAPS, "derived_from": _PERHAPS, "promotion": _FIELDS, "absent": _FIELDS,
    "conditions": dict,
    "listed": {"amount": _TEXT, "unit": _PERHAPS, "text": _TEXT, "unit_from": _TEXT, "currency_from": _TEXT},
    "where": {"page": _TEXT, "line": int, "heading": [_TEXT], "table": int, "row": int, "column": _TEXT},
}  # fmt: skip
_ABSENT = {"state": _TEXT, "since": _TEXT, "snapshot": _TEXT}
_STALE = {"last_good": _PERHAPS, "since": _TEXT, "pages": (list, type(None))}
_DOUBT = {"id": _TEXT, "reason": _TEXT}
_BOUNDS = frozenset({"gt", "gte", "lt", "lte"})


def fault_of_a_price(price: Any) -> str:
    """What it holds that no published price does, with its place; empty if it is one."""
    place = f"price {price.get('id')}" if isinstance(price, Mapping) else "prices"
    if wrong := _other(price, _PRICE, place):
        return wrong
    if not price["amount"].replace(".", "", 1).isdecimal():
        return f"{place}.amount: {price['amount']!r:.60} is none"
    if wrong := _other(price.get("effective_until"), _PERHAPS, f"{place}.effective_until"):
        return wrong
    if price["absent"]:
        wrong = _other(price["absent"], _ABSENT, f"{place}.absent")
    for name, words in (price["promotion"] or {}).items():
        wrong = wrong or _other(words, _TEXT, f"{place}.promotion.{name}")
    for name, value in price["conditions"].items():
        wrong = wrong or _of_a_condition(name, value, f"{place}.conditions.{name}")
    return wrong


def _of_a_condition(name: str, value: object, place: str) -> str:
    if name == "as_printed":
        return _other(value, [_TEXT], place)
    if isinstance(value, dict) and not (value and value.keys() <= _BOUNDS):
        return f"{place}: {value!r:.60} are no bounds"
    bounds = value.values() if isinstance(value, dict) else ()
    return next(filter(None, (_other(bound, (int, float), place) for bound in bounds)), "")


def fault_of_the_rest(rest: Any) -> str:
    """The same of all else that a catalogue holds."""
    if wrong := _other(rest, {"providers": dict, "conflicts": list, "suspects": list}, "the file"):
        return wrong
    for provider, told in rest["providers"].items():
        wrong = wrong or _other(told, {"snapshot": _TEXT, "stale": _FIELDS}, f"providers.{provider}")
        if not wrong and told["stale"]:
            place = f"providers.{provider}.stale"
            wrong = _other(told["stale"], _STALE, place) or _other(told["stale"]["pages"] or [], [_TEXT], place)
    return wrong or _other(rest["conflicts"], [_DOUBT], "conflicts") or _other(rest["suspects"], [_DOUBT], "suspects")


def _other(value: object, shape: Any, place: str) -> str:
    """What is wrong with the value, which should be of these types, or hold such items; empty if it is right."""
    if isinstance(shape, list):
        items = value if isinstance(value, list) else [None]
        return next(filter(None, (_other(item, shape[0], place) for item in items)), "")
    if not isinstance(shape, Mapping):
        right = isinstance(value, shape) and (shape is bool or not isinstance(value, bool))
        return "" if right else f"{place}: {value!r:.60} should not stand there"
    if not isinstance(value, Mapping):
        return f"{place}: {value!r:.60} should not stand there"
    for name, kind in shape.items():
        if name not in value:
            return f"{place}: has no {name!r}"
        if wrong := _other(value[name], kind, f"{place}.{name}"):
            return wrong
    return ""
