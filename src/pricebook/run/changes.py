"""What changed between two days, two snapshots, two files or two states of a collection."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pricebook import calendar
from pricebook.collection import Collection
from pricebook.errors import UsageError
from pricebook.history.diff import Change, changes, gravest_first
from pricebook.history.streams import models, pairs

if TYPE_CHECKING:
    from pricebook.history.comparing import Compared
    from pricebook.snapshots.archive import Archive


class Comparison(NamedTuple):
    """Two states, price by price."""

    between: str
    """What they are, in words."""
    found: list[Change]
    """What changed, gravest first."""

    def changes(self, provider: str | None = None, model: str | None = None) -> list[Change]:
        """What changed of the provider and of models whose name contains that."""
        return [change for change in self.found if _wanted(change, provider, model)]


def of_files(old: str, new: str) -> Comparison:
    """Two files of prices; raises UsageError."""
    return Comparison(f"{old} → {new}", changes(pairs(Path(old), Path(new)), lambda: models(Path(new))))


def of_states(collection: Collection, earlier: Path, provider: str | None) -> Comparison:
    """Each provider, or that one, look by look since an earlier state of the collection, which stands in that folder.

    What came and went in between is told twice. Raises UsageError, StorageError.
    """
    from pricebook.history import comparing  # noqa: PLC0415

    if not (earlier / "snapshots").is_dir():
        message = f"{earlier}: holds no earlier state of a collection: no snapshots/ stands there."
        raise UsageError(message)
    presents, before = collection.presents(), Collection(earlier).presents()
    steps = list(comparing.since(before, presents, _chosen(collection, presents.archive, provider)))
    found = gravest_first(change for step in steps for change in _step(step))
    return Comparison(_moved(steps), found)


def of_days(collection: Collection, old: str, new: str | None, provider: str | None, today: str) -> Comparison:
    """Each provider, or that one, at the end of two days, or of one and now; raises UsageError, StorageError."""
    from pricebook.history import comparing  # noqa: PLC0415 - two files need none of the records

    archive = collection.archive()
    first = calendar.day(old)
    last = calendar.day(new) if new else max(today, first)
    if last < first:
        message = f"{first} is later than {last}. Give the earlier day first: catalog diff {last} {first}"
        raise UsageError(message)
    return _of(comparing.between(archive, _chosen(collection, archive, provider), first, last))


def of_last_two(collection: Collection, provider: str | None) -> Comparison:
    """Each provider, or that one, before and after its last snapshot; raises UsageError, StorageError."""
    from pricebook.history import comparing  # noqa: PLC0415

    presents = collection.presents()
    return _of(comparing.last_two(presents, _chosen(collection, presents.archive, provider)))


def by_snapshot(archive: "Archive", provider: str) -> list[tuple[str, int | None, list[Change]]]:
    """For each look at the provider its snapshot, of the first one how many prices, of the others what changed."""
    from pricebook.history import comparing  # noqa: PLC0415

    return [
        (each.new or "", len(each.pairs) if each.old is None else None, _step(each))
        for each in comparing.each(archive, provider)
    ]


def _step(compared: "Compared") -> list[Change]:
    return changes(compared.pairs, lambda: compared.models)


def _chosen(collection: Collection, archive: "Archive", provider: str | None) -> list[str]:
    return archive.providers if provider is None else [collection.named(provider)]


def _of(states: "Iterable[Compared]") -> Comparison:
    compared = list(states)
    known = {model for each in compared for model in each.models}
    return Comparison(_moved(compared), changes([pair for each in compared for pair in each.pairs], lambda: known))


def _moved(compared: "Iterable[Compared]") -> str:
    """Which snapshots are compared, where they are not the same."""
    moved = (f"{each.provider} {each.old or 'nothing'} → {each.new}" for each in compared if each.old != each.new)
    return ", ".join(moved) or "No provider has another snapshot at the end than at the beginning."


def _wanted(change: Change, provider: str | None, model: str | None) -> bool:
    names = "\n".join(price.model for price in (*change.old, *change.new)).lower()
    return (provider is None or change.told.provider == provider) and (model is None or model.lower() in names)
