"""The price-bearing part of a page: what of it is kept, so that it can be read again."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from pricebook.errors import PageError, ScraperError
from pricebook.extraction.around import surroundings
from pricebook.extraction.converting import accepted, to_reading
from pricebook.extraction.findings import Findings, findings_of
from pricebook.reading import canonical
from pricebook.reading.document import Block, Document, Heading, Paragraph, Table
from pricebook.reading.remembered import Remembered
from pricebook.records import Reading, Span
from pricebook.scraping import Scraper
from pricebook.tables.sentences import stated_measures
from pricebook.tables.surroundings import stating

_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_PRICE = attrgetter(
    "model", "service", "meter", "amount", "multiplier", "currency", "unit", "conditions", "effective_from",
    "effective_until", "promotion", "free",
)  # fmt: skip


def store(scraper: Scraper, document: Document, page: str) -> tuple[str, Reading]:
    """The page as it is kept, in canonical Markdown, and what is read from it there.

    Where its price-bearing part would be read differently, the paragraphs of that part are kept whole, and where these
    would be too, the page is. Raises ScraperError if even that, written down and read again, says something else than
    the page did.
    """
    remembered = Remembered()
    findings = findings_of(scraper, document, remembered)
    said = _said(findings, document)
    for kept in _least_first(document, findings):
        text = canonical.write(kept)
        written = canonical.read(text, document.name)
        try:
            # What is kept has the very tables of the page, so that what was worked out for them is remembered.
            again = findings_of(scraper, kept if written == kept else written, remembered)
        except PageError:
            # What the scraper knows the page by was not price-bearing.
            continue
        if _said(again, written) == said:
            reading = _records(scraper, page, (written, again), (document, findings))
            return text, reading.model_copy(update={"surroundings": surroundings(document, findings, kept, page)})
    message = f"{document.name}: read differently once it was stored. {scraper.home} must be mended."
    raise ScraperError(message)


def _least_first(document: Document, findings: Findings) -> Iterator[Document]:
    """What may be kept of the page, the least of it first."""
    yield price_bearing(document, findings)
    yield price_bearing(document, findings, whole_paragraphs=True)
    yield document


def _records(
    scraper: Scraper, page: str, stored: tuple[Document, Findings], came: tuple[Document, Findings]
) -> Reading:
    """The records of the stored page; a page that is refused is refused with the lines on which it came."""
    try:
        again = to_reading(scraper, stored[0], page, stored[1]).model_copy(update={"remarks": came[0].remarks})
        return accepted(scraper, again)
    except PageError:
        return accepted(scraper, to_reading(scraper, came[0], page, came[1]))


def price_bearing(document: Document, findings: Findings, *, whole_paragraphs: bool = False) -> Document:
    """The tables and the clauses of prose that something was read from, what is stated around tables, the headings."""
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for span in findings.spans():
        spans[span.block].append(span)
    kept: list[Block] = []
    above: list[Heading] = []
    written: list[Heading] = []
    for index, block in enumerate(document.blocks):
        if isinstance(block, Heading):
            above = [*(heading for heading in above if heading.level < block.level), block]
        elif part := _part(block, spans.get(index, []), whole_paragraphs):
            kept.extend(heading for heading in above if all(heading is not one for one in written))
            kept.extend(part)
            written = above
    return Document(tuple(kept), document.name)


def _part(block: Paragraph | Table, spans: Sequence[Span], whole_paragraphs: bool) -> list[Block]:
    if isinstance(block, Table):
        return [block] if spans else []
    if stating(block.text) or (whole_paragraphs and spans):
        return [block]
    return [Paragraph(text, block.line) for text in _clauses(block.text, spans)]


def _clauses(text: str, spans: Iterable[Span]) -> list[str]:
    """What the spans cover and the sentences that give the prices their unit, in order, without overlap."""
    wanted = sorted([*((span.start, span.end) for span in spans), *_units(text)])
    merged: list[tuple[int, int]] = []
    for start, end in wanted:
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return [clause for start, end in merged if (clause := text[start:end].strip())]


def _units(text: str) -> Iterable[tuple[int, int]]:
    if not stated_measures(text):
        return ()
    sentences = (match.span() for match in _SENTENCE.finditer(text))
    return [(start, end) for start, end in sentences if stated_measures(text[start:end])]


def _said(findings: Findings, document: Document) -> list[object]:
    """What was found under which headings, whatever the characters that it was read from: so no conflict is lost."""
    prices = [(_PRICE(quote), document.paths[quote.span.block]) for quote in findings.quotes]
    facts = [(fact.kind, fact.subject, fact.value) for fact in findings.facts]
    unsaid = [
        (item.model, item.amount, item.currency, item.per, item.conditions, item.meters) for item in findings.unsaid
    ]
    return [prices, facts, unsaid, len(findings.unread)]
