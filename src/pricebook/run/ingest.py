"""A saved page becomes part of the history, at the moment that it was seen."""

from pricebook.beliefs import Response, Visit
from pricebook.calendar import DAY
from pricebook.errors import PageError, ScraperError, UsageError
from pricebook.extraction.visit import read_visit
from pricebook.run.looking import Outcome, record, seen
from pricebook.scraping import Scraper
from pricebook.snapshots import Archive
from pricebook.snapshots.keeping import failed


def ingest(archive: Archive, scraper: Scraper, page: bytes, at: str) -> Outcome:
    """Reads the provider's only page as it was seen at that moment, and keeps what was seen.

    A page that is not the scraper's is written down as a failed look, and its error raised. Raises UsageError for a
    provider with several pages, and StorageError.
    """
    if len(scraper.pages) != 1:
        names = ", ".join(address.name for address in scraper.pages)
        message = f"{scraper.provider} has the pages {names}: one file is not what was seen of it."
        raise UsageError(message)
    visit = Visit(scraper.provider, at, "saved", {scraper.pages[0].name: Response(page)})
    try:
        readings = read_visit(scraper, visit)
    except (PageError, ScraperError) as problem:
        record(
            archive, Outcome(scraper.provider, at, failed(archive, scraper.provider, at, visit.digests, str(problem)))
        )
        raise
    outcome = seen(archive, visit, readings)
    record(archive, outcome)
    return outcome


def another_of_the_day(archive: Archive, outcome: Outcome) -> bool:
    """Whether a new page without a time was put behind another one of its day."""
    at = outcome.at or ""
    new = outcome.observation is not None and outcome.observation.outcome == "new"
    return new and len(at) == DAY and sum(line.at == at for line, _ in archive.looks(outcome.provider)) > 1
