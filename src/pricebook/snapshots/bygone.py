"""The looks at a provider by a moment that goes forward, for whoever puts looks in between those that there are.

What is known of a provider now cannot be continued by a look that comes in before others, and is made anew from all of
them. Whoever brings many such looks needs none of that: only those before the one that is brought.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator

from pricebook.beliefs import Observation
from pricebook.calendar import order
from pricebook.snapshots.folders import Snapshot
from pricebook.snapshots.looks import Look, in_turn
from pricebook.snapshots.shelf import Shelf, time_of


class Bygone:
    """What Present tells of looks. Moments are asked about in their order."""

    def __init__(self, shelf: Shelf) -> None:
        """Raises StorageError."""
        self.shelf, self.decided = shelf, shelf.decided
        self._later = deque(shelf.looks())
        self._looks: list[Look] = []

    def looks_before(self, at: str) -> Iterator[Look]:
        """The looks before that moment, the last first."""
        self._go_to(at)
        return (look for look in reversed(self._looks) if order(look.at) < order(at))

    def looks_around(self, at: str) -> list[Look]:
        """The last look before that moment, and those of it."""
        last = next(self.looks_before(at), None)
        first = self._looks.index(last) if last else 0
        return self._looks[first:]

    def add(self, line: Observation, snapshot: Snapshot) -> None:
        """Takes in a look that was written down; it may not be later than the moment that was asked about last."""
        place = bisect_right(self._looks, time_of(line), key=lambda look: time_of(look.line))
        behind = [(line, snapshot), *((look.line, look.snapshot) for look in self._looks[place:])]
        self._looks[place:] = in_turn(behind, self._looks[place - 1] if place else None)

    def _go_to(self, at: str) -> None:
        while self._later and order(self._later[0].at) <= order(at):
            look = self._later.popleft()
            self.add(look.line, look.snapshot)
