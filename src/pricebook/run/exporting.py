"""What is published, in another tool's format or as a table."""

from collections.abc import Callable, Mapping

import orjson

from pricebook.collection import Collection
from pricebook.errors import UsageError
from pricebook.publish.exported import month_rates
from pricebook.publish.exports import EXPORTS
from pricebook.publish.exports.crosswalk import crosswalk
from pricebook.publish.exports.encoding import loss_rows, losses_file
from pricebook.publish.exports.export import Catalogue
from pricebook.publish.released import Standing, together
from pricebook.rates import Rate, Rates
from pricebook.rates.kept import KeptRates
from pricebook.run.currencies import day_of

TABLES = ("csv", "parquet", "sqlite")
"""Tables for analysts, which hold prices, what is absent, facts and the history whole."""
NAMES = (*EXPORTS, *TABLES)
"""All that there is."""


def exported(collection: Collection, name: str, into: Callable[[str], Rate] | None) -> Mapping[str, bytes]:
    """The files of that export or table, by their names; of an export also `losses.json`.

    `into` gives US dollars for one unit of a currency; None leaves prices in other currencies out. Raises UsageError
    for an unknown name and where nothing is published.
    """
    if name not in NAMES:
        message = f"no export {name!r}. Exports: {', '.join(NAMES)}."
        raise UsageError(message)
    if name in TABLES:
        return _table_files(collection, name)
    export = EXPORTS[name](published(collection, into))
    return {**export.files, "losses.json": b"".join(losses_file([loss_rows(export.losses)]))}


def dollars(collection: Collection) -> Callable[[str], Rate] | None:
    """US dollars for one unit of a currency, by the rates that the release's own exports took; None if none are kept.

    Raises UsageError where nothing is published, StorageError.
    """
    day = day_of(Standing(collection.release))
    return month_rates(Rates([KeptRates(collection.rates)]), day)


def _table_files(collection: Collection, name: str) -> Mapping[str, bytes]:
    from pricebook.publish import tabular  # noqa: PLC0415 - its columns are made of records, which are slow to load

    files = together(collection.release, ["prices.json", "absent.json", "facts.json", "history.jsonl"])
    told = {file: orjson.loads(data) for file, data in files.items() if file.endswith(".json")}
    release = tabular.Tabled(
        prices=told["prices.json"]["prices"],
        absent=told["absent.json"]["prices"],
        facts=told["facts.json"]["facts"],
        history=[orjson.loads(line) for line in files["history.jsonl"].splitlines()],
    )
    return tabular.TABLES[name](release)


def published(collection: Collection, into: Callable[[str], Rate] | None) -> Catalogue:
    """The catalogue that stands in the collection's release, all of one release; raises as any release does."""
    files = together(collection.release, ["prices.json", "facts.json", "status.json"])
    prices, facts, status = map(orjson.loads, files.values())
    return Catalogue(
        prices=prices["prices"],
        crosswalk=crosswalk(status),
        into=into,
        cache_discounts={fact["provider"] for fact in facts["facts"] if fact["kind"] == "cache_discount"},
        day=day_of(Standing(collection.release)),
    )
