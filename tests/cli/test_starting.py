"""A new collection, as somebody makes one who has a list of prices and no scraper."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from pricebook import __version__
from tests.command import catalog
from tests.conftest import ROOT

LIST = """Model,Name,Input (USD per 1M tokens),Output (USD per 1M tokens),Region,Valid from
acme-large,Acme Large,2.50,10,EU,2026-01-01
acme-small,Acme Small,0.15,0.60,US,2026-02-01
"""
WORKFLOW = ".github/workflows/nightly.yml"


def held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """Somebody's list."""
    file = tmp_path / "Acme prices.csv"
    file.write_text(LIST, encoding="utf-8")
    return file


def test_three_commands_make_a_published_collection_of_a_list(given: Path) -> None:
    made = given.parent / "made"
    run = catalog("init", made, "--list", given, "--timezone", "Europe/Berlin", cwd=given.parent)
    assert (run.returncode, "4 prices are read from it, 0 amounts are not" in run.stdout) == (0, True), run.stdout
    assert catalog("-C", made, "refresh", cwd=given.parent).returncode == 0
    listed = catalog("-C", made, "list", "--json", cwd=given.parent)
    assert {
        (each["model"], each["meter"], each["amount"], each["conditions"]["region"], each["effective_from"])
        for each in json.loads(listed.stdout)
    } == {
        ("acme-large", "input", "2.5", "EU", "2026-01-01"), ("acme-large", "output", "10", "EU", "2026-01-01"),
        ("acme-small", "input", "0.15", "US", "2026-02-01"), ("acme-small", "output", "0.6", "US", "2026-02-01"),
    }  # fmt: skip
    assert (made / "lists" / "acme-prices.csv").read_bytes() == given.read_bytes()


def test_an_example_can_be_read_at_once(tmp_path: Path) -> None:
    assert catalog("init", "made", cwd=tmp_path).returncode == 0
    assert catalog("refresh", cwd=tmp_path / "made").returncode == 0
    assert catalog("list", cwd=tmp_path / "made").stdout.count("example-large") == 6
    assert catalog("doctor", "--offline", cwd=tmp_path / "made").returncode == 0
    assert (
        "example-large: 0.0025 USD" in catalog("cost", "example-large", "--input", "1000", cwd=tmp_path / "made").stderr
    )


def test_a_list_whose_prices_all_name_regions_can_be_asked(tmp_path: Path) -> None:
    catalog("init", "made", cwd=tmp_path)
    about = tmp_path / "made" / "prices.toml"
    about.write_text(about.read_text(encoding="utf-8").replace('home_region = "EU"\n', ""), encoding="utf-8")
    assert catalog("refresh", cwd=tmp_path / "made").returncode == 0
    asked = catalog("cost", "example-large", "--input", "1000", "--given", "region=US", cwd=tmp_path / "made")
    assert (asked.returncode, "example-large: 0.0022 USD" in asked.stderr) == (0, True), asked.stderr
    asked = catalog("cost", "example-large", "--input", "1000", cwd=tmp_path / "made")
    assert "Its offers: region=EU, region=US." in asked.stderr


def test_the_same_is_made_every_time(given: Path) -> None:
    for name in ("one", "two"):
        catalog("init", name, "--list", given, "--provider", "acme", cwd=given.parent)
    assert held(given.parent / "one") == held(given.parent / "two")


@pytest.mark.parametrize("standing", ["README.md", ".gitignore", WORKFLOW, "lists/example.csv"])
def test_what_is_in_the_way_is_told_and_nothing_is_written(tmp_path: Path, standing: str) -> None:
    (tmp_path / standing).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / standing).write_text("mine", encoding="utf-8")
    run = catalog("init", tmp_path, cwd=tmp_path)
    assert run.returncode == 2
    assert f"holds {standing} already. Nothing was written: move them away" in run.stderr
    assert held(tmp_path) == {standing: b"mine"}


def test_a_collection_is_not_made_twice(tmp_path: Path) -> None:
    catalog("init", "made", cwd=tmp_path)
    assert "is a collection already" in catalog("init", "made", cwd=tmp_path).stderr
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "is no folder" in catalog("init", "file", cwd=tmp_path).stderr
    assert "--list FILE" in catalog("init", "other", "--currency", "USD", cwd=tmp_path).stderr
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("USD per 1M tokens", "per 1M tokens", "in which currency its prices are: currency = ..."),
        ("USD per 1M tokens", "$ per 1M tokens", "in which currency its prices are: currency = ..."),
        ("USD per 1M tokens", "USD", "per how many of what 'Input (USD)' is: per = ..."),
        ("Output (USD", "Price (USD", "what 'Price (USD per 1M tokens)' counts: meter = ..."),
        ("Name,", "Model,", "several columns are called Model: name them apart"),
        ("Input (USD per 1M tokens),Output (USD per 1M tokens)", "A,B", "which columns hold prices: prices = ..."),
    ],
)
def test_what_a_list_does_not_say_is_told_and_not_guessed(given: Path, before: str, after: str, said: str) -> None:
    given.write_text(LIST.replace(before, after), encoding="utf-8")
    run = catalog("init", "made", "--list", given, cwd=given.parent)
    assert (run.returncode, f"not decided: {said}" in run.stdout) == (4, True), run.stdout
    assert catalog("-C", "made", "refresh", cwd=given.parent).returncode != 0


