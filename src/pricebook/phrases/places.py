"""Where a request is served: `新加坡`, `华北2（北京）`, `海外节点`, `US East (Ohio)`."""

from typing import NamedTuple

from pricebook.phrases.tokens import Token
from pricebook.vocabulary import PLACE_MARKS

_MARKS = frozenset(PLACE_MARKS.split("|"))


class Place(NamedTuple):
    """A place as it is printed."""

    text: str
    end: int
    """Character behind it."""
    after: int
    """Index of the token behind it."""


def place_at(text: str, found: tuple[Token, ...], index: int) -> Place | None:
    """The place that begins at that token: its words, a number behind them, a bracket that holds places alone."""
    if found[index].kind != "place":
        return None
    after = index + 1
    while after < len(found) and (_of_place(found[after]) or _glued_number(found, after)):
        after += 1
    if after < len(found) and found[after].kind == "open":
        inside = after + 1
        while inside < len(found) and _of_place(found[inside]):
            inside += 1
        if inside > after + 1 and inside < len(found) and found[inside].kind == "close":
            after = inside + 1
    end = found[after - 1].end
    return Place(" ".join(text[found[index].start : end].split()), end, after)


def _of_place(token: Token) -> bool:
    return token.kind == "place" or token.text in _MARKS


def _glued_number(found: tuple[Token, ...], index: int) -> bool:
    token = found[index]
    return token.kind == "number" and token.text.isdigit() and token.start == found[index - 1].end
