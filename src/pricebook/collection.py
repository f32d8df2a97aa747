"""A collection: a folder with `scrapers/`, and what is kept and published beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pricebook.errors import NoCollection, UsageError
from pricebook.system.toml import LISTS, tables_in

if TYPE_CHECKING:  # slow to load: what is only asked of the release needs none of it
    from pricebook.history.checkpoint import Presents
    from pricebook.scraping import Scraper
    from pricebook.settings import Settings
    from pricebook.snapshots.archive import Archive


VIEW = "view.json"
"""At the root of a view: which collections it is of, the first one first."""


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

    @property
    def rates(self) -> Path:
        """Rates between currencies, as they were published."""
        return self.root / "rates"

    def settings(self) -> "Settings":
        """What its owner decides for all of it; raises CollectionError."""
        from pricebook.settings import settings_in  # noqa: PLC0415

        return settings_in(self.root, self.providers())

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

        folders = self.release.parent, self.checkpoint, self.workshop, self.workshop / "pages", self.rates
        return [*self.archive().recover(deep=deep), *files.sweep(*folders)]

    def presents(self, archive: "Archive | None" = None) -> "Presents":
        """What is known of each provider now, by what was seen."""
        from pricebook.history.checkpoint import Presents  # noqa: PLC0415

        return Presents(archive or self.archive(), self.checkpoint)

    @property
    def models(self) -> Path:
        """The table of models that several providers sell."""
        return self.root / "models.toml"

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

    @property
    def expected(self) -> Path:
        """What is expected to be read from them, a file for each provider."""
        return self.root / "tests" / "expected"

    @property
    def documents(self) -> Path:
        """Recorded pages in another form, a file for a provider."""
        return self.root / "tests" / "documents"

    def providers(self) -> list[str]:
        """The ids of the providers, in order, from the names of the modules and of the lists alone.

        Raises CollectionError where the lists cannot be read.
        """
        if layers := self.layers:
            return sorted({provider for layer in layers for provider in layer.providers()})
        modules = (path.stem for path in self.scrapers.glob("*.py") if not path.stem.startswith("_"))
        return sorted({*modules, *tables_in(self.lists)})

    @property
    def lists(self) -> Path:
        """What says how lists are read that need no scraper."""
        return self.root / LISTS

    def named(self, provider: str) -> str:
        """The provider's id; raises UsageError with the nearest name if there is none."""
        places = [str(layer.scrapers) for layer in self.layers] or [str(self.scrapers)]
        return one_of(self.providers(), provider, " and ".join(places))

    @property
    def layers(self) -> list["Collection"]:
        """The collections that it is a view of, the first one first; none if it is one itself."""
        try:
            roots = (self.root / VIEW).read_bytes()
        except FileNotFoundError:
            return []
        import json  # noqa: PLC0415 - views are few

        return [Collection(Path(root)) for root in json.loads(roots)]

    def owner(self, provider: str) -> "Collection":
        """The collection whose scraper reads the provider: itself, or of a view the last one that has it."""
        return next((layer for layer in reversed(self.layers) if provider in layer.providers()), self)

    def scraper(self, provider: str, *, drafts: bool = False) -> "Scraper":
        """The scraper of that provider, whose code runs in this very process: where a person reads a page with it.

        Raises UsageError as `named` does, CollectionError if its module cannot be loaded: also where it leaves
        questions open, unless `drafts` are wanted.
        """
        from pricebook.scraping.loading import load  # noqa: PLC0415

        return load(self.module(provider), drafts=drafts)

    def module(self, provider: str) -> Path:
        """Where that provider's scraper stands; raises UsageError as `named` does."""
        return self.owner(self.named(provider)).scrapers / f"{provider}.py"


def one_of(known: Sequence[str], provider: str, place: str) -> str:
    """The provider, which is known in that place; raises UsageError with the nearest name if it is not."""
    if provider in known:
        return provider
    import difflib  # noqa: PLC0415

    near = difflib.get_close_matches(provider, known, 1)
    hint = f" Did you mean {near[0]}?" if near else ""
    message = f"no provider {provider!r} in {place}.{hint} Providers: {', '.join(known) or 'none'}."
    raise UsageError(message)


def find(start: Path) -> Collection:
    """The collection that the folder is in; raises CollectionError where it is in none."""
    found = nearest(start)
    if found is None:
        what = f"no collection here: neither {start.resolve()} nor a folder above it has scrapers/*.py or {LISTS}"
        raise NoCollection(what)
    return found


def nearest(start: Path) -> Collection | None:
    """The nearest folder upwards with `scrapers/`, as git finds a repository; raises CollectionError for no folder."""
    start = start.resolve()
    if not start.is_dir():
        what = f"{start} is no folder"
        raise NoCollection(what)
    return next((Collection(folder) for folder in (start, *start.parents) if holds_one(folder)), None)


def holds_one(folder: Path) -> bool:
    """Whether the folder is a collection: it has scrapers, or says of lists how they are read; or a view of some."""
    return any((folder / "scrapers").glob("*.py")) or any((folder / name).is_file() for name in (LISTS, VIEW))
