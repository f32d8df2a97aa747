"""What the calculator's table says a request costs is what the library says, for every offer, kind, size and day."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pricebook
from pricebook.book import Book, BookError
from pricebook.publish.site import calculator
from pricebook.publish.site.calculator import KINDS, cost
from pricebook.publish.site.release import Published, read
from tests.book.releases import write
from tests.publish.site import releases
from tests.publish.site.conftest import RELEASE
from tests.publish.site.releases import NOW

LARGE = 10**12
Counts = tuple[int, ...]


class Calculated(NamedTuple):
    """The calculator's table of a release, and the library on the same."""

    def __repr__(self) -> str:
        return f"<{len(self.offers)} offers>"

    release: Published
    book: Book
    offers: Sequence[Mapping[str, Any]]

    def answer(self, offer: Mapping[str, Any], kind: str, counts: Counts, day: str | None = None) -> Any:
        """What a page would show: by the period that holds on that day."""
        if day is None:
            return cost(offer, kind, counts)
        held = [period for period in offer["periods"] if period[0] and period[0] <= day]
        return cost({**offer, "periods": [["", held[-1][1]]]}, kind, counts) if held else None

    def expected(self, offer: Mapping[str, Any], kind: str, counts: Counts, day: str | None = None) -> Any:
        """What the library says."""
        asked = dict(zip(KINDS[kind], counts, strict=True))
        try:
            found = self.book.cost(offer["model"], provider=offer["provider"], at=day, **asked)  # type: ignore[arg-type]
        except BookError:
            return None
        return f"{found.amount:f}", found.currency


def table(folder: Path) -> Calculated:
    release, book = read(folder), pricebook.load(folder, accept_expired=True, accept_shrunken=True, now=NOW)
    return Calculated(release, book, calculator.table(release, book))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Calculated:
    """Of a small release that has every kind of tier, of doubt and of choice."""
    return table(write(tmp_path_factory.mktemp("town"), releases.town()))


def sizes(offer: Mapping[str, Any], kind: str, chance: random.Random) -> Iterator[Counts]:
    """What may be asked: around every bound of every period, and anything."""
    bounds = {
        int(bound)
        for _, kinds in offer["periods"]
        if isinstance(kinds.get(kind), dict)
        for low, high, *_ in kinds[kind]["bands"]
        for bound in (low, high)
        if int(bound) < LARGE
    }
    near = {bound + by for bound in bounds for by in (-1, 0, 1, 2)} | {1, 2, chance.randrange(1, 10**9)}
    for size in sorted(each for each in near if each > 0):
        for made in {1, chance.randrange(1, 10**5)}:
            yield from _counts(kind, size, made, chance)
    for bound in bounds:  # input and output that together come to the bound
        if bound > 2:
            made = chance.randrange(1, bound)
            yield from _counts(kind, bound - made, made, chance)
            yield from _counts(kind, bound - made + 1, made, chance)


def _counts(kind: str, given: int, made: int, chance: random.Random) -> Iterator[Counts]:
    found = chance.choice([1, given, chance.randint(1, given)])
    own: dict[str, Counts] = {"i": (given,), "io": (given, made), "ic": (given, found), "ico": (given, found, made)}
    yield own.get(kind, (given,))


def _held(asked: Calculated, day: str | None, chance: random.Random, most: int = 10**6) -> int:
    """Holds every offer against the library; how many answers there were."""
    answers = 0
    for offer in asked.offers:
        for kind in KINDS:
            own = list(sizes(offer, kind, chance))
            for counts in own if len(own) <= most else chance.sample(own, most):
                answer = asked.answer(offer, kind, counts, day)
                if answer is not None:
                    expected = asked.expected(offer, kind, counts, day)
                    assert answer == expected, (offer["provider"], offer["model"], KINDS[kind], counts, day)
                    answers += 1
    return answers


def test_what_a_request_costs_today(small: Calculated) -> None:
    assert _held(small, None, random.Random(1)) > 200


def test_what_a_request_cost_on_any_day(small: Calculated) -> None:
    chance, answers = random.Random(3), 0
    first, last = date.fromisoformat(calculator.first_day(small.release)), date(2026, 2, 28)
    starts = {period[0] for offer in small.offers for period in offer["periods"] if period[0]}
    days = {date.fromisoformat(start) + timedelta(by) for start in starts for by in (-1, 0, 1)}
    days |= {first + timedelta(chance.randrange((last - first).days)) for _ in range(10)}
    for day in sorted(each for each in days if first <= each <= last):
        answers += _held(small, day.isoformat(), chance, most=3)
    assert answers > 1000


