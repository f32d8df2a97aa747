"""What a table's reader knows of the page besides the table: this record, and nothing else."""

from collections.abc import Mapping
from typing import NamedTuple

from pricebook import vocabulary
from pricebook.phrases.measures import Measure
from pricebook.phrases.says import NOTHING, Says, both
from pricebook.records import Origin
from pricebook.tables.notes import Retold, is_mark, marks


class Context(NamedTuple):
    """All that a page says of a table outside of it: where it is equal, the same table is read alike."""

    around: Says
    """What headings, lines and sentences around the table say of all its prices."""
    heading: str
    """The headings above it, run together."""
    measure: tuple[Measure | None, Origin]
    """The unit that the paragraph before it prints, else the only one that the page's sentences print, if one of these
    stands below the table's headings or below none of any table."""
    notes: Mapping[str, Says]
    """What the notes say whose marks stand in it."""
    unpriced: frozenset[str]
    """The marks of those notes that tell neither an amount nor that something is free."""
    told: Mapping[str, tuple[Retold, ...]]
    """The prices that these notes tell, by their marks."""
    marks: frozenset[str]
    """Every currency and shared mark that the page prints."""
    home: str | None
    """The currency of the provider, for marks that several currencies share."""
    currency: str | None
    """The currency if all the money marks of the page are of one."""
    decimal_commas: bool
    """Whether the page writes 22,50 for what others write 22.50, so that 1,250 has two meanings."""
    thousand: int
    """What a K of a bound is on this page."""
    binary: bool
    """Whether the page says that its GB is 2^30 bytes, which is a GiB."""
    marginal: bool
    """Whether the page says that each band of a tier is billed at its own price."""

    def of_mark(self, code: str) -> str | None:
        """The currency that a mark is of on this page; None where the page speaks of two that it can stand for."""
        return currency_of(code, self.marks, self.home)

    def only_refers(self, text: str) -> bool:
        """Whether a cell is only the mark of a note that tells no price either: `(1)`."""
        return is_mark(text) and all(mark in self.unpriced for mark in marks(text))

    def noted(self, text: str) -> Says:
        """What the notes say whose marks stand in a text of the table."""
        says = NOTHING
        for mark in marks(text) if self.notes else ():
            says = both(self.notes.get(mark, NOTHING), says)
        return says


def currency_of(code: str, printed: frozenset[str], home: str | None) -> str | None:
    """The currency that a mark is of where these are printed; None where two are that it can stand for."""
    family = vocabulary.SHARED_MARKS.get(code)
    if family is None:
        return code
    known = [each for each in family if each in printed or each == home]
    return (known[0] if len(known) == 1 else None) if known else family[0]
