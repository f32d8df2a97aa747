"""What changed between two days, two snapshots, two files or two states of a collection."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pricebook import calendar
from pricebook.collection import Collection
from pricebook.errors import UsageError
from pricebook.history.diff import KINDS, Change, changes, gravest_first
from pricebook.history.streams import models, pairs

if TYPE_CHECKING:
    from pricebook.history.comparing import Compared
    from pricebook.publish.pull_request import Pending
    from pricebook.snapshots.archive import Archive


class Unlooked(NamedTuple):
    """A provider that nobody saw between the two ends: whether its prices changed there is not known."""

    provider: str
    last_look: str | None
    """The day of the last look that saw something; None if there was none by the later end."""
    failed: bool
    """Whether there were looks between the ends, and all of them failed."""


class DayStep(NamedTuple):
    """What the looks of one day changed."""

    day: str
    between: str
    """Which snapshots are compared, in words."""
    found: list[Change]
    """Gravest first."""


class Comparison(NamedTuple):
    """Two states, price by price."""

    between: str
    """What they are, in words."""
    found: list[Change]
    """What changed, gravest first."""
    unlooked: Sequence[Unlooked] = ()
    """Of which providers that is not known."""
    looked: bool = True
    """Whether of any provider it is."""
    steps: Sequence[DayStep] = ()
    """What happened between, day by day, if that was asked for."""

    def changes(
        self, providers: Sequence[str] = (), models: Sequence[str] = (), kinds: Sequence[str] = ()
    ) -> list[Change]:
        """What changed of any of these providers, of models whose name contains any of these, of these kinds.

        Where none is named, all are meant. Raises UsageError for what is no kind of change.
        """
        return self.narrowed(providers, models, kinds).found

    def narrowed(self, providers: Sequence[str], models: Sequence[str], kinds: Sequence[str]) -> "Comparison":
        """The same with these changes alone, in its steps too; steps in which nothing is left are left out."""
        for kind in kinds:
            if kind not in KINDS:
                message = f"no kind of change {kind!r}. Kinds: {', '.join(KINDS)}."
                raise UsageError(message)

        def wanted(found: Iterable[Change]) -> list[Change]:
            return [change for change in found if _wanted(change, providers, models, kinds)]

        steps = [step._replace(found=wanted(step.found)) for step in self.steps]
        return self._replace(found=wanted(self.found), steps=[step for step in steps if step.found])


def of_files(old: str, new: str) -> Comparison:
    """Two files of prices; raises UsageError."""
    found = changes(
        pairs(Path(old), Path(new)), lambda: models(Path(new)), lambda: {provider for provider, _ in models(Path(old))}
    )
    return Comparison(f"{old} → {new}", found)


def of_states(collection: Collection, earlier: Path, providers: Sequence[str], *, by_day: bool = False) -> Comparison:
    """Each provider, or these, look by look since an earlier state of the collection, which stands in that folder.

    What came and went in between is told twice; `by_day`: also under its days. Raises UsageError, StorageError.
    """
    from pricebook.history import comparing  # noqa: PLC0415

    if not (earlier / "snapshots").is_dir():
        message = f"{earlier}: holds no earlier state of a collection: no snapshots/ stands there."
        raise UsageError(message)
    presents, before = collection.presents(), Collection(earlier).presents()
    steps = list(comparing.since(before, presents, _chosen(collection, presents.archive, providers)))
    found = gravest_first(change for step in steps for change in _changes_of_step(step))
    return Comparison(_moved(steps), found, steps=_by_day(steps) if by_day else ())


def of_days(
    collection: Collection, old: str, new: str | None, providers: Sequence[str], now: datetime, *, by_day: bool = False
) -> Comparison:
    """Each provider, or these, at the end of two days, or of one and now.

    Only the two ends are compared; `by_day` tells what happened between. Raises UsageError, StorageError.
    """
    from pricebook.history import comparing  # noqa: PLC0415 - two files need none of the records

    first, last = _range_of(old, new, now)
    archive = collection.archive()
    chosen = _chosen(collection, archive, providers)
    ends = _of(comparing.between(archive, chosen, first, last))
    if not by_day:
        return ends
    steps = (step for provider in chosen for step in comparing.steps(archive, provider, first, last))
    return ends._replace(steps=_by_day(steps))


def of_last_two(collection: Collection, providers: Sequence[str]) -> Comparison:
    """Each provider, or these, before and after its last snapshot; raises UsageError, StorageError."""
    from pricebook.history import comparing  # noqa: PLC0415

    presents = collection.presents()
    return _of(comparing.last_two(presents, _chosen(collection, presents.archive, providers)))


def pending(collection: Collection, providers: Sequence[str]) -> "list[Pending]":
    """What of each provider, or of these, waits for a person, the gravest first. Raises UsageError, StorageError."""
    from pricebook.history.waiting import by_gravity  # noqa: PLC0415
    from pricebook.publish.pull_request import Pending  # noqa: PLC0415

    presents = collection.presents()
    found = []
    for provider in _chosen(collection, presents.archive, providers):
        present = presents.of(provider)
        shelf = present.shelf
        addresses = {page.name: page.address for page in shelf.profile.pages} if shelf.profile else {}
        found += [Pending(case, addresses, shelf.listing.loose) for case in present.cases if not case.rejected]
        presents.put_away(provider)
    return sorted(found, key=lambda each: by_gravity(each.case))


def by_snapshot(archive: "Archive", provider: str) -> list[tuple[str, int | None, list[Change]]]:
    """For each look at the provider its snapshot, of the first one how many prices, of the others what changed."""
    from pricebook.history import comparing  # noqa: PLC0415

    return [
        (each.new or "", len(each.pairs) if each.old is None else None, _changes_of_step(each))
        for each in comparing.each(archive, provider)
    ]


def _range_of(old: str, new: str | None, now: datetime) -> tuple[str, str | None]:
    """The two days, the second None for now; raises UsageError for what is no range of days that have come."""
    first, last = calendar.begun(old, now), calendar.begun(new, now) if new else None
    if last is not None and last < first:
        message = f"{first} is later than {last}. Give the earlier day first: catalog diff {last} {first}"
        raise UsageError(message)
    return first, last


def _changes_of_step(compared: "Compared") -> list[Change]:
    return changes(compared.pairs, lambda: compared.models, lambda: [compared.provider] if compared.old else [])


def _by_day(steps: "Iterable[Compared]") -> list[DayStep]:
    """The steps that changed something, those of one day together."""
    ordered = sorted(steps, key=lambda step: (_day_of_step(step), step.provider))
    days = ((day, list(same)) for day, same in groupby(ordered, key=_day_of_step))
    told = (
        DayStep(day, _moved(same), gravest_first(change for step in same for change in _changes_of_step(step)))
        for day, same in days
    )
    return [step for step in told if step.found]


def _day_of_step(step: "Compared") -> str:
    return calendar.day_of(step.seen or "")


def _chosen(collection: Collection, archive: "Archive", providers: Sequence[str]) -> list[str]:
    return [collection.named(provider) for provider in dict.fromkeys(providers)] or archive.providers


def _of(states: "Iterable[Compared]") -> Comparison:
    compared = list(states)
    sold = {model for each in compared for model in each.models}
    known = {each.provider for each in compared if each.old is not None}
    found = changes([pair for each in compared for pair in each.pairs], lambda: sold, lambda: known)
    unseen = [
        Unlooked(each.provider, calendar.day_of(each.seen) if each.seen else None, each.failed)
        for each in compared
        if not each.looked
    ]
    return Comparison(_moved(compared), found, unseen, len(unseen) < len(compared))


def _moved(compared: "Iterable[Compared]") -> str:
    """Which snapshots are compared, where they are not the same."""
    moved = (f"{each.provider} {each.old or 'nothing'} → {each.new}" for each in compared if each.old != each.new)
    return ", ".join(moved) or "No provider has another snapshot at the end than at the beginning."


def _wanted(change: Change, providers: Sequence[str], models: Sequence[str], kinds: Sequence[str]) -> bool:
    names = "\n".join(price.model for price in (*change.old, *change.new)).lower()
    named = not models or any(model.lower() in names for model in models)
    return named and change.told.provider in (providers or [change.told.provider]) and change.kind in (kinds or KINDS)
