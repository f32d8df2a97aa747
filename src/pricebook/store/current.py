"""A database that knows all that was seen, to be asked.

Where SQLite's file is up to date already, the standard library asks it, and nothing else is loaded.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from pricebook.errors import StorageError
from pricebook.store.asking import Database, Row, sealed
from pricebook.store.columns import HEAD

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pricebook.snapshots.archive import Archive

PATIENCE = 60.0
"""Seconds that are waited for another process that writes into an SQLite database."""
_PLAIN = "sqlite:///"


class File:
    """An SQLite database."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.close = connection.close

    def rows(self, sql: str, **values: str) -> Sequence[Row]:
        """The answer."""
        found = self._connection.execute(sql, values)
        names = [name for name, *_ in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]


class Core:
    """Any database that SQLAlchemy is connected to."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection

    def rows(self, sql: str, **values: str) -> Sequence[Row]:
        """The answer."""
        from sqlalchemy import text  # noqa: PLC0415

        return self._connection.execute(text(sql), values).mappings().all()  # type: ignore[return-value]


@contextmanager
def current(url: str, stamp: str, archive: "Callable[[], Archive]") -> Iterator[Database]:
    """The database, brought up to what the archive tells unless it is of this stamp; one transaction, of one state.

    Raises UsageError and StorageError as `opening.opened` and `filling.fill` do.
    """
    path = _plain_file(url)
    ready = _ready(path, stamp) if path else None
    try:
        with closing(ready) if ready else _brought_up(url, stamp, archive) as database:
            yield database
    except sqlite3.Error as problem:
        raise StorageError(failed(str(path), str(problem))) from problem
    except orjson.JSONDecodeError as problem:
        raise StorageError(failed(str(path or "on the server"), f"it holds what is no price ({problem})")) from problem


@contextmanager
def _brought_up(url: str, stamp: str, archive: "Callable[[], Archive]") -> Iterator[Database]:
    """All answers are of one state: of one moment where it is up to date, else of what is written here under a lock."""
    from pricebook.store.opening import lock, opened, standing  # noqa: PLC0415 - slow to load

    with standing(url) as connection:
        if connection is not None and sealed(Core(connection)) == stamp:
            yield Core(connection)
            return
    with opened(url) as connection:
        from pricebook.store.filling import fill  # noqa: PLC0415 - slower still

        lock(connection)
        fill(connection, archive())
        yield Core(connection)


def failed(name: str, reason: str) -> str:
    """What is said of an SQLite database that fails."""
    return f"{name}: the database failed: {reason}. It can be made again: catalog rebuild."


def _plain_file(url: str) -> Path | None:
    """The file of an SQLite database that is named without options."""
    name = url.removeprefix(_PLAIN)
    return Path(name) if name != url and name not in {"", ":memory:"} and "?" not in name else None


def _ready(path: Path, stamp: str) -> File | None:
    """The file if it is up to date; what is wrong with it otherwise, who brings it up says."""
    if not path.is_file():
        return None
    with ExitStack() as left:
        try:
            connection = left.enter_context(closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)))
            database = File(connection)
            connection.execute("BEGIN")
            forms = [row["version_num"] for row in database.rows("SELECT version_num FROM alembic_version")]
            if forms == [HEAD] and sealed(database) == stamp:
                left.pop_all()
                return database
        except sqlite3.Error:
            pass
    return None
