"""What was seen, by provider: the snapshots, the lines that tell of every look, and what a person has decided.

    snapshots/observations.jsonl   every look, also those that found nothing new and those that failed
    snapshots/approvals.jsonl      what a person has decided about a price, and why

So silence and a dead scraper look different. A line a look, in the order in which they were written down; lines are
added, never changed.
"""

from functools import cached_property
from itertools import groupby
from pathlib import Path

from pricebook import calendar
from pricebook.beliefs import Decision, Observation
from pricebook.errors import StorageError
from pricebook.snapshots import stamps
from pricebook.snapshots.folders import Fresh, Snapshot, found, place_of_the_day
from pricebook.snapshots.lines import records
from pricebook.snapshots.looks import Look, in_turn
from pricebook.snapshots.stamps import DECISIONS, OBSERVATIONS
from pricebook.system import files


class Archive:
    """What was seen under one folder. Its lines are read once; what is written through it, it knows at once.

    Of a snapshot nothing is read before it is asked for, and nothing is remembered: there may be years of them.
    Whatever reads raises StorageError, with the line, for a file that was altered.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def observations(self) -> list[Observation]:
        """Every look, in the order in which they were written down."""
        return records(self.root / OBSERVATIONS, Observation)

    @cached_property
    def decisions(self) -> list[Decision]:
        """Every decision, in the order in which they were written down."""
        return records(self.root / DECISIONS, Decision)

    def read(self) -> None:
        """Reads the lines now: before threads ask for them."""
        len(self._told) + len(self.decisions)

    @cached_property
    def _told(self) -> dict[str, list[Observation]]:
        """The looks by provider, in the same order."""
        ordered = sorted(self.observations, key=lambda each: each.provider)
        return {provider: list(own) for provider, own in groupby(ordered, key=lambda each: each.provider)}

    @property
    def providers(self) -> list[str]:
        """The providers that have snapshots, in order."""
        return sorted(path.name for path in self.root.iterdir() if path.is_dir()) if self.root.is_dir() else []

    @property
    def looked_at(self) -> list[str]:
        """The providers that were ever looked at, in order."""
        return sorted({*self._told, *self.providers})

    def told(self, provider: str) -> list[Observation]:
        """The lines about the provider, in the order in which they were written down."""
        return self._told.get(provider, [])

    def decided(self, provider: str) -> list[Decision]:
        """What was decided about the provider's prices, in the order in which it was written down."""
        return [each for each in self.decisions if each.provider == provider]

    def held(self, provider: str) -> dict[str, Snapshot]:
        """The provider's snapshots, loose and packed, by their names."""
        return {snapshot.name: snapshot for snapshot in found(self.root / provider, provider)}

    def snapshots(self, provider: str) -> list[Snapshot]:
        """The same in the order of their times."""
        snapshots = self.held(provider).values()
        return sorted(snapshots, key=lambda each: (*calendar.order(each.at), place_of_the_day(each.name)))

    def looks(self, provider: str) -> list[Look]:
        """Every look at the provider that saw something, in the order of their times, whatever the order of the lines.

        A snapshot that no line tells of counts as a look: a run was killed before it could write the line.
        """
        held = self.held(provider)
        told = {each.snapshot: each for each in self.told(provider) if each.snapshot is not None}
        lost = sorted(told.keys() - held.keys())
        if lost:
            message = f"{self.root / provider / lost[0]}: {OBSERVATIONS} tells of this snapshot. "
            raise StorageError(message + "Restore it from version control.")
        lines = [each for each in self.told(provider) if each.snapshot is not None]
        lines += [_untold(held[name]) for name in sorted(held.keys() - told.keys())]
        return list(in_turn((line, held[line.snapshot or ""]) for line in sorted(lines, key=_order)))

    def last_good(self, provider: str) -> Observation | None:
        """The line of the provider's last look that saw something; None if there is none."""
        return max((each for each in self.told(provider) if each.snapshot is not None), key=_order, default=None)

    def add(self, observation: Observation, snapshot: Snapshot | None = None) -> None:
        """Writes the look down behind the others, and before that its snapshot, if it is a new one.

        Raises StorageError.
        """
        if snapshot is not None and isinstance(snapshot.source, Fresh):
            files.write_folder(snapshot.source.folder, snapshot.source.content)
        before, own = self.observations, self._told.setdefault(observation.provider, [])
        files.append_lines(self.root / OBSERVATIONS, [observation])
        before.append(observation)
        own.append(observation)

    def decide(self, decision: Decision) -> None:
        """Writes the decision down behind the others. Raises StorageError."""
        before = self.decisions
        files.append_lines(self.root / DECISIONS, [decision])
        before.append(decision)

    @property
    def stamp(self) -> str:
        """A digest that changes when a look, a snapshot, a reading or a decision is added; nothing of them is read."""
        return stamps.stamp(self.root)

    def stamp_of(self, provider: str) -> str:
        """The same of one provider alone."""
        own = self.root / provider
        names = sorted(path.relative_to(own).as_posix() for each in ("*", "*/reading.*") for path in own.glob(each))
        told = files.lines([*self.told(provider), *self.decided(provider)])
        return files.digest(told + "\n".join(names).encode())


def _untold(snapshot: Snapshot) -> Observation:
    """The line that was not written any more."""
    return Observation(
        provider=snapshot.provider, at=snapshot.at, outcome="new", snapshot=snapshot.name, pages=snapshot.about.pages,
        error=None, unseen=snapshot.about.unseen,
    )  # fmt: skip


def _order(line: Observation) -> tuple[str, float, int]:
    return *calendar.order(line.at), place_of_the_day(line.snapshot or "")
