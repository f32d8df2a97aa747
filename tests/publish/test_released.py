"""What is published is found without reading all of it, and what was damaged is never shown."""

import contextlib
import io
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pricebook.cli import main
from pricebook.collection import Collection
from pricebook.errors import StorageError, UsageError
from pricebook.history.forms import FORMAT
from pricebook.publish.parts import LISTS
from pricebook.publish.released import EVERY, Wanted, read
from pricebook.run import asking
from pricebook.run.refresh import publish
from pricebook.snapshots.keeping import failed
from pricebook.system.files import encode
from tests.publish import published
from tests.publish.published import as_file, put
from tests.worlds import look, price, reading

SCRAPER = """
from pricebook.scraping import Address, Scraper
pages = [Address("price", "https://acme.example")]
scraper = Scraper("acme", "Acme", "CNY", pages, lambda page: iter(()), "Asia/Shanghai")
"""
OWN = "providers/acme.json"
Names = tuple[str, str | None]
"""What a model is called: its name and its display name."""
MODELS = ("maker/alpha", "beta-2", "Größe")
BOUNDS = {"context_tokens": {"gt": 0, "lte": 32768}, "as_printed": ["企业版"]}
ID = price("maker/alpha", "4").id
ASKED: list[list[str]] = [
    ["list"], ["list", "--json"], ["list", "--provider", "acme", "--model", "a"], ["show", "alpha"], ["show", "gamma"],
    ["explain", ID], ["explain", ID[:3], "--json"],
]  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """A collection of few prices, one of them twice, with all that a price can have; the last look failed."""
    collection = Collection(tmp_path_factory.mktemp("small"))
    collection.scrapers.mkdir()
    (collection.scrapers / "acme.py").write_text(SCRAPER, encoding="utf-8")
    some = {"label": "限时"}
    listed = [price(model, amount) for model, amount in zip(MODELS, ("4", "0.5", "12"), strict=True)]
    listed += [price("beta-2", "1"), price("gamma-3", "3", conditions=BOUNDS, promotion=some, until="2026-12-31")]
    look(collection.snapshots, "2026-01-01", reading([price("gone", "1"), *listed]))
    look(collection.snapshots, "2026-01-02", reading(listed))
    collection.archive().add(failed("acme", "2026-01-03", {}, "no such page"))
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
def flipped(collection: Collection, name: str, place: int, bits: int) -> Iterator[None]:
    """The collection with one byte of that file of its release flipped."""
    path = collection.release / name
    whole = path.read_bytes()
    place %= len(whole)
    path.write_bytes(whole[:place] + bytes([whole[place] ^ bits]) + whole[place + 1 :])
    try:
        yield
    finally:
        path.write_bytes(whole)


FLIPS = given(place=st.integers(0, 2**20), bits=st.integers(1, 255), words=st.sampled_from(ASKED))
MANY = settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])


@MANY
@FLIPS
def test_a_flipped_byte_is_told_in_one_line(small: Collection, place: int, bits: int, words: list[str]) -> None:
    with flipped(small, OWN, place, bits):
        status, out, err = told(small, *words)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert f"catalog/v1/{OWN}: is not what manifest.json says" in err


@MANY
@FLIPS
@pytest.mark.parametrize("name", ["manifest.json", "status.json"])
def test_a_flipped_byte_of_what_tells_of_the_others_shows_nothing_else(
    small: Collection, name: str, place: int, bits: int, words: list[str]
) -> None:
    whole = told(small, *words)
    with flipped(small, name, place, bits):
        found = told(small, *words)
    status, out, err = found
    assert found == whole or (status in {1, 2} and out == "" and err.count("\n") == 1)


def changed(collection: Collection, folder: Path, path: Sequence[Any], value: Any) -> None:
    """The release with another value there in its provider's file, as if it had been published so."""
    shutil.copytree(collection.release, folder, dirs_exist_ok=True)
    whole = at = orjson.loads((folder / OWN).read_bytes())
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    put(folder, {OWN: as_file(whole)})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("prices",), {}), (("prices",), None), (("prices", 0), 3), (("prices", 0), {}), (("absent",), {}),
        (("prices", 0, "model"), None), (("absent", 0, "model"), 4),
    ],
)  # fmt: skip
def test_what_no_catalogue_holds_is_named_with_its_place(
    small: Collection, path: tuple[Any, ...], value: Any, tmp_path: Path
) -> None:
    changed(small, tmp_path, path, value)
    with pytest.raises(StorageError, match=rf"{OWN}: does not keep its contract"):
        read(tmp_path, asking.of_model("alpha")._replace(needles=()))


def a_release(folder: Path, current: Sequence[Names], absent: Sequence[Names] = ()) -> list[dict[str, Any]]:
    """A release of prices of models that are called so; gives the prices."""
    prices = [published.price(model=model, name=name) for model, name in current]
    gone = [published.absent(model=model, name=name) for model, name in absent]
    lists = {**{name: [] for name in LISTS}, "prices": prices, "absent": gone}
    status = {"format": FORMAT, "providers": {"acme": {}}}
    put(folder, {OWN: as_file({**lists, "provider": {"id": "acme"}}), "status.json": orjson.dumps(status)})
    return [*prices, *gone]


