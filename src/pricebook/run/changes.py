"""What changed between two days, two snapshots, two files or two states of a collection."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pricebook import calendar
from pricebook.collection import Collection
from pricebook.errors import UsageError
from pricebook.history.diff import KINDS, Change, changes, gravest_first
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

    def changes(
        self, providers: Sequence[str] = (), models: Sequence[str] = (), kinds: Sequence[str] = ()
    ) -> list[Change]:
        """What changed of any of these providers, of models whose name contains any of these, of these kinds.

        Where none is named, all are meant. Raises UsageError for what is no kind of change.
        """
        for kind in kinds:
            if kind not in KINDS:
                message = f"no kind of change {kind!r}. Kinds: {', '.join(KINDS)}."
                raise UsageError(message)
        return [change for change in self.found if _wanted(change, providers, models, kinds)]


def of_files(old: str, new: str) -> Comparison:
    """Two files of prices; raises UsageError."""
    return Comparison(f"{old} → {new}", changes(pairs(Path(old), Path(new)), lambda: models(Path(new))))


def of_states(collection: Collection, earlier: Path, providers: Sequence[str]) -> Comparison:
    """Each provider, or these, look by look since an earlier state of the collection, which stands in that folder.

    What came and went in between is told twice. Raises UsageError, StorageError.
    """
    from pricebook.history import comparing  # noqa: PLC0415

    if not (earlier / "snapshots").is_dir():
        message = f"{earlier}: holds no earlier state of a collection: no snapshots/ stands there."
        raise UsageError(message)
    presents, before = collection.presents(), Collection(earlier).presents()
    steps = list(comparing.since(before, presents, _chosen(collection, presents.archive, providers)))
    found = gravest_first(change for step in steps for change in _step(step))
    return Comparison(_moved(steps), found)


def of_days(collection: Collection, old: str, new: str | None, providers: Sequence[str], today: str) -> Comparison:
    """Each provider, or these, at the end of two days, or of one and now; raises UsageError, StorageError."""
    from pricebook.history import comparing  # noqa: PLC0415 - two files need none of the records

    archive = collection.archive()
    first = calendar.day(old)
    last = calendar.day(new) if new else max(today, first)
    if last < first:
        message = f"{first} is later than {last}. Give the earlier day first: catalog diff {last} {first}"
        raise UsageError(message)
    return _of(comparing.between(archive, _chosen(collection, archive, providers), first, last))


def of_last_two(collection: Collection, providers: Sequence[str]) -> Comparison:
    """Each provider, or these, before and after its last snapshot; raises UsageError, StorageError."""
    from pricebook.history import comparing  # noqa: PLC0415

    presents = collection.presents()
    return _of(comparing.last_two(presents, _chosen(collection, presents.archive, providers)))


def by_snapshot(archive: "Archive", provider: str) -> list[tuple[str, int | None, list[Change]]]:
    """For each look at the provider its snapshot, of the first one how many prices, of the others what changed."""
    from pricebook.history import comparing  # noqa: PLC0415

    return [
        (each.new or "", len(each.pairs) if each.old is None else None, _step(each))
        for each in comparing.each(archive, provider)
    ]


def _step(compared: "Compared") -> list[Change]:
    return changes(compared.pairs, lambda: compared.models)


def _chosen(collection: Collection, archive: "Archive", providers: Sequence[str]) -> list[str]:
    return [collection.named(provider) for provider in dict.fromkeys(providers)] or archive.providers


def _of(states: "Iterable[Compared]") -> Comparison:
    compared = list(states)
    known = {model for each in compared for model in each.models}
    return Comparison(_moved(compared), changes([pair for each in compared for pair in each.pairs], lambda: known))


def _moved(compared: "Iterable[Compared]") -> str:
    """Which snapshots are compared, where they are not the same."""
    moved = (f"{each.provider} {each.old or 'nothing'} → {each.new}" for each in compared if each.old != each.new)
    return ", ".join(moved) or "No provider has another snapshot at the end than at the beginning."


def _wanted(change: Change, providers: Sequence[str], models: Sequence[str], kinds: Sequence[str]) -> bool:
    names = "\n".join(price.model for price in (*change.old, *change.new)).lower()
    named = not models or any(model.lower() in names for model in models)
    return named and change.told.provider in (providers or [change.told.provider]) and change.kind in (kinds or KINDS)
