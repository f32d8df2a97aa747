"""Prices in words, for people: one line each, the same everywhere. They come as their JSON says them."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pricebook.calendar import ago

if TYPE_CHECKING:
    from pricebook.rates import Conversion
    from pricebook.records import Price

Told = Mapping[str, Any]
"""A price as it is published, or read from a page."""

NOT_KNOWN = "not known"
_SIGNS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def conditions(stated: Mapping[str, Any]) -> str:
    """The conditions in short; empty if there are none.

    >>> conditions({"context_tokens": {"gt": 8192, "lte": 32768}, "fine_tuned": True, "task": ["a", "b"]})
    '8192<context_tokens<=32768 fine_tuned task=a+b'
    >>> conditions({"as_printed": ["企业版", "new  users"], "mode": "batch"})
    '‘企业版’ ‘new users’ mode=batch'
    """
    return " ".join(_condition(name, value) for name, value in sorted(stated.items()))


def _condition(name: str, value: Any) -> str:
    if name == "as_printed":
        return " ".join(f"‘{' '.join(words.split())}’" for words in value)
    if isinstance(value, Mapping):
        low = next((f"{value[key]}{sign}" for key, sign in (("gt", "<"), ("gte", "<=")) if key in value), "")
        high = next((f"{_SIGNS[key]}{value[key]}" for key in ("lt", "lte") if key in value), "")
        return f"{low}{name}{high}" if high else f"{name}{_SIGNS['gt' if 'gt' in value else 'gte']}{low.rstrip('<=')}"
    if isinstance(value, bool):
        return name if value else f"no-{name}"
    if isinstance(value, list):
        return f"{name}={'+'.join(map(str, value))}"
    return f"{name}={value}"


def amount(price: Told) -> str:
    """`2 CNY / 1M tokens`, or `free`; empty where no value is published yet."""
    if price["amount"] is None:
        return ""
    return rate(price["amount"], price["currency"], price["unit"], price["free"])


def rate(amount: str, currency: str, unit: str | None, free: bool) -> str:
    """The same from its parts.

    >>> rate("2", "CNY", "1M tokens", free=False)
    '2 CNY / 1M tokens'
    """
    return "free" if free else f"{amount} {currency} / {unit}"


def converted(price: Told, into: "Conversion") -> tuple[str, str]:
    """`0.2778 USD / 1M tokens`, and what makes it so: `2 CNY at 0.1389, ECB 2026-07-31`; empty if nothing had to."""
    if price["amount"] is None or price["free"] or price["currency"] == into.into:
        return amount(price), ""
    from decimal import Decimal  # noqa: PLC0415 - most prices are shown as they are

    made = into.of(Decimal(price["amount"]), price["currency"])
    said = rate(made.shown, made.currency, price["unit"], free=False)
    return said, f"{price['amount']} {price['currency']} at {made.rate.shown}"


def period(since: str | None, until: str | None) -> str:
    """The days that a page prints for a price; empty if it prints none.

    >>> period("2026-01-01", "2026-03-31"), period(None, "2026-03-31"), period(None, None)
    ('from 2026-01-01 until 2026-03-31', 'until 2026-03-31', '')
    """
    return " ".join(f"{word} {day}" for word, day in (("from", since), ("until", until)) if day)


def marked(said: str, marks: Iterable[str | None]) -> str:
    """What is said, with those of the marks behind it that there are; the marks alone where nothing is.

    >>> marked("2 CNY / image", ["限时", None, "until 2026-03-31"]), marked("free", [""]), marked("", ["pending"])
    ('2 CNY / image (限时, until 2026-03-31)', 'free', 'pending')
    """
    there = ", ".join(filter(None, marks))
    return f"{said} ({there})" if said and there else said or there


def promotion(price: Told) -> str:
    """The words of the promotion that it is of, and the printed price that it lowers; empty if it is of none."""
    said = price["promotion"] or {}
    if said.get("list_amount") is None:
        return said.get("label") or ""
    unit = price["listed"]["unit"]
    return f"{said['label']} of {said['list_amount']} {price['currency']}{f' / {unit}' if unit else ''}"


def terms(price: Told, *, since: bool = False) -> list[str]:
    """What must stand beside its amount: the promotion, until when it holds, `since` also from when."""
    return [promotion(price), period(price["effective_from"] if since else None, price.get("effective_until"))]


def doubts(price: Told) -> list[str]:
    """What is doubtful about how it stands, each with its reason.

    >>> doubts({"conflict": "2 prices for one thing", "status": "stale", "unseen": "last looked at on 2026-03-24"})
    ['conflict: 2 prices for one thing', 'stale', 'not known, last looked at on 2026-03-24']
    >>> doubts({"status": "held", "reasons": ["tenfold"], "amount": "1"})
    ['held: tenfold']
    """
    return [
        unknown(why) if mark == NOT_KNOWN else f"{mark}: {why}" if why else mark for mark, why in standing(price)
    ]  # fmt: skip


def standing(price: Told) -> list[tuple[str, str]]:
    """The marks of what is doubtful about how it stands, and the reason for each, empty if there is none to tell.

    `conflict`; `stale`; `held`: another value waits for a person; `pending`: its first one does; `not known`.
    """
    said = [("conflict", price["conflict"])] if price.get("conflict") else []
    status = price.get("status")
    if status in {"held", "pending"}:
        said.append((status, _waits(price) or "; ".join(price.get("reasons") or ())))
    elif status == "stale":
        said.append((status, ""))
    return [*said, (NOT_KNOWN, price["unseen"])] if price.get("unseen") else said


def _waits(price: Told) -> str:
    """`800 waits: 1000 times the value before`: the new values, and why; those that wait for one thing together.

    >>> new = {"currency": "CNY", "unit": "image", "free": False, "reasons": ["2 prices for one thing"]}
    >>> _waits({**new, "amount": "1", "pending": [{**new, "amount": "1"}, {**new, "amount": "2"}]})
    '1 and 2 wait: 2 prices for one thing'
    """
    found: dict[str, list[str]] = {}
    for new in price.get("pending") or ():
        found.setdefault("; ".join(new["reasons"]), []).append(_new_amount(new, price))
    told = ((" and ".join(new), "waits" if len(new) == 1 else "wait", why) for why, new in found.items())
    return ", ".join(f"{new} {verb}: {why}" if why else f"{new} {verb}" for new, verb, why in told)


def _new_amount(new: Told, price: Told) -> str:
    """The amount alone where the published one is in the same."""
    alike = price["amount"] is not None and (new["currency"], new["unit"]) == (price["currency"], price["unit"])
    return str(new["amount"]) if alike and not new["free"] else amount(new)


def suspicion(price: Told) -> str:
    """`? output costs less than input`: why it may be a slip of the page; empty if nothing speaks for that."""
    return f"? {price['suspect']}" if price.get("suspect") else ""


def beside(said: str, price: Told, marks: Iterable[str | None] = ()) -> str:
    """What is said of the price, with those marks and all that is doubtful about it behind it.

    >>> beside("0.3 CNY", {"suspect": "output costs less than input", "status": "stale"}, ["until 2026-03-31"])
    '0.3 CNY (until 2026-03-31, stale) ? output costs less than input'
    """
    return " ".join(filter(None, [marked(said, [*marks, *doubts(price)]), suspicion(price)]))


def in_short(said: str, price: Told, marks: Iterable[str | None] = ()) -> str:
    """The same with marks alone, where the reasons stand elsewhere, as `reasons` tells them.

    >>> in_short("0.3 CNY", {"suspect": "output costs less than input", "status": "stale"})
    '0.3 CNY (stale) ?'
    """
    doubtful = marked(said, [*marks, *(mark for mark, _ in standing(price))])
    return f"{doubtful} ?" if price.get("suspect") else doubtful


def reasons(price: Told) -> list[str]:
    """Why it is doubtful, each reason with its mark; what has no more than a mark is left out.

    >>> reasons({"suspect": "output costs less than input", "status": "stale"})
    ['? output costs less than input']
    """
    said = [doubt for doubt, (_, why) in zip(doubts(price), standing(price), strict=True) if why]
    return [*said, suspicion(price)] if price.get("suspect") else said


def since(price: Told) -> str:
    """From which day on it holds, and whether that is a guess.

    >>> since({"valid_from": "2025-03-07", "valid_from_basis": "assumed"})
    '2025-03-07 (assumed)'
    """
    return marked(price.get("valid_from") or "", ["assumed" if price.get("valid_from_basis") == "assumed" else ""])


def unknown(why: str) -> str:
    """How it is told that nobody looked, wherever it is told.

    >>> unknown(looked_last("2026-03-24"))
    'not known, last looked at on 2026-03-24'
    """
    return f"{NOT_KNOWN}, {why}"


def looked_last(day: str) -> str:
    """On which day somebody looked for the last time before one on which nobody did."""
    return f"last looked at on {day}"


def looked(day: str | None, today: str, *, past: bool = False) -> str:
    """How long ago somebody looked; of a price of the `past`, how long ago it was seen last.

    >>> looked("2026-03-24", "2026-11-26"), looked(None, "2026-11-26")
    ('last looked at 247 days ago (2026-03-24)', 'never read')
    """
    return "never read" if day is None else f"last {'seen' if past else 'looked at'} {ago(day, today)} ({day})"


def sold(price: Told) -> tuple[str, str, str]:
    """The model, the service and the meter."""
    return price["model"], price["service"], price["meter"]


def what(price: Told) -> str:
    """What it is a price of: `acme-1 inference input mode=batch`."""
    return " ".join(filter(None, [*sold(price), conditions(price["conditions"])]))


def line(read: "Price") -> str:
    """One price as a person reads it beside the page: what, when, how much, and the words it was read from."""
    price = read.model_dump(mode="json")
    quoted = " ".join(price["listed"]["text"].split())
    parts = [*sold(price), conditions(price["conditions"]), amount(price), quoted]
    extra = [period(price["effective_from"], price["effective_until"])]
    extra += [price["promotion"]["label"]] if price["promotion"] else []
    extra += ["derived"] if price["derived_from"] else []
    return "  ".join(part for part in [*parts, *extra] if part)


def unsaid(item: Told, where: str) -> str:
    """One price that the vocabulary cannot say, why, and where it stands."""
    said = rate(item["amount"], item["currency"], item["per"], free=False)
    told = " ".join(part for part in (" ".join(item["meters"]), conditions(item["conditions"]), said) if part)
    return f"{item['model']}: {told} ‘{' '.join(item['text'].split())}’: {item['reason']} ({where})"


def conversion(price: Told) -> str:
    """How the printed amount became the published one."""
    listed = price["listed"]
    printed = f"{listed['amount']} {price['currency']}"
    printed += f" per {listed['unit']}" if listed["unit"] else ""
    if price["derived_from"]:
        printed += f", by the rule {price['derived_from']!r}"
    return f"{printed}  =  {amount(price)}"
