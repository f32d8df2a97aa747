"""What is asked of a confined process, and how its answer is written: JSON, and the bytes of pages behind it.

A question is its length in eight bytes, a line of JSON, and the pages. What comes back are answers, each its length and
a document of JSON: one for most questions, one for each page where stored pages are read again, as soon as it is read.
"""

import struct
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from pricebook.beliefs import StoredPage, Visit
from pricebook.records import Reading, Record
from pricebook.scraping import Provider
from pricebook.system.confining import Confinement

LENGTH = struct.Struct("<Q")
BOUNDS = struct.Struct("<dQ")
"""What a process may use: seconds, and bytes of memory."""
ENDED = struct.Struct("<Bi")
"""How a process ended: one of CAUSES by its place, and its exit status; below 0 the signal that ended it."""
WAITING = 4
"""So many times as long, by the clock, may a process take that is kept waiting."""
CAUSES = ("", "seconds", "memory", "not started")
"""What ended it: it itself, or a limit."""


class AskedPage(Record):
    """A page whose bytes come behind the question."""

    name: str
    size: int
    charset: str | None = None


class Question(Record):
    """What is wanted of one scraper."""

    task: Literal["provider", "read", "read again", "confinement"]
    provider: str = ""
    at: str = ""
    """Of a visit: its moment, and how that is known."""
    basis: str = ""
    pages: Sequence[AskedPage] = ()


class Answer(Record):
    """What came of it; of readings, the provider, the confinement and the error one is there."""

    readings: list[Reading] | None = None
    provider: Provider | None = None
    confinement: Confinement | None = None
    error: str = ""
    """The name of its class, one of those that reading may raise."""
    message: str = ""


def of_visit(visit: Visit) -> bytes:
    """The question what the pages of the visit say."""
    pages = [AskedPage(name=name, size=len(page.body), charset=page.charset) for name, page in visit.pages.items()]
    asked = Question(task="read", provider=visit.provider, at=visit.at, basis=visit.basis, pages=pages)
    return _framed(asked, *(page.body for page in visit.pages.values()))


def of_stored(provider: str, pages: Sequence[StoredPage]) -> bytes:
    """The question what stored pages say now, each by itself."""
    bodies = [page.text.encode() for page in pages]
    asked = [AskedPage(name=page.name, size=len(body)) for page, body in zip(pages, bodies, strict=True)]
    return _framed(Question(task="read again", provider=provider, pages=asked), *bodies)


def of_provider(provider: str) -> bytes:
    """The question what the scraper says of its provider."""
    return _framed(Question(task="provider", provider=provider))


def of_confinement() -> bytes:
    """The question what holds the process that is asked."""
    return _framed(Question(task="confinement"))


def received(read: Callable[[int], bytes]) -> tuple[Question, list[bytes]]:
    """A question and the bytes of its pages, from whatever gives so many bytes; raises EOFError if they end before."""
    (size,) = LENGTH.unpack(_exactly(read, LENGTH.size))
    question = Question.model_validate_json(_exactly(read, size))
    return question, [_exactly(read, page.size) for page in question.pages]


def of_answer(answer: Answer) -> bytes:
    """An answer as it is sent."""
    return sent(answer.model_dump_json().encode())


def sent(said: bytes) -> bytes:
    """What an answer says, with its length before it."""
    return LENGTH.pack(len(said)) + said


def answers_in(said: bytes) -> Iterator[bytes]:
    """What the answers say that were sent whole; one that breaks off is none.

    >>> list(answers_in(sent(b"{}") + sent(b"") + sent(b"broken off")[:-1]))
    [b'{}', b'']
    """
    at = 0
    while len(said) - at >= LENGTH.size:
        (size,) = LENGTH.unpack_from(said, at)
        at += LENGTH.size
        if size > len(said) - at:
            return
        yield said[at : at + size]
        at += size


def _exactly(read: Callable[[int], bytes], size: int) -> bytes:
    pieces: list[bytes] = []
    while size > 0:
        piece = read(min(size, 1 << 20))
        if not piece:
            raise EOFError
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _framed(question: Question, *bodies: bytes) -> bytes:
    line = question.model_dump_json().encode()
    return b"".join([LENGTH.pack(len(line)), line, *bodies])
