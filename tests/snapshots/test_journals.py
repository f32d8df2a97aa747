"""Lines that only grow: whatever becomes of one, it is noticed or nothing was lost."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.beliefs import Decision
from pricebook.errors import StorageError
from pricebook.snapshots.journals import Journal
from pricebook.snapshots.stamps import NOTHING


def decision(number: int) -> Decision:
    day = f"2026-01-{number + 1:02}"
    return Decision(provider="acme", id=f"{number}", decision="withdrawn", on=day, at=day, because="he said “so”")


ALL = [decision(number) for number in range(5)]


def opened(path: Path) -> Journal[Decision]:
    return Journal(path, Decision)


def written(path: Path, *records: Decision) -> bytes:
    """The file with these lines, each written by a run of its own."""
    path.unlink(missing_ok=True)
    for record in records:
        opened(path).append([record])
    return path.read_bytes()


def read_or_named(path: Path) -> list[Decision] | str:
    """The records, or what is said of a line that is none."""
    try:
        return opened(path).records
    except StorageError as problem:
        return str(problem)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("journal") / "decisions.jsonl"


def test_lines_written_one_by_one_or_at_once_are_the_same(tmp_path: Path) -> None:
    one_by_one = written(tmp_path / "a.jsonl", *ALL)
    opened(tmp_path / "b.jsonl").append(ALL)
    assert (tmp_path / "b.jsonl").read_bytes() == one_by_one
    journal = opened(tmp_path / "c.jsonl")
    assert (journal.records, journal.ends, journal.rest) == ([], [], NOTHING)
    for record in ALL:
        journal.append([record])
    assert (tmp_path / "c.jsonl").read_bytes() == one_by_one
    assert journal.records == opened(tmp_path / "b.jsonl").records == ALL
    assert journal.rest == opened(tmp_path / "a.jsonl").rest
    assert journal.ends == [journal.rest.digest]


@given(data=st.data())
def test_a_flipped_character_is_named_or_is_in_the_last_line(path: Path, data: st.DataObject) -> None:
    whole = written(path, *ALL)
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda each: each != whole[at]))
    path.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
    last = whole.rindex(b"\n", 0, -1) < at
    told = read_or_named(path)
    if isinstance(told, str):
        assert told.startswith(f"{path}: line ")
        assert "\n" not in told
    else:
        assert last, "only of the last line nothing follows"
        assert told[:4] == ALL[:4]


@given(lost=st.integers(0, 3))
def test_a_line_that_was_lost_is_named(path: Path, lost: int) -> None:
    lines = written(path, *ALL).splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:lost] + lines[lost + 1 :]))
    if lost == 0:
        assert opened(path).entries[0].after, "what it goes on from is for the years before to say"
        return
    with pytest.raises(StorageError, match=rf"line {lost + 1} goes on from a line that is not there"):
        _ = opened(path).entries


@given(doubled=st.integers(0, 4), behind=st.integers(0, 4))
def test_a_line_that_was_doubled_is_named(path: Path, doubled: int, behind: int) -> None:
    lines = written(path, *ALL).splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[: behind + 1], lines[doubled], *lines[behind + 1 :]]))
    with pytest.raises(StorageError, match=r"once more|is not there"):
        _ = opened(path).entries


@given(cut=st.integers(1, 400))
def test_what_a_killed_run_left_of_a_line_is_no_line_and_goes_with_the_next(path: Path, cut: int) -> None:
    whole = written(path, *ALL[:4])
    torn = written(path, *ALL)
    path.write_bytes(torn[: max(len(whole), len(torn) - cut)])
    journal = opened(path)
    assert journal.records == ALL[:4]
    assert journal.rest.end == len(whole)
    journal.append([ALL[4]])
    assert path.read_bytes() == torn


def test_two_branches_are_joined_by_the_next_line(tmp_path: Path) -> None:
    ours, theirs, path = (tmp_path / name for name in ("ours", "theirs", "both"))
    stem = written(ours, *ALL[:2])
    one, other = written(ours, *ALL[:3]), written(theirs, *ALL[:2], ALL[3])
    path.write_bytes(one + other.removeprefix(stem))
    journal = opened(path)
    assert [record.id for record in journal.records] == ["0", "1", "2", "3"]
    assert len(journal.ends) == 2
    journal.append([ALL[4]])
    assert list(opened(path).entries[-1].after) == [journal.entries[2].digest, journal.entries[3].digest]
    assert opened(path).ends == [opened(path).rest.digest]
    lines = path.read_bytes().splitlines(keepends=True)
    for lost in (2, 3):
        path.write_bytes(b"".join(lines[:lost] + lines[lost + 1 :]))
        with pytest.raises(StorageError, match="is not there"):
            _ = opened(path).entries


def test_since(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    rests = [NOTHING]
    for record in ALL:
        opened(path).append([record])
        rests.append(opened(path).rest)
    for number, rest in enumerate(rests):
        assert opened(path).since(rest) == ALL[number:]
    assert opened(path).since(rests[2]._replace(digest="0" * 16)) is None
    assert opened(path).since(rests[2]._replace(end=7)) is None
