"""The European Central Bank's reference rates: fetched or taken from a file, and kept."""

from datetime import datetime
from pathlib import Path

from pricebook.collection import Collection
from pricebook.errors import UsageError
from pricebook.fetch import Fetcher
from pricebook.rates.kept import KeptRates, PublishedDay
from pricebook.rates.reference import read


def fetched(collection: Collection, fetcher: Fetcher, address: str, now: datetime) -> list[PublishedDay]:
    """The days that were not kept yet and are now.

    Raises a NetworkError, PageError for what is not the bank's file or says otherwise than what is kept, StorageError;
    nothing is changed then.
    """
    return _add_to(collection, fetcher.file(address).body, address, now)


def saved(collection: Collection, file: Path, now: datetime) -> list[PublishedDay]:
    """The same out of a file that somebody saved; raises UsageError where it cannot be read."""
    try:
        data = file.read_bytes()
    except OSError as problem:
        message = f"{file}: {problem.strerror}. Give the bank's file as it was saved."
        raise UsageError(message) from problem
    return _add_to(collection, data, str(file), now)


def _add_to(collection: Collection, data: bytes, name: str, now: datetime) -> list[PublishedDay]:
    return KeptRates(collection.rates).add(read(data, name), name, now.date().isoformat())
