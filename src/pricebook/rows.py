"""A table of prices to quotes, row by row: one row a model, one price column or more, the rest conditions.

Every price gets its unit from the nearest place that prints one: the cell, the heading, the unit column, a sentence
on the page. What is not understood in a row leaves all its amounts unread, with the reason.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Inexact
from typing import Any, NamedTuple

from pricebook.columns import Column, column, price_column
from pricebook.errors import PageError
from pricebook.phrases import Amount, Words, read_cell, read_date, read_words
from pricebook.phrases.measures import Measure, NotUnderstood, resolve
from pricebook.reading.document import Document, Table, column_of
from pricebook.records import Excuse, Finding, Origin, Quote, Service, Span, Unread
from pricebook.sentences import Sentences
from pricebook.units import Unit, convert

_BADGE = re.compile(r"(?:(?<=[A-Za-z0-9)）])|\s)(?:推荐|热门|最新|新|HOT|NEW|new|hot)\s*$")
_API_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:@+-]*")
_METER_OF = {"image": "image", "video": "video", "request": "request", "character": "text",
             "instance-hour": "instance", "instance-month": "instance"}  # fmt: skip
_STATING = {"condition", "tier", "unit", "duration"}
_VIDEO_TASKS = {"text-to-video", "image-to-video", "reference-to-video", "start-end-to-video"}
_KINDS = {"视频": "video", "语音": "audio", "音频": "audio"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How a scraper reads one kind of table; what is not named here is told from the headings."""

    model: str
    """Heading of the model's column."""
    service: Service = "inference"
    name: str | None = None
    """Heading of the column with the display name."""
    prices: tuple[str, ...] = ()
    """Headings of the price columns; by default those that speak of money."""
    ignore: tuple[str, ...] = ()
    """Headings of columns that say nothing about the price."""
    spec: str | None = None
    """Heading of the column with the instance specification."""
    dated: str | None = None
    """Heading of the column that prints the date from which the row's prices hold."""
    short_rows: str | None = None
    """`"lost-first"`: a row that is too short lacks its first cells, which are those of the row above."""
    extra: Mapping[str, Any] | None = None
    """Conditions of every price of the table."""


class Source(NamedTuple):
    """The table to read and where it stands."""

    document: Document
    says: Sentences
    block: int
    table: Table
    turned: bool = False
    """The table was turned: its rows are columns of the page."""

    def span(self, row: int, column: int, offset: int, text: str) -> Span:
        """The whole cell, on the page; `offset` cells of its row were taken from the row above."""
        if self.turned:
            return Span(self.block, column, row, 0, len(text))
        return Span(self.block, row, column - offset, 0, len(text), offset)


def quotes(source: Source, layout: Layout) -> Iterator[Finding]:
    """Every price of the table; raises PageError where a column that the layout names is not there."""
    reader = _TableReader(source, layout)
    width = len(source.table.header)
    above: tuple[str, ...] = ()
    for number, row in enumerate(source.table.rows, start=1):
        missing = width - len(row.cells)
        lost_first = layout.short_rows == "lost-first" and missing > 0 and len(above) == width
        above = above[:missing] + row.cells if lost_first else row.cells
        yield from reader.row(number, above, missing if lost_first else 0)


def model_names(text: str) -> list[str]:
    """The models that a cell names: one, or several where each line or listed part is an API name; no badge.

    >>> model_names("kimi-k2-turbo-preview推荐"), model_names("qwen-a\\nqwen-b"), model_names("Spark Max")
    (['kimi-k2-turbo-preview'], ['qwen-a', 'qwen-b'], ['Spark Max'])
    """
    if _API_NAME.fullmatch(text):
        return [text]
    text = _BADGE.sub("", text).strip()
    parts = [_BADGE.sub("", part).strip() for part in re.split(r"[\n、，;；]", text)]
    if len(parts) > 1 and all(_API_NAME.fullmatch(part) for part in parts):
        return parts
    return [" ".join(text.split())]


