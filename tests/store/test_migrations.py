"""A database of any form that a program ever made comes forward, and answers as one that is made anew."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, insert, select

from pricebook.errors import StorageError
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.stamps import stamp
from pricebook.store import asking, opening
from pricebook.store.columns import HEAD
from pricebook.store.current import current
from pricebook.store.filling import fill
from pricebook.store.opening import engine_of, opened
from pricebook.store.tables import TABLES
from tests.store.databases import KINDS, a_database, done
from tests.worlds import look, price, reading

MIGRATIONS = Path(opening.__file__).parent / "migrations"


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    return made


FORMS = sorted(each.revision for each in ScriptDirectory.from_config(config()).walk_revisions())


def test_the_last_form_is_the_programs_own() -> None:
    assert FORMS[-1] == HEAD


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A price that changed, one that went, one that the page prints until a day, and one that is odd."""
    made = tmp_path / "snapshots"
    look(made, "2026-01-01", reading([price("a", "1"), price("b", "2", until="2026-03-01"), price("c", "3")]))
    look(made, "2026-01-05", reading([price("a", "1.5"), price("b", "2", until="2026-03-01")]))
    look(made, "2026-01-09", reading([price("a", "1500"), price("b", "2", until="2026-03-01")]))
    return made


def filled_rows(root: Path, folder: Path) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """What this program writes of it, by table."""
    with opened(f"sqlite:///{folder}/new.sqlite") as connection:
        fill(connection, Archive(root))
        return {
            name: [dict(row) for row in connection.execute(select(table)).mappings()] for name, table in TABLES.items()
        }


def in_form(url: str, form: str, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """A database of that form with these rows, as far as it has columns for them."""
    engine = engine_of(url)
    with engine.begin() as connection:
        migrating = config()
        migrating.attributes["connection"] = connection
        command.upgrade(migrating, form)
        there = MetaData()
        there.reflect(connection)
        for name, own in rows.items():
            known = there.tables[name].columns.keys()
            connection.execute(insert(there.tables[name]), [{key: row[key] for key in known} for row in own])
    engine.dispose()


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_comes_forward(kind: str, form: str, root: Path, tmp_path: Path) -> None:
    rows = filled_rows(root, tmp_path)
    with current(f"sqlite:///{tmp_path}/new.sqlite", stamp(root), lambda: Archive(root)) as database:
        wanted = answers(database)
    with a_database(kind, tmp_path) as url:
        in_form(url, form, rows)
        with current(url, stamp(root), lambda: Archive(root)) as database:
            assert answers(database) == wanted
            assert [row["version_num"] for row in database.rows("SELECT version_num FROM alembic_version")] == [HEAD]
        look(root, "2026-01-12", reading([price("a", "1.5")]))
        with current(url, stamp(root), lambda: Archive(root)) as database:
            assert asking.sealed(database) == stamp(root)
            assert [past.missing_since for past in asking.history(database, "acme", "b")] == ["2026-01-12"]


def answers(database: asking.Database) -> list[Any]:
    days = ("2026-01-01", "2026-01-06", "2026-01-09")
    then = [asking.as_of(database, day, known) for day in days for known in (None, day, "2026-01-05")]
    return [*then, *(asking.history(database, "acme", model) for model in "abc"), asking.last_looks(database)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_of_a_later_program_is_left_alone(kind: str, root: Path, tmp_path: Path) -> None:
    with a_database(kind, tmp_path) as url:
        in_form(url, HEAD, {})
        done(url, "UPDATE alembic_version SET version_num = '9999'")
        with (
            pytest.raises(StorageError, match=r"made by a newer program \(form 9999"),
            current(url, stamp(root), lambda: Archive(root)),
        ):
            pass
