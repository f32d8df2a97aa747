"""Which providers sell a model, as a table: a row for each name that it has at one of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from pricebook.publish.tabular.columns import Kind, TableColumn
from pricebook.publish.tabular.tables import DataTable

_COLUMNS: tuple[tuple[str, Kind, str], ...] = (
    ("model", "text", "The model's name across providers."),
    ("provider", "text", "The id of a provider that sells it, or sold it."),
    ("sold_as", "text", "Its name there: the `model` of that provider's prices."),
    ("name", "text", "The display name where the page prints one beside it."),
    ("current", "flag", "Whether something of it is on sale there."),
)


def sellers_table(models: Sequence[Mapping[str, Any]]) -> DataTable:
    """The offers of these models, as `models.json` tells them. Raises StorageError as columns do."""
    columns = tuple(TableColumn(name, kind, means, (name,)) for name, kind, means in _COLUMNS)
    told = [{**offer, "model": each["model"], "sold_as": offer["model"]} for each in models for offer in each["offers"]]
    rows = [[column.cell(offer) for column in columns] for offer in told]
    return DataTable("models", "Which providers sell a model, and under which name.", columns, rows)
