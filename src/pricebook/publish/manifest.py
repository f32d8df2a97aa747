"""`manifest.json`: which release it is, and of which files; and what it rests on, so that any can be made again."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pricebook.calendar import day_of, instant, order
from pricebook.history.forms import FORMAT
from pricebook.history.present import Present
from pricebook.publish.documents import Content, digest_of, size_of
from pricebook.snapshots.shelf import AnyJournal, Shelf
from pricebook.snapshots.stamps import NOTHING
from pricebook.system import files

NAME = "manifest.json"
LASTS = 14
"""Days after the newest look for which nobody need ask how old a copy is."""
LICENCE = "MIT"
"""Of the data, as SPDX names it."""


def manifest(release: Mapping[str, Content], presents: Sequence[Present], counts: Counter[str]) -> Content:
    """What the release of these files, made of all that is known of these providers, says of itself."""
    newest, shelves = generated(presents), [present.shelf for present in presents]
    said: dict[str, Any] = {
        "format": FORMAT,
        "release": _rests_on(shelves),
        "previous": _rests_on(shelves, before=day_of(newest)),
        "sequence": sum(map(_learnt, presents)),
        "generated": instant(newest),
        "expires": instant(newest, days=LASTS),
        "counts": dict(counts),
        "licence": LICENCE,
        "files": {name: {"bytes": size_of(file), "sha256": digest_of(file)} for name, file in release.items()},
    }
    return [files.encode(said)]


def generated(presents: Iterable[Present]) -> str:
    """The moment of the newest look."""
    return max((present.trail.latest for present in presents if present.trail.latest is not None), key=order)


def _learnt(present: Present) -> int:
    """How many looks, readings, decisions and profiles are known."""
    shelf = present.shelf
    return present.trail.looks + len(shelf.readings.entries) + len(shelf.decided) + len(shelf.profiles.entries)


def _rests_on(shelves: Iterable[Shelf], before: str | None = None) -> str | None:
    """The digest of all lines, or of those of earlier days; None if there are none of these."""
    ends = [
        f"{shelf.provider}/{name} {end}\n"
        for shelf in shelves
        for name, journal in sorted(shelf.journals.items())
        if (end := _end_of_journal(name, journal, before))
    ]
    return hashlib.sha256("".join(ends).encode()).hexdigest() if ends else None


def _end_of_journal(name: str, journal: AnyJournal, before: str | None) -> str:
    """The digest of the journal's last line, or of the last one of an earlier day; empty if there is none."""
    if before is None or (name[:4].isdecimal() and name[:4] < before[:4]):
        return journal.rest.digest if journal.rest != NOTHING else ""
    earlier = (entry.digest for entry in reversed(journal.entries) if day_of(entry.told["at"]) < before)
    return next(earlier, "")
