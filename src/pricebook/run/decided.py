"""What persons decided, and whether it still means anything."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from pricebook.beliefs import Decision, Step
from pricebook.calendar import order
from pricebook.collection import Collection
from pricebook.history.gating import GONE, amounts_of
from pricebook.history.intervals import Interval, accepted
from pricebook.history.present import Present
from pricebook.records import Price
from pricebook.run.reviewing import refusal_of

Bearing = Literal["holds", "past", "undone"]


class PastDecision(NamedTuple):
    """A decision of a person."""

    made: Decision
    bearing: Bearing
    """Whether what is published, or waits, rests on it; or it fits nothing any more; or it was undone."""
    undone: str | None
    """The name of the decision that undid it."""
    prices: Sequence[Price]
    """What it is about, as far as that is known: each price in its last form."""


def decisions(collection: Collection, providers: Sequence[str]) -> list[PastDecision]:
    """What was ever decided about these providers, the newest last. Raises StorageError."""
    presents = collection.presents()
    found = [each for provider in providers for each in _decisions_of(presents.of(provider))]
    return sorted(found, key=lambda each: each.made.at)


def _decisions_of(present: Present) -> list[PastDecision]:
    ever = present.shelf.ever_decided
    undone = {each.case: each.name for each in ever if each.decision == "undone"}
    return [
        PastDecision(
            each, "undone" if each.name in undone else "holds" if _bears(each, present) else "past",
            undone.get(each.name), _prices_of_decision(each, present),
        )
        for each in ever
    ]  # fmt: skip


def _prices_of_decision(made: Decision, present: Present) -> list[Price]:
    ids = dict.fromkeys([made.id, *(step.id for step in made.steps)])
    known = (present.history.intervals.get(key) for key in ids)
    return [(own[-1].latest or own[-1].quotes)[0] for own in known if own]


def _bears(made: Decision, present: Present) -> bool:
    """Whether it bears on what is known now."""
    if made.decision == "rejected":
        return any(step in case.steps for case in present.cases for step in made.steps)
    if made.decision == "accepted":
        return refusal_of(present) is None and not _looked_since(made, present)
    if made.decision == "undone":
        return True
    own = present.history.intervals.get(made.id, [])
    if made.decision == "withdrawn":
        return any(each.withdrawn_on == made.on for each in own)
    if made.decision == "acknowledged":
        return any(set(made.amounts) == set(amounts_of(each).split(" or ")) for each in own)
    return any(_step_stands(step, present.history.intervals.get(step.id, [])) for step in made.steps)


def _step_stands(step: Step, own: Sequence[Interval]) -> bool:
    """Whether a price is published as it was approved: its amount, that it is gone, or the words around it."""
    published = accepted(own)
    if published is None:
        return False
    if not own[-1].open:
        return step.new == GONE
    return step.new in {amounts_of(published), published.words, published.latest[0].listed.unit_from}


def _looked_since(made: Decision, present: Present) -> bool:

    last = present.trail.latest
    return last is not None and order(last) > order(made.at)


def as_json(found: Sequence[PastDecision]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "name": each.made.name, **each.made.model_dump(mode="json"), "bearing": each.bearing,
            "undone_by": each.undone,
        }
        for each in found
    ]  # fmt: skip
