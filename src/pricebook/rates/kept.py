"""The rates that a collection keeps: one published day a line, as printed, a file for each year, which only grow.

Each line carries the digest of itself and of all before it, so what was lost or altered is found. Nothing in it says
when it was fetched: whoever fetches the same days keeps the same bytes.
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from pricebook.calendar import is_day, is_to_come
from pricebook.errors import PageError, StorageError
from pricebook.rates.reference import Days, is_rate
from pricebook.system import files

SOURCE = "ECB"
_FIELDS = {"day", "digest", "gap", "rates"}


class PublishedDay(NamedTuple):
    """One published day."""

    day: str
    rates: Mapping[str, str]
    """The units of each currency for one euro, as printed."""
    gap: bool
    """Whether days before it may be missing: what was fetched began behind the last day that was kept."""
    digest: str


class KeptRates:
    """The rates in one folder, read once."""

    source = SOURCE
    advice = "Fetch newer ones: catalog rates."

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def lines(self) -> list[PublishedDay]:
        """All days, in order; raises StorageError for a line that was lost, altered or doubled."""
        found: list[PublishedDay] = []
        for path in sorted(self.folder.glob("*.jsonl")):
            for number, line in enumerate(files.read_if_there(path).splitlines(keepends=True), start=1):
                found.append(_published_day(path, number, line, found[-1] if found else None))
        return found

    @cached_property
    def days(self) -> dict[str, Mapping[str, str]]:
        """By the day, the units of each currency for one euro, as printed."""
        return {line.day: line.rates for line in self.lines}

    @cached_property
    def gaps(self) -> list[tuple[str, str]]:
        """The days before and behind each gap."""
        return [(before.day, line.day) for before, line in zip(self.lines, self.lines[1:], strict=False) if line.gap]

    @property
    def span(self) -> tuple[str, str] | None:
        """The first and the last day that are kept; None if none is."""
        return (self.lines[0].day, self.lines[-1].day) if self.lines else None

    def on(self, day: str) -> Mapping[str, Decimal]:
        """The units of each currency for one euro; of none, if nothing was published for that day."""
        return {currency: Decimal(amount) for currency, amount in self.days.get(day, {}).items()}

    def is_missing(self, day: str) -> bool:
        """Whether it lies in a gap."""
        return any(before < day < behind for before, behind in self.gaps)

    def goes_on_from(self, earlier: "KeptRates") -> bool:
        """Whether all that is kept there is kept here too, and days were only added. Raises StorageError."""
        return self.lines[: len(earlier.lines)] == earlier.lines

    def add(self, published: Days, name: str, today: str) -> list[PublishedDay]:
        """Writes down the days that are later than the last one, and gives them.

        Of the other days the file must say what is kept; days before the first one are left out. Raises PageError, with
        the name of the file, for one that says otherwise or tells of days to come, StorageError.
        """
        self._compare(published, name, today)
        last = self.lines[-1] if self.lines else None
        added: list[PublishedDay] = []
        for day in sorted(published):
            if last is None or day > last.day:
                gap = last is not None and min(published) > last.day
                last = _chained(day, published[day], last, gap=gap)
                added.append(last)
        for year in sorted({line.day[:4] for line in added}):
            path = self.folder / f"{year}.jsonl"
            new = b"".join(_encoded(line) for line in added if line.day[:4] == year)
            files.write_file(path, files.read_if_there(path) + new)
        self._forget()
        return added

    def _compare(self, published: Days, name: str, today: str) -> None:
        if is_to_come(max(published), today):
            message = f"{name}: has rates of {max(published)}, and it is {today}. Look at this machine's clock."
            raise PageError(message)
        for what in self._differences(published):
            message = (
                f"{name}: {what}. What is kept is never changed, and nothing was added: a person must look. "
                f"If the bank has corrected itself, move {self.folder} away and fetch anew."
            )
            raise PageError(message)

    def _differences(self, published: Days) -> Iterator[str]:
        """What the file says otherwise of the days that both know."""
        if not self.span:
            return
        first, last = max(min(published), self.span[0]), min(max(published), self.span[1])
        for day in sorted({*published, *self.days}):
            if not first <= day <= last or self.is_missing(day):
                continue
            theirs, ours = _as_decimals(published.get(day, {})), _as_decimals(self.days.get(day, {}))
            for currency in sorted(currency for currency, _ in theirs.items() ^ ours.items()):
                yield f"{day}: {currency} is {theirs.get(currency, 'not there')}, kept is {ours.get(currency, 'none')}"

    def _forget(self) -> None:
        for name in ("lines", "days", "gaps"):
            self.__dict__.pop(name, None)


def _as_decimals(rates: Mapping[str, str]) -> dict[str, Decimal]:
    """Two files print one amount with more zeros or fewer."""
    return {currency: Decimal(amount) for currency, amount in rates.items()}


def _chained(day: str, rates: Mapping[str, str], before: PublishedDay | None, *, gap: bool) -> PublishedDay:
    content = orjson.dumps([before.digest if before else "", day, gap, sorted(rates.items())])
    return PublishedDay(day, dict(sorted(rates.items())), gap, files.digest(content))


def _encoded(line: PublishedDay) -> bytes:
    return orjson.dumps(line._asdict(), option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)


def _published_day(path: Path, number: int, data: bytes, before: PublishedDay | None) -> PublishedDay:
    told = _fields_of(data)
    if told is None or told["day"][:4] != path.stem:
        raise _faulty(path, number, "is no day with its rates")
    if before is not None and told["day"] <= before.day:
        raise _faulty(path, number, f"is of {told['day']}, behind {before.day}: days only come later")
    line = _chained(told["day"], told["rates"], before, gap=told["gap"])
    if _encoded(line) != data:
        raise _faulty(path, number, "was altered, or one before it was lost or altered")
    return line


def _fields_of(data: bytes) -> dict[str, Any] | None:
    """What the line says, if it is one."""
    try:
        told = orjson.loads(data)
    except json.JSONDecodeError:
        return None
    if not isinstance(told, dict) or set(told) != _FIELDS or not isinstance(told["rates"], dict):
        return None
    is_dated = isinstance(told["day"], str) and is_day(told["day"]) and isinstance(told["gap"], bool)
    has_rates = bool(told["rates"]) and all(is_rate(*each) for each in told["rates"].items())
    return told if is_dated and has_rates else None


def _faulty(path: Path, number: int, what: str) -> StorageError:
    return StorageError(f"{path}: line {number} {what}. Restore the file from version control.")
