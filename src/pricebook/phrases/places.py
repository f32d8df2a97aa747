"""Where a request is served: `新加坡`, `华北2（北京）`, `海外节点`, `US East (Ohio)`."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from pricebook.phrases.tokens import Token, tokens
from pricebook.vocabulary import PLACE_CODES, PLACE_MARKS

_MARKS = frozenset(PLACE_MARKS.split("|"))
_BEFORE, _BEHIND = frozenset("于在为对、和及"), frozenset("的、和及")
"""Characters between which a place is a word of its own."""
_CODE = re.compile(PLACE_CODES)
_SHORT = frozenset({"us", "eu"})
"""Places that are other words too unless they are written in capitals."""


class PrintedPlace(NamedTuple):
    """A place as it is printed."""

    text: str
    end: int
    """Character behind it."""
    after: int
    """Index of the token behind it."""


def place_at(text: str, found: tuple[Token, ...], index: int) -> PrintedPlace | None:
    """The place that begins at that token: its words, a mark or a number behind them, what stands in brackets.

    Two places side by side are two: 北京新加坡 is a row of tabs that ran together.
    """
    token = found[index]
    if token.kind != "place" or (token.text in _SHORT and not text[token.start : token.end].isupper()):
        return None
    after = index + 1
    while after < len(found) and (found[after].text in _MARKS or _glued_number(found, after)):
        after += 1
    close = brackets(text).get(after)
    if close is not None and not all(_of_place(inside) for inside in found[after + 1 : close]):
        close = None
    after = after if close is None else close + 1
    end = found[after - 1].end
    return PrintedPlace(" ".join(text[token.start : end].split()), end, after)


def apart(text: str, place: PrintedPlace, start: int) -> bool:
    """Whether the place is a word of its own: no letter and no Han character touches it, and Latin is capitalised."""
    before, behind = text[max(0, start - 1) : start], text[place.end : place.end + 1]
    if _CODE.fullmatch(place.text):
        return True
    if place.text.isascii():
        return (
            not (before.isascii() and before.isalpha())
            and not (behind.isascii() and behind.isalpha())
            and (not text[start : start + 1].islower())
        )
    marked = any(place.text.endswith(mark) for mark in _MARKS)
    return marked or ((before in _BEFORE or not before.isalpha()) and (behind in _BEHIND or not behind.isalpha()))


@lru_cache(maxsize=256)
def brackets(text: str) -> Mapping[int, int]:
    """Of each bracket that is closed, by the index of its token, the index of the one that closes it.

    >>> dict(brackets("a (b) (c"))
    {1: 3}
    """
    opened: list[int] = []
    pairs: dict[int, int] = {}
    for index, token in enumerate(tokens(text)):
        if token.kind == "open":
            opened.append(index)
        elif token.kind == "close" and opened:
            pairs[opened.pop()] = index
    return pairs


def _of_place(token: Token) -> bool:
    """Whether a word in a bracket behind a place may be a part of it: no word that says something else."""
    return token.kind in {"place", "place mark", "unknown", "break", "none"} or token.text in _MARKS


def _glued_number(found: tuple[Token, ...], index: int) -> bool:
    token = found[index]
    return token.kind == "number" and token.text.isdigit() and token.start == found[index - 1].end
