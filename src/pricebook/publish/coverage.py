"""What is covered, as a document in Markdown: which pages are read, and what the vocabulary cannot say of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pricebook.publish.escaping import link, plain, ticked

_HEAD = """\
# What is covered

Every page of every provider, by its newest recording and as it is read today. `catalog coverage --markdown` writes this
document, and a test holds it to that. A page of which no day stands here was never seen; one that was given up is read
from what was kept of it. *Unsaid* is an amount that is plainly a price and for which the vocabulary has no words: it is
published apart, with its quote. *Unread* is one that was not understood.

| provider | page | form | recorded of | prices | facts | unsaid | unread |
|---|---|---|---|--:|--:|--:|--:|
"""
_UNSAID = """
## What the vocabulary cannot say

| provider | page | prices | what it lacks |
|---|---|--:|---|
"""


class Covered(NamedTuple):
    """A page of a provider, by its newest recording."""

    provider: str
    """The provider's id."""
    name: str
    """For people."""
    page: str
    address: str
    """That a person opens."""
    former: bool
    """Whether the provider gave it up."""
    drawn: bool
    """Whether scripts draw it."""
    day: str
    """The day of the recording; empty if the page was never seen."""
    form: str
    """What it was read as."""
    prices: int
    facts: int
    unsaid: Mapping[str, int]
    """How many prices the vocabulary cannot say, by what it lacks."""
    unread: int
    """How many amounts were not understood."""

    @property
    def seen_as(self) -> str:
        """Its form in words, and what is unusual about the page."""
        marks = [self.form, *(["drawn by scripts"] if self.drawn else []), *(["given up"] if self.former else [])]
        return ", ".join(filter(None, marks))

    @property
    def counts(self) -> list[str]:
        """Prices, facts, unsaid and unread, as a table shows them; nothing of a page that was never seen."""
        found = (self.prices, self.facts, sum(self.unsaid.values()), self.unread)
        return [f"{number:,}" if self.day else "" for number in found]


def document(pages: Sequence[Covered]) -> str:
    """The document; the same for the same pages."""
    rows = ([plain(page.name), link(page.page, page.address), page.seen_as, page.day, *page.counts] for page in pages)
    return f"{_HEAD}{_table_lines(rows)}{_UNSAID}{_table_lines(_lacking(pages))}"


def _lacking(pages: Sequence[Covered]) -> Iterator[list[str]]:
    for page in pages:
        for reason, count in sorted(page.unsaid.items(), key=lambda each: (-each[1], each[0])):
            yield [plain(page.name), ticked(page.page), f"{count:,}", plain(reason)]


def _table_lines(rows: Iterator[list[str]]) -> str:
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)
