"""The pages of archives become part of the history, one by one, in the order of their times."""

from pricebook.archives.holding import Passed
from pricebook.beliefs import Visit
from pricebook.errors import NetworkError, PageError, ScraperError, UsageError
from pricebook.history.checkpoint import Presents
from pricebook.run.archived import PageInTurn
from pricebook.run.ingest import taken
from pricebook.run.looking import Outcome
from pricebook.scraping import Scraper


class Keeper:
    """Keeps one page after the other; what was kept before is not read again."""

    def __init__(self, presents: Presents, scraper: Scraper) -> None:
        """Raises StorageError."""
        self._presents, self._scraper = presents, scraper
        told = presents.archive.of(scraper.provider).told
        self._known = {
            (line.at, *each) for line in told if line.snapshot and line.archived for each in line.pages.items()
        }

    def keep(self, turn: PageInTurn) -> Outcome | Passed:
        """What became of the page; or why it was passed over. Raises StorageError, CollectionError.

        A file that a person saved and that is not the provider's page is a look that failed, as one by `ingest` is.
        """
        held, scraper = turn.held, self._scraper
        try:
            response = held.load()
            others = {address.name: None for address in scraper.current if address.name != turn.page}
            archived = {turn.page: held.captured} if held.captured else {}
            basis = "archived" if held.foreign else "saved"
            visit = Visit(scraper.provider, turn.at, basis, {turn.page: response}, others, archived)
            if (turn.at, turn.page, visit.digests[turn.page]) in self._known:
                return Outcome(scraper.provider, turn.at)
            return taken(self._presents, scraper, visit, failing=not held.foreign)
        except (PageError, ScraperError, NetworkError, UsageError) as problem:
            return Passed(held.what, str(problem), lost=True)
