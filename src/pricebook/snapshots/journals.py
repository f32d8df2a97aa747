"""Files of one record a line that only grow, each line carrying the digest of the one before it in `after`.

So a line that was lost, doubled or altered is found. Where two branches were merged, two lines go on from the same one,
and the next carries the digests of both. What a killed run left of a last line is no line yet, and is cut off by the
next one that is written.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import orjson
from pydantic import ValidationError

from pricebook.errors import StorageError
from pricebook.records import Record
from pricebook.snapshots.stamps import NOTHING, Rest, digest_of, rest_of
from pricebook.system import files

R = TypeVar("R", bound=Record)
_AFTER = "after"


class Link(NamedTuple):
    """One line."""

    digest: str
    after: tuple[str, ...]
    """The digests of the lines that it goes on from: one, none for the very first, more where branches were joined."""
    told: dict[str, Any]
    """What it says."""
    end: int
    """Where in the file it ends."""


class Journal(Generic[R]):
    """One file, read once; what is written through it, it knows at once."""

    def __init__(self, path: Path, kind: type[R], before: Sequence[str] = ()) -> None:
        """`before` are the ends of the journal that this one goes on from, once it is begun."""
        self.path, self.kind, self.before = path, kind, tuple(before)

    @cached_property
    def entries(self) -> list[Link]:
        """The lines; raises StorageError for one that was lost, doubled or altered."""
        *lines, torn = files.read_if_there(self.path).split(b"\n")
        entries: list[Link] = []
        known: dict[str, int] = {}
        end = 0
        for number, line in enumerate(lines, start=1):
            end += len(line) + 1
            entry = self._entry(number, line, end)
            if entry.digest in known:
                raise self._wrong(number, f"is line {known[entry.digest]} once more")
            before = entries[0].after if entries else entry.after
            if not all(each in known or each in before for each in entry.after):
                what = "goes on from a line that is not there: it, or one before it, was lost or altered"
                raise self._wrong(number, what)
            known[entry.digest] = number
            entries.append(entry)
        if not _is_beginning(torn):
            raise self._wrong(len(lines) + 1, "has no end")
        return entries

    @cached_property
    def records(self) -> list[R]:
        """What the lines say; raises StorageError as `entries` does, and for a line that is no such record."""
        return [self._record(number, entry) for number, entry in enumerate(self.entries, start=1)]

    @property
    def ends(self) -> list[str]:
        """The digests of the lines that no other goes on from."""
        gone_on_from = {each for entry in self.entries for each in entry.after}
        return [entry.digest for entry in self.entries if entry.digest not in gone_on_from]

    @property
    def rest(self) -> Rest:
        """How far it goes; of a journal that was not read yet no more is read than its last line."""
        if "entries" not in self.__dict__:
            last = rest_of(self.path)
            if last is not None:
                return last
        return Rest(self.entries[-1].digest, self.entries[-1].end) if self.entries else NOTHING

    def since(self, rest: Rest) -> list[R] | None:
        """The records behind the line that ended there; None if it does not."""
        if self.rest == rest:
            return []
        ends = [NOTHING, *(Rest(entry.digest, entry.end) for entry in self.entries)]
        return self.records[ends.index(rest) :] if rest in ends else None

    def append(self, records: Iterable[R]) -> None:
        """Writes them down behind the others, all of them or none. Raises StorageError."""
        records = list(records)
        if not records:
            return
        added: list[Link] = []
        ends, end = self.ends or list(self.before), self.rest.end
        lines = b""
        for record in records:
            told = record.model_dump(mode="json", exclude_defaults=True)
            line = orjson.dumps({**told, _AFTER: ends}, option=orjson.OPT_SORT_KEYS)
            lines += line + b"\n"
            added.append(Link(digest_of(line), tuple(ends), told, end + len(lines)))
            ends = [added[-1].digest]
        files.append(self.path, lines, end)
        self.entries.extend(added)
        self.__dict__.pop("records", None)

    def _entry(self, number: int, line: bytes, end: int) -> Link:
        try:
            told = orjson.loads(line)
            after = told.pop(_AFTER)
        except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError) as problem:
            raise self._wrong(number, f"is no {self.kind.__name__}") from problem
        if not isinstance(after, list) or not all(isinstance(each, str) for each in after):
            raise self._wrong(number, "does not say which line it goes on from")
        return Link(digest_of(line), tuple(after), told, end)

    def _record(self, number: int, entry: Link) -> R:
        try:
            return self.kind.model_validate(entry.told)
        except ValidationError as problem:
            raise self._wrong(number, f"is no {self.kind.__name__}") from problem

    def _wrong(self, number: int, what: str) -> StorageError:
        return StorageError(f"{self.path}: line {number} {what}. Restore the file from version control.")


def _is_beginning(line: bytes) -> bool:
    """Whether a line could go on so."""
    text = line.decode(errors="ignore")
    try:
        return json.JSONDecoder().raw_decode(text)[1] == len(text)
    except ValueError:
        return not text or text.startswith("{")
