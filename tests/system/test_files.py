"""Files and folders are old or new, never half; what is half written is found again."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pricebook.errors import StorageError
from pricebook.system import files


def full(_: int) -> None:
    raise OSError(28, "No space left on device")


def replace(target: Path, data: bytes, then: Callable[[], object]) -> None:
    with files.replaced_folder(target) as made:
        files.write_file(made / "one", data)
        then()


def test_what_cannot_be_listed_is_not_taken_for_empty(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    for name in ("b/c/one", "b/two", "a"):
        (tmp_path / name).write_bytes(b"")
    assert files.below(tmp_path) == ["a", "b/c/one", "b/two"]
    assert files.below(tmp_path / "none") == []
    with pytest.raises(StorageError, match=f"^{tmp_path / 'a'}: Not a directory. Let this user read it"):
        files.below(tmp_path / "a")


def test_files_are_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a" / "file"
    assert files.write_file(target, b"old")
    assert not files.write_file(target, b"old")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        files.write_file(target, b"new")
    with pytest.raises(StorageError, match="No space left"), files.folder_after(tmp_path / "folder", {"x": b"1"}):
        pass
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("can", [True, False], ids=["in one step", "in two steps"])
def test_a_folder_is_replaced_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, can: bool) -> None:
    if not can:
        monkeypatch.setattr("pricebook.system.files.exchange", lambda *_: False)
    target = tmp_path / "v1"
    for number in (b"1", b"2"):
        with files.replaced_folder(target) as made:
            files.write_file(made / "one", number)
            files.write_file(made / "two", number)
        assert {path.name: path.read_bytes() for path in target.iterdir()} == {"one": number, "two": number}
    with pytest.raises(ZeroDivisionError):
        replace(target, b"3", lambda: 1 // 0)
    assert (target / "one").read_bytes() == b"2"
    assert [path.name for path in tmp_path.iterdir()] == ["v1"]


@pytest.mark.skipif(os.name == "nt", reason="Windows does not flush folders")
def test_a_swap_that_may_not_last_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "v1"
    with files.folder_after(target, {"one": b"old"}):
        assert not target.exists()

    def flushed(folder: Path) -> None:
        if folder == tmp_path:
            raise OSError(5, "Input/output error")

    with pytest.raises(StorageError, match="Input/output error"):
        replace(target, b"new", lambda: monkeypatch.setattr("pricebook.system.files._flush", flushed))
    assert (target / "one").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["v1"]


def test_only_what_is_half_written_is_swept(tmp_path: Path) -> None:
    for name in ("v1/prices.json", ".hidden", ".v1.x.partial/prices.json", "deep/er/.a.partial", "b.partial"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    assert sorted(path.name for path in files.sweep(tmp_path)) == [".v1.x.partial"]
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"v1/prices.json", ".hidden", "b.partial", "deep/er/.a.partial"}
