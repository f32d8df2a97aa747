"""Names as people write them; and that nobody is given the price of another model."""

import gc
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.book import AmbiguousModel, Book, NotSold, UnknownModel
from pricebook.book.names import fold
from pricebook.book.usual import KEPT
from tests.book.releases import Record, book, line, price

PRICES = [
    price("kimi-latest", "input", "2"), price("kimi-latest", "output", "8"),
    price("Kimi K2", "input", "3"), price("kimi-k2-turbo", "input", "4"),
    price("qwen2.5", "input", "5"), price("deepseek-ai/DeepSeek-R1", "input", "6"),
    price("ernie", "input", "7", name="文心一言 4.5"), price("GLM-4", "input", "8"), price("glm-4", "input", "9"),
    price("shared", "input", "10"), price("Shared", "input", "11", provider="beta"),
    price("moonshotai/k2", "input", "12", provider="beta"), price("k2-pro", "input", "13", provider="beta"),
    price("only-batch", "input", "1", {"mode": "batch"}),
    price("plus", "input", "16", name="Plus One"), price("Plus-One", "instance", "17"), price("plus one", "image", "1"),
    price("shown", "input", "18", name="Turbo"), price("turbo", "input", "19"),
    price("sold-twice", "input", "20"), price("Sold-Twice", "instance", "21", provider="beta"),
    price("beta/kimi", "input", "14"), price("kimi", "input", "15", provider="beta"),
]  # fmt: skip
GONE = [price("retired", "input", "1"), price("shared-once", "input", "1"), price("withdrawn", "input", "1")]


def index(entries: list[Record]) -> list[Record]:
    """As the table of identities says: two names are one model, and one that looks like it is another."""
    found = {entry["model"]: entry for entry in entries}
    found["Kimi K2"]["aliases"] = ["K2 Instruct", "k2-pro"]
    found["Kimi K2"]["not"] = ["k2-pro"]
    found["Kimi K2"]["offers"] += found.pop("moonshotai/k2")["offers"]
    return list(found.values())


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Book:
    ends = {"last_seen": "2026-02-01", "missing_since": "2026-02-09"}
    told = [*map(line, PRICES), *(line(one, **ends) for one in GONE[:2])]
    told += [line(GONE[2], last_seen="2026-02-01", missing_since="2026-02-03", withdrawn_on="2026-02-02")]
    return book(tmp_path_factory.mktemp("release"), PRICES, absent=GONE, history=told, index=index)


FOUND = [
    ("kimi-latest", None, "2"), ("KIMI LATEST", None, "2"), (" kimi_latest ", None, "2"),
    ("acme/kimi-latest", None, "2"), ("Acme / Kimi Latest", None, "2"), ("kimi-latest", "acme", "2"),
    ("acme/kimi-latest", "ACME", "2"),
    ("ＫＩＭＩ－latest", None, "2"), ("deepseek-ai/DeepSeek-R1", None, "6"), ("DeepSeek-AI/deepseek r1", None, "6"),
    ("acme/deepseek-ai/DeepSeek-R1", None, "6"), ("文心一言 4.5", None, "7"), ("文心一言4.5", None, None),
    ("GLM-4", None, "8"), ("glm-4", None, "9"), ("shared", "acme", "10"), ("beta/shared", None, "11"),
    ("kimi k2", "acme", "3"), ("kimi k2", "beta", "12"), ("k2 instruct", "beta", "12"), ("k2-pro", None, "13"),
    ("K2 Pro", "beta", "13"), ("beta/kimi", "acme", "14"), ("kimi", "beta", "15"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "sold_by", "amount"), FOUND)
def test_a_model_is_found_as_people_write_it(asked: Book, name: str, sold_by: str | None, amount: str | None) -> None:
    for _ in range(2):
        if amount is None:
            with pytest.raises(UnknownModel):
                asked.total(name, provider=sold_by, input_tokens=10**6, output_tokens=0)
        else:
            assert str(asked.total(name, provider=sold_by, input_tokens=10**6, output_tokens=0)) == amount


