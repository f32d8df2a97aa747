"""What waits for a person: shown beside the value that is published meanwhile, or as a price without one."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.command import catalog, needs_a_terminal, on_a_terminal
from tests.conftest import frozen
from tests.publish.published import Told, absent, as_file, files, pending, price, put

HELD, FRESH, NEW, TWICE, GONE = (f"{number}123456789abcdef" for number in range(5))
OUT = {"meter": "output"}
PRICES = [
    price(id=HELD, amount="1", status="held", reasons=["1000 times the value before"]),
    price(id=FRESH, amount="0.3", suspect="output costs less than input", reasons=[], **OUT),
    price(id=TWICE, amount="2", status="held", reasons=["its amount is unread"], model="acme-2"),
]
PENDING = [
    {**pending(id=HELD, amount="800"), "published": "1", "reasons": ["1000 times the value before"]},
    {**pending(id=NEW, amount="9000", model="acme-3"), "published": None, "reasons": ["30 times its siblings"]},
    {**pending(id=NEW, amount="7", model="acme-3"), "published": None, "reasons": ["one price printed twice"]},
]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "v1"
    told = files()
    del told["manifest.json"]
    lists: Told = {"prices": PRICES, "absent": [absent(id=GONE, model="acme-4")], "pending": PENDING}
    for name, own in lists.items():
        told[f"{name}.json"] = {"format": told["prices.json"]["format"], "prices" if name == "absent" else name: own}
    told["providers/acme.json"] |= lists
    put(folder, {name: as_file(own) for name, own in told.items()})
    about = json.loads((folder / "manifest.json").read_bytes())
    about |= {"release": "0" * 64, "previous": None, "sequence": 3, "generated": "2026-01-05T00:00:00Z",
              "expires": "2026-01-19T00:00:00Z", "counts": {}, "licence": "MIT"}  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


def listed(release: Path, *words: str) -> list[dict[str, Any]]:
    run = catalog(*words, "--from", release, "--json", cwd=release)
    assert run.returncode == 0, run.stderr
    told: list[dict[str, Any]] = json.loads(run.stdout)
    return told


def test_a_held_price_says_what_waits_and_a_new_one_has_no_amount(release: Path) -> None:
    told = {each["id"]: each for each in listed(release, "list")}
    assert [*told] == [HELD, FRESH, TWICE, NEW, GONE], "what has no value stands behind what has one"
    (waits,) = told[HELD]["pending"]
    assert (told[HELD]["amount"], waits["amount"], waits["reasons"]) == ("1", "800", ["1000 times the value before"])
    assert (told[NEW]["amount"], told[NEW]["status"]) == (None, "pending")
    assert [each["amount"] for each in told[NEW]["pending"]] == ["9000", "7"]
    assert (told[TWICE]["pending"], told[TWICE]["reasons"]) == ([], ["its amount is unread"])
    assert "pending" not in told[FRESH]


def test_no_row_shows_a_doubtful_amount_bare(release: Path) -> None:
    run = catalog("list", "--from", release, "--csv", cwd=release)
    rows = {row["id"]: row for row in csv.DictReader(run.stdout.splitlines())}
    assert rows[HELD]["notes"] == "held: 800 waits: 1000 times the value before"
    assert rows[TWICE]["notes"] == "held: its amount is unread"
    assert rows[FRESH]["notes"] == "suspect: output costs less than input"
    assert rows[NEW]["notes"] == (
        "pending: 9000 CNY / 1M tokens waits: 30 times its siblings, 7 CNY / 1M tokens waits: one price printed twice"
    )
    assert (rows[NEW]["amount"], rows[NEW]["currency"]) == ("", "CNY")


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["--kind", "held"], [HELD, TWICE]),
        (["--kind", "pending"], [NEW]),
        (["--kind", "pending", "--kind", "suspect"], [FRESH, NEW]),
        (["--model", "acme-3"], [NEW]),
        (["--sort", "amount"], [FRESH, HELD, TWICE, NEW, GONE]),
        (["--current"], [HELD, FRESH, TWICE]),
        (["--sort", "since", "--in", "CNY", "--model", "acme-3"], [NEW]),
    ],
)
def test_what_has_no_value_is_chosen_and_sorted_as_all_others(release: Path, words: list[str], ids: list[str]) -> None:
    told = listed(release, "list", *words)
    assert [each["id"] for each in told] == ids
    assert all(each["pending"] for each in told if each["id"] == HELD), (
        "also where the new value itself is not asked for"
    )


def test_what_waits_is_explained_behind_what_is_published(release: Path) -> None:
    said = catalog("explain", HELD, "--from", release, cwd=release).stdout
    assert "\nstatus:        held: 800 waits: 1000 times the value before\n" in said
    assert "waits for a person: 1000 times the value before\n" in said
    assert said.index("1 CNY / 1M tokens") < said.index("waits for a person") < said.index(" 800 CNY / 1M tokens")
    said = catalog("explain", NEW, "--from", release, cwd=release).stdout
    assert said.count("waits for a person: ") == 2
    assert [each["amount"] for each in listed(release, "explain", NEW)] == [None]


def test_what_is_held_is_found_where_it_was_seen_and_what_waits_where_it_is() -> None:
    held = json.loads(catalog("list", "--kind", "held", "--json", cwd=frozen().root).stdout)
    assert held
    for each in held:
        said = catalog("explain", each["id"], cwd=frozen().root)
        assert said.returncode == 0, said.stderr
        assert said.stdout.count("\nstored:        snapshots/") == 1 + len(each["pending"])


def test_a_converted_price_without_a_value_has_none_in_any_currency(release: Path) -> None:
    (told,) = listed(release, "list", "--model", "acme-3", "--in", "USD")
    assert told["converted"] is None
    run = catalog("list", "--model", "acme-3", "--in", "USD", "--from", release, "--csv", cwd=release)
    (row,) = csv.DictReader(run.stdout.splitlines())
    assert {row[name] for name in ("converted", "into", "rate", "rate day", "rate source")} == {""}
    assert catalog("show", "acme-3", "--in", "USD", "--from", release, cwd=release).returncode == 0


@needs_a_terminal
@pytest.mark.parametrize("width", ["80", "200"])
def test_on_a_terminal_the_doubt_stands_beside_or_below_the_amount(release: Path, width: str) -> None:
    def shown(*words: str) -> str:
        return " ".join(on_a_terminal(release, *words, "--from", str(release), NO_COLOR="1", COLUMNS=width).split())

    every = shown("list")
    assert "0.3 CNY / 1M tokens ? output costs less than input" in every
    assert "1 CNY / 1M tokens (held: 800 waits: 1000 times the value before)" in every
    sheet = shown("show", "acme-1")
    assert "1 (held) 0.3 ?" in sheet
    assert "input: held: 800 waits: 1000 times the value before" in sheet
    assert "output: ? output costs less than input" in sheet
    new = shown("show", "acme-3")
    assert "pending: 9000 CNY / 1M tokens waits: 30 times its siblings" in new
