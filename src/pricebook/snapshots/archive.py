"""What was seen, by provider: every look, the snapshots, and what a person has decided.

So silence and a dead scraper look different. A line a look, in the order in which they were written down; lines are
added, never changed.
"""

from pathlib import Path

from pricebook import calendar
from pricebook.beliefs import Decision, Observation
from pricebook.snapshots import stamps
from pricebook.snapshots.earlier import Earlier
from pricebook.snapshots.folders import Snapshot, place_of_the_day
from pricebook.snapshots.looks import Look
from pricebook.snapshots.shelf import Shelf
from pricebook.system import files


class Archive:
    """What was seen under one folder: each folder is listed and each journal read once.

    What is written through it, it knows at once. Of a snapshot nothing is read before it is asked for, and nothing is
    remembered: there may be years of them. Whatever reads raises StorageError, with the line, for a file that was
    altered.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.earlier = Earlier(root)
        self._shelves: dict[str, Shelf] = {}

    def of(self, provider: str) -> Shelf:
        """What was seen of the provider."""
        return self._shelves.setdefault(provider, Shelf(self.root, provider, self.earlier))

    @property
    def looked_at(self) -> list[str]:
        """The providers that were ever looked at, in order."""
        folders = [path.name for path in self.root.iterdir() if path.is_dir()] if self.root.is_dir() else []
        return sorted({*self.earlier.providers, *folders})

    @property
    def providers(self) -> list[str]:
        """The providers that have snapshots, in order."""
        return [each for each in self.looked_at if self.of(each).listing.loose or self.of(each).listing.packs]

    @property
    def observations(self) -> list[Observation]:
        """Every look, provider by provider."""
        return [line for provider in self.looked_at for line in self.told(provider)]

    @property
    def latest(self) -> dict[str, str]:
        """The moment of the last look at each provider, whatever became of it."""
        moments = {provider: self.of(provider).latest for provider in self.looked_at}
        return {provider: moment for provider, moment in moments.items() if moment is not None}

    def told(self, provider: str) -> list[Observation]:
        """The lines about the provider, in the order in which they were written down, year by year."""
        return self.of(provider).told

    def decided(self, provider: str) -> list[Decision]:
        """What was decided about the provider's prices, in the order in which it was written down."""
        return self.of(provider).decided

    def held(self, provider: str) -> dict[str, Snapshot]:
        """The provider's snapshots, loose and packed, by their names."""
        return self.of(provider).held

    def snapshots(self, provider: str) -> list[Snapshot]:
        """The same in the order of their times."""
        held = self.held(provider).values()
        return sorted(held, key=lambda each: (*calendar.order(each.at), place_of_the_day(each.name)))

    def looks(self, provider: str) -> list[Look]:
        """Every look at the provider that saw something, in the order of their times, whatever the order of the lines.

        Raises StorageError for a snapshot that is gone.
        """
        return self.of(provider).looks()

    def last_good(self, provider: str) -> Observation | None:
        """The line of the provider's last look that saw something; None if there is none."""
        return self.of(provider).last_good

    def add(self, observation: Observation, snapshot: Snapshot | None = None) -> None:
        """Writes the look down behind the others, with its snapshot, if it is a new one. Raises StorageError."""
        self.of(observation.provider).add(observation, snapshot)

    def decide(self, decision: Decision) -> None:
        """Writes the decision down behind the others. Raises StorageError."""
        self.of(decision.provider).decisions.append([decision])

    def recover(self, *, deep: bool = False) -> list[Path]:
        """Finishes or deletes what killed runs left; gives the places of what was deleted. Raises StorageError."""
        return [
            *files.sweep(self.root),
            *(path for each in self.looked_at for path in self.of(each).recover(deep=deep)),
        ]

    def stamp_of(self, provider: str) -> str:
        """A digest that changes when a look, a reading or a decision of the provider is added."""
        return stamps.stamp_of(self.root, provider)

    @property
    def stamp(self) -> str:
        """The same of all providers."""
        return stamps.stamp(self.root)
