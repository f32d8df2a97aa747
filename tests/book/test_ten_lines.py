"""Consumers of ten lines, in Python and in JavaScript, price whatever is on sale as the library does."""

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import pricebook
from pricebook.book import Book, BookError, Cost, WrongQuestion
from pricebook.book.words import SIZES, STATED
from tests.book.releases import book
from tests.book.requests import RELEASE, Request, Told, by_offer, requests
from tests.book.ten_lines import cost
from tests.book.test_costing import PRICES

HERE = Path(__file__).resolve().parent
DIGITS = 24
"""Behind the point, in the whole numbers of ten_lines.mjs."""
Answers = list[Decimal | None]


@pytest.fixture(scope="module", params=["made by hand", "the collection's"])
def release(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Book]:
    """A release, and the book of it."""
    if request.param == "made by hand":
        folder = tmp_path_factory.mktemp("release")
        return folder, book(folder, PRICES)
    return RELEASE, pricebook.load(RELEASE, accept_expired=True)


def in_python(folder: Path, asked: Sequence[Request], day: str) -> Answers:
    prices = json.loads((folder / "prices.json").read_bytes())["prices"]
    own = by_offer(prices)
    providers = json.loads((folder / "slim.json").read_bytes())["providers"]
    discounted = {name for name, one in providers.items() if one.get("cache_discount")}

    def answer(request: Request) -> Decimal | None:
        try:
            return cost(
                own[tuple(request.offer.values())],
                discounted,
                dict(request.offer),
                dict(request.counts),
                told(request),
                day,
            )
        except ValueError:
            return None

    return [answer(request) for request in asked]


def in_javascript(folder: Path, asked: Sequence[Request], day: str) -> Answers:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here")
    question = json.dumps([[request.offer, request.counts, told(request), day] for request in asked])
    command = [node, str(HERE / "ten_lines.mjs"), str(folder)]
    run = subprocess.run(command, input=question, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    return [None if each is None else Decimal(each).scaleb(-DIGITS) for each in json.loads(run.stdout)]


def told(request: Request) -> dict[str, Any]:
    return {**request.sizes, **request.stated}


def by_the_library(asked: Book, request: Request) -> Cost | BookError:
    try:
        return asked.cost(request.offer["model"], **request.keywords)
    except BookError as refused:
        return refused


def possible(prices: list[Told], request: Request) -> set[str]:
    """The amounts of what is asked for that nothing which is stated contradicts: where it is one, no choice is left."""
    return {
        price["amount"]
        for price in prices
        if all(price[name] == value for name, value in request.offer.items())
        and price["meter"] in request.counts
        and all(value == request.stated.get(name, value) for name, value in price["conditions"].items())
    }


@pytest.mark.parametrize("consumer", [in_python, in_javascript])
def test_ten_lines_price_as_the_library_does(
    release: tuple[Path, Book], consumer: Callable[[Path, Sequence[Request], str], Answers]
) -> None:
    folder, asked = release
    prices: list[Told] = json.loads((folder / "prices.json").read_bytes())["prices"]
    standard = [price for price in prices if price["standard"]]
    strange = {price["model"] for price in prices if price["conditions"].keys() - STATED - SIZES}
    questions = list(requests(standard))
    answers = consumer(folder, questions, "2026-03-01" if folder != RELEASE else asked.generated.date().isoformat())
    billed = set[str | None]()
    for request, amount in zip(questions, answers, strict=True):
        own = by_the_library(asked, request)
        if amount is None:  # whatever the library says all the same, it says on which assumption
            told = isinstance(own, BookError) or own.assumed or request.offer["model"] in strange
            assert told or len(possible(standard, request)) == 1, request
        elif isinstance(own, WrongQuestion):  # these lines take what is not counted as none
            assert "output_tokens, which is not stated" in str(own), request
        else:
            assert isinstance(own, Cost), (request, own)
            assert own.amount == amount, request
            billed |= {line.id for line in own.lines}
    sure = [price for price in standard if not (price["suspect"] or price["conflict"] or price["status"] != "fresh")]
    assert len({price["id"] for price in sure} & billed) >= len(sure) * 0.75
