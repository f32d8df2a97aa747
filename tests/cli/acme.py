"""A small collection: two looks at one provider, and what they publish."""

from collections.abc import Sequence
from pathlib import Path

from pricebook.beliefs import Decision
from pricebook.collection import Collection
from pricebook.rates.kept import KeptRates
from pricebook.records import Price
from pricebook.run.refresh import publish
from tests.rates.bank import WEEKS
from tests.worlds import look, price, reading

FIRST, LAST = "2026-07-30", "2026-08-03"
"""The days of the looks."""
TIERS = ({"context_tokens": {"lte": 8192}}, {"context_tokens": {"gt": 8192}})
FREE = price("alpha", "0", meter="search", unit="search", free=True)
LISTED = [
    price("alpha", "4"),
    price("Beta 2", "0.5", promotion={"label": "限时5折", "list_amount": "1"}),
    price("gamma", "3", conditions=TIERS[0]),
    price("gamma", "12", conditions=TIERS[1]),
    price("delta", "7.1", currency="USD"),
    FREE,
]
GONE = price("aaa-gone", "1")


def collection(root: Path) -> Collection:
    """One price is gone since the second look, and two are new with it; it keeps rates of these days.

    What waited of these looks, a price in another currency, a person has approved.
    """
    made = Collection(root)
    made.scrapers.mkdir(parents=True)
    (made.scrapers / "acme.py").touch()
    look(made.snapshots, FIRST, reading([GONE, *LISTED[:4]]))
    look(made.snapshots, LAST, reading(LISTED))
    approve(made)
    KeptRates(made.rates).add({day: dict(told) for day, told in WEEKS.items()}, "file", "2026-08-04")
    publish(made, made.presents())
    return made


def approve(made: Collection) -> None:
    """A person approves whatever waits, on the day of the last look."""
    archive = made.archive()
    for case in made.presents().of("acme").cases:
        steps, why = list(case.steps), "the page says so"
        archive.decide(
            Decision(provider="acme", decision="approved", on=LAST, at=LAST, because=why, steps=steps, case=case.id)
        )


def keep(made: Collection, day: str, prices: Sequence[Price]) -> None:
    """Another look, and what it publishes."""
    look(made.snapshots, day, reading(prices))
    publish(made, made.presents())
