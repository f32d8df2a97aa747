"""From a Document to a Reading: the scraper's findings, converted once and held against the ledger."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Inexact
from itertools import islice
from typing import Any

from pydantic import TypeAdapter

from pricebook import units
from pricebook.errors import PageError, ScraperError
from pricebook.gate import conflicts, suspicions
from pricebook.identity import price_id
from pricebook.ledger import unaccounted
from pricebook.reading.document import Document
from pricebook.records import Excuse, Fact, Finding, Price, Quote, Reading, Remark, Span, StatedFact, Unread
from pricebook.scraping import Page, Scraper

_PRICES = TypeAdapter(list[Price])
_WHOSE_MOVE = "This is not the page, or it changed: then scrapers/{}.py must follow."
MAX_UNREAD = 1000
"""A page with more unread amounts is refused."""
_AROUND = 24
"""Characters of context on each side of an amount in a report."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a scraper found on a page, by kind, and the amounts that it left out."""

    quotes: list[Quote]
    facts: list[Fact]
    excuses: list[Excuse]
    unread: list[Unread]

    def spans(self) -> Iterator[Span]:
        """Every span that something was read from."""
        findings: list[Finding] = [*self.quotes, *self.facts, *self.excuses, *self.unread]
        return (finding.span for finding in findings)


def findings_of(scraper: Scraper, document: Document) -> Findings:
    """All that the scraper yields for the page, and what the ledger misses in it.

    Raises PageError for a page with more than MAX_UNREAD unread amounts: that many nobody reviews.
    """
    found = list(scraper.extract(Page(document)))
    unread = [finding for finding in found if isinstance(finding, Unread)]
    silent = list(islice(unaccounted(document, (finding.span for finding in found)), MAX_UNREAD + 1))
    if len(unread) + len(silent) > MAX_UNREAD:
        first = min([*unread, *silent], key=lambda finding: finding.span)
        message = (
            f"{document.name}: more than {MAX_UNREAD:,} amounts were not understood, the first at "
            f"{document.place(first.span)}: {first.reason}. {_WHOSE_MOVE.format(scraper.provider)}"
        )
        raise PageError(message)
    return Findings(
        quotes=[finding for finding in found if isinstance(finding, Quote)],
        facts=[finding for finding in found if isinstance(finding, Fact)],
        excuses=[finding for finding in found if isinstance(finding, Excuse)],
        unread=sorted([*unread, *silent], key=lambda finding: finding.span),
    )


def read_document(scraper: Scraper, document: Document, page: str) -> Reading:
    """All that the scraper reads from the page, and all that nobody accounted for.

    Raises PageError if the page is not the scraper's: a table is missing, or it has fewer prices, read and unread, than
    it must have.
    """
    return to_reading(scraper, document, page, findings_of(scraper, document))


def to_reading(scraper: Scraper, document: Document, page: str, findings: Findings) -> Reading:
    """The findings as records, in the order of the page."""
    converter = _Converter(scraper, document, page)
    prices = converter.prices(findings.quotes)
    if len(prices) + len(findings.unread) < scraper.at_least:
        raise PageError(_too_few(scraper, document, len(prices), findings.unread))
    return Reading(
        provider=scraper.provider,
        page=page,
        prices=prices,
        facts=[converter.fact(fact) for fact in findings.facts],
        unread=[converter.remark(item) for item in findings.unread],
        excused=[converter.remark(item) for item in sorted(findings.excuses, key=lambda item: item.span)],
        conflicts=list(conflicts(prices)),
        suspects=list(suspicions(prices, scraper.currency)),
    )


def _too_few(scraper: Scraper, document: Document, prices: int, unread: list[Unread]) -> str:
    message = f"{document.name}: {prices} prices; a page of {scraper.name} has at least {scraper.at_least}."
    if unread:
        first = unread[0]
        message += (
            f" {len(unread)} amounts were not understood, the first at {document.place(first.span)}: {first.reason}."
        )
    return f"{message} {_WHOSE_MOVE.format(scraper.provider)}"


class _Converter:
    """Findings to records, with the provider and the place."""

    def __init__(self, scraper: Scraper, document: Document, page: str) -> None:
        self.scraper, self.document, self.page = scraper, document, page

    def prices(self, quotes: Iterable[Quote]) -> list[Price]:
        """The prices in the order of the page; one that the page prints twice in the same words counts once."""
        found: dict[tuple[object, ...], dict[str, Any]] = {}
        for quote in quotes:
            price = self._price(quote)
            found.setdefault((price["id"], price["amount"], price["effective_from"]), price)
        return _PRICES.validate_python(list(found.values()))

    def _price(self, quote: Quote) -> dict[str, Any]:
        if quote.currency != self.scraper.currency and quote.currency_from == "page":
            message = f"{self.document.name}: prices of {self.scraper.name} are in {self.scraper.currency}"
            raise PageError(f"{message}, the page prints only {quote.currency}. A person must look.")
        identity = self._identity(quote)
        try:
            ruled = quote.amount if quote.multiplier == 1 else units.EXACT.multiply(quote.amount, quote.multiplier)
            amount = units.convert(ruled, quote.unit) if quote.unit else ruled
        except Inexact:
            message = f"{self.document.name}: {quote.amount} per {quote.unit} has no exact published price"
            raise ScraperError(message) from None
        text = self.document.text(quote.span)
        if not text.strip():
            message = f"{self.document.name}: a quote of {quote.model} covers no characters of the page"
            raise ScraperError(message)
        return {
            **identity,
            "conditions": dict(sorted(quote.conditions.items())),
            "id": price_id(identity),
            "name": quote.name,
            "amount": amount,
            "listed": {
                "amount": quote.amount,
                "unit": str(quote.unit) if quote.unit else None,
                "text": text,
                "unit_from": quote.unit_from,
                "currency_from": quote.currency_from,
            },
            "free": quote.free,
            "promotion": quote.promotion,
            "effective_from": quote.effective_from,
            "derived_from": quote.derived_from,
            "where": self._where(quote.span),
        }

    def _identity(self, quote: Quote) -> Mapping[str, Any]:
        return {
            "provider": self.scraper.provider,
            "model": quote.model,
            "service": quote.service,
            "meter": quote.meter,
            "unit": str(quote.unit.published) if quote.unit else None,
            "currency": quote.currency,
            "conditions": quote.conditions,
        }

    def fact(self, fact: Fact) -> StatedFact:
        """The fact as it is published."""
        return StatedFact.model_validate(
            {
                "provider": self.scraper.provider,
                "kind": fact.kind,
                "subject": fact.subject,
                "printed": fact.printed,
                "value": fact.value,
                "models": fact.models,
                "where": self._where(fact.span),
            }
        )

    def remark(self, item: Excuse | Unread) -> Remark:
        """What is reported, with some of the text around it."""
        whole = self.document.whole(item.span)
        text = whole[max(0, item.span.start - _AROUND) : item.span.end + _AROUND]
        said = {"text": " ".join(text.split())[:200], "reason": item.reason, "where": self._where(item.span)}
        return Remark.model_validate(said)

    def _where(self, span: Span) -> dict[str, Any]:
        line, heading, table, row, column = self.document.place(span)
        return {
            "page": self.page, "line": line, "heading": heading, "table": table, "row": row, "column": column
        }  # fmt: skip
