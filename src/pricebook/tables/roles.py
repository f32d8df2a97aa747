"""What the columns of one table are for, and what its titles and surroundings say of all its rows."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, reduce
from itertools import pairwise

from pricebook.errors import PageError
from pricebook.phrases import NOTHING, Says, both, read_cell, read_label, read_words
from pricebook.phrases.around import read_feet, read_near, speaks_back
from pricebook.phrases.measures import Measure
from pricebook.phrases.says import condition, unread
from pricebook.phrases.tokens import fold, tokens
from pricebook.reading.cell_kinds import NAME, WORDS, kind
from pricebook.reading.document import Spot, column_of, without_blanks
from pricebook.reading.tabular import CUT_OFF
from pricebook.tables.columns import (
    EMPTY,
    Column,
    column,
    counts_money,
    price_column,
    prices_all,
    words_of_unit,
)
from pricebook.tables.discounts import taken
from pricebook.tables.layouts import Layout, Source
from pricebook.tables.meaning import meaning, meant
from pricebook.tables.quoting import Lacking
from pricebook.tables.stating import holding, stated_in
from pricebook.tables.unknown import apart, is_numbered
from pricebook.vocabulary import CANCELLED, ROUNDED

_FEE = re.compile("[价费]")
_OF_OTHER_BILLS = re.compile(f"{ROUNDED}|{CANCELLED}")
_UNTRAINED = re.compile("基础模型|基座|原模型|base|original")
_DIGIT = re.compile("[0-9０-９]")


def title_of(cells: tuple[str, ...], width: int) -> str | None:
    """The only text of a row, in its first cell or in all of them: a title inside the table, or a note.

    A note may span all cells but the first, which is of the rows above.

    >>> title_of(("Batch", "Batch"), 2), title_of(("a", "2", "2"), 3), title_of(("语音", "注：不含税", "注：不含税"), 3)
    ('Batch', None, '注：不含税')
    >>> title_of(("", "以上为批量价格"), 2), title_of(("", "批量价格"), 2), title_of(("", "2元"), 2)
    ('以上为批量价格', None, None)
    """
    if len(cells) not in {1, width} or width == 1:
        return None
    if not cells[0]:
        alone = only_text(cells)
        return alone if speaks_back(alone) and not read_cell(alone).amounts else None
    rest = set(cells[1:])
    if len(rest) == 1 and len(cells) > 2 and speaks_back(cells[1]):
        return cells[1]
    return cells[0] if rest <= {""} or (rest == {cells[0]} and not _DIGIT.search(cells[0])) else None


def _with_the_rest(printed: str, named: str, words: str) -> str:
    """What a scraper reads a heading as, and what the page says of prices in it beyond what the scraper names.

    >>> _with_the_rest("Price (Batch)", "Price", "Audio price"), _with_the_rest("价格 （元）", "价格（元）", "输入")
    ('Audio price (Batch)', '输入')
    >>> _with_the_rest("单价（不满 1 天按 1 天计费）", "单价", "价格"), _with_the_rest("单价（企业版）", "单价", "价格")
    ('价格', '价格 （企业版）')
    """
    if without_blanks(printed) == without_blanks(named):
        return words
    rest = _OF_OTHER_BILLS.sub("", printed.removeprefix(named)).strip()
    return f"{words} {rest}" if re.search(r"\w", rest) else words


def only_text(cells: tuple[str, ...]) -> str:
    """What a row says that says one thing alone, in one cell or in several."""
    found = {cell for cell in cells if cell.strip(EMPTY)}
    return found.pop() if len(found) == 1 else ""


class Roles:
    """What each column is for, told from its heading, its cells and the layout; and what stands around the table."""

    def __init__(self, source: Source, layout: Layout) -> None:
        self.source, self.table, self.layout = source, source.table, layout
        self.model = None if layout.named else self._required(layout.model or "")
        self.name = self._required(layout.name) if layout.name else None
        self.conditions = {self._required(heading): name for name, heading in (layout.conditions or {}).items()}
        self.dated = self._required(layout.dated) if layout.dated else None
        self.begins = self._required(layout.begins) if layout.begins else None
        self.ends = self._required(layout.ends) if layout.ends else None
        self.promotion = self._required(layout.promotion) if layout.promotion else None
        self.words = {without_blanks(cell): holding(stated) for cell, stated in (layout.words or {}).items()}
        self.split = {column_of(self.table.header, heading): each for heading, each in (layout.split or {}).items()}
        unsaid = ((column_of(self.table.header, heading), reason) for heading, reason in (layout.unsaid or {}).items())
        self.unsaid = {
            index: Lacking(reason, words_of_unit(self.table.header[index]))
            for index, reason in unsaid
            if index is not None
        }
        self.ignored = {column_of(self.table.header, heading) for heading in layout.ignore}
        self.columns = list(enumerate(self._parts()))
        self.priced = [n for n, part in self.columns if part and part.role == "price"]
        self.unknown = [n for n, part in self.columns if part and part.role == "unknown"]
        self.beside = [n for n, part in self.columns if part and part.role == "beside"]
        self.around = self._around()
        self.title = NOTHING
        """What the last title inside the table said."""
        self._above: dict[int, Says] = {}

    def tells_a_fee(self, number: int) -> bool:
        """Whether the heading of a column that says nothing of the price speaks of money: of what is given away."""
        heading = self.table.header[number]
        return _FEE.search(heading) is not None and column(heading).role != "price"

    def _around(self) -> Says:
        """What stands around the table, in the heading of its model's column and in the layout."""
        heading = NOTHING if self.model is None else read_near(self.table.header[self.model])
        extra = holding(self.layout.extra or {})
        feet = read_feet([title_of(row.cells, len(self.table.header)) or "" for row in self.table.rows])
        return both(
            both(heading, both(both(self._noted_around(), feet), self._of_no_model())),
            both(extra, self.source.says.around),
        )

    def _noted_around(self) -> Says:
        """What the notes say whose marks stand in the headings above, or in those of columns that hold no price."""
        said = [self.noted(heading) for heading in self.source.says.heading.split("\n")]
        said += [self.noted(self.table.header[n]) for n, part in self.columns if part is None or part.role != "price"]
        return reduce(both, said, NOTHING)

    def _of_no_model(self) -> Says:
        """A row of no model that says one thing alone, and no price: which others it restricts nobody can tell."""
        for row in self.table.rows:
            if self.model is None or len(row.cells) != len(self.table.header) or row.cells[self.model]:
                continue
            text = only_text(row.cells)
            said = NOTHING if not text or speaks_back(text) or read_cell(text).amounts else read_near(text)
            if said.kinds or said.problem:
                return unread(f"the row {text[:40]!r}, which is of no model, may restrict the others")
        return NOTHING

    def _required(self, wanted: str) -> int:
        found = column_of(self.table.header, wanted)
        if found is None:
            message = f"{self.source.page}: no single column {wanted}; headings: {' | '.join(self.table.header)}"
            raise PageError(message)
        return found

    def _parts(self) -> Iterator[Column | None]:
        """The part of each column, with what it sells; None for those that the layout names otherwise."""
        services = {
            column_of(self.table.header, heading): sold for heading, sold in (self.layout.services or {}).items()
        }
        for number, part in enumerate(self._unsold_parts()):
            sells = services.get(number) if part and part.role == "price" and not part.problem else None
            yield replace(part, says=both(Says(service=sells), part.says)) if part and sells else part

    def _unsold_parts(self) -> Iterator[Column | None]:
        """The part of each column as its heading and the layout tell it."""
        named = {self.model, self.name, self.dated, self.begins, self.ends, self.promotion, *self.conditions}
        means = {self._required(heading): meaning(said) for heading, said in (self.layout.means or {}).items()}
        prices = {*means, *(self._required(heading) for heading in self.layout.prices)}
        read_as = (self.layout.read_as or {}).items()
        said = {column_of(self.table.header, heading): (heading, words) for heading, words in read_as}
        for number, printed in enumerate(self.table.header):
            heading = _with_the_rest(printed, *said[number]) if number in said else printed
            if number in named:
                yield None
            elif number in self.ignored:
                yield Column("beside")
            elif number in means:
                yield meant(heading, means[number])
            elif number in self.unsaid:
                part = price_column(heading)
                yield Column("price") if part.problem else part
            elif number in prices:
                yield price_column(heading)
            else:
                part = column(heading)
                if part.role == "unknown" and self._is_of_prices(number):
                    part = price_column(heading)
                yield Column("unknown") if prices and part.role == "price" else part

    def _is_of_prices(self, number: int) -> bool:
        """Whether the cells of a column show that it is one of prices, whatever its heading says.

        Where models stand side by side, so does a row that prints an amount anywhere.
        """
        cells = (row.cells[number] for row in self.table.rows if number < len(row.cells))
        printed = any({"currency", "number"} <= {token.kind for token in tokens(cell)} for cell in cells)
        return counts_money(self.table, number) or prices_all(self.table, number) or (self.source.turned and printed)

    def above(self, index: int, heading: Says) -> Says:
        """What a column's heading, its notes, the title above the row and all around the table say together."""
        if index not in self._above:
            noted = both(self.noted(self.table.header[index]), heading)
            self._above[index] = both(noted, both(self.title, self._around_column(index, heading)))
        return self._above[index]

    def _around_column(self, index: int, heading: Says) -> Says:
        """What stands around the table, as far as it is of that column.

        Beside a column of trainings the others of a section on training are of what was trained.
        """
        trained = self.around.service == "training" and not heading.service and heading.meters
        beside = any(part and part.says.service == "training" for _, part in self.columns)
        if not trained or not beside or _UNTRAINED.search(fold(self.table.header[index])):
            return self.around
        return both(condition("fine_tuned", True), self.around._replace(service=None))

    def noted(self, text: str) -> Says:
        """What the notes say whose marks stand in a text of the table."""
        return self.source.says.noted(text)

    def own(self, index: int, cell: str) -> Says | None:
        """What the scraper's words, or its pattern for the column, make of a cell; None where they do not know it."""
        found = self.words.get(without_blanks(cell)) if self.words else None
        if found is None and index in self.split and index != self.model:
            found = stated_in(cell, self.split[index], self.table.header[index])
        return found

    def titled(self, text: str) -> None:
        """A title inside the table holds for the rows below it, until one of its kind."""
        said = read_near(text)
        if not said.problem and (self.title.problem or not self.title.kinds <= said.kinds):
            said = unread(f"cannot tell whether the title before {text[:40]!r} holds below it too")
        self.title, self._above = said, {}

    def unit_of_rows(self, index: int) -> Measure | None:
        """The unit of the rows in which nothing is free in that column, if it is one: of siblings of what is free."""
        telling = [n for n, part in self.columns if part is not None and part.role in {"condition", "unknown"}]
        said = {
            measure
            for row in self.table.rows
            if not self.table.ragged(row)
            for measure in {read_label(row.cells[n]).measure for n in telling} - {None}
            for amounts in [read_cell(row.cells[index], Says(measure=measure)).amounts]
            if not amounts or any(not amount.free for amount in amounts)
        }
        return said.pop() if len(said) == 1 else None

    @cached_property
    def overlapped(self) -> set[Spot]:
        """The cells of models of which a short row below says more, so that a price may be of both rows."""
        return {
            self.table.spot(number, self.model or 0)
            for number, (row, below) in enumerate(pairwise(self.table.rows), start=1)
            if self.table.ragged(below)
            and not self.table.ragged(row)
            and not any(kind(cell) in {NAME, WORDS} for cell in below.cells)
        }

    def silent(self, cell: str) -> bool:
        """Whether the scraper says that a cell of prices that holds none says nothing."""
        return bool(self.words) and self.words.get(without_blanks(cell)) == NOTHING and not read_cell(cell).amounts

    def heading(self, index: int) -> str:
        """A column's heading as messages show it."""
        return repr(" ".join(self.table.header[index].split()))

    @cached_property
    def apart(self) -> dict[int, set[int]]:
        """Of each column that nobody knows the rows that it may tell apart."""
        told = [n for n, part in self.columns if part is None or part.role not in {"price", "unknown"}]
        return {index: apart(self.table, index, told) for index in self.unknown}

    @cached_property
    def by_modality(self) -> dict[int, set[int]]:
        """Of each column of modalities the rows that it tells apart from others of their model."""
        columns = (n for n, part in self.columns if part and part.of == "modality")
        return {n: apart(self.table, n, [] if self.model is None else [self.model]) for n in columns}

    @cached_property
    def discounted(self) -> dict[int, set[int]]:
        """Of each column of discounts the rows whose prices have theirs."""
        columns = (n for n in self.beside if "折扣" in self.table.header[n])
        return {n: taken(self.table, n, self.model, self.priced) for n in columns}

    @cached_property
    def numbered(self) -> set[int]:
        """The columns that nobody knows and that hold a digit somewhere which is not only that of a unit.

        A cell that reaches over into a column of prices is one of these.
        """
        rows = [row.cells for row in self.table.rows]
        own = ((n, cells) for n in self.unknown for cells in rows if n < len(cells) and is_numbered(cells[n]))
        return {n for n, cells in own if cells[n] not in {cells[i] for i in self.priced if i < len(cells)}}

    @cached_property
    def worded(self) -> set[int]:
        """The columns of tasks one of which is not known: what sets it apart from the others nobody can tell."""
        tasks = {n for n, part in self.columns if part and part.of == "task"}
        cells = ((n, row.cells[n]) for n in tasks for row in self.table.rows if n < len(row.cells))
        whole = ((n, cell) for n, cell in cells if cell.strip(EMPTY) and not cell.endswith(CUT_OFF))
        return {n for n, cell in whole if read_words(cell, of="task").problem}
