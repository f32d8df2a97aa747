"""`catalog review` and what is decided after it, as the person meets them who reviews in the morning."""

import csv
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pricebook.collection import Collection
from pricebook.records import Price, TableWords
from pricebook.run.refresh import publish
from tests.command import catalog, needs_a_terminal, on_a_terminal
from tests.worlds import WHERE, introduced, look, price, reading

OTHERS = [price(f"other-{number}", "3") for number in range(8)]
SLIPPED, STEPPED = price("acme/slipped-mini-2026", "3"), price("stepped", "3")
ME = {"CATALOG_WHO": "a reviewer"}


@pytest.fixture
def made(tmp_path: Path) -> Collection:
    """A collection of one provider, of which nothing was seen yet."""
    collection = Collection(tmp_path / "made")
    collection.scrapers.mkdir(parents=True)
    (collection.scrapers / "acme.py").touch()
    introduced(collection.snapshots, "2026-01-01")
    return collection


def see(made: Collection, day: str, prices: Sequence[Price], *, good: bool = True, columns: str = "") -> None:
    """What the page prints on that day, under a column of that name, is seen and published."""
    read = reading(prices, good=good)
    if columns:
        around = TableWords(where=WHERE, columns=[columns], said=[], rows=[""])
        read = read.model_copy(update={"surroundings": [around]})
    look(made.snapshots, day, read, page=columns)
    publish(made, made.presents())


@pytest.fixture
def waiting(made: Collection) -> Collection:
    """The same, where a slip and a step wait."""
    see(made, "2026-01-01", [*OTHERS, SLIPPED, STEPPED])
    see(made, "2026-01-02", [*OTHERS, price(SLIPPED.model, "3000"), price("stepped", "7")])
    return made


def do(made: Collection, *words: str, status: int = 0) -> str:
    run = catalog(*words, cwd=made.root, env=ME)
    assert run.returncode == status, run.stdout + run.stderr
    return run.stdout if status != 2 else run.stderr


def cases(made: Collection, *words: str) -> list[Any]:
    """What waits, for programs."""
    run = catalog("review", "--json", *words, cwd=made.root)
    found = json.loads(run.stdout)
    assert run.returncode == (4 if any(not each["rejected"] for each in found["cases"]) else 0)
    return list(found["cases"])


def released(made: Collection, file: str) -> list[Any]:
    return list(json.loads((made.release / f"{file}.json").read_bytes())[file])


def amounts(made: Collection, model: str) -> list[tuple[str, str]]:
    return [(each["amount"], each["status"]) for each in released(made, "prices") if each["model"] == model]


def test_what_waits_is_told_with_old_and_new_and_where_both_stand(waiting: Collection) -> None:
    rows = list(csv.DictReader(do(waiting, "review", status=4).splitlines(), delimiter="\t"))
    assert [(row["model"], row["verdict"], row["rule"]) for row in rows] == [
        (SLIPPED.model, "rejected", "slip"), ("stepped", "held", "step"),
    ]  # fmt: skip
    slip = rows[0]
    assert {name: slip[name] for name in ("old", "new", "ratio", "percent", "old words", "new words")} == {
        "old": "3", "new": "3000", "ratio": "1000", "percent": "99900", "old words": "3 元", "new words": "3000 元",
    }  # fmt: skip
    for name, day in (("old stored", "2026-01-01"), ("stored", "2026-01-02")):
        path, _, line = slip[name].partition(":")
        assert (path, line) == (f"snapshots/acme/{day}/price.md", str(WHERE.line))
        assert (waiting.root / path).is_file()
    assert (slip["address"], slip["column"], slip["since"]) == ("https://acme.example/price", "价格", "2026-01-02")
    assert "1000 times the value that was accepted" in slip["reasons"]


