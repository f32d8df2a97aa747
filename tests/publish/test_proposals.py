"""Lines that `models.toml` could have: what is sure, what is doubtful, and how the former are added."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pricebook.errors import CollectionError
from pricebook.publish import models
from pricebook.publish.likeness import look, plain_name, what_differs
from pricebook.publish.model_lines import added, toml
from pricebook.publish.models import Same, Table
from pricebook.publish.proposals import NamedOffer, Proposal, proposals
from tests.conftest import ROOT

PATH = Path("models.toml")
MAKER = Same(aliases=["maker/Zeta"])
"""An entry by which `maker/` is known as a maker's."""


def offers(*named: str) -> list[NamedOffer]:
    """`acme: Acme 1` as a name at a provider."""
    return [NamedOffer(*each.split(": ")) for each in named]


def sure(*named: str, table: Table | None = None) -> dict[str, set[str]]:
    found = proposals(offers(*named), {"zeta": MAKER, **(table or {})})
    return {each.name: {f"{o.provider}: {o.model}" for o in each.offers} for each in found.sure}


def doubtful(*named: str, table: Table | None = None) -> list[set[str]]:
    found = proposals(offers(*named), {"zeta": MAKER, **(table or {})})
    return [{f"{o.provider}: {o.model}" for o in each.offers} for each in found.doubtful]


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        ("acme: acme-1", "best: Acme 1", "acme-1"),
        ("acme: acme-1", "best: maker/acme_1", "acme-1"),
        ("acme: ACME-1", "best: maker/ACME-1", "ACME-1"),
        ("acme: acme-1", "best: acme/acme-1", "acme-1"),
        ("acme: other/acme-1", "best: other/Acme-1", "acme-1"),
    ],
)
def test_what_the_rules_call_the_same_is_sure(one: str, other: str, name: str) -> None:
    assert sure(one, other) == {name: {one, other}}
    assert doubtful(one, other) == []


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("acme: acme-1", "best: acme-1-2026-01-05", "'-2026-01-05' behind it"),
        ("acme: acme-1", "best: acme-1-latest", "'-latest' behind it"),
        ("acme: acme-1.5", "best: acme-1-5", "separators, other signs"),
        ("acme: Acme1", "best: acme-1", "capital letters, separators"),
        ("acme: acme-1", "best: stranger/acme-1", "no entry says yet whether 'stranger/' is a maker or a host"),
    ],
)
def test_what_only_looks_alike_is_doubtful_and_says_what_differs(one: str, other: str, why: str) -> None:
    assert sure(one, other) == {}
    [found] = proposals(offers(one, other), {"zeta": MAKER}).doubtful
    assert {f"{o.provider}: {o.model}" for o in found.offers} == {one, other}
    assert why in found.why[0]


@pytest.mark.parametrize(
    "named",
    [
        ("acme: acme-1", "best: acme-1"),
        ("acme: acme-1", "best: acme-1-mini"),
        ("acme: acme-1", "acme: acme-1-2026-01-05"),
        ("acme: acme-1.5", "best: acme-15"),
    ],
)
def test_names_that_are_alike_everywhere_or_not_at_all_are_passed_over(named: tuple[str, ...]) -> None:
    assert (sure(*named), doubtful(*named)) == ({}, [])


def test_an_entry_that_is_there_gets_what_it_lacks() -> None:
    table = {"acme-1": Same(offers=frozenset({("acme", "Acme 1")}))}
    named = ("acme: Acme 1", "best: maker/acme-1", "corp: acme-1")
    assert sure(*named, table=table) == {"acme-1": {"best: maker/acme-1"}}, "corp's name is the entry's own"


def test_nobody_is_asked_again_about_a_false_friend() -> None:
    table = {"acme-1": Same(offers=frozenset({("acme", "acme-1")}), false_friends=["acme-1-latest", "maker/acme-1"])}
    named = ("acme: acme-1", "best: Acme-1-Latest", "best: maker/acme-1")
    assert (sure(*named, table=table), doubtful(*named, table=table)) == ({}, [])


def test_names_of_two_entries_are_never_joined() -> None:
    table = {"a": Same(offers=frozenset({("acme", "acme-1")})), "b": Same(offers=frozenset({("best", "Acme 1")}))}
    named = ("acme: acme-1", "best: Acme 1", "corp: acme_1")
    assert sure(*named, table=table) == {}


