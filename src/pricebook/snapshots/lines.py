"""Files of one record a line."""

from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import orjson
from pydantic import ValidationError

from pricebook.errors import StorageError
from pricebook.records import Record

R = TypeVar("R", bound=Record)
_REMEMBERED = 2**13
"""Lines: more than a provider has prices; most of a snapshot's stand in the one before it too."""


def records(path: Path, kind: type[R]) -> list[R]:
    """The records of a file that need not be there; raises StorageError, with the line, for one that was altered."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as problem:
        message = f"{path}: {problem.strerror}. Restore it from version control."
        raise StorageError(message) from problem
    return [record(path, number, line, kind) for number, line in enumerate(lines, start=1)]


def record(path: Path, number: int, line: bytes, kind: type[R]) -> R:
    """The record that the line holds; an equal line gives the very same object. Raises StorageError."""
    try:
        return _parsed(line, kind)  # type: ignore[return-value]
    except (ValidationError, orjson.JSONDecodeError) as problem:
        message = f"{path}: line {number} is no {kind.__name__}. The file was altered: restore it."
        raise StorageError(message) from problem


@lru_cache(_REMEMBERED)
def _parsed(line: bytes, kind: type[Record]) -> Record:
    return kind.model_validate(orjson.loads(line))
