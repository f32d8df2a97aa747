"""How a page is seen before any scraper reads it: its headings, its tables and what each column says, its amounts."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pricebook.checks.ledger import amounts
from pricebook.errors import TooHeavy
from pricebook.phrases.measures import Measure, NotUnderstood, resolve
from pricebook.phrases.says import Says
from pricebook.reading import read_page
from pricebook.reading.cell_kinds import NAME, kind
from pricebook.reading.document import Document, Heading, Table
from pricebook.reading.kinds import page_kind
from pricebook.reading.mhtml import is_mhtml, page_of
from pricebook.reading.spans import restored
from pricebook.reading.text import decode
from pricebook.reading.workbook import is_workbook
from pricebook.records import Reading, Span
from pricebook.run.drafting import Given, trial
from pricebook.run.models_seen import models_seen
from pricebook.run.saved import content_of
from pricebook.scraping import Open, Page
from pricebook.tables.columns import Column, column
from pricebook.tables.shapes import is_turned

FORMS = {
    "html": "HTML", "json": "JSON", "components": "Markdown with components", "markdown": "Markdown",
    "flat": "text of which the markup is lost", "delimited": "CSV or TSV", "tabbed": "text as a browser copies it",
    "workbook": "XLSX",
}  # fmt: skip
"""The forms of pages, in words."""


class SeenAmount(NamedTuple):
    """An amount of money that the ledger sees."""

    line: int
    heading: str
    """The nearest heading above."""
    table: int
    """0 outside tables."""
    row: int
    column: str
    text: str
    """The amount's own characters."""
    around: str
    """All of the cell or paragraph that it stands in."""


class SeenColumn(NamedTuple):
    """A column of a table."""

    heading: str
    part: str
    """What it says, told from its heading; of one that is not known, whether its cells look like models."""
    amounts: int


class SeenTable(NamedTuple):
    """A table as the readers have it."""

    number: int
    """On the page, from 1."""
    line: int
    heading: str
    """The headings above it."""
    rows: int
    columns: list[SeenColumn]
    ragged: list[int]
    """Numbers of the rows that have not as many cells as the header, and which ones they lack cannot be told."""
    filled: int
    """How many rows lacked cells that came back from the rows above."""
    models: str
    """Where its models stand; nothing where no scraper finds them that does not say it."""
    around: str
    """What headings, tabs and sentences around it say of all its prices, or what of them is not understood."""


class Sight(NamedTuple):
    """A page as it is seen."""

    name: str
    form: str
    """What it was read as."""
    outline: list[tuple[int, int, str]]
    """Line, level and text of each heading."""
    tables: list[SeenTable]
    amounts: list[SeenAmount]
    """In the order of the page."""
    reading: Reading
    """What a scraper would read that says nothing of the page."""


def see(file: Path) -> Sight:
    """The saved page as it is seen; raises UnreadablePage for what is no page, UsageError for no readable file."""
    data = content_of(file)
    document = read_page(data, file.name)
    spans, reading = list(amounts(document)), _read_by_nobody(document)
    return Sight(
        name=file.name,
        form=form_of(data, file.name),
        outline=[(each.line, each.level, each.text) for each in document.blocks if isinstance(each, Heading)],
        tables=list(_tables(document, spans, reading)),
        amounts=[_seen_amount(document, span) for span in spans],
        reading=reading,
    )


def _read_by_nobody(document: Document) -> Reading:
    try:
        return trial(document, Given("page"), Open())
    except TooHeavy:
        odd = ["more amounts are not understood than on any page of prices"]
        return Reading(
            provider="page", page="page", prices=[], facts=[], unread=[], excused=[], conflicts=[], suspects=[],
            remarks=odd,
        )  # fmt: skip


def form_of(data: bytes, name: str) -> str:
    """In which form the page is, in words; raises UnreadablePage for what is no page."""
    if is_workbook(data):
        return FORMS["workbook"]
    if is_mhtml(data):
        inner, charset = page_of(data, name)
        return f"MHTML with {FORMS[page_kind(decode(inner, name, charset))]}"
    return FORMS[page_kind(decode(data, name))]


