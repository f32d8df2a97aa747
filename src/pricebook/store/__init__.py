"""The histories of all providers in a database: SQLite in the collection, or PostgreSQL by its address.

Derived from `snapshots/`: it can be thrown away and made again, and it brings itself up to date.

tables.py      what is stored
opening.py     connections, and migrations by Alembic
rows.py        intervals as rows, and back
filling.py     what the files tell that the database does not know yet
asking.py      the questions
migrations/    Alembic's
"""

from sqlalchemy import Connection

from pricebook.store.asking import as_of, as_of_rows, intervals_of, last_looks, models, price_rows
from pricebook.store.filling import fill, live
from pricebook.store.opening import checked, opened, rebuilt

__all__ = [
    "Connection",
    "as_of",
    "as_of_rows",
    "checked",
    "fill",
    "intervals_of",
    "last_looks",
    "live",
    "models",
    "opened",
    "price_rows",
    "rebuilt",
]
