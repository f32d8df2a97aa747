"""Sixty nights of random changes, outages, clocks and merges, against a simple model of what must be known."""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pricebook.beliefs import Response
from pricebook.collection import Collection
from pricebook.errors import ClockWrong, ServersClock, Unreachable
from pricebook.extraction.visit import Unconfined
from pricebook.history.checkpoint import Presents
from pricebook.publish import release
from pricebook.publish.released import EVERY, read
from pricebook.run.looking import Run
from pricebook.run.receiving import receive
from pricebook.run.refresh import publish, refresh, tables_of
from pricebook.run.sources import Moment
from pricebook.run.verification import verify_all
from pricebook.scraping import Provider
from tests.worlds import approve_all

PROVIDERS = ("acme", "best", "core")
SCRAPER = """
from pricebook.scraping import Address, Layout, Scraper

def extract(page):
    for table, model in page.price_tables("模型"):
        yield from table.quotes(Layout(model=model))

pages = [Address("price", "https://{name}.example/")]
scraper = Scraper("{name}", "{name}", "CNY", pages, extract, timezone="Asia/Shanghai")
"""


@dataclass
class Model:
    """What a person would know who wrote everything down."""

    looks: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: {name: [] for name in PROVIDERS})
    """For each provider the moment and the outcome of each look."""
    prices: dict[str, dict[str, str]] = field(default_factory=dict)
    """What the last good look at each provider saw."""
    ever: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in PROVIDERS})

    def looked(self, provider: str, at: str, seen: dict[str, str] | None, known: dict[str, dict[str, str]]) -> None:
        outcome = "failed" if seen is None else "unchanged" if known.get(provider) == seen else "new"
        self.looks[provider].append((at, outcome))
        if seen is not None:
            self.prices[provider] = dict(seen)
            self.ever[provider] |= seen.keys()

    @property
    def published(self) -> set[tuple[str, str, str | None]]:
        """Provider, model, and the amount if it is listed."""
        return {(name, model, own.get(model)) for name, own in self.prices.items() for model in self.ever[name]}


class Market:
    """The providers' pages, and how they fail."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.now = {name: {"a": "1", "b": "1.2", "c": "1.5"} for name in PROVIDERS}

    def change(self) -> None:
        for own in self.now.values():
            for _ in range(self.chance.choice((0, 0, 1, 2))):
                model = self.chance.choice("abcdef")
                if model in own and len(own) > 1 and self.chance.random() < 0.4:
                    del own[model]
                else:
                    own[model] = self.chance.choice(("1", "1.2", "1.5", "0.8"))

    def page(self, provider: str) -> bytes:
        rows = "".join(f"| {model} | {amount} |\n" for model, amount in sorted(self.now[provider].items()))
        head = f"# {provider}\n\n| 模型 | 输入价格（元/百万 tokens） |\n| --- | --- |\n"
        return (head + rows).encode()


class Source:
    """A night's pages; each provider answers, fails, or has a clock that is wrong."""

    def __init__(self, market: Market, now: datetime, faults: dict[str, Exception], *, vouched: bool) -> None:
        self.market, self.now, self.faults, self.known = market, now, faults, vouched

    @property
    def today(self) -> datetime:
        return self.now

    def vouched(self) -> bool:
        return self.known

    def settled(self) -> bool:
        if not self.known:
            message = "nobody vouches for the clock"
            raise ClockWrong(message)
        return True

    def moments(self, provider: Provider) -> list[Moment]:
        return [Moment(moment(self.now), "captured", {"price": self._had(provider.provider)})]

    def _had(self, provider: str) -> Callable[[], Response]:
        def had() -> Response:
            if provider in self.faults:
                raise self.faults[provider]
            return Response(self.market.page(provider), "utf-8")

        return had


def moment(now: datetime) -> str:
    return (now + timedelta(hours=8)).replace(tzinfo=None).isoformat(timespec="seconds") + "+08:00"


def night(
    here: Collection,
    market: Market,
    now: datetime,
    chance: random.Random,
    model: Model,
    known: dict[str, dict[str, str]] | None = None,
) -> None:
    """One night in that clone, and the same in the model; `known` is what that clone knows, where it is not all."""
    known = dict(model.prices) if known is None else known
    kinds = (Unreachable("no connection"), ServersClock("ten years off"), ValueError("what is this"))
    faults: dict[str, Exception] = {name: chance.choice(kinds) for name in PROVIDERS if chance.random() < 0.15}
    vouched = chance.random() > 0.05
    presents = here.presents()
    run = Run(here, presents, Source(market, now, faults, vouched=vouched), Unconfined(here.scraper), jobs=2)
    if not vouched:
        with pytest.raises(ClockWrong):
            list(refresh(run, here.providers()))
        return
    list(refresh(run, here.providers()))
    publish(here, presents)
    for name in PROVIDERS:
        model.looked(name, moment(now), None if name in faults else market.now[name], known)


