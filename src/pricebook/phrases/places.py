"""Where a request is served: `新加坡`, `华北2（北京）`, `海外节点`, `US East (Ohio)`."""

from typing import NamedTuple

from pricebook.phrases.tokens import Token
from pricebook.vocabulary import PLACE_MARKS

_MARKS = frozenset(PLACE_MARKS.split("|"))
_SHORT = frozenset({"us", "eu"})
"""Places that are other words too unless they are written in capitals."""


class Place(NamedTuple):
    """A place as it is printed."""

    text: str
    end: int
    """Character behind it."""
    after: int
    """Index of the token behind it."""


def place_at(text: str, found: tuple[Token, ...], index: int) -> Place | None:
    """The place that begins at that token: its words, a mark or a number behind them, what stands in brackets.

    Two places side by side are two: 北京新加坡 is a row of tabs that ran together.
    """
    token = found[index]
    if token.kind != "place" or (token.text in _SHORT and not text[token.start : token.end].isupper()):
        return None
    after = index + 1
    while after < len(found) and (found[after].text in _MARKS or _glued_number(found, after)):
        after += 1
    close = closing(found, after) if after < len(found) and found[after].kind == "open" else None
    after = after if close is None else close + 1
    end = found[after - 1].end
    return Place(" ".join(text[token.start : end].split()), end, after)


def apart(text: str, place: Place, start: int) -> bool:
    """Whether the place is a word of its own: no letter and no Han character touches it, and Latin is capitalised."""
    before, behind = text[max(0, start - 1) : start], text[place.end : place.end + 1]
    marked = any(place.text.endswith(mark) for mark in _MARKS)
    alone = not before.isalpha() and not behind.isalpha()
    return (alone or marked) and not text[start : start + 1].islower()


def closing(found: tuple[Token, ...], index: int) -> int | None:
    """The index of the bracket that closes the one at that index."""
    depth = 0
    for at in range(index, len(found)):
        depth += (found[at].kind == "open") - (found[at].kind == "close")
        if depth == 0:
            return at
    return None


def _glued_number(found: tuple[Token, ...], index: int) -> bool:
    token = found[index]
    return token.kind == "number" and token.text.isdigit() and token.start == found[index - 1].end
