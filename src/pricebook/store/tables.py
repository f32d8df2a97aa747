"""What is stored. Amounts, days and moments are text, as they are in the files."""

from sqlalchemy import Table
from sqlmodel import Field, SQLModel

_BY_KEY = {"sqlite_with_rowid": False}
"""SQLite keeps the rows in the order of their keys: the same content is the same dump."""


class PriceRow(SQLModel, table=True):
    """What makes a price this price."""

    __tablename__ = "price"
    __table_args__ = _BY_KEY
    id: str = Field(primary_key=True)
    provider: str = Field(index=True)
    model: str = Field(index=True)
    service: str
    meter: str
    unit: str | None
    currency: str
    conditions: str
    """JSON."""


class PeriodRow(SQLModel, table=True):
    """One quote of an interval: what the price was, from when to when, and when that was known."""

    __tablename__ = "period"
    __table_args__ = _BY_KEY
    price: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    first_seen: str = Field(primary_key=True)
    known_from: str = Field(primary_key=True, default="")
    """Empty unless a later reading brought it up."""
    quote: int = Field(primary_key=True)
    """0 for the first; more than one is a conflict."""
    amount: str
    free: bool
    effective_from: str | None
    effective_until: str | None
    said: str
    """The rest of the price's record, JSON."""
    snapshot: str
    last_seen: str | None
    valid_from: str
    basis: str
    valid_to: str | None
    unread_since: str | None
    missing_since: str | None
    withdrawn_on: str | None
    withdrawn_at: str | None
    known_to: str | None
    gate: str = Field(default="{}")
    """What the gate says of it, JSON."""


class SourceRow(SQLModel, table=True):
    """How far a provider's looks were taken in."""

    __tablename__ = "source"
    __table_args__ = _BY_KEY
    provider: str = Field(primary_key=True)
    looks: int
    """How many."""
    last: str
    """The moment of the last."""
    seal: str
    """Of all of them and of what was decided: the files must still tell the same."""
    stamp: str = Field(default="")
    """Of the provider's files, so that it is told whether they must be read at all."""


class SealRow(SQLModel, table=True):
    """Of the files that were taken in."""

    __tablename__ = "seal"
    __table_args__ = _BY_KEY
    name: str = Field(primary_key=True)
    digest: str


TABLES: dict[str, Table] = dict(SQLModel.metadata.tables)
price, period, source, seal = (TABLES[name] for name in ("price", "period", "source", "seal"))
