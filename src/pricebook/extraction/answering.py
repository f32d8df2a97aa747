"""What the confined process does with a question: it loads the scraper, and answers, whatever comes of that."""

import traceback
from collections.abc import Sequence
from pathlib import Path

from pricebook.beliefs import Response, Visit
from pricebook.errors import CollectionError, PageError, PricebookError, ScraperError, TooHeavy, UnreadablePage
from pricebook.extraction.questions import Answer, Question
from pricebook.extraction.visit import Unconfined
from pricebook.scraping import Scraper
from pricebook.scraping.loading import load
from pricebook.system.confining import Confinement

_MAY_COME_BACK: tuple[type[PricebookError], ...] = (UnreadablePage, TooHeavy, PageError, ScraperError)
"""What reading may raise, the narrowest first."""
_LONG = 4000
"""Characters of an error that are told."""


def answer_to(question: Question, bodies: Sequence[bytes], scrapers: Path, confined: Confinement) -> bytes:
    """The answer as it is sent. Raises MemoryError."""
    reader = Unconfined(lambda provider: _loaded_here(scrapers, provider))
    try:
        return _answered(question, bodies, reader, confined).model_dump_json().encode()
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
    return Answer(error=kind, message=shown).model_dump_json().encode()


def _answered(question: Question, bodies: Sequence[bytes], reader: Unconfined, confined: Confinement) -> Answer:
    names = [page.name for page in question.pages]
    if question.task == "confinement":
        return Answer(confinement=confined)
    if question.task == "provider":
        return Answer(provider=reader.provider(question.provider))
    if question.task == "read again":
        stored = {name: body.decode() for name, body in zip(names, bodies, strict=True)}
        return Answer(readings=reader.read_again(question.provider, stored))
    told = zip(question.pages, bodies, strict=True)
    pages = {page.name: Response(body, page.charset) for page, body in told}
    return Answer(readings=reader.read(Visit(question.provider, question.at, question.basis, pages)))


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
