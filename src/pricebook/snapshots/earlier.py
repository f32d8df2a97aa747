"""What older programs kept in one file for all providers: still read, and moved over by `catalog migrate`.

snapshots/observations.jsonl   every look at every provider
snapshots/approvals.jsonl      what a person has decided
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pricebook.beliefs import Decision, Observation
from pricebook.errors import StorageError
from pricebook.snapshots.lines import records
from pricebook.snapshots.stamps import APPROVALS, OBSERVATIONS

R = TypeVar("R", Observation, Decision)


class Earlier:
    """The files of older programs under one folder, each read once if it is there."""

    def __init__(self, root: Path) -> None:
        self.paths = [root / OBSERVATIONS, root / APPROVALS]

    @cached_property
    def _looks(self) -> dict[str, list[Observation]]:
        return _by_provider(records(self.paths[0], Observation))

    @cached_property
    def _decisions(self) -> dict[str, list[Decision]]:
        return _by_provider(records(self.paths[1], Decision))

    @property
    def providers(self) -> list[str]:
        """Those that they tell of."""
        return sorted({*self._looks, *self._decisions})

    def tells_of(self, provider: str) -> bool:
        """Whether something of the provider stands there."""
        return provider in self._looks or provider in self._decisions

    def looks_at(self, provider: str, moved: Sequence[Observation] = ()) -> list[Observation]:
        """Its looks that were not moved over, in the order in which they were written down."""
        own = self._looks.get(provider, [])
        known = [each.model_copy(update={"sealed": ""}) for each in moved] if own else []
        return [each for each in own if each not in known]

    def decided(self, provider: str) -> list[Decision]:
        """What was decided of its prices."""
        return self._decisions.get(provider, [])

    def delete(self) -> None:
        """Deletes the files, once all that they tell stands elsewhere. Raises StorageError."""
        for path in self.paths:
            try:
                path.unlink(missing_ok=True)
            except OSError as problem:
                message = f"{path}: was moved over, and cannot be deleted: {problem.strerror or problem}."
                raise StorageError(message) from problem


def _by_provider(lines: Iterable[R]) -> dict[str, list[R]]:
    found: defaultdict[str, list[R]] = defaultdict(list)
    for each in lines:
        found[each.provider].append(each)
    return dict(found)
