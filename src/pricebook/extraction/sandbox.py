"""Reading in a process of its own: what a page or a scraper does to its reader, it does to nobody else.

The process has no environment, reads nothing but this program and the scrapers, writes nothing, asks no server, starts
no program, reaches no other process, and ends when it takes too long or too much memory (`system/confining.py`). What
it answers is held against what was asked (`answers.py`).
"""

import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from pricebook.beliefs import Visit
from pricebook.errors import ScraperError, TooHeavy
from pricebook.extraction import processes, questions
from pricebook.extraction.answers import readings_of, understood
from pricebook.extraction.processes import Ended, Forking, Lost
from pricebook.extraction.questions import Answer
from pricebook.records import Reading
from pricebook.scraping import Provider
from pricebook.system.confining import TOO_MUCH, Bounds, Confinement

SECONDS = 30.0
"""Of the processor's time: how busy the machine is says nothing of a page."""
MEMORY = 110 * 1024 * 1024
"""Bytes in use at once, the program itself included."""
FORKS = hasattr(os, "fork")
"""Whether one process can serve all questions; if not, each has one of its own."""


class Sandbox:
    """Asks scrapers, each question in a process that knows of no other. A Reader; to be closed."""

    def __init__(self, scrapers: Path, seconds: float = SECONDS, memory: int = MEMORY, *, forks: bool = FORKS) -> None:
        self.scrapers, self.bounds, self.forks = scrapers, Bounds(seconds, memory), forks
        self._starting = threading.Lock()
        self._server: Forking | None = None

    def __enter__(self) -> Self:
        """Itself; nothing is started before it is asked."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends what was started."""
        self.close()

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
        answer = self._answer(questions.of_visit(visit), place)
        return readings_of(answer, place, visit.provider, list(visit.pages))

    def read_again(self, provider: str, pages: Mapping[str, str]) -> list[Reading]:
        """What stored pages say now; raises as `read` does."""
        place = f"{provider}/{', '.join(pages)}"
        answer = self._answer(questions.of_stored(provider, pages), place)
        return readings_of(answer, place, provider, list(pages))

    def confinement(self) -> Confinement:
        """What this machine holds such a process to; raises ScraperError if none can be started."""
        answer = self._answer(questions.of_confinement(), "sandbox")
        return answer.confinement or Confinement(0, calls=False, bounds=False)

    def _answer(self, question: bytes, place: str) -> Answer:
        try:
            ended = self._asked(question)
        except OSError as problem:
            message = f"{place}: no process can be started to read it: {problem.strerror}. Free memory, and run again."
            raise TooHeavy(message) from problem
        if ended.cause == "seconds":
            message = f"{place}: reading it takes more than {self.bounds.seconds:g} s. A person must look at the page."
            raise TooHeavy(message)
        if ended.cause == "memory" or ended.status == TOO_MUCH:
            most = f"{self.bounds.memory >> 20} MiB"
            message = f"{place}: reading it takes more than {most}. A person must look at the page."
            raise TooHeavy(message)
        if len(ended.said) > processes.LONGEST:
            message = f"{place}: the reader answered more than {processes.LONGEST >> 20} MiB. Look at the scraper."
            raise ScraperError(message)
        if ended.status or not ended.said:
            message = f"{place}: the reader ended with status {ended.status}"
            said = "" if ended.said else ": nothing was said"
            raise ScraperError(f"{message}{said}. Look at the page and at the scraper.")
        return understood(ended.said, place)

    def _asked(self, question: bytes) -> Ended:
        """A question that was lost with others' is asked alone, so that it is known which one was at fault."""
        if self.forks:
            with suppress(Lost):
                return self._serving().ask(question, self.bounds)
        return processes.ask_once(self.scrapers, question, self.bounds)

    def _serving(self) -> Forking:
        """The long-lived process, started anew if it was lost; raises OSError."""
        with self._starting:
            if self._server is None or self._server.process.poll() is not None:
                self._server = Forking(self.scrapers)
            return self._server
