"""Where the models of each table stand: in a column, side by side, or in the heading above."""

from typing import Literal, NamedTuple

from pricebook.reading.document import Document, Table
from pricebook.scraping import Page
from pricebook.tables.columns import column, names_models
from pricebook.tables.shapes import is_model_name


class ModelsSeen(NamedTuple):
    """Where the models of one table stand."""

    how: Literal["column", "side by side", "heading above"]
    name: str
    """The column's heading, or the heading that is the model."""

    def __str__(self) -> str:
        """The same in words; of a heading above without its name, which is another for each table."""
        if self.how == "heading above":
            return "the heading above is the model"
        return f"below {self.name!r}" if self.how == "column" else f"side by side, beside {self.name!r}"


def models_seen(document: Document) -> dict[int, ModelsSeen]:
    """By its block, each table whose models a scraper finds that names no columns, and where they stand."""
    found: dict[int, ModelsSeen] = {}
    for table, name in Page(document).price_tables():
        if table.turned:
            found[table.block] = ModelsSeen("side by side", name)
        elif len(table.table.header) > len(document.table(table.block).header):
            found[table.block] = ModelsSeen("heading above", table.headings[-1])
        else:
            found[table.block] = ModelsSeen("column", name)
    return found


def may_hold_models(table: Table) -> list[str]:
    """The columns below whose headings models may stand: each of their cells is one, as programs write names."""
    return [
        heading
        for index, heading in enumerate(table.header)
        if (names_models(heading, ()) or column(heading).role == "unknown")
        and table.rows
        and all(not table.ragged(row) and is_model_name(row.cells[index]) for row in table.rows)
    ]