def test_what_is_approved_is_published_and_waits_no_more(waiting: Collection) -> None:
    slip, step = cases(waiting)
    assert amounts(waiting, "stepped") == [("3", "held")]
    said = do(waiting, "approve", step["id"][:4], "--because", "the page says so")
    assert "1 price approved by a reviewer" in said
    assert "catalog publish" in said
    assert amounts(waiting, "stepped") == [("3", "held")], "nothing is published by itself"
    do(waiting, "publish")
    assert amounts(waiting, "stepped") == [("7", "fresh")]
    assert [each["model"] for each in released(waiting, "pending")] == [SLIPPED.model]
    assert [case["id"] for case in cases(waiting)] == [slip["id"]]
    do(waiting, "approve", slip["prices"][0]["id"], "--because", "it is dear indeed")
    do(waiting, "publish")
    assert (released(waiting, "pending"), cases(waiting)) == ([], [])
    shown = list(csv.DictReader(do(waiting, "history", SLIPPED.model).splitlines(), delimiter="\t"))
    assert [(row["amount"], row["from"], row["to"]) for row in shown] == [
        ("3", "2026-01-01", "2026-01-02"), ("3000", "2026-01-02", ""),
    ]  # fmt: skip
    assert do(waiting, "review").count("\n") == 1, "the headings alone"


def test_what_is_rejected_stays_held_and_asks_nobody_until_another_value_comes(waiting: Collection) -> None:
    slip, step = cases(waiting)
    do(waiting, "reject", slip["id"], step["id"], "--because", "a slip")
    do(waiting, "publish")
    assert cases(waiting) == []
    assert [(case["id"], case["rejected"]) for case in cases(waiting, "--rejected")] == [
        (slip["id"], True), (step["id"], True),
    ]  # fmt: skip
    assert (amounts(waiting, "stepped"), len(released(waiting, "pending"))) == ([("3", "held")], 2)
    refused = do(waiting, "reject", step["id"], "--because", "again", status=2)
    assert "nothing that waits has the id" in refused
    see(waiting, "2026-01-03", [*OTHERS, SLIPPED, price("stepped", "8")])
    (other,) = cases(waiting)
    assert (other["prices"][0]["new"][0]["amount"], amounts(waiting, SLIPPED.model)) == ("8", [("3", "fresh")])
    see(waiting, "2026-01-04", [*OTHERS, SLIPPED, price("stepped", "7")])
    assert cases(waiting) == [], "these very values were rejected"
    do(waiting, "approve", step["id"], "--because", "it was right")
    do(waiting, "publish")
    assert amounts(waiting, "stepped") == [("7", "fresh")], "who approves has looked again"


def test_what_was_decided_is_told_and_can_be_taken_back(waiting: Collection) -> None:
    slip, step = cases(waiting)
    do(waiting, "approve", step["id"], "--because", "the page says so")
    do(waiting, "reject", slip["id"], "--because", "a slip")
    told = json.loads(do(waiting, "decisions", "--json"))
    assert {each["on"] for each in told} == {"2026-01-02"}, "from the day on which the page first printed it"
    assert [(each["decision"], each["who"], each["case"], each["bearing"]) for each in told] == [
        ("approved", "a reviewer", step["id"], "holds"), ("rejected", "a reviewer", slip["id"], "holds"),
    ]  # fmt: skip
    do(waiting, "decisions", "--undo", told[0]["name"][:6], "--because", "I mistook it")
    do(waiting, "publish")
    assert [case["id"] for case in cases(waiting)] == [step["id"]]
    assert amounts(waiting, "stepped") == [("3", "held")]
    known = {each["name"]: each for each in json.loads(do(waiting, "decisions", "acme", "--json"))}
    undone, undoing = known[told[0]["name"]], next(each for each in known.values() if each["decision"] == "undone")
    assert (undone["bearing"], undone["undone_by"]) == ("undone", undoing["name"])
    assert (undoing["case"], undoing["because"]) == (undone["name"], "I mistook it")
    again = do(waiting, "decisions", "--undo", undone["name"], "--because", "twice", status=2)
    assert "no decision that holds has the name" in again
    see(waiting, "2026-01-03", [*OTHERS, SLIPPED, STEPPED])
    bearings = {each["decision"]: each["bearing"] for each in json.loads(do(waiting, "decisions", "--json"))}
    assert bearings["rejected"] == "past", "nothing waits that it is about"


def test_a_price_of_a_case_is_decided_alone(made: Collection) -> None:
    see(made, "2026-01-01", OTHERS, columns="输入")
    see(made, "2026-01-02", OTHERS, columns="输出")
    (case,) = cases(made)
    assert (case["rule"], len(case["prices"])) == ("around", len(OTHERS))
    ids = [each["id"] for each in case["prices"]]
    do(made, "approve", ids[0], ids[1], "--because", "looked at two")
    (rest,) = cases(made)
    assert [each["id"] for each in rest["prices"]] == ids[2:]
    do(made, "approve", ids[2], rest["id"], "--because", "looked at all")
    assert (cases(made), len(json.loads(do(made, "decisions", "--json")))) == ([], 2)


