"""Snapshots on disk: what was seen on a day, kept whole and never edited.

    snapshots/<provider>/<YYYY-MM-DD>/<page>.md      the price-bearing part of the page
    snapshots/<provider>/<YYYY-MM-DD>/prices.jsonl   what was read there, one price a line, sorted by identity
    snapshots/<provider>/<YYYY-MM-DD>/facts.jsonl    the facts that the page states

A second, different observation of one day stands in `<YYYY-MM-DD>.2`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import orjson
from pydantic import ValidationError

from pricebook import files
from pricebook.errors import StorageError
from pricebook.identity import FIELDS
from pricebook.records import Price, Reading, Record, StatedFact

_FOLDER = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\.([1-9][0-9]{0,3}))?")
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One observation of one provider."""

    provider: str
    date: str
    """ISO 8601."""
    number: int
    """1 for the first observation of the day."""
    folder: Path

    @property
    def prices(self) -> list[Price]:
        """Its prices, sorted by identity; raises StorageError, with the line, for a file that was altered."""
        return _records(self.folder / "prices.jsonl", Price)

    @property
    def facts(self) -> list[StatedFact]:
        """Its facts, in the order of the page; raises StorageError as `prices` does."""
        return _records(self.folder / "facts.jsonl", StatedFact)

    def page(self, name: str) -> Path:
        """The stored page."""
        return self.folder / f"{name}.md"


def snapshots(root: Path, provider: str) -> list[Snapshot]:
    """The provider's snapshots, oldest first."""
    return sorted(_found(root / provider, provider), key=lambda snapshot: (snapshot.date, snapshot.number))


def save(root: Path, provider: str, date: str, pages: dict[str, str], readings: list[Reading]) -> Snapshot | None:
    """Keeps what was seen on that day; None if the provider's last snapshot says the same. Raises StorageError."""
    content = _content(pages, readings)
    earlier = snapshots(root, provider)
    if earlier and all(_same(earlier[-1].folder / name, data) for name, data in content.items()):
        return None
    taken = {snapshot.number for snapshot in earlier if snapshot.date == date}
    number = max(taken, default=0) + 1
    folder = root / provider / (date if number == 1 else f"{date}.{number}")
    files.write_folder(folder, content)
    return Snapshot(provider, date, number, folder)


def identity_order(price: Price) -> tuple[str, ...]:
    """The key that prices are sorted by: their identity, then the amount and the place."""
    values = [getattr(price, name) for name in FIELDS]
    texts = [
        value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
        for value in values
    ]
    return (*texts, f"{price.amount:030.12f}", f"{price.where.line:09}")


def _content(pages: dict[str, str], readings: list[Reading]) -> dict[str, bytes]:
    prices = sorted((price for reading in readings for price in reading.prices), key=identity_order)
    facts = [fact for reading in readings for fact in reading.facts]
    kept = {f"{name}.md": text.encode() for name, text in pages.items()}
    return {**kept, "prices.jsonl": files.lines(prices), "facts.jsonl": files.lines(facts)}


def _found(folder: Path, provider: str) -> Iterator[Snapshot]:
    for path in folder.iterdir() if folder.is_dir() else ():
        name = _FOLDER.fullmatch(path.name)
        if name and path.is_dir():
            yield Snapshot(provider, name.group(1), int(name.group(2) or 1), path)


def _same(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


def _records(path: Path, kind: type[R]) -> list[R]:
    records: list[R] = []
    try:
        lines = path.read_bytes().splitlines()
    except OSError as problem:
        message = f"{path}: {problem.strerror}. Restore it from version control."
        raise StorageError(message) from problem
    for number, line in enumerate(lines, start=1):
        try:
            records.append(kind.model_validate(orjson.loads(line)))
        except (ValidationError, orjson.JSONDecodeError) as problem:
            message = f"{path}: line {number} is no {kind.__name__}. The file was altered: restore it."
            raise StorageError(message) from problem
    return records
