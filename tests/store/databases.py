"""Databases of their own for tests: a file of SQLite, or one that is made on the PostgreSQL server and dropped."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from pricebook.store.opening import engine_of

POSTGRES = os.environ.get("CATALOG_TEST_POSTGRES")
SERVER = pytest.mark.skipif(POSTGRES is None, reason="no PostgreSQL: run the tests by .ci/postgres pytest")
KINDS = ["sqlite", pytest.param("postgresql", marks=SERVER)]


@contextmanager
def a_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database, which nobody else knows."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/history.sqlite?timeout=60"
        return
    assert POSTGRES is not None
    name = f"test_{os.getpid()}_{abs(hash(str(folder))):x}"
    done(POSTGRES, f"CREATE DATABASE {name}")
    try:
        yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    finally:
        done(POSTGRES, f"DROP DATABASE {name} WITH (FORCE)")


def done(url: str, command: str) -> None:
    engine = engine_of(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(command)
    engine.dispose()
