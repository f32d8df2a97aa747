"""A collection as it is after years of nights: 100 prices a provider, a look a night, two prices a night change.

What was seen is written as the program writes it, without having looked: the lines of the looks, the snapshots of the
last 400 days loose and the years before them packed. The pages stand as recordings, so that a night can be run on them.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from pricebook import units
from pricebook.beliefs import Observation
from pricebook.collection import Collection
from pricebook.extraction.kept import store
from pricebook.fetch import Target
from pricebook.fetch.recordings import Recording
from pricebook.reading import read_page
from pricebook.records import Price, Reading
from pricebook.snapshots.folders import ABOUT
from pricebook.snapshots.keeping import about, read_files
from pricebook.snapshots.packs import Files, encode
from pricebook.system import files

MODELS, A_NIGHT, KEPT = 50, 2, 400
FIRST = date(2016, 1, 1)
SCRAPER = '''"""A provider that there is not."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper


def extract(page: Page) -> Iterator[Finding]:
    for table, model in page.price_tables("模型"):
        yield from table.quotes(Layout(model=model))


scraper = Scraper(
    provider="{name}", name="{name}", currency="CNY", extract=extract, timezone="Asia/Shanghai",
    pages=[Address("price", "https://{name}.example/price")],
)
'''


class Provider:
    """One provider: its page and its prices as they are on a day."""

    def __init__(self, collection: Collection, number: int, models: int = MODELS) -> None:
        self.name, self.models = f"provider-{number:03}", models
        (collection.scrapers / f"{self.name}.py").write_text(SCRAPER.format(name=self.name), encoding="utf-8")
        self.amounts = ["4"] * (2 * models)
        self.collection = collection
        reading = self._read()
        self.prices: list[Price] = reading.prices
        self.rest = reading

    def page(self) -> str:
        """The page as it is now."""
        rows = (f"| maker/model-{n} | {self.amounts[2 * n]} | {self.amounts[2 * n + 1]} |" for n in range(self.models))
        head = "| 模型 | 输入价格（元/百万 tokens） | 输出价格（元/百万 tokens） |\n| --- | --- | --- |\n"
        return f"# {self.name}\n\n## 模型价格\n\n{head}" + "\n".join(rows) + "\n"

    def change(self, place: int, amount: str) -> None:
        """Lets one price be another."""
        self.amounts[place] = amount
        old = self.prices[place]
        listed = old.listed.model_copy(update={"amount": Decimal(amount), "text": amount})
        self.prices[place] = old.model_copy(update={"amount": Decimal(amount), "listed": listed})

    def content(self, at: str) -> Files:
        """The snapshot of now."""
        page = self.page().encode()
        reading = self.rest.model_copy(update={"prices": self.prices})
        content = {"price.md": page, **read_files([reading])}
        return {**content, ABOUT: about(at, "captured", "0.1.0", {"price": files.digest(page)}, content)}

    def _read(self) -> Reading:
        scraper = self.collection.scraper(self.name)
        text, reading = store(scraper, read_page(self.page().encode(), self.name), "price")
        assert text == self.page(), "the page is kept as it came"
        assert [units.text(price.amount) for price in reading.prices] == self.amounts
        return reading


def made(root: Path, providers: int, nights: int) -> tuple[Collection, list[Provider]]:
    """The collection after so many nights, the last of them yesterday's, and its providers."""
    collection = Collection(root)
    collection.scrapers.mkdir(parents=True)
    known = [Provider(collection, number) for number in range(providers)]
    chance = random.Random(11)
    lines: defaultdict[str, list[Observation]] = defaultdict(list)
    seen: defaultdict[str, list[tuple[str, Files]]] = defaultdict(list)
    for night in range(nights):
        day = (FIRST + timedelta(night)).isoformat()
        touched = {known[chance.randrange(providers)].name for _ in range(A_NIGHT)}
        for each in known:
            if night and each.name in touched:
                each.change(chance.randrange(2 * MODELS), str(chance.randrange(1, 400)))
            at = f"{day}T02:23:00+08:00"
            new = not night or each.name in touched
            if new:
                seen[each.name].append((day, each.content(at)))
            lines[each.name].append(line_of(each, at, seen[each.name][-1], new=new))
    kept = (FIRST + timedelta(nights - KEPT)).isoformat()[:4]
    archive = collection.archive()
    for each in known:
        _keep(collection.snapshots / each.name, seen[each.name], kept)
        archive.of(each.name).write(lines[each.name])
        record(collection, each, (FIRST + timedelta(nights)).isoformat())
    return collection, known


def record(collection: Collection, provider: Provider, day: str) -> None:
    """Lets the recording of the provider's page be that of the day."""
    path = collection.recordings / provider.name / "price.yaml"
    at = f"{day}T02:23:00+08:00"
    about = {"observed_on": at, "basis": "saved"}
    Recording(path).keep(Target(f"https://{provider.name}.example/price"), provider.page().encode(), "md", about)


def nights_on(collection: Collection, providers: Sequence[Provider], day: str) -> None:
    """The recordings of the next night, in which two prices are others."""
    for number, each in enumerate(providers):
        if number < A_NIGHT:
            each.change(number, str(500 + int(day[-2:])))
        record(collection, each, day)


def line_of(provider: Provider, at: str, last: tuple[str, Files], *, new: bool) -> Observation:
    """The line of a look that saw what that snapshot holds."""
    name, content = last
    return Observation(
        provider=provider.name, at=at, outcome="new" if new else "unchanged", snapshot=name,
        pages={"price": files.digest(content["price.md"])}, error=None,
        validators={"price": {"etag": f'"{files.digest(content["price.md"])[:16]}"'}},
        sealed=files.digest(content[ABOUT]) if new else "",
    )  # fmt: skip


def _keep(folder: Path, seen: Sequence[tuple[str, Files]], kept: str) -> None:
    years: defaultdict[str, list[tuple[str, Files]]] = defaultdict(list)
    for name, content in seen:
        years[name[:4]].append((name, content))
    for year, own in years.items():
        if year < kept:
            files.write_file(folder / f"{year}.jsonl.zst", encode(own))
        else:
            for path, data in _paths(folder, own):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)


def _paths(folder: Path, seen: Sequence[tuple[str, Files]]) -> Iterator[tuple[Path, bytes]]:
    return ((folder / name / file, data) for name, content in seen for file, data in content.items())


def size(folder: Path) -> int:
    """Bytes of all files below."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
