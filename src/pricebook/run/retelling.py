"""What is read from stored pages now, as the files of a reading, and held against those that are kept.

Workers do this (errands.py), so nothing that a run needs is loaded with it.
"""

from collections.abc import Iterable, Mapping

from pricebook.beliefs import StoredPage
from pricebook.errors import PricebookError
from pricebook.extraction.visit import Reader
from pricebook.records import Reading, StatedFact
from pricebook.scraping import Provider
from pricebook.snapshots.folders import Snapshot
from pricebook.snapshots.keeping import read_files


def read_again(snapshot: Snapshot, reader: Reader, pages: Iterable[str]) -> dict[str, bytes]:
    """What the program reads from these stored pages now, as files.

    Raises StorageError for an altered file, PageError and ScraperError for pages that are no longer read.
    """
    stored = [StoredPage(page, snapshot.page(page)) for page in pages]
    return told_again(snapshot, reader.read_again(snapshot.provider, stored))


def told_again(snapshot: Snapshot, found: Iterable[Reading | PricebookError]) -> dict[str, bytes]:
    """What was read from its stored pages now, as files; raises why one of them was not, StorageError."""
    readings: list[Reading] = []
    for reading in found:
        if isinstance(reading, PricebookError):
            raise reading
        stated = [fact for fact in snapshot.readings[0].facts if _is_ours(fact) and fact.where.page == reading.page]
        # What stood around the tables is not all kept with the page: it was noted when that came.
        around = [each for each in snapshot.readings[0].surroundings if each.where.page == reading.page]
        readings.append(reading.model_copy(update={"facts": [*reading.facts, *stated], "surroundings": around}))
    return read_files(readings)


def pages_of(snapshot: Snapshot, provider: Provider) -> list[str]:
    """The pages that the snapshot holds, in the provider's order; those that the provider had once come last."""
    held = snapshot.about.pages
    known = [address.name for address in provider.pages if address.name in held]
    return [*known, *sorted(held.keys() - set(known))]


def _is_ours(fact: StatedFact) -> bool:
    """Whether the fact is a remark of the program's own, which no page can be read to."""
    return fact.kind == "page_date" and fact.value is not None and fact.value.get("basis") == "assumed"


def changed(snapshot: Snapshot, content: Mapping[str, bytes]) -> dict[str, str]:
    """For each file that would be another now, how many of its lines were and would be in it alone."""
    others: dict[str, str] = {}
    for name, data in content.items():
        old = snapshot.reading.retold(name)
        if old != data:
            was, now = set(old.splitlines()), set(data.splitlines())
            others[name] = f"{len(was - now)} lines would go, {len(now - was)} would come"
    return others
