"""Which program read a page: the same name for the same answer to the same bytes."""

import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pricebook
from pricebook.beliefs import Visit
from pricebook.system.files import digest
from pricebook.system.toml import LISTS

_DIGITS = 12
_LIBRARIES = ("lxml", "beautifulsoup4", "markdown-it-py")


def read_by(scrapers: Path, visit: Visit) -> str:
    """12 hexadecimal digits for all that the reading of the pages depends on besides their bytes.

    That is this package, the scraper with its helpers, Python and the libraries that read markup, and the character
    sets that servers declare. Only files are read, no scraper is loaded. Raises OSError.
    """
    module = scrapers / f"{visit.provider}.py"
    own = [module if module.is_file() else scrapers.parent / LISTS, *sorted(scrapers.glob("_*.py"))]
    declared = ",".join(f"{name}={page.charset or ''}" for name, page in sorted(visit.pages.items()))
    return digest("\n".join([_package(), *_digests(own), declared]).encode())[:_DIGITS]


@cache
def _package() -> str:
    root = Path(pricebook.__file__).parent
    versions = [sys.version, *(f"{name} {version(name)}" for name in _LIBRARIES)]
    return "\n".join([*versions, *_digests(sorted(root.rglob("*.py")))])


def _digests(paths: Iterable[Path]) -> list[str]:
    return [f"{path.name} {digest(path.read_bytes())}" for path in paths]
