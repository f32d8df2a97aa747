"""Ten years of nights in the database, against a hand-written table of intervals: `python -m benchmarks.history`.

5,000 prices of 50 providers, of which 0.2 % change a night, from a fixed seed, for 1, 3 and 10 years. The other side is
what one would write by hand for the same data: one SQLite table with `valid_from` and `valid_to`, an index, and the
standard library's module. Both keep a write-ahead log. Ratios within one run.
"""

import random
import sqlite3
import tempfile
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Connection

from benchmarks.measuring import best, verdict
from pricebook import units
from pricebook.history.intervals import History, Sighting
from pricebook.identity import FIELDS, identity_order, price_id
from pricebook.records import Listed, Price, Where
from pricebook.store import asking
from pricebook.store.current import File
from pricebook.store.filling import Batch, add, live
from pricebook.store.opening import engine_of, opened
from pricebook.store.rows import period_rows, price_row

PROVIDERS, EACH, A_NIGHT, YEARS = 50, 100, 10, (1, 3, 10)
FIRST = date(2026, 1, 1)


class World:
    """The providers' prices, night after night."""

    def __init__(self) -> None:
        self.chance = random.Random(11)
        self.prices = {f"provider-{number:02}": _prices(f"provider-{number:02}") for number in range(PROVIDERS)}

    def night(self, number: int) -> dict[str, Sighting]:
        """What each provider showed that night; those where nothing changed are left out."""
        touched: dict[str, list[Price]] = {}
        for _ in range(A_NIGHT if number else 0):
            provider = f"provider-{self.chance.randrange(PROVIDERS):02}"
            own = self.prices[provider]
            place = self.chance.randrange(EACH)
            own[place] = _at(own[place], Decimal(self.chance.randrange(1, 4000)) / 100)
            touched[provider] = own
        day = (FIRST + timedelta(number)).isoformat()
        shown = touched if number else self.prices
        return {provider: Sighting(day, day, tuple(own), good=True) for provider, own in sorted(shown.items())}


def _prices(provider: str) -> list[Price]:
    return sorted((_price(provider, number) for number in range(EACH)), key=identity_order)


def _price(provider: str, number: int) -> Price:
    identity: dict[str, Any] = {
        "provider": provider, "model": f"maker/model-{number // 2}", "service": "inference",
        "meter": ("input", "output")[number % 2], "unit": "1M tokens", "currency": "CNY", "conditions": {},
    }  # fmt: skip
    where = Where(
        page="price", line=20 + number, heading=["计费说明", "模型价格"], table=1, row=number + 1, column="价格"
    )
    listed = Listed(
        amount=Decimal(4), unit="1M tokens", text="输入 4 元/百万 tokens", unit_from="cell", currency_from="cell"
    )
    return Price(
        **identity, id=price_id(identity), name=None, amount=Decimal(4), listed=listed, free=False, promotion=None,
        effective_from=None, derived_from=None, where=where,
    )  # fmt: skip


def _at(price: Price, amount: Decimal) -> Price:
    text = f"输入 {units.text(amount)} 元/百万 tokens"
    return price.model_copy(
        update={"amount": amount, "listed": price.listed.model_copy(update={"amount": amount, "text": text})}
    )


class Bare:
    """The table by hand: the same columns, without what the other side knows more."""

    COLUMNS = (*FIELDS, "id", "amount", "free", "effective_from", "effective_until", "said", "valid_from", "valid_to")

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path)
        self.connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            f"CREATE TABLE prices ({', '.join(self.COLUMNS)}); CREATE INDEX by_id ON prices (id, valid_from);"
        )

    def fill(self, rows: list[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * len(self.COLUMNS))
        with self.connection:
            self.connection.executemany(f"INSERT INTO prices VALUES ({marks})", rows)

    def night(self, rows: list[tuple[Any, ...]]) -> None:
        """Closes the open interval of each price and opens the next."""
        with self.connection:
            self.connection.executemany(
                "UPDATE prices SET valid_to = ? WHERE id = ? AND valid_to IS NULL", [(row[-2], row[7]) for row in rows]
            )
            marks = ", ".join("?" * len(self.COLUMNS))
            self.connection.executemany(f"INSERT INTO prices VALUES ({marks})", rows)

    def as_of(self, day: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(
            "SELECT * FROM prices WHERE valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)", (day, day)
        ).fetchall()

    def history(self, price: str) -> list[tuple[Any, ...]]:
        return self.connection.execute("SELECT * FROM prices WHERE id = ? ORDER BY valid_from", (price,)).fetchall()


def main() -> None:
    world = World()
    histories: dict[str, History] = {}
    nights = 0
    for years in YEARS:
        while nights < years * 365:
            for provider, seen in world.night(nights).items():
                histories.setdefault(provider, History()).see(seen)
            nights += 1
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), years, nights, histories)


