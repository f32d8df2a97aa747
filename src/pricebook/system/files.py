"""Files that are old or new, never half: written beside, flushed, renamed.

What a killed run leaves ends in `.partial` and is swept away by the next writer.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from pricebook.errors import StorageError
from pricebook.system.swap import exchange

if TYPE_CHECKING:
    from pydantic import BaseModel

_PARTIAL = ".partial"
_CHUNK = 2**20


def write_file(path: Path, *pieces: bytes) -> bool:
    """Puts the bytes there, whole or not at all; False if they were there already. Raises StorageError."""
    try:
        if path.is_file() and holds(path, *pieces):
            return False
        _folder(path.parent)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=_PARTIAL)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise _cannot_write(path, problem) from problem
    _make_last(path)
    return True


@contextmanager
def folder_after(path: Path, files: Mapping[str, bytes]) -> Iterator[None]:
    """Puts a folder with these files there once the body is done, whole or not at all; it must not exist.

    A run that is killed behind the body leaves it under the name of what is half written. Raises StorageError.
    """
    with _assembled(path) as made:
        for name, data in files.items():
            write_file(made / name, data)
        yield
        made.rename(path)
    _make_last(path)


@contextmanager
def replaced_folder(path: Path) -> Iterator[Path]:
    """Gives an empty folder to write in, which takes the place of that one at the end, in one step.

    If the body or a write fails, the old folder stands as it was. Raises StorageError.
    """
    with _assembled(path) as made:
        yield made
        _flush(made)
        if path.exists() and exchange(made, path):
            try:
                _flush(path.parent)
            except OSError:
                exchange(made, path)
                raise
            return
        _two_steps(made, path)
    _make_last(path)


def holds(path: Path, *pieces: bytes) -> bool:
    """Whether the file holds these very bytes; no more than a part of it is read at a time. Raises OSError."""
    if path.stat().st_size != sum(map(len, pieces)):
        return False
    with path.open("rb") as file:
        for piece in pieces:
            for at in range(0, len(piece), _CHUNK):
                expected = piece[at : at + _CHUNK]
                if file.read(len(expected)) != expected:
                    return False
        return not file.read(1)


def below(folder: Path) -> list[str]:
    """The files in the folder and in those within, by their paths from there, in order; none where there is none.

    Raises StorageError for a folder that cannot be listed: what stands in it is not taken for gone.
    """
    beyond = len(os.path.join(folder, ""))  # noqa: PTH118 - a Path ends in no separator
    found = (f"{at}{os.sep}{name}"[beyond:] for at, _, names in os.walk(folder, onerror=_not_listed) for name in names)
    return sorted(name.replace(os.sep, "/") for name in found)


def _not_listed(problem: OSError) -> None:
    if not isinstance(problem, FileNotFoundError):
        message = f"{problem.filename}: {problem.strerror}. Let this user read it, or restore it from version control."
        raise StorageError(message) from problem


def half_written(folder: Path) -> dict[str, list[Path]]:
    """What killed runs left half written in that folder, by the name that it would have got."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.glob(f".*.*{_PARTIAL}")):
        found.setdefault(path.name.removesuffix(_PARTIAL).rpartition(".")[0][1:], []).append(path)
    return found


def finish(made: Path, path: Path) -> None:
    """Puts what was left half written in its place. Raises StorageError."""
    try:
        made.rename(path)
    except OSError as problem:
        raise _cannot_write(path, problem) from problem
    _make_last(path)


def sweep(*folders: Path) -> list[Path]:
    """Deletes what killed runs left half written right in these folders; gives the places. Raises StorageError."""
    left = [path for folder in folders for path in sorted(folder.glob(f".*{_PARTIAL}"))]
    for path in left:
        try:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as problem:
            raise _cannot_write(path, problem) from problem
    return left


def read_if_there(path: Path) -> bytes:
    """The file's bytes; none of a file that is not there. Raises StorageError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as problem:
        raise _cannot_read(path, problem) from problem


def size_and_digest(path: Path) -> tuple[int, str]:
    """The file's size and its SHA-256; no more than a part of it is held at a time. Raises StorageError."""
    seen, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                seen.update(chunk)
                size += len(chunk)
    except OSError as problem:
        raise _cannot_read(path, problem) from problem
    return size, seen.hexdigest()


def append(path: Path, data: bytes, end: int) -> None:
    """Puts the bytes at that place of the file, where its last whole line ends, and makes them last.

    If that fails, the file ends there as before. Raises StorageError.
    """
    try:
        _folder(path.parent)
        made = not path.exists()
        with path.open("ab", buffering=0) as file:
            file.truncate(end)
            try:
                _write_all(file, data)
                os.fsync(file.fileno())
            except OSError:
                file.truncate(end)
                raise
    except OSError as problem:
        raise _cannot_write(path, problem) from problem
    if made:
        _make_last(path)


def _write_all(file: FileIO, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]


def lines(records: "Iterable[BaseModel]") -> bytes:
    """One record a line, its fields sorted."""
    return b"".join(
        orjson.dumps(record.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
        for record in records
    )


def encode(content: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """A JSON file for people and programs: sorted, indented, ending in a newline."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def digest(data: bytes) -> str:
    """SHA-256, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


@contextmanager
def _assembled(path: Path) -> Iterator[Path]:
    """A folder beside that place, gone at the end unless it was renamed. Raises StorageError."""
    try:
        _folder(path.parent)
        made = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=_PARTIAL))
        try:
            made.chmod(0o755)
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as problem:
        raise _cannot_write(path, problem) from problem


def _two_steps(made: Path, path: Path) -> None:
    """For systems that cannot exchange: between the steps there is no folder, which the next writer mends."""
    old = path.with_name(f".{path.name}.old{_PARTIAL}")
    if path.exists():
        path.rename(old)
    try:
        made.rename(path)
    except OSError:
        if old.exists():
            old.rename(path)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _folder(path: Path) -> None:
    if not path.is_dir():
        _folder(path.parent)
        path.mkdir(exist_ok=True)
        _flush(path.parent)


def _flush(folder: Path) -> None:
    """Makes the names in the folder last; Windows does so by itself and cannot be told."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make_last(path: Path) -> None:
    """Makes the new name at that place last. Raises StorageError."""
    try:
        _flush(path.parent)
    except OSError as problem:
        message = (
            f"{path}: written, but the disk does not say that it will last: {problem.strerror or problem}. "
            "Check the disk, then run again."
        )
        raise StorageError(message) from problem


def _cannot_read(path: Path, problem: OSError) -> StorageError:
    return StorageError(f"{path}: {problem.strerror or problem}. Restore it from version control.")


def _cannot_write(path: Path, problem: OSError) -> StorageError:
    return StorageError(f"{path}: cannot be written: {problem.strerror or problem}. Nothing was changed.")
