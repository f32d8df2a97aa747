"""What is published, as its files say it: a price that nobody asked for is passed over and never read."""

import hashlib
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import orjson

from pricebook.errors import NothingPublished, StorageError, UsageError
from pricebook.history.forms import BETWEEN, FORMAT

Told = Mapping[str, Any]
MANIFEST, _STATUS = "manifest.json", "status.json"
_OF_A_PROVIDER = "providers/"
_FAULTS = (orjson.JSONDecodeError, KeyError, TypeError, AttributeError)


class Wanted(NamedTuple):
    """Which prices are asked for."""

    needles: Sequence[bytes]
    """What stands in the bytes of each of them, its letters made small."""
    fits: Callable[[Told], bool]
    providers: Container[str] | None = None
    """Whose prices; None for everybody's."""


EVERY = Wanted((), lambda _: True)


class Released(NamedTuple):
    """What was asked for."""

    prices: Sequence[Told]
    """What is on sale, in its order, then what is absent."""
    providers: Mapping[str, Told]
    """By its id who each of the providers is that were asked."""
    pending: Sequence[Told] = ()
    """Prices that have no value yet, because the first one waits for a person; their status is `pending`."""
    waiting: Mapping[str, Sequence[Told]] = {}
    """By id all values of these providers that wait for a person."""


class Release(Protocol):
    """The files of one release, wherever it stands.

    Both raise UsageError where nothing is published, StorageError for a file that is not what the manifest says.
    """

    def promised(self) -> Mapping[str, Any]:
        """By their names what its files have to be; two releases that promise the same are one."""

    def file(self, name: str) -> bytes:
        """One of them, which is what the manifest says."""


class Standing(NamedTuple):
    """The release that stands in a collection's folder, where another one may take its place at any time."""

    folder: Path

    def promised(self) -> Mapping[str, Any]:
        """By their names the digests of its files."""
        return _promised(self.folder)

    def file(self, name: str) -> bytes:
        """One of them."""
        return _checked(self.folder, name, _promised(self.folder))


def read(folder: Path, question: Wanted) -> Released:
    """The prices that fit of the release in that folder; raises as any release does."""
    return asked(Standing(folder), question)


def asked(release: Release, question: Wanted) -> Released:
    """The published prices that fit, all of one release; raises as any release does."""
    while True:
        promised = release.promised()
        found = _asked_once(release, question)
        if release.promised() == promised:
            return found


def _asked_once(release: Release, question: Wanted) -> Released:
    """The same; another release may have taken its place meanwhile."""
    current, absent, waiting, providers = list[Told](), list[Told](), list[Told](), dict[str, Told]()
    for name in providers_of(release):
        if question.providers is not None and name not in question.providers:
            continue
        file = f"{_OF_A_PROVIDER}{name}.json"
        data = release.file(file)
        try:
            current += _fitting_prices(data, b"prices", question)
            absent += _fitting_prices(data, b"absent", question)
            waiting += _values_that_wait(data)
            providers[name] = orjson.loads(_value_bytes(data, b"provider"))
        except (ValueError, *_FAULTS) as problem:
            raise StorageError(_unlike(Path(file), "does not keep its contract")) from problem
    by_id: dict[str, list[Told]] = {}
    for each in waiting:
        by_id.setdefault(each["id"], []).append(each)
    pending = [each for each in waiting if each.get("published") is None and question.fits(each)]
    return Released([*current, *absent], providers, pending, by_id)


def status(release: Release) -> Mapping[str, Told]:
    """How each provider stands, by its id; raises as any release does."""
    said: Mapping[str, Told] = orjson.loads(release.file(_STATUS))["providers"]
    return said


def providers_of(release: Release) -> list[str]:
    """The ids of those whose prices it holds; raises as any release does."""
    return list(status(release))  # not from the manifest's names: nothing vouches for these


def together(folder: Path, names: Sequence[str]) -> Mapping[str, bytes]:
    """These files, all of one release; raises as `read` does."""
    while True:
        promised = _promised(folder)
        found = {name: _checked(folder, name, promised) for name in names}
        if promised == _promised(folder):
            return found


def _promised(folder: Path) -> Mapping[str, str]:
    """The digests that the release says its files have, by their names."""
    path = folder / MANIFEST
    try:
        said = orjson.loads(path.read_bytes())
        if said["format"] != FORMAT:
            message = (
                f"{path}: format {said['format']!r}, this program reads {FORMAT}. Use a program of the same version."
            )
            raise UsageError(message)
        return {name: file["sha256"] for name, file in said["files"].items()}
    except FileNotFoundError as problem:
        raise NothingPublished(folder) from problem
    except (OSError, *_FAULTS) as problem:
        raise StorageError(_unlike(path, "is no manifest")) from problem


def _checked(folder: Path, name: str, promised: Mapping[str, str]) -> bytes:
    """The file, which is what the release promises; another release may take its place meanwhile."""
    for _ in range(3):
        try:
            data = (folder / name).read_bytes()
        except OSError as problem:
            raise StorageError(_unlike(folder / name, problem.strerror or str(problem))) from problem
        if hashlib.sha256(data).hexdigest() == promised.get(name):
            return data
        before, promised = promised, _promised(folder)
        if before == promised:
            break
    raise StorageError(_unlike(folder / name, f"is not what {MANIFEST} says"))


def _fitting_prices(data: bytes, name: bytes, question: Wanted) -> Iterator[Told]:
    """The prices of that list that fit; what cannot fit is not read."""
    pieces: Sequence[bytes] = _list_bytes(data, name)
    for needle in question.needles:
        pieces = [piece for piece in pieces if needle in piece.lower()]
    return (price for piece in pieces if question.fits(price := orjson.loads(piece)))


def _values_that_wait(data: bytes) -> Iterator[Told]:
    """The new values that wait for a person; releases of older programs hold no list of them."""
    pieces = _list_bytes(data, b"pending") if b'\n"pending":[' in data else ()
    return ({**orjson.loads(piece), "status": "pending"} for piece in pieces)


def _list_bytes(data: bytes, name: bytes) -> list[bytes]:
    """The records of that list; raises ValueError where it does not stand there, a record a line.

    Text in JSON holds no line end and no bare quote, so nothing of a page looks so.
    """
    begin = b'"%b":[' % name
    start = data.index(begin) + len(begin)
    if data.startswith(b"]", start):
        return []
    if not data.startswith(b"\n", start):
        raise ValueError(name)
    return data[start + 1 : data.index(b"\n]", start)].split(BETWEEN)


def _value_bytes(data: bytes, name: bytes) -> bytes:
    """What stands behind that name, all on its line."""
    begin = b'\n"%b":' % name
    start = data.index(begin) + len(begin)
    return data[start : data.index(b"\n", start)].rstrip(b",")


def _unlike(path: Path, what: str) -> str:
    return f"{path}: {what}. Restore it from version control, or publish again: catalog publish"
