"""Lines and snapshots tell of each other; a killed run leaves both or neither; nothing is lost unnoticed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pricebook.beliefs import Decision
from pricebook.collection import Collection
from pricebook.errors import StorageError
from pricebook.history.checkpoint import Presents, written
from pricebook.run.refresh import publish
from pricebook.snapshots import migrating
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.auditing import audit
from pricebook.snapshots.journals import Journal
from pricebook.snapshots.keeping import failed
from pricebook.system import files
from tests.command import catalog, tree
from tests.conftest import frozen
from tests.worlds import again, look, price, reading


class Killed(BaseException):
    """The process is no more."""


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """Three looks over two years, the second failed, and a page that was read again."""
    look(tmp_path, "2025-12-31", reading([price("a", "1")]))
    Archive(tmp_path).add(failed("acme", "2026-01-01", {}, "no such page"))
    look(tmp_path, "2026-01-02", reading([price("a", "2")]))
    look(tmp_path, "2026-01-03", reading([price("a", "2")]))
    again(tmp_path, "2025-12-31", 2, "2026-01-04", reading([price("a", "3")]))
    decided = Decision(
        provider="acme", id=price("a", "1").id, decision="withdrawn", on="2026-02-01", at="2026-01-05", because="so"
    )
    Archive(tmp_path).decide(decided)
    return tmp_path


def faults(root: Path) -> list[str]:
    """What is said of the provider, with places below it."""
    try:
        return [f"{path.relative_to(root / 'acme')}: {said}" for path, said in audit(Archive(root).of("acme"))]
    except StorageError as problem:
        return [str(problem).removeprefix(f"{root / 'acme'}/")]


def test_what_is_whole_is_well(acme: Path) -> None:
    assert faults(acme) == []
    assert sorted(path.name for path in (acme / "acme").iterdir()) == [
        "2025-12-31", "2025.jsonl", "2026-01-02", "2026.jsonl", "decisions.jsonl", "readings.jsonl",
    ]  # fmt: skip


def without_line(number: int) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(
        b"".join(line for n, line in enumerate(path.read_bytes().splitlines(keepends=True)) if n != number)
    )


LOOKS = "2026.jsonl"


@pytest.mark.parametrize(
    ("name", "damage", "says"),
    [
        ("2025.jsonl", Path.unlink, f"{LOOKS}: line 1 goes on from a line that no year"),
        (LOOKS, without_line(0), f"{LOOKS}: line 1 goes on from a line that no year"),
        (LOOKS, without_line(1), f"{LOOKS}: line 2 goes on from a line that is not"),
        (LOOKS, Path.unlink, "2026-01-02: no look tells of this snapshot: its line was lost"),
        ("readings.jsonl", Path.unlink, "2025-12-31/reading.2: no line of readings.jsonl tells of this reading"),
        ("2025-12-31/about.json", lambda path: path.write_bytes(path.read_bytes().replace(b"captured", b"Captured")),
         "2025-12-31/about.json: is not what was written there"),
        ("2025-12-31/reading.2/about.json", lambda path: path.write_bytes(path.read_bytes().replace(b"2.0", b"2.1")),
         "2025-12-31/reading.2/about.json: is not what was written there"),
        ("decisions.jsonl", lambda path: path.write_bytes(path.read_bytes().replace(b'"id"', b'"ID"')),
         "decisions.jsonl: line 1 is no Decision"),
        ("2026-01-02", shutil.rmtree, "2026-01-02: a look of 2026-01-02 tells of this snapshot"),
    ],
)  # fmt: skip
def test_what_was_lost_or_altered_is_named(name: str, damage: Callable[[Path], object], says: str, acme: Path) -> None:
    damage(acme / "acme" / name)
    assert any(each.startswith(says) for each in faults(acme)), faults(acme)
    assert all("Restore" in each for each in faults(acme))


def test_the_last_line_is_missed_by_who_has_seen_it(acme: Path) -> None:
    published = Archive(acme).of("acme").rests
    without_line(2)(acme / "acme" / "2026.jsonl")
    assert faults(acme) == [], "by the lines alone nobody can know"
    (fault,) = audit(Archive(acme).of("acme"), published)
    assert fault.path.name == "2026.jsonl"
    assert "lost or altered its last line since" in fault.detail


@pytest.mark.parametrize("step", ["folder", "line", "name"])
def test_a_run_that_is_killed_leaves_the_look_or_nothing(
    step: str, acme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(acme)

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)  # a killed run tidies nothing up
        where = {"folder": (files, "append"), "line": (files, "append"), "name": (Path, "rename")}[step]
        if step != "line":
            patch.setattr(*where, killed)
        else:
            patch.setattr(Journal, "append", _torn)
        with pytest.raises(Killed):
            look(acme, "2026-01-06", reading([price("a", "5")]))
    told = [line.at for line in Archive(acme).told("acme")]
    assert ("2026-01-06" in told) == (step == "name")
    known = written(Presents(Archive(acme)).of("acme"))
    Archive(acme).recover()
    assert written(Presents(Archive(acme)).of("acme")) == known, "it was known before it was tidied up"
    assert faults(acme) == []
    assert not list(acme.rglob("*.partial"))
    if step == "name":
        assert (acme / "acme" / "2026-01-06" / "prices.jsonl").is_file()
        return
    look(acme, "2026-01-06", reading([price("a", "5")]))
    after = tree(acme)
    assert {name: after[name] for name in before if "2026.jsonl" not in name} == {
        name: data for name, data in before.items() if "2026.jsonl" not in name
    }


def _torn(journal: Journal[Decision], _: object) -> None:
    """The half of a line is all that is written."""
    with journal.path.open("ab") as file:
        file.write(b'{"after":["0123')
    raise Killed


def test_a_look_is_written_once(acme: Path) -> None:
    archive = Archive(acme)
    for _ in range(2):
        archive.add(failed("acme", "2026-01-07", {}, "no such page"))
        look(acme, "2026-01-08", reading([price("a", "7")]))
    assert [line.at for line in Archive(acme).told("acme")].count("2026-01-07") == 1
    assert [line.at for line in Archive(acme).told("acme")].count("2026-01-08") == 1


def test_a_year_is_of_the_look_and_not_of_when_it_came(acme: Path) -> None:
    look(acme, "2024-06-01", reading([price("a", "9")]))
    look(acme, "2025-06-01", reading([price("a", "8")]))
    assert faults(acme) == []
    assert [each.at for each in Archive(acme).looks("acme")] == [
        "2024-06-01", "2025-06-01", "2025-12-31", "2026-01-02", "2026-01-03",
    ]  # fmt: skip


def earlier(root: Path) -> None:
    """The same as programs kept it at first: all in one file, and nothing told of later readings."""
    archive = Archive(root)
    looks = [line.model_copy(update={"sealed": ""}) for line in archive.told("acme")]
    (root / "observations.jsonl").write_bytes(files.lines(looks))
    (root / "approvals.jsonl").write_bytes(files.lines(archive.decided("acme")))
    for path in (root / "acme").glob("*.jsonl"):
        path.unlink()


def test_what_older_programs_kept_is_read_and_moved_over(acme: Path) -> None:
    whole = tree(acme)
    known = written(Presents(Archive(acme)).of("acme"))
    earlier(acme)
    as_it_was = Presents(Archive(acme)).of("acme")
    assert as_it_was.prices == Presents(Archive(acme)).of("acme").prices
    assert [each.at for each in Archive(acme).looks("acme")] == ["2025-12-31", "2026-01-02", "2026-01-03"]
    (moved,) = migrating.migrate(Archive(acme))
    assert moved == ("acme", 4, 1, 1)
    assert migrating.migrate(Archive(acme)) == []
    assert tree(acme) == whole
    assert written(Presents(Archive(acme)).of("acme")) == known


def test_moving_over_can_be_interrupted_and_goes_on(acme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tree(acme)
    earlier(acme)
    monkeypatch.setattr(Archive(acme).earlier.__class__, "delete", lambda _: None)
    migrating.migrate(Archive(acme))
    monkeypatch.undo()
    look(acme, "2026-01-09", reading([price("a", "2")]))
    (again_,) = migrating.migrate(Archive(acme))
    assert again_ == ("acme", 0, 0, 0)
    look_ = tree(acme)
    assert {name: look_[name] for name in whole if "2026.jsonl" not in name} == {
        name: data for name, data in whole.items() if "2026.jsonl" not in name
    }
    assert [line.at for line in Archive(acme).told("acme")].count("2026-01-09") == 1
    assert faults(acme) == []


def test_of_what_older_programs_kept_a_snapshot_counts_whose_line_was_not_written(acme: Path) -> None:
    earlier(acme)
    path = acme / "observations.jsonl"
    path.write_bytes(b"".join(line for line in path.read_bytes().splitlines(keepends=True) if b"2026-01-0" not in line))
    assert [each.at for each in Archive(acme).looks("acme")] == ["2025-12-31", "2026-01-02"]
    migrating.migrate(Archive(acme))
    assert [each.at for each in Archive(acme).looks("acme")] == ["2025-12-31", "2026-01-02"]
    assert faults(acme) == []


def test_the_command_moves_a_collection_over(tmp_path: Path) -> None:
    shutil.copytree(frozen().root, tmp_path / "c")
    snapshots = tmp_path / "c" / "snapshots"
    whole = tree(snapshots)
    archive = Archive(snapshots)
    looks = [line.model_copy(update={"sealed": ""}) for line in archive.observations]
    (snapshots / "observations.jsonl").write_bytes(files.lines(looks))
    for path in snapshots.glob("*/[0-9][0-9][0-9][0-9].jsonl"):
        path.unlink()
    assert catalog("status", cwd=tmp_path / "c").returncode == 0
    first = catalog("migrate", cwd=tmp_path / "c")
    assert (first.returncode, first.stderr) == (0, "")
    assert "ucloud" in first.stdout
    assert catalog("migrate", cwd=tmp_path / "c").stderr == "nothing is left to move\n"
    assert tree(snapshots) == whole


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("acme/2026-01-02/prices.jsonl", "prices.jsonl: line 2 is no Price"),
        ("acme/2026-01-02/price.md", "is not what was written there"),
        ("acme/2026-01-02/about.json", "is not what was written there"),
        ("acme/2026.jsonl", "line 3 goes on from a line that is not there"),
    ],
)
def test_nothing_is_published_from_what_was_altered(name: str, says: str, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "c" / "scrapers").mkdir(parents=True)
    shutil.copytree(acme / "acme", tmp_path / "c" / "snapshots" / "acme")
    collection = Collection(tmp_path / "c")
    assert publish(collection, collection.presents())
    whole = tree(collection.release)
    archive = collection.archive()
    archive.add(failed("acme", "2026-01-08", {}, "no such page"))
    path = collection.snapshots / name
    data = path.read_bytes()
    path.write_bytes(data.replace(b"2026-01-02", b"2026-01-09", 1) if b"2026-01-02" in data else data + b" ")
    with pytest.raises(StorageError, match=says):
        publish(collection, collection.presents())
    assert tree(collection.release) == whole
