"""What the files tell that the database does not know yet is taken in; what it knows otherwise is taken in anew."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, delete, insert, select, update

from pricebook import files
from pricebook.chronicle import last_reading, sightings, stages
from pricebook.history import History, Interval, corrected
from pricebook.records import Decision
from pricebook.snapshots import Look, stamp, timelines
from pricebook.snapshots.approvals import decisions
from pricebook.store.rows import KEY, Key, intervals, key_of, period_rows, price_row
from pricebook.store.tables import look, period, price, source

ALL = ""
"""The row of `source` that stands for all files."""


def fill(connection: Connection, root: Path) -> None:
    """Brings the database up to what the files under `root` tell; raises StorageError for a file that was altered.

    New looks behind those that it knows are added. Where anything before them is new (a page ingested late, a page
    read again, a decision), the provider is taken in anew.
    """
    print_ = stamp(root)
    known = {row.provider: row for row in connection.execute(select(source))}
    if ALL in known and known[ALL].fingerprint == print_:
        return
    told = timelines(root)
    decided = decisions(root)
    for provider, looks in told.items():
        own = [decision for decision in decided if decision.provider == provider]
        row = known.get(provider)
        if row is not None and row.fingerprint == _fingerprint(looks[: row.looks], own):
            if row.looks < len(looks):
                _add(connection, provider, looks, row.looks)
        else:
            _forget(connection, provider)
            _put(connection, provider, looks, corrected(stages(looks), own))
        if row is None or row.fingerprint != _fingerprint(looks, own):
            _mark(connection, provider, len(looks), _fingerprint(looks, own))
    for provider in known.keys() - told.keys() - {ALL}:
        _forget(connection, provider)
    _mark(connection, ALL, 0, print_)


def _add(connection: Connection, provider: str, looks: Sequence[Look], known: int) -> None:
    """Takes in the looks behind those that are known."""
    history = History(_live(connection, provider))
    history.last = looks[known - 1].at if known else None
    before = {key_of(row): row for interval in history for row in period_rows(interval)}
    prices = set(history.intervals)
    for seen in sightings(looks[known:], last_reading):
        history.see(seen)
    _write_looks(connection, provider, looks, known)
    after = {key_of(row): row for interval in history for row in period_rows(interval)}
    _insert(
        connection,
        price,
        [price_row(each[-1].quotes[0]) for key, each in history.intervals.items() if key not in prices],
    )
    _insert(connection, period, [row for key, row in after.items() if key not in before])
    _change(connection, [row for key, row in after.items() if key in before and before[key] != row])


def _put(connection: Connection, provider: str, looks: Sequence[Look], history: History) -> None:
    """Takes in all of a provider."""
    _write_looks(connection, provider, looks, 0)
    _insert(connection, price, [price_row(each[-1].quotes[0]) for each in history.intervals.values()])
    _insert(connection, period, [row for interval in history for row in period_rows(interval)])


def _live(connection: Connection, provider: str) -> Iterable[Interval]:
    """The provider's intervals that the last reading holds."""
    wanted = select(period, price).join(price, price.c.id == period.c.price)
    wanted = wanted.where(price.c.provider == provider, period.c.known_to.is_(None))
    return intervals(connection.execute(wanted.order_by(*(period.c[name] for name in KEY))))


def _forget(connection: Connection, provider: str) -> None:
    own = select(price.c.id).where(price.c.provider == provider)
    connection.execute(delete(period).where(period.c.price.in_(own)))
    for table in (price, look, source):
        connection.execute(delete(table).where(table.c.provider == provider))


def _write_looks(connection: Connection, provider: str, looks: Sequence[Look], start: int) -> None:
    rows = [
        {"provider": provider, "number": number, "at": each.at, "snapshot": each.snapshot.name}
        for number, each in enumerate(looks)
        if number >= start and each.snapshot is not None
    ]
    _insert(connection, look, rows)


def _insert(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _change(connection: Connection, rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        key: Key = key_of(row)
        where = [period.c[name] == value for name, value in zip(KEY, key, strict=True)]
        connection.execute(update(period).where(*where).values(row))


def _mark(connection: Connection, provider: str, looks: int, fingerprint: str) -> None:
    connection.execute(delete(source).where(source.c.provider == provider))
    _insert(connection, source, [{"provider": provider, "looks": looks, "fingerprint": fingerprint}])


def _fingerprint(looks: Sequence[Look], decided: Sequence[Decision]) -> str:
    """What the looks are and how often each was read; and what was decided."""
    told = [[each.at, each.snapshot.name, len(each.snapshot.readings)] for each in looks if each.snapshot]
    return hashlib.sha256(orjson.dumps(told) + files.lines(decided)).hexdigest()
