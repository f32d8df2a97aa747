"""The questions, in words that SQLite and PostgreSQL both understand, answered as `history` answers from the files.

Prices come as their JSON says them; a name behind a colon is a value that is asked with.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

import orjson

from pricebook.identity import FIELDS, told_order
from pricebook.store.columns import KEY, MARKS

Row = Mapping[str, Any]
Told = Mapping[str, Any]
_EVER = "9999-12-31"
_DAY = len(_EVER)
_PLAIN = ("number", "first_seen", *MARKS, "state", "since")
_PLAINLY = itemgetter(*_PLAIN)


class Database(Protocol):
    """What questions are put to."""

    def rows(self, sql: str, **values: str) -> Sequence[Row]:
        """The answer."""


class Past(NamedTuple):
    """One price in one form, from one look to another; the fields are those of `history.intervals.Interval`."""

    number: int
    first_seen: str
    known_from: str | None
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
    state: str
    since: str | None
    quotes: Sequence[Told]
    """As they were first seen so. More than one is a conflict."""
    held: Sequence[str] = ()
    """Why the form waited for a person and was not published as the price; nothing if it was accepted."""

    @property
    def id(self) -> str:
        """The price's id."""
        return str(self.quotes[0]["id"])


_ALL = f"""
    SELECT period.*, price.*,
        CASE WHEN substr(missing_since, 1, 10) <= :by THEN 'missing'
             WHEN substr(unread_since, 1, 10) <= :by THEN 'unread' ELSE 'listed' END AS state,
        CASE WHEN substr(missing_since, 1, 10) <= :by THEN substr(missing_since, 1, 10)
             WHEN substr(unread_since, 1, 10) <= :by THEN substr(unread_since, 1, 10) END AS since
    FROM period JOIN price ON price.id = period.price
    WHERE {{}} ORDER BY {", ".join(f"period.{name}" for name in KEY)}
"""  # noqa: S608 - words of our own, as in all questions here
_TRUE_ON_A_DAY = """
    valid_from <= :day AND known_to IS NULL AND (valid_to IS NULL OR valid_to > :day)
    AND (withdrawn_on IS NULL OR withdrawn_on > :day)
"""
_KNOWN = """
    {0}.valid_from <= :day AND substr({0}.first_seen, 1, 10) <= :known AND substr({0}.known_from, 1, 10) <= :known
    AND ({0}.known_to IS NULL OR substr({0}.known_to, 1, 10) > :known)
"""
_KNOWN_ON_A_DAY = f"""
    {_KNOWN.format("period")}
    AND NOT EXISTS (
        SELECT 1 FROM period AS later
        WHERE later.price = period.price AND later.number > period.number AND {_KNOWN.format("later")})
    AND (withdrawn_on IS NULL OR withdrawn_on > :day
         OR withdrawn_at IS NULL OR substr(withdrawn_at, 1, 10) > :known)
"""  # noqa: S608


def as_of(database: Database, day: str, known: str | None = None) -> list[Told]:
    """What was true on the day, by all that is known or by what was known at the end of the day `known`.

    In the form in which prices are published, sorted by identity, a page's conflicts as it prints them.
    """
    answers = [[_as_published(row, known) for row in rows] for rows in _by_interval(as_of_rows(database, day, known))]
    return [price for prices in sorted(answers, key=lambda each: told_order(each[0])) for price in prices]


def as_of_rows(database: Database, day: str, known: str | None = None) -> Sequence[Row]:
    """The same as rows of the tables, for those who want many and nothing made of them."""
    if known is None:
        return database.rows(_ALL.format(_TRUE_ON_A_DAY), day=day, by=day)
    return database.rows(_ALL.format(_KNOWN_ON_A_DAY), day=day, known=known, by=min(day, known))


def price_rows(database: Database, price_id: str) -> Sequence[Row]:
    """All intervals of one price as rows, in the order in which they were learnt."""
    return database.rows(_ALL.format("period.price = :id"), id=price_id, by=_EVER)


def history(database: Database, provider: str, model: str) -> list[Past]:
    """All intervals of the prices of that model, those of each price in the order in which they were learnt."""
    of_model = _ALL.format("price.provider = :provider AND price.model = :model")
    return [_past(rows) for rows in _by_interval(database.rows(of_model, provider=provider, model=model, by=_EVER))]


def every(database: Database, known: str | None = None) -> list[Past]:
    """All intervals of all prices that nobody has found to be misread; what waited by the end of the day `known`."""
    rows = database.rows(_ALL.format("period.known_to IS NULL"), by=_EVER)
    return [_past(each, known) for each in _by_interval(rows)]


def models(database: Database) -> dict[str, list[str]]:
    """Every model that was ever seen, by the provider."""
    rows = database.rows("SELECT DISTINCT provider, model FROM price ORDER BY provider, model")
    return {key: [row["model"] for row in group] for key, group in groupby(rows, key=itemgetter("provider"))}


def last_looks(database: Database) -> dict[str, str]:
    """The moment of each provider's last look."""
    return {row["provider"]: row["last"] for row in database.rows("SELECT provider, last FROM source")}


def sealed(database: Database) -> str | None:
    """The stamp of the files that were taken in; None if none were."""
    return next((row["digest"] for row in database.rows("SELECT digest FROM seal WHERE name = 'files'")), None)


def _by_interval(rows: Iterable[Row]) -> Iterator[list[Row]]:
    return (list(group) for _, group in groupby(rows, key=itemgetter(*KEY[:-1])))


def _past(rows: Sequence[Row], known: str | None = None) -> Past:
    first = rows[0]
    plain = dict(zip(_PLAIN, _PLAINLY(first), strict=True))
    return Past(
        **plain, known_from=first["known_from"] or None, quotes=[*map(_told_by, rows)], held=_why_held(first, known)
    )


def _as_published(row: Row, known: str | None) -> Told:
    learnt = row["known_from"] or row["first_seen"]
    told = {
        **_told_by(row), "valid_from": row["valid_from"], "valid_from_basis": row["basis"],
        "first_seen": row["first_seen"][:_DAY], "known_from": learnt[:_DAY], "status": "fresh", "suspect": None,
        "conflict": None, "reasons": _why_held(row, known),
    }  # fmt: skip
    if told["reasons"]:
        told["status"] = "pending"
    if row["state"] == "listed":
        return told
    return {**told, "status": row["state"], "absent_since": row["since"], "snapshot": row["snapshot"]}


def _why_held(row: Row, known: str | None) -> list[str]:
    """Why the form waits for a person, or waited by the end of the day `known`."""
    gate = orjson.loads(row["gate"])
    waited = known is not None and known < gate.get("approved_at", "")[:_DAY]
    return [says for _, says, _, _ in gate.get("cleared" if waited else "held", ())]


def _told_by(row: Row) -> Told:
    """The price that a row of `period`, joined with its `price`, holds."""
    identity = {name: row[name] for name in FIELDS}
    return {
        **orjson.loads(row["said"]), **identity, "conditions": orjson.loads(row["conditions"]), "id": row["id"],
        "amount": row["amount"], "free": bool(row["free"]), "effective_from": row["effective_from"],
        "effective_until": row["effective_until"],
    }  # fmt: skip
