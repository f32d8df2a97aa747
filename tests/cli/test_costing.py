"""`catalog cost` and `compare`: what the library answers, in a collection, in an empty folder, of a named release."""

import csv
import io
import json
import shlex
from decimal import Decimal
from pathlib import Path

import pytest

import pricebook
from tests.book.releases import encode, files, price, write
from tests.command import catalog, needs_a_terminal, on_a_terminal
from tests.conftest import frozen
from tests.rates.bank import WEEKS, file_of

DAY = max(WEEKS)
TIER = {"gt": 8192, "lte": 32768}
PRICES = [
    price("plain", "input", "2"), price("plain", "cache_read", "0.5"), price("plain", "output", "8"),
    price("plain", "input", "1", {"mode": "batch"}), price("plain", "output", "4", {"mode": "batch"}),
    price("plain", "input", "1.5", provider="best"), price("plain", "output", "8", provider="best"),
    price("plain", "input", "0.4", provider="abroad", currency="USD"),
    price("plain", "output", "1", provider="abroad", currency="USD"),
    price("plain", "input", "0.1", provider="doubted", suspect="half of the others"),
    price("plain", "output", "0.1", provider="doubted"),
    price("tiered", "input", "2", {"context_tokens": {"lte": 8192}}),
    price("tiered", "input", "5", {"context_tokens": TIER}),
    price("thinker", "output", "3", {"thinking": False}), price("thinker", "output", "9", {"thinking": True}),
    price("clips", "video", "0.3", {"duration": 5}, promotion={"label": "限时", "list_amount": "0.6"}),
    price("worded", "image", "2", {"as_printed": ["2D/3D", "with sound"]}),
]  # fmt: skip
GONE = [price("old", "input", "2", status="missing", absent_since="2026-01-20", snapshot="2026-01-01")]


@pytest.fixture
def release(tmp_path: Path) -> Path:
    providers = {
        each["provider"]: {"last_look": f"{DAY}T08:00:00Z", "last_good": f"{DAY}T08:00:00Z"} for each in PRICES
    }
    status = encode({"format": "pricebook-catalogue/1", "providers": providers})
    return write(tmp_path / "v1", {**files(PRICES, GONE), "status.json": status})


@pytest.fixture
def asked(release: Path) -> tuple[str, ...]:
    return "--from", str(release)


def test_a_cost_is_the_librarys_for_people_and_for_programs(release: Path, tmp_path: Path) -> None:
    words = ["cost", "plain", "--provider", "acme", "--input", "20_000", "--cached", "5000", "--output", "800"]
    own = pricebook.load(release, accept_expired=True).cost(
        "plain", provider="acme", input_tokens=20_000, cached_tokens=5_000, output_tokens=800
    )
    run = catalog(*words, "--json", "--from", release, cwd=tmp_path)
    assert (run.returncode, run.stderr, json.loads(run.stdout)) == (0, "", {**own.as_dict(), "late": True})
    run = catalog(*words, "--csv", "--from", release, cwd=tmp_path)
    rows = list(csv.DictReader(io.StringIO(run.stdout)))
    assert sum(Decimal(row["amount"]) for row in rows) == own.amount == Decimal("0.0389")
    assert [(row["meter"], row["quantity"], row["unit price"], row["quote"]) for row in rows] == [
        ("input", "15000", "2", "2 元"), ("cache_read", "5000", "0.5", "0.5 元"), ("output", "800", "8", "8 元")
    ]  # fmt: skip
    told = run.stderr.splitlines()
    assert told[0] == "acme/plain: 0.0389 CNY"
    assert told[-1].startswith(f"{release}: acme: last looked at ")


ANSWERS = [
    ("plain --provider acme --input 1000000 --mode batch", "1"),
    ("thinker --output 1000000 --given thinking=true", "9"),
    ("thinker --output 1000000 --given thinking=FALSE", "3"),
    ("clips --seconds 1.5 --given duration=5", "0.45"),
    ("clips --count video_seconds=2 --given duration=5", "0.6"),
    ("tiered --input 8192 --output 0", "0.016384"),
    ("tiered --input 8192 --context 8193", "0.04096"),
    ("plain --provider doubted --input 1000000 --accept suspect", "0.1"),
    ("worded --images 3 --given as_printed=2D/3D --given 'as_printed=with sound'", "6"),
]


