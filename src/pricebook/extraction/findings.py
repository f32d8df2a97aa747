"""What a scraper found on a page, held against the ledger."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from pricebook.checks.ledger import unaccounted
from pricebook.errors import TooHeavy
from pricebook.reading.document import Document
from pricebook.reading.remembered import Remembered
from pricebook.records import Excuse, Fact, Finding, Quote, Span, Unread, Unsaid
from pricebook.scraping import Page, Scraper

WHOSE_MOVE = "This is not the page, or it changed: then {} must follow."
_BOTH = "the scraper reads it as a price and says that it cannot be said"
MOST = 10_000
"""More amounts that were not understood than this are no page of prices, and nobody's machine is given to them."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a scraper found on a page, by kind, and the amounts that it left out."""

    quotes: list[Quote]
    facts: list[Fact]
    excuses: list[Excuse]
    unread: list[Unread]
    unsaid: list[Unsaid]

    def spans(self) -> Iterator[Span]:
        """Every span that something was read from."""
        findings: list[Finding] = [*self.quotes, *self.facts, *self.excuses, *self.unread, *self.unsaid]
        return (finding.span for finding in findings)


def findings_of(scraper: Scraper, document: Document, remembered: Remembered | None = None) -> Findings:
    """All that the scraper yields for the page, and what the ledger misses in it.

    What is `remembered` of a table from another reading is not worked out again.
    A page of which much is unread is a page all the same. Raises TooHeavy beyond MOST.
    """
    found = list(scraper.extract(Page(document, scraper.currency, remembered)))
    unsaid = [finding for finding in found if isinstance(finding, Unsaid)]
    settled = _Said(unsaid)
    quotes = [finding for finding in found if isinstance(finding, Quote)]
    twice = {quote.span for quote in quotes if settled.touches(quote.span)}
    unread = [finding for finding in found if isinstance(finding, Unread) and not settled.within(finding.span)]
    unread += [Unread(span, _BOTH) for span in twice]
    claimed = (each for each in found if not isinstance(each, Unread) or not settled.within(each.span))
    missed = unaccounted(document, (finding.span for finding in claimed), remembered)
    silent = list(islice(missed, MOST + 1))
    if len(unread) + len(silent) > MOST:
        message = f"{document.name}: more than {MOST:,} amounts were not understood. {WHOSE_MOVE}"
        raise TooHeavy(message.format(scraper.home))
    return Findings(
        quotes=_told_apart(
            [quote for quote in quotes if quote.span not in twice], {each.span.block for each in unread}
        ),
        facts=[finding for finding in found if isinstance(finding, Fact)],
        excuses=[finding for finding in found if isinstance(finding, Excuse)],
        unread=list(_once([*unread, *silent])),
        unsaid=unsaid,
    )


class _Said:
    """Where the scraper says that nobody can say a price: what is not understood there is not unread as well.

    What else stands in such a cell the ledger sees.
    """

    def __init__(self, unsaid: list[Unsaid]) -> None:
        self._spans: defaultdict[tuple[int, int, int], list[Span]] = defaultdict(list)
        for each in unsaid:
            self._spans[each.span.block, each.span.row, each.span.column].append(each.span)

    def within(self, span: Span) -> bool:
        """Whether such a price stands in these characters."""
        cell = self._spans.get((span.block, span.row, span.column), ())
        return any(span.start <= each.start and each.end <= span.end for each in cell)

    def touches(self, span: Span) -> bool:
        """Whether any of these characters are of such a price."""
        cell = self._spans.get((span.block, span.row, span.column), ())
        return any(span.start < each.end and each.start < span.end for each in cell)


def _once(unread: list[Unread]) -> Iterator[Unread]:
    """Each place once, in the order of the page: a table that is read for several models tells its faults for each."""
    told: set[Span] = set()
    for finding in sorted(unread, key=lambda finding: finding.span):
        if finding.span not in told:
            told.add(finding.span)
            yield finding


def _told_apart(quotes: list[Quote], doubtful: set[int]) -> list[Quote]:
    """Tokens of plain text have a modality only on a page that tells other kinds of tokens apart from them.

    In a block of which something is unread nobody knows whether it does.
    """
    if any(quote.conditions.get("modality", "text") != "text" for quote in quotes):
        return quotes
    return [
        _without_modality(quote) if "modality" in quote.conditions and quote.span.block not in doubtful else quote
        for quote in quotes
    ]


def _without_modality(quote: Quote) -> Quote:
    return replace(quote, conditions={name: value for name, value in quote.conditions.items() if name != "modality"})