def test_a_conflict_is_published_with_both_once_it_is_approved(made: Collection) -> None:
    see(made, "2026-01-01", [*OTHERS, STEPPED])
    see(made, "2026-01-02", [*OTHERS, STEPPED, price("stepped", "3.3")])
    (case,) = cases(made)
    assert [each["amount"] for each in case["prices"][0]["new"]] == ["3", "3.3"]
    do(made, "approve", case["id"], "--because", "both are printed")
    do(made, "publish")
    assert [amount for amount, _ in amounts(made, "stepped")] == ["3", "3.3"]
    see(made, "2026-01-03", [*OTHERS, STEPPED, price("stepped", "3.4")])
    assert len(cases(made)) == 1, "with other amounts it is another conflict"


@pytest.mark.parametrize(("came", "good"), [(OTHERS, False), (OTHERS[:4], True)], ids=["unread", "lost"])
def test_prices_that_are_gone_can_be_let_go(came: list[Price], good: bool, made: Collection) -> None:
    see(made, "2026-01-01", [*OTHERS, STEPPED])
    see(made, "2026-01-02", came, good=good)
    run = catalog("review", "--json", cwd=made.root)
    told = json.loads(run.stdout)
    assert (run.returncode, bool(told["unread"])) == (4, not good)
    do(made, "approve", *(case["id"] for case in told["cases"]), "--because", "they are gone")
    do(made, "publish")
    assert amounts(made, "stepped") == []
    run = catalog("review", "--json", cwd=made.root)
    assert (run.returncode, json.loads(run.stdout)["cases"]) == (0 if good else 4, [])


def test_a_model_that_was_renamed_and_repriced_can_be_approved(made: Collection) -> None:
    see(made, "2026-01-01", [*OTHERS, price("Acme/Big-1", "1")])
    see(made, "2026-01-02", [*OTHERS, price("big-1", "3")])
    (case,) = cases(made)
    do(made, "approve", case["id"], "--because", "the page says so")
    do(made, "publish")
    assert (amounts(made, "big-1"), cases(made)) == ([("3", "fresh")], [])


def test_a_price_that_is_printed_is_withdrawn_by_force_alone(waiting: Collection) -> None:
    words = ("withdraw", STEPPED.id, "--on", "2026-01-01", "--because", "a notice")
    assert "the page still prints it: ‘7 元’" in do(waiting, *words, status=2)
    assert not (waiting.snapshots / "acme" / "decisions.jsonl").exists()
    see(waiting, "2026-01-03", [*OTHERS, SLIPPED])
    do(waiting, *words)
    do(waiting, "publish")
    assert (amounts(waiting, "stepped"), cases(waiting)) == ([], [])
    do(waiting, "withdraw", SLIPPED.id, "--on", "2026-01-01", "--because", "a notice", "--force")
    assert [each["who"] for each in json.loads(do(waiting, "decisions", "--json"))] == ["a reviewer"] * 2


def test_a_price_that_was_withdrawn_by_mistake_is_back_once_that_is_undone(waiting: Collection) -> None:
    see(waiting, "2026-01-03", [*OTHERS, SLIPPED, STEPPED])
    do(waiting, "withdraw", STEPPED.id, "--on", "2026-01-01", "--because", "a notice", "--force")
    do(waiting, "publish")
    (made,) = json.loads(do(waiting, "decisions", "--json"))
    assert (amounts(waiting, "stepped"), made["bearing"]) == ([], "holds")
    do(waiting, "decisions", "--undo", made["name"], "--because", "of another model")
    do(waiting, "publish")
    assert amounts(waiting, "stepped") == [("3", "fresh")]


