"""What was seen of one provider: its folder, listed once, and the journals that tell of it.

    snapshots/<provider>/<day>/                 a snapshot; `<day>.2` is the second of its day
    snapshots/<provider>/<year>.jsonl.zst       a finished year of snapshots in one file
    snapshots/<provider>/<year>.jsonl   every look of that year, also those that found nothing or failed
    snapshots/<provider>/readings.jsonl         each time that a snapshot was read again
    snapshots/<provider>/decisions.jsonl        what a person has decided, and why
    snapshots/<provider>/profile.jsonl          what its scraper says of it: its name, its region, where its pages stand

A snapshot is there once its line is, and a line once it is whole: a run that is killed leaves both or neither.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pricebook import calendar
from pricebook.beliefs import Decision, LaterReading, Observation, Profile, standing
from pricebook.errors import StorageError
from pricebook.snapshots.earlier import Earlier
from pricebook.snapshots.folders import ABOUT, NAME, Fresh, Loose, Packed, Snapshot, place_of_the_day
from pricebook.snapshots.journals import Journal
from pricebook.snapshots.looks import Look, in_turn
from pricebook.snapshots.packs import Pack, packs
from pricebook.snapshots.stamps import NOTHING, Rest
from pricebook.system import files

_LOOKS = re.compile(r"([0-9]{4})\.jsonl")
READINGS, DECISIONS, PROFILE = "readings.jsonl", "decisions.jsonl", "profile.jsonl"
AnyJournal = Journal[Observation] | Journal[LaterReading] | Journal[Decision] | Journal[Profile]
Rests = Mapping[str, Rest]
"""How far each journal goes, by the names of their files."""


def journal_of(year: str) -> str:
    """The file of the looks of that year."""
    return f"{year}.jsonl"


class Listing(NamedTuple):
    """What stands in the folder."""

    loose: dict[str, Path]
    packs: dict[str, Pack]
    """By their years."""
    unfinished: dict[str, list[Path]]
    """What killed runs left, by the snapshot that it would have become."""
    years: list[str]
    """Those that have a journal of looks, in order."""


class Shelf:
    """What was seen of one provider. Whatever reads raises StorageError for a file that was altered."""

    def __init__(self, root: Path, provider: str, earlier: Earlier) -> None:
        self.folder, self.provider, self._earlier = root / provider, provider, earlier
        self._journals: dict[str, Journal[Observation]] = {}

    @cached_property
    def listing(self) -> Listing:
        """What stands in the folder."""
        names = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        return Listing(
            loose={path.name: path for path in names if NAME.fullmatch(path.name)},
            packs={pack.path.name[:4]: pack for pack in packs(names)},
            unfinished=files.half_written(self.folder),
            years=[match[1] for path in names if (match := _LOOKS.fullmatch(path.name))],
        )

    def looks_of(self, year: str) -> Journal[Observation]:
        """The journal of that year."""
        if year not in self._journals:
            earlier = [each for each in self.listing.years if each < year]
            begun = not earlier or year in self.listing.years
            before = [] if begun else [self.looks_of(earlier[-1]).rest.digest]
            self._journals[year] = Journal(self.folder / journal_of(year), Observation, before)
        return self._journals[year]

    @cached_property
    def readings(self) -> Journal[LaterReading]:
        """Each time that a snapshot was read again."""
        return Journal(self.folder / READINGS, LaterReading)

    @cached_property
    def decisions(self) -> Journal[Decision]:
        """What a person has decided."""
        return Journal(self.folder / DECISIONS, Decision)

    @cached_property
    def profiles(self) -> Journal[Profile]:
        """What its scraper said of it, each time that it said something else."""
        return Journal(self.folder / PROFILE, Profile)

    @property
    def profile(self) -> Profile | None:
        """What its scraper says of it; None if nobody noted it."""
        return self.profiles.records[-1] if self.profiles.records else None

    def currency_at(self, moment: str) -> str | None:
        """The currency in which prices were expected at that moment, or first of all; None if nobody noted any."""
        said = sorted(self.profiles.records, key=lambda each: calendar.order(each.at))
        by_then = [each for each in said if calendar.order(each.at) <= calendar.order(moment)]
        return (by_then or said[:1])[-1].currency if said else None

    def _expected_otherwise(self, rest: Rest) -> bool:
        """Whether what was said of the provider since tells of another currency than what was said before."""
        added = self.profiles.since(rest)
        if not added:
            return added is None
        before = self.profiles.records[: -len(added)]
        return not before or {each.currency for each in added} != {before[-1].currency}

    @property
    def journals(self) -> Mapping[str, AnyJournal]:
        """All of them by the names of their files."""
        looks = {journal_of(year): self.looks_of(year) for year in self.listing.years}
        return {**looks, READINGS: self.readings, DECISIONS: self.decisions, PROFILE: self.profiles}

    @property
    def rests(self) -> Rests:
        """How far each journal goes: while that is the same, so is all that was seen."""
        return {name: rest for name, journal in self.journals.items() if (rest := journal.rest) != NOTHING}

    def since(self, rests: Rests) -> list[Observation] | None:
        """The looks that were written down since, in the order of their times; None if anything else changed.

        What a scraper says of its provider changes nothing of that but by its currency, by which prices are judged.
        """
        journals = self.journals
        if self.is_earlier or not rests.keys() <= journals.keys():
            return None
        added: list[Observation] = []
        for name, journal in journals.items():
            if name == PROFILE:
                if self._expected_otherwise(rests.get(name, NOTHING)):
                    return None
                continue
            more = journal.since(rests.get(name, NOTHING))
            if more is None or not all(isinstance(each, Observation) for each in more):
                return None
            added += (each for each in more if isinstance(each, Observation))
        return sorted(added, key=time_of)

    @property
    def told(self) -> list[Observation]:
        """Every look, in the order in which they were written down, year by year."""
        return [*self.told_earlier, *self._told_here]

    @property
    def told_earlier(self) -> list[Observation]:
        """Those that only the files of older programs tell of.

        A snapshot that no line tells of counts there: a run was killed before it could write the line.
        """
        if not self.is_earlier:
            return []
        here = self._told_here
        lines = self._earlier.looks_at(self.provider, here)
        told = {each.snapshot for each in (*lines, *here)}
        return [*lines, *(_line_untold(snapshot) for name, snapshot in sorted(self.held.items()) if name not in told)]

    @property
    def _told_here(self) -> list[Observation]:
        return [line for year in self.listing.years for line in self.looks_of(year).records]

    @property
    def decided(self) -> list[Decision]:
        """What was decided and holds, in the order in which it was written down."""
        return standing(self.ever_decided)

    @property
    def ever_decided(self) -> list[Decision]:
        """The same with what was undone."""
        known = self.decisions.records
        return [*(each for each in self._earlier.decided(self.provider) if each not in known), *known]

    @property
    def latest(self) -> str | None:
        """The moment of the last look, whatever became of it; None if there was none."""
        moments = [each.at for each in self._earlier.looks_at(self.provider)]
        if self.listing.years:
            moments += (entry.told["at"] for entry in self.looks_of(self.listing.years[-1]).entries)
        return max(moments, key=calendar.order, default=None)

    @property
    def last_good(self) -> Observation | None:
        """The last look that saw something; None if there was none."""
        for year in reversed(self.listing.years):
            good = [each for each in self.looks_of(year).records if each.snapshot is not None]
            if good:
                break
        else:
            good = []
        good += (each for each in self._earlier.looks_at(self.provider) if each.snapshot is not None)
        return max(good, key=time_of, default=None)

    @property
    def is_earlier(self) -> bool:
        """Whether something of it still stands in the files of older programs."""
        return self._earlier.tells_of(self.provider)

    def find(self, name: str) -> Snapshot | None:
        """The snapshot of that name; None if there is none."""
        year, folder = name[:4], self.folder / name
        pack = self.listing.packs.get(year)
        if name in self.listing.loose and (pack is None or (folder / ABOUT).is_file()):
            return Snapshot(self.provider, name, Loose(folder))
        if pack is not None and name in pack.names():
            return Snapshot(self.provider, name, Packed(pack, name, Loose(folder)))
        for made in self.listing.unfinished.get(name, ()):
            if self._is_told(name, made):
                return Snapshot(self.provider, name, Loose(made))
        return None

    def snapshot(self, name: str) -> Snapshot:
        """The snapshot of that name; raises StorageError if it is gone."""
        found = self.find(name)
        if found is None:
            message = f"{self.folder / name}: a look tells of this snapshot. Restore it from version control."
            raise StorageError(message)
        return found

    @property
    def held(self) -> dict[str, Snapshot]:
        """The snapshots, loose and packed, by their names."""
        packed = (name for pack in self.listing.packs.values() for name in pack.names())
        names = [*self.listing.loose, *packed, *self.listing.unfinished]
        return {name: found for name in dict.fromkeys(names) if (found := self.find(name)) is not None}

    def looks(self) -> list[Look]:
        """Every look that saw something, in the order of their times, whatever the order of the lines."""
        lines = sorted((each for each in self.told if each.snapshot is not None), key=time_of)
        known: dict[str, Snapshot] = {}
        for line in lines:
            name = line.snapshot or ""
            known[name] = known.get(name) or self.snapshot(name)
        return list(in_turn((line, known[line.snapshot or ""]) for line in lines))

    def free_name(self, day: str) -> str:
        """The first name of that day that no snapshot has."""
        number, name = 1, day
        while self.find(name) is not None:
            number += 1
            name = f"{day}.{number}"
        return name

    def add(self, line: Observation, snapshot: Snapshot | None = None) -> None:
        """Writes the look down behind the others, with its snapshot, if it is a new one. Raises StorageError.

        One that was written down before is not written again.
        """
        if any(_bare(each) == _bare(line) for each in self._at(line.at)):
            return
        if snapshot is not None and isinstance(snapshot.source, Fresh):
            content = snapshot.source.content
            line = line.model_copy(update={"sealed": files.digest(content[ABOUT])})
            with files.folder_after(snapshot.source.folder, content):
                self.write([line])
            self.listing.loose[snapshot.name] = snapshot.source.folder
        else:
            self.write([line])

    def write(self, lines: Iterable[Observation]) -> None:
        """Writes these looks down behind the others, whatever was written before. Raises StorageError."""
        years: dict[str, list[Observation]] = {}
        for line in lines:
            years.setdefault(line.at[:4], []).append(line)
        for year, own in years.items():
            self.looks_of(year).append(own)
            if year not in self.listing.years:
                self.listing.years.append(year)
                self.listing.years.sort()

    def introduce(self, profile: Profile) -> None:
        """Writes down what the scraper says of its provider, if it is not what it said before. Raises StorageError."""
        said = self.profile
        if said is None or said.model_copy(update={"at": profile.at}) != profile:
            self.profiles.append([profile])

    def _at(self, moment: str) -> list[Observation]:
        """The looks of that very moment."""
        journal = self.looks_of(moment[:4])
        own = journal.records if any(entry.told["at"] == moment for entry in journal.entries) else []
        return [each for each in (*self._earlier.looks_at(self.provider), *own) if each.at == moment]

    def add_reading(self, told: LaterReading, content: dict[str, bytes]) -> Path:
        """Puts what was read again beside what was read before. Raises StorageError."""
        folder = self.folder / told.snapshot / f"reading.{told.number}"
        sealed = told.model_copy(update={"sealed": files.digest(content[ABOUT])})
        with files.folder_after(folder, content):
            self.readings.append([sealed])
        return folder

    def recover(self, *, deep: bool = False) -> Iterator[Path]:
        """Finishes what a killed run had told of already and deletes what else it left; `deep`: in snapshots too.

        Raises StorageError.
        """
        for name, left in self.listing.unfinished.items():
            for made in left:
                if NAME.fullmatch(name) and not (self.folder / name).exists() and self._is_told(name, made):
                    files.finish(made, self.folder / name)
        yield from files.sweep(self.folder)
        for folder in self.listing.loose.values() if deep else ():
            yield from self._recover_readings(folder)
        self.forget_listing()

    def forget_listing(self) -> None:
        """Lets the folder be listed once more: something else was changed in it than by a look."""
        self.__dict__.pop("listing", None)

    def _recover_readings(self, folder: Path) -> Iterator[Path]:
        sealed = {(each.snapshot, f"reading.{each.number}"): each.sealed for each in self.readings.records}
        for name, left in files.half_written(folder).items():
            for made in left:
                if sealed.get((folder.name, name)) == _seal(made) and not (folder / name).exists():
                    files.finish(made, folder / name)
        yield from files.sweep(folder)

    def _is_told(self, name: str, made: Path) -> bool:
        """Whether a look tells of this very folder, which is still to get its name."""
        if name[:4] not in self.listing.years:
            return False
        sealed = _seal(made)
        return any(each.snapshot == name and each.sealed == sealed for each in self.looks_of(name[:4]).records)


def time_of(line: Observation) -> tuple[str, float, int]:
    """What looks are sorted by: their moments, and those of one day by their snapshots."""
    return *calendar.order(line.at), place_of_the_day(line.snapshot or "")


def _bare(line: Observation) -> Observation:
    return line.model_copy(update={"sealed": ""}) if line.sealed else line


def _seal(folder: Path) -> str:
    return files.digest(files.read_if_there(folder / ABOUT))


def _line_untold(snapshot: Snapshot) -> Observation:
    return Observation(
        provider=snapshot.provider, at=snapshot.at, outcome="new", snapshot=snapshot.name, pages=snapshot.about.pages,
        error=None, unseen=snapshot.about.unseen,
    )  # fmt: skip
