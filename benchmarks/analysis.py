"""The ten questions of docs/analysis.md over ten years of 50 providers: `python -m benchmarks.analysis`.

What `catalog export parquet --history` writes, against bare columns written by hand: the same rows in one table of
DuckDB for each kind, with types, unpartitioned. Both sides are asked the very same questions; every answer is held
against the other side's before it is timed. Ratios within one run.
"""

import os
import random
import re
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb

from benchmarks.measuring import best, verdict
from pricebook.beliefs import Observation
from pricebook.publish.tabular.looks import looks_table
from pricebook.publish.tabular.partitions import Divided, divided_files
from pricebook.publish.tabular.sellers import sellers_table
from pricebook.publish.tabular.tables import data_table

PROVIDERS, MODELS, A_NIGHT, NIGHTS = 50, 50, 10, 3650
FIRST = date(2016, 1, 1)
DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "analysis.md"
_NULLS = (
    "name", "promotion", "effective_from", "effective_until", "valid_to", "last_seen", "known_to", "missing_since",
    "unread_since", "withdrawn_on",
)  # fmt: skip


def blocks() -> tuple[str, str, list[str]]:
    """What the document says once: the tables, and the forms; and its questions."""
    tables, forms, *questions = re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    return tables, forms, questions


def names_of(number: int) -> str:
    return "deepseek-r1" if number == 0 else f"maker/model-{number}"


def prices_of(provider: str) -> Iterator[dict[str, Any]]:
    """The prices of a provider as its first look saw them: plain ones, tiers, and batches."""
    tiers = ({"input_tokens": {"lte": 32000}}, {"input_tokens": {"gt": 32000, "lte": 128000}})
    for number in range(MODELS):
        for conditions in tiers if number % 5 == 4 else ({}, {"mode": "batch"}) if number % 4 == 1 else ({},):
            for meter in ("input", "output"):
                yield {
                    **dict.fromkeys(_NULLS), "provider": provider, "model": names_of(number), "service": "inference",
                    "meter": meter, "unit": "1M tokens", "currency": "CNY", "conditions": conditions, "number": 1,
                    "standard": "mode" not in conditions, "amount": "4", "free": False, "valid_from_basis": "observed",
                    "quote": "输入 4 元/百万 tokens", "conflict": False, "held": [],
                }  # fmt: skip


def forms() -> list[dict[str, Any]]:
    """Every form after so many nights, of which each changes some prices."""
    chance = random.Random(11)
    begun = {"valid_from": FIRST.isoformat(), "first_seen": FIRST.isoformat(), "known_from": FIRST.isoformat()}
    standing = [price for number in range(PROVIDERS) for price in prices_of(f"provider-{number:02}")]
    standing = [{**each, **begun, "id": f"{n:016x}", "snapshot": FIRST.isoformat()} for n, each in enumerate(standing)]
    over: list[dict[str, Any]] = []
    for night in range(1, NIGHTS):
        day, before = ((FIRST + timedelta(n)).isoformat() for n in (night, night - 1))
        for place in chance.sample(range(len(standing)), A_NIGHT):
            old = standing[place]
            over.append({**old, "valid_to": day, "last_seen": before})
            amount = str(chance.randrange(1, 4000) / 100)
            standing[place] = {
                **old, "number": old["number"] + 1, "amount": amount, "valid_from": day, "first_seen": day,
                "known_from": day, "snapshot": day, "quote": f"输入 {amount} 元/百万 tokens",
            }  # fmt: skip
    return sorted([*over, *standing], key=lambda form: form["provider"])


def looks() -> Iterator[Observation]:
    """A look a night at each provider, but for six weeks of one of them."""
    for number in range(PROVIDERS):
        provider = f"provider-{number:02}"
        for night in range(NIGHTS):
            day = (FIRST + timedelta(night)).isoformat()
            if not (number == 7 and 1000 <= night < 1042):
                yield Observation(
                    provider=provider, at=f"{day}T02:23:00+08:00", outcome="unchanged", snapshot=day,
                    pages={"price": f"{night:064x}"}, error=None,
                )  # fmt: skip


def sold() -> list[dict[str, Any]]:
    """Each model at every provider, as `models.json` tells it."""
    each = {"name": None, "services": ["inference"], "current": True}
    return [
        {"model": name, "offers": [{**each, "provider": f"provider-{n:02}", "model": name} for n in range(PROVIDERS)]}
        for name in map(names_of, range(MODELS))
    ]


def written(folder: Path) -> None:
    """Writes the export as `catalog export` does."""
    began = perf_counter()
    tables = [
        Divided(data_table("history", forms()), "valid_from"),
        Divided(looks_table(looks()), "day"),
        Divided(sellers_table(sold()), None),
    ]
    made, began = perf_counter() - began, perf_counter()
    sizes: list[int] = []
    for path, data in divided_files(tables):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
        sizes.append(len(data))
    rows = ", ".join(f"{len(each.table.rows):,} {each.table.name}" for each in tables)
    took = f"made in {made:.0f} s, written in {perf_counter() - began:.0f} s"
    print(f"{rows}: {took}, {len(sizes):,} files, {sum(sizes) / 1e6:.1f} MB")


def main() -> None:
    tables, view, questions = blocks()
    whole = re.sub(r"(?s)SELECT .*?\nFROM", "SELECT *\nFROM", tables)
    views = whole.replace("CREATE TABLE", "CREATE VIEW")
    with tempfile.TemporaryDirectory() as folder:
        written(Path(folder))
        os.chdir(folder)
        with duckdb.connect("bare.duckdb") as bare, duckdb.connect() as through:
            for side, begin in ((bare, whole), (through, views)):
                side.execute(begin)
                side.execute(view)
            bare.execute("CHECKPOINT")
            measured(bare, through, tables + view, questions)
        os.chdir("/")


def measured(
    bare: duckdb.DuckDBPyConnection, through: duckdb.DuckDBPyConnection, begin: str, questions: list[str]
) -> None:
    def session() -> list[list[Any]]:
        """What an analyst does: reads the export in, and asks all ten."""
        with duckdb.connect() as ours:
            ours.execute(begin)
            return [ours.execute(question).fetchall() for question in questions]

    def by_hand() -> list[list[Any]]:
        return [bare.execute(question).fetchall() for question in questions]

    assert session() == by_hand(), "both sides answer the same"
    theirs = best(by_hand, 5)
    took = best(session, 5)
    print(verdict("all ten questions, the files read in first", took / theirs, 3), f"{took:.2f} s, {theirs:.2f} s")
    print(f"  reading in: {best(lambda: duckdb.connect().execute(begin)):.2f} s")
    for number, question in enumerate(questions, start=1):
        assert through.execute(question).fetchall() == bare.execute(question).fetchall(), number
        ours, own = (best(partial(answer, side, question), 0) for side in (through, bare))
        times = f"{ours * 1000:.0f} ms, {own * 1000:.0f} ms"
        print(f"  question {number}, straight from the files: {ours / own:.1f} ({times})")


def answer(side: duckdb.DuckDBPyConnection, question: str) -> list[Any]:
    return side.execute(question).fetchall()


if __name__ == "__main__":
    main()
