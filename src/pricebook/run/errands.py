"""What is handed to a worker that reads stored pages again, and what it answers.

A task says which pages, by the SHA-256 of each, and where the collection stands; the pages themselves do not travel.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pricebook.beliefs import Visit
from pricebook.extraction.program import read_by
from pricebook.run.differing import Differing


class Errand(NamedTuple):
    """A snapshot whose pages are to be read again."""

    provider: str
    snapshot: str
    folder: str
    """The folder that it stands in, below the provider's; empty if it is in the pack of its year."""
    pages: tuple[tuple[str, str], ...]
    """The name of each page and the SHA-256 of what is stored of it, in the order in which they are read."""

    @property
    def year(self) -> str:
        """Whose pack it is in, if it is in one."""
        return self.snapshot[:4]


class Bundle(NamedTuple):
    """What is handed to a worker at once."""

    root: str
    """The folder of the collection, where the worker finds it."""
    programs: tuple[tuple[str, str], ...]
    """For each provider, which program reads its pages (extraction/program.py): no other may."""
    errands: tuple[Errand, ...]
    keep: bool
    """Whether what was read is wanted, or only what differs."""


class Reply(NamedTuple):
    """What came of an errand."""

    number: int = 0
    """Of the reading that it was held against."""
    content: Mapping[str, bytes] | None = None
    """What reads differently, as files; None if nothing does, or it is not wanted."""
    differences: tuple[Differing, ...] = ()
    problem: str = ""
    """Why its pages were not read; empty if they were."""
    altered: bool = False
    """Whether that is because a stored file is not what was written."""


class Done(NamedTuple):
    """What a worker answers."""

    found: tuple[Reply, ...]
    """In the order of the errands; none if there is an `obstacle`."""
    obstacle: str
    """Why this worker can do no such task; empty if it can."""
    worker: str
    """Which process of which machine it is."""
    peak: int
    """Bytes that it held at most since it was started; 0 where the system does not say."""


def program_of(scrapers: Path, provider: str) -> str:
    """Which program reads the provider's stored pages. Raises OSError."""
    return read_by(scrapers, Visit(provider, "", "", {}))
