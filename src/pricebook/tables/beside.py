"""What the cells beside the prices say of all prices of their row."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from pricebook.phrases import NOTHING, Says, both, read_date, read_label, read_words
from pricebook.phrases.around import read_beside
from pricebook.phrases.names import read_names
from pricebook.phrases.says import AS_PRINTED, condition, ordered, unread
from pricebook.phrases.tokens import tokens
from pricebook.reading.tabular import CUT_OFF
from pricebook.tables.columns import Column
from pricebook.tables.layouts import Layout, Source

EMPTY = "-—/– "
"""What stands in a cell that says nothing."""
_DIGIT = re.compile("[0-9０-９]")
_MONEY = {"currency", "free", "discount", "former", "changing", "compare", "date"}
"""Kinds of words that say more than whom or what a price is for."""
_ABLE = re.compile(r"(?:不)?支持|[√✓✔✅❌×]\s*$|(?:[Yy]es|[Nn]o|Supported)\s*$")
"""What a model can do is no condition of its price."""
_ADDRESS = re.compile(r"https?://|/[a-z]")


class Beside:
    """The columns of one table that hold no prices."""

    def __init__(
        self,
        source: Source,
        layout: Layout,
        columns: Sequence[tuple[int, Column | None]],
        *,
        spec: int | None,
        dated: int | None,
    ) -> None:
        self.header, self.rows, self.turned = source.table.header, source.table.rows, source.turned
        self.layout, self.columns = layout, columns
        self.spec, self.dated = spec, dated

    def says(self, index: int, cell: str, part: Column | None) -> Says:
        """What one cell says of the row's prices."""
        own = (self.layout.words or {}).get(cell)
        if own is not None:
            return holding(own)
        if part is None:
            return self._named(index, cell)
        if part.role in {"unknown", "condition"} and _ABLE.match(cell):
            return NOTHING
        if part.role == "unknown":
            return self._unknown(index, cell)
        if part.role == "name":
            return self._called(cell)
        if part.role == "beside":
            return read_beside(cell, self.header[index], part.says)
        if part.role == "price":
            return NOTHING
        if index in self.worded and not {token.kind for token in tokens(cell)} & _MONEY:
            return condition(AS_PRINTED, (" ".join(cell.split()),))
        if part.role == "condition":
            says = read_label(cell, of=part.of, thing=part.thing)
        else:
            says = read_words(cell, part.says.subject, part.says.thousands, unit=part.role == "unit")
        return says if not says.problem else unread(f"the cell {' '.join(cell.split())[:40]!r}: {says.problem}")

    def _called(self, cell: str) -> Says:
        """Another name of the model: what stands behind it is said of the model."""
        names = read_names(cell)
        if len(names.models) != 1:
            return unread(names.problem or f"{cell[:40]!r} names several models")
        return names.models[0].says

    def _named(self, index: int, cell: str) -> Says:
        """A cell of a column that the layout names."""
        if index == self.spec:
            return condition("spec", cell)
        if index != self.dated:
            return NOTHING
        says = read_beside(cell)
        date = read_date(cell)
        if says.since or says.until or date is None:
            return says
        return both(Says(since=date), says)

    def _unknown(self, index: int, cell: str) -> Says:
        heading = self.header[index]
        says = read_label(cell)
        if self.turned and (_ADDRESS.match(cell) or says.problem or _DIGIT.search(cell)):
            # Where models stand side by side most rows are properties of theirs.
            return read_beside(cell, heading)
        if says.problem or index in self.numbered:
            return unread(f"does not know what the column {shown(heading)} says")
        return says

    @cached_property
    def numbered(self) -> set[int]:
        """The columns that nobody knows and that hold a digit somewhere."""
        unknown = (n for n, part in self.columns if part and part.role == "unknown")
        return {n for n in unknown if any(n < len(row.cells) and _DIGIT.search(row.cells[n]) for row in self.rows)}

    @cached_property
    def worded(self) -> set[int]:
        """The columns of tasks one of which is not known: what sets it apart from the others nobody can tell."""
        tasks = {n for n, part in self.columns if part and part.of == "task"}
        cells = ((n, row.cells[n]) for n in tasks for row in self.rows if n < len(row.cells))
        whole = ((n, cell) for n, cell in cells if cell.strip(EMPTY) and not cell.endswith(CUT_OFF))
        return {n for n, cell in whole if read_words(cell, of="task").problem}


def shown(heading: str) -> str:
    """A column's heading as messages show it."""
    return repr(" ".join(heading.split()))


def holding(conditions: Mapping[str, object]) -> Says:
    """A statement of these conditions."""
    return Says(conditions=ordered({name: _frozen(value) for name, value in conditions.items()}))


def _frozen(value: object) -> object:
    """A condition's value as the price language holds it."""
    if isinstance(value, Mapping):
        return tuple(sorted(value.items()))
    return tuple(value) if isinstance(value, list) else value
