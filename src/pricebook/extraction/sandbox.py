"""Reading in a process of its own: what a page or a scraper does to its reader, it does to nobody else.

The process has no environment, reads nothing but this program and the scrapers, writes nothing, asks no server, starts
no program, reaches no other process, and ends when it takes too long or too much memory (`system/confining.py`). What
it answers is held against what was asked (`answers.py`).
"""

import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pricebook.beliefs import StoredPage, Visit
from pricebook.errors import CollectionError, PageError, PricebookError, ScraperError, TooHeavy
from pricebook.extraction import questions
from pricebook.extraction.answers import reading_in, readings_of, understood
from pricebook.extraction.limits import memory_for, seconds_for
from pricebook.extraction.processes import LONGEST, Ended, Forking, Lost, ask_once
from pricebook.extraction.questions import Answer
from pricebook.records import Reading
from pricebook.scraping import Provider
from pricebook.system.closing import Closing
from pricebook.system.confining import TOO_MUCH, Bounds, Confinement

FORKS = hasattr(os, "fork")
"""Whether one process can serve all questions; if not, each has one of its own."""


class Sandbox(Closing):
    """Asks scrapers, each question in a process that knows of no other. A Reader; to be closed.

    What such a process may use goes by the size of the pages, unless it is given: `seconds` of the processor's time
    (how busy the machine is says nothing of a page), `memory` in bytes in use at once, the program itself included.
    """

    def __init__(
        self, scrapers: Path, seconds: float | None = None, memory: int | None = None, *, forks: bool = FORKS
    ) -> None:
        self.scrapers, self.seconds, self.memory, self.forks = scrapers, seconds, memory, forks
        self._starting = threading.Lock()
        self._server: Forking | None = None

    def close(self) -> None:
        """Ends what was started. It can be asked again all the same."""
        with self._starting:
            if self._server is not None:
                self._server.close()
                self._server = None

    def provider(self, provider: str) -> Provider:
        """What the scraper says of its provider; raises CollectionError, ScraperError, TooHeavy."""
        place = f"scrapers/{provider}.py"
        answer = self._answer(questions.of_provider(provider), place)
        if answer.provider is None or answer.provider.provider != provider:
            message = f"{place}: the reader answered for no such provider. The scraper must be mended."
            raise ScraperError(message)
        return answer.provider

    def read(self, visit: Visit) -> list[Reading]:
        """What the pages say; raises CollectionError, PageError and ScraperError, TooHeavy beyond the limits."""
        place = f"{visit.provider}/{', '.join(visit.pages)}"
        size = sum(len(page.body) for page in visit.pages.values())
        answer = self._answer(questions.of_visit(visit), place, size)
        return readings_of(answer, place, visit.provider, list(visit.pages))

    def read_again(self, provider: str, pages: Sequence[StoredPage]) -> list[Reading | PricebookError]:
        """What each stored page says now, as Reader says.

        One process reads as many of them as it can within what the smallest may use. Only readings are taken from it:
        where it ended, and where it found none, the page is read alone, in all that is its own. So what comes of a page
        does not depend on those that it is asked with.
        """
        found: list[Reading | PricebookError] = []
        while left := pages[len(found) :]:
            some = self._read_together(provider, left) if len(left) > 1 else []
            told = zip(left, some or [None], strict=False)
            found += [reading or self._read_alone(provider, page) for page, reading in told]
        return found

    def _read_together(self, provider: str, pages: Sequence[StoredPage]) -> list[Reading | None]:
        """What the first of the pages say, as far as one process came; None where it gave no reading."""
        bounds = self._bounds(min(len(page.text) for page in pages))
        try:
            ended = self._asked(questions.of_stored(provider, pages), bounds, provider)
        except TooHeavy:
            return []
        told = zip(questions.answers_in(ended.said), pages, strict=False)
        return [reading_in(each, provider, page.name) for each, page in told]

    def _read_alone(self, provider: str, page: StoredPage) -> Reading | PricebookError:
        question, place = questions.of_stored(provider, [page]), f"{provider}/{page.name}"
        try:
            (reading,) = readings_of(self._answer(question, place, len(question)), place, provider, [page.name])
        except (PageError, ScraperError, CollectionError) as problem:
            return problem
        return reading

    def confinement(self) -> Confinement:
        """What this machine holds such a process to; raises ScraperError if none can be started."""
        answer = self._answer(questions.of_confinement(), "sandbox")
        return answer.confinement or Confinement(0, calls=False, bounds=False)

    def _answer(self, question: bytes, place: str, size: int = 0) -> Answer:
        """What is answered to the question about pages of so many bytes."""
        bounds = self._bounds(size)
        ended = self._asked(question, bounds, place)
        _refuse_end(ended, bounds, place)
        return understood(ended.said, place)

    def _bounds(self, size: int) -> Bounds:
        return Bounds(self.seconds or seconds_for(size), self.memory or memory_for(size))

    def _asked(self, question: bytes, bounds: Bounds, place: str) -> Ended:
        """A question that was lost with others' is asked alone, so that it is known which one was at fault."""
        try:
            if self.forks:
                with suppress(Lost):
                    return self._serving().ask(question, bounds)
            return ask_once(self.scrapers, question, bounds)
        except OSError as problem:
            message = f"{place}: no process can be started to read it: {problem.strerror}. Free memory, and run again."
            raise TooHeavy(message) from problem

    def _serving(self) -> Forking:
        """The long-lived process, started anew if it was lost; raises OSError."""
        with self._starting:
            if self._server is None or self._server.process.poll() is not None:
                self._server = Forking(self.scrapers)
            return self._server


def _refuse_end(ended: Ended, bounds: Bounds, place: str) -> None:
    """Raises what it means that a process ended so."""
    if ended.cause == "not started":
        message = f"{place}: no process can be forked to read it: {os.strerror(ended.status)}. Run again."
        raise TooHeavy(message)
    if ended.cause == "seconds":
        message = f"{place}: reading it takes more than {bounds.seconds:g} s. A person must look at the page."
        raise TooHeavy(message)
    if ended.cause == "memory" or ended.status == TOO_MUCH:
        message = f"{place}: reading it takes more than {bounds.memory >> 20} MiB. A person must look at the page."
        raise TooHeavy(message)
    if len(ended.said) > LONGEST:
        message = f"{place}: the reader answered more than {LONGEST >> 20} MiB. Look at the scraper."
        raise ScraperError(message)
    if ended.status or not ended.said:
        message = f"{place}: the reader ended with status {ended.status}"
        said = "" if ended.said else ": nothing was said"
        raise ScraperError(f"{message}{said}. Look at the page and at the scraper.")