@pytest.mark.parametrize(
    ("name", "sold_by", "error", "said"),
    [
        ("kimi-lastest", None, UnknownModel, "The nearest names: acme/kimi-latest"),
        ("kimi-k2-", None, AmbiguousModel, "acme/Kimi K2, beta/moonshotai/k2"),
        ("latest", None, UnknownModel, "These contain the name: acme/kimi-latest."),
        ("qwen25", None, UnknownModel, "acme/qwen2.5"),
        ("qwen-2.5", None, UnknownModel, "acme/qwen2.5"),
        ("", None, UnknownModel, "No name comes near"),
        ("完全不同", None, UnknownModel, "No name comes near"),
        ("kimi-latest", "beta", UnknownModel, "at beta"),
        ("kimi-latest", "gamma", UnknownModel, "There is no provider gamma. There are: acme, beta."),
        ("beta/kimi-latest", None, UnknownModel, "is no model"),
        ("Glm-4", None, AmbiguousModel, "acme/GLM-4, acme/glm-4"),
        ("shared", None, AmbiguousModel, "acme/shared, beta/Shared"),
        ("Kimi K2", None, AmbiguousModel, "acme/Kimi K2, beta/moonshotai/k2"),
        ("k2-instruct", None, AmbiguousModel, "acme/Kimi K2, beta/moonshotai/k2"),
        ("beta/kimi", None, AmbiguousModel, "acme/beta/kimi, beta/kimi"),
        ("retired", None, NotSold, "The last day on which it was seen is 2026-02-01."),
        ("acme/retired", None, NotSold, "at= a day prices what was on sale then"),
        ("withdrawn", None, NotSold, "It was withdrawn on 2026-02-02"),
    ],
)
def test_a_name_that_is_not_one_offer_is_an_error(
    asked: Book, name: str, sold_by: str | None, error: type[Exception], said: str
) -> None:
    with pytest.raises(error) as told:
        asked.total(name, provider=sold_by, input_tokens=1, output_tokens=1)
    assert said in str(told.value)


def test_what_is_sold_in_other_ways_alone_is_known(asked: Book) -> None:
    assert asked.total("only-batch", input_tokens=10**6, mode="batch") == 1
    with pytest.raises(LookupError, match="Its offers: mode=batch"):
        asked.total("only-batch", input_tokens=10**6)


def test_an_offer_that_prices_nothing_of_what_is_asked_is_not_meant(asked: Book) -> None:
    for _ in range(2):
        assert asked.total("sold_twice", input_tokens=10**6) == asked.total("sold_twice", input_tokens=10**6) == 20
        assert asked.total("sold_twice", instance_hours=1) == 21
        assert asked.total("sold_twice", input_tokens=0) == 0
        assert asked.price("sold_twice", "instance_hours").provider == "beta"
        assert asked.total("sold_twice", input_tokens=10**6, at="2026-02-28") == 20
    for ask in (lambda: asked.total("sold_twice", images=1), lambda: asked.prices("sold_twice")):
        with pytest.raises(AmbiguousModel):
            ask()
    with pytest.raises(AmbiguousModel):
        asked.total("sold_twice", input_tokens=1, instance_hours=1)


def test_finding_lists_the_name_itself_first(asked: Book) -> None:
    assert [str(offer) for offer in asked.find("kimi k2")] == [
        "acme/Kimi K2", "beta/moonshotai/k2", "acme/kimi-k2-turbo",
    ]  # fmt: skip
    assert [str(offer) for offer in asked.find("一言")] == ["acme/ernie"]
    (retired,) = asked.find("retired")
    assert (retired.current, retired.services) == (False, ("inference",))
    assert asked.find("no such thing") == asked.find("") == []


def test_unknown_names_are_not_remembered(asked: Book) -> None:
    def ask(names: range) -> None:
        for number in names:
            with pytest.raises(UnknownModel):
                asked.total(f"nobody-{number}", input_tokens=1, output_tokens=1)

    ask(range(100))
    tracemalloc.start()
    ask(range(100, 200))
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    ask(range(200, 5_000))
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 50_000


def test_what_is_remembered_is_bounded(asked: Book) -> None:
    spellings = [
        "".join(c.upper() if number >> place & 1 else c for place, c in enumerate("kimi-latest"))
        for number in range(2048)
    ]
    for conditions in ({}, {"resolution": "a"}, {"resolution": "b"}):
        for name in spellings:
            assert asked.total(name, input_tokens=10**6, output_tokens=10**6, **conditions) == 10
    edition = asked._edition
    assert 0 < len(edition.usual.rates) <= KEPT
    assert 0 < len(edition._plans) <= KEPT


@given(st.text(max_size=12))
def test_the_same_name_folds_to_the_same(name: str) -> None:
    folded = fold(name)
    assert fold(folded) == folded
    assert fold(f" {name}  ") == folded
