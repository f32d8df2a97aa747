"""Lengths of time that are no unit: of a clip, of the life of a cache entry."""

import re
from typing import NamedTuple

from pricebook.phrases.tokens import Token, tokens

SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_LETTERS = {"m": "minute", "j": "hour"}
_JAM = re.compile("penulisan|tulis")
"""Beside these words `j` is an hour; in French it is a day."""
_RANGES = frozenset("-–—~至到")
_LONGEST = 4
"""Digits: a number with more is no length of a clip."""


class Lasting(NamedTuple):
    """A length of time that was found."""

    name: str
    """`cache_ttl` or `duration`."""
    many: int
    thing: str
    after: int
    """Index of the token behind it."""


def duration_at(text: str, found: tuple[Token, ...], index: int) -> Lasting | None:
    """`TTL 1h`, `6s`, `5-minute`, or the `5m` of `5m cache writes` that begins at that token of the text."""
    ttl = found[index].kind == "ttl"
    start = index + 1 if ttl else index
    if start + 1 >= len(found) or found[start].kind != "number" or not found[start].text.isdigit():
        return None
    hyphen = start + 2 < len(found) and found[start + 1].text == "-" and found[start].end + 1 == found[start + 2].start
    behind = start + 2 if hyphen else start + 1
    thing = named_time(found[behind]) or _life(text, found, behind)
    if thing is None:
        return None
    return Lasting("cache_ttl" if ttl else "duration", int(found[start].text), thing, behind + 1)


def _life(text: str, found: tuple[Token, ...], index: int) -> str | None:
    """A small letter right behind its number is a time where a cache is written, and no million of what follows."""
    token, behind = found[index], found[index + 1 : index + 2]
    glued = text[token.start : token.end] in _LETTERS and found[index - 1].end == token.start
    written = any(each.word is not None and each.word.value in {"cache_write", "write"} for each in found)
    if not glued or not written or (behind and behind[0].kind == "thing"):
        return None
    return _LETTERS[token.text] if token.text != "j" or _JAM.search(text.lower()) else None


def named_time(token: Token) -> str | None:
    """The time that a word names."""
    if token.kind != "thing" or token.word is None or token.word.value not in SECONDS:
        return None
    return str(token.word.value)


def read_length(text: str, thing: str | None = None) -> object:
    """A cell of lengths: seconds, or a range of them as pairs, both ends of it included; None if it is neither.

    A number without a word is of the `thing` that the column's heading names; without one it says nothing.

    >>> read_length("5秒"), read_length("1–16", "second"), read_length("2", "minute"), read_length("5")
    (5, (('gte', 1), ('lte', 16)), 120, None)
    """
    found = tokens(text)
    if found and (named := named_time(found[-1])):
        found, thing = found[:-1], named
    numbers = [int(token.text) for token in found[::2] if token.text.isdigit() and len(token.text) <= _LONGEST]
    if thing is None or not numbers or len(found) != 2 * len(numbers) - 1:
        return None
    each = [many * SECONDS[thing] for many in numbers]
    if len(each) == 1:
        return each[0]
    ranged = len(each) == 2 and found[1].text in _RANGES and each[0] < each[1]
    return (("gte", each[0]), ("lte", each[1])) if ranged else None
