"""What the columns of somebody's list are, as far as the list says so: a first table for `prices.toml`.

Nothing is guessed: what the list does not say stands in the table as a comment, and is told.
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pricebook.errors import UsageError
from pricebook.phrases import read_cell, read_date, read_words
from pricebook.phrases.measures import NotUnderstood, resolve
from pricebook.reading import read_page
from pricebook.reading.cell_kinds import NAME, kind
from pricebook.reading.document import Document, Table
from pricebook.run.saved import content_of, read_saved
from pricebook.scraping.lists import list_scraper
from pricebook.scraping.providers import is_zone
from pricebook.system.toml import LISTS
from pricebook.tables.columns import Column, column
from pricebook.vocabulary import CURRENCY_MARKS
from pricebook.vocabulary.headings import LIST_COLUMNS

_NAMED = {heading: name for name, headings in LIST_COLUMNS.items() for heading in headings.split("|")}
_CODES = {code for code in CURRENCY_MARKS.values() if code.isalpha()}
_SHOWN = 5
"""Reasons that are told."""
_ID = re.compile("[a-z0-9][a-z0-9_-]{0,63}")
_ODD = re.compile("[^a-z0-9]+")


class Wishes(NamedTuple):
    """What a person says of a list, which the list may not."""

    provider: str | None = None
    name: str | None = None
    currency: str | None = None
    per: str | None = None
    timezone: str | None = None
    sheet: str | None = None


@dataclass
class Description:
    """A table for `prices.toml`, and what of it is decided."""

    provider: str
    file: str
    """The path inside of the collection."""
    lines: list[str] = field(default_factory=list)
    """Of the table."""
    columns: list[tuple[str, str]] = field(default_factory=list)
    """Each heading, and what it was taken for."""
    undecided: list[str] = field(default_factory=list)
    """What a person must say before it can be read."""
    remarks: list[str] = field(default_factory=list)
    """What a person should know."""

    @property
    def text(self) -> str:
        """All that is to be written."""
        return "\n".join([*self.lines, ""])


def describe(file: Path, wishes: Wishes) -> Description:
    """The table for that list; raises UnreadablePage for what is no page, UsageError for no table, or for several."""
    provider = wishes.provider or _ODD.sub("-", file.stem.lower()).strip("-") or "prices"
    described = Description(provider, f"lists/{provider}{file.suffix.lower()}")
    if not _ID.fullmatch(provider):
        message = f"--provider {provider!r} is no id of a provider. Write it of a-z, 0-9, _ and -."
        raise UsageError(message)
    for slip in _slips(file, wishes):
        raise UsageError(slip)
    table = _only_table(read_page(content_of(file), file.name, part=wishes.sheet), file, wishes.sheet)
    _Describing(described, table, wishes, file.stem).all()
    if not described.undecided:
        described.remarks += _tried(described, file)
    return described


def _slips(file: Path, wishes: Wishes) -> Iterator[str]:
    """What a person says that there is not: a currency, a unit, a time zone, a sheet of a file without sheets."""
    known = sorted(_CODES)
    if wishes.currency is not None and wishes.currency not in _CODES:
        yield f"--currency {wishes.currency!r} is no currency of the vocabulary. Known: {', '.join(known)}."
    if wishes.per is not None and read_words(wishes.per, unit=True).measure is None:
        yield f"--per {wishes.per!r} is no unit of the vocabulary. Write it so: --per '1M tokens', --per image."
    if wishes.timezone is not None and not is_zone(wishes.timezone):
        yield f"--timezone {wishes.timezone!r} is no time zone. Write it so: --timezone Europe/Berlin."
    if wishes.sheet is not None and file.suffix.lower() != ".xlsx":
        yield f"--sheet {wishes.sheet!r}: {file.name} has no sheets. Leave it out."


def _tried(described: Description, file: Path) -> Iterator[str]:
    """What is read from the list by that table; raises CollectionError for a wish that the vocabulary does not have."""
    scraper = list_scraper(Path(LISTS), described.provider, tomllib.loads(described.text)[described.provider])
    found = read_saved(scraper, file, None)
    yield f"{len(found.reading.prices)} prices are read from it, {len(found.reading.unread)} amounts are not"
    reasons = Counter(each.reason for each in found.reading.unread)
    yield from (f"not read, {count} times: {reason}" for reason, count in reasons.most_common(_SHOWN))


def _only_table(document: Document, file: Path, sheet: str | None) -> Table:
    found = [(document.paths[block], table) for block, table in document.tables()]
    if len(found) == 1:
        return found[0][1]
    if not found:
        message = f"{file}: is not read as a table. A list has a line of headings, then rows with as many cells."
        raise UsageError(message)
    names = list(dict.fromkeys(path[0] for path, _ in found if path))
    which = f"Its sheets: {', '.join(names)}. Name one: --sheet NAME" if names and not sheet else "Give one alone"
    message = f"{file}: has {len(found)} tables. {which}."
    raise UsageError(message)


class _Describing:
    """One list, column by column."""

    def __init__(self, described: Description, table: Table, wishes: Wishes, stem: str) -> None:
        self.described, self.table, self.wishes, self.stem = described, table, wishes, stem
        self.told = [column(heading) for heading in table.header]
        self.prices: dict[str, str] = {}
        self.named: dict[str, str] = {}
        self.conditions: dict[str, str] = {}

    def all(self) -> None:
        twice = {heading for heading in self.table.header if self.table.header.count(heading) > 1}
        if twice:
            self.described.undecided.append(f"several columns are called {', '.join(sorted(twice))}: name them apart")
        model = self._model()
        for number, (heading, told) in enumerate(zip(self.table.header, self.told, strict=True)):
            said = "the models" if number == model else self._column(heading, told, self._cells(number))
            self.described.columns.append((heading, said))
        self._write(model)

    def _cells(self, number: int) -> list[str]:
        cells = (row.cells[number] for row in self.table.rows if number < len(row.cells))
        return [cell for cell in cells if cell]

    def _model(self) -> int | None:
        """The one column of models: by its heading, or by its cells where no heading says so."""
        headed = [number for number, told in enumerate(self.told) if told.role == "name"]
        shaped = [n for n in headed or range(len(self.told)) if self._cells(n) and all(map(_is_named, self._cells(n)))]
        found = headed if len(headed) == 1 else shaped
        if len(found) == 1:
            self.named["model"] = self.table.header[found[0]]
            return found[0]
        seen = " or ".join(repr(self.table.header[number]) for number in found)
        self.described.undecided.append(f"which column holds the models{': ' + seen if seen else ''}: model = ...")
        return None

    def _column(self, heading: str, told: Column, cells: Sequence[str]) -> str:
        name = _NAMED.get(" ".join(heading.lower().split()))
        if name in {"from", "until"} and not all(map(read_date, cells)):
            name = None
        if name is not None and name not in self.named:
            self.named[name] = heading
            return _TAKEN[name]
        if told.role == "price":
            return self._price(heading, told)
        if told.role == "unit" and "unit" not in self.named:
            self.named["unit"] = heading
            return "the unit of the row's prices"
        if told.role == "condition" and told.of and told.of not in self.conditions:
            self.conditions[told.of] = heading
            return f"condition: {told.of}"
        if told.role == "unknown" and "meter" not in self.named and cells and all(map(_is_meter, cells)):
            self.named["meter"] = heading
            return "what the row's prices count"
        if told.role in {"unknown", "name"}:
            self.described.remarks.append(
                f"{heading!r} is named nowhere: its words are kept as printed, as conditions, and its numbers unread. "
                f"Where it says nothing of the price: ignore = [{_in_toml(heading)}]"
            )
        return f"read as it stands: {told.role}"

    def _price(self, heading: str, told: Column) -> str:
        says = told.says
        meaning: dict[str, str] = {}
        if len(says.meters) == 1:
            meaning["meter"] = "input" if says.meters[0] == "uncached" else says.meters[0]
        if says.measure is not None and says.measure.many:
            try:
                meaning["per"] = str(resolve(says.measure, None)[0])
            except NotUnderstood as problem:
                self.described.undecided.append(f"per how many of what {heading!r} is: {problem.reason}")
        elif self.wishes.per is not None and "unit" not in self.named:
            meaning["per"] = self.wishes.per
        if says.currency in _CODES and says.currency != self._currency():
            meaning["currency"] = str(says.currency)
        meaning |= {name: value for name, value in says.conditions if isinstance(value, str)}
        self.prices[heading] = ", ".join(f"{name} = {_in_toml(value)}" for name, value in meaning.items())
        return f"prices: {', '.join(f'{name} {value}' for name, value in meaning.items()) or 'of what is not said'}"

    def _currency(self) -> str | None:
        """The currency of all prices: as a person says, else the only one that the list prints."""
        if self.wishes.currency:
            return self.wishes.currency
        printed = {told.says.currency for told in self.told if told.role == "price"} - {None}
        if not printed:
            amounts = (each for row in self.table.rows for cell in row.cells for each in read_cell(cell).amounts)
            words = (read_words(cell) for row in self.table.rows for cell in row.cells)
            printed = {each.says.currency for each in amounts} | {each.currency for each in words if not each.problem}
            printed -= {None}
        return printed.pop() if len(printed) == 1 and printed <= _CODES else None

    def _write(self, model: int | None) -> None:
        self._lack()
        currency = self._currency()
        line = self.described.lines.append
        line(f"[{self.described.provider}]")
        line(f"name = {_in_toml(self.wishes.name or self.stem)}")
        line(f"currency = {_in_toml(currency)}" if currency else '# currency = "USD"')
        line(f"timezone = {_in_toml(self.wishes.timezone or 'UTC')}")
        line(f"file = {_in_toml(self.described.file)}")
        if self.wishes.sheet:
            line(f"sheet = {_in_toml(self.wishes.sheet)}")
        if model is None:
            line('# model = "..."')
        for name, heading in self.named.items():
            line(f"{name} = {_in_toml(heading)}")
        line("")
        line(f"[{self.described.provider}.prices]")
        for heading, meaning in self.prices.items():
            line(f"{_in_toml(heading)} = {{ {meaning} }}" if meaning else f"{_in_toml(heading)} = {{}}")
        if self.conditions:
            line("")
            line(f"[{self.described.provider}.conditions]")
            for name, heading in self.conditions.items():
                line(f"{name} = {_in_toml(heading)}")

    def _lack(self) -> None:
        """Tells what is not decided, and what was written because a file does not say it."""
        undecided = self.described.undecided
        if self._currency() is None:
            undecided.append("in which currency its prices are: currency = ...")
        if not self.prices:
            undecided.append("which columns hold prices: prices = ...")
        for heading, meaning in self.prices.items():
            if "meter =" not in meaning and "meter" not in self.named:
                undecided.append(f"what {heading!r} counts: meter = ...")
            if "per =" not in meaning and "unit" not in self.named:
                undecided.append(f"per how many of what {heading!r} is: per = ...")
        if self.wishes.timezone is None:
            self.described.remarks.append("timezone: UTC was written, for no list says whose days its prices change on")


_TAKEN = {
    "meter": "what the row's prices count",
    "display": "the display names", "from": "the first day", "until": "the last day", "promotion": "promotions",
    "currency_in": "the currency of the row's prices",
}  # fmt: skip


def _is_named(cell: str) -> bool:
    return kind(cell) == NAME


def _is_meter(cell: str) -> bool:
    says = read_words(cell)
    return not says.problem and len(says.meters) == 1


def _in_toml(text: str | None) -> str:
    """As TOML writes it."""
    return json.dumps(text or "", ensure_ascii=False)
