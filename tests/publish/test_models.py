"""Which names are the same model: the collection's table, and what is published of it."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pricebook.book.names import Names, fold
from pricebook.errors import CollectionError
from pricebook.publish import models
from tests.conftest import ROOT

TABLE = ROOT / "models.toml"
DOCUMENT = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
Told = dict[str, Any]
PROVIDERS = ("acme", "best", "corp")
SPELLED = ("acme-1", "Acme 1", "acme/acme-1", "acme-1-mini", "zeta")


def published(offers: Sequence[Told], table: models.Table, path: Path = TABLE) -> list[Told]:
    told: list[Told] = json.loads(b"".join(models.models(offers, table, path)))["models"]
    return told


def offer(provider: str, model: str) -> Told:
    return {"provider": provider, "model": model, "name": None, "services": ["inference"], "current": True}


@pytest.fixture(scope="module")
def entries() -> list[Told]:
    """What is published of the table alone: its own offers, and its names and false friends that nobody joined."""
    table = models.read(TABLE)
    named = {*table, *(friend for same in table.values() for friend in same.false_friends)}
    alone = named - {name for name, same in table.items() if same.offers}
    own = [offer(*each) for same in table.values() for each in sorted(same.offers)]
    return published([*own, *(offer("anybody", name) for name in sorted(alone))], table)


def spelled(entry: Told) -> Iterator[str]:
    """Every name that is the model's: across providers, other ways to write it, and the providers' own."""
    yield entry["model"]
    yield from entry["aliases"]
    for each in entry["offers"]:
        yield from filter(None, (each["model"], each["name"]))


# The table of the collection.


def test_what_the_table_names_is_or_was_sold_by_somebody() -> None:
    release = json.loads((ROOT / "catalog" / "v1" / "models.json").read_bytes())["models"]
    table = models.read(TABLE)
    known = {entry["model"] for entry in published([each for entry in release for each in entry["offers"]], table)}
    gone = table.keys() - known
    assert not gone, f"{sorted(gone)}: nobody ever sold a model of this name. Correct the name, or take the entry out."
    lost = {(name, friend) for name, same in table.items() for friend in same.false_friends if friend not in known}
    assert not lost, f"{sorted(lost)}: there is no such model to be taken for the first one. Name it as its entry does."


def test_an_entry_says_something() -> None:
    for name, same in models.read(TABLE).items():
        assert same.offers or same.false_friends, f"{name}: neither offers nor false friends"


def test_no_name_is_that_of_two_models(entries: list[Told]) -> None:
    """Names that a look-up cannot tell apart are one entry."""
    owners: dict[str, set[str]] = {}
    for entry in entries:
        for name in spelled(entry):
            owners.setdefault(fold(name), set()).add(entry["model"])
    shared = {name: sorted(found) for name, found in owners.items() if len(found) > 1}
    assert not shared, f"{shared}: write both into one entry"


def test_no_false_friend_is_the_model_itself(entries: list[Told]) -> None:
    for entry in entries:
        assert not {fold(name) for name in spelled(entry)} & {fold(name) for name in entry["not"]}, entry["model"]


def test_every_name_of_a_model_finds_all_who_sell_it(entries: list[Told]) -> None:
    names = Names(entries)
    for entry in entries:
        sold = {(each["provider"], each["model"]) for each in entry["offers"]}
        for name in (entry["model"], *entry["aliases"]):
            found = {(each.provider, each.model) for each in names.named(name)}
            assert found <= sold, name
            assert {provider for provider, _ in found} == {provider for provider, _ in sold}, name


def test_no_name_finds_a_false_friend(entries: list[Told]) -> None:
    names = Names(entries)
    sold = {entry["model"]: {(each["provider"], each["model"]) for each in entry["offers"]} for entry in entries}
    for entry in entries:
        found = {(each.provider, each.model) for name in spelled(entry) for each in names.named(name)}
        for friend in entry["not"]:
            assert not found & sold[friend], (entry["model"], friend)


def test_a_name_that_moves_is_no_snapshot(entries: list[Told]) -> None:
    """No entry holds a name and the same name with a day, or with -latest."""
    for entry in entries:
        own = {fold(name) for name in spelled(entry)}
        assert not [name for name in own if any(name.startswith((f"{other}-20", f"{other}-latest")) for other in own)]


def test_the_table_is_sorted_and_has_no_name_twice() -> None:
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))["models"]
    assert list(table) == sorted(table, key=lambda name: (name.casefold(), name))
    for name, said in table.items():
        for texts in (said.get("aliases", []), said.get("not", [])):
            assert len(set(map(fold, texts))) == len(texts), name


# What any table does.


@given(some.sets(some.tuples(some.sampled_from(PROVIDERS), some.sampled_from(SPELLED)), min_size=1), some.data())
def test_every_offer_is_of_one_model(sold: set[tuple[str, str]], data: some.DataObject) -> None:
    own = sorted(sold)
    named = some.sampled_from(["one", "two", "acme-1", None])
    groups = data.draw(some.lists(named, min_size=len(own), max_size=len(own)))
    table: dict[str, models.Same] = {}
    for each, name in zip(own, groups, strict=True):
        if name is not None:
            table[name] = models.Same(offers=table.get(name, models.Same()).offers | {each})
    made = published([offer(*each) for each in own], table)
    assert [entry["model"] for entry in made] == sorted({entry["model"] for entry in made})
    assert Counter((each["provider"], each["model"]) for entry in made for each in entry["offers"]) == Counter(own)
    by_name = {entry["model"]: {(each["provider"], each["model"]) for each in entry["offers"]} for entry in made}
    for each, name in zip(own, groups, strict=True):
        assert each in by_name[name or each[1]]


def test_an_offer_that_nobody_made_is_refused(tmp_path: Path) -> None:
    table = {"acme-1": models.Same(offers=frozenset({("acme", "acme-1"), ("best", "Acme 1")}))}
    with pytest.raises(CollectionError, match=r"acme-1: best never sold 'Acme 1'\. Correct the name\."):
        published([offer("acme", "acme-1")], table, tmp_path / "models.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[models."a"]\noffers.acme = "x"\n[models."b"]\noffers.acme = ["y", "x"]\n',
            "acme's 'x' is of 'a' already",
        ),
        ('[models."a"]\noffers.acme = 1\n', "a: holds what is no list of names"),
        ('[models."a"]\nnot = "b"\n', "a: holds what is no list of names"),
        ('[models."a"]\nsame = ["b"]\n', "a: has other names than aliases, offers and not"),
        ('models = "a"\n', "expected tables"),
        ('[model."a"]\n', "holds model, expected tables"),
        ("[models\n", "cannot be read"),
    ],
)
def test_a_table_that_is_none_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "models.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CollectionError, match=said):
        models.read(path)


def test_without_a_table_names_alone_tell(tmp_path: Path) -> None:
    table = models.read(tmp_path / "models.toml")
    made = published([offer("acme", "one"), offer("best", "one"), offer("best", "One")], table)
    assert [(entry["model"], len(entry["offers"])) for entry in made] == [("One", 1), ("one", 2)]


# What docs/models.md says.


def test_the_example_is_the_tables_own_entry() -> None:
    [example] = re.findall(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL)
    head, *lines = example.splitlines()
    [entry] = [part for part in TABLE.read_text(encoding="utf-8").split("\n\n") if part.startswith(head)]
    assert [line for line in lines if line not in entry.splitlines()] == [], "other providers may sell it, too"


def test_the_document_names_what_an_entry_may_hold() -> None:
    section = DOCUMENT.partition("\n## An entry\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"(?m)^\| `(\w+)` \|", section)) == {"aliases", "offers", "not"}
