"""What a confined process says is a stranger's: whatever is not the answer to what was asked is refused."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from pricebook.errors import CollectionError, PageError, PricebookError, ScraperError
from pricebook.extraction.answers import readings_of, understood
from pricebook.extraction.questions import Answer, of_answer, sent
from pricebook.records import Reading
from tests.worlds import price, reading, unsaid

PRICE = price("a", "4")
LISTED = PRICE.listed


def said(*readings: Reading) -> bytes:
    return of_answer(Answer(readings=list(readings)))


def read(data: bytes) -> list[Reading]:
    return readings_of(understood(data, "acme/price"), "acme/price", "acme", ["price"])


def with_price(**changed: object) -> Reading:
    return reading([PRICE.model_copy(update=changed)])


def elsewhere(field: str) -> Reading:
    """A reading that holds something of another page."""
    whole = reading([PRICE], good=False, withdrawn={"a": "2026-01-01"}, unsaid=[unsaid("b", "2", "只")])
    where = PRICE.where.model_copy(update={"page": "../../x"})
    return whole.model_copy(
        update={field: [each.model_copy(update={"where": where}) for each in getattr(whole, field)]}
    )


FORGED: dict[str, Callable[[], tuple[Reading, ...]]] = {
    "of another provider": lambda: (reading([PRICE]).model_copy(update={"provider": "other"}),),
    "a price of another provider": lambda: (reading([price("a", "4", provider="other")]),),
    "a price under another name": lambda: (with_price(provider="other"),),
    "an unsaid price of another provider": lambda: (reading([], unsaid=[unsaid("a", "4", "只", provider="other")]),),
    "of another page": lambda: (reading([], page="../../x"),),
    "a price of another page": lambda: (elsewhere("prices"),),
    "a fact of another page": lambda: (elsewhere("facts"),),
    "an unread amount of another page": lambda: (elsewhere("unread"),),
    "an unsaid price of another page": lambda: (elsewhere("unsaid"),),
    "nothing": lambda: (),
    "twice": lambda: (reading([PRICE]), reading([PRICE])),
    "another identity": lambda: (with_price(id="0" * 16),),
    "another thing under an identity": lambda: (with_price(model="b"),),
    "less than nothing": lambda: (with_price(amount=Decimal(-1)),),
    "less than nothing, as listed": lambda: (
        with_price(listed=PRICE.listed.model_copy(update={"amount": Decimal(-1)})),
    ),
    "an unsaid price below nothing": lambda: (reading([], unsaid=[unsaid("a", "-4", "只")]),),
}


def test_what_was_asked_for_is_taken() -> None:
    whole = elsewhere("conflicts")
    assert read(said(whole)) == [whole]


@pytest.mark.parametrize("name", FORGED)
def test_what_was_not_asked_for_is_refused(name: str) -> None:
    with pytest.raises(ScraperError, match=r"^acme/price: the reader answered .* The scraper must be mended\.$"):
        read(said(*FORGED[name]()))


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-Infinity", "1e999999", "1e-999999", "four"])
def test_an_amount_is_a_number(amount: str) -> None:
    data = Answer(readings=[reading([PRICE])]).model_dump_json().replace('"amount":"4"', f'"amount":"{amount}"', 1)
    with pytest.raises(ScraperError, match="the reader answered"):
        read(sent(data.encode()))


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"null", b"\xff", b"{" * 100_000, b'{"readings": 4}', b'{"a": 1}'])
def test_what_is_no_answer_is_refused(data: bytes) -> None:
    with pytest.raises(ScraperError, match="the reader answered ") as raised:
        read(sent(data))
    assert str(raised.value).isprintable()


@pytest.mark.parametrize("data", [b"", b"{}", said()[:-1], said() * 2, said() + b"{", b"\x1b" * 100])
def test_one_answer_is_given(data: bytes) -> None:
    with pytest.raises(ScraperError, match=r"^acme/price: the reader answered what is not one answer: ") as raised:
        read(data)
    assert str(raised.value).isprintable()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("PageError", PageError), ("ScraperError", ScraperError), ("CollectionError", CollectionError),
        ("StorageError", ScraperError), ("UsageError", ScraperError), ("Clock Wrong", ScraperError),
        ("__class__", ScraperError), ("KeyError", ScraperError), ("SystemExit", ScraperError),
        ("\x1b[2J", ScraperError),
    ],
)  # fmt: skip
@pytest.mark.parametrize("message", ["", "a\nb\x1b\u202e", "x" * 10**6])
def test_only_errors_of_pages_and_scrapers_come_back(error: str, kind: type[PricebookError], message: str) -> None:
    with pytest.raises(PricebookError) as raised:
        understood(of_answer(Answer(error=error, message=message)), "acme/price")
    assert type(raised.value) is kind
    assert str(raised.value)
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) <= 1000
