"""What the files tell that the database does not know yet is taken in; what it knows otherwise is taken in anew."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from pricebook.beliefs import Decision
from pricebook.calendar import order
from pricebook.checks.gate.around import WordsAround
from pricebook.history.intervals import History, Interval, Sighting, accepted
from pricebook.history.replaying import history_of_looks, judge_of, sightings
from pricebook.records import Price
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.looks import Look, last_reading
from pricebook.store.columns import KEY, LATER
from pricebook.store.opening import lock
from pricebook.store.rows import intervals, key_of, period_rows, price_row
from pricebook.store.tables import period, seal, source
from pricebook.store.tables import price as price_table
from pricebook.system import files

Rows = list[dict[str, Any]]


@dataclass(slots=True)
class Batch:
    """What is to be written, gathered from all providers."""

    prices: Rows = field(default_factory=list)
    periods: Rows = field(default_factory=list)
    marked: Rows = field(default_factory=list)
    """Periods that are there, with other marks."""
    sources: Rows = field(default_factory=list)
    """Of providers that are there."""
    new_sources: Rows = field(default_factory=list)

    def write(self, connection: Connection) -> None:
        """Writes it: one statement for each kind of row."""
        for statement, rows in (
            (_MARK, _bound(self.marked)), (_MOVE, _bound(self.sources)), (_PRICE, self.prices),
            (_PERIOD, self.periods), (_SOURCE, self.new_sources),
        ):  # fmt: skip
            if rows:
                connection.execute(statement, rows)


_PRICE, _PERIOD, _SOURCE = insert(price_table), insert(period), insert(source)
_MARK = (
    update(period)
    .where(*(period.c[name] == bindparam(f"_{name}") for name in KEY))
    .values({name: bindparam(f"_{name}") for name in LATER})
)
_MOVE = (
    update(source)
    .where(source.c.provider == bindparam("_provider"))
    .values({name: bindparam(f"_{name}") for name in ("looks", "last", "seal", "stamp")})
)


def _bound(rows: Rows) -> Rows:
    return [{f"_{name}": value for name, value in row.items()} for row in rows]


def fill(connection: Connection, archive: Archive) -> None:
    """Brings the database up to what the files tell; raises StorageError for a file that was altered.

    Only providers whose files have another stamp are looked at. New looks behind those that the database knows are
    added; where anything before them is new (a page ingested late, a page read again, a decision), the provider is
    taken in anew.
    """
    stamp = archive.stamp
    if _sealed_by(connection) == stamp:
        return
    lock(connection)
    if _sealed_by(connection) == stamp:
        return
    stamps = {provider: archive.stamp_of(provider) for provider in archive.looked_at}
    taken = {row.provider: row for row in connection.execute(select(source))}
    for provider in taken.keys() - stamps.keys():
        _forget(connection, provider)
    batch = Batch()
    for provider, own in stamps.items():
        known = taken.get(provider)
        if known is None or known.stamp != own:
            _take(connection, batch, archive, provider, own, known)
    batch.write(connection)
    connection.execute(delete(seal))
    connection.execute(insert(seal), [{"name": "files", "digest": stamp}])


def _sealed_by(connection: Connection) -> str | None:
    return connection.execute(select(seal.c.digest).where(seal.c.name == "files")).scalar()


def _take(connection: Connection, batch: Batch, archive: Archive, provider: str, stamp: str, known: Any) -> None:
    """Takes in what the files tell of a provider; `known` is the row that says how far that was done."""
    looks, decided = archive.looks(provider), archive.decided(provider)
    row = {**_source_row(provider, looks, decided), "stamp": stamp}
    count = known.looks if known else 0
    if (
        count
        and _source_row(provider, looks[:count], decided)["seal"] == known.seal
        and _follows(looks, count, decided)
    ):
        history = _continued(connection, archive, provider, looks[:count])
        add(batch, history, sightings(looks[count:], last_reading), _held(connection, provider))
        batch.sources.append(row)
    else:
        _forget(connection, provider)
        _put(batch, history_of_looks(looks, decided, judge_of(archive.of(provider))))
        batch.new_sources.append(row)


def _continued(connection: Connection, archive: Archive, provider: str, looks: Sequence[Look]) -> History:
    """The history as the database knows it, to take in what comes behind these looks."""
    history = History(live(connection, provider), judge_of(archive.of(provider)))
    history.last = looks[-1].at
    history.around = WordsAround(lambda: looks[-1].said().surroundings)
    by_moment = {look.at: look for look in looks}
    seen: dict[str, Mapping[str, list[Price]]] = {}
    for own in (each for each in history.intervals.values() if each[-1].open):
        for interval in filter(None, {id(each): each for each in (own[-1], accepted(own))}.values()):
            moment = interval.last_seen or looks[-1].at
            if moment not in seen:
                seen[moment] = _by_id(by_moment[moment].said().prices)
            interval.latest = tuple(seen[moment].get(interval.id, interval.quotes))
    return history


def _by_id(prices: Iterable[Price]) -> Mapping[str, list[Price]]:
    found: dict[str, list[Price]] = {}
    for price in prices:
        found.setdefault(price.id, []).append(price)
    return found


def _follows(looks: Sequence[Look], known: int, decided: Sequence[Decision]) -> bool:
    """Whether the looks behind those that are known are later than all that was learnt so far."""
    if known == len(looks):
        return True
    later = [reading.known for look in looks for reading in look.snapshot.readings[1:]]
    learnt = [order(moment) for moment in (*later, *(decision.at for decision in decided))]
    return max(learnt, default=("", 0.0)) < order(looks[known].at)


def add(batch: Batch, history: History, seen: Iterable[Sighting], held: set[str]) -> None:
    """Takes in the looks that follow the history as it is known; `held` are the prices that the database names."""
    before = {key_of(row): row for interval in history for row in period_rows(interval)}
    for sighting in seen:
        history.see(sighting)
    after = {key_of(row): row for interval in history for row in period_rows(interval)}
    batch.prices += [price_row(each[-1].quotes[0]) for key, each in history.intervals.items() if key not in held]
    batch.periods += [row for key, row in after.items() if key not in before]
    batch.marked += [_marks(row) for key, row in after.items() if key in before and before[key] != row]


def _put(batch: Batch, history: History) -> None:
    """Takes in all of a provider."""
    batch.prices += [price_row(each[-1].quotes[0]) for each in history.intervals.values()]
    batch.periods += [row for interval in history for row in period_rows(interval)]


def _marks(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in (*KEY, *LATER)}


def _source_row(provider: str, looks: Sequence[Look], decided: Sequence[Decision]) -> dict[str, Any]:
    """How far the provider was taken in: the seal is of each look, how often its pages were read, and each decision."""
    told = "".join(map(_sealed, looks)).encode() + files.lines(decided)
    last = looks[-1].at if looks else ""
    return {"provider": provider, "looks": len(looks), "last": last, "seal": files.digest(told)[:16]}


def _sealed(look: Look) -> str:
    """The look, and of which pages it tells where that is not all."""
    some = f" {sorted(look.line.pages)} {sorted(look.line.unseen)}" if look.line.unseen else ""
    return f"{look.at} {look.snapshot.name} {len(look.snapshot.readings)}{some}\n"


def _held(connection: Connection, provider: str) -> set[str]:
    return set(connection.execute(select(price_table.c.id).where(price_table.c.provider == provider)).scalars())


def live(connection: Connection, provider: str) -> Iterable[Interval]:
    """The provider's intervals that the last reading holds."""
    wanted = select(period, price_table).join(price_table, price_table.c.id == period.c.price)
    wanted = wanted.where(price_table.c.provider == provider, period.c.known_to.is_(None))
    return intervals(connection.execute(wanted.order_by(*(period.c[name] for name in KEY))))


def _forget(connection: Connection, provider: str) -> None:
    own = select(price_table.c.id).where(price_table.c.provider == provider)
    connection.execute(delete(period).where(period.c.price.in_(own)))
    for table in (price_table, source):
        connection.execute(delete(table).where(table.c.provider == provider))
