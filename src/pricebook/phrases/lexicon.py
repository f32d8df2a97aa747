"""The vocabulary as the reader of tokens needs it: every word with the part that it plays."""

from collections.abc import Iterable
from typing import NamedTuple

from pricebook import vocabulary


class Word(NamedTuple):
    """One meaning."""

    kind: str
    """What part of the grammar it plays."""
    value: object = None
    condition: tuple[str, object] | None = None
    """A condition of the vocabulary that the word states; a value of None is the ordinary case."""
    medium: str | None = None
    """What tokens can be of, if the word names it."""
    many: int = 1
    """How many of the thing the word means."""
    around: bool = True
    """It says so wherever it stands near a table, not only where all around it is understood."""


def _of_kind(kind: str, *tables: str) -> dict[str, Word]:
    return {word: Word(kind) for table in tables for word in table.split("|")}


def _valued(kind: str, table: Iterable[tuple[str, object]]) -> dict[str, Word]:
    return {word: Word(kind, value) for words, value in table for word in words.split("|") if word}


def _stating() -> dict[str, Word]:
    return {
        word: Word("method" if each.name == "method" else "condition", None, (each.name, value), None, 1, each.around)
        for each in vocabulary.CONDITIONS
        for word, value in each.values
    }


def _things() -> dict[str, Word]:
    media = {word: medium for medium, words in vocabulary.MEDIA.items() for word in words.split("|")}
    found = {word: Word("medium", None, None, medium) for word, medium in media.items()}
    for thing in vocabulary.THINGS:
        found |= {w: Word("thing", thing.name, None, media.get(w)) for w in thing.words.split("|") if w}
    return found | {word: Word("thing", thing, None, None, many) for word, (thing, many) in vocabulary.MANY.items()}


def _abroad() -> dict[str, Word]:
    return {
        word: Word(each.kind, each.value, each.condition, None, 1, each.around)
        for each in vocabulary.ABROAD
        for word in each.words.split("|")
    }


LEXICON: dict[str, Word] = {
    **_abroad(),
    **_valued("unknown", ((words, part) for part, words in vocabulary.PARTS.items())),
    **_of_kind("negation", vocabulary.NEGATIONS),
    **_of_kind("changing", vocabulary.CHANGING),
    **_of_kind("lowest", vocabulary.LOWEST),
    **_of_kind("state", vocabulary.STATES, vocabulary.BADGES),
    **_of_kind("place mark", vocabulary.PLACE_MARKS),
    **_of_kind("place", vocabulary.PLACES),
    **_of_kind("restricting", vocabulary.RESTRICTING),
    **_of_kind("ended", vocabulary.ENDED),
    **_of_kind("others", vocabulary.OTHERS),
    **_of_kind("equal", vocabulary.EQUAL),
    **_of_kind("heading", vocabulary.HEADING_QUIET),
    **_of_kind("noise", vocabulary.QUIET),
    **_things(),
    **_valued("period", vocabulary.PERIODS.items()),
    **_valued("count", vocabulary.COUNTS.items()),
    **_valued("currency", vocabulary.CURRENCY_MARKS.items()),
    **_valued("meter", ((words, meter) for meter, words in vocabulary.METERS.items())),
    **_valued("service", ((words, service) for service, words in vocabulary.SERVICES.items())),
    **_valued("subject", ((words, subject) for subject, words in vocabulary.SUBJECTS.items())),
    **_stating(),
    **_of_kind("discount", vocabulary.DISCOUNT),
    **_of_kind("promotion", vocabulary.PROMOTION),
    **_of_kind("former", vocabulary.FORMER),
    **_of_kind("now", vocabulary.NOW),
    **_valued("free", vocabulary.FREE.items()),
    **_of_kind("join", vocabulary.JOINS),
    **_of_kind("none", vocabulary.NONE),
    **_of_kind("pending", vocabulary.PENDING),
    **_of_kind("per", vocabulary.PER),
    **_of_kind("ttl", vocabulary.TTL),
    **_valued("compare", ((words, sign) for sign, words in vocabulary.COMPARISONS.items())),
}
"""Every word; of two meanings the later one in this list stands."""
