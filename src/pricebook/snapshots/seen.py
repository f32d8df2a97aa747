"""On which days which pages of a provider were seen: told by the lines of its looks, without a record of any of them.

It is asked of files that something else has held to their word, such as the database that took them in.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import orjson

from pricebook import calendar
from pricebook.errors import StorageError
from pricebook.snapshots.stamps import has_earlier

_YEAR = re.compile(r"[0-9]{4}\.jsonl")


class Seen(NamedTuple):
    """One look that saw something."""

    at: str
    """The moment."""
    pages: frozenset[str]
    """The names of the pages that it saw."""

    @property
    def day(self) -> str:
        """The day of it."""
        return calendar.day_of(self.at)


def seen_of(root: Path, provider: str) -> list[Seen]:
    """Every look at the provider that saw something, in the order of their times; raises StorageError."""
    found = _by_archive(root, provider) if has_earlier(root) else _by_lines(root / provider)
    return sorted(found, key=lambda look: calendar.order(look.at))


def _by_lines(folder: Path) -> Iterator[Seen]:
    years = (path for path in sorted(folder.iterdir()) if _YEAR.fullmatch(path.name)) if folder.is_dir() else ()
    for path in years:
        whole = path.read_bytes().rpartition(b"\n")[0]  # what a killed run left behind the last line is none
        for number, line in enumerate(whole.split(b"\n") if whole else (), start=1):
            try:
                told = orjson.loads(line)
                if told["snapshot"] is not None:
                    yield Seen(told["at"], frozenset(told["pages"]))
            except (orjson.JSONDecodeError, KeyError, TypeError) as problem:
                message = f"{path}: line {number} is no look. Restore the file from version control."
                raise StorageError(message) from problem


def _by_archive(root: Path, provider: str) -> Iterator[Seen]:
    """The same where files of older programs tell of some."""
    from pricebook.snapshots.archive import Archive  # noqa: PLC0415 - slow to load

    for line in Archive(root).told(provider):
        if line.snapshot is not None:
            yield Seen(line.at, frozenset(line.pages))
