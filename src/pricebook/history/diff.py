"""Two states of a catalogue: what changed between them, what a reviewer must not overlook first.

Works on published prices as their JSON says them, so that two files are compared without loading either.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from pricebook.identity import skeleton

Kind = Literal[
    "conflict", "solved", "jump", "alike", "unread", "currency", "unit", "conditions", "increase", "decrease", "free",
    "terms", "missing", "back", "added", "rename",
]  # fmt: skip
KINDS: Mapping[Kind, str] = {
    "conflict": "the page prints more than one price",
    "solved": "the page printed more than one price, now it prints one",
    "jump": "the amount changed like a unit that slipped",
    "alike": "new on the page, under a name that looks like another model's",
    "unread": "no longer read: the page was not understood whole",
    "currency": "the currency changed",
    "unit": "the unit changed",
    "conditions": "the conditions changed",
    "increase": "costs more",
    "decrease": "costs less",
    "free": "became free",
    "terms": "the promotion or the printed days changed",
    "missing": "no longer on the page",
    "back": "came back",
    "added": "new on the page",
    "rename": "the same but for the case, the separators or the vendor's prefix of the name",
}
"""Every kind of change, in the order in which a reviewer should see them."""

_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
_SLIP = Decimal("0.1")
"""A ratio within so much of 10, 100, 1,000 ... either way is like a unit that slipped."""
_SEPARATORS = re.compile(r"[\s_-]+")
_ABSENT: Mapping[str | None, Kind] = {"missing": "missing", "unread": "unread", None: "back"}
Models = Iterable[tuple[str, str]]
"""Providers with their models."""
PricePair = tuple[Sequence[Mapping[str, Any]], Sequence[Mapping[str, Any]]]
"""The published prices of one identity, before and after."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a comparison needs of one published price."""

    id: str
    provider: str
    model: str
    service: str
    meter: str
    unit: str | None
    currency: str
    conditions: Mapping[str, Any]
    amount: str
    free: bool
    promotion: str | None
    effective_from: str | None
    effective_until: str | None
    absent: str | None
    """`missing` or `unread` if the last look did not see it."""
    quote: str
    """The page's words."""
    place: str
    """Where on the page they stand."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one price."""

    kind: Kind
    old: tuple[Told, ...]
    """Empty if it was added; more than one if the page printed a conflict."""
    new: tuple[Told, ...]
    ratio: Decimal | None = None
    """New amount to old; None where one of them is free or there is no pair."""
    alike: tuple[str, ...] = ()
    """Of a price that was added the provider's other models whose names look the same."""

    @property
    def told(self) -> Told:
        """The price as it is now, else as it was."""
        return (self.new or self.old)[0]


def changes(pairs: Iterable[PricePair], models: Callable[[], Models] = tuple) -> list[Change]:
    """What changed, the most important first.

    Prices that one side lacks are paired where only their name, unit, currency or conditions changed. `models` gives
    those that are on sale, also unchanged; it is asked for them if something was added.
    """
    found: list[Change] = []
    for old, new in pairs:
        change = _judged(tuple(map(_told_of, old)), tuple(map(_told_of, new)))
        if change is not None:
            found.append(change)
    paired = list(_paired(found))
    if any(not change.old for change in paired):
        sides = {(price.provider, price.model) for change in found for price in (*change.old, *change.new)}
        paired = list(_pointed_out(paired, sides.union(models())))
    return gravest_first(paired)


def gravest_first(found: Iterable[Change]) -> list[Change]:
    """The changes in the order in which a reviewer should see them."""
    return sorted(found, key=_importance)


def as_json(change: Change) -> dict[str, Any]:
    """The change as plain values: its kind, ratio and both sides."""
    said = asdict(change)
    return {**said, "ratio": None if change.ratio is None else format(change.ratio, "f")}


def _told_of(price: Mapping[str, Any]) -> Told:
    where, promotion, absent = price["where"], price["promotion"], price.get("absent")
    gone = price["status"] if "absent_since" in price else absent and absent["state"]
    place = f"line {where['line']}"
    if where["table"]:
        place += f", table {where['table']}, row {where['row']}, {where['column']}"
    return Told(
        price["id"], price["provider"], price["model"], price["service"], price["meter"], price["unit"],
        price["currency"], price["conditions"], price["amount"], price["free"],
        promotion and " ".join(value for _, value in sorted(promotion.items())), price["effective_from"],
        price.get("effective_until"), gone, price["listed"]["text"], place,
    )  # fmt: skip