class _TableReader:
    def __init__(self, source: Source, layout: Layout) -> None:
        self.source, self.table, self.layout = source, source.table, layout
        self.model = self._required(layout.model)
        self.name = self._required(layout.name) if layout.name else None
        self.spec = self._required(layout.spec) if layout.spec else None
        self.dated = self._required(layout.dated) if layout.dated else None
        self.columns = self._roles()
        parts = [(n, part) for n, part in enumerate(self.columns) if part is not None]
        self.unknown = [n for n, part in parts if part.role == "unknown"]
        self.stating = [(n, part) for n, part in parts if part.role in _STATING]
        self.priced = [(n, part) for n, part in parts if part.role == "price"]

    def _required(self, wanted: str) -> int:
        found = column_of(self.table.header, wanted)
        if found is None:
            message = f"{self.source.document.name}: no single column {wanted}; headings: {' | '.join(self.table.header)}"
            raise PageError(message)
        return found

    def _roles(self) -> list[Column | None]:
        named = {self.model, self.name, self.spec, self.dated}
        prices = {self._required(heading) for heading in self.layout.prices}
        ignored = {column_of(self.table.header, heading) for heading in self.layout.ignore}
        parts: list[Column | None] = []
        for number, heading in enumerate(self.table.header):
            if number in named or number in ignored:
                parts.append(None)
            elif number in prices:
                parts.append(price_column(heading))
            else:
                part = column(heading)
                parts.append(Column("unknown") if prices and part.role == "price" else part)
        return parts

    def row(self, number: int, cells: tuple[str, ...], offset: int) -> Iterator[Finding]:
        """The quotes of one row; `offset` of its cells were taken from the row above."""
        stated: _Stated | str = self._problem(cells) or self._conditions(cells)
        for index, part in self.priced:
            if not offset <= index < len(cells) or not cells[index]:
                continue
            span = self.source.span(number, index, offset, cells[index])
            if isinstance(stated, str) or part.problem:
                yield Unread(span, stated if isinstance(stated, str) else part.problem or "")
            else:
                yield from self._cell(span, cells[index], cells, part.words, stated)

    def _problem(self, cells: tuple[str, ...]) -> str | None:
        if len(cells) != len(self.table.header):
            return f"the row has {len(cells)} cells under {len(self.table.header)} headings"
        if not cells[self.model]:
            return f"no model stands under {self.table.header[self.model]!r}"
        if cells[self.model].endswith("…"):
            return "the model's name is cut off"
        filled = [n for n in self.unknown if cells[n].strip("-—/ ")]
        if filled:
            return f"does not know what the column {' '.join(self.table.header[filled[0]].split())!r} says"
        return None

    def _conditions(self, cells: tuple[str, ...]) -> "_Stated | str":
        """What the row's condition and unit columns say, or why it is not understood."""
        found: dict[str, object] = dict(self.layout.extra or {})
        measure: Measure | None = None
        if self.spec is not None and cells[self.spec].strip("-—/ "):
            found["spec"] = cells[self.spec]
        for index, part in self.stating:
            cell = cells[index]
            if not cell.strip("-—/ "):
                continue
            words = read_words(cell, part.words.subject, part.words.thousands, unit_cell=part.role == "unit")
            if isinstance(words, str):
                return f"the cell {' '.join(cell.split())[:40]!r}: {words}"
            for name, value in words.conditions:
                if found.setdefault(name, value) != value:
                    return f"two values of {name} in one row"
            measure = words.measure or measure
        return _Stated(found, measure)

    def _cell(
        self, span: Span, text: str, cells: tuple[str, ...], heading: Words, stated: "_Stated"
    ) -> Iterator[Finding]:
        reading = read_cell(text, heading)
        if reading.problem:
            yield Unread(span, reading.problem)
            return
        for start, end, reason in reading.remarks:
            yield Excuse(span._replace(start=start, end=end), reason)
        currency = next((a.words.currency for a in reading.amounts if a.words.currency), None)
        for amount in reading.amounts:
            place = Span(*span[:3], amount.start, amount.end, span.shift)
            try:
                found = list(_Resolver(self, amount, heading, stated, currency).quotes(place, cells))
            except NotUnderstood as problem:
                yield Unread(place, problem.reason)
            except Inexact:
                yield Unread(place, "has no exact price in the published unit")
            else:
                yield from found


class _Stated(NamedTuple):
    """What a row says of all its prices."""

    conditions: dict[str, object]
    measure: Measure | None


