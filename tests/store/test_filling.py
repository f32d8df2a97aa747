"""The database is brought up to date by what differs, and asked without being brought up if nothing does."""

import sqlite3
from pathlib import Path

import pytest

from pricebook.beliefs import Decision
from pricebook.errors import StorageError
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.looks import Look
from pricebook.snapshots.stamps import stamp
from pricebook.store import asking
from pricebook.store.current import Core, File, current
from pricebook.store.filling import fill
from pricebook.store.opening import opened
from tests.worlds import look, price, reading


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two providers, each looked at once."""
    for provider in ("acme", "other"):
        look(tmp_path / "snapshots", "2026-01-01", reading([price("a", "1", provider=provider)]), provider)
    return tmp_path / "snapshots"


def filled(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Brings the database up; gives the providers whose looks were asked for."""
    asked: list[str] = []
    looks = Archive.looks

    def told(archive: Archive, provider: str) -> list[Look]:
        asked.append(provider)
        return looks(archive, provider)

    with monkeypatch.context() as patch:
        patch.setattr(Archive, "looks", told)
        with opened(url(root)) as connection:
            fill(connection, Archive(root))
    return asked


def url(root: Path) -> str:
    return f"sqlite:///{root.parent}/history.sqlite"


def amounts(root: Path, day: str) -> list[tuple[str, str]]:
    with current(url(root), stamp(root), lambda: Archive(root)) as database:
        return [(each["provider"], each["amount"]) for each in asking.as_of(database, day)]


def test_only_a_provider_of_which_something_is_new_is_looked_at(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert filled(root, monkeypatch) == ["acme", "other"]
    assert filled(root, monkeypatch) == []
    look(root, "2026-01-02", reading([price("a", "2", provider="other")]), "other")
    assert filled(root, monkeypatch) == ["other"]
    assert amounts(root, "2026-01-02") == [("acme", "1"), ("other", "2")]
    decided = Decision(
        provider="acme", id=price("a", "1").id, decision="withdrawn", on="2026-01-02", at="2026-01-02", because="so"
    )
    Archive(root).decide(decided)
    assert filled(root, monkeypatch) == ["acme"]
    assert amounts(root, "2026-01-02") == [("other", "2")]


def test_a_provider_that_is_gone_is_forgotten(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(root, monkeypatch)
    for path in sorted((root / "acme").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (root / "acme").rmdir()
    assert filled(root, monkeypatch) == []
    assert amounts(root, "2026-01-02") == [("other", "1")]


def test_who_asks_brings_it_up_first_and_only_if_something_is_new(root: Path) -> None:
    with current(url(root), stamp(root), lambda: Archive(root)) as database:
        assert isinstance(database, Core)
    with current(url(root), stamp(root), lambda: pytest.fail("nothing is new")) as database:
        assert isinstance(database, File)
    look(root, "2026-01-03", reading([price("a", "3")]))
    assert amounts(root, "2026-01-03") == [("acme", "3"), ("other", "1")]


def test_a_file_that_is_damaged_while_it_is_asked_is_named(root: Path) -> None:
    amounts(root, "2026-01-01")
    with (
        pytest.raises(StorageError, match=r"history\.sqlite: the database failed: no such column.*catalog rebuild"),
        current(url(root), stamp(root), lambda: Archive(root)) as database,
    ):
        database.rows("SELECT missing FROM price")


def test_text_in_it_that_is_no_price_is_named(root: Path) -> None:
    amounts(root, "2026-01-01")
    with sqlite3.connect(root.parent / "history.sqlite") as connection:
        connection.execute("UPDATE period SET said = substr(said, 2)")
    connection.close()
    with pytest.raises(StorageError, match=r"holds what is no price .*catalog rebuild"):
        amounts(root, "2026-01-01")
