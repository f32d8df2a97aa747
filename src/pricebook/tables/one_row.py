"""What a row of a table says of all its prices: its models, its conditions, and what its other cells say."""

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from pricebook.phrases import NOTHING, Says, both, read_date, read_label, read_words
from pricebook.phrases.around import holds_or_ends, read_ability, read_beside
from pricebook.phrases.dates import no_day
from pricebook.phrases.names import Named, Names, read_names
from pricebook.phrases.says import AS_PRINTED, condition, unread
from pricebook.phrases.tokens import tokens
from pricebook.records import Span
from pricebook.tables.columns import EMPTY, Column, metered
from pricebook.tables.meaning import day_alone
from pricebook.tables.roles import Roles
from pricebook.tables.stating import models_of, valued
from pricebook.tables.unknown import only_counts

_DIGIT = re.compile("[0-9０-９]")
_MONEY = {"currency", "free", "discount", "former", "changing", "compare", "date", "hidden"}
"""Kinds of words that say more than whom or what a price is for."""
_AMOUNT = {"currency", "number"}
_ABLE = re.compile(r"(?:不)?支持|[√✓✔✅☑❌×✗✘]\s*$|(?:[Yy]es|[Nn]o)\s*$|(?:Not s|S)upport(?:s|ed)(?![a-z])")
"""What a model can do is no condition of its price."""
_YES = re.compile(r"(?:yes|true|[√✓✔✅☑]|支持|supported)\s*", re.IGNORECASE)
_NO = re.compile(r"(?:no|false|[❌×✗✘]|不支持|not supported)\s*", re.IGNORECASE)
"""A cell that only says whether what its heading names is so."""
_EITHER = {"thinking", "audio", "reference_video"}
"""Conditions that hold where they are denied, too."""
_FILES = re.compile("文件|文档|[Ff]iles?|[Dd]ocuments?|PDF")
_LISTING = {"thing", "medium", "join", "per", "break", "meter"}
"""Kinds of words in a list of kinds of input that says nothing else."""
_SHOWN = 40
"""Characters of a cell in a reason."""
_ADDRESS = re.compile(r"https?://|/[a-z]")


class Stated(NamedTuple):
    """What a row says of all its prices."""

    models: Sequence[Named]
    """What they are prices of, and what the model's cell says."""
    name: str | None
    says: Says
    """What its other cells say."""


