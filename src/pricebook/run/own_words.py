"""Words by which a page is known as its provider's: they stand on it, and on no page of another."""

import re
from collections.abc import Iterator, Sequence

from pricebook.collection import Collection
from pricebook.reading.document import Document, Table
from pricebook.reading.text import decode
from pricebook.run.conformance import Candidate
from pricebook.scraping import Open

_DIGIT = re.compile("[0-9]")
_LONGEST = 40
"""Characters of a line that is taken whole, where the name alone stands on pages of others too."""


def printed_name(document: Document, provider: str) -> tuple[str, str]:
    """What the provider is called, as the page prints its id, else its id; and where that was seen."""
    for text, place in _headings_and_prose(document):
        if found := _as_a_word(provider).search(text):
            return found.group(), f"so the page prints it, {place}"
    return provider, "its id: the page prints it nowhere; --name says another"


def own_word(document: Document, names: Sequence[str], others: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """A word of the page's headings and prose with one of these names that no other page has, and where it stands.

    Where the name alone stands on another page, it is a heading or a short line with the name in it. An Open question
    where there is none; what stands in tables is no such word, for others sell the same models.
    """
    seen = ""
    for text, place in _headings_and_prose(document):
        for found in (found for name in names if (found := _as_a_word(name).search(text))):
            for word in (found.group(), *(line for line in text.split("\n") if found.group() in line)):
                if len(word) > _LONGEST or not word.isprintable() or (word != found.group() and _DIGIT.search(word)):
                    continue
                of_others = [where for where, other in others if word in other]
                if not of_others:
                    return word, f"{place}; {_held_against(others)}"
                seen = seen or f"; {word!r} stands in {of_others[0]} too"
    asked = Open("which words has this page that no other provider's page has?")
    return asked, f"no heading and no sentence has a name of its own{seen}"


def pages_of_others(collection: Collection | None, provider: str) -> list[tuple[str, str]]:
    """The recorded pages of the collection's other providers as text, each with where it stands."""
    if collection is None:
        return []
    paths = Candidate(collection, provider).others
    return [(str(path.relative_to(collection.root)), decode(path.read_bytes(), path.name)) for path in paths]


def _held_against(others: Sequence[tuple[str, str]]) -> str:
    return f"on none of {len(others)} pages of others" if others else "no page of another is here to compare with"


def _headings_and_prose(document: Document) -> Iterator[tuple[str, str]]:
    """Headings and prose, each with its place."""
    return ((block.text, f"line {block.line}") for block in document.blocks if not isinstance(block, Table))


def _as_a_word(name: str) -> re.Pattern[str]:
    """The name as a word of its own, in whatever capitals: `acme` and not the beginning of `acme-2`.

    >>> [bool(_as_a_word("acme").search(text)) for text in ("Welcome to ACME.", "acme-2", "acmes", "api.acme.example")]
    [True, False, False, False]
    """
    parts = map(re.escape, re.split(r"[-_\s]+", name.strip()))
    own = r"(?<![A-Za-z0-9])(?<![A-Za-z0-9][-._/])" + r"[-_ ]?".join(parts) + r"(?![A-Za-z0-9]|[-._/][A-Za-z0-9])"
    return re.compile(own, re.IGNORECASE)
