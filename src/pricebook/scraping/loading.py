"""A scraper's module becomes a scraper: its code runs here, and nowhere else."""

import importlib.util
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType

from pricebook.errors import CollectionError
from pricebook.scraping.lists import list_scraper
from pricebook.scraping.providers import Scraper
from pricebook.scraping.questions import Open, OpenQuestion, questions_in
from pricebook.system.toml import LISTS, tables_in


def load(path: Path, *, drafts: bool = False) -> Scraper:
    """The scraper that the module defines; raises CollectionError, naming the module, whatever it does instead.

    So it does for one that leaves questions open, unless `drafts` are wanted too. Where there is no such module, it may
    be a list, of which the `prices.toml` of the collection tells.
    """
    lists = path.parent.parent / LISTS
    if (listed := tables_in(lists).get(path.stem)) is not None:
        if path.is_file():
            message = (
                f"{lists}: [{path.stem}] has a scraper, too: {path}. The collection's owner must delete one of them."
            )
            raise CollectionError(message)
        return list_scraper(lists, path.stem, listed)
    name = f"scrapers.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path, loader=_FromSource(name, str(path)))
    if spec is None or spec.loader is None:
        message = f"{path}: not a Python module. The collection's owner must mend it."
        raise CollectionError(message)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except MemoryError:
        raise
    except (Exception, SystemExit) as problem:
        said = " ".join(f"{type(problem).__name__}: {problem}".split())
        message = f"{path}: cannot be loaded: {said}. The collection's owner must mend it."
        raise CollectionError(message) from problem
    if Open in vars(module).values() and not drafts:
        asked = "; ".join(map(str, open_questions(path))) or f"it still imports {Open.__name__}"
        message = (
            f"{path}: is a draft with open questions: {asked}. Answer them there; `catalog read` reads with it now."
        )
        raise CollectionError(message)
    scraper = getattr(module, "scraper", None)
    if not isinstance(scraper, Scraper):
        message = f"{path}: defines no `scraper`. Every module in scrapers/ must; a helper's name begins with _."
        raise CollectionError(message)
    if scraper.provider != path.stem:
        message = f"{path}: its scraper is of provider {scraper.provider!r}; the file must be called so."
        raise CollectionError(message)
    return scraper


def open_questions(path: Path) -> list[OpenQuestion]:
    """What the module that stands there, if one does, leaves open."""
    return questions_in(path.read_text(encoding="utf-8")) if path.is_file() else []


class _FromSource(SourceFileLoader):
    """Loads a module as it is written: nothing is left beside it, and nothing that was left there is taken for it."""

    def get_code(self, fullname: str) -> CodeType:
        """The module, compiled anew."""
        return self.source_to_code(self.get_data(self.get_filename(fullname)), self.path)
