"""Sentences of notes that only tell once more what stands where the note's mark does.

Such a sentence tells amounts that are printed there, of what they are, and how many tokens that comes to. What it says
of size, medium and meter stands beside its amounts, too; else it restricts them.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from pricebook import vocabulary
from pricebook.phrases.measures import number
from pricebook.phrases.tokens import Token, fold, tokens
from pricebook.phrases.words import read_words

Printed = dict[Decimal, frozenset[str]]
"""Amounts in cells that carry one mark, each with the sizes, media and meters that stand beside all of its kind."""

SENTENCE = re.compile(r"[^。；;\n.]*(?:\.(?!\s|$)[^。；;\n.]*)*(?:[。；;\n]|\.\s*|$)")
PRICED = ("currency", "number")
_COUNTING = {
    "currency", "per", "count", "thing", "medium", "meter", "equal", "join", "noise", "break", "open", "close",
}  # fmt: skip
"""Kinds of words of which a sentence is made that counts."""
_RESTATING = frozenset(vocabulary.RESTATING.split("|"))
_CONSUMING = frozenset(vocabulary.CONSUMING.split("|"))
_PIXELS = r"[0-9]{3,4} ?[x×*] ?[0-9]{3,4}(?: ?px)?|[0-9]{3,4} ?(?:px|p(?![a-z]))"
_SIZE = rf"(?:{_PIXELS}|(?<![a-z0-9.$])(?:0\.5|[1248])k(?! ?token))"
_SIZED = re.compile(rf"(?:(?:up to|from) )?({_SIZE})(?: ?\(({_SIZE})\))?")
"""A size, and perhaps the same in other words: `1K (1024x1024px)`."""


def carry(carried: Printed, header: Sequence[str], cells: Sequence[str], column: int) -> None:
    """Adds what that cell of a row prints, and what of it stands there, in its heading and in the row's first cell."""
    label = "" if read_words(cells[0]).problem else cells[0]
    beside = "\n".join((cells[column], *header[column : column + 1], label))
    stated = _specified(beside) | {size for sizes in _SIZED.findall(fold(beside)) for size in sizes}
    for amount in told_amounts(cells[column]):
        carried[amount] = carried.get(amount, stated) & stated


def without_restated(note: str, printed: Mapping[Decimal, frozenset[str]]) -> str:
    """A note without sentences that only tell once more what is printed where its mark stands, and of how many tokens.

    >>> printed = {Decimal("0.067"): frozenset({"image", "1k"}), Decimal("60"): frozenset({"image"})}
    >>> without_restated("1K images consume 1120 tokens and are equivalent to $0.067. 4K images are $60.", printed)
    '4K images are $60.'
    """
    return "".join(part for part in SENTENCE.findall(note) if not _is_restated(part, printed)).strip()


def _is_restated(sentence: str, printed: Mapping[Decimal, frozenset[str]]) -> bool:
    told = told_amounts(sentence)
    if not told or not all(each in printed for each in told):
        return False
    stated = frozenset[str]().union(*(printed[each] for each in told))
    folded = fold(sentence)
    sized = all(stated & {*sizes} - {""} for sizes in _SIZED.findall(folded))
    return sized and _specified(sentence) <= stated and _only_counts(tokens(_SIZED.sub(" ", folded)))


def _specified(text: str) -> frozenset[str]:
    """The media and meters that a text names."""
    words = [(token.kind, token.word) for token in tokens(text) if token.word]
    media = {word.medium for _, word in words if word.medium}
    return frozenset({*media, *(str(word.value) for kind, word in words if kind == "meter")})


def _only_counts(found: tuple[Token, ...]) -> bool:
    """Whether words tell amounts, of what they are and how many tokens that is, and restrict nothing."""
    return all(
        _may_count(found, index) if token.kind == "number" else token.kind in _COUNTING or token.text in _RESTATING
        for index, token in enumerate(found)
    )


def _may_count(found: tuple[Token, ...], index: int) -> bool:
    """Whether a number is an amount, belongs to its unit, or tells what is consumed."""
    before = found[max(0, index - 2) : index]
    return bool(before) and (before[-1].kind in {"currency", "per"} or any(each.text in _CONSUMING for each in before))


def told_amounts(text: str) -> list[Decimal]:
    """The numbers behind marks of money."""
    found = tokens(text)
    return [number(after) for one, after in pairwise(found) if (one.kind, after.kind) == PRICED]
