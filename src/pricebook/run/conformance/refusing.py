"""Rules of pages that are not the provider's, or not whole: they are refused, or read without a slip."""

import html
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from pricebook.errors import PageError
from pricebook.extraction.converting import read_document
from pricebook.reading import read_page
from pricebook.reading.document import Document
from pricebook.records import Reading
from pricebook.run.conformance.candidate import Candidate, said
from pricebook.run.conformance.rules import Breach, Rule
from pricebook.run.conformance.strangers import STRANGER, stranger

_EMPTY = (b"", b" \n", b"<html><body></body></html>", b"<p>soon</p>")
_CUTS = 60
"""In how many places a page is cut off, one after the other."""
_SHORTEST = 200
"""Bytes of a page that is cut off, at least."""
_KNOWN_BY = 'page.known_by("a word of its own, which no other provider\'s page has")'


def refuses_an_empty_page(candidate: Candidate) -> Iterator[Breach]:
    """A page without prices is not its page."""
    for page in _EMPTY:
        yield from _refused(candidate, page, "refuses an empty page", repr(page.decode()), "at_least= at least 1")


def refuses_a_login_page(candidate: Candidate) -> Iterator[Breach]:
    """Nor is one that names every model and no price."""
    prices = (price for reading in candidate.readings.values() for price in reading.prices)
    names = "".join(f"<li>{html.escape(name)}</li>" for name in dict.fromkeys(price.model for price in prices))
    login = f"<html><body><h1>登录</h1><form><input name=user></form><ul>{names}</ul></body></html>"
    yield from _refused(candidate, login.encode(), "refuses a log-in page", "a log-in page", "at_least= at least 1")


def refuses_the_page_of_another_provider(candidate: Candidate) -> Iterator[Breach]:
    """Nor is the recorded page of any other provider of the collection."""
    for path in candidate.others:
        place = str(path.relative_to(candidate.collection.root))
        page = replace(_of_others(path.read_bytes()), name=f"{candidate.provider}/page")
        yield from _refused(candidate, page, "refuses the page of another provider", place, _KNOWN_BY)


def refuses_what_could_be_anybodys(candidate: Candidate) -> Iterator[Breach]:
    """Nor are tables with the headings that its own have, on a page without a word that is its own."""
    prices = [price for reading in candidate.readings.values() for price in reading.prices]
    names = {name for price in prices for name in (price.model, price.name) if name}
    made = [stranger(each.body.read_bytes(), names) for each in candidate.recorded]
    for page in (STRANGER, *made):
        place = "a page of nobody's models with its headings"
        yield from _refused(candidate, page.encode(), "refuses what could be anybody's", place, _KNOWN_BY)


def is_right_where_it_is_cut_off(candidate: Candidate) -> Iterator[Breach]:
    """Wherever a page ends, no price is read that the whole page does not say."""
    for each in candidate.recorded:
        data, whole = each.body.read_bytes(), set(said(candidate.readings[each.name].prices))
        for end in range(_SHORTEST, len(data), max(1, len(data) // _CUTS)):
            try:
                cut = candidate.read(data[:end])
            except PageError:
                continue
            if made_up := sorted(set(said(cut.prices)) - whole):
                seen = f"cut off behind byte {end:,}, {len(made_up)} prices are read that the page does not print"
                yield Breach("is right where it is cut off", each.name, seen, "read no more than what is whole")
                break


OF_REFUSING: dict[str, Rule] = {
    "refuses an empty page": refuses_an_empty_page,
    "refuses a log-in page": refuses_a_login_page,
    "refuses the page of another provider": refuses_the_page_of_another_provider,
    "refuses what could be anybody's": refuses_what_could_be_anybodys,
    "is right where it is cut off": is_right_where_it_is_cut_off,
}


@lru_cache(maxsize=64)
def _of_others(page: bytes) -> Document:
    """A page of others, which is held against one scraper after the other."""
    return read_page(page, "page")


def _refused(candidate: Candidate, page: bytes | Document, rule: str, place: str, todo: str) -> Iterator[Breach]:
    """A breach unless the scraper refuses the page."""
    try:
        reading = _whatever(candidate, page)
    except PageError:
        return
    yield Breach(rule, place, f"is read as its own, with {len(reading.prices)} prices", todo)


def _whatever(candidate: Candidate, page: bytes | Document) -> Reading:
    if isinstance(page, Document):
        return read_document(candidate.scraper, page, "page")
    return candidate.read(page)
