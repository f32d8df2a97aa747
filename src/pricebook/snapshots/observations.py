"""`snapshots/observations.jsonl`: every look at a provider, also those that found nothing new and those that failed.

So silence and a dead scraper look different. One line a look, in the order in which they were written down.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pricebook import calendar
from pricebook.beliefs import Observation
from pricebook.errors import StorageError
from pricebook.snapshots.folders import Snapshot, named, number
from pricebook.snapshots.lines import records
from pricebook.system import files

FILE = "observations.jsonl"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a provider, and what was seen; a failed one saw nothing."""

    at: str
    snapshot: Snapshot | None
    pages: dict[str, str]
    """SHA-256 of the bytes of each page as they were received."""


def observations(root: Path, provider: str | None = None) -> list[Observation]:
    """All that was written down, or all about one provider; raises StorageError, with the line, if it was altered."""
    return [each for each in records(root / FILE, Observation) if provider is None or each.provider == provider]


def note(root: Path, new: Iterable[Observation]) -> None:
    """Writes the observations down behind the others. Raises StorageError."""
    files.append_lines(root / FILE, new)


def timeline(root: Path, provider: str) -> list[Look]:
    """Every look at the provider that saw something, in the order of their times, whatever the order of the lines.

    A snapshot that no line tells of counts as a look: a run was killed before it could write the line.
    """
    return _timeline(root, provider, observations(root, provider))


def timelines(root: Path) -> dict[str, list[Look]]:
    """The same of every provider that has snapshots, in order."""
    told: dict[str, list[Observation]] = {provider: [] for provider in providers(root)}
    for seen in observations(root):
        told.setdefault(seen.provider, []).append(seen)
    return {provider: _timeline(root, provider, own) for provider, own in sorted(told.items())}


def stamp(root: Path) -> str:
    """A digest that changes when a look, a snapshot, a reading or a decision is added; nothing of them is read."""
    names = sorted(
        path.relative_to(root).as_posix() for pattern in ("*/*", "*/*/reading.*") for path in root.glob(pattern)
    )
    kept = (path.read_bytes() for name in (FILE, "approvals.jsonl") if (path := root / name).is_file())
    return files.digest(b"".join(kept) + "\n".join(names).encode())


def _timeline(root: Path, provider: str, told: list[Observation]) -> list[Look]:
    held = named(root, provider)
    told = [seen for seen in told if seen.snapshot is not None]
    lost = sorted(seen.snapshot for seen in told if seen.snapshot is not None and seen.snapshot not in held)
    if lost:
        message = f"{root / provider / lost[0]}: {FILE} tells of this snapshot. Restore it from version control."
        raise StorageError(message)
    looks = [Look(seen.at, held[seen.snapshot], seen.pages) for seen in told if seen.snapshot]
    untold = held.keys() - {seen.snapshot for seen in told}
    looks += [Look(held[name].at, held[name], held[name].about.pages) for name in sorted(untold)]
    return sorted(looks, key=_order)


def providers(root: Path) -> list[str]:
    """The providers that have snapshots, in order."""
    return sorted(path.name for path in root.iterdir() if path.is_dir()) if root.is_dir() else []


def _order(look: Look) -> tuple[str, float, int]:
    return *calendar.order(look.at), number(look.snapshot.name) if look.snapshot else 0
