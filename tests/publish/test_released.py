"""What is published is found without reading all of it, and what was damaged is never shown."""

import contextlib
import io
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pricebook.cli import main
from pricebook.collection import Collection
from pricebook.errors import StorageError, UsageError
from pricebook.publish import released
from pricebook.publish.released import EVERY, Wanted, read
from pricebook.run import asking
from pricebook.run.refresh import publish
from pricebook.system.files import digest, encode
from tests.worlds import look, price, reading

SCRAPER = """
from pricebook.scraping import Address, Scraper
pages = [Address("price", "https://acme.example")]
scraper = Scraper("acme", "Acme", "CNY", pages, lambda page: iter(()), "Asia/Shanghai")
"""
MODELS = ("maker/alpha", "beta-2", "Größe")
BOUNDS = {"context_tokens": {"gt": 0, "lte": 32768}, "as_printed": ["企业版"]}
ID = price("maker/alpha", "4").id
ASKED: list[list[str]] = [
    ["list"], ["list", "--json"], ["list", "--provider", "acme", "--model", "a"], ["show", "alpha"], ["show", "gamma"],
    ["explain", ID], ["explain", ID[:3], "--json"],
]  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """A collection of few prices, one of them twice, with all that a price can have; the last look failed in part."""
    collection = Collection(tmp_path_factory.mktemp("small"))
    collection.scrapers.mkdir()
    (collection.scrapers / "acme.py").write_text(SCRAPER, encoding="utf-8")
    some = {"label": "限时"}
    listed = [price(model, amount) for model, amount in zip(MODELS, ("4", "0.5", "12"), strict=True)]
    listed += [price("beta-2", "1"), price("gamma-3", "3", conditions=BOUNDS, promotion=some, until="2026-12-31")]
    look(collection.snapshots, "2026-01-01", reading([price("gone", "1"), *listed]))
    look(collection.snapshots, "2026-01-02", reading(listed))
    publish(collection, collection.presents())
    return collection


def told(collection: Collection, *words: str) -> tuple[int, str, str]:
    """How the command ends, in this process, and what it prints."""
    out, err = io.StringIO(), io.StringIO()
    before, sys.argv = sys.argv, ["catalog", "-C", str(collection.root), *words]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main()
    finally:
        sys.argv = before
    return int(ended.value.code or 0), out.getvalue(), err.getvalue()


@contextlib.contextmanager
def flipped(collection: Collection, place: int, bits: int, *, promised: bool) -> Any:
    """The collection with one byte of its prices flipped, with or without the file that says what they should be."""
    path, status = collection.catalogue, collection.release / "status.json"
    whole, said = path.read_bytes(), status.read_bytes()
    place %= len(whole)
    path.write_bytes(whole[:place] + bytes([whole[place] ^ bits]) + whole[place + 1 :])
    if not promised:
        status.unlink()
    try:
        yield
    finally:
        path.write_bytes(whole)
        status.write_bytes(said)


FLIPS = given(place=st.integers(0, 2**20), bits=st.integers(1, 255), words=st.sampled_from(ASKED))
MANY = settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])


@MANY
@FLIPS
def test_a_flipped_byte_is_told_in_one_line(small: Collection, place: int, bits: int, words: list[str]) -> None:
    with flipped(small, place, bits, promised=True):
        status, out, err = told(small, *words)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "catalog/v1/prices.json: is not what status.json says" in err


@MANY
@FLIPS
def test_a_flipped_byte_that_nothing_tells_of_ends_in_no_traceback(
    small: Collection, place: int, bits: int, words: list[str]
) -> None:
    with flipped(small, place, bits, promised=False):
        status, _, err = told(small, *words)
    assert err.count("\n") <= 1
    assert status in {0, 1, 2}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("prices",), {}), (("prices", 0), 3), (("prices", 0, "model"), None), (("prices", 0, "amount"), 4),
        (("prices", 0, "amount"), "4,5"), (("prices", 0, "amount"), "NaN"), (("prices", 0, "free"), "no"),
        (("prices", 0, "conditions"), []), (("prices", 0, "conditions"), {"duration": {}}),
        (("prices", 0, "conditions"), {"duration": {"gt": "x"}}), (("prices", 0, "conditions"), {"as_printed": [1]}),
        (("prices", 0, "promotion"), {"label": 1}), (("prices", 0, "absent"), {"state": "missing"}),
        (("prices", 0, "listed"), None), (("prices", 0, "where", "heading"), [1]), (("providers",), []),
        (("providers", "acme"), 1), (("providers", "acme", "stale"), {"since": 1}),
        (("providers", "acme", "stale"), {"since": "", "last_good": None, "pages": [1]}), (("conflicts",), [{"id": 1}]),
        (("suspects",), None),
    ],
)  # fmt: skip
def test_what_no_catalogue_holds_is_named_with_its_place(small: Collection, path: tuple[Any, ...], value: Any) -> None:
    whole = orjson.loads(small.catalogue.read_bytes())
    first, at = whole["prices"][0]["id"], whole
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    copy = small.root / "copy.json"
    copy.write_bytes(encode(whole))
    with pytest.raises(StorageError, match=r"copy\.json: ") as problem:
        read(copy, EVERY)
    named = "price" if path in {("prices",), ("prices", 0)} else f"price {first}" if path[0] == "prices" else path[0]
    assert named in str(problem.value)


