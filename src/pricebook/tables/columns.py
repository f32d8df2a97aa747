"""What a column of a price table says, told from its heading alone."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pricebook import vocabulary
from pricebook.phrases import NOTHING, Says, read_cell, read_words
from pricebook.phrases.lengths import named_time
from pricebook.phrases.measures import Measure
from pricebook.phrases.tokens import alternatives, fold, tokens
from pricebook.reading.document import Table, label

Role = Literal["price", "unit", "condition", "tier", "name", "beside", "unknown"]

_UNIT = frozenset(vocabulary.UNIT_COLUMNS.split("|"))
_NAMES = frozenset(vocabulary.NAME_COLUMNS.split("|"))
_BESIDE = frozenset(vocabulary.IGNORED_COLUMNS.split("|"))
_CONDITIONS = {name: each.name for each in vocabulary.CONDITIONS for name in each.columns.split("|") if name}
_KINDS = frozenset(vocabulary.KIND_COLUMNS.split("|"))
_TIERS = {name: size for names, size in vocabulary.TIER_COLUMNS.items() for name in names.split("|")}
_SUBJECT_METERS = {"input_tokens": "input", "output_tokens": "output"}
_MONEY = re.compile(r"[价费元¥$€£円]|成本|金额|price|cost|rate(?!\s?limit)|pricing|fee|usd|cny|tarif|preis|precio|prix")
_THOUSANDS = re.compile(r"千 ?token")
_LIMITING = re.compile(vocabulary.LIMITING_COLUMNS)
_ABILITY = re.compile(vocabulary.ABILITY_COLUMNS)
_ESTIMATE = re.compile(vocabulary.ESTIMATE_COLUMNS)
_CONTEXT = re.compile("上下文|context")
_INSIDE = re.compile(r"[(（\n]([^()（）\n]+)[)）]?$")
_PER = re.compile(r"(?:/|／|\bper\b|每)\s*([^()（）\n]+)", re.IGNORECASE)
_OF_MODELS = re.compile(r"(?P<whose>[\w .&-]{1,40}) models?")
_WHICH = re.compile(rf"\b(?:{vocabulary.MENTIONS}|applicable|compatible|eligible|other|all|number)\b")
_DIGITS = re.compile("[0-9]+")
_MEASURING = re.compile(rf"(?:(?<![a-z])|(?![a-z]))(?:{alternatives(vocabulary.MEASURING_COLUMNS.split('|'))})")

_OF_ITS_OWN = {
    "meter", "per", "condition", "method", "service", "restricting", "place", "date", "size", "compare", "discount",
    "free", "promotion",
}  # fmt: skip
"""Kinds of words in a heading that make what stands below it a price of its own."""

EMPTY = "-—/–\\ "
"""Characters of a cell that says nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column's part in a price table."""

    role: Role
    says: Says = NOTHING
    """What the heading says of the prices in the column, or of all prices of a row; of a tier column, what its bounds
    bound."""
    problem: str | None = None
    """Why a price column's heading is not understood."""
    of: str | None = None
    """The condition that its cells are values of."""
    thing: str | None = None
    """The time that a bare number in it counts: the second of 时长(秒)."""


@lru_cache(maxsize=1024)
def column(heading: str) -> Column:
    """The part of the column under that heading.

    >>> column("价格（元/秒）").role, column("分辨率").role, column("厂商").role, column("心情").role
    ('price', 'condition', 'beside', 'unknown')
    >>> column("540p价格(元)").role, column("540p耗时(秒)").role, column("时长(秒)").thing
    ('price', 'beside', 'second')
    """
    name = fold(label(heading))
    name = name.strip("*†‡:#") or name
    if name in _UNIT:
        return Column("unit")
    if name in _NAMES:
        return Column("name")
    if of := _condition_of(name):
        return Column("condition", of=of, thing=time_in(heading))
    if name in _KINDS or not name:
        return Column("condition")
    if name in _TIERS:
        return Column("tier", Says(subject=_TIERS[name], thousands=thousands_in(heading)))
    limits = _LIMITING.match(name) and not _MONEY.search(fold(heading))
    if name in _BESIDE or limits or estimates(heading):
        subject = "context_tokens" if _CONTEXT.search(name) else None
        return Column("beside", Says(subject=subject, thousands=thousands_in(heading)))
    says = read_words(heading)
    if _MONEY.search(fold(heading)) or says.meters or [name for name, _ in says.conditions] == ["mode"]:
        return price_column(heading)
    silent = _MEASURING.search(fold(heading)) or _ABILITY.search(fold(heading))
    return Column("beside" if silent else "unknown")


