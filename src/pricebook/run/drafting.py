"""A first scraper, drafted from what was seen of a page: each decision with its evidence, each doubt a question."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pricebook import vocabulary
from pricebook.checks.ledger import amounts
from pricebook.errors import ScraperError, UsageError
from pricebook.extraction.converting import to_reading
from pricebook.extraction.findings import findings_of
from pricebook.reading.document import Document, Table
from pricebook.records import Finding, Price, Reading
from pricebook.run.draft_module import page_name, written
from pricebook.run.models_seen import may_hold_models, models_seen
from pricebook.run.own_words import own_word, printed_name
from pricebook.scraping import Address, Layout, Open, Page, Scraper


class Given(NamedTuple):
    """What the author says of the provider; None is what the page has to tell, or stays a question."""

    provider: str
    name: str | None = None
    address: str | None = None
    timezone: str | None = None


class Drafted(NamedTuple):
    """One thing that the draft says, or asks."""

    what: str
    value: str
    """What it says; a question where it could not be decided."""
    because: str
    """What was seen, with its place."""

    @property
    def open(self) -> bool:
        """Whether it could not be decided."""
        return isinstance(self.value, Open)


class Draft(NamedTuple):
    """A first scraper."""

    module: str
    """Its source."""
    choices: list[Drafted]
    """Each decision and each question."""
    reading: Reading
    """What it reads from the page that it was drafted from."""

    @property
    def asks(self) -> bool:
        """Whether the module has open questions, which keep it from being loaded; models are none of them."""
        return any(each.open for each in self.choices if each.what != "models")


def draft(document: Document, given: Given, others: Sequence[tuple[str, str]] = ()) -> Draft:
    """The scraper of a page; `others` are pages of other providers, each with where it stands.

    Raises UsageError for what no provider can be called, and for a page without an amount.
    """
    if not any(True for _ in amounts(document)):
        message = (
            f"{document.name}: no amount of money stands on it, so there is nothing to draft from. Is it the page with "
            "the prices? If scripts draw it, save it from the browser once it is drawn."
        )
        raise UsageError(message)
    name = printed_name(document, given.provider)
    currency = _decided_currency(trial(document, given, Open()).prices, document)
    known_by = own_word(document, [word for word in (given.name, given.provider) if word], others)
    reading = trial(document, given, currency.value)
    floor = max(1, (len(reading.prices) + len(reading.unsaid)) // 2)
    choices = [
        Drafted("name", given.name, "as it was given") if given.name else Drafted("name", *name),
        Drafted("known_by", *known_by),
        *_decided_models(document),
        currency,
        _decided_address(given),
        Drafted("at_least", str(floor), f"half of {len(reading.prices)} prices and {len(reading.unsaid)} unsaid"),
        _decided_timezone(given),
    ]
    said = {each.what: each.value for each in choices}
    module = written(
        provider=given.provider, name=said["name"], known_by=said["known_by"], currency=said["currency"],
        address=Address(page_name(given.address), said["address"], at_least=floor), timezone=said["timezone"],
    )  # fmt: skip
    return Draft(module, choices, reading)


def extract(page: Page) -> Iterator[Finding]:
    """What a draft reads: every table whose models are found."""
    for table, model in page.price_tables():
        yield from table.quotes(Layout(model=model))


def trial(document: Document, given: Given, currency: str) -> Reading:
    """What a draft reads, if prices are in that currency; raises TooHeavy where next to nothing is understood."""
    try:
        page = Address(page_name(given.address), given.address or Open(), at_least=0)
        scraper = Scraper(
            given.provider, given.name or given.provider, currency, [page], extract, timezone=given.timezone or Open()
        )
    except ScraperError as problem:
        raise UsageError(str(problem)) from problem
    return to_reading(scraper, document, page.name, findings_of(scraper, document))


def _decided_currency(prices: Sequence[Price], document: Document) -> Drafted:
    """The currency of all prices, if they are of one."""
    found = Counter(price.currency for price in prices)
    if not found and (only := Page(document).says.of_prose(0).currency):
        return Drafted("currency", only, "no price is read yet, and all money marks of the page are of it")
    if len(found) != 1:
        counted = ", ".join(f"{code}: {count}" for code, count in found.most_common())
        seen = f"prices are in several: {counted}" if found else "no price is read that prints one"
        return Drafted("currency", Open("in which currency are its prices? ISO 4217, such as CNY or USD"), seen)
    (code,) = found
    printed = [price for price in prices if price.listed.currency_from != "page"]
    first = f", the first {printed[0].listed.text!r}, {printed[0].where}" if printed else ""
    silent = f"; {len(prices) - len(printed)} print none, and the page no other" if len(printed) < len(prices) else ""
    return Drafted("currency", code, f"{len(printed)} prices print it{first}{silent}{_usual_mark(code, document)}")


def _usual_mark(code: str, document: Document) -> str:
    """What is to be known of a currency that is told by a mark which several share."""
    marks = Page(document).says.of_prose(0).marks
    shared = [mark for mark, family in vocabulary.SHARED_MARKS.items() if mark in marks and code in family]
    return f"; {shared[0]} is the usual one, as the page names no other" if shared and code not in marks else ""


def _decided_models(document: Document) -> Iterator[Drafted]:
    """Where the models of the tables stand, and of which tables nobody knows."""
    seen = models_seen(document)
    numbers = {block: number for number, (block, _) in enumerate(document.tables(), start=1)}
    places: dict[str, list[int]] = {}
    for block, place in seen.items():
        places.setdefault(str(place), []).append(numbers[block])
    for words, tables in places.items():
        yield Drafted("models", words, _listed_tables(tables))
    priced = {span.block for span in amounts(document)}
    unknown: dict[tuple[str, str], list[int]] = {}
    for block, table in document.tables():
        if block in priced and block not in seen:
            unknown.setdefault(_whose_models(table), []).append(numbers[block])
    for (question, may), tables in unknown.items():
        yield Drafted("models", Open(question), f"{_listed_tables(tables)}: {may}; unread until it is said")


def _whose_models(table: Table) -> tuple[str, str]:
    """What is asked of a table whose models are not found, and where they may stand."""
    may = " or ".join(map(repr, may_hold_models(table)))
    headings = " | ".join(" ".join(heading.split()) for heading in table.header)
    seen = f"names stand below {may}" if may else "no heading is known to be one of models"
    return f"where do the models of these prices stand? {headings}", seen


def _listed_tables(numbers: Sequence[int]) -> str:
    """Tables by their numbers."""
    shown = ", ".join(map(str, numbers[:8]))
    more = f" and {len(numbers) - 8} more" if len(numbers) > 8 else ""
    return f"table{'s' if len(numbers) > 1 else ''} {shown}{more}"


def _decided_address(given: Given) -> Drafted:
    if given.address:
        return Drafted("address", given.address, "as it was given")
    return Drafted("address", Open("where does the page stand? https://..."), "a saved page does not tell")


def _decided_timezone(given: Given) -> Drafted:
    if given.timezone:
        return Drafted("timezone", given.timezone, "as it was given")
    asked = Open("whose days do its prices change on? Such as Asia/Shanghai, or UTC")
    return Drafted("timezone", asked, "a page does not tell")
