"""What stands around prices, as far as no amount shows it: a change there needs a person once."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pricebook.vocabulary import COUNTS, CURRENCY_MARKS, MANY, THINGS

if TYPE_CHECKING:
    from pricebook.records import Price, TableWords

_BLANK = re.compile(r"\s+")
_NUMBERED = re.compile(r"^#\s*(?:[0-9]{1,2}(?:\.[0-9]{1,2})*|[一二三四五六七八九十]{1,3})[.、)\s]\s*(?=\D)")
_MARKS = re.compile(r"[\s#()\[\]{}\"'`*_|:;,、。！!?…·]+")
_MEASURES = {
    word for words in (*(thing.words for thing in THINGS), *COUNTS, *MANY, *CURRENCY_MARKS) for word in words.split("|")
} - {""}  # fmt: skip
_UNITS = re.compile("|".join(map(re.escape, sorted(_MEASURES, key=len, reverse=True))) + "|每|per|[0-9/]+")
_DIGITS = 8
"""Of a digest: two texts of one page that differ share it once in four thousand million."""
_SHOWN = 3
"""So many words that came or went are told, and how many more there are."""
_LONGEST = 80
"""Characters of each that are told."""


class Words(NamedTuple):
    """What stands around one price, as digests."""

    table: str
    """Of the headings above its table, those of its columns, and what is said beside it."""
    row: str
    """Of the cells of its row that hold no price."""

    def __str__(self) -> str:
        """As it is kept."""
        return f"{self.table}.{self.row}"


def words_from(kept: str | None) -> Words | None:
    """What was kept; None where nothing was."""
    return None if kept is None else Words(*kept.split(".", 1))


class WordsAround:
    """What stands around the tables of a provider's pages, read when it is asked for."""

    def __init__(self, load: "Callable[[], Iterable[TableWords]]" = tuple) -> None:
        self._load = load

    @cached_property
    def tables(self) -> "Mapping[tuple[str, int], TableWords]":
        """By page and number of the table."""
        return {(each.where.page, each.where.table): each for each in self._load()}

    @cached_property
    def _digests(self) -> dict[tuple[str, int], str]:
        return {}

    def of(self, price: "Price") -> Words | None:
        """What stands around the price; None where nobody noted it."""
        key = price.where.page, price.where.table
        table = self.tables.get(key)
        if table is None:
            return None
        if key not in self._digests:
            self._digests[key] = _digest_of_texts(said_of(table))
        return Words(self._digests[key], _digest_of_texts([compared(_words_of_row(table, price.where.row))]))

    def change(self, before: "WordsAround", old: "Price", new: "Price") -> "Difference":
        """What is said around the one price that was not around the other, and what is said no more."""
        was, now = before._table_of(old), self._table_of(new)  # noqa: SLF001 - the same at another look
        gone, came = _lost(was, now), _lost(now, was)
        if was is not None and now is not None and not (gone or came):
            gone, came = [_words_of_row(was, old.where.row)], [_words_of_row(now, new.where.row)]
        return Difference(tuple(filter(None, gone)), tuple(filter(None, came)))

    def _table_of(self, price: "Price") -> "TableWords | None":
        return self.tables.get((price.where.page, price.where.table))


class Difference(NamedTuple):
    """What stands around a price that did not, and what did."""

    gone: Sequence[str]
    came: Sequence[str]

    @property
    def units_alone(self) -> bool:
        """Whether nothing but units and currencies tells the one from the other."""
        gone, came = (sorted(_UNITS.sub("", compared(text)) for text in texts) for texts in (self.gone, self.came))
        return gone == came

    def __str__(self) -> str:
        """For a person: the first of both."""
        told = [f"{name}: {_shown(texts)}" for name, texts in (("gone", self.gone), ("new", self.came)) if texts]
        return "; ".join(told) or "how often they stand there"


def said_of(table: "TableWords") -> list[str]:
    """Headings, columns and lines around the table, as they are compared: the order of columns and lines is none."""
    texts = [*(f"# {text}" for text in table.where.heading), *sorted(table.columns), *sorted(table.said)]
    return [compared(text) for text in texts]


def compared(text: str) -> str:
    """The text as it is compared: without blanks, case, width, marks between words, and a number before a heading.

    >>> compared("# 2.1 模型 价格（元）"), compared("#模型价格(元)"), compared("< 0.5，NEW")
    ('模型价格元', '模型价格元', '<0.5new')
    """
    plain = _NUMBERED.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _MARKS.sub("", plain)


def _words_of_row(table: "TableWords", row: int) -> str:
    return table.rows[row - 1] if 0 < row <= len(table.rows) else ""


def _lost(table: "TableWords | None", other: "TableWords | None") -> list[str]:
    """What stands around the one table alone."""
    if table is None:
        return []
    there = set(said_of(other)) if other is not None else set()
    texts: Sequence[str] = [*(f"# {text}" for text in table.where.heading), *table.columns, *table.said]
    return [text.removeprefix("# ") for text in texts if compared(text) not in there]


def _shown(texts: Sequence[str]) -> str:
    shown = [f"‘{text if len(text) <= _LONGEST else text[:_LONGEST] + '…'}’" for text in map(_unbroken, texts[:_SHOWN])]
    return ", ".join(shown) + (f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else "")


def _unbroken(text: str) -> str:
    return _BLANK.sub(" ", text).strip()


def _digest_of_texts(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:_DIGITS]