def measure(folder: Path, years: int, nights: int, histories: dict[str, History]) -> None:
    ours, bare = f"sqlite:///{folder / 'ours.sqlite'}", Bare(folder / "bare.sqlite")
    batch = Batch()
    for provider, history in histories.items():
        batch.prices += [price_row(each[-1].quotes[0]) for each in history.intervals.values()]
        batch.periods += [row for interval in history for row in period_rows(interval)]
        batch.new_sources.append({"provider": provider, "looks": nights, "last": "", "seal": "", "stamp": ""})
    prices = {row["id"]: row for row in batch.prices}
    bare.fill([_by_hand(prices[row["price"]], row) for row in batch.periods])
    with opened(ours) as connection:
        batch.write(connection)
    print(f"\n{years} years: {len(batch.periods):,} intervals")
    day = (FIRST + timedelta(nights // 2)).isoformat()
    some = sorted(prices)[1234]
    with closing(sqlite3.connect(folder / "ours.sqlite")) as connection:
        database = File(connection)
        rows = asking.as_of_rows(database, day)
        assert {(r["id"], r["amount"]) for r in rows} == {(r[7], r[8]) for r in bare.as_of(day)}
        theirs = best(lambda: bare.as_of(day))
        print(verdict("as of a day, the rows", best(lambda: asking.as_of_rows(database, day)) / theirs, 3))
        told = best(lambda: asking.as_of(database, day)) / theirs
        print(f"  as of a day, as prices in the form in which they are published: {told:.1f}")
        theirs = best(lambda: bare.history(some))
        print(verdict("the history of a price, the rows", best(lambda: asking.price_rows(database, some)) / theirs, 5))
    tonight(ours, bare, nights, histories)
    sizes = [_size(folder / name) for name in ("ours.sqlite", "bare.sqlite")]
    print(verdict("the file", sizes[0] / sizes[1], 4), f"{sizes[0] / 1e6:.1f} MB")


def tonight(ours: str, bare: Bare, nights: int, histories: dict[str, History]) -> None:
    """More nights, each written on both sides; what is to be written is known, as finding it out is no write."""
    chance = random.Random(nights)
    prices = {key: price_row(each[-1].quotes[0]) for h in histories.values() for key, each in h.intervals.items()}
    times: list[tuple[float, float, float]] = []
    with engine_of(ours).connect() as connection:
        for number in range(nights, nights + 30):
            began = perf_counter()
            batch = _night(connection, chance, number, sorted(histories))
            finding = perf_counter() - began
            connection.commit()
            began = perf_counter()
            batch.write(connection)
            connection.commit()
            writing = perf_counter() - began
            rows = [_by_hand(prices[row["price"]], row) for row in batch.periods]
            began = perf_counter()
            bare.night(rows)
            times.append((writing, perf_counter() - began, finding))
    writing, by_hand, finding = (min(each) for each in zip(*times, strict=True))
    print(verdict("one night's write", writing / by_hand, 4), f"{writing * 1000:.2f} ms")
    print(f"  finding out what to write, from what the database knows: {finding * 1000:.1f} ms")


def _night(connection: Connection, chance: random.Random, number: int, providers: list[str]) -> Batch:
    day = (FIRST + timedelta(number)).isoformat()
    touched: dict[str, set[int]] = {}
    for _ in range(A_NIGHT):
        touched.setdefault(chance.choice(providers), set()).add(chance.randrange(EACH))
    batch = Batch()
    for provider in providers:
        if provider in touched:
            known = History(live(connection, provider))
            shown = [each[-1].quotes[0] for each in known.intervals.values()]
            for place in touched[provider]:
                shown[place] = _at(shown[place], Decimal(chance.randrange(4001, 9000)) / 100)
            add(batch, known, [Sighting(day, day, sorted(shown, key=identity_order), good=True)], set(known.intervals))
        batch.sources.append(
            {"provider": provider, "looks": number + 1, "last": day, "seal": f"{number:016}", "stamp": ""}
        )
    return batch


def _by_hand(price: dict[str, Any], row: dict[str, Any]) -> tuple[Any, ...]:
    whole = {**price, **row}
    return tuple(whole[name] for name in Bare.COLUMNS)


def _size(path: Path) -> int:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path.stat().st_size


if __name__ == "__main__":
    main()