class StatedRow:
    """One row of a table: its models, and what its cells say of all its prices."""

    def __init__(self, reader: Roles, number: int, cells: tuple[str, ...]) -> None:
        self.reader, self.number, self.cells = reader, number, cells
        self.source = reader.source

    def holds(self, index: int) -> bool:
        """Whether the row has text in that column."""
        return index < len(self.cells) and bool(self.cells[index])

    def span(self, index: int) -> Span:
        """All of the cell in that column."""
        return self.source.span(self.number, index, self.cells[index])

    @property
    def model(self) -> str:
        """The text that names the model: a cell, or what stands above the table."""
        index = self.reader.model
        return (self.reader.layout.named or "") if index is None else self.cells[index]

    def problem(self) -> str | None:
        """Why nothing of the row can be read."""
        table, model = self.reader.table, self.reader.model
        if len(self.cells) != len(table.header):
            return f"the row has {len(self.cells)} cells under {len(table.header)} headings"
        if model is not None and not self.cells[model]:
            return f"no model stands under {table.header[model]!r}"
        if model is not None and table.spot(self.number, model) in self.reader.overlapped:
            return "a short row below may be of the same model: which of its cells are missing cannot be told"
        return self.names.problem

    @cached_property
    def _models(self) -> tuple[Names, str]:
        return models_of(self.model, self.reader.split.get(self.reader.model))

    @property
    def names(self) -> Names:
        """The models of the row, or why nobody can tell which they are."""
        return self._models[0]

    @property
    def name(self) -> str | None:
        """The display name; what stands on further lines of its cell describes it."""
        index = self.reader.name
        return (self.cells[index].partition("\n")[0].strip() if index is not None else self._models[1]) or None

    def stated(self) -> Stated | str:
        """What the row says of all its prices, or why it is not understood."""
        says = self.reader.noted(self.model)
        for index, part in self.reader.columns:
            cell = self.cells[index]
            if not cell.strip(EMPTY):
                continue
            says = both(self._beside(index, cell, part), says)
            if part is None or part.role != "price":
                says = both(self.reader.noted(cell), says)
        if says.problem:
            return says.problem
        return Stated(self.names.models, self.name, says)

    def _beside(self, index: int, cell: str, part: Column | None) -> Says:
        """What one cell says of the row's prices."""
        if part is not None and part.role == "price":
            return self._answered(index, cell, part) or condition_alone(cell)
        own = self.reader.own(index, cell)
        if own is not None:
            return own
        if part is None:
            return self._named(index, cell)
        if part.role in {"unknown", "condition"} and (able := _ABLE.match(cell)):
            return self._answered(index, cell, part) or read_ability(cell[able.end() :])
        if part.role == "unknown":
            return self._unknown(index, cell)
        if part.role == "name":
            return self._called(cell)
        if part.role == "beside":
            told = self.number in self.reader.discounted.get(index, ())
            return NOTHING if told else read_beside(cell, self.reader.table.header[index], part.says)
        return self._conditional(index, cell, part)

    def _answered(self, index: int, cell: str, part: Column) -> Says | None:
        """A yes below the name of a condition or a meter: whether it is of the price, nobody can tell."""
        yes = _YES.fullmatch(cell)
        if not yes and not _NO.fullmatch(cell):
            return None
        said = read_words(self.reader.table.header[index])
        kinds = {part.of} if part.of else set() if said.problem else {*said.kinds, said.service} - {None}
        if not kinds or not (yes or kinds & _EITHER):
            return None
        return unread(f"cannot tell whether {self.reader.heading(index)} is of the price or of what the model can do")

    def _conditional(self, index: int, cell: str, part: Column) -> Says:
        """A cell of a column of conditions, tiers or units."""
        if part.of == "modality" and takes_any(cell) and self.number not in self.reader.by_modality[index]:
            return NOTHING
        if index in self.reader.worded and not {token.kind for token in tokens(cell)} & _MONEY:
            return condition(AS_PRINTED, (" ".join(cell.split()),))
        if part.role == "condition":
            says = metered(read_label(cell, of=part.of, thing=part.thing))
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
        if index in self.reader.conditions:
            return valued(cell, self.reader.conditions[index], self.reader.table.header[index])
        if index == self.reader.promotion:
            return Says(promotion=" ".join(cell.split()))
        if index in {self.reader.begins, self.reader.ends}:
            return day_alone(cell, ends=index == self.reader.ends)
        if index != self.reader.dated:
            return NOTHING
        says = read_beside(cell)
        date = read_date(cell)
        if no_day(cell):
            return unread(f"{cell[:_SHOWN]!r} is on no calendar")
        if says.since or says.until or date is None:
            return says
        return both(Says(since=date), says)

    def _unknown(self, index: int, cell: str) -> Says:
        heading = self.reader.table.header[index]
        says = read_label(cell)
        if self.source.turned and (_ADDRESS.match(cell) or says.problem or _DIGIT.search(cell)):
            # Where models stand side by side most rows are properties of theirs.
            says = read_beside(cell, heading)
            dated = any(token.kind == "date" for token in tokens(cell)) and not (says.since or says.until)
            lost = dated and holds_or_ends(heading)
            return unread(f"cannot tell what begins or ends: {self.reader.heading(index)}") if lost else says
        if only_counts(cell) and self.number not in self.reader.apart[index]:
            return NOTHING
        if says.problem or index in self.reader.numbered:
            return unread(f"does not know what the column {self.reader.heading(index)} says")
        return says


def takes_any(cell: str) -> bool:
    r"""Whether a cell lists text among several kinds of input: all that a model takes, and none that a price is for.

    >>> takes_any("图片、视频\n文件、文本"), takes_any("图片/视频"), takes_any("文本"), takes_any("文本，不含图片")
    (True, False, False, False)
    """
    found = tokens(_FILES.sub("", cell))
    media = {token.word.medium for token in found if token.word and token.word.medium}
    listed = all(token.kind in _LISTING or token.text == "+" for token in found)
    return "text" in media and len(media) > 1 and listed


@lru_cache(maxsize=4096)
def condition_alone(text: str) -> Says:
    """What a cell of prices says that holds a condition and no price: the 720P that shares the heading of its price."""
    if {token.kind for token in tokens(text)} >= _AMOUNT:
        return NOTHING
    said = read_words(text)
    return said if not said.problem and said.conditions and said.kinds == dict(said.conditions).keys() else NOTHING
