"""Prices that left and prices that came, as one change where they can only be the same: first models, then prices."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any

from pricebook.history.judging import Change, Told, judged, judged_tiers
from pricebook.vocabulary import BOUNDED

_SEPARATORS = re.compile(r"[\s_/-]+")
_NOTE = re.compile(r"\s*(?:\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]|【[^【】]*】)\s*$")
_DATE = re.compile(r"-(?:(?:20)?[0-9]{2}(?=[0-9]{4}$))?(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])$")
"""A month and a day, maybe with the year before them."""
_NOTED = "as_printed"
"""The condition that holds a note as it is printed."""
_STAYED = {"jump", "increase", "decrease", "free", "terms"}
"""What becomes of a step of tiers that is there before and after."""
Key = Callable[[Told], Hashable]
"""What two prices must share to be the same."""


def bare(model: str) -> str:
    """The name without its case, its vendor's prefix and the kind of its separators.

    >>> bare("black-forest-labs/flux-kontext-max/multi") == bare("Flux Kontext Max Multi")
    True
    """
    return _SEPARATORS.sub("-", (model.partition("/")[2] or model).casefold()).strip("-")


def undated(model: str) -> str:
    """The bare name without a note and the day of the version.

    >>> undated("deepseek-ai/DeepSeek-V3-0324"), undated("acme-2048"), undated("doubao-1-5-pro-32k-250115")
    ('deepseek-v3', 'acme-2048', 'doubao-1-5-pro-32k')
    """
    return _DATE.sub("", _without_note(model))


def _without_note(model: str) -> str:
    return bare(_NOTE.sub("", model))


def _is_one_model(old: str, new: str, spelled: Callable[[str], str]) -> bool:
    """Whether two names that are spelled alike may be of one model: of two dated versions each is its own."""
    return spelled is not undated or undated(old) in {_without_note(old), _without_note(new)}


def paired(found: Sequence[Change]) -> Iterator[Change]:
    """The changes of single identities, those that belong together as one."""
    left = [change for change in found if change.kind == "missing"]
    came = [change for change in found if not any(price.is_there for price in change.old)]
    stayed = _by_model(change for change in found if change.kind in _STAYED)
    taken: set[str] = set()
    for gone, new in _models(left, came):
        models = {(part.told.provider, part.told.model) for part in (gone[0], new[0])}
        for parts, change in _prices(gone, new, [each for model in models for each in stayed.get(model, ())]):
            taken |= {part.told.id for part in parts}
            yield change
    yield from (change for change in found if change.told.id not in taken)


def _models(left: Iterable[Change], came: Iterable[Change]) -> Iterator[tuple[list[Change], list[Change]]]:
    """The prices that each model lost and those that it got, under one name, else under two that are spelled alike.

    Where more than one name could be meant, none is.
    """
    pools = [_by_model(left), _by_model(came)]
    for spelled in (str, bare, _without_note, undated):
        sides: defaultdict[Any, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
        for number, pool in enumerate(pools):
            for provider, model in pool:
                sides[provider, spelled(model)][number].append((provider, model))
        for old, new in sides.values():
            if len(old) == len(new) == 1 and _is_one_model(old[0][1], new[0][1], spelled):
                yield pools[0].pop(old[0]), pools[1].pop(new[0])


def _by_model(found: Iterable[Change]) -> dict[tuple[str, str], list[Change]]:
    models: dict[tuple[str, str], list[Change]] = {}
    for change in found:
        models.setdefault((change.told.provider, change.told.model), []).append(change)
    return models


def _prices(left: list[Change], came: list[Change], stayed: Iterable[Change]) -> Iterator[tuple[list[Change], Change]]:
    """What of one model belongs together: the changes that are one, and that one. What is closest is paired first."""
    for tiers, key in _PASSES:
        for gone, new in _of_equal_key(left, came, key):
            parts = [*gone, *new]
            if not tiers and len(parts) == len((gone, new)):
                change = judged(gone[0].old, new[0].new)
            elif tiers and len(parts) > len((gone, new)) and any(_is_bounded(part.told) for part in parts):
                parts += [each for each in stayed if key(each.told) == key(gone[0].told)]
                old, now = (sum((getattr(part, side) for part in parts), ()) for side in ("old", "new"))
                change = judged_tiers(*(tuple(price for price in side if price.is_there) for side in (old, now)))
            else:
                continue
            if change is not None:
                left[:], came[:] = ([each for each in side if each not in parts] for side in (left, came))
                yield parts, change


def _of_equal_key(left: Iterable[Change], came: Iterable[Change], key: Key) -> list[tuple[list[Change], list[Change]]]:
    """Those of equal key, where some left and some came."""
    sides: defaultdict[Hashable, tuple[list[Change], list[Change]]] = defaultdict(lambda: ([], []))
    for number, side in enumerate((left, came)):
        for change in side:
            sides[key(change.told)][number].append(change)
    return [(gone, new) for gone, new in sides.values() if gone and new]


def _is_bounded(price: Told) -> bool:
    return any(name in price.conditions for name in BOUNDED)


def _thing_sold(price: Told) -> Hashable:
    return price.service, price.meter


def _paid(price: Told) -> Hashable:
    return price.unit, price.currency


def _stated_but(price: Told, *without: str) -> str:
    return repr(sorted((name, value) for name, value in price.conditions.items() if name not in without))


_PASSES: Sequence[tuple[bool, Key]] = (
    (False, lambda price: (_thing_sold(price), _paid(price), _stated_but(price))),
    (False, lambda price: (_thing_sold(price), _stated_but(price))),
    (False, lambda price: (_thing_sold(price), _paid(price), _stated_but(price, _NOTED))),
    (True, lambda price: (_thing_sold(price), _paid(price), _stated_but(price, *BOUNDED))),
    (True, lambda price: (_thing_sold(price), _stated_but(price, *BOUNDED, _NOTED))),
    (False, _thing_sold),
)
"""What prices must share, from the most to the least, and whether several of each side are one change: its tiers."""
