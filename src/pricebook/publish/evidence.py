"""The stored words that a published price was read from."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pricebook.errors import StorageError
from pricebook.reading import canonical
from pricebook.reading.document import Document
from pricebook.records import Span
from pricebook.snapshots.archive import Archive


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a price stands in the snapshots."""

    date: str
    """The day of the snapshot, ISO 8601."""
    path: Path
    """The stored page."""
    cell: str
    """All of the cell or paragraph that was quoted."""
    row: str
    """The first cell of its row; empty outside tables."""


def evidence(archive: Archive, price: Mapping[str, Any], name: str) -> Evidence:
    """The cell that the published price was read from, in the snapshot of that name; raises StorageError if it is gone.

    Where the look that made the snapshot did not see the price's page, it is in the last one before that did.
    """
    where, words = price["where"], price["listed"]["text"]
    page = where["page"]
    snapshot = archive.of(price["provider"]).snapshot(name)
    if page not in snapshot.about.pages:
        looks = [look for look in archive.looks(price["provider"]) if look.snapshot.name == name]
        snapshot = looks[-1].pages.get(page, snapshot)
    path = snapshot.path(f"{page}.md")
    stored = _stored(snapshot.page(page), path.name)
    for span, text in stored.texts.get((where["line"], where["row"]), ()):
        if words in text:
            first = stored.document.whole(span._replace(column=0)) if stored.document.place(span).table else ""
            return Evidence(snapshot.date, path, text, first)
    message = f"{path}: line {where['line']} does not hold {words!r}. The file was altered: restore it."
    raise StorageError(message)


class _Stored(NamedTuple):
    """A stored page, and its texts by the line and the row in which they stand."""

    document: Document
    texts: dict[tuple[int, int], list[tuple[Span, str]]]


@lru_cache(maxsize=2)
def _stored(page: str, name: str) -> _Stored:
    """The page, which is read once for all prices that are asked for one after the other."""
    document = canonical.read(page, name)
    texts: defaultdict[tuple[int, int], list[tuple[Span, str]]] = defaultdict(list)
    for span, text in document.every_text:
        place = document.place(span)
        texts[place.line, place.row].append((span, text))
    return _Stored(document, dict(texts))
