"""Which of the cases that wait a person means, by the beginning of an id."""

import difflib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pricebook.beliefs import Step
from pricebook.errors import UsageError
from pricebook.history.waiting import Case

LEAST = 4
"""Digits of an id that name it."""
_TOLD = 5
"""So many cases are named where none was meant."""


class Chosen(NamedTuple):
    """A case that a person means, or just some of its prices."""

    case: Case
    only: frozenset[str] | None = None
    """The ids of these prices; None for all of it."""

    @property
    def steps(self) -> list[Step]:
        """What is decided."""
        return [step for step in self.case.steps if self.only is None or step.id in self.only]


def chosen(cases: Sequence[Case], beginnings: Iterable[str]) -> list[Chosen]:
    """The cases that these words mean: the ids of cases or of prices, or how they begin. Each case comes once.

    Raises UsageError for a word that means none of them, or more than one.
    """
    found: dict[str, Chosen] = {}
    for word in beginnings:
        one = meant(cases, word)
        known = found.get(one.case.id)
        if known is not None and (known.only is None or one.only is None):
            one = Chosen(one.case)
        elif known is not None and known.only and one.only:
            one = Chosen(one.case, known.only | one.only)
        found[one.case.id] = one
    return list(found.values())


def meant(cases: Sequence[Case], word: str) -> Chosen:
    """The case, or the price of one, whose id begins so; raises UsageError where none does, or more than one."""
    begun = word.lower()
    if len(begun) < LEAST:
        message = f"{word!r} is too short: give at least {LEAST} digits of an id. {_what_waits(cases)}"
        raise UsageError(message)
    ids = {case.id: Chosen(case) for case in cases}
    ids |= {each.step.id: Chosen(case, frozenset([each.step.id])) for case in cases for each in case.prices}
    found = [key for key in ids if key.startswith(begun)]
    if len(found) == 1:
        return ids[found[0]]
    if found:
        message = f"{len(found)} ids begin with {word!r}: {', '.join(sorted(found)[:_TOLD])}. Give more digits."
        raise UsageError(message)
    near = difflib.get_close_matches(begun, ids, 1)
    hint = f"Did you mean {near[0]}? " if near else ""
    message = f"nothing that waits has the id {word!r}. {hint}{_what_waits(cases)}"
    raise UsageError(message)


def _what_waits(cases: Sequence[Case]) -> str:
    waiting = [case for case in cases if not case.rejected]
    if not waiting:
        return "Nothing waits. See: catalog review"
    named = ", ".join(case.id for case in waiting[:_TOLD])
    more = f" and {len(waiting) - _TOLD} more" if len(waiting) > _TOLD else ""
    return f"What waits: {named}{more}. See: catalog review"
