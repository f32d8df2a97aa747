"""Connections to the database, and its tables brought to this program's form by Alembic."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from pricebook.errors import StorageError, UsageError
from pricebook.store.columns import HEAD
from pricebook.store.current import PATIENCE, failed

_LOCK = 0x70726963
"""The number of this program's advisory lock."""


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    """A connection in one transaction: committed at the end, rolled back by an exception.

    Raises UsageError for an address that is none, StorageError where the database is of a newer program or fails.
    """
    with _engine(url) as engine, engine.begin() as connection:
        _bring_up(connection, _without_password(url))
        yield connection


@contextmanager
def standing(url: str) -> Iterator[Connection | None]:
    """A connection whose answers are all of one moment, whoever writes meanwhile; it writes nothing itself.

    None where the tables are not in this program's form: `opened` brings them up. Raises as `opened` does.
    """
    with _engine(url) as engine, engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        else:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection if _form(connection) == HEAD else None


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    """The engine; what it fails with is told as a StorageError."""
    engine = engine_of(url)
    try:
        yield engine
    except DBAPIError as problem:
        reason = " ".join(str(problem.orig).split()).rstrip(".?")
        name = _without_password(url)
        server = f"{name}: the database failed: {reason}. Check the server and the address."
        raise StorageError(server if _file(url) is None else failed(name, reason)) from problem
    finally:
        engine.dispose()


def checked(url: str) -> str:
    """How the database is; raises as `opened` does, and StorageError for a damaged one."""
    path = _file(url)
    if path is not None and not path.is_file():
        return "none yet: it is made when a history is asked for"
    with opened(url) as connection:
        said = connection.exec_driver_sql("PRAGMA quick_check").scalar() if path is not None else "ok"
    if said != "ok":
        message = f"{_without_password(url)}: is damaged: {said}. Make it again: catalog rebuild"
        raise StorageError(message)
    return f"{_without_password(url)}: can be used"


@contextmanager
def rebuilt(url: str) -> Iterator[Connection]:
    """The same with an empty database, which takes the old one's place at the end; the old one stays if it fails."""
    path = _file(url)
    if path is None:
        with opened(url) as connection:
            lock(connection)  # else rows that another writer adds meanwhile would stay
            for table in ("price", "period", "source", "seal"):
                connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of our own
            yield connection
        return
    beside = path.with_name(f".{path.name}.new")
    _remove(beside)
    try:
        with opened(f"sqlite:///{beside}") as connection:
            yield connection
        _remove(path, only_beside=True)
        beside.replace(path)
    except OSError as problem:
        message = f"{path}: cannot be written: {problem.strerror or problem}."
        raise StorageError(message) from problem
    finally:
        _remove(beside)


def lock(connection: Connection) -> None:
    """Waits until nobody else writes, and keeps others from it up to the end of the transaction."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    elif not getattr(connection.connection.dbapi_connection, "in_transaction", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def engine_of(url: str) -> Engine:
    """The engine for that address; SQLite keeps a write-ahead log. Raises as `opened` does."""
    address = _address(url)
    path = _file(url)
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, connect_args={} if path is None else {"timeout": PATIENCE})
    except ImportError as problem:
        message = "PostgreSQL needs psycopg: pip install 'pricebook[postgres]'"
        raise UsageError(message) from problem
    except OSError as problem:
        message = f"{problem.filename}: cannot be written: {problem.strerror}. Give another place: --database-url"
        raise StorageError(message) from problem
    if path is not None:
        event.listen(engine, "connect", _wal)
    return engine


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        address = None
    if address is None or address.get_backend_name() not in {"sqlite", "postgresql", "postgres"}:
        message = f"{url!r} is no address of a database. Write it so: postgresql://user@host/name"
        raise UsageError(message)
    return address if address.get_backend_name() == "sqlite" else address.set(drivername="postgresql+psycopg")


def _wal(connection: object, _: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _bring_up(connection: Connection, name: str) -> None:
    """The tables in this program's form."""
    if _form(connection) == HEAD:
        return
    lock(connection)
    form = _form(connection)
    if form == HEAD:
        return
    from alembic import command  # noqa: PLC0415 - slow to load, and seldom needed
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    forms = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if form is not None and form not in forms:
        message = f"{name}: was made by a newer program (form {form}, this one knows {HEAD}). Use that one."
        raise StorageError(message)
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


def _form(connection: Connection) -> str | None:
    """The form that the tables have; None if there are none."""
    known = inspect(connection).has_table("alembic_version")
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if known else None


def _file(url: str) -> Path | None:
    """The file of an SQLite database; None for one in memory or on a server."""
    address = _address(url)
    if address.get_backend_name() != "sqlite" or address.database in {None, "", ":memory:"}:
        return None
    return Path(str(address.database))


def _remove(path: Path, *, only_beside: bool = False) -> None:
    for ending in ("-wal", "-shm", *([] if only_beside else [""])):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _without_password(url: str) -> str:
    """The file, or the address without its password."""
    path = _file(url)
    return os.fspath(path) if path else make_url(url).render_as_string(hide_password=True)
