"""Which release is asked: the collection's own, one that is named, or that which comes with this package."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pricebook import __version__
from pricebook.collection import Collection, find, nearest, one_of
from pricebook.errors import PricebookError, StorageError, Unreachable, UsageError
from pricebook.publish.released import Release, Standing, providers_of, status
from pricebook.run.ages import Ages
from pricebook.settings import Settings

if TYPE_CHECKING:
    from pricebook.book.errors import RefusedData

TIMEOUT = 30.0
"""Seconds that a file of a release may take to come from its address."""


class Asked(NamedTuple):
    """The release that answers."""

    release: Release
    collection: Collection | None
    """Whose own it is; None if it is a copy, which nobody looks after here."""
    source: str = ""
    """What a copy is called."""

    def named(self, provider: str) -> str:
        """The provider, which it knows; raises UsageError with the nearest name if it does not."""
        if self.collection is not None:
            return self.collection.named(provider)
        return one_of(providers_of(self.release), provider, self.source)

    def kept(self, what: str) -> Collection:
        """The collection, which alone can answer that; raises UsageError where there is none."""
        if self.collection is None:
            message = (
                f"{what}, and {self.source} is a copy of what is published. Ask in a collection, or give it: -C DIR. "
                "What a request cost then is known: catalog cost MODEL --at DAY"
            )
            raise UsageError(message)
        return self.collection

    def ages(self, now: datetime) -> Ages:
        """How long ago its providers were looked at; raises as any release does, CollectionError for its settings."""
        settings = Settings() if self.collection is None else self.collection.settings()
        return Ages(status(self.release), settings, now, self.source)


def chosen(start: Path, named: str | None) -> Asked:
    """The release to ask from that folder: the one that is named, the collection's, or this package's own.

    Raises CollectionError as `around` does, UsageError where nothing stands at the name, NetworkError if it is an
    address that does not answer, StorageError for a release that is not to be trusted.
    """
    if named is not None:
        return Asked(_Copy(named), None, named)
    collection = around(start)
    if collection is not None:
        return Asked(Standing(collection.release), collection)
    return Asked(_Copy(None), None, f"the catalogue inside pricebook {__version__}")


def around(start: Path) -> Collection | None:
    """The collection that the folder is in; None if it is in none, and nobody gave it.

    Raises CollectionError for a folder that somebody gave: it is meant to be a collection's.
    """
    return nearest(start) if start == Path() else find(start)


class _Copy:
    """A release that the library reads, at a path or an address; its expiry is told and not held against it."""

    def __init__(self, named: str | None) -> None:
        from pricebook.book.loading import clock, supply  # noqa: PLC0415 - a collection's own release needs no library

        self._place = named
        with told_of(named):
            where = named if named is None or named.startswith(("http://", "https://")) else str(Path(named).absolute())
            asked = supply(where, None, TIMEOUT, accept_shrunken=False, accept_expired=True)
            self._release = asked.first(clock)

    def promised(self) -> Mapping[str, Any]:
        """By their names the sizes and digests of its files."""
        promised: Mapping[str, Any] = self._release.manifest["files"]
        return promised

    def file(self, name: str) -> bytes:
        """One of them."""
        with told_of(self._place):
            return self._release.file(name)


@contextmanager
def told_of(place: str | None) -> Iterator[None]:
    """Raises what the library refuses to take as this program says it: what is wrong, and whose move it is."""
    from pricebook.book.errors import RefusedData  # noqa: PLC0415

    try:
        yield
    except RefusedData as problem:
        raise _as_told(problem, place) from problem


def _as_told(problem: "RefusedData", place: str | None) -> PricebookError:
    if problem.reason != "unreachable":
        where = place or f"the catalogue inside pricebook {__version__}"
        return StorageError(f"{where}: {problem}. It is not shown: take another copy, or try again later.")
    if place is None or place.startswith(("http://", "https://")):
        return Unreachable(str(problem))
    return UsageError(f"{problem}. Give a folder with a manifest.json, such as catalog/v1, or an address of one.")
