"""What assistants are answered, asked without any protocol: the library's answers, with their doubts and sources."""

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

import pricebook
from pricebook.agents.desk import Desk
from pricebook.agents.pricing import priced
from pricebook.agents.questions import AskedCost
from pricebook.book import Book, BookError
from pricebook.errors import UsageError
from pricebook.publish.recent import KEPT
from tests.agents.asking import changes, cost, find, prices, why
from tests.agents.releases import CHANGES, DOUBT, GONE, PRICES, change, desk, released
from tests.book.releases import files, price, write
from tests.book.requests import RELEASE, Request, requests, the_collections

EACH = 101
"""Of all requests to the collection's release every so manieth is asked."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return desk(released(tmp_path_factory.mktemp("release")))


def as_arguments(request: Request) -> dict[str, Any]:
    """The request as an assistant asks it."""
    own = {name: value for name, value in request.keywords.items() if name not in request.stated}
    known: dict[str, Any] = {name: own.pop(name) for name in ("provider", "service", "context_tokens") if name in own}
    stated = {name: str(each) if isinstance(each, Decimal) else each for name, each in request.stated.items()}
    return {"model": request.offer["model"], **known, "counted": own, "conditions": stated}


def librarys(book: Book, request: Request) -> pricebook.book.Cost | BookError:
    """What the library says of the request."""
    try:
        return book.cost(request.offer["model"], **request.keywords)
    except BookError as problem:
        return problem


def some_requests() -> Iterator[Request]:
    return islice(requests(the_collections()), 0, None, EACH)


def test_every_cost_is_the_librarys_and_so_is_every_refusal() -> None:
    """Of the collection's release: amount, lines, doubts and reasons, whatever stands in it tonight."""
    book, at, answered = pricebook.load(RELEASE, accept_expired=True), Desk(Path(), str(RELEASE)), 0
    for request in some_requests():
        asked = AskedCost.of(as_arguments(request))
        told = priced(at, asked)
        own = librarys(book, request)
        if isinstance(own, BookError):
            assert (told.costs, told.refused and told.refused.why) == ([], str(own))
            continue
        (one,) = told.costs
        expected = own.as_dict()
        names = ("provider", "model", "amount", "currency", "doubts", "assumed", "unseen", "promotions", "why")
        assert {name: getattr(one, name) for name in names} == {name: expected[name] for name in names}
        lines = [(line.price.id, line.quantity, line.amount, line.price.source.quote) for line in one.lines]
        assert lines == [(each["id"], each["quantity"], each["amount"], each["quote"]) for each in expected["lines"]]
        assert all(line.price.source.address for line in one.lines)
        assert sum(Decimal(line.amount) for line in one.lines) == own.amount
        answered += 1
    assert answered


def test_prices_are_those_of_the_release_each_with_its_doubts_and_its_place() -> None:
    at = Desk(Path(), str(RELEASE))
    for record in the_collections()[::EACH]:
        told = prices(at, record["model"], provider=record["provider"], meter=record["meter"], most=100)
        (one, *_) = [each for each in told.prices if (each.id, each.amount) == (record["id"], record["amount"])]
        for name in ("service", "meter", "currency", "unit", "conditions", "standard", "status", "valid_from"):
            assert getattr(one, name) == record[name], name
        assert one.source.quote == record["listed"]["text"]
        for name in ("address", "page", "heading", "table", "row", "column", "line"):
            assert getattr(one.source, name) == record["where"][name], name
        doubted = {"suspect": record["suspect"], "conflict": record["conflict"]}
        assert {each.kind: each.why for each in one.doubts if each.kind in doubted} == {
            kind: reason for kind, reason in doubted.items() if reason
        }


def test_a_model_is_found_by_a_part_of_its_name_and_the_same_elsewhere(made: Desk) -> None:
    told = find(made, "PLAI")
    assert [(each.provider, each.same_elsewhere) for each in told.offers] == [
        ("acme", ["best/plain", "doubted/plain"]), ("best", ["acme/plain", "doubted/plain"]),
        ("doubted", ["acme/plain", "best/plain"]),
    ]  # fmt: skip
    assert [each.current for each in find(made, "old").offers] == [False]
    assert (find(made, "plain", most=1).more, find(made, "plain", most=1, skip=2).more) == (2, 0)
    assert why(find(made, "plane")) == "UnknownModel"


