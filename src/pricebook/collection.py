"""A collection: a folder with `scrapers/`, and what is kept and published beside it."""

import importlib.util
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING

from pricebook.errors import CollectionError, UsageError

if TYPE_CHECKING:  # slow to load: what is only asked of the release needs none of it
    from pricebook.history.checkpoint import Presents
    from pricebook.scraping import Scraper
    from pricebook.snapshots.archive import Archive


@dataclass(frozen=True, slots=True)
class Collection:
    """Where everything of a collection stands."""

    root: Path

    @property
    def scrapers(self) -> Path:
        """One module for each provider; the file's name is the provider's id."""
        return self.root / "scrapers"

    @property
    def snapshots(self) -> Path:
        """What was seen."""
        return self.root / "snapshots"

    def archive(self) -> "Archive":
        """What was seen, to be read from now on."""
        from pricebook.snapshots.archive import Archive  # noqa: PLC0415

        return Archive(self.snapshots)

    @property
    def checkpoint(self) -> Path:
        """What is known of each provider, to go on from."""
        return self.release.parent / "checkpoint"

    def recover(self, *, deep: bool = False) -> list[Path]:
        """Finishes or deletes what killed runs left half done; `deep`: also inside of snapshots.

        Gives the places of what was deleted. Raises StorageError.
        """
        from pricebook.system import files  # noqa: PLC0415

        folders = self.release.parent, self.checkpoint, self.workshop, self.workshop / "pages"
        return [*self.archive().recover(deep=deep), *files.sweep(*folders)]

    def presents(self, archive: "Archive | None" = None) -> "Presents":
        """What is known of each provider now, by what was seen."""
        from pricebook.history.checkpoint import Presents  # noqa: PLC0415

        return Presents(archive or self.archive(), self.checkpoint)

    @property
    def catalogue(self) -> Path:
        """The prices that are published."""
        return self.release / "prices.json"

    @property
    def release(self) -> Path:
        """The folder of what is published."""
        return self.root / "catalog" / "v1"

    @property
    def workshop(self) -> Path:
        """What is derived or passing, and not kept under version control."""
        return self.root / ".catalog"

    @property
    def database(self) -> str:
        """The address of the histories' database."""
        return f"sqlite:///{self.workshop / 'history.sqlite'}"

    @property
    def recordings(self) -> Path:
        """Recorded pages."""
        return self.root / "tests" / "cassettes"

    def providers(self) -> list[str]:
        """The ids of the providers, in order, from the names of the modules alone."""
        return sorted(path.stem for path in self.scrapers.glob("*.py") if not path.stem.startswith("_"))

    def named(self, provider: str) -> str:
        """The provider's id; raises UsageError with the nearest name if there is none."""
        known = self.providers()
        if provider not in known:
            import difflib  # noqa: PLC0415

            near = difflib.get_close_matches(provider, known, 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            message = f"no provider {provider!r} in {self.scrapers}.{hint} Providers: {', '.join(known) or 'none'}."
            raise UsageError(message)
        return provider

    def scraper(self, provider: str) -> "Scraper":
        """The scraper of that provider; raises UsageError as `named` does, CollectionError if it cannot be loaded."""
        return _load(self.scrapers / f"{self.named(provider)}.py")

    def all_scrapers(self) -> "Mapping[str, Scraper]":
        """Every scraper by its provider's id; raises CollectionError, naming the module, if one cannot be loaded."""
        return {provider: _load(self.scrapers / f"{provider}.py") for provider in self.providers()}


def find(start: Path) -> Collection:
    """The collection that the folder is in: the nearest folder upwards with `scrapers/`, as git finds a repository."""
    start = start.resolve()
    if not start.is_dir():
        message = f"{start} is no folder. Give the collection's folder with -C."
        raise CollectionError(message)
    for folder in (start, *start.parents):
        if any((folder / "scrapers").glob("*.py")):
            return Collection(folder)
    message = f"no collection here: neither {start} nor a folder above it has scrapers/*.py. Give one with -C."
    raise CollectionError(message)


class _FromSource(SourceFileLoader):
    """Loads a module as it is written: nothing is left beside it, and nothing that was left there is taken for it."""

    def get_code(self, fullname: str) -> CodeType:
        """The module, compiled anew."""
        return self.source_to_code(self.get_data(self.get_filename(fullname)), self.path)


def _load(path: Path) -> "Scraper":
    from pricebook.scraping import Scraper  # noqa: PLC0415

    name = f"scrapers.{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path, loader=_FromSource(name, str(path)))
    if spec is None or spec.loader is None:
        message = f"{path}: not a Python module. The collection's owner must mend it."
        raise CollectionError(message)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as problem:
        message = f"{path}: cannot be loaded: {type(problem).__name__}: {problem}. The collection's owner must mend it."
        raise CollectionError(message) from problem
    scraper = getattr(module, "scraper", None)
    if not isinstance(scraper, Scraper):
        message = f"{path}: defines no `scraper`. Every module in scrapers/ must; a helper's name begins with _."
        raise CollectionError(message)
    if scraper.provider != path.stem:
        message = f"{path}: its scraper is of provider {scraper.provider!r}; the file must be called so."
        raise CollectionError(message)
    return scraper
