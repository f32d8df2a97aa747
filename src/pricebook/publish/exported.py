"""The formats of other tools as a release holds them: `exports/`, and `exports/losses.json`, what these cannot say."""

from collections.abc import Callable, Mapping
from pathlib import Path

import orjson

from pricebook.calendar import days_before
from pricebook.errors import UsageError
from pricebook.history.forms import BETWEEN
from pricebook.publish.documents import Content
from pricebook.publish.exports import EXPORTS
from pricebook.publish.exports.crosswalk import crosswalk
from pricebook.publish.exports.encoding import loss_rows, losses_file
from pricebook.publish.exports.export import Catalogue, Row, ids
from pricebook.rates import Rate, Rates
from pricebook.rates.kept import KeptRates

DOLLARS = "USD"


def exported(prices: Mapping[str, bytes], walk: Path, rates: Path, day: str) -> Mapping[str, Content]:
    """The files, from each provider's current prices, one a line, at the rates of the month of that day.

    `walk` tells how other tools spell our providers, and only rates that are kept in `rates` count. Raises
    CollectionError for a crosswalk that is none, StorageError.
    """
    spellings, into = crosswalk(walk, EXPORTS), month_rates(Rates([KeptRates(rates)]), day)
    selling = [provider for provider, lines in prices.items() if lines]
    spelled = {name: ids(selling, spellings, name) for name in EXPORTS}
    rows: dict[str, list[Row]] = {name: [] for name in EXPORTS}
    losses: list[bytes] = []
    for provider in selling:  # whose prices alone are held as records
        told = [orjson.loads(line) for line in prices[provider].split(BETWEEN)]
        own = Catalogue(told, spellings, into)
        parts = {name: made.part(own, spelled[name][provider]) for name, made in EXPORTS.items()}
        losses.append(loss_rows(loss for part in parts.values() for loss in part.losses))
        for name, part in parts.items():
            rows[name] += part.rows
    files = {name: content for export, made in EXPORTS.items() for name, content in made.files(rows[export]).items()}
    return {f"exports/{name}": content for name, content in {**files, "losses.json": losses_file(losses)}.items()}


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