@pytest.mark.long
def test_all_of_it_holds_for_the_offers_of_this_repository() -> None:
    ours, chance, answers = table(RELEASE), random.Random(4), 0
    assert _held(ours, None, random.Random(2), most=6) >= len(ours.offers) / 4
    first = date.fromisoformat(calculator.first_day(ours.release))
    last = date.fromisoformat(ours.release.manifest["generated"][:10])
    for offer in ours.offers:
        days = {first + timedelta(chance.randrange((last - first).days)) for _ in range(2)}
        days |= {
            date.fromisoformat(period[0]) - timedelta(chance.randrange(2)) for period in offer["periods"] if period[0]
        }
        for day in sorted(each.isoformat() for each in days if first <= each):
            for kind in chance.sample(sorted(KINDS), 3):
                counts = chance.choice(list(sizes(offer, kind, chance)))
                answer = ours.answer(offer, kind, counts, day)
                if answer is not None:
                    expected = ours.expected(offer, kind, counts, day)
                    assert answer == expected, (offer["provider"], offer["model"], KINDS[kind], counts, day)
                    answers += 1
    assert answers > 0


def test_where_the_library_answers_so_does_the_table(small: Calculated) -> None:
    """But for what depends on more than the input, or is billed by bands: that, a page asks to be said."""
    chance = random.Random(5)
    silent = set()
    for offer in small.offers:
        for kind in KINDS:
            for counts in sizes(offer, kind, chance):
                if small.answer(offer, kind, counts) is None and small.expected(offer, kind, counts) is not None:
                    silent.add(offer["model"])
    assert silent <= {"bands", "bands-and-cache", "crossed", "by-output", "shares", "clips", "lengths"}


@given(
    given=st.integers(1, 10**7), made=st.integers(1, 10**6), share=st.floats(0, 1),
    model=st.sampled_from(["plain", "caching", "by-input", "by-context", "tiered-cache", "nothing", "tiny", "writing"]),
    kind=st.sampled_from([kind for kind in KINDS if len(kind) < 4]),
)  # fmt: skip
def test_any_request_costs_the_same(
    small: Calculated, model: str, kind: str, given: int, made: int, share: float
) -> None:
    (offer,) = [each for each in small.offers if (each["provider"], each["model"]) == ("acme", model)]
    found = max(1, int(given * share))
    counts = {"i": (given,), "io": (given, made), "ic": (given, found), "ico": (given, found, made), "o": (made,)}[kind]
    answer, expected = small.answer(offer, kind, counts), small.expected(offer, kind, counts)
    assert answer in (expected, None)
    if expected is None or not kind.startswith("i") or model == "by-context":
        return
    assert answer == expected, "where the library answers, so does the table"


def test_what_is_doubtful_has_no_amount_and_says_why(small: Calculated) -> None:
    why = {
        each["model"]: each["periods"][0][1].get("i") for each in small.offers if each["provider"] == releases.ACME
    }  # fmt: skip
    for model, word in {"doubtful": "suspect", "contrary": "conflict", "waiting": "held", "old": "stale"}.items():
        assert why[model] == word
    assert why["thinker"] != "undecided"
    assert {why["bands"], why["by-output"]} == {"undecided"}


def test_what_is_free_costs_nothing(small: Calculated) -> None:
    (offer,) = [each for each in small.offers if each["model"] == "nothing"]
    assert small.answer(offer, "i", (10**9,)) == ("0", "CNY")


def test_amounts_are_whole_decimals_however_small(small: Calculated) -> None:
    (offer,) = [each for each in small.offers if each["model"] == "tiny"]
    amount, _ = small.answer(offer, "io", (3, 7))
    expected = (Decimal("0.0000000001") * 3 + Decimal("123456789.123456789") * 7).scaleb(-6).normalize()
    assert Decimal(amount) == expected
    assert "e" not in amount.lower()


def test_every_word_for_no_amount_is_said_in_the_page(small: Calculated) -> None:
    """A page shows its own words for them, by attributes of its table."""
    template = (Path(calculator.__file__).parent / "templates" / "calculator.html.jinja").read_text(encoding="utf-8")
    words = {
        word for offer in small.offers for _, kinds in offer["periods"]
        for word in kinds.values() if isinstance(word, str)
    }  # fmt: skip
    assert {"suspect", "conflict", "held", "stale", "undecided"} <= words
    for word in words:
        assert f"data-{word}=" in template, f"the page says nothing for {word}"