@pytest.mark.parametrize(
    ("env", "words", "who"),
    [
        ({"CATALOG_WHO": "one"}, ["--who", "two"], "two"),
        ({"CATALOG_WHO": "one"}, [], "one"),
        ({"CATALOG_WHO": ""}, [], "git's name"),
        ({"PATH": "", "LOGNAME": "login"}, [], "login"),
    ],
)
def test_who_decides_is_noted(env: dict[str, str], words: list[str], who: str, waiting: Collection) -> None:
    if who == "git's name" and not shutil.which("git"):
        pytest.skip("no git here")
    known = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": "git's name", **env}
    key = cases(waiting)[0]["id"]
    run = catalog("approve", key, "--because", "x", *words, "--json", cwd=waiting.root, env=known)
    assert [each["who"] for each in json.loads(run.stdout)] == [who]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["approve", "{id}x", "--because", "x"], "nothing that waits has the id '{id}x'. Did you mean {id}?"),
        (["approve", "{id}", "ffff", "--because", "x"], "What waits: {id}"),
        (["approve", "acme", "--because", "x"], "no page of it is refused as older since its last look. Of its prices"),
        (["reject", "acme", "--because", "x"], "nothing that waits has the id 'acme'"),
        (["approve", "{id}", "--because", " "], "--because is blank"),
        (["approve", "{id}", "--who", " ", "--because", "x"], "--who is blank"),
        (["approve", "{id}"], "Missing option '--because'"),
        (["review", "acne"], "no provider 'acne'"),
        (["review", "ffff"], "nothing that waits has the id 'ffff'"),
    ],
)
def test_what_does_not_wait_cannot_be_decided(words: list[str], said: str, waiting: Collection) -> None:
    key = cases(waiting)[0]["id"]
    assert said.format(id=key) in do(waiting, *(word.format(id=key) for word in words), status=2)
    assert not (waiting.snapshots / "acme" / "decisions.jsonl").exists()


@needs_a_terminal
def test_a_slip_among_two_thousand_changes_stands_first_and_nothing_is_broken(made: Collection) -> None:
    harmless = [price(f"model-{number}", "10") for number in range(2000)]
    few = [price(f"a-model-of-a-rather-long-name-{number}", "10") for number in range(9)]
    see(made, "2026-01-01", [SLIPPED, *harmless, *few])
    cheaper = [price(each.model, "8") for each in harmless]
    doubled = [price(each.model, str(21 + number)) for number, each in enumerate(few)]
    see(made, "2026-01-02", [price(SLIPPED.model, "3000"), *cheaper, *doubled])
    shown = on_a_terminal(made.root, "review", COLUMNS="80", NO_COLOR="1").splitlines()
    begin = "\n".join(shown[:40])
    case = cases(made)[0]
    for word in (case["id"], SLIPPED.id, SLIPPED.model, "×1000", "‘3 元’", "‘3000 元’", "2026-01-02"):
        assert word in begin
    assert f'catalog approve {case["id"]} --because "..."' in begin
    whole = "\n".join(shown)
    for each in cases(made):
        assert whole.count(f"catalog approve {each['id']} ") == 1
        assert all(price["new"][0]["model"] in whole for price in each["prices"])
    assert max(map(len, shown)) <= 80


@needs_a_terminal
def test_a_large_case_shows_a_few_of_its_prices_and_how_many_more(made: Collection) -> None:
    see(made, "2026-01-01", OTHERS)
    see(made, "2026-01-02", [price(each.model, "3000") for each in OTHERS])
    (case,) = cases(made)
    ids = [each["id"] for each in case["prices"]]

    def shown(*words: str) -> str:
        return on_a_terminal(made.root, "review", *words, COLUMNS="80", NO_COLOR="1")

    few = shown("acme")
    assert sum(key in few for key in ids) == 3
    assert f"… and {len(ids) - 3} more prices: catalog review {case['id']}" in few
    for words in (["--all"], [case["id"][:5]], [ids[0]]):
        whole = shown(*words)
        assert all(key in whole for key in ids)


@needs_a_terminal
def test_decisions_are_shown_so_that_their_names_can_be_copied(waiting: Collection) -> None:
    slip, _ = cases(waiting)
    assert "Nothing was decided." in on_a_terminal(waiting.root, "decisions")
    do(waiting, "approve", slip["id"], "--because", "the page says so, in a notice that is dated the second of January")
    (told,) = json.loads(do(waiting, "decisions", "--json"))
    shown = on_a_terminal(waiting.root, "decisions", COLUMNS="60", NO_COLOR="1")
    for word in (told["name"], slip["id"], SLIPPED.id, SLIPPED.model, "3 → 3000", "by a reviewer", "holds"):
        assert word in shown
    rows = list(csv.DictReader(do(waiting, "decisions").splitlines(), delimiter="\t"))
    assert [(row["name"], row["old"], row["new"]) for row in rows] == [(told["name"], "3", "3000")]
