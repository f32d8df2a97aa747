"""What comes out of a confined process is a stranger's: it is held against what was asked before it is believed."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from pydantic import ValidationError

from pricebook import calendar, errors
from pricebook.errors import CollectionError, PageError, PricebookError, ScraperError, UsageError, one_short_line
from pricebook.extraction.questions import Answer, answers_in, sent
from pricebook.extraction.terms import is_amount, odd_terms
from pricebook.identity import FIELDS, price_id
from pricebook.records import Price, Reading, StatedFact, UnsaidPrice

_ERRORS: dict[str, type[PricebookError]] = {
    each.__name__: each
    for each in (errors.PageError, errors.UnreadablePage, errors.TooHeavy, ScraperError, CollectionError)
}
"""What may come back: errors that a page or a scraper can have."""


def understood(said: bytes, place: str) -> Answer:
    """The one answer that was sent; raises the error that it holds, ScraperError for what is no answer."""
    answers = list(answers_in(said))
    if len(answers) != 1 or said != sent(answers[0]):
        message = f"{place}: the reader answered what is not one answer: {said[:60]!r}. The scraper must be mended."
        raise ScraperError(message)
    return _understood(answers[0], place)


def reading_in(said: bytes, provider: str, page: str) -> Reading | None:
    """The reading of that page, if it is the answer, and nothing else is."""
    place = f"{provider}/{page}"
    with suppress(PageError, ScraperError, CollectionError):
        return readings_of(_understood(said, place), place, provider, [page])[0]
    return None


def _understood(said: bytes, place: str) -> Answer:
    try:
        answer = Answer.model_validate_json(said)
    except (ValidationError, ScraperError) as problem:
        why = str(problem) if isinstance(problem, ScraperError) else repr(said[:60])
        message = f"{place}: the reader answered what is no answer: {why}. The scraper must be mended."
        raise ScraperError(message) from problem
    if answer.error:
        told = one_short_line(answer.message, PricebookError.longest)
        raise _ERRORS.get(answer.error, ScraperError)(told or f"{place}: {answer.error[:60]!r}")
    return answer


def readings_of(answer: Answer, place: str, provider: str, pages: Sequence[str]) -> list[Reading]:
    """The readings of just these pages of the provider; raises ScraperError for any other."""
    problem = next(_problems(answer.readings or [], provider, pages), None)
    if problem is None:
        return answer.readings or []
    message = f"{place}: the reader answered {problem}. The scraper must be mended."
    raise ScraperError(message)


def _problems(readings: Sequence[Reading], provider: str, pages: Sequence[str]) -> Iterator[str]:
    """What no honest reader says."""
    if sorted(reading.page for reading in readings) != sorted(pages):
        yield f"for the pages {[reading.page for reading in readings]}, asked for were {list(pages)}"
    for reading in readings:
        said: list[Price | StatedFact | UnsaidPrice] = [*reading.prices, *reading.facts, *reading.unsaid]
        providers = [reading.provider, *(each.provider for each in said)]
        yield from (f"for the provider {name!r}" for name in providers if name != provider)
        places = [each.where.page for each in (*said, *reading.unread, *reading.excused, *reading.surroundings)]
        yield from (f"of the page {page!r}" for page in places if page != reading.page)
        yield from (problem for price in reading.prices for problem in odd_terms(price))
        yield from (problem for price in reading.unsaid for problem in odd_terms(price))
        yield from (problem for price in reading.prices for problem in _odd_prices(price))
        yield from (f"a fact of no day: {fact.value}" for fact in reading.facts if not _has_days(fact))


def _odd_prices(price: Price) -> Iterator[str]:
    if price.id != price_id({name: getattr(price, name) for name in FIELDS}):
        yield f"a price of {price.model!r} with the id {price.id!r}, which is not its own"
    if not is_amount(price.listed.amount):
        yield f"an amount of {price.listed.amount!s:.40}"
    if price.promotion is not None and "label" not in price.promotion:
        yield f"a promotion without its label: {price.promotion}"
    yield from (f"no day: {day!r}" for day in (price.effective_from, price.effective_until) if not _is_day(day))


def _has_days(fact: StatedFact) -> bool:
    """Whether what it calls a day is one: of a page that says when it was made, of a model that is withdrawn."""
    told = (fact.value or {}).items()
    return all(_is_day(day and day[: calendar.DAY]) for name, day in told if name in {"date", "datetime"})


def _is_day(day: str | None) -> bool:
    try:
        return day is None or bool(calendar.day(day))
    except UsageError:
        return False