def merged(main: Collection, branch: Collection, base: Collection) -> None:
    """The branch's looks come into main as git merges them: lines by union, ours first; files of only one side stay."""
    for path in sorted(branch.root.rglob("*")):
        name = path.relative_to(branch.root)
        ours = main.root / name
        if not path.is_file() or ".catalog" in name.parts:
            continue
        if name.suffix == ".jsonl" and name.parts[0] == "snapshots" and len(name.parts) == 3 and ours.is_file():
            stem = (base.root / name).read_bytes() if (base.root / name).is_file() else b""
            ours.write_bytes(ours.read_bytes() + path.read_bytes().removeprefix(stem))
        elif not ours.exists() or name.parts[0] == "catalog":
            ours.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, ours)


def clone(here: Collection, folder: Path) -> Collection:
    shutil.copytree(here.root, folder, ignore=shutil.ignore_patterns(".catalog"))
    return Collection(folder)


def decided(here: Collection, at: str) -> None:
    """A person says of all that waits that it is right: then what is published is what the pages say."""
    for name in here.archive().looked_at:
        approve_all(here.snapshots, at, name)
    publish(here, here.presents())


def holds(here: Collection, model: Model, held: frozenset[tuple[str, str]] = frozenset()) -> None:
    """What the collection says is what the model says, but for what is held; nothing is lost, doubled or altered."""
    archive = here.archive()
    for name in PROVIDERS:
        told = sorted((line.at, line.outcome) for line in archive.told(name))
        assert told == sorted(model.looks[name]), name
    listed = read(here.release, EVERY).prices
    told_prices = {
        (each["provider"], each["model"], None if "absent_since" in each else each["amount"])
        for each in listed
        if (each["provider"], each["model"]) not in held
    }
    expected = {price for price in model.published if price[:2] not in held}
    assert told_prices == expected
    assert sum((each["provider"], each["model"]) not in held for each in listed) == len(expected)
    anew = release.assembled(Presents(archive), tables_of(here))
    assert release.stands(here.release, anew), "made anew it is the same"


def waiting(here: Collection) -> frozenset[tuple[str, str]]:
    """The provider and model of each price that is published as it was, or not yet, until a person has looked.

    No step of the market is large: only where a fifth of a page is gone does something wait.
    """
    listed = read(here.release, EVERY)
    held = [*(each for each in listed.prices if each["status"] == "held"), *listed.pending]
    assert {reason for each in held for reason in each["reasons"] if "gone" not in reason} == set()
    return frozenset((each["provider"], each["model"]) for each in held)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_sixty_nights(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    here = Collection(tmp_path / "main")
    here.scrapers.mkdir(parents=True)
    for name in PROVIDERS:
        (here.scrapers / f"{name}.py").write_text(SCRAPER.replace("{name}", name), encoding="utf-8")
    market, model, now = Market(chance), Model(), datetime(2025, 12, 1, 18, 23, tzinfo=UTC)
    for number in range(60):
        now += timedelta(days=chance.choice((1, 1, 1, 2)), seconds=number)
        market.change()
        if number % 10 == 7:
            # Two clones look, one a day after the other, and are merged.
            base, other = clone(here, tmp_path / f"base{number}"), clone(here, tmp_path / f"other{number}")
            known = dict(model.prices)
            night(here, market, now, chance, model)
            now += timedelta(days=1)
            night(other, market, now, chance, model, known)
            merged(here, other, base)
            publish(here, here.presents())
        elif number % 10 == 3:
            # Another job looks, and hands over what it saw.
            other = clone(here, tmp_path / f"job{number}")
            night(other, market, now, chance, model)
            receive(here, other.root, "2100-01-01")
        else:
            night(here, market, now, chance, model)
        if model.prices:
            held = waiting(here)
            holds(here, model, held)
            decided(here, moment(now + timedelta(hours=1)))
            assert waiting(here) == frozenset()
            holds(here, model)
    assert verify_all(here, Unconfined(here.scraper), PROVIDERS)[1] == []
    assert any(here.archive().decided(name) for name in PROVIDERS), "now and then a fifth of a page was gone"
    assert sum(outcome == "failed" for own in model.looks.values() for _, outcome in own) > 10
