"""Two states of a catalogue: what changed between them, what a reviewer must not overlook first.

Works on published prices as their JSON says them, so that two files are compared without loading either. What counts
is what stands at either end: a price that is missing from both was no part of the change, whatever is told of it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from pricebook.history.judging import KINDS, Change, Kind, Told, judged
from pricebook.history.pairing import paired
from pricebook.identity import skeleton

__all__ = ["KINDS", "Change", "Kind", "Models", "PricePair", "Told", "as_json", "changes", "gravest_first"]

_RANK = {kind: rank for rank, kind in enumerate(KINDS)}
Models = Iterable[tuple[str, str]]
"""Providers with their models."""
PricePair = tuple[Sequence[Mapping[str, Any]], Sequence[Mapping[str, Any]]]
"""The published prices of one identity, before and after."""


def changes(
    pairs: Iterable[PricePair], models: Callable[[], Models] = tuple, known: Callable[[], Collection[str]] | None = None
) -> list[Change]:
    """What changed, the most important first.

    Prices that one side lacks are paired where they can only be the same ones: a model under another spelling, a price
    in another currency, unit or with other conditions, tiers that are divided otherwise. `models` gives those that are
    on sale, also unchanged, and `known` the providers of the earlier state; they are asked for if something was added.
    Where `known` is None, no provider is new.
    """
    found = [change for old, new in pairs if (change := _of_identity(_told_all(old), _told_all(new))) is not None]
    merged = list(paired(found))
    if any(change.kind == "added" for change in merged) and known is not None:
        merged = list(_newcomers(merged, known()))
    if any(not change.old for change in merged):
        sides = {(price.provider, price.model) for change in found for price in (*change.old, *change.new)}
        merged = list(_pointed_out(merged, sides.union(models())))
    return gravest_first(merged)


def gravest_first(found: Iterable[Change]) -> list[Change]:
    """The changes in the order in which a reviewer should see them."""
    return sorted(found, key=_turn_of_change)


def as_json(change: Change) -> dict[str, Any]:
    """The change as plain values: its kind, ratio, days and both sides."""
    ratio = None if change.ratio is None else format(change.ratio, "f")
    more = {"ratio": ratio, "percent": change.percent, "days": change.days, "between": change.between}
    return {**asdict(change), **more}


def _told_all(prices: Sequence[Mapping[str, Any]]) -> tuple[Told, ...]:
    return tuple(map(_told_of, prices))


def _told_of(price: Mapping[str, Any]) -> Told:
    where, promotion, absent = price["where"], price["promotion"], price.get("absent")
    gone = price["status"] if "absent_since" in price else absent and absent["state"]
    place = f"line {where['line']}"
    if where["table"]:
        place += f", table {where['table']}, row {where['row']}, {where['column']}"
    doubts = [*(price.get("reasons") or ()), *filter(None, [price.get("suspect")])]
    return Told(
        price["id"], price["provider"], price["model"], price["service"], price["meter"], price["unit"],
        price["currency"], price["conditions"], price["amount"], price["free"],
        promotion and " ".join(value for _, value in sorted(promotion.items())), price["effective_from"],
        price.get("effective_until"), gone, price["listed"]["text"], place,
        reasons=tuple(doubts) or (("held",) if price.get("status") == "held" else ()),
        line=where["line"], page=where["page"], address=where.get("address"), snapshot=price.get("snapshot"),
        valid_from=price.get("valid_from"), absent_since=price.get("absent_since") or (absent or {}).get("since"),
        last_seen=price.get("last_seen"), not_seen=price.get("not_seen"), stored=price.get("stored"),
        words=price.get("words", ""),
    )  # fmt: skip


def _of_identity(old: tuple[Told, ...], new: tuple[Told, ...]) -> Change | None:
    """The change of one identity, if there is one."""
    was, now = (tuple(price for price in side if price.is_there) for side in (old, new))
    if was and now:
        return judged(was, now)
    if was:
        return Change("missing", was, new)
    if not now:
        return None
    twice = len({price.amount for price in now}) > 1
    return Change("conflict" if twice else "back" if old else "added", old, now)


def _newcomers(found: Iterable[Change], known: Collection[str]) -> Iterator[Change]:
    """The changes; all undoubted prices of a provider that is new are one."""
    came: defaultdict[str, list[Told]] = defaultdict(list)
    for change in found:
        if change.kind == "added" and change.told.provider not in known and not change.doubts:
            came[change.told.provider] += change.new
        else:
            yield change
    yield from (Change("provider", (), tuple(prices)) for _, prices in sorted(came.items()))


def _pointed_out(found: Iterable[Change], models: Models) -> Iterator[Change]:
    """The changes; of what was added the models that it could be taken for."""
    alike: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for provider, model in sorted(models):
        alike[provider, skeleton(model)].append(model)
    for change in found:
        told = change.told
        others = tuple(name for name in alike[told.provider, skeleton(told.model)] if name != told.model)
        if change.old or not others or change.kind == "provider":
            yield change
        else:
            yield replace(change, kind="alike" if change.kind == "added" else change.kind, alike=others)


def _turn_of_change(change: Change) -> tuple[object, ...]:
    told = change.told
    return (
        change.weight, _RANK[change.kind], -change.size, told.provider, told.model, told.service, told.meter,
        repr(told.conditions), told.id,
    )  # fmt: skip
