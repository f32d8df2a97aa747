"""What the confined process does with a question: it loads the scraper, and answers, whatever comes of that.

Stored pages are read one after the other, each by a scraper that is loaded anew, and each is answered before the next.
"""

import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from pricebook.beliefs import Response, StoredPage, Visit
from pricebook.errors import CollectionError, PageError, PricebookError, ScraperError, TooHeavy, UnreadablePage
from pricebook.extraction.questions import Answer, Question, of_answer
from pricebook.extraction.visit import Unconfined
from pricebook.scraping import Scraper
from pricebook.scraping.loading import load
from pricebook.system.confining import Confinement

_MAY_COME_BACK: tuple[type[PricebookError], ...] = (UnreadablePage, TooHeavy, PageError, ScraperError)
"""What reading may raise, the narrowest first."""
_LONG = 4000
"""Characters of an error that are told."""


def answers_to(question: Question, bodies: Sequence[bytes], scrapers: Path, confined: Confinement) -> Iterator[bytes]:
    """The answers as they are sent. Raises MemoryError."""
    if question.task != "read again":
        yield _answer_bytes(question, bodies, scrapers, confined)
        return
    for page, body in zip(question.pages, bodies, strict=True):
        yield _answer_bytes(question.model_copy(update={"pages": [page]}), [body], scrapers, confined)


def _answer_bytes(question: Question, bodies: Sequence[bytes], scrapers: Path, confined: Confinement) -> bytes:
    reader = Unconfined(lambda provider: _loaded_here(scrapers, provider))
    try:
        return of_answer(_answered(question, bodies, reader, confined))
    except MemoryError:
        raise
    except NotLoaded as problem:
        kind, message = CollectionError.__name__, str(problem)
    except _MAY_COME_BACK as problem:
        kind = next(each for each in _MAY_COME_BACK if isinstance(problem, each)).__name__
        message = str(problem)
    except BaseException as problem:  # noqa: BLE001 - whatever a scraper raises, others' night goes on
        last = traceback.extract_tb(problem.__traceback__)[-1]
        said = " ".join(f"{type(problem).__name__}: {problem}".split())[:300]
        kind, place = ScraperError.__name__, f"{Path(last.filename).name}:{last.lineno}"
        message = f"scrapers/{question.provider}.py: reading ended in {said} ({place}). It must be mended."
    shown = message[:_LONG].encode(errors="backslashreplace").decode()
    return of_answer(Answer(error=kind, message=shown))


def _answered(question: Question, bodies: Sequence[bytes], reader: Unconfined, confined: Confinement) -> Answer:
    if question.task == "confinement":
        return Answer(confinement=confined)
    if question.task == "provider":
        return Answer(provider=reader.provider(question.provider))
    if question.task == "read again":
        stored = zip(question.pages, bodies, strict=True)
        pages = [StoredPage(page.name, body.decode()) for page, body in stored]
        return Answer(readings=[reader.read_stored(question.provider, page) for page in pages])
    told = zip(question.pages, bodies, strict=True)
    seen = {page.name: Response(body, page.charset) for page, body in told}
    return Answer(readings=reader.read(Visit(question.provider, question.at, question.basis, seen)))


class NotLoaded(Exception):
    """That no scraper came of a module: so nothing that a scraper raises is taken for it."""


def _loaded_here(scrapers: Path, provider: str) -> Scraper:
    try:
        return load(scrapers / f"{provider}.py")
    except MemoryError:
        raise
    except CollectionError as problem:
        raise NotLoaded(problem) from problem
    except BaseException as problem:
        message = f"scrapers/{provider}.py: cannot be loaded: {type(problem).__name__}. Its owner must mend it."
        raise NotLoaded(message) from problem
