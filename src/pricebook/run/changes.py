"""What changed between two days, two snapshots or two files."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pricebook import calendar
from pricebook.collection import Collection
from pricebook.errors import UsageError
from pricebook.history import comparing
from pricebook.history.diff import Change, PricePair, changes
from pricebook.history.streams import pairs
from pricebook.snapshots import Archive


class Comparison(NamedTuple):
    """Two states, price by price."""

    between: str
    """What they are, in words."""
    pairs: Iterable[PricePair]

    def changes(self, provider: str | None = None, model: str | None = None) -> list[Change]:
        """What changed, gravest first, of the provider and of models whose name contains that."""
        return [change for change in changes(self.pairs) if _wanted(change, provider, model)]


def of_files(old: str, new: str) -> Comparison:
    """Two files of prices; raises UsageError."""
    return Comparison(f"{old} → {new}", pairs(Path(old), Path(new)))


def of_days(collection: Collection, old: str, new: str | None, provider: str | None, today: str) -> Comparison:
    """Each provider, or that one, at the end of two days, or of one and now; raises UsageError, StorageError."""
    archive = collection.archive()
    first = calendar.day(old)
    last = calendar.day(new) if new else max(today, first)
    if last < first:
        message = f"{first} is later than {last}. Give the earlier day first: catalog diff {last} {first}"
        raise UsageError(message)
    return _of(comparing.between(archive, _chosen(collection, archive, provider), first, last))


def of_last_two(collection: Collection, provider: str | None) -> Comparison:
    """Each provider, or that one, before and after its last snapshot; raises UsageError, StorageError."""
    archive = collection.archive()
    return _of(comparing.last_two(archive, _chosen(collection, archive, provider)))


def by_snapshot(archive: Archive, provider: str) -> list[tuple[str, int | None, list[Change]]]:
    """For each look at the provider its snapshot, of the first one how many prices, of the others what changed."""
    return [
        (each.new or "", len(each.pairs) if each.old is None else None, changes(each.pairs))
        for each in comparing.each(archive, provider)
    ]


def _chosen(collection: Collection, archive: Archive, provider: str | None) -> list[str]:
    return archive.providers if provider is None else [collection.module(provider).stem]


def _of(states: Iterable[comparing.Compared]) -> Comparison:
    compared = list(states)
    moved = [each for each in compared if each.old != each.new]
    said = ", ".join(f"{each.provider} {each.old or 'nothing'} → {each.new}" for each in moved)
    said = said or "No provider has another snapshot at the end than at the beginning."
    return Comparison(said, [pair for each in compared for pair in each.pairs])


def _wanted(change: Change, provider: str | None, model: str | None) -> bool:
    names = "\n".join(price.model for price in (*change.old, *change.new)).lower()
    return (provider is None or change.told.provider == provider) and (model is None or model.lower() in names)
