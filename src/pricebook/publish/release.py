"""A release: the files of `catalog/v1/`, assembled beside, verified, and swapped in whole.

prices.json    the prices; it changes only when a price or a fact does, or a provider turns stale or well
status.json    how each provider stands, which changes with every look; the size and SHA-256 of the other file
"""

from collections import Counter
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from pricebook.beliefs import PublishedPrice
from pricebook.errors import StorageError
from pricebook.history.checkpoint import Presents
from pricebook.history.forms import FORMAT, INDENTED
from pricebook.history.health import Health, health_of
from pricebook.publish.catalogue import Catalogue, Pieces, part_of
from pricebook.publish.released import Scan
from pricebook.records import Record
from pricebook.system import files

R = TypeVar("R", bound=Record)
PRICES, STATUS = "prices.json", "status.json"


class Held(Record):
    """A file of a release."""

    bytes: int
    """Its size."""
    sha256: str
    """In hexadecimal digits."""


class Release(Record):
    """`status.json`: what the release says of itself."""

    format: str
    """The contract that the files keep."""
    files: dict[str, Held]
    """The other files of the release by their names."""
    prices: int
    """How many prices are published."""
    published: dict[str, int]
    """How many of them are each provider's."""
    providers: dict[str, Health]
    """How each provider stands: its last look, what failed, what waits for a person."""


def assembled(presents: Presents) -> dict[str, bytes]:
    """The files of the release that all that was seen gives, each provider's part held against its contract.

    Raises StorageError.
    """
    pieces, health = Pieces(), dict[str, Any]()
    for provider in presents.archive.looked_at:
        present = presents.of(provider)
        health[provider] = health_of(present).model_dump()
        part = part_of(present)
        if part is not None:
            pieces.add(provider, part)
        presents.put_away(provider)
    prices = pieces.whole()
    status = {
        "format": FORMAT,
        "files": {PRICES: Held(bytes=len(prices), sha256=files.digest(prices)).model_dump()},
        "prices": sum(pieces.counts.values()),
        "published": pieces.counts,
        "providers": health,
    }
    return {PRICES: prices, STATUS: files.encode(status)}


def put(folder: Path, release: dict[str, bytes]) -> bool:
    """Lets the release take the place of what is published there; False if it stands there already.

    Raises StorageError, and what was published stays, if the release does not hold or cannot be written.
    """
    if stands(folder, release):
        return False
    with files.replaced_folder(folder) as made:
        for name, data in release.items():
            files.write_file(made / name, data)
        check(made)
    return True


def stands(folder: Path, release: dict[str, bytes]) -> bool:
    """Whether the release is what is published there."""
    try:
        names = {path.name for path in folder.iterdir()}
        return names == release.keys() and all(files.holds(folder / name, data) for name, data in release.items())
    except OSError:
        return False


def check(folder: Path) -> Release:
    """What the release says of itself; raises StorageError if a file, a count or a price is not as it says."""
    status = _kept(folder / STATUS, Release, _bytes(folder / STATUS))
    path, counts = folder / PRICES, Counter[str]()
    try:
        with path.open("rb") as file:
            scan = Scan(file)
            for piece in (piece for pieces in scan.pieces() for piece in pieces):
                counts[_kept(path, PublishedPrice, INDENTED.wrapped % piece).provider] += 1
    except OSError as problem:
        raise StorageError(_wrong(path, problem.strerror or str(problem))) from problem
    if Held(bytes=path.stat().st_size, sha256=scan.digest) != status.files.get(PRICES):
        raise StorageError(_wrong(path, f"is not what {STATUS} says"))
    rest = _kept(path, Catalogue, scan.rest)
    counts.update(price.provider for price in rest.prices)
    promised = {provider: said.prices + said.absent for provider, said in rest.providers.items()}
    counted = {provider: counts[provider] for provider in sorted(promised.keys() | counts)}
    if not counted == promised == status.published or counts.total() != status.prices:
        raise StorageError(_wrong(path, f"holds other counts than its head or {STATUS} says"))
    return status


def _kept(path: Path, kind: type[R], data: bytes) -> R:
    """What the bytes of that file say, held against their contract."""
    try:
        return kind.model_validate_json(data)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise StorageError(_wrong(path, f"does not keep its contract: {place}: {first['msg']}")) from problem


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise StorageError(_wrong(path, problem.strerror or str(problem))) from problem


def _wrong(path: Path, what: str) -> str:
    return f"{path}: {what}. Publish again: catalog publish; if it comes again, it is a fault of this program."
