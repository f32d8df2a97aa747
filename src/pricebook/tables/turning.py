"""Whether a table's models stand side by side, so that its rows are what other tables have as columns."""

from pricebook.phrases.names import read_names
from pricebook.reading.document import Table
from pricebook.tables.columns import column


def is_turned(table: Table) -> bool:
    """Whether no heading of the table speaks of prices, all name models, and a row's label is the heading of prices.

    >>> from pricebook.reading.document import Row
    >>> beside = Table(("模型", "acme-1", "acme-2"), (Row(("输入价格（元/百万 tokens）", "1", "2")),))
    >>> is_turned(beside), is_turned(beside.turned())
    (True, False)
    """
    names = table.header[table.labels :]
    if not names or any(table.ragged(row) for row in table.rows):
        return False
    if any(column(name).role != "unknown" or read_names(name).problem for name in names):
        return False
    parts = [column(heading) for heading in table.turned().header[1:]]
    return any(part.role == "price" and not part.problem for part in parts)