def names_models(heading: str, above: Iterable[str]) -> bool:
    """Whether a heading says that models stand below it: of a column of names, or of the maker that stands above.

    >>> names_models("Model", ()), names_models("Meta models", ["Meta"]), names_models("Trial models", ["Meta"])
    (True, True, False)
    """
    name = fold(label(heading)).strip("*†‡:#")
    found = _OF_MODELS.fullmatch(" ".join(fold(heading).split()))
    if name in _NAMES or found is None:
        return name in _NAMES
    whose = found.group("whose")
    known = _WHICH.search(whose) or any(token.kind not in {"unknown", "number"} for token in tokens(whose))
    return not known and any(whose.split()[0] in fold(text).split() for text in above)


def _condition_of(name: str) -> str | None:
    """The condition that a heading names, also in two words of which one explains the other: `Size: Resolution`."""
    named = {_CONDITIONS.get(part) for part in name.split(":")}
    return named.pop() if len(named) == 1 else None


def estimates(heading: str) -> bool:
    """Whether the amounts below a heading are no prices but what a use comes to at those beside them.

    >>> [estimates(each) for each in ("Estimated cost", "Estimated output ($/1M tokens)", "Estimated price, batch")]
    [True, False, False]
    """
    priced = any(token.kind in _OF_ITS_OWN for token in tokens(heading))
    return not priced and _ESTIMATE.search(fold(heading)) is not None


def thousands_in(heading: str) -> int:
    """What a bare bound below that heading is multiplied by: 1,000 where it says 千 tokens."""
    return 1000 if _THOUSANDS.search(fold(heading)) else 1


def time_in(heading: str) -> str | None:
    """The time that a heading of lengths counts them in: it stands alone in its bracket.

    >>> time_in("时长（秒）"), time_in("时长（含片头）")
    ('second', None)
    """
    inside = _INSIDE.search(heading)
    found = tokens(inside.group(1)) if inside else ()
    return named_time(found[0]) if len(found) == 1 else None


@lru_cache(maxsize=1024)
def price_column(heading: str) -> Column:
    """The column as one of prices, whatever its heading is called; a heading that is not understood is its problem."""
    says = read_words(heading)
    if says.problem:
        return Column("price", problem=f"the heading {' '.join(heading.split())!r}: {says.problem}")
    return Column("price", metered(says))


def metered(says: Says) -> Says:
    """What `input tokens` says where it bounds nothing: which tokens are counted."""
    if says.meters or says.subject not in _SUBJECT_METERS:
        return says
    return says._replace(meters=(_SUBJECT_METERS[says.subject],))


def states_a_price(heading: str) -> bool:
    """Whether a heading says that prices stand below it, or may."""
    return column(heading).role in {"price", "unknown"}


def counts_money(table: Table, index: int) -> bool:
    """Whether the heading only says what is counted, or when a price holds, and all cells are marked amounts."""
    says = read_words(table.header[index])
    tells = bool(says.subject or says.conditions or says.service)
    return tells and not says.problem and all(_in_money(table, index, unit=False))


def prices_all(table: Table, index: int) -> bool:
    """Whether all cells are amounts with a mark and a unit: a column of prices, whatever its heading says."""
    return all(_in_money(table, index, unit=True))


def _in_money(table: Table, index: int, *, unit: bool) -> Iterator[bool]:
    """Of each kind of cell that says something, whether it is an amount with a mark, and a `unit` if that is wanted.

    Cells that differ in their numbers alone are of one kind.
    """
    cells = (row.cells[index] for row in table.rows if index < len(row.cells))
    kinds = {_DIGITS.sub("0", cell): cell for cell in cells if cell.strip(EMPTY)}
    if not kinds:
        yield False
    for cell in kinds.values():
        yield any(amount.says.currency and (amount.says.measure or not unit) for amount in read_cell(cell).amounts)


def unit_of_column(table: Table, index: int) -> Measure | None:
    """The unit that all prices of the column are per that print one."""
    heading = read_words(table.header[index])
    cells = [row.cells[index] for row in table.rows if index < len(row.cells)]
    said = {amount.says.measure for cell in cells for amount in read_cell(cell, heading).amounts} - {None}
    return said.pop() if len(said) == 1 else None


def is_price_cell(table: Table, row: int, index: int) -> bool:
    """Whether that cell, of row 1 or below, stands under a heading of prices, or beside a row's label that is one."""
    if row == 0:
        return False
    labels = table.rows[row - 1].cells[: min(index, table.labels)]
    headings = [*table.header[index : index + 1], *labels]
    return any(column(heading).role == "price" for heading in headings)


def words_of_unit(heading: str) -> str:
    """What a heading prints behind its stroke or its `per`, where the vocabulary knows no such unit; perhaps nothing.

    >>> [words_of_unit(each) for each in ("Storage (per month per model)", "复刻（元/音色）", "Fee ($ / user)", "Fee")]
    ['month per model', '音色', 'user', '']
    """
    found = _PER.search(heading)
    return found.group(1).strip() if found else ""