def test_a_cost_is_told_of_every_provider_or_of_one(made: Desk) -> None:
    told = cost(made, "plain", input_tokens=1_000_000, output_tokens="500000")
    assert [(each.provider, each.amount, each.currency) for each in told.costs] == [
        ("best", "5.5", "CNY"), ("acme", "6", "CNY"),
    ]  # fmt: skip
    assert [(each.provider, each.kind) for each in told.not_known] == [("doubted", "NotPriced")]
    one = cost(made, "plain", provider="acme", input_tokens=1_000_000, conditions={"mode": "batch"})
    assert [(each.provider, each.amount) for each in one.costs] == [("acme", "1")]
    assert cost(made, "plain", input_tokens=1, most=1).more == 1
    (fraction,) = cost(made, "clip", seconds="1.5").costs
    assert (fraction.amount, fraction.lines[0].quantity) == ("0.375", "1.5")


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({"model": "plane", "input_tokens": 1}, "UnknownModel"),
        ({"model": "plain", "provider": "nobody", "input_tokens": 1}, "UnknownModel"),
        ({"model": "Twin", "provider": "acme", "input_tokens": 1}, "AmbiguousModel"),
        ({"model": "old", "input_tokens": 1}, "NotSold"),
        ({"model": "plain", "images": 1}, "NotPriced"),
        ({"model": "plain", "input_tokens": 1, "at": "2025-01-01"}, "UnknownDay"),
        ({"model": "plain", "input_tokens": 1, "at": "2027-01-01"}, "WrongQuestion"),
        ({"model": "plain", "input_tokens": 1, "at": "2026-02-30"}, "WrongQuestion"),
        ({"model": "thinker", "output_tokens": 1}, "Undecided"),
        ({"model": "tiered", "input_tokens": 8192, "output_tokens": 1}, "UndecidedTier"),
        ({"model": "plain", "provider": "doubted", "input_tokens": 1}, "Doubtful"),
        ({"model": "plain"}, "WrongQuestion"),
        ({"model": "plain", "input_tokens": 1, "conditions": {"speed": "high"}}, "WrongQuestion"),
        ({"model": "plain", "input_tokens": 1, "conditions": {"provider": "best"}}, "WrongQuestion"),
        ({"model": "plain", "input_tokens": 1, "conditions": {"self": True}}, "WrongQuestion"),
        ({"model": "plain", "counted": {"apples": 1}}, "WrongQuestion"),
        ({"model": "plain", "counted": {"model": 1}}, "WrongQuestion"),
        ({"model": "plain", "input_tokens": 1, "counted": {"input_tokens": 2}}, "WrongQuestion"),
    ],
)
def test_what_is_not_known_is_refused_with_the_reason(made: Desk, asked: dict[str, Any], kind: str) -> None:
    told = cost(made, **asked)
    assert (told.costs, why(told)) == ([], kind)


