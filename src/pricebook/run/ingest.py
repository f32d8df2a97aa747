"""A saved page becomes part of the history, at the moment that it was seen."""

from dataclasses import replace

from pricebook.beliefs import Response, Visit
from pricebook.calendar import DAY
from pricebook.errors import PageError, ScraperError
from pricebook.extraction.visit import read_visit
from pricebook.history.checkpoint import Presents
from pricebook.run.looking import Outcome, kept, record, seen
from pricebook.scraping import Scraper
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.keeping import failed


def ingest(presents: Presents, scraper: Scraper, name: str, page: bytes, at: str) -> Outcome:
    """Reads the page of that name as it was seen at that moment, and keeps what was seen; of others it says nothing.

    A page that is not the scraper's is written down as a failed look, and its error raised. Raises StorageError, and
    UsageError if another page of that name was seen at that very second.
    """
    others = {address.name: None for address in scraper.current if address.name != name}
    return taken(presents, scraper, Visit(scraper.provider, at, "saved", {name: Response(page)}, others))


def taken(presents: Presents, scraper: Scraper, visit: Visit, *, failing: bool = True) -> Outcome:
    """Reads the pages of the visit, and keeps what was seen.

    Pages that are not the scraper's are written down as a failed look if `failing`, and their error raised. Raises
    PageError, ScraperError, StorageError, and UsageError if another page of that name was seen at that very second.
    """
    try:
        readings = read_visit(scraper, visit)
    except (PageError, ScraperError) as problem:
        if failing:
            line = failed(scraper.provider, visit.at, visit.digests, str(problem))
            record(presents.archive, Outcome(scraper.provider, visit.at, line))
        raise
    outcome = replace(seen(presents.of(scraper.provider), visit, readings), profile=scraper.profile(visit.at))
    return kept(presents, outcome)


def another_of_the_day(archive: Archive, outcome: Outcome) -> bool:
    """Whether a new page without a time was put behind another one of its day."""
    at = outcome.at or ""
    line = outcome.observation
    if line is None or line.outcome != "new" or len(at) != DAY:
        return False
    same = (look for look in archive.looks(outcome.provider) if look.at == at)
    return sum(not look.line.pages.keys().isdisjoint(line.pages) for look in same) > 1
