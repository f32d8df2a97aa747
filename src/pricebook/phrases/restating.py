"""Amounts behind a price that tell it in another unit, or may: `equivalent to $0.13 per image`, `$3 or $0.005/min`."""

from typing import NamedTuple

from pricebook.phrases.measures import Measure, NotUnderstood
from pricebook.phrases.prices import Printed, price_at
from pricebook.phrases.tokens import Token

_BETWEEN = {",", "and", "."}
_OR = {"or", "或"}


class Another(NamedTuple):
    """An amount per another unit than the price before it."""

    start: int
    end: int
    printed: Printed
    after: int
    """Index of the token behind all that belongs to it."""


def restated(text: str, found: tuple[Token, ...], index: int) -> int | None:
    """The index after amounts that a word for equal leads, up to the line's end; None where anything else follows.

    All are per the same thing, which is no token: then it is another unit than that of the price.

    >>> from pricebook.phrases.tokens import tokens
    >>> text = "$60 equivalent to $0.067 per 1K image and $0.151 per 4K image"
    >>> restated(text, tokens(text), 2) == len(tokens(text))
    True
    >>> text = "$60 equivalent to $0.067 per 1K image, $3"
    >>> restated(text, tokens(text), 2) is None
    True
    """
    things: set[tuple[str, ...]] = set()
    index += 1
    while index < len(found) and found[index].text != "\n":
        if found[index].text in _BETWEEN and things:
            index += 1
            continue
        printed = _with_currency(text, found, index)
        if printed is None or not printed.says.measure:
            return None
        things.add(printed.says.measure.things)
        index = printed.after
    return index if len(things) == 1 and things != {("token",)} else None


def another_unit(text: str, found: tuple[Token, ...], index: int, usual: Measure | None) -> Another | None:
    """The amount per another thing than the `usual`, after an `or` or alone in the bracket at that token.

    >>> from pricebook.phrases.tokens import tokens
    >>> text, usual = "$0.45 ($0.00012 per image)", Measure(1_000_000, ("token",))
    >>> str(another_unit(text, tokens(text), 2, usual).printed.value), another_unit(text, tokens(text), 2, None)
    ('0.00012', None)
    """
    opened = found[index].kind == "open"
    if usual is None or not usual.many or (not opened and found[index].text not in _OR):
        return None
    printed = _with_currency(text, found, index + 1)
    measure = printed.says.measure if printed else None
    if printed is None or measure is None or measure.things == usual.things:
        return None
    after = printed.after
    if opened and (after >= len(found) or found[after].kind != "close"):
        return None
    return Another(found[index + 1].start, found[after - 1].end, printed, after + opened)


def _with_currency(text: str, found: tuple[Token, ...], index: int) -> Printed | None:
    """The price with its currency that begins at that token."""
    try:
        printed = price_at(text, found, index) if index < len(found) else None
    except NotUnderstood:
        return None
    return printed if printed and printed.says.currency else None
