"""Prices that a printed rule makes of another: `Batch调用半价`, `原价12元 限时5折`.

A rule for another way of calling gives a second price. A discount behind a former price, where no price of today is
printed, gives the only one. A rule that does not tell by how much gives nothing.
"""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pricebook import vocabulary
from pricebook.phrases.measures import NotUnderstood, number
from pricebook.phrases.prices import Printed, price_at
from pricebook.phrases.says import Rule
from pricebook.phrases.tokens import Token, tokens

_TENTHS = "折"
_PERCENT_OFF = "off"
_QUIET = {"noise", "open", "close"}
_ENDS = {"", "\n", ";", "。"}


@lru_cache(maxsize=1024)
def read_rule(text: str) -> Rule | None:
    """The rule that the whole text is: one condition, and what part of the price is paid under it.

    >>> read_rule("Batch调用半价").conditions, str(read_rule("Batch调用半价").multiplier)
    ((('mode', 'batch'),), '0.5')
    >>> str(read_rule("夜间 2.5 折").multiplier), read_rule("Batch 优惠"), read_rule("半价")
    ('0.25', None, None)
    """
    found = tokens(text)
    conditions: set[tuple[str, object]] = set()
    multiplier: Decimal | None = None
    index = 0
    while index < len(found):
        token = found[index]
        if (part := paid_at(found, index)) is not None and multiplier is None:
            multiplier, index = part
            continue
        if token.word and token.word.condition and token.word.condition[1] is not None:
            conditions.add(token.word.condition)
        elif token.kind not in _QUIET:
            return None
        index += 1
    if multiplier is None or len(conditions) != 1:
        return None
    return Rule(tuple(conditions), multiplier, " ".join(text.split()))


def paid_at(found: tuple[Token, ...], index: int) -> tuple[Decimal, int] | None:
    """What part of a price is paid, as the words at that token say, and the index after them.

    >>> [str(paid_at(tokens(text), 0)[0]) for text in ("5折", "85折", "半价", "60% off")]
    ['0.5', '0.85', '0.5', '0.40']
    """
    token = found[index]
    if token.kind == "discount" and token.text in vocabulary.PARTS_PAID:
        return Decimal(vocabulary.PARTS_PAID[token.text]), index + 1
    if token.kind != "number" or index + 1 >= len(found):
        return None
    value, behind = number(token), found[index + 1]
    if behind.text == _TENTHS and 0 < value < 100:
        return value.scaleb(-1 if value < 10 else -2), index + 2
    if behind.text == "%" and index + 2 < len(found) and found[index + 2].text == _PERCENT_OFF and 0 < value < 100:
        return 1 - value.scaleb(-2), index + 3
    return None


class Discounted(NamedTuple):
    """A former price and the discount on it, which together are the price of today."""

    printed: Printed
    """The former price."""
    multiplier: Decimal
    label: str
    """The words of the discount."""
    after: int
    """Index of the token behind all of it."""


def discounted_at(text: str, found: tuple[Token, ...], index: int) -> Discounted | None:
    """`原价12元 限时5折` with nothing behind it that could be the price itself; else None.

    >>> text = "原价12元（限时5折）"
    >>> found = discounted_at(text, tokens(text), 0)
    >>> str(found.printed.value), str(found.multiplier), found.label
    ('12', '0.5', '限时5折')
    """
    if found[index].kind != "former":
        return None
    try:
        former = price_at(text, found, index + 1) if index + 1 < len(found) else None
    except NotUnderstood:
        return None
    if former is None:
        return None
    first = former.after
    opened = first < len(found) and found[first].kind == "open"
    first = at = first + 1 if opened else first
    while at < len(found) and found[at].kind == "promotion":
        at += 1
    part = paid_at(found, at) if at < len(found) else None
    if part is None:
        return None
    multiplier, after = part
    label = text[found[first].start : found[after - 1].end]
    if opened:
        if after >= len(found) or found[after].kind != "close":
            return None
        after += 1
    if after < len(found) and found[after].text not in _ENDS:
        return None
    return Discounted(former, multiplier, label, after)
