"""The price-bearing part of a page: what of it is kept, so that it can be read again."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from pricebook.errors import PageError, ScraperError
from pricebook.extraction.converting import read_document, to_reading
from pricebook.extraction.findings import Findings, findings_of
from pricebook.reading import canonical
from pricebook.reading.document import Block, Document, Heading, Paragraph, Table
from pricebook.records import Reading, Span
from pricebook.scraping import Scraper
from pricebook.tables.sentences import stated_measure

_SENTENCE = re.compile(r"[^。；\n]+[。；]?")


def store(scraper: Scraper, document: Document, page: str) -> tuple[str, Reading]:
    """The page as it is kept, in canonical Markdown, and what is read from it there.

    The whole page is kept where its price-bearing part alone would be read differently. Raises ScraperError if even
    that, written down and read again, says something else than the page did.
    """
    findings = findings_of(scraper, document)
    whole = to_reading(scraper, document, page, findings)
    for kept in (price_bearing(document, findings), document):
        text = canonical.write(kept)
        try:
            reading = read_document(scraper, canonical.read(text, document.name), page)
        except PageError:
            # What the scraper knows the page by was not price-bearing.
            continue
        if _said(reading) == _said(whole):
            return text, reading
    message = f"{document.name}: read differently once it was stored. scrapers/{scraper.provider}.py must be mended."
    raise ScraperError(message)


def price_bearing(document: Document, findings: Findings) -> Document:
    """The tables that something was read from, the clauses of prose that something was read from, their headings."""
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for span in findings.spans():
        spans[span.block].append(span)
    kept: list[Block] = []
    above: list[Heading] = []
    written: list[Heading] = []
    for index, block in enumerate(document.blocks):
        if isinstance(block, Heading):
            above = [*(heading for heading in above if heading.level < block.level), block]
        elif part := _part(block, spans.get(index, [])):
            kept.extend(heading for heading in above if all(heading is not one for one in written))
            kept.extend(part)
            written = above
    return Document(tuple(kept), document.name)


def _part(block: Paragraph | Table, spans: Sequence[Span]) -> list[Block]:
    if isinstance(block, Table):
        return [block] if spans else []
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
    if stated_measure(text) is None:
        return ()
    sentences = (match.span() for match in _SENTENCE.finditer(text))
    return [(start, end) for start, end in sentences if stated_measure(text[start:end])]


def _said(reading: Reading) -> list[object]:
    """What was read, whatever the line that it stands on."""
    prices = sorted(
        (
            each.id,
            str(each.amount),
            each.free,
            str(each.promotion),
            each.effective_from or "",
            each.effective_until or "",
        )
        for each in reading.prices
    )
    facts = [(fact.kind, fact.subject, fact.value) for fact in reading.facts]
    unsaid = [(item.model, item.amount, item.currency, item.per) for item in reading.unsaid]
    return [prices, facts, unsaid, len(reading.unread), len(reading.conflicts)]
