"""Prices in prose: characters that a scraper found, read as a cell is; amount, unit and currency stand in them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pricebook.phrases import NOTHING, Says, both, read_cell
from pricebook.phrases.clauses import HIDDEN
from pricebook.phrases.names import Named
from pricebook.records import Excuse, Finding, Meter, Service, Span, Unread
from pricebook.tables.context import Context
from pricebook.tables.quoting import Lacking, Surroundings, quotes_in, unsaid_in
from pricebook.tables.stating import holding
from pricebook.vocabulary import HIDDEN as CHARACTERS
from pricebook.vocabulary import TURNING

_TURNING = re.compile(f"[{TURNING}]")
_HIDDEN = re.compile(f"[{CHARACTERS}]")


class Spoken(NamedTuple):
    """What a scraper says of prices in prose."""

    model: str
    service: Service = "inference"
    meter: Meter | None = None
    """What is counted, where the characters do not say it."""
    conditions: Mapping[str, Any] | None = None
    lacking: Lacking | None = None
    """Why the vocabulary cannot say them, if so."""


def prose_quotes(whole: str, span: Span, page: Context, spoken: Spoken) -> Iterator[Finding]:
    """Every price of the characters that `span` covers, in the `whole` of their cell or paragraph.

    Of prices that nobody can say the headings above may contradict themselves: then what is free is not read, too.
    """
    text = whole[span.start : span.end]
    reading = read_cell(text)
    problem = HIDDEN if _is_hidden(whole, span) else reading.problem
    if problem or not reading.amounts:
        yield Unread(span, problem or "no price stands here")
        return
    for start, end, reason in reading.remarks:
        yield Excuse(span._replace(start=span.start + start, end=span.start + end), reason)
    told = both(Says(meters=(spoken.meter,)) if spoken.meter else NOTHING, holding(spoken.conditions or {}))
    lacking, contradicted = spoken.lacking, spoken.lacking is not None and page.around.problem is not None
    around = Surroundings(
        page=page,
        service=spoken.service,
        models=[Named(spoken.model, NOTHING)],
        name=None,
        row=NOTHING,
        heading=NOTHING,
        wider=told if contradicted else both(told, page.around),
        lacking=lacking._replace(free=contradicted) if lacking else None,
    )
    yield from quotes_in(text, reading.amounts, around, span)
    yield from unsaid_in(text, reading.others, around, span)


def _is_hidden(whole: str, span: Span) -> bool:
    """Whether the characters are displayed in another order, or what nobody sees joins them to others."""
    beside = whole[max(0, span.start - 1) : span.start] + whole[span.end : span.end + 1]
    return _TURNING.search(whole) is not None or _HIDDEN.search(beside) is not None
