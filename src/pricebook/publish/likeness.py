"""Which names of models are the same by the rules of docs/models.md, which only look alike, and in what they differ.

Nothing here says that two names that only look alike are one model: a person does.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from pricebook.book.names import fold

_TAIL = re.compile(
    "[-:@](?:20[0-9]{2}-?[01][0-9]-?[0-3][0-9]|[0-9]{6}|[0-9]{4}"
    "|latest|preview|exp|experimental|beta|stable|free|v[0-9]+:[0-9]+)$"
)
"""What tells one version of a name from another at its end: days, and words of time."""
_DOTTED = re.compile(r"(?:[a-z]+\.)+(?=[a-z])")
"""What some hosts put before a name with points: where, and whose model it is."""
_SIGNS = re.compile(r"(?<![0-9])[\W_]+|[\W_]+(?![0-9])")
_BETWEEN_DIGITS = re.compile(r"[\W_]+")


class Spelled(NamedTuple):
    """A name in its parts."""

    vendor: str
    """What stands before the first slash, and the slash; as it is written."""
    dotted: str
    """Words with points before the name, in small letters."""
    stem: str
    """The name without its prefixes and its tail, as fold gives it."""
    tail: str
    """Days and words of time at its end."""


@lru_cache(maxsize=65536)
def spelled(name: str) -> Spelled:
    """The parts of a name.

    >>> spelled("deepseek-ai/DeepSeek-V3 0324")
    Spelled(vendor='deepseek-ai/', dotted='', stem='deepseek-v3', tail='-0324')
    >>> spelled("us.anthropic.claude-haiku-4-5-20251001-v1:0").tail
    '-20251001-v1:0'
    """
    vendor, slash, _ = name.partition("/")
    plain = plain_name(name)
    dotted = match.group() if (match := _DOTTED.match(plain)) else ""
    stem, tail = plain[len(dotted) :], ""
    while (match := _TAIL.search(stem)) and match.start():
        stem, tail = stem[: match.start()], stem[match.start() :] + tail
    return Spelled(f"{vendor}/" if slash else "", dotted, stem, tail)


@lru_cache(maxsize=65536)
def plain_name(name: str) -> str:
    """The name without what says nothing of the model: its case, its separators, and the prefix before a slash.

    >>> plain_name("deepseek-ai/DeepSeek-R1 0528"), plain_name("DeepSeek_R1-0528")
    ('deepseek-r1-0528', 'deepseek-r1-0528')
    """
    return fold(name).split("/", 1)[-1]


def says_not(name: str, false_friends: Iterable[str], model: str) -> bool:
    """Whether what is no such model, by an entry of that name, is the model that is called so.

    A prefix counts only where nothing but the prefix tells the two apart.

    >>> says_not("r1", ["r1-0528"], "maker/R1 0528"), says_not("max", ["maker/max"], "Max")
    (True, False)
    """
    plain = plain_name(model)
    spellings = (fold, plain_name) if plain != plain_name(name) else (fold,)
    return any(spelling(friend) == spelling(model) for friend in false_friends for spelling in spellings)


@lru_cache(maxsize=65536)
def look(name: str) -> str:
    """What names that look alike have in common.

    >>> {look(name) for name in ("Claude Haiku 4.5", "anthropic.claude-haiku-4-5-20251001-v1:0")}
    {'claudehaiku4-5'}
    >>> look("qwen-1.8b") == look("qwen-18b")
    False
    """
    stem = spelled(name).stem.rpartition("/")[2]
    return _BETWEEN_DIGITS.sub("-", _SIGNS.sub("", stem))


def what_differs(one: str, other: str) -> list[str]:
    """In what two names that look alike, or are the same by the rules, differ; empty for one name.

    >>> what_differs("deepseek-ai/DeepSeek-V3", "deepseek-v3")
    ["'deepseek-ai/' before it", 'capital letters']
    >>> what_differs("claude-haiku-4-5-20251001", "Claude Haiku 4.5")
    ["'-20251001' behind it", 'capital letters', 'separators', 'other signs']
    """
    return [*_differing_parts(spelled(one), spelled(other)), *_differing_signs(_as_written(one), _as_written(other))]


def _differing_parts(one: Spelled, other: Spelled) -> Iterator[str]:
    for place in ("vendor", "dotted", "tail"):
        found = dict.fromkeys(filter(None, (getattr(one, place), getattr(other, place))))
        if getattr(one, place) != getattr(other, place):
            where = "behind" if place == "tail" else "before"
            yield " and ".join(map(repr, found)) + f" {where} it"


def _as_written(name: str) -> str:
    """The name as it is written, without what the parts say."""
    parts = spelled(name)
    written = normalize("NFKC", name).split("/", 1)[-1].strip()
    written = written[len(parts.dotted) :]
    return written[: len(written) - len(parts.tail)] if parts.tail else written


def _differing_signs(one: str, other: str) -> Iterator[str]:
    kinds = {"capital letters": r"[\W_]", "separators": r"[^\s_-]", "other signs": r"[\w\s-]"}
    for kind, without in kinds.items():
        left = [re.sub(without, "", each) for each in (one, other)]
        if left[0] != left[1]:
            yield kind
