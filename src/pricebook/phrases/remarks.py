"""Numbers beside a price that are no price of their own: `~~4.20~~`, `（2.5折）`, `（↓85.0%）`, `（约合 $0.13/张）`.

折 never multiplies a price that is printed beside it: the page has already taken the discount.
"""

import re
from decimal import Decimal

from pricebook.phrases.measures import Measure
from pricebook.phrases.prices import price_at
from pricebook.phrases.says import Says, both
from pricebook.phrases.tokens import Token, fold
from pricebook.vocabulary import ABOUT, EQUAL
from pricebook.vocabulary.sentences import FREE_BEFORE, ONLY_QUOTA, SAME_AS

MAX_LENGTH = 32
"""A remark, or a price that is struck through, has fewer tokens."""

_DISCOUNT = {"discount", "promotion", "number", "condition"}
_QUOTA = {"free", "number", "count", "thing", "per", "unknown"}
_FORMER = {"former", "number", "currency", "per", "thing", "count", "break", "strike"}
_EQUAL = frozenset(EQUAL.split("|"))
_SAME = {"equal", "heading", "changing", "number", "currency", "per", "thing", "count", "noise"}
_ABOUT = frozenset(ABOUT.split("|"))
_AMOUNT = {"number", "currency", "per", "thing", "count"}

SAME = "the same price in another unit or currency"
"""Why what a bracket says of the price before it is none: whether it is the same is for the cell to compare."""
_FREE_BEFORE, _ONLY_QUOTA, _SAME_AS = re.compile(FREE_BEFORE), re.compile(ONLY_QUOTA), re.compile(SAME_AS)

_LEADING = {"number", "currency", "per"}
_NEARLY = 20
"""Amounts are the same that differ by less than this part of them: pages round."""

Remark = tuple[int, int, str, int]
"""Its first and last character, why it is no price, and the index of the token after it."""


def read_remark(tokens: tuple[Token, ...], index: int) -> Remark | None:
    """The remark that begins at that token, or None if what stands there is something else."""
    closing = "strike" if tokens[index].kind == "strike" else "close"
    near = range(index + 1, min(index + MAX_LENGTH, len(tokens)))
    end = next((n for n in near if tokens[n].kind == closing), None)
    if end is None or end == index + 1:
        return None
    reason = "struck through" if closing == "strike" else _reason(tokens[index + 1 : end])
    return (tokens[index].start, tokens[end].end, reason, end + 1) if reason else None


def says_another(text: str, found: tuple[Token, ...], index: int, value: Decimal, says: Says) -> bool:
    """Whether the price from that token on is in the same money by the same thing as this one, and not the same.

    Where a unit is printed beside one of the two alone nobody can tell.
    """
    index = next((n for n in range(index, len(found)) if found[n].kind in _LEADING), len(found))
    again = price_at(text, found, index) if index < len(found) else None
    if again is None or both(Says(currency=again.says.currency), Says(currency=says.currency)).problem:
        return again is None
    one, other = says.measure, again.says.measure
    if one and other and one._replace(many=1, clip=False) != other._replace(many=1, clip=False):
        return False
    return not _nearly(value * _many(other), again.value * _many(one)) or bool(one) != bool(other)


def _many(measure: Measure | None) -> int:
    return measure.many if measure else 1


def _nearly(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) * _NEARLY <= max(one, other)


def free_before(text: str) -> int:
    """How many characters at its beginning tell how much is free before the price begins; 0 if none do.

    >>> free_before("5,000 prompts per month (free), then $14 / 1,000 searches"), free_before("free, then $14")
    (36, 0)
    """
    found = _FREE_BEFORE.match(fold(text))
    return found.end() if found else 0


def same_as(text: str) -> int:
    """How many characters at its beginning say that the price behind them is the standard offer's; 0 if none do.

    >>> same_as("Same as Standard $0.20, prompts <= 200k"), same_as("Same as Standard, output $2")
    (17, 0)
    """
    found = _SAME_AS.match(fold(text))
    return found.end() if found else 0


def only_quota(text: str) -> bool:
    """Whether a cell tells how much is free in a time, and no more.

    >>> only_quota("Free of charge, up to 500 RPD (limit shared with others)"), only_quota("500 RPD, then $3")
    (True, False)
    """
    return _ONLY_QUOTA.fullmatch(fold(text).strip()) is not None


def _reason(inside: tuple[Token, ...]) -> str | None:
    kinds = {token.kind for token in inside}
    if "discount" in kinds and kinds <= _DISCOUNT:
        if "condition" in kinds:
            return "a rule for another way of calling, not this price"
        return "a discount that the printed price already has"
    if any(token.text == "%" for token in inside) and all(_of_percent(token) for token in inside):
        return "a change in percent"
    if inside[0].text in _ABOUT and "per" in kinds and all(token.kind in _AMOUNT for token in inside[1:]):
        return SAME
    if "free" in kinds and kinds <= _QUOTA and inside[0].text[0].isdigit():
        return "a quota that is free before this price begins"
    if {"former", "strike"} & {inside[0].kind, *(token.kind for token in inside[:2])} and kinds <= _FORMER:
        return "a former or list price"
    if inside[0].text in _EQUAL and kinds <= _SAME and {"number", "currency"} <= kinds:
        return SAME
    return None


def _of_percent(token: Token) -> bool:
    return token.kind == "number" or token.text in {"%", "↓", "↑", "-", "off"}