def test_a_doubt_that_is_accepted_stands_beside_the_amount(made: Desk) -> None:
    (told,) = cost(made, "plain", provider="doubted", input_tokens=1_000_000, accept=["suspect"]).costs
    assert (told.amount, told.doubts) == ("0.4", [f"input: suspect, {DOUBT}"])
    assert [(each.kind, each.why) for each in told.lines[0].price.doubts] == [("suspect", DOUBT)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"input_tokens": 1.5}, "input_tokens: 1.5 is no quantity"),
        ({"input_tokens": -1}, "input_tokens: -1 is no quantity"),
        ({"input_tokens": "1e3"}, "input_tokens: '1e3' is no quantity"),
        ({"input_tokens": True}, "input_tokens: True is no quantity"),
        ({"input_tokens": "9" * 200}, "..."),
        ({"counted": {"images": 0.5}}, "counted: 0.5 is no quantity"),
        ({"batch": True}, "batch: no such argument"),
        ({"accept": ["all"]}, "accept: "),
        ({"model": None}, "model: "),
        ({"at": "yesterday"}, "at: "),
        ({"most": 0}, "most: "),
    ],
)
def test_what_is_no_question_is_refused_by_the_arguments_name(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as refused:
        AskedCost.of({"model": "plain", **asked})
    assert said in str(refused.value)
    assert "Arguments are: model, " in str(refused.value)


def test_a_quantity_of_any_length_ends_in_words(made: Desk) -> None:
    assert why(cost(made, "plain", input_tokens=10**40)) == "WrongQuestion"


def test_what_is_left_out_is_counted_and_can_be_asked_for(made: Desk) -> None:
    whole, found = sum(each["model"] == "many" for each in PRICES), list[str | None]()
    while True:
        told = prices(made, "many", most=7, skip=len(found))
        found += [each.id for each in told.prices]
        assert (len(told.prices) <= 7, told.more) == (True, whole - len(found))
        if not told.more:
            break
    assert len(set(found)) == whole


def test_prices_can_be_narrowed_and_what_fits_none_is_told(made: Desk) -> None:
    assert [each.amount for each in prices(made, "plain", provider="acme", meter="input").prices] == ["2", "1"]
    assert [each.amount for each in prices(made, "plain", provider="acme", standard=False).prices] == ["1"]
    told = prices(made, "plain", meter="image")
    assert (told.prices, why(told)) == ([], "NotPriced")
    assert "inference cache_read" in (told.refused.why if told.refused else "")


def test_what_is_no_price_to_bill_by_is_told_apart_and_without_an_amount(made: Desk, tmp_path: Path) -> None:
    told = prices(made, "old")
    assert (told.prices, why(told)) == ([], "NotSold")
    assert [(each.kind, each.id, each.since) for each in told.others] == [("missing", GONE[0]["id"], "2026-01-20")]
    waits = {**price("plain", "output", "80"), "reasons": ["ten times"], "published": "8"}
    unsaid = {
        "provider": "acme", "model": "plain", "amount": "3", "currency": "CNY", "per": "voice", "meters": [],
        "conditions": {}, "text": "3 元/个", "reason": "no unit is per voice", "where": PRICES[0]["where"],
    }  # fmt: skip
    made_of = files(PRICES, GONE)
    told_of = json.loads(made_of["providers/acme.json"])
    content = json.dumps({**told_of, "pending": [waits], "unsaid": [unsaid]}).encode()
    at = desk(write(tmp_path, {**made_of, "providers/acme.json": content}))
    others = prices(at, "plain", provider="acme").others
    assert [(each.kind, each.why, each.source.quote) for each in others] == [
        ("pending", "ten times", "80 元"), ("unsaid", "no unit is per voice", "3 元/个"),
    ]  # fmt: skip
    assert prices(at, "plain", at="2026-02-01").others == []


def test_changes_are_told_with_todays_doubts_and_how_far_they_reach(made: Desk, tmp_path: Path) -> None:
    told = changes(made, "2026-01-01")
    assert [each.id for each in told.changes] == [each["id"] for each in CHANGES]
    assert (told.whole, told.reaches_from, told.more) == (True, None, 0)
    assert [[doubt.kind for doubt in each.doubts] for each in told.changes] == [["suspect"], [], []]
    assert all(each.source.address for each in told.changes)
    assert [each.day for each in changes(made, "2026-02-01", provider="acme").changes] == ["2026-02-10"]
    assert changes(made, "2026-01-01", model="tiered").changes == []
    assert changes(made, "2026-01-01", most=1).more == 2
    full = [change("2026-02-20", None, PRICES[0])] * (KEPT - 1) + [change("2026-02-10", None, PRICES[0])]
    at = desk(released(tmp_path, changes=full))
    for since, whole in (("2026-02-10", False), ("2026-02-11", True)):
        told = changes(at, since)
        assert (told.reaches_from, told.whole) == ("2026-02-11", whole)


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({"since": "2026-02-01", "provider": "acne"}, "WrongQuestion"),
        ({"since": "2026-02-01", "model": "plane"}, "UnknownModel"),
        ({"since": "2027-02-01"}, "WrongQuestion"),
    ],
)
def test_changes_of_nobody_are_refused(made: Desk, asked: dict[str, Any], kind: str) -> None:
    assert why(changes(made, **asked)) == kind
