"""The histories of all providers in a database: SQLite in the collection, or PostgreSQL by its address.

Derived from `snapshots/`: it can be thrown away and made again, and it brings itself up to date.

tables.py      what is stored
opening.py     connections, and migrations by Alembic
filling.py     what the files tell that the database does not know yet
asking.py      the questions
migrations/    Alembic's
"""

from sqlalchemy import Connection

from pricebook.store.asking import as_of, intervals_of, models
from pricebook.store.filling import fill
from pricebook.store.opening import opened, rebuilt

__all__ = ["Connection", "as_of", "fill", "intervals_of", "models", "opened", "rebuilt"]