@pytest.mark.parametrize(("words", "amount"), ANSWERS)
def test_what_holds_for_a_request_is_stated(words: str, amount: str, asked: tuple[str, ...], tmp_path: Path) -> None:
    run = catalog("cost", *shlex.split(words), "--json", *asked, cwd=tmp_path)
    assert json.loads(run.stdout)["amount"] == amount, run.stderr


REFUSED = [
    ("plane --input 1", "'plane' is no model of this catalogue. The nearest names: acme/plain"),
    ("plain --input 1", "acme/plain, best/plain, abroad/plain, doubted/plain. Name one. Here: --provider PROVIDER"),
    ("plain --input 1 --provider nobody", "There is no provider nobody. There are: abroad, acme, best, doubted."),
    ("plain --input 1 --provider doubted", "Here: --accept suspect"),
    ("old --input 1", "'old' is no longer on sale."),
    ("thinker --output 1", "State which conditions the request has. Here: --given NAME=VALUE"),
    ("tiered --input 8192 --count images=1", "no price of images"),
    ("plain --provider acme", "nothing is counted. Say how much is: --input 20000"),
    ("plain --input 1e3", "--input '1e3' is no number. Write it so: 20000."),
    ("plain --input -5", "--input '-5' is no number"),
    ("plain --input ٣", "is no number"),
    ("plain --count image=3", "nothing is counted by that name. Counted are: input_tokens"),
    ("plain --count images", "--count 'images' names no value. Write it so: --count NAME=VALUE."),
    ("plain --input 3 --count input_tokens=3", "input_tokens: given twice"),
    ("plain --input 3 --mode batch --given mode=batch", "mode: given twice"),
    ("clips --seconds 3 --given duration=5 --given duration=6", "--given duration is given twice"),
    ("plain --input 3 --provider acme --given colour=red", "colour: no such keyword"),
    ("plain --input 3 --given model=tiered", "model: no such keyword"),
    ("plain --input 3 --given provider=best", "provider: no such keyword"),
    ("plain --input 3 --provider acme --at yesterday", "no day"),
    ("plain --input 3 --provider acme --accept everything", "everything is none of"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_what_is_not_known_is_one_line(words: str, said: str, asked: tuple[str, ...], tmp_path: Path) -> None:
    run = catalog("cost", *words.split(), *asked, cwd=tmp_path)
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert said in run.stderr


def test_every_provider_is_compared_the_cheapest_first(asked: tuple[str, ...], tmp_path: Path) -> None:
    words = ["compare", "acme/plain", "--input", "1000000", "--output", "1000000"]
    run = catalog(*words, "--tsv", *asked, cwd=tmp_path)
    rows = [line.split("\t") for line in run.stdout.splitlines()]
    assert [(row[0], row[2], row[3]) for row in rows[1:]] == [
        ("best", "9.5", "CNY"), ("acme", "10", "CNY"), ("abroad", "1.4", "USD"), ("doubted", "", "")
    ]  # fmt: skip
    assert "half of the others" in rows[-1][-1]
    assert all(len(row) == len(rows[0]) for row in rows)
    assert run.stderr.count(f"({DAY})") == 3
    told = json.loads(catalog(*words, "--json", "--provider", "best", *asked, cwd=tmp_path).stdout)
    assert [(each["provider"], each["amount"], each["refused"]) for each in told] == [("best", "9.5", None)]


def test_amounts_of_several_currencies_are_sorted_by_a_dated_rate(asked: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "scrapers").mkdir()
    (tmp_path / "scrapers" / "acme.py").touch()
    (tmp_path / "bank.xml").write_bytes(file_of())
    assert catalog("rates", "--from", "bank.xml", cwd=tmp_path).returncode == 0
    words = ["compare", "plain", "--input", "1000000", "--output", "1000000", "--in", "USD", "--tsv"]
    run = catalog(*words, *asked, cwd=tmp_path)
    rows = [dict(zip(*pair, strict=True)) for pair in _pairs(run.stdout)]
    assert [row["provider"] for row in rows][-1] == "doubted"
    known = rows[:-1]
    assert [Decimal(row["converted"]) for row in known] == sorted(Decimal(row["converted"]) for row in known)
    for row in known:
        assert Decimal(row["converted"]) == Decimal(row["amount"]) * Decimal(row["rate"])
        assert row["into"] == "USD"
    assert {row["rate day"] for row in known if row["currency"] == "CNY"} == {DAY}
    one = catalog("cost", "best/plain", "--input", "1000000", "--in", "USD", "--json", *asked, cwd=tmp_path)
    assert json.loads(one.stdout)["converted"]["rate_day"] == DAY
    many = catalog("cost", "best/plain", "--input", "1000000", "--in", "USD", "--tsv", *asked, cwd=tmp_path)
    assert many.stdout.splitlines()[0].endswith("rate source")
    assert "USD (1.5 CNY at" in many.stderr
    none = catalog("cost", "best/plain", "--input", "1", "--in", "XXX", *asked, cwd=tmp_path)
    assert (none.returncode, none.stdout) == (2, "")


def _pairs(table: str) -> list[tuple[list[str], list[str]]]:
    heading, *rows = (line.split("\t") for line in table.splitlines())
    return [(heading, row) for row in rows]


def test_where_nobody_can_be_priced_all_reasons_are_one_line(asked: tuple[str, ...], tmp_path: Path) -> None:
    for words, said in (
        ("plain --count songs=1", "no price of songs"),
        ("old --input 1", "no longer on sale"),
        ("plane --input 1", "nearest names"),
        ("plain --input 1 --provider x", "It is known of: acme, best"),
    ):
        run = catalog("compare", *words.split(), *asked, cwd=tmp_path)
        assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
        assert said in run.stderr


def test_an_empty_folder_asks_what_comes_with_the_program(tmp_path: Path) -> None:
    book = pricebook.load()
    offer, made = next(
        (offer, offer.model) for offer in book.find("deepseek") if offer.current and offer.services == ("inference",)
    )
    run = catalog("cost", str(offer), "--input", "1000", "--output", "10", "--given", "thinking=false", cwd=tmp_path)
    assert made in run.stdout, run.stderr
    assert f"the catalogue inside pricebook {pricebook.__version__}: {offer.provider}: last looked at" in run.stderr
    assert not list(tmp_path.iterdir())


def test_a_collection_is_asked_for_its_own_release() -> None:
    words = ["kimi-latest", "--input", "8192", "--output", "1"]
    run = catalog("cost", *words, cwd=frozen().root)
    assert run.returncode == 2
    assert "costs 0.016394 CNY; by input and output together (8193) it costs 0.04098 CNY" in run.stderr
    run = catalog("cost", *words, "--context", "8193", "--json", cwd=frozen().root)
    assert json.loads(run.stdout)["amount"] == "0.04098"
    run = catalog("compare", *words, "--context", "8193", "--json", cwd=frozen().root)
    assert [each["provider"] for each in json.loads(run.stdout)] == ["moonshot"]


def test_a_collection_without_a_release_says_so(tmp_path: Path) -> None:
    (tmp_path / "scrapers").mkdir()
    (tmp_path / "scrapers" / "acme.py").touch()
    run = catalog("cost", "plain", "--input", "1", cwd=tmp_path)
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert "catalog " in run.stderr


def test_a_release_that_was_altered_is_not_taken(release: Path, tmp_path: Path) -> None:
    slim = release / "slim.json"
    slim.write_bytes(slim.read_bytes().replace(b'"1.5"', b'"9.5"'))
    run = catalog("cost", "best/plain", "--input", "1", "--from", release, cwd=tmp_path)
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (1, "", 1)
    assert "digest" in run.stderr


@needs_a_terminal
def test_a_person_sees_the_sum_its_lines_and_what_it_rests_on(asked: tuple[str, ...], tmp_path: Path) -> None:
    told = on_a_terminal(
        tmp_path, "cost", "clips", "--seconds", "10", "--given", "duration=5", *asked, NO_COLOR="1", COLUMNS="120"
    )
    lines = [line.rstrip() for line in told.splitlines()]
    assert lines[0] == "acme/clips: 3 CNY"
    assert lines[3].split()[:3] == ["10", "video", "3"]
    assert "promotion: video: 限时, 0.3 CNY instead of 0.6" in lines
    told = on_a_terminal(tmp_path, "compare", "plain", "--input", "1000000", *asked, NO_COLOR="1", COLUMNS="120")
    assert [line.split()[0] for line in told.splitlines()[2:6]] == ["best", "acme", "abroad", "doubted"]
