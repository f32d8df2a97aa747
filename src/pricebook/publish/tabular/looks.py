"""Looks as a table: what became of each page of a provider, each time that somebody looked."""

from collections.abc import Iterable, Iterator
from typing import Any

from pricebook.beliefs import Observation
from pricebook.calendar import day_of, order
from pricebook.publish.tabular.columns import Kind, TableColumn
from pricebook.publish.tabular.tables import DataTable

_COLUMNS: tuple[tuple[str, Kind, str], ...] = (
    ("provider", "text", "The provider's id."),
    ("page", "text", "The page's name; null where a look failed before any page came."),
    ("day", "day", "The day of the look, on the provider's calendar."),
    ("moment", "text", "Its moment: a day, or a time with its offset."),
    ("outcome", "text", "What the look saw of the provider: new or unchanged; failed: the page was not seen."),
    ("error", "text", "Why the page was not seen; null if it was."),
    ("snapshot", "text", "The folder that holds what the look saw of the provider; null if it saw nothing."),
    ("sha256", "text", "Of the page's bytes as they came; null if none came."),
    ("drawn", "flag", "Whether a browser drew the page by its scripts."),
)  # fmt: skip


def looks_table(looks: Iterable[Observation]) -> DataTable:
    """A row for each page that a look was for, provider by provider in the order of their times.

    A page at which a look did not look (it was for others alone) has no row. Raises StorageError as columns do.
    """
    columns = tuple(TableColumn(name, kind, means, (name,)) for name, kind, means in _COLUMNS)
    lines = sorted(looks, key=lambda line: (line.provider, order(line.at)))
    rows = [[column.cell(told) for column in columns] for line in lines for told in _rows_of_look(line)]
    return DataTable("observations", "What became of each page, each time that somebody looked.", columns, rows)


def _rows_of_look(line: Observation) -> Iterator[dict[str, Any]]:
    look = {"provider": line.provider, "day": day_of(line.at), "moment": line.at}
    seen = line.snapshot is not None
    for page, digest in sorted(line.pages.items()):
        yield {
            **look, "page": page, "outcome": line.outcome, "error": line.error, "sha256": digest,
            "snapshot": line.snapshot, "drawn": page in line.drawn,
        }  # fmt: skip
    failed = {page: why for page, why in sorted(line.unseen.items()) if why is not None}
    for page, why in failed.items() if seen else ():
        yield {**look, "page": page, "outcome": "failed", "error": why, "snapshot": line.snapshot, "drawn": False}
    if not seen and not line.pages:
        yield {**look, "outcome": "failed", "error": line.error, "drawn": False}
