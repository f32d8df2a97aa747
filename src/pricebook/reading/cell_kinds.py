"""What kind of cell a text is, as far as that tells under which headings it may stand."""

import re
from functools import lru_cache

from pricebook import vocabulary
from pricebook.phrases import read_cell, read_words
from pricebook.phrases.says import AS_PRINTED
from pricebook.phrases.tokens import fold
from pricebook.reading.document import label

Kind = tuple[object, ...]
"""Its name, and what tells cells of that name apart: what a price is per, which conditions words state."""

WORDS: Kind = ("words",)
NAME: Kind = ("name",)
"""As programs write names: one word of Latin letters."""
MONEY: Kind = ("money",)
"""Prices that are not understood."""
COUNT: Kind = ("count",)
"""A number of something that is no money."""
DENIED: Kind = ("denied",)
"""Words that say no more than that something is not to be had."""
NOTHING: Kind = ("nothing",)

_DASHES = "-—–/ "
_COUNT = re.compile(r"(?<![\w.,-])(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9][0-9.]{0,9} ?[KMkm])(?![\w.,-])")
_MONEY = re.compile(r"[¥￥$€£] ?[0-9]|[0-9] ?[元円]")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._:/@+-]*")


_CONDITIONS = {name: each.name for each in vocabulary.CONDITIONS for name in each.columns.split("|") if name}

WIDENINGS = range(3)
"""From the kinds as they are to those that are told apart least."""


def widened(each: Kind, by: int) -> Kind:
    """The kind told less strictly: a name is words, then conditions are too."""
    return WORDS if (by > 0 and each == NAME) or (by > 1 and each[0] == "condition") else each


@lru_cache(maxsize=8192)
def kind(text: str) -> Kind:
    """The kind of a cell.

    >>> kind("0.3元/千Token"), kind("128,000"), kind("chat-v2"), kind("对话模型"), kind("思考模式"), kind("-")
    (('price', ('token',)), ('count',), ('name',), ('words',), ('condition', 'thinking'), ('nothing',))
    """
    if not text.strip(_DASHES):
        return NOTHING
    amounts = read_cell(text).amounts
    if any(amount.says.currency or amount.free for amount in amounts):
        measure = amounts[0].says.measure
        return ("price", measure.things if measure else ())
    if _MONEY.search(text):
        return MONEY
    if amounts or _COUNT.search(text):
        return COUNT
    says = read_words(text)
    if not says.problem and says.kinds != {AS_PRINTED}:
        return ("condition", *sorted(says.kinds)) if says.kinds else DENIED
    return NAME if _NAME.fullmatch(text) else WORDS


@lru_cache(maxsize=8192)
def is_value(text: str, heading: str) -> bool:
    """Whether the text is a value of the condition that the heading names.

    >>> is_value("HD", "Quality"), is_value("5s", "Duration"), is_value("acme-1", "Quality"), is_value("HD", "Model")
    (True, True, False, False)
    """
    name = _CONDITIONS.get(fold(label(heading)))
    says = read_words(text, of=name) if name else None
    return says is not None and not says.problem and says.kinds == {name}
