"""What a past day leaves open: slips of the page, the days between two looks, and pages that nobody sees any more."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import pricebook
from pricebook.book import Book, Doubtful, NotSold, RefusedData
from tests.book.releases import FORMAT, HOME, NOW, Record, book, encode, files, line, price, write

MILLION = 10**6


def forms(*amounts: str, model: str = "model", **fields: Any) -> list[Record]:
    """A form a month from January 2025 on; each was seen last on the 20th of its month, and none stands."""
    told = []
    for number, amount in enumerate(amounts, 1):
        start = f"2025-{number:02}-01"
        end = f"2025-{number + 1:02}-01"
        days = {"valid_from": start, "first_seen": start, "last_seen": f"2025-{number:02}-20", "number": number}
        ends = {"missing_since": end} if number == len(amounts) else {"valid_to": end}
        told.append(line(price(model, "input", amount), **{**days, **ends, **fields}))
    return told


def of(folder: Path, told: list[Record], *standing: Record) -> Book:
    """The book of a release in which these forms are past and these prices stand."""
    gone = [price(model, "input", "1") for model in {one["model"] for one in told} - {one["model"] for one in standing}]
    return book(folder, standing or [price("other", "input", "1")], absent=gone, history=[*told, *map(line, standing)])


@pytest.mark.parametrize(
    ("amounts", "month", "told"),
    [
        (("800", "0.8"), 1, "the page printed 0.8 after it"),
        (("800", "0.8"), 2, "the page printed 800 before it"),
        (("0.01", "1"), 1, "the page printed 1 after it"),
        (("0.0101", "1"), 1, None),
        (("99.99", "1"), 2, None),
        (("100", "1"), 2, "the page printed 100 before it"),
        (("4", "4000", "4"), 2, "the page printed 4 before it"),
        (("4", "40", "4000"), 1, None),
        (("4", "0", "4000"), 3, "the page printed 4 before it"),
        (("4", "0", "3"), 2, None),
        (("4",), 1, None),
    ],
)
def test_an_amount_a_hundred_times_that_beside_it_is_doubtful(
    tmp_path: Path, amounts: tuple[str, ...], month: int, told: str | None
) -> None:
    asked, day = of(tmp_path, forms(*amounts)), f"2025-{month:02}-10"
    if told is not None:
        for _ in range(2):
            with pytest.raises(Doubtful, match=f"suspect, {told}"):
                asked.total("model", input_tokens=MILLION, output_tokens=0, at=day)
    cost = asked.cost("model", input_tokens=MILLION, at=day, accept={"suspect"})
    assert f"{cost.amount:f}" == amounts[month - 1]
    assert cost.doubts == ((f"input: suspect, {told}",) if told else ())


def test_what_was_misread_is_no_neighbour_and_what_stands_is_doubted_by_its_own_word(tmp_path: Path) -> None:
    misread = line(price("model", "input", "4000"), valid_from="2025-01-15", known_to="2025-03-01")
    stands = price("model", "input", "0.02", valid_from="2025-03-01")
    past = forms("4", "3")
    past[-1] |= {"missing_since": None, "valid_to": "2025-03-01"}
    asked = of(tmp_path, [*past, misread], stands)
    assert asked.total("model", input_tokens=MILLION, at="2025-01-20") == 4
    with pytest.raises(Doubtful, match=r"printed 0\.02 after it"):
        asked.total("model", input_tokens=MILLION, at="2025-02-10")
    assert f"{asked.total('model', input_tokens=MILLION, at='2025-03-10')}" == "0.02"


def test_what_stands_and_will_end_is_as_doubtful_as_it_is_today(tmp_path: Path) -> None:
    stands = price("model", "input", "4", suspect="half of the others")
    asked = book(tmp_path, [stands], history=[line(stands, valid_to="2026-06-01")])
    with pytest.raises(Doubtful, match="half of the others"):
        asked.total("model", input_tokens=MILLION, at="2026-02-10")


def test_what_was_held_is_priced_by_what_was_accepted_before_and_not_in_silence(tmp_path: Path) -> None:
    slip = line(price("model", "input", "4000"), valid_from="2025-03-01", held=["1000 times what it was"])
    accepted = forms("4", "3")
    accepted[-1] |= {"missing_since": None, "valid_to": "2025-03-01"}
    asked = of(tmp_path, [*accepted, slip])
    assert asked.total("model", input_tokens=MILLION, at="2025-02-10") == 3, "what is held says nothing of it"
    with pytest.raises(Doubtful, match="held, another value was seen"):
        asked.total("model", input_tokens=MILLION, at="2025-03-10")
    assert asked.cost("model", input_tokens=MILLION, at="2025-03-10", accept={"held"}).amount == 3


def test_what_nobody_ever_accepted_has_no_price_on_any_day(tmp_path: Path) -> None:
    first = line(price("model", "input", "9000"), valid_from="2025-03-01", held=["30 times its siblings"])
    asked = of(tmp_path, [first])
    with pytest.raises(NotSold, match="waits for a person"):
        asked.total("model", input_tokens=MILLION, at="2025-03-10")


@pytest.mark.parametrize(("day", "count"), [("2025-01-20", 0), ("2025-01-31", 1)])
def test_what_nobody_saw_on_the_day_is_told_apart_from_what_is_assumed(tmp_path: Path, day: str, count: int) -> None:
    cost = of(tmp_path, forms("4", "3")).cost("model", input_tokens=MILLION, at=day)
    assert len(cost.unseen) == count
    assert {*cost.unseen} <= {*cost.assumed}
    assert cost.as_dict()["unseen"] == list(cost.unseen)


def test_other_conditions_are_another_price(tmp_path: Path) -> None:
    batch = line(price("model", "input", "400", {"mode": "batch"}), valid_from="2025-02-01", last_seen="2025-02-20",
                 missing_since="2025-03-01")  # fmt: skip
    asked = of(tmp_path, [*forms("4"), batch])
    assert asked.total("model", input_tokens=MILLION, at="2025-01-20") == 4


ENDS: list[tuple[Mapping[str, str], str]] = [
    ({"missing_since": "2025-02-01"}, "the next look, on 2025-02-01, did not find it"),
    ({"unread_since": "2025-02-01"}, "the next look, on 2025-02-01, did not understand its page"),
    ({"withdrawn_on": "2025-02-01"}, "withdrawn on 2025-02-01"),
]


@pytest.mark.parametrize(("end", "told"), ENDS)
def test_a_day_after_the_last_look_that_saw_it_is_said(tmp_path: Path, end: Mapping[str, str], told: str) -> None:
    asked = of(tmp_path, [{**forms("4")[0], "missing_since": None, **end}])
    assert asked.cost("model", input_tokens=1, at="2025-01-20").assumed == ()
    (said,) = asked.cost("model", input_tokens=1, at="2025-01-21").assumed
    assert said.startswith("input: seen last on 2025-01-20")
    assert said.endswith(told)


def test_between_two_looks_the_price_may_have_changed_already(tmp_path: Path) -> None:
    asked = of(tmp_path, forms("4", "3"))
    cost = asked.cost("model", input_tokens=MILLION, at="2025-01-31")
    told = "input: seen last on 2025-01-20; the next look, on 2025-02-01, found another price"
    assert (f"{cost.amount}", cost.assumed, cost.seen) == ("4", (told,), "2025-01-20")
    assert told in str(cost)
    assert cost.as_dict()["assumed"] == [told]


def test_where_the_page_prints_the_day_of_the_change_that_is_said(tmp_path: Path) -> None:
    first, second = forms("4", "3")
    asked = of(tmp_path, [first, second | {"valid_from_basis": "printed"}])
    (said,) = asked.cost("model", input_tokens=1, at="2025-01-31").assumed
    assert said.endswith("the page says that another price holds from 2025-02-01 on")


def test_the_home_regions_price_is_the_standard_one_on_a_day_too(tmp_path: Path) -> None:
    anywhere = price("model", "input", "9", standard=False, valid_from="2025-01-01", status="stale")
    home = price("model", "input", "6", {"region": HOME}, valid_from="2025-06-01")
    lone = price("model", "output", "8", valid_from="2025-01-01")
    told = [line(anywhere, standard=True), line(home), line(lone)]
    asked = book(tmp_path, [anywhere, home, lone], history=told)
    for at in (None, "2026-02-28", "2025-06-01"):
        assert asked.total("model", input_tokens=MILLION, output_tokens=MILLION, at=at) == 14
    assert asked.cost("model", input_tokens=MILLION, at="2025-05-31").amount == 9


PAGES = {"pages": {"chat": "2026-02-28T08:00:00Z", "old": "2025-07-17T08:00:00Z"}}
GIVEN_UP = {"given_up": {"old": "2025-07-17"}}
FAILING = {"failing": {"old": {"since": "2026-01-01", "last_good": "2025-07-17T08:00:00Z", "error": "404"}}}


def on(page: str, *told: Any, **fields: Any) -> Record:
    one = price(*told, **fields)
    return one | {"where": one["where"] | {"page": page}}


@pytest.fixture
def paged(tmp_path: Path) -> Callable[[Mapping[str, Any]], Book]:
    prices = [
        on("chat", "model", "input", "4", valid_from="2025-01-01"),
        on("old", "model", "output", "8", valid_from="2025-01-01", status="stale"),
        on("chat", "new", "input", "4", valid_from="2025-01-01"),
    ]

    def made(status: Mapping[str, Any]) -> Book:
        contents = files(prices)
        looks = json.loads(contents["status.json"])["providers"]["acme"]
        return pricebook.load(
            write(
                tmp_path, contents | {"status.json": encode({"format": FORMAT, "providers": {"acme": looks | status}})}
            ),
            now=NOW,
        )

    return made


@pytest.mark.parametrize("status", [PAGES, GIVEN_UP, FAILING], ids=["pages", "given up", "failing"])
def test_it_was_seen_when_its_oldest_page_was(paged: Callable[[Mapping[str, Any]], Book], status: Record) -> None:
    asked = paged(status)
    both = asked.cost("model", input_tokens=1, output_tokens=1, accept="stale")
    assert both.seen == "2025-07-17"
    assert "seen: 2025-07-17" in str(both)
    assert asked.cost("model", input_tokens=1).seen == asked.cost("new", input_tokens=1).seen == "2026-02-28"


def test_a_release_that_knows_no_pages_tells_the_last_good_look(paged: Callable[[Mapping[str, Any]], Book]) -> None:
    assert paged({}).cost("model", input_tokens=1, output_tokens=1, accept="stale").seen == "2026-02-28"


def test_a_page_that_nobody_sees_any_more_was_not_stale_when_it_was_seen(
    paged: Callable[[Mapping[str, Any]], Book],
) -> None:
    asked = paged(PAGES)
    assert asked.total("model", output_tokens=MILLION, at="2025-07-17") == 8
    for at in ("2025-07-18", None):
        with pytest.raises(Doubtful, match="stale"):
            asked.total("model", output_tokens=MILLION, at=at)
    later = asked.cost("model", input_tokens=1, output_tokens=1, at="2025-07-18", accept="stale")
    assert later.assumed == ("the last look at acme that saw its page was on 2025-07-17, before 2025-07-18",)
    assert asked.cost("model", input_tokens=1, at="2025-07-18").assumed == ()


def test_only_who_asks_when_it_was_seen_needs_the_file_of_the_provider(
    paged: Callable[[Mapping[str, Any]], Book], tmp_path: Path
) -> None:
    asked = paged(PAGES)
    (tmp_path / "providers" / "acme.json").unlink()
    assert asked.total("model", input_tokens=MILLION) == 4
    cost = asked.cost("model", input_tokens=MILLION)
    assert cost.amount == 4
    with pytest.raises(RefusedData):
        _ = cost.seen