SINCE = {"valid_from": "2026-01-01", "valid_from_basis": "observed", "absent": None}


def a_release(path: Path, models: list[str], names: list[str | None]) -> None:
    """A file of prices of these models, as this program writes it."""
    prices = [
        {**price(model, "1").model_dump(mode="json"), **SINCE, "name": name}
        for model, name in zip(models, names, strict=True)
    ]
    rest: dict[str, Any] = {"providers": {}, "conflicts": [], "suspects": [], "facts": [], "unsaid": []}
    path.write_bytes(encode({**rest, "format": "pricebook/v1", "prices": prices}))


SPELT = st.text(st.sampled_from('kiKİK\u0307aΣς"\\/\n\t -字e\u0301Z.4'), max_size=6)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.lists(st.tuples(SPELT, st.none() | SPELT), min_size=1, max_size=5),
    within=st.tuples(st.integers(0, 9), st.integers(0, 6), st.integers(1, 7)),
    chunk=st.sampled_from([50, 700, 2**20]),
)
@example(made=[("\N{KELVIN SIGN}-2", None)], within=(0, 0, 1), chunk=700)
@example(made=[("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}", None)], within=(0, 0, 1), chunk=700)
def test_the_bytes_pass_over_no_price_that_fits(
    tmp_path: Path, made: list[tuple[str, str | None]], within: tuple[int, int, int], chunk: int
) -> None:
    """What is asked for is a part of one of the names, as somebody writes it who does not use the shift key."""
    number, begin, size = within
    whole = [name for pair in made for name in pair if name is not None]
    part = whole[number % len(whole)].lower()[begin : begin + size]
    path = tmp_path / "prices.json"
    a_release(path, [model for model, _ in made], [name for _, name in made])
    every = orjson.loads(path.read_bytes())["prices"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(released, "_CHUNK", chunk)
        for question in (asking.of_model(part), asking.matching("acme", part, "input"), EVERY):
            assert read(path, question).prices == [each for each in every if question.fits(each)]


@pytest.mark.parametrize("write", [orjson.dumps, lambda whole: orjson.dumps(whole, option=orjson.OPT_INDENT_2)])
def test_a_catalogue_in_another_form_is_read_too(small: Collection, tmp_path: Path, write: Any) -> None:
    whole = orjson.loads(small.catalogue.read_bytes())
    path = tmp_path / "prices.json"
    path.write_bytes(write({"suspects": whole.pop("suspects"), **whole}))
    for question in (EVERY, asking.of_model("alpha")):
        assert read(path, question).prices == read(small.catalogue, question).prices


def test_a_release_that_takes_the_others_place_in_between_is_read_again(
    small: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = iter(["of the release before", digest(small.catalogue.read_bytes())])
    monkeypatch.setattr(released, "_promised", lambda _: next(said))
    assert len(read(small.catalogue, EVERY).prices) == 6


@pytest.mark.parametrize("status", ["", "[]", '{"files": {}}', '{"files": {"prices.json": 1}}'])
def test_a_damaged_status_is_named(small: Collection, tmp_path: Path, status: str) -> None:
    (tmp_path / "prices.json").write_bytes(small.catalogue.read_bytes())
    (tmp_path / "status.json").write_text(status, encoding="utf-8")
    with pytest.raises(StorageError, match=r"status\.json: is no status of a release"):
        read(tmp_path / "prices.json", EVERY)


def test_where_nothing_is_published_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no catalogue stands there"):
        read(tmp_path / "prices.json", Wanted((), lambda _: True))
