"""What a person decides: what waits is right or wrong, a price is gone, a page is not the older one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from pricebook import calendar
from pricebook.beliefs import Decision
from pricebook.collection import Collection
from pricebook.errors import UsageError
from pricebook.history.waiting import Case
from pricebook.publish.released import Standing, Told
from pricebook.run import clock
from pricebook.run.asking import one_price
from pricebook.run.choosing import LEAST, Chosen, chosen
from pricebook.run.reviewing import cases_of, refusal_of
from pricebook.snapshots.archive import Archive


class By(NamedTuple):
    """Who decides, why and when."""

    who: str
    because: str
    now: datetime


class Decided(NamedTuple):
    """A decision, and what it is about."""

    decision: Decision
    case: Case | None
    """None if it is about a provider's page."""


def approve(collection: Collection, words: Sequence[str], by: By) -> list[Decided]:
    """Writes down that these are right: cases, prices of them, and providers whose page was refused as older.

    Raises UsageError, before anything is written, for a word that names nothing that waits; ClockWrong, StorageError.
    """
    providers = [word for word in dict.fromkeys(words) if word in collection.providers()]
    for provider in providers:
        _must_be_refused(collection, provider)
    steps = _all_chosen(collection, [word for word in words if word not in providers])
    archive = collection.archive()
    made = [_made_now(collection, archive, provider, "accepted", by) for provider in providers]
    decided = [Decided(each, None) for each in made] + [
        Decided(_of_steps(collection, archive, each, "approved", by), each.case) for each in steps
    ]
    return _kept_for_good(archive, decided)


def reject(collection: Collection, words: Sequence[str], by: By) -> list[Decided]:
    """Writes down that these are wrong: they stay held, and wait no more. Raises as `approve` does."""
    steps = _all_chosen(collection, words, waiting=True)
    archive = collection.archive()
    return _kept_for_good(
        archive, [Decided(_of_steps(collection, archive, each, "rejected", by), each.case) for each in steps]
    )


def withdraw(collection: Collection, price_id: str, on: str, by: By, *, force: bool = False) -> tuple[Told, str]:
    """Writes down that the price is not sold from that day on.

    Raises UsageError, without `force` also if the last look saw it; ClockWrong, StorageError.
    """
    price = one_price(Standing(collection.release), price_id).prices[0]
    day, provider = calendar.day(on), price["provider"]
    archive = collection.archive()
    own = collection.presents(archive).of(provider).history.intervals.get(price["id"])
    if own and own[-1].open and not force:
        seen = own[-1].latest[0]
        message = (
            f"{price['id']}: the page still prints it: ‘{seen.listed.text}’ ({provider}/{seen.where}). "
            "If it is not sold all the same: --force"
        )
        raise UsageError(message)
    made = _made_now(collection, archive, provider, "withdrawn", by)
    _kept_for_good(archive, [Decided(made.model_copy(update={"id": price["id"], "on": day}), None)])
    return price, day


def undo(collection: Collection, name: str, by: By) -> Decided:
    """Writes down that an earlier decision holds no more: the one whose name begins so.

    Raises UsageError where none that holds does, or more than one; ClockWrong, StorageError.
    """
    archive, begun = collection.archive(), name.lower()
    known = [each for provider in archive.looked_at for each in archive.decided(provider)]
    found = {each.name: each for each in known if each.name.startswith(begun)}
    if len(begun) < LEAST or len(found) != 1:
        what = f"{len(found)} decisions that hold begin with" if found else "no decision that holds has the name"
        least = f" Give at least {LEAST} digits." if len(begun) < LEAST else ""
        message = f"{what} {name!r}.{least} See: catalog decisions"
        raise UsageError(message)
    (undone,) = found.values()
    made = _made_now(collection, archive, undone.provider, "undone", by)
    _kept_for_good(archive, [Decided(made.model_copy(update={"case": undone.name}), None)])
    return Decided(undone, None)


def _all_chosen(collection: Collection, words: Sequence[str], *, waiting: bool = False) -> list[Chosen]:
    """What the words mean of all that waits; without `waiting` also of what a person rejected."""
    if not words:
        return []
    cases = cases_of(collection, collection.providers())
    return chosen([case for case in cases if not (waiting and case.rejected)], words)


def _must_be_refused(collection: Collection, provider: str) -> None:
    present = collection.presents().of(provider)
    if refusal_of(present) is not None:
        return
    own = [case.id for case in present.cases if not case.rejected]
    waits = f"Of its prices wait: {', '.join(own)}." if own else "None of its prices waits."
    message = f"{provider}: no page of it is refused as older since its last look. {waits} See: catalog review"
    raise UsageError(message)


def _of_steps(
    collection: Collection, archive: Archive, what: Chosen, decision: Literal["approved", "rejected"], by: By
) -> Decision:
    made = _made_now(collection, archive, what.case.provider, decision, by)
    on = calendar.day_of(what.case.since)
    return made.model_copy(update={"steps": what.steps, "case": what.case.id, "on": on})


def _made_now(
    collection: Collection,
    archive: Archive,
    provider: str,
    decision: Literal["accepted", "approved", "rejected", "withdrawn", "undone"],
    by: By,
) -> Decision:
    """A decision of now, on the provider's calendar; raises ClockWrong where that cannot be."""
    clock.check(archive, by.now)
    profile = archive.of(provider).profile
    at = calendar.local(by.now, profile.timezone if profile else collection.scraper(provider).timezone)
    return Decision(
        provider=provider, decision=decision, on=calendar.day_of(at), at=at, because=by.because, who=by.who
    )  # fmt: skip


def _kept_for_good(archive: Archive, decided: list[Decided]) -> list[Decided]:
    """The decisions, written down; raises UsageError for one that was taken in that very second already."""
    for made, _ in decided:
        if any(each.name == made.name for each in archive.of(made.provider).ever_decided):
            message = f"{made.name}: this was decided in this very second already. Say it again."
            raise UsageError(message)
    for made, _ in decided:
        archive.decide(made)
    return decided
