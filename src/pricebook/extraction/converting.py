"""From findings to records: converted once into the published units, in the order of the page."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, Inexact
from typing import Any

from pydantic import TypeAdapter

from pricebook import units
from pricebook.checks.gate import conflicts, suspicions
from pricebook.errors import PageError, ScraperError
from pricebook.extraction.findings import WHOSE_MOVE, Findings, findings_of
from pricebook.identity import price_id
from pricebook.reading.document import Document
from pricebook.records import (
    Excuse,
    Fact,
    Price,
    Quote,
    Reading,
    Remark,
    Span,
    StatedFact,
    Unread,
    Unsaid,
    UnsaidPrice,
    Where,
)
from pricebook.scraping import Scraper
from pricebook.scraping.questions import known

_PRICES = TypeAdapter(list[Price])
_AROUND = 24
"""Characters of context on each side of an amount in a report."""


def read_document(scraper: Scraper, document: Document, page: str) -> Reading:
    """All that the scraper reads from the page, and all that nobody accounted for.

    Raises PageError if the page is not the scraper's: a table is missing, or it has fewer prices, read, unsaid and
    unread, than it must have.
    """
    return accepted(scraper, to_reading(scraper, document, page, findings_of(scraper, document)))


def to_reading(scraper: Scraper, document: Document, page: str, findings: Findings) -> Reading:
    """The findings as records, in the order of the page, however few they are."""
    converter = _Converter(scraper, document, page)
    prices = converter.prices(findings.quotes)
    return Reading(
        provider=scraper.provider,
        page=page,
        prices=prices,
        facts=[converter.fact(fact) for fact in findings.facts],
        unsaid=[converter.unsaid(item) for item in findings.unsaid],
        unread=[converter.remark(item) for item in findings.unread],
        excused=[converter.remark(item) for item in sorted(findings.excuses, key=lambda item: item.span)],
        conflicts=list(conflicts(prices)),
        suspects=list(suspicions(prices, known(scraper.currency))),
        remarks=document.remarks,
    )


def accepted(scraper: Scraper, reading: Reading) -> Reading:
    """The reading, if it has as much as that page of the provider must have; raises PageError if not."""
    found = len(reading.prices) + len(reading.unread) + len(reading.unsaid)
    if found >= scraper.floor(reading.page):
        return reading
    message = f"{reading.provider}/{reading.page}: {len(reading.prices)} prices; "
    message += f"this page of {scraper.name} has at least {scraper.floor(reading.page)}."
    if reading.unread:
        first = reading.unread[0]
        message += f" {len(reading.unread)} amounts were not understood, the first at {first.where}: {first.reason}."
    raise PageError(f"{message} {WHOSE_MOVE.format(scraper.home)}")


class _Converter:
    """Findings to records, with the provider and the place."""

    def __init__(self, scraper: Scraper, document: Document, page: str) -> None:
        self.scraper, self.document, self.page = scraper, document, page
        self._places: dict[tuple[int, int, int], Where] = {}

    def prices(self, quotes: Iterable[Quote]) -> list[Price]:
        """The prices in the order of the page; one that the page prints twice under the same headings counts once."""
        found: dict[tuple[object, ...], dict[str, Any]] = {}
        for quote in quotes:
            price = self._price(quote)
            terms = price["amount"], price["effective_from"], price["effective_until"], str(price["promotion"])
            found.setdefault((price["id"], *terms, *price["where"].heading), price)
        return _PRICES.validate_python(list(found.values()))

    def _price(self, quote: Quote) -> dict[str, Any]:
        amount, unit = self._published(quote)
        identity = self._identity(quote, unit)
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
            "effective_until": quote.effective_until,
            "derived_from": quote.derived_from,
            "where": self._where(quote.span),
        }

    def _published(self, quote: Quote) -> tuple[Decimal, str | None]:
        """The amount in the published unit, and that unit."""
        try:
            ruled = quote.amount if quote.multiplier == 1 else units.EXACT.multiply(quote.amount, quote.multiplier)
            if quote.unit is None:
                return ruled, None
            amount, unit = units.publish(ruled, quote.unit)
        except Inexact:
            message = f"{self.document.name}: {quote.amount} per {quote.unit} has no exact published price"
            raise ScraperError(message) from None
        return amount, str(unit)

    def _identity(self, quote: Quote, unit: str | None) -> Mapping[str, Any]:
        return {
            "provider": self.scraper.provider,
            "model": quote.model,
            "service": quote.service,
            "meter": quote.meter,
            "unit": unit,
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

    def unsaid(self, item: Unsaid) -> UnsaidPrice:
        """The price that the vocabulary cannot say."""
        return UnsaidPrice(
            provider=self.scraper.provider,
            model=item.model,
            amount=item.amount,
            currency=item.currency,
            per=item.per,
            conditions=dict(sorted(item.conditions.items())),
            meters=list(item.meters),
            text=self.document.text(item.span),
            reason=item.reason,
            where=self._where(item.span),
        )

    def remark(self, item: Excuse | Unread) -> Remark:
        """What is reported, with some of the text around it."""
        whole = self.document.whole(item.span)
        text = whole[max(0, item.span.start - _AROUND) : item.span.end + _AROUND]
        said = {"text": " ".join(text.split())[:200], "reason": item.reason, "where": self._where(item.span)}
        return Remark.model_validate(said)

    def _where(self, span: Span) -> Where:
        """The place of the cell, which all that is read from it share."""
        cell = span.block, span.row, span.column + span.shift
        if cell not in self._places:
            line, heading, table, row, column = self.document.place(span)
            self._places[cell] = Where(
                page=self.page, line=line, heading=list(heading), table=table, row=row, column=column
            )
        return self._places[cell]
