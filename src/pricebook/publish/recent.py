"""The last changes of a provider's prices, from the forms that each of them had."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from pricebook.history.judging import percent_of
from pricebook.identity import offer_order
from pricebook.publish.display import conditions
from pricebook.publish.escaping import one_line

Line = Mapping[str, Any]
Form = Sequence[Line]
"""The lines of one form of a price: more than one if its page printed a conflict."""
KEPT = 500
"""So many changes are told."""
_WHAT = {
    "added": "new",
    "missing": "no longer on the page",
    "unread": "no longer read",
    "withdrawn": "no longer sold",
    "returned": "back on the page",
    "conflict": "printed more than once",
    "solved": "printed once again",
    "terms": "other terms",
}
"""How a change is told in which no amount became another."""


def changes_of(lines: Iterable[Line], withdrawn: Container[str]) -> list[dict[str, Any]]:
    """The changes that these forms of one provider's prices tell, the newest first.

    `withdrawn` has the ids of what is no longer sold today: a day on which it ends may still be to come. What was there
    at the first look is no change, and what was misread never was.
    """
    forms: dict[str, dict[int, list[Line]]] = {}
    for line in lines:
        if line["known_to"] is None:
            forms.setdefault(line["id"], {}).setdefault(line["number"], []).append(line)
    prices = [[own[number] for number in sorted(own)] for own in forms.values()]
    begun = min((form[0]["first_seen"] for own in prices for form in own), default="")
    found = [change for own in prices for change in _changes_of_price(own, begun, withdrawn)]
    found.sort(key=lambda each: each[1])
    found.sort(key=lambda each: each[0]["day"], reverse=True)
    return [change for change, _ in found[:KEPT]]


def _changes_of_price(
    forms: Sequence[Form], begun: str, withdrawn: Container[str]
) -> Iterator[tuple[dict[str, Any], Any]]:
    """The changes of one price, each with what it is sorted by within its day."""
    turn = offer_order(forms[0][0])
    if forms[0][0]["first_seen"] > begun:
        yield _change("added", forms[0][0]["first_seen"], None, forms[0]), (*turn, 0)
    for number, (before, after) in enumerate(pairwise(forms), start=1):
        yield from ((each, (*turn, number)) for each in _ends(before, withdrawn_too=_had_ended(before, after)))
        yield _change(_change_kind(before, after), after[0]["first_seen"], before, after), (*turn, number)
    last = forms[-1]
    yield from ((each, (*turn, len(forms))) for each in _ends(last, withdrawn_too=last[0]["id"] in withdrawn))


def _ends(form: Form, *, withdrawn_too: bool) -> Iterator[dict[str, Any]]:
    days = {"unread": form[0]["unread_since"], "missing": form[0]["missing_since"]}
    if withdrawn_too:
        days["withdrawn"] = form[0]["withdrawn_on"]
    yield from (_change(kind, day, form, None) for kind, day in days.items() if day is not None)


def _had_ended(before: Form, after: Form) -> bool:
    """Whether the day on which it ended had come when it was seen again; until then it was on sale."""
    day = before[0]["withdrawn_on"]
    return day is not None and day <= after[0]["first_seen"]


def _change_kind(before: Form, after: Form) -> str:
    old, new = before[0], after[0]
    if len(after) > 1 or len(before) > 1:
        return "conflict" if len(after) > 1 else "solved"
    was, now = Decimal(old["amount"]), Decimal(new["amount"])
    if was != now:
        return "free" if new["free"] else "increase" if now > was else "decrease"
    gone = old["missing_since"] or old["unread_since"] or _had_ended(before, after)
    return "returned" if gone else "terms"


def _change(kind: str, day: str, before: Form | None, after: Form | None) -> dict[str, Any]:
    told = (after or before or ())[0]
    percent = _percent(before, after)
    return {
        "day": day, "kind": kind, "before": _change_side(before), "after": _change_side(after), "percent": percent,
        **{name: told[name] for name in ("id", "provider", "model", "service", "meter", "conditions")},
        "text": _change_text(kind, told, before, after, percent),
    }  # fmt: skip


def _change_side(form: Form | None) -> dict[str, Any] | None:
    """One amount; none where the page printed several."""
    if form is None or len(form) > 1:
        return None
    return {name: form[0][name] for name in ("amount", "currency", "unit", "quote")}


def _percent(before: Form | None, after: Form | None) -> str | None:
    if before is None or after is None or len(before) > 1 or len(after) > 1:
        return None
    was, now = Decimal(before[0]["amount"]), Decimal(after[0]["amount"])
    if was == now or not was:
        return None
    return percent_of(now / was)


def _change_text(kind: str, told: Line, before: Form | None, after: Form | None, percent: str | None) -> str:
    service = "" if told["service"] == "inference" else told["service"]
    what = " ".join(filter(None, (told["model"], service, told["meter"], conditions(told["conditions"]))))
    old, new = _amounts_of(before), _amounts_of(after)
    per = f"{told['currency']} / {told['unit']}" if told["unit"] else ""
    if kind in _WHAT:
        return one_line(f"{what}: {_WHAT[kind]}, {new or f'was {old}'} {per}".rstrip())
    return one_line(f"{what} {old} -> {new} {per} ({percent} %)" if percent else f"{what} {old} -> {new} {per}")


def _amounts_of(form: Form | None) -> str:
    return " or ".join("free" if line["free"] else line["amount"] for line in form or ())