SPELT = st.text(st.sampled_from('kiKİK\u0307aΣς"\\/\n\t -字e\u0301Z.4[]:'), max_size=6)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.lists(st.tuples(SPELT, st.none() | SPELT), min_size=1, max_size=5),
    within=st.tuples(st.integers(0, 9), st.integers(0, 6), st.integers(1, 7)),
    gone=st.integers(0, 5),
)
@example(made=[("\N{KELVIN SIGN}-2", None)], within=(0, 0, 1), gone=0)
@example(made=[("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}", None)], within=(0, 0, 1), gone=1)
@example(made=[('"prices":[\n', '"absent":[]'), ("a", "\n]")], within=(3, 0, 1), gone=1)
def test_the_bytes_pass_over_no_price_that_fits(
    tmp_path: Path, made: list[Names], within: tuple[int, int, int], gone: int
) -> None:
    """What is asked for is a part of one of the names, as somebody writes it who does not use the shift key."""
    number, begin, size = within
    whole = [name for pair in made for name in pair if name is not None]
    part = whole[number % len(whole)].lower()[begin : begin + size]
    every = a_release(tmp_path, made[gone:], made[:gone])
    for question in (asking.of_model(part), asking.matching("acme", part, "input"), EVERY):
        assert read(tmp_path, question).prices == [each for each in every if question.fits(each)]


def test_who_asks_for_one_provider_reads_no_others_file(small: Collection, tmp_path: Path) -> None:
    shutil.copytree(small.release, tmp_path, dirs_exist_ok=True)
    known = orjson.loads((tmp_path / "status.json").read_bytes())
    known["providers"]["other"] = known["providers"]["acme"]
    put(tmp_path, {"providers/other.json": b"not even JSON", "status.json": orjson.dumps(known)})
    assert read(tmp_path, asking.matching("acme", None, None)) == read(small.release, EVERY)
    with pytest.raises(StorageError, match=r"providers/other\.json: does not keep its contract"):
        read(tmp_path, EVERY)


@pytest.mark.parametrize("write", [orjson.dumps, encode])
def test_a_catalogue_in_another_form_is_refused_and_never_empty(small: Collection, tmp_path: Path, write: Any) -> None:
    shutil.copytree(small.release, tmp_path, dirs_exist_ok=True)
    put(tmp_path, {OWN: write(orjson.loads((tmp_path / OWN).read_bytes()))})
    with pytest.raises(StorageError, match=rf"{OWN}: does not keep its contract"):
        read(tmp_path, EVERY)


def test_a_release_that_takes_the_others_place_in_between_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the file is read, the manifest that was read before tells of another one."""
    nights = iter([[("a", None), ("b", None)]])
    a_release(tmp_path, [("z", None)])
    read_bytes = Path.read_bytes

    def after_a_night(path: Path) -> bytes:
        if path.parent.name == "providers":
            for models in nights:
                a_release(tmp_path, models)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", after_a_night)
    assert [price["model"] for price in read(tmp_path, EVERY).prices] == ["a", "b"]
    assert list(nights) == []


@pytest.mark.parametrize(
    "manifest",
    [
        "", "[]", '{"files": {}}', '{"format": "pricebook-catalogue/1"}',
        '{"format": "pricebook-catalogue/1", "files": []}',
        '{"format": "pricebook-catalogue/1", "files": {"providers/acme.json": 1}}',
    ],
)  # fmt: skip
def test_a_damaged_manifest_is_named(small: Collection, tmp_path: Path, manifest: str) -> None:
    shutil.copytree(small.release, tmp_path, dirs_exist_ok=True)
    (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(StorageError, match=r"manifest\.json: is no manifest"):
        read(tmp_path, EVERY)


def test_who_is_in_a_release_the_names_of_its_files_do_not_say(small: Collection, tmp_path: Path) -> None:
    """A name in the manifest that is another one by a bit would be a provider without prices."""
    shutil.copytree(small.release, tmp_path, dirs_exist_ok=True)
    manifest = tmp_path / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"providers/acme', b'"qroviders/acme'))
    with pytest.raises(StorageError, match=rf"{OWN}: is not what manifest.json says"):
        read(tmp_path, EVERY)


def test_a_file_that_is_gone_is_named(small: Collection, tmp_path: Path) -> None:
    shutil.copytree(small.release, tmp_path, dirs_exist_ok=True)
    (tmp_path / OWN).unlink()
    with pytest.raises(StorageError, match=rf"{OWN}: No such file"):
        read(tmp_path, EVERY)


def test_where_nothing_is_published_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing is published there yet"):
        read(tmp_path, Wanted((), lambda _: True))
