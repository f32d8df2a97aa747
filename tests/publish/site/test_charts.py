"""What is drawn of a price's history is what the library says of the days."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pricebook
from pricebook.book import Book, NotSold, UnknownDay
from pricebook.publish.site.charts import HEIGHT, WIDTH, chart
from pricebook.publish.site.histories import Stretch, last_change, moves, ratio, steps
from pricebook.publish.site.release import Published, read
from tests.book.releases import write
from tests.publish.site import releases
from tests.publish.site.conftest import RELEASE
from tests.publish.site.markup import Page
from tests.publish.site.releases import NOW


def moved(release: Published) -> Iterator[tuple[Any, list[Stretch]]]:
    """Each price that was ever another, with its steps."""
    known = {price["id"]: price for price in (*release.prices, *release.absent)}
    for price in known.values():
        found = steps(release.forms.get(price["id"], ()), release.seen(price))
        if len(found) > 1:
            yield price, found


def held(release: Published, book: Book) -> int:
    """Holds the first and the last day of each step against the library; how many could be."""
    count = 0
    for price, found in moved(release):
        for step in found:
            for day in {step.since, step.seen}:
                asked = max(day, step.form["first_seen"])  # a page may print a day before anybody looked
                if step.until and asked >= step.until:
                    continue
                amounts = [each.amount for each in _on(book, price, asked) if each.id == price["id"]]
                assert step.amount in amounts, (price["provider"], price["model"], price["meter"], asked)
                count += 1
    return count


def _on(book: Book, price: Any, day: str) -> Sequence[Any]:
    try:
        return book.prices(price["model"], provider=price["provider"], at=day)
    except (NotSold, UnknownDay) as problem:
        raise AssertionError((price["provider"], price["model"], day)) from problem


def test_each_step_is_the_librarys(tmp_path: Path) -> None:
    folder = write(tmp_path, releases.town())
    assert held(read(folder), pricebook.load(folder, now=NOW)) >= 6


@pytest.mark.long
def test_each_step_of_this_repository_is_the_librarys() -> None:
    held(read(RELEASE), pricebook.load(RELEASE, accept_expired=True, now=NOW))


def test_the_drawing_has_the_steps_of_the_table(town: Path) -> None:
    page = Page((town / "en" / "models" / "moving.html").read_text(encoding="utf-8"))
    drawn = [(each["data-since"], each["data-amount"]) for each in page.all("path") if "data-since" in each]
    assert drawn == [
        ("2025-06-01", "4"), ("2025-11-20", "2"), ("2026-02-01", "1"),
        ("2025-06-01", "16"), ("2025-12-01", "8"), ("2026-02-10", "0"),
    ]  # fmt: skip
    assert len([each for each in page.all("path") if each["class"] == "gap"]) == 1
    assert len(page.all("svg")) == 2
    for svg in page.all("svg"):
        assert svg["role"] == "img"
        assert svg["aria-label"]


@pytest.mark.parametrize("name", ["moving", "plain"])
def test_a_model_whose_prices_never_changed_says_so(town: Path, name: str) -> None:
    page = Page((town / "en" / "models" / f"{name}.html").read_text(encoding="utf-8"))
    assert ("None of these prices was ever seen with another amount" in page.text()) == (name == "plain")


DAY = st.dates(min_value=NOW.date().replace(year=2016), max_value=NOW.date()).map(lambda day: day.isoformat())
AMOUNT = st.decimals(0, 10**6, allow_nan=False, places=4)


@given(st.lists(st.tuples(DAY, AMOUNT), min_size=1, max_size=8, unique_by=lambda each: each[0]))
def test_later_is_further_right_and_dearer_is_higher(forms: list[tuple[str, Decimal]]) -> None:
    found = sorted(forms)
    made = [
        Stretch(day, day, found[at + 1][0] if at + 1 < len(found) else "", "", {"amount": str(amount), "number": at})
        for at, (day, amount) in enumerate(found)
    ]
    drawn = chart(made, NOW.date().isoformat()).steps
    for one, after in pairwise(drawn):
        assert Decimal(one.x) <= Decimal(one.seen) <= Decimal(one.until) == Decimal(after.x)
    for one in drawn:
        assert 0 <= Decimal(one.x) <= WIDTH
        assert 0 <= Decimal(one.y) <= HEIGHT
        for other in drawn:
            if one.step.amount > other.step.amount:
                assert Decimal(one.y) <= Decimal(other.y), "up is smaller in a drawing"


@given(before=AMOUNT, after=AMOUNT)
def test_a_ratio_is_of_the_new_to_the_old(before: Decimal, after: Decimal) -> None:
    told = ratio(before, after)
    if not before or not after:
        assert told == ""
    else:
        assert re.fullmatch(r"[0-9]+(\.[0-9]+)?", told)
        assert abs(Decimal(told) - after / before) <= Decimal("0.0005")


def test_a_change_is_the_newest_of_all_prices() -> None:
    def stretch(day: str, amount: str, number: int) -> Stretch:
        return Stretch(day, day, "", "", {"amount": amount, "number": number, "meter": "input"})

    first = [stretch("2026-01-01", "4", 1), stretch("2026-01-05", "2", 2)]
    second = [stretch("2026-01-01", "4", 1), stretch("2026-01-07", "8", 2)]
    found = last_change([first, second])
    assert found is not None
    assert (found.day, found.meter, found.up, found.ratio) == ("2026-01-07", "input", True, "2")
    assert last_change([first[:1]]) is None
    assert last_change([[first[0], stretch("2026-01-05", "4", 2)]]) is None, "other words, the same amount"


def test_each_amount_that_became_another_is_told_once() -> None:
    def stretch(day: str, amount: str, number: int) -> Stretch:
        return Stretch(day, day, "", "", {"amount": amount, "number": number, "meter": "input"})

    twice = [stretch("2026-01-01", "4", 1), stretch("2026-01-05", "2", 2), stretch("2026-01-09", "2", 3)]
    printed_twice = [stretch("2026-01-01", "4", 1), stretch("2026-01-05", "2", 2), stretch("2026-01-05", "3", 2)]
    found = moves([twice, printed_twice])
    assert [(moved.after.since, moved.ratio) for moved in found] == [("2026-01-05", "0.5")]
    assert [last_change([twice])] == found, "terms alone are no change"
    assert last_change([printed_twice]) is None
    far = [stretch("2026-01-01", "800", 1), stretch("2026-01-05", "0.0008", 2)]
    assert [moved.ratio for moved in moves([far])] == ["0.000001"]
