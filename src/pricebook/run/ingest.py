"""A saved page becomes part of the history, at the moment that it was seen."""

from dataclasses import replace

from pricebook.beliefs import Response, Visit
from pricebook.calendar import DAY
from pricebook.errors import PageError, ScraperError
from pricebook.extraction.visit import Reader
from pricebook.history.checkpoint import Presents
from pricebook.run.looking import Outcome, kept, record, told, with_need
from pricebook.scraping import Provider
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.keeping import failed


def ingest(presents: Presents, reader: Reader, provider: Provider, name: str, page: bytes, at: str) -> Outcome:
    """Reads the page of that name as it was seen at that moment, and keeps what was seen; of others it says nothing.

    A page that is not the provider's is written down as a failed look, and its error raised. Raises StorageError, and
    UsageError if another page of that name was seen at that very second.
    """
    others = {address.name: None for address in provider.current if address.name != name}
    visit = Visit(provider.provider, at, "saved", {name: Response(page)}, others)
    try:
        readings = reader.read(visit)
    except (PageError, ScraperError) as problem:
        record_failed(presents.archive, visit, problem)
        raise
    present = presents.of(provider.provider)
    outcome = with_need(present, visit, told(present, visit, readings))
    return kept(presents, replace(outcome, profile=provider.profile(at)))


def record_failed(archive: Archive, visit: Visit, problem: Exception) -> None:
    """Writes down a look that failed, with the digests of what was given. Raises StorageError."""
    line = failed(visit.provider, visit.at, visit.digests, str(problem))
    record(archive, Outcome(visit.provider, visit.at, line))


def another_of_the_day(archive: Archive, outcome: Outcome) -> bool:
    """Whether a new page without a time was put behind another one of its day."""
    at = outcome.at or ""
    line = outcome.observation
    if line is None or line.outcome != "new" or len(at) != DAY:
        return False
    same = (look for look in archive.looks(outcome.provider) if look.at == at)
    return sum(not look.line.pages.keys().isdisjoint(line.pages) for look in same) > 1