SPELLINGS = some.sampled_from(
    [
        "acme-1",
        "Acme 1",
        "maker/acme_1",
        "stranger/acme-1",
        "acme-1-latest",
        "acme-1.5",
        "Acme-1.5",
        "maker/Acme 1.5",
        "b",
    ]
)
SOLD = some.sets(some.builds(NamedOffer, some.sampled_from(["acme", "best", "corp"]), SPELLINGS), min_size=1)


@given(SOLD)
def test_what_is_sure_is_the_same_by_the_rules_and_is_proposed_once(sold: set[NamedOffer]) -> None:
    found = proposals(sold, {"zeta": MAKER})
    names = [offer for each in found.sure for offer in each.offers]
    assert len(names) == len(set(names))
    for each in found.sure:
        assert {plain_name(offer.model) for offer in each.offers} == {plain_name(each.name)}
        assert len({offer.provider for offer in each.offers}) > 1
    for group in found.doubtful:
        assert len({look(offer.model) for offer in group.offers}) == 1
        assert len(group.why) == len(group.offers) - 1
        assert all(group.why)
    assert proposals(sorted(sold, reverse=True), {"zeta": MAKER}) == found


@given(SOLD)
def test_what_was_added_is_not_proposed_again(sold: set[NamedOffer]) -> None:
    found = proposals(sold, {})
    table = _as_table(added("", found.sure, PATH))
    assert proposals(sold, table).sure == []
    for each in found.sure:
        assert table[each.name].offers == {(offer.provider, offer.model) for offer in each.offers}


def _as_table(text: str) -> Table:
    said = tomllib.loads(text).get("models", {})
    return {name: models._same_model(PATH, name, told) for name, told in said.items()}


@given(SOLD)
def test_lines_that_are_printed_are_toml(sold: set[NamedOffer]) -> None:
    found = proposals(sold, {"zeta": MAKER})
    text = toml(found)
    assert _as_table(text) == _as_table(added("", found.sure, PATH))
    for offer in {offer for each in found.doubtful for offer in each.offers}:
        assert f'"{offer.model}"' in text


# Into the file.


def test_the_collections_own_table_takes_lines_and_stays_as_it_is_beside_them() -> None:
    text = (ROOT / "models.toml").read_text(encoding="utf-8")
    table = _as_table(text)
    wanted = [Proposal(name, there=True, offers=[NamedOffer("corp", f"corp/{name}")]) for name in table]
    more = added(text, wanted, PATH)
    kept = [line for line in more.splitlines() if "offers.corp" not in line]
    assert kept == text.splitlines()
    assert all(("corp", f"corp/{name}") in same.offers for name, same in _as_table(more).items())
    new = added(text, [Proposal("mmm-1", there=False, offers=offers("acme: MMM 1", "best: mmm-1"))], PATH)
    names = list(tomllib.loads(new)["models"])
    assert names == sorted(names, key=lambda name: (name.casefold(), name))
    assert new.replace('[models."mmm-1"]\noffers.acme = "MMM 1"\noffers.best = "mmm-1"\n\n', "") == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('offers.acme = "a"', 'offers.acme = ["a", "b"]'),
        ('offers.acme = ["a"]  # why', 'offers.acme = ["a", "b"]  # why'),
        ('offers.acme = [\n    "a",  # why\n]', 'offers.acme = [\n    "a",  # why\n    "b",\n]'),
        ('aliases = ["A"]\nnot = ["c"]', 'aliases = ["A"]\noffers.acme = "b"\nnot = ["c"]'),
        ('not = [\n    "c",\n]', 'offers.acme = "b"\nnot = [\n    "c",\n]'),
    ],
)
def test_a_name_goes_where_the_provider_has_names_already(before: str, after: str) -> None:
    text, rest = '[models."x"]\n{}\n', '\n[models."y"]\noffers.acme = "z"\n'
    wanted = [Proposal("x", there=True, offers=offers("acme: b"))]
    assert added(text.format(before) + rest, wanted, PATH) == text.format(after) + rest


@pytest.mark.parametrize("entry", ['[models.x]\noffers = {acme = "a"}\n', '[models]\nx = {offers = {acme = "a"}}\n'])
def test_an_entry_that_is_written_otherwise_is_left_to_a_person(entry: str) -> None:
    with pytest.raises(CollectionError, match="Add it by hand"):
        added(entry, [Proposal("x", there=True, offers=offers("acme: b"))], PATH)


def test_differences_are_those_of_the_names() -> None:
    assert what_differs("acme-1", "acme-1") == []
    assert what_differs("us.maker.acme-1", "acme-1") == ["'us.maker.' before it"]
