"""How long a comparison of two catalogues takes, as ratios within one run: `python -m benchmarks.diff`.

Two catalogues of 5,000, 50,000 and 500,000 prices of which 1 % changed, made from a fixed seed: loading and comparing
them against json and a dictionary; the memory against the bare interpreter; the whole process against git and csv-diff.
"""

import csv
import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

import orjson

from benchmarks.measuring import best, peak, process, verdict
from pricebook.history.diff import changes
from pricebook.history.streams import pairs
from pricebook.identity import offer_order, order_of, price_id
from pricebook.publish.documents import document_of, listed, rows

SIZES = (5_000, 50_000, 500_000)
CHANGED = 0.01


def prices(count: int) -> list[dict[str, Any]]:
    """Published prices as their JSON says them, in the order of `prices.json`."""
    made = [_price(number) for number in range(count)]
    return sorted(made, key=offer_order)


def _price(number: int) -> dict[str, Any]:
    meter = ("input", "output", "cache_read", "image")[number % 4]
    amount = str(1 + number % 97)
    conditions: dict[str, Any] = {} if number % 3 else {"context_tokens": {"gt": 8192, "lte": 32768}}
    identity: dict[str, Any] = {
        "provider": f"provider-{number % 50:02}",
        "model": f"maker-{number % 7}/model-{number // 4}",
        "service": "inference",
        "meter": meter,
        "unit": "image" if meter == "image" else "1M tokens",
        "currency": "CNY",
        "conditions": conditions,
    }
    return {
        **identity,
        "id": price_id(identity),
        "amount": amount,
        "name": None,
        "standard": not conditions,
        "status": "fresh",
        "reasons": [],
        "suspect": None,
        "conflict": None,
        "free": False,
        "promotion": None,
        "effective_from": None,
        "effective_until": None,
        "derived_from": None,
        "first_seen": "2025-09-29",
        "known_from": "2025-09-29",
        "valid_from": "2025-09-29",
        "valid_from_basis": "observed",
        "listed": {
            "amount": amount, "unit": "1M tokens", "text": f"输入 {amount} 元/百万 tokens", "unit_from": "cell",
            "currency_from": "cell",
        },
        "where": {
            "page": "price", "address": "https://maker.example/price", "line": 20 + number % 400,
            "heading": ["计费说明", "大模型 API 定价"], "table": 1, "row": 1 + number % 400, "column": "价格",
        },
    }  # fmt: skip


def changed(old: list[dict[str, Any]], seed: int = 7) -> list[dict[str, Any]]:
    """The same with 1 % changed: most by their amount, some gone, some new."""
    chance = random.Random(seed)
    new: list[dict[str, Any]] = []
    for price in old:
        if chance.random() >= CHANGED:
            new.append(price)
            continue
        kind = chance.randrange(10)
        if kind == 0:
            continue
        amount = str(chance.randrange(1, 200))
        new.append({**price, "amount": amount, "listed": {**price["listed"], "amount": amount}})
        if kind == 1:
            fresh = {**price, "model": price["model"] + "-new"}
            new.append({**fresh, "id": price_id(fresh)})
    return sorted(new, key=offer_order)


def write(folder: Path, name: str, content: list[dict[str, Any]]) -> None:
    """The prices as a catalogue, as lines and as a table."""
    (folder / f"{name}.json").write_bytes(b"".join(document_of({"prices": listed([rows(content)])})))
    lines = sorted(content, key=order_of)
    (folder / f"{name}.jsonl").write_bytes(
        b"".join(orjson.dumps(price, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE) for price in lines)
    )
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["id", *sorted(set(content[0]) - {"id"})])
        for price in content:
            table.writerow([price["id"], *(json.dumps(price[key]) for key in sorted(set(price) - {"id"}))])


def dictionary(old: Path, new: Path) -> int:
    """What one would write without a library: load both, put one into a dictionary, compare."""
    sides = []
    for path in (old, new):
        with path.open(encoding="utf-8") as stream:
            sides.append({price["id"]: price for price in json.load(stream)["prices"]})
    before, after = sides
    return sum(before.get(key) != after.get(key) for key in before.keys() | after.keys())


COMPARE = """
from pathlib import Path
from pricebook.history.diff import changes
from pricebook.history.streams import pairs
print(len(changes(pairs(Path({old!r}), Path({new!r})))))
"""


def comparisons(folder: Path, ending: str) -> tuple[Path, Path]:
    return folder / f"old.{ending}", folder / f"new.{ending}"


def main() -> None:
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            old = prices(size)
            write(folder, "old", old)
            write(folder, "new", changed(old))
            del old
            measure(folder, size)


def measure(folder: Path, size: int) -> None:
    indented, lined = comparisons(folder, "json"), comparisons(folder, "jsonl")
    megabytes = indented[0].stat().st_size / 1e6
    found = changes(pairs(*indented))
    assert len(found) == len(changes(pairs(*lined)))
    print(f"\n{size:,} prices, {megabytes:.0f} MB each, {len(found):,} changes")
    seconds = 1.0 if size < 500_000 else 0.1
    plain = best(lambda: dictionary(*indented), seconds)
    for form, paths in (("prices.json", indented), ("prices.jsonl", lined)):
        ours = best(lambda paths=paths: changes(pairs(*paths)), seconds)  # type: ignore[misc]
        print(
            verdict(f"{form}: load and compare, to json and a dictionary", ours / plain, 0.2 if size >= 50_000 else 9)
        )
    bare = peak("")
    for form, paths in (("prices.json", indented), ("prices.jsonl", lined)):
        held = peak(COMPARE.format(old=str(paths[0]), new=str(paths[1])))
        print(verdict(f"{form}: MB more than the bare interpreter", held - bare, 40))
    if size == 50_000:
        processes(folder, indented, lined)


def processes(folder: Path, indented: tuple[Path, Path], lined: tuple[Path, Path]) -> None:
    catalog = [sys.executable, "-c", "from pricebook.cli import main; main()", "diff"]
    tables = [str(path) for path in comparisons(folder, "csv")]
    csv_diff = process([str(Path(sys.executable).with_name("csv-diff")), *tables, "--key", "id"], 0, least=1)
    for form, paths in (("prices.json", indented), ("prices.jsonl", lined)):
        git = process(["git", "diff", "--no-index", "--stat", *map(str, paths)])
        ours = process([*catalog, *map(str, paths)])
        print(verdict(f"{form}: the whole process, to git diff --no-index --stat", ours / git, 0.7))
        print(verdict(f"{form}: the whole process, to csv-diff", ours / csv_diff, 0.15))
        print(f"{ours:.3f} s, git {git:.3f} s")
    print(f"csv-diff {csv_diff:.3f} s, catalog --help {process([*catalog[:3], '--help']):.3f} s")


if __name__ == "__main__":
    main()
