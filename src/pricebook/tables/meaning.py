"""What a heading is said to mean, in the vocabulary's own words: meter, unit, currency, conditions."""

import re
from collections.abc import Iterator, Mapping

from pricebook.phrases import Says, both, read_date
from pricebook.phrases.dates import no_day
from pricebook.phrases.measures import Measure, NotUnderstood, resolve
from pricebook.phrases.says import unread
from pricebook.tables.columns import Column, price_column
from pricebook.tables.stating import holding
from pricebook.vocabulary import COUNTED, CURRENCY_MARKS, METER_OF_SERVICE, THINGS, slip

_SHOWN = 40
"""Characters of a cell in a reason."""
METER, PER, CURRENCY = "meter", "per", "currency"
_COUNTS = {"": 1, "K": 1_000, "M": 1_000_000, "B": 1_000_000_000}
_UNIT = re.compile(r"(?:(?P<many>[1-9][0-9]{0,8}) ?(?P<power>[KMB]?) )?(?P<thing>[A-Za-z-]+)")
_THINGS = {
    name: tuple((thing.parts or thing.name).split())
    for thing in THINGS
    if thing.published
    for name in (thing.name, thing.plural or f"{thing.name}s")
}
_CURRENCIES = sorted({code for code in CURRENCY_MARKS.values() if code.isalpha()})
_ONLY_A_DAY = re.compile(
    r"[0-9][0-9./:年月日号起T -]*|[A-Za-z]{3,9}\.? [0-9]{1,2},? [0-9]{4}|[0-9]{1,2} [A-Za-z]{3,9}\.? [0-9]{4}"
)
"""What a cell looks like that prints a day and nothing else, in whatever order."""


def unit_of(words: str) -> Measure | None:
    """The unit in the words of what is published; None where they are none.

    >>> unit_of("1M tokens"), unit_of("instance-hour"), unit_of("1K images"), unit_of("1M smiles")
    (Measure(many=1000000, things=('token',), clip=False, words=''), \
Measure(many=1, things=('hour', 'instance'), clip=False, words=''), \
Measure(many=1000, things=('image',), clip=False, words=''), None)
    """
    found = _UNIT.fullmatch(words.strip())
    if found is None or found["thing"] not in _THINGS:
        return None
    return Measure(int(found["many"] or 1) * _COUNTS[found["power"] or ""], _THINGS[found["thing"]])


def slips_of_meaning(said: Mapping[str, object]) -> Iterator[str]:
    """What of it the vocabulary does not have, each with what is known."""
    meter, per, currency = said.get(METER), said.get(PER), said.get(CURRENCY)
    if meter is not None and meter not in COUNTED:
        yield f"no meter is called {meter!r}; known: {', '.join(COUNTED)}"
    measure = unit_of(per) if isinstance(per, str) else None
    if per is not None and measure is None:
        yield f"no unit is called {per!r}; known: {', '.join(name for name in _THINGS)}, and so many of them: 1M tokens"
    if measure is not None and meter in COUNTED and (reason := _miscounted(measure, str(meter))):
        yield reason
    if currency is not None and currency not in _CURRENCIES:
        yield f"no currency of the vocabulary: {currency!r}; known: {', '.join(_CURRENCIES)}"
    conditions = {name: value for name, value in said.items() if name not in {METER, PER, CURRENCY}}
    yield from filter(None, (slip(name, value) for name, value in conditions.items()))


def _miscounted(measure: Measure, meter: str) -> str:
    """Why nothing of that meter is counted by the unit."""
    try:
        resolve(measure, meter)
    except NotUnderstood as problem:
        return problem.reason
    return ""


def meaning(said: Mapping[str, object]) -> Says:
    """The statement, of which nothing is a slip; a meter that a service alone has says that service."""
    conditions = {name: value for name, value in said.items() if name not in {METER, PER, CURRENCY}}
    meter, per, currency = (str(said[name]) if name in said else "" for name in (METER, PER, CURRENCY))
    services = [service for service, only in METER_OF_SERVICE.items() if only == meter]
    return holding(conditions)._replace(
        meters=(meter,) if meter else (),
        measure=unit_of(per) if per else None,
        currency=currency or None,
        service=services[0] if services else None,
    )


def meant(heading: str, said: Says) -> Column:
    """A column of prices whose heading is said to mean that; what its own words say, they say too.

    >>> meant("Preis A", meaning({"meter": "input"})).says.meters
    ('input',)
    >>> meant("Output", meaning({"meter": "input"})).problem
    "the heading 'Output': input and output for one price"
    """
    own = price_column(heading)
    says = said if own.problem else both(own.says, said)
    if says.problem:
        return Column("price", problem=f"the heading {' '.join(heading.split())!r}: {says.problem}")
    return Column("price", says)


def day_alone(cell: str, *, ends: bool) -> Says:
    """The day that a cell prints which prints nothing else: the first one, or the last.

    >>> day_alone("2026-01-31", ends=False).since, day_alone("2026-01-31 (EU)", ends=True).problem
    ('2026-01-31', "'2026-01-31 (EU)' is no day with which it ends")
    """
    shown = repr(cell[:_SHOWN])
    if no_day(cell):
        return unread(f"{shown} is on no calendar")
    date = read_date(cell) if _ONLY_A_DAY.fullmatch(cell.strip()) else None
    if date is None:
        return unread(f"{shown} is no day {'with which it ends' if ends else 'from which on it holds'}")
    return Says(until=date) if ends else Says(since=date)
