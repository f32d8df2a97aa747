"""Whatever ends a look is that provider's own, and becomes one line; what is as it was is not read again."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pricebook.beliefs import Response, StoredPage, Validators, Visit
from pricebook.collection import Collection
from pricebook.errors import CollectionError, Occupied, PricebookError, StorageError
from pricebook.extraction.program import read_by
from pricebook.extraction.visit import Unconfined
from pricebook.records import Reading
from pricebook.run.looking import Outcome, Run
from pricebook.run.refresh import publish, refresh
from pricebook.run.sources import Moment
from pricebook.scraping import Provider

SCRAPER = """
from pricebook.scraping import Address, Layout, Scraper
def extract(page):
    page.known_by("Acme")
    for table, model in page.price_tables("模型"):
        yield from table.quotes(Layout(model=model))
pages = [Address("chat", "https://acme.example/chat"), Address("image", "https://acme.example/image")]
scraper = Scraper("{name}", "Acme", "CNY", pages, extract, timezone="Asia/Shanghai")
"""
CHAT = "# Acme\n\n| 模型 | 输入价格（元/百万 tokens） |\n| - | - |\n| a | 2 |\n| b | 3 |\n"
IMAGE = "# Acme\n\n| 模型 | 价格（元/张） |\n| - | - |\n| d | 5 |\n"
GOOD = {"chat": CHAT.encode(), "image": IMAGE.encode()}


class Counting:
    """Reads in this process, and counts what it reads; a provider that is spoilt raises that instead."""

    def __init__(self, collection: Collection, spoilt: Mapping[str, BaseException] | None = None) -> None:
        self.direct, self.spoilt = Unconfined(collection.scraper), spoilt or {}
        self.read_pages: list[str] = []

    def provider(self, provider: str) -> Provider:
        return self.direct.provider(provider)

    def read(self, visit: Visit) -> list[Reading]:
        self.read_pages += [f"{visit.provider}/{page}" for page in visit.pages]
        if visit.provider in self.spoilt:
            raise self.spoilt[visit.provider]
        return self.direct.read(visit)

    def read_again(self, provider: str, pages: Sequence[StoredPage]) -> list[Reading | PricebookError]:
        return self.direct.read_again(provider, pages)


class Served:
    """Pages that are there without a network; what is no bytes is raised."""

    def __init__(self, now: datetime, pages: Mapping[str, bytes | BaseException], charset: str = "utf-8") -> None:
        self.now, self.pages, self.charset = now, pages, charset

    @property
    def today(self) -> datetime:
        return self.now

    def vouched(self) -> bool:
        return True

    def settled(self) -> bool:
        return True

    def moments(self, provider: Provider) -> list[Moment]:
        at = self.now.astimezone().isoformat(timespec="seconds")
        return [Moment(at, "captured", {each.name: self._had(each.name) for each in provider.current})]

    def _had(self, name: str) -> Callable[[], Response]:
        def had() -> Response:
            body = self.pages[name]
            if isinstance(body, BaseException):
                raise body
            return Response(body, self.charset, Validators(etag=f'"{self.now.day}"'))

        return had


@pytest.fixture
def two(tmp_path: Path) -> Collection:
    """Two providers, which were looked at once."""
    collection = Collection(tmp_path)
    collection.scrapers.mkdir()
    for name in ("acme", "best"):
        (collection.scrapers / f"{name}.py").write_text(SCRAPER.replace("{name}", name), encoding="utf-8")
    told = night(collection, 5)
    assert [each.state for each in told] == ["new", "new"]
    return collection


def night(
    collection: Collection,
    day: int,
    pages: Mapping[str, bytes | BaseException] | None = None,
    reader: Counting | None = None,
    charset: str = "utf-8",
) -> list[Outcome]:
    now = datetime(2026, 1, day, 18, 23, tzinfo=UTC)
    presents = collection.presents()
    source = Served(now, pages or GOOD, charset)
    run = Run(collection, presents, source, reader or Counting(collection), jobs=2)
    outcomes = list(refresh(run, collection.providers()))
    publish(collection, presents)
    return outcomes


def lines(collection: Collection, provider: str) -> list[dict[str, object]]:
    return [each.model_dump() for each in collection.archive().observations if each.provider == provider]


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (ValueError("what\nis this"), "bug: ValueError: what is this (test_looking.py:"),
        (KeyError("x"), "bug: KeyError: 'x' (test_looking.py:"),
        (StopIteration(), "bug: StopIteration:"),
        (type("Odd Error", (PricebookError,), {})("odd"), "odd"),
    ],
)
@pytest.mark.parametrize("where", ["reading", "fetching"])
def test_an_exception_that_nobody_expected_is_a_failed_look(
    problem: Exception, said: str, where: str, two: Collection
) -> None:
    if where == "reading":
        changed = {**GOOD, "chat": GOOD["chat"] + b"\n"}
        told = night(two, 6, changed, Counting(two, {"acme": problem}))
        assert [each.state for each in told] == ["failed", "unchanged"]
    else:
        told = night(two, 6, dict.fromkeys(GOOD, problem))
        assert [each.state for each in told] == ["failed", "failed"]
    assert (told[0].error or "").startswith(said)
    assert ("must be mended" in (told[0].error or "")) == said.startswith("bug")
    before, line = lines(two, "acme")
    assert (before["outcome"], line["outcome"], line["error"]) == ("new", "failed", told[0].error)
    assert len(lines(two, "best")) == 2
    published = json.loads((two.release / "status.json").read_bytes())["providers"]
    assert (published["acme"]["failing_since"], published["acme"]["error"]) == (line["at"], told[0].error)
    prices = json.loads((two.release / "providers" / "acme.json").read_bytes())["prices"]
    assert {price["status"] for price in prices} == {"stale"}
    assert [each.state for each in night(two, 7)] == ["unchanged", "unchanged"]


def test_one_page_that_fails_for_no_reason_takes_nothing_from_the_other(two: Collection) -> None:
    (acme, _) = night(two, 6, {**GOOD, "image": ValueError("odd")})
    assert acme.error is None
    assert acme.failing["image"].startswith("bug: ValueError: odd (test_looking.py:")
    assert lines(two, "acme")[-1]["unseen"] == acme.failing


@pytest.mark.parametrize("problem", [StorageError("full"), Occupied("taken"), MemoryError()])
def test_what_fails_one_fails_all_where_it_is_the_machines(problem: Exception, two: Collection) -> None:
    with pytest.raises(type(problem)):
        night(two, 6, dict.fromkeys(GOOD, problem))
    assert len(lines(two, "acme")) == 1


@pytest.mark.parametrize("module", ["raise SystemExit", "1/0", "scraper = 4", "def"])
def test_a_scraper_that_cannot_be_loaded_is_a_failed_look_on_the_clock_of_the_last(
    module: str, two: Collection
) -> None:
    (two.scrapers / "acme.py").write_text(module, encoding="utf-8")
    (two.scrapers / "never.py").write_text(module, encoding="utf-8")
    told = night(two, 6)
    assert [each.state for each in told] == ["failed", "unchanged", "failed"]
    assert "acme.py: " in (told[0].error or "")
    last, line = lines(two, "acme")
    assert str(line["at"])[19:] == str(last["at"])[19:]
    (never,) = lines(two, "never")
    assert never["at"] == "2026-01-06T18:23:00+00:00"


def test_a_provider_whose_pages_are_all_given_up_is_a_failed_look(two: Collection) -> None:
    text = SCRAPER.replace("{name}", "acme").replace('"),', '", former=True),').replace('")]', '", former=True)]')
    (two.scrapers / "acme.py").write_text(text, encoding="utf-8")
    told = night(two, 6)
    assert [each.state for each in told] == ["failed", "unchanged"]
    assert "none of its pages is asked for any more" in (told[0].error or "")


def test_the_very_bytes_of_the_last_look_are_not_read_again(two: Collection) -> None:
    reader = Counting(two)
    told = night(two, 6, reader=reader)
    assert reader.read_pages == []
    assert [(each.state, each.counts, each.as_before) for each in told] == [
        ("unchanged", None, "the very bytes of the last look")
    ] * 2
    first, line = lines(two, "acme")
    assert line == {**first, "at": line["at"], "outcome": "unchanged", "validators": line["validators"], "sealed": ""}
    assert line["validators"] == {"chat": {"etag": '"6"'}, "image": {"etag": '"6"'}}
    assert len(str(line["read_by"])) == 12
    night(two, 7, dict.fromkeys(GOOD, ValueError()))
    night(two, 8, reader=reader)
    assert reader.read_pages == [], "a look that failed in between saw nothing"


def test_what_may_be_read_otherwise_is(two: Collection) -> None:
    reader = Counting(two)
    night(two, 6, {**GOOD, "image": IMAGE.replace("5", "6").encode()}, reader)
    assert sorted(reader.read_pages) == ["acme/chat", "acme/image", "best/chat", "best/image"], "one page is another"
    reader.read_pages.clear()
    night(two, 7, charset="utf-8-sig", reader=reader)
    assert len(reader.read_pages) == 4, "the server declares another character set"
    reader.read_pages.clear()
    night(two, 8, {**GOOD, "image": ValueError()}, reader)
    night(two, 9, {**GOOD, "image": ValueError()}, reader)
    assert reader.read_pages.count("acme/chat") == 2, "not all pages were seen"
    night(two, 10, reader=reader)
    reader.read_pages.clear()
    with (two.scrapers / "acme.py").open("a", encoding="utf-8") as module:
        module.write("# changed\n")
    night(two, 11, reader=reader)
    assert sorted(reader.read_pages) == ["acme/chat", "acme/image"], "its scraper is another"
    reader.read_pages.clear()
    (two.scrapers / "_shared.py").write_text("", encoding="utf-8")
    night(two, 12, reader=reader)
    assert len(reader.read_pages) == 4, "a helper is another"


def test_the_program_is_named_by_its_files(two: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = Visit("acme", "2026-01-05", "captured", {"chat": Response(b"", "utf-8")})
    name = read_by(two.scrapers, visit)
    assert name == read_by(two.scrapers, visit)
    monkeypatch.setattr("pricebook.extraction.program._package", lambda: "another version")
    assert read_by(two.scrapers, visit) != name


def test_a_scraper_that_cannot_be_loaded_is_told_from_the_collections_absence(two: Collection) -> None:
    (two.scrapers / "acme.py").write_text("raise KeyError", encoding="utf-8")
    with pytest.raises(CollectionError, match="KeyError"):
        two.scraper("acme")
