"""The questions, answered from the database as `history` answers them from the files."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, exists, func, or_, select

from pricebook.beliefs import Belief
from pricebook.history.intervals import Interval
from pricebook.store.rows import KEY, intervals
from pricebook.store.tables import period, price, source

_DAY = 10


def as_of(connection: Connection, day: str, known: str | None = None) -> list[Belief]:
    """What was true on the day, by all that is known or by what was known at the end of the day `known`."""
    return [interval.belief(day, known) for interval in intervals(as_of_rows(connection, day, known))]


def as_of_rows(connection: Connection, day: str, known: str | None = None) -> Sequence[Row[Any]]:
    """The same as rows of the tables, for those who want many and no records made of them."""
    return connection.execute(_as_of(day, known)).all()


def price_rows(connection: Connection, price_id: str) -> Sequence[Row[Any]]:
    """All intervals of one price as rows, in the order in which they were learnt."""
    return connection.execute(_OF_A_PRICE, {"wanted": price_id}).all()


def _as_of(day: str, known: str | None) -> Select[Any]:
    withdrawn = period.c.withdrawn_on <= day
    if known is None:
        holds = and_(period.c.known_to.is_(None), or_(period.c.valid_to.is_(None), period.c.valid_to > day))
    else:
        later = period.alias()
        holds = and_(
            _known_by_then(period, known),
            ~exists().where(
                later.c.price == period.c.price, later.c.number > period.c.number, later.c.valid_from <= day,
                _known_by_then(later, known),
            ),
        )  # fmt: skip
        withdrawn = and_(withdrawn, func.substr(period.c.withdrawn_at, 1, _DAY) <= known)
    return _with_prices().where(period.c.valid_from <= day, holds, func.coalesce(withdrawn, False).is_(False))


def intervals_of(connection: Connection, provider: str, model: str) -> list[Interval]:
    """All intervals of the prices of that model, those of each price in the order in which they were learnt."""
    wanted = _with_prices().where(price.c.provider == provider, price.c.model == model)
    return list(intervals(connection.execute(wanted)))


def models(connection: Connection, provider: str | None = None) -> dict[str, list[str]]:
    """Every model that was ever seen, by the provider."""
    wanted = select(price.c.provider, price.c.model).distinct().order_by(price.c.provider, price.c.model)
    if provider is not None:
        wanted = wanted.where(price.c.provider == provider)
    rows = connection.execute(wanted)
    return {key: [row.model for row in group] for key, group in groupby(rows, key=attrgetter("provider"))}


def last_looks(connection: Connection) -> dict[str, str]:
    """The moment of each provider's last look."""
    return {row.provider: row.last for row in connection.execute(select(source))}


def _known_by_then(table: Any, day: str) -> Any:
    """Whether the row was known at the end of the day."""
    learnt = and_(
        func.substr(table.c.first_seen, 1, _DAY) <= day,
        func.substr(table.c.known_from, 1, _DAY) <= day,
    )
    return and_(learnt, or_(table.c.known_to.is_(None), func.substr(table.c.known_to, 1, _DAY) > day))


def _with_prices() -> Select[Any]:
    wanted = select(period, price).join(price, price.c.id == period.c.price)
    return wanted.order_by(*(period.c[name] for name in KEY))


_OF_A_PRICE = _with_prices().where(period.c.price == bindparam("wanted"))
