"""The words of a piece of source without its markup, each character with its place."""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_MARKUP = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>|\*\*|~~|`|\s+|\\(?=[|*_~])", re.DOTALL)
_WORD = re.compile(r"[A-Za-z][-A-Za-z0-9._]|[-._][A-Za-z0-9]|[0-9][-A-Za-z0-9._]")
"""Two characters of one word."""
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")


class Bare(NamedTuple):
    """Characters that a reader sees, without blanks, and from where to where each stands in the source."""

    text: str
    places: tuple[tuple[int, int], ...]
    breaks: frozenset[int]
    """Before which of the characters markup or a blank stands."""

    def found(self, words: str) -> list[tuple[int, int]]:
        """From where to where the words stand in the source, each time that they do, not inside of a longer word."""
        sought = bare(words)
        starts = (at for at in _starts(self.text, sought) if self._whole(at) and self._whole(at + len(sought)))
        return [(self.places[at][0], self.places[at + len(sought) - 1][1]) for at in starts]

    def _whole(self, at: int) -> bool:
        """Whether a word may end before that character."""
        pair = self.text[max(at - 1, 0) : at + 1]
        return at in self.breaks or len(pair) < 2 or not _WORD.fullmatch(pair)


def _starts(text: str, sought: str) -> Iterator[int]:
    at = text.find(sought) if sought else -1
    while at >= 0:
        yield at
        at = text.find(sought, at + 1)


def seen(source: str) -> Bare:
    """The source without its markup."""
    at, text = 0, list[str]()
    places, breaks = list[tuple[int, int]](), set[int]()
    while at < len(source):
        markup = _MARKUP.match(source, at)
        if markup:
            at = markup.end()
            breaks.add(len(places))
            continue
        entity = _ENTITY.match(source, at)
        end = entity.end() if entity else at + 1
        shown = html.unescape(source[at:end])
        if not shown.isspace():
            text.append(shown)
            places += [(at, end)] * len(shown)
        at = end
    return Bare("".join(text), tuple(places), frozenset(breaks))


def bare(source: str) -> str:
    """The same, its text alone."""
    return seen(source).text
