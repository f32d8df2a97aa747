"""The formats of other tools as a release holds them: `exports/`, and `exports/losses.json`, what these cannot say."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import orjson

from pricebook.calendar import days_before
from pricebook.errors import UsageError
from pricebook.history.forms import BETWEEN
from pricebook.publish.documents import Content
from pricebook.publish.exports import EXPORTS
from pricebook.publish.exports.crosswalk import crosswalk
from pricebook.publish.exports.encoding import losses_file
from pricebook.publish.exports.export import Catalogue, Loss
from pricebook.rates import Rate, Rates
from pricebook.rates.kept import KeptRates

DOLLARS = "USD"


def exported(prices: Iterable[bytes], walk: Path, rates: Path, day: str) -> Mapping[str, Content]:
    """The files, from the current prices, each provider's one a line, at the rates of the month of that day.

    `walk` tells how other tools spell our providers, and only rates that are kept in `rates` count. Raises
    CollectionError for a crosswalk that is none, StorageError.
    """
    told = [orjson.loads(line) for part in prices if part for line in part.split(BETWEEN)]
    catalogue = Catalogue(told, crosswalk=crosswalk(walk, EXPORTS), into=month_rates(Rates([KeptRates(rates)]), day))
    files: dict[str, Content] = {}
    losses: list[Loss] = []
    for export in EXPORTS.values():
        made = export(catalogue)
        files |= {f"exports/{name}": [data] for name, data in made.files.items()}
        losses += made.losses
    return {**files, "exports/losses.json": [losses_file(losses)]}


def month_rates(rates: Rates, day: str) -> Callable[[str], Rate] | None:
    """US dollars for one unit of a currency by the one day whose rates the month of that day takes.

    Where nobody fetched the rates of that month yet, those of the month before go on; None where there are none either.
    """
    for asked in (day, days_before(f"{day[:7]}-01", 1)):
        try:
            fixed = rates.month_day(asked)
        except UsageError:
            continue
        return lambda currency, on=fixed: rates.rate(currency, DOLLARS, on)  # type: ignore[misc]
    return None
