"""The pages of archives become part of the history, one by one, in the order of their times."""

from dataclasses import replace

from pricebook.archives.holding import Passed
from pricebook.beliefs import Visit
from pricebook.errors import NetworkError, PageError, ScraperError, UsageError
from pricebook.extraction.visit import Reader
from pricebook.records import Reading
from pricebook.run.archived import PageInTurn
from pricebook.run.ingest import record_failed
from pricebook.run.looking import Outcome, record, told
from pricebook.scraping import Provider
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.bygone import Bygone


class Keeper:
    """Keeps one page after the other; what was kept before is not read again."""

    def __init__(self, archive: Archive, reader: Reader, provider: Provider) -> None:
        """Raises StorageError."""
        self._archive, self._reader, self._provider = archive, reader, provider
        self._shelf = archive.of(provider.provider)
        self._bygone = Bygone(self._shelf)
        self._last: tuple[object, list[Reading]] = (None, [])
        self._known = {
            (line.at, *each)
            for line in self._shelf.told
            if line.snapshot and line.archived
            for each in line.pages.items()
        }

    def keep(self, turn: PageInTurn) -> Outcome | Passed:
        """What became of the page; or why it was passed over. Raises StorageError, CollectionError.

        A file that a person saved and that is not the provider's page is a look that failed, as one by `ingest` is.
        """
        held, provider = turn.held, self._provider
        try:
            response = held.load()
            others = {address.name: None for address in provider.current if address.name != turn.page}
            archived = {turn.page: held.captured} if held.captured else {}
            basis = "archived" if held.foreign else "saved"
            visit = Visit(provider.provider, turn.at, basis, {turn.page: response}, others, archived)
            if (turn.at, turn.page, visit.digests[turn.page]) in self._known:
                return Outcome(provider.provider, turn.at)
            return self._kept(visit, failing=not held.foreign)
        except (PageError, ScraperError, NetworkError, UsageError) as problem:
            return Passed(held.what, str(problem), lost=True)

    def _kept(self, visit: Visit, *, failing: bool) -> Outcome:
        try:
            readings = self._read(visit)
        except (PageError, ScraperError) as problem:
            if failing:
                record_failed(self._archive, visit, problem)
            raise
        outcome = replace(told(self._bygone, visit, readings), profile=self._provider.profile(visit.at))
        record(self._archive, outcome)
        line = outcome.observation
        if line is not None and line.snapshot is not None:
            self._bygone.add(line, self._shelf.snapshot(line.snapshot))
        return outcome

    def _read(self, visit: Visit) -> list[Reading]:
        """What the page says; the very bytes that were read last are not read again. Raises as a Reader does.

        A reading depends on the bytes alone where no day has to be assumed, and here each page has its own.
        """
        same = [(name, page.body, page.charset) for name, page in visit.pages.items()]
        if self._last[0] != same:
            self._last = (same, self._reader.read(visit))
        return self._last[1]
