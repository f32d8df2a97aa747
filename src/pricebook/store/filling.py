"""What the files tell that the database does not know yet is taken in; what it knows otherwise is taken in anew."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from pricebook.beliefs import Decision
from pricebook.calendar import order
from pricebook.history.intervals import History, Interval, Sighting, corrected
from pricebook.history.replaying import sightings, stages
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.looks import Look, last_reading
from pricebook.store.opening import lock
from pricebook.store.rows import KEY, LATER, intervals, key_of, period_rows, price_row
from pricebook.store.tables import period, price, seal, source
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


_PRICE, _PERIOD, _SOURCE = insert(price), insert(period), insert(source)
_MARK = (
    update(period)
    .where(*(period.c[name] == bindparam(f"_{name}") for name in KEY))
    .values({name: bindparam(f"_{name}") for name in LATER})
)
_MOVE = (
    update(source)
    .where(source.c.provider == bindparam("_provider"))
    .values({name: bindparam(f"_{name}") for name in ("looks", "last", "seal")})
)


def _bound(rows: Rows) -> Rows:
    return [{f"_{name}": value for name, value in row.items()} for row in rows]


def fill(connection: Connection, archive: Archive) -> None:
    """Brings the database up to what the files tell; raises StorageError for a file that was altered.

    New looks behind those that it knows are added. Where anything before them is new (a page ingested late, a page
    read again, a decision), the provider is taken in anew.
    """
    decisions = [each for provider in archive.looked_at for each in archive.decided(provider)]
    seals = {"files": archive.stamp, "decisions": _digest(files.lines(decisions))}
    if _seals(connection) == seals:
        return
    lock(connection)
    known = _seals(connection)
    if known == seals:
        return
    told = {provider: archive.looks(provider) for provider in archive.looked_at}
    taken = {row.provider: (row.looks, row.seal) for row in connection.execute(select(source))}
    for provider in taken.keys() - told.keys():
        _forget(connection, provider)
    if known.get("decisions") != seals["decisions"]:
        for provider in taken:
            _forget(connection, provider)
        taken = {}
    batch = Batch()
    for provider, looks in told.items():
        count, sealed = taken.get(provider, (0, ""))
        row = _source_row(provider, looks)
        own = archive.decided(provider)
        if count and _source_row(provider, looks[:count])["seal"] == sealed and _follows(looks, count, own):
            history = History(live(connection, provider))
            history.last = looks[count - 1].at
            add(batch, history, sightings(looks[count:], last_reading), _held(connection, provider))
            batch.sources += [row] if count < len(looks) else []
        else:
            _forget(connection, provider)
            _put(batch, corrected(stages(looks), own))
            batch.new_sources.append(row)
    batch.write(connection)
    connection.execute(delete(seal))
    connection.execute(insert(seal), [{"name": name, "digest": digest} for name, digest in seals.items()])


def _seals(connection: Connection) -> dict[str, str]:
    return {row.name: row.digest for row in connection.execute(select(seal))}


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


def _source_row(provider: str, looks: Sequence[Look]) -> dict[str, Any]:
    """How far the provider was taken in: the seal is of each look, and how often its pages were read."""
    told = "".join(map(_sealed, looks))
    last = looks[-1].at if looks else ""
    return {"provider": provider, "looks": len(looks), "last": last, "seal": _digest(told.encode())}


def _sealed(look: Look) -> str:
    """The look, and of which pages it tells where that is not all."""
    some = f" {sorted(look.line.pages)} {sorted(look.line.unseen)}" if look.line.unseen else ""
    return f"{look.at} {look.snapshot.name} {len(look.snapshot.readings)}{some}\n"


def _held(connection: Connection, provider: str) -> set[str]:
    return set(connection.execute(select(price.c.id).where(price.c.provider == provider)).scalars())


def live(connection: Connection, provider: str) -> Iterable[Interval]:
    """The provider's intervals that the last reading holds."""
    wanted = select(period, price).join(price, price.c.id == period.c.price)
    wanted = wanted.where(price.c.provider == provider, period.c.known_to.is_(None))
    return intervals(connection.execute(wanted.order_by(*(period.c[name] for name in KEY))))


def _forget(connection: Connection, provider: str) -> None:
    own = select(price.c.id).where(price.c.provider == provider)
    connection.execute(delete(period).where(period.c.price.in_(own)))
    for table in (price, source):
        connection.execute(delete(table).where(table.c.provider == provider))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