class _Resolver:
    """One amount with all that its surroundings say about it."""

    def __init__(
        self, table: _TableReader, amount: Amount, heading: Words, stated: _Stated, cell_currency: str | None
    ) -> None:
        self.table, self.amount, self.heading = table, amount, heading
        self.row_measure, self.cell_currency = stated.measure, cell_currency
        self.conditions = dict(stated.conditions) if stated.conditions else {}
        for name, value in heading.conditions + amount.words.conditions:
            if self.conditions.setdefault(name, value) != value:
                message = f"two values of {name}"
                raise NotUnderstood(message)

    def quotes(self, span: Span, cells: tuple[str, ...]) -> Iterator[Quote]:
        """One quote for each model and meter that the amount is a price of."""
        service = self.amount.words.service or self.heading.service or self.table.layout.service
        measure, unit_from = self._measure()
        currency, currency_from = self._currency()
        meters = self._meters(service, measure)
        models = model_names(cells[self.table.model])
        if service == "inference" and "instance" in meters:
            service = "deployment"
        for meter in meters:
            unit, duration = self._unit(measure, meter)
            conditions = self.conditions if duration is None else dict(self.conditions)
            if duration is not None and conditions.setdefault("duration", duration) != duration:
                message = "two lengths of the clip"
                raise NotUnderstood(message)
            if unit is not None:
                convert(self.amount.value, unit)
            for model in models:
                yield Quote(
                    model=model,
                    name=_first_line(cells, self.table.name),
                    service=service,  # type: ignore[arg-type]
                    meter=meter,  # type: ignore[arg-type]
                    amount=self.amount.value,
                    currency=currency,
                    unit=unit,
                    span=span,
                    conditions={name: _plain(value) for name, value in conditions.items()} if conditions else conditions,
                    free=self.amount.free or not self.amount.value,
                    effective_from=read_date(cells[self.table.dated]) if self.table.dated is not None else None,
                    promotion={"label": self.amount.promotion} if self.amount.promotion else None,
                    unit_from=unit_from,
                    currency_from=currency_from,
                )

    def _measure(self) -> tuple[Measure | None, Origin]:
        if self.amount.words.measure is not None:
            return self.amount.words.measure, "cell"
        if self.heading.measure is not None:
            return self.heading.measure, "header"
        if self.row_measure is not None:
            return self.row_measure, "unit column"
        if self.amount.free:
            return None, "cell"
        return self.table.source.says.measure(self.table.source.block)

    def _currency(self) -> tuple[str, Origin]:
        if self.amount.words.currency:
            return self.amount.words.currency, "cell"
        if self.cell_currency:
            return self.cell_currency, "cell"
        if self.heading.currency:
            return self.heading.currency, "header"
        if found := self.table.source.says.currency:
            return found, "page"
        message = "no currency is printed for it, in its cell, its heading or alone on the page"
        raise NotUnderstood(message)

    def _meters(self, service: str, measure: Measure | None) -> Sequence[str]:
        said = _together(self.heading.meters, self.amount.words.meters)
        if said:
            return tuple("input" if meter == "uncached" else meter for meter in said) if "uncached" in said else said
        if service == "training":
            return ("training",)
        if service == "deployment":
            return ("instance",)
        if measure is None:
            if self.amount.free:
                return ("usage",)
            message = "no unit is printed for it, in its cell, its heading, a unit column or on the page"
            raise NotUnderstood(message)
        unit, _ = resolve(measure, None) if measure.things != ("minute",) else (Unit(1, "second"), None)
        if unit.thing in _METER_OF:
            return (_METER_OF[unit.thing],)
        return (self._of_time_or_tokens(unit),)

    def _of_time_or_tokens(self, unit: Unit) -> str:
        """A second is of video or of audio, and so may tokens be: the row or the headings above must say so."""
        tasks = self.conditions.get("task", ())
        tasks = tasks if isinstance(tasks, tuple) else (tasks,)
        if self.conditions.keys() & {"audio", "reference_video"} or (tasks and set(tasks) <= _VIDEO_TASKS):
            return "video"
        above = "".join(self.table.source.document.paths[self.table.source.block])
        kinds = {kind for word, kind in _KINDS.items() if word in above}
        if len(kinds) == 1:
            return kinds.pop()
        message = f"cannot tell what is counted by the {unit.thing}: no word says input, output, video or audio"
        raise NotUnderstood(message)

    def _unit(self, measure: Measure | None, meter: str) -> tuple[Unit | None, int | None]:
        if measure is not None:
            return resolve(measure, meter)
        if self.amount.free and meter == "usage":
            return None, None
        message = "no unit is printed for it, in its cell, its heading, a unit column or on the page"
        raise NotUnderstood(message)


def _together(heading: tuple[str, ...], cell: tuple[str, ...]) -> tuple[str, ...]:
    """The meters of the heading and the cell: the cell may say more, never something else."""
    if not heading or not cell or heading == cell:
        return cell or heading
    if heading == ("input",) and set(cell) <= {"cache_read", "cache_write", "uncached"}:
        return cell
    message = f"the heading says {' and '.join(heading)}, the cell {' and '.join(cell)}"
    raise NotUnderstood(message)


def _first_line(cells: tuple[str, ...], column: int | None) -> str | None:
    """A display name; what stands on further lines of its cell describes it."""
    return cells[column].partition("\n")[0].strip() or None if column is not None else None


def _plain(value: object) -> object:
    """A condition's value as it is published: bounds as an object, several tasks as a list."""
    if isinstance(value, tuple):
        return dict(value) if value and isinstance(value[0], tuple) else list(value)
    return value