def _seen_amount(document: Document, span: Span) -> SeenAmount:
    place = document.place(span)
    heading = place.heading[-1] if place.heading else ""
    text, around = document.text(span), document.whole(span)
    return SeenAmount(place.line, heading, place.table, place.row, place.column, text, around)


def _tables(document: Document, spans: Sequence[Span], reading: Reading) -> Iterator[SeenTable]:
    """Each table as it is read: short rows that can be read in one way are filled, models side by side are rows."""
    page, models, meters = Page(document), models_seen(document), _meters_read(reading)
    for number, (block, printed) in enumerate(document.tables(), start=1):
        table = restored(printed)
        seen = table.turned() if is_turned(table) else table
        columns = _column_of_cells(seen)
        counts = Counter(
            columns.get((span.row, span.column), span.column + span.shift) for span in spans if span.block == block
        )
        told = [
            SeenColumn(heading, taken if taken != "unknown" else meters.get((number, heading), taken), counts[index])
            for index, heading in enumerate(seen.header)
            for taken in [part(heading, [row.cells[index] for row in seen.rows if index < len(row.cells)])]
        ]
        ragged = [table.spot(n, 0).row for n, row in enumerate(table.rows, start=1) if table.ragged(row)]
        filled = sum(printed.ragged(row) and any(row.cells) for row in printed.rows) - len(ragged)
        around = page.says.of(block, printed).around
        yield SeenTable(
            number, table.line, " / ".join(document.paths[block]), len(seen.rows), told, ragged, filled,
            models=str(models.get(block, "")), around=around.problem or ", ".join(_seen_words(around)),
        )  # fmt: skip


def _meters_read(reading: Reading) -> dict[tuple[int, str], str]:
    """By table and column, what the prices are of that were read there though nobody knows the heading by itself."""
    found: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for price in reading.prices:
        found[price.where.table, price.where.column].append(price.meter)
    return {place: f"read as price: {', '.join(dict.fromkeys(meters))}" for place, meters in found.items()}


def _column_of_cells(table: Table) -> dict[tuple[int, int], int]:
    """For each cell of the page in which column it is read; one that is repeated counts where it stands first."""
    found: dict[tuple[int, int], int] = {}
    for row, cells in enumerate(table.lines):
        for index in range(len(cells)):
            spot = table.spot(row, index)
            found.setdefault((spot.row, spot.column), index)
    return found


def part(heading: str, cells: Sequence[str]) -> str:
    """What the column under that heading is taken for.

    >>> part("输入价格（元/百万 tokens）", ["2"]), part("分辨率", ["720p"]), part("名称", ["acme-1", "acme-2"])
    ('price: input, CNY, per 1M tokens', 'condition: resolution', 'model?')
    >>> part("心情价格", ["2"]), part("心情", ["好"])
    ("price: the heading '心情价格': does not know the word '心'", 'unknown')
    """
    told = column(heading)
    if told.role == "name":
        return "model?"
    if told.role == "unknown":
        named = sum(kind(cell) == NAME for cell in cells)
        return "model?" if named * 2 > len(cells) else "unknown"
    details = ", ".join(_details(told))
    return f"{told.role}: {details}" if details else told.role


def _details(told: Column) -> Iterator[str]:
    """What is known of the column besides the part that it plays."""
    if told.problem or told.of:
        yield told.problem or told.of or ""
    yield from _seen_words(told.says)


def _seen_words(says: Says) -> Iterator[str]:
    yield from says.meters
    for name, value in says.conditions:
        yield f"{name}={'/'.join(map(str, value)) if isinstance(value, tuple) else value}"
    yield from filter(None, (says.currency, says.subject))
    if says.measure:
        yield f"per {_per(says.measure)}"


def _per(measure: Measure) -> str:
    try:
        return str(resolve(measure, None)[0])
    except NotUnderstood:
        return measure.text
