"""The formats of other tools as a release holds them: `exports/`, and `exports/losses.json`, what these cannot say."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from pricebook.calendar import days_before
from pricebook.errors import UsageError
from pricebook.history.forms import BETWEEN
from pricebook.publish.documents import Content
from pricebook.publish.exports import EXPORTS
from pricebook.publish.exports.encoding import loss_rows, losses_file
from pricebook.publish.exports.export import Catalogue, Piece, ids
from pricebook.rates import Rate, Rates
from pricebook.rates.kept import KeptRates

if TYPE_CHECKING:
    from pricebook.publish.parts import ProviderPart

DOLLARS = "USD"


def exported(parts: "Mapping[str, ProviderPart]", rates: Path, day: str) -> Mapping[str, Content]:
    """The files, from each provider's part of the release, at the rates of the month of that day.

    Only rates that are kept in `rates` count. Raises StorageError.
    """
    spellings = {provider: part.status["elsewhere"] for provider, part in parts.items()}
    into = month_rates(Rates([KeptRates(rates)]), day)
    selling = {provider: part for provider, part in parts.items() if part.lists["prices"]}
    spelled = {name: ids(selling, spellings, name) for name in EXPORTS}
    rows: dict[str, list[Piece]] = {name: [] for name in EXPORTS}
    losses: list[bytes] = []
    for provider, part in selling.items():  # whose prices alone are held as records
        told = [orjson.loads(line) for line in part.lists["prices"].split(BETWEEN)]
        own = Catalogue(told, spellings, into, {provider} if part.cache_discount else frozenset(), day)
        made_of = {name: made.part(own, spelled[name][provider]) for name, made in EXPORTS.items()}
        losses.append(loss_rows(loss for each in made_of.values() for loss in each.losses))
        for name, each in made_of.items():
            rows[name] += each.rows
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