def _judged(old: tuple[Told, ...], new: tuple[Told, ...]) -> Change | None:
    """The change of one identity, if there is one."""
    if not (old and new):
        return _one_sided(old, new)
    was, now = ({price.amount for price in side} for side in (old, new))
    if len(now) > 1 or len(was) > 1:
        if was == now and old[0].absent == new[0].absent:
            return None
        return Change("conflict" if len(now) > 1 else "solved", old, new)
    kind, ratio = _by_amount(old[0], new[0])
    if kind is None and old[0].absent != new[0].absent:
        kind = _ABSENT[new[0].absent]
    if kind is None and _terms(old[0]) != _terms(new[0]):
        kind = "terms"
    return Change(kind, old, new, ratio) if kind else None


def _one_sided(old: tuple[Told, ...], new: tuple[Told, ...]) -> Change | None:
    if old:
        return Change("missing", old, ()) if any(price.absent is None for price in old) else None
    conflict = len({price.amount for price in new}) > 1
    return Change("conflict" if conflict else "missing" if new[0].absent else "added", (), new)


def _by_amount(old: Told, new: Told) -> tuple[Kind | None, Decimal | None]:
    before, after = Decimal(old.amount), Decimal(new.amount)
    if new.free != old.free:
        return ("free" if new.free else "increase"), None
    if before == after or not before or not after:
        return None, None
    ratio = after / before
    if _slipped(ratio):
        return "jump", ratio
    return ("increase" if ratio > 1 else "decrease"), ratio


def _slipped(ratio: Decimal) -> bool:
    size = max(ratio, 1 / ratio)
    power = Decimal(10) ** round(size.log10())
    return power > 1 and abs(size / power - 1) <= _SLIP


def _terms(price: Told) -> tuple[str | None, ...]:
    return price.promotion, price.effective_from, price.effective_until


def _paired(found: Sequence[Change]) -> Iterator[Change]:
    """The changes, those of prices that left and prices that came as one where they can only be the same."""
    left = [change for change in found if change.kind == "missing" and len(change.old) == 1]
    came = [change for change in found if change.new and all(price.absent for price in change.old)]
    taken: set[str] = set()
    for key in (_but_spelling, _but_conditions):
        for gone, new in _matches(left, came, key, taken):
            taken |= {gone.told.id, new.told.id}
            yield _as_one(gone.old[0], new.new[0])
    yield from (change for change in found if change.told.id not in taken)


def _pointed_out(found: Iterable[Change], models: Models) -> Iterator[Change]:
    """The changes; of what was added the models that it could be taken for."""
    alike: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for provider, model in sorted(models):
        alike[provider, skeleton(model)].append(model)
    for change in found:
        told = change.told
        others = tuple(name for name in alike[told.provider, skeleton(told.model)] if name != told.model)
        if change.old or not others:
            yield change
        else:
            yield replace(change, kind="alike" if change.kind == "added" else change.kind, alike=others)


def _matches(left: Sequence[Change], came: Sequence[Change], key: Any, taken: set[str]) -> list[tuple[Change, Change]]:
    """Those of equal key, where just one left and just one came."""
    sides: defaultdict[Any, tuple[list[Change], list[Change]]] = defaultdict(lambda: ([], []))
    for number, side in enumerate((left, came)):
        for change in side:
            if change.told.id not in taken and len(change.new) <= 1:
                sides[key(change.told)][number].append(change)
    return [(gone[0], new[0]) for gone, new in sides.values() if len(gone) == len(new) == 1]


def _but_spelling(price: Told) -> tuple[object, ...]:
    """The identity, whatever the model's case, vendor prefix and separators."""
    return *_sold(price), price.unit, price.currency, repr(sorted(price.conditions.items()))


def _but_conditions(price: Told) -> tuple[object, ...]:
    """The same whatever the unit, the currency and the conditions."""
    return _sold(price)


def _sold(price: Told) -> tuple[object, ...]:
    bare = price.model.partition("/")[2] or price.model
    return price.provider, _SEPARATORS.sub("-", bare.casefold()), price.service, price.meter


def _as_one(old: Told, new: Told) -> Change:
    for kind in ("currency", "unit", "conditions"):
        if getattr(old, kind) != getattr(new, kind):
            return Change(kind, (old,), (new,))
    kind_, ratio = _by_amount(old, new)
    return Change(kind_ or "rename", (old,), (new,), ratio)


def _importance(change: Change) -> tuple[object, ...]:
    size = Decimal(0) if change.ratio is None else -max(change.ratio, 1 / change.ratio)
    told = change.told
    return _RANK[change.kind], size, told.provider, told.model, told.service, told.meter, repr(told.conditions), told.id