def test_what_a_person_says_of_a_list_is_taken(given: Path) -> None:
    given.write_text(re.sub(r" \(USD per 1M tokens\)", "", LIST), encoding="utf-8")
    words = ["--currency", "EUR", "--per", "1M tokens", "--provider", "acme", "--name", "Acme"]
    assert catalog("init", "made", "--list", given, *words, cwd=given.parent).returncode == 0
    assert catalog("refresh", cwd=given.parent / "made").returncode == 0
    prices = json.loads(catalog("list", "--json", cwd=given.parent / "made").stdout)
    assert {(each["provider"], each["currency"], each["amount"]) for each in prices} == {
        ("acme", "EUR", "2.5"), ("acme", "EUR", "10"), ("acme", "EUR", "0.15"), ("acme", "EUR", "0.6"),
    }  # fmt: skip


def test_a_list_with_a_row_for_each_price_is_known(given: Path) -> None:
    rows = "Model,Meter,Unit,Price,Currency\nacme-1,input,1M tokens,2,USD\nacme-pic,image,image,0.04,USD\n"
    given.write_text(rows, encoding="utf-8")
    assert catalog("init", "made", "--list", given, cwd=given.parent).returncode == 0
    catalog("refresh", cwd=given.parent / "made")
    prices = json.loads(catalog("list", "--json", cwd=given.parent / "made").stdout)
    assert [(each["meter"], each["amount"], each["unit"]) for each in prices] == [
        ("input", "2", "1M tokens"), ("image", "0.04", "image"),
    ]  # fmt: skip


def test_what_is_no_list_is_refused(given: Path) -> None:
    given.write_text("Our prices are on request.\n", encoding="utf-8")
    run = catalog("init", "made", "--list", given, cwd=given.parent)
    assert (run.returncode, "is not read as a table" in run.stderr) == (2, True)
    assert not (given.parent / "made").exists()


def test_the_nightly_job_is_this_repositorys_with_the_published_package(tmp_path: Path) -> None:
    catalog("init", "made", cwd=tmp_path)
    made = (tmp_path / "made" / WORKFLOW).read_text(encoding="utf-8")
    ours = (ROOT / WORKFLOW).read_text(encoding="utf-8")
    pinned = re.compile(r"uses: (\S+@[0-9a-f]{40}) ")
    assert pinned.findall(made)
    assert set(pinned.findall(made)) <= set(pinned.findall(ours))
    assert f'"pricebook[collection,xlsx]=={__version__}"' in made
    assert "uv run" not in made
    jobs, known = yaml.safe_load(made)["jobs"], yaml.safe_load(ours)["jobs"]
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        name: job["permissions"] for name, job in known.items()
    }


@pytest.mark.skipif(sys.platform == "win32", reason="what looks at workflows runs on POSIX")
@pytest.mark.parametrize("program", [["actionlint"], ["zizmor", "--offline", "--no-progress", "--quiet"]])
def test_the_nightly_job_is_clean(tmp_path: Path, program: list[str]) -> None:
    catalog("init", "made", cwd=tmp_path)
    name, *words = program
    command = [str(Path(sys.executable).parent / name), *words, str(tmp_path / "made" / WORKFLOW)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    "words",
    [["list"], ["show", "x"], ["cost", "x", "--input", "1"], ["publish"], ["history", "x"], ["export", "csv"],
     ["list", "--as-of", "2025-01-01"]],
)  # fmt: skip
def test_where_nothing_is_published_the_next_command_is_said(tmp_path: Path, words: list[str]) -> None:
    catalog("init", "made", cwd=tmp_path)
    run = catalog(*words, cwd=tmp_path / "made")
    assert run.returncode == 2
    for helps in ("catalog refresh", "catalog publish", "-C DIR"):
        assert helps in run.stderr


def test_where_there_is_no_collection_the_next_command_is_said(tmp_path: Path) -> None:
    for words in (["refresh"], ["-C", str(tmp_path), "list"], ["-C", str(tmp_path / "none"), "list"]):
        run = catalog(*words, cwd=tmp_path)
        assert run.returncode == 2
        assert "Make one: catalog init DIR; or give one that there is: -C DIR." in run.stderr


@pytest.mark.parametrize(
    "words", [["--currency", "XXQ"], ["--per", "bananas"], ["--timezone", "Foo"], ["--sheet", "2026"]]
)
def test_what_there_is_not_is_not_said_of_a_list(words: list[str], given: Path) -> None:
    run = catalog("init", "made", "--list", given, *words, cwd=given.parent)
    assert (run.returncode, run.stdout) == (2, "")
    assert f"{words[0]} {words[1]!r}" in run.stderr
    assert not (given.parent / "made").exists()
