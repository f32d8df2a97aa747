"""Files that are old or new, never half: written beside, flushed, renamed."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel

from pricebook.errors import StorageError


def write_file(path: Path, data: bytes) -> bool:
    """Puts the bytes there, whole or not at all; False if they were there already. Raises StorageError."""
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise _cannot_write(path, problem) from problem
    return True


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Puts a folder with these files there, whole or not at all; it must not exist. Raises StorageError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
        try:
            for name, data in files.items():
                write_file(temporary / name, data)
            temporary.chmod(0o755)
            temporary.rename(path)
        except BaseException:
            shutil.rmtree(temporary, ignore_errors=True)
            raise
    except OSError as problem:
        raise _cannot_write(path, problem) from problem


def append_lines(path: Path, records: Iterable[BaseModel]) -> None:
    """Puts the records behind those of the file, all of them or none. Raises StorageError."""
    try:
        kept = path.read_bytes() if path.is_file() else b""
    except OSError as problem:
        raise _cannot_write(path, problem) from problem
    write_file(path, kept + lines(records))


def lines(records: Iterable[BaseModel]) -> bytes:
    """One record a line, its fields sorted."""
    return b"".join(
        orjson.dumps(record.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
        for record in records
    )


def encode(content: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """A JSON file for people and programs: sorted, indented, ending in a newline."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _cannot_write(path: Path, problem: OSError) -> StorageError:
    return StorageError(f"{path}: cannot be written: {problem.strerror or problem}. Nothing was changed.")
