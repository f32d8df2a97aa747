"""Reads changed pages and judges them."""

from collections.abc import Iterator
from typing import NamedTuple

from tests.mutations import amounts, cells, columns, damage, headings, names, surroundings  # noqa: F401 - they register themselves
from tests.mutations.bases import Change, bases
from tests.mutations.operators import OPERATORS
from tests.mutations.program import PageError, found_in, in_tables, read
from tests.mutations.verdict import Judged, Verdict, judge


class Measured(NamedTuple):
    """One changed page and the verdict on it."""

    operator: str
    kind: str
    harmless: bool
    page: str
    note: str
    verdict: Verdict
    why: str

    def __str__(self) -> str:
        """One line for a person."""
        return f"{self.page} {self.note} -> {self.why}"


def judged(change: Change) -> Judged:
    """The verdict on one changed page; what is neither a reading nor a refusal is silent: it is a bug."""
    base = change.base
    try:
        found = found_in(in_tables(read(base.scraper, change.text)))
    except PageError:
        found = None
    except Exception as bug:  # noqa: BLE001 - any other than a refusal
        return Judged("SILENT", f"{type(bug).__name__}: {bug}")
    return judge(found, change.wants, base.found, change.text)


def measured(name: str, most: int) -> list[Measured]:
    """At most so many changes of the operator, from all over its pages, judged."""
    _, harmless = OPERATORS[name].kind, OPERATORS[name].harmless
    return [
        Measured(name, OPERATORS[name].kind, harmless, change.base.name, change.note, *judged(change))
        for change in spread(name, most)
    ]


def spread(name: str, most: int) -> Iterator[Change]:
    """The operator's changes, evenly thinned out to at most so many."""
    changes = [change for base in bases() for change in OPERATORS[name].changes(base)]
    return (changes[n * len(changes) // most] for n in range(most)) if len(changes) > most else iter(changes)
