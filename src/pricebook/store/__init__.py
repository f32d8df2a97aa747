"""The histories of all providers in a database: SQLite in the collection, or PostgreSQL by its address.

Derived from `snapshots/`: it can be thrown away and made again, and it brings itself up to date.

asking.py      the questions
columns.py     the names of what is stored
current.py     a database that is up to date, to be asked
tables.py      what is stored
opening.py     connections, and migrations by Alembic
rows.py        intervals as rows, and back
filling.py     what the files tell that the database does not know yet
migrations/    Alembic's

Who only asks loads the first three and no library for databases.
"""
