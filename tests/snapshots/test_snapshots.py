"""What is kept of pages: one observation after the other, whatever the order in which they come."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pricebook import calendar
from pricebook.beliefs import Observation, Response, Visit
from pricebook.errors import CollectionError, PageError, StorageError, UsageError
from pricebook.extraction.visit import Unconfined
from pricebook.history.checkpoint import Presents
from pricebook.history.comparing import last_two
from pricebook.history.diff import changes
from pricebook.history.intervals import Interval
from pricebook.history.replaying import chronicle
from pricebook.records import Reading
from pricebook.run.ingest import ingest
from pricebook.run.verification import reread, verify
from pricebook.scraping import Scraper
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.packing import pack_years
from pricebook.store.filling import fill
from pricebook.store.opening import rebuilt
from pricebook.system import files
from tests.command import tree
from tests.conftest import frozen
from tests.history.test_intervals import dump
from tests.worlds import keep, look, price, reading, unsaid

SHIPPED = frozen()
UCLOUD = SHIPPED.scraper("ucloud")
READER = Unconfined(SHIPPED.scraper)
REVISIONS = [(look.at, look.snapshot) for look in SHIPPED.archive().looks("ucloud")]


def take(root: Path, page: str, at: str) -> Observation | None:
    return ingest(Presents(Archive(root)), READER, UCLOUD, "price", page.encode(), at).observation


def take_all(root: Path, order: list[int]) -> None:
    for number in order:
        at, snapshot = REVISIONS[number]
        take(root, snapshot.page("price"), at)


def told(root: Path) -> list[tuple[object, ...]]:
    """The history, whatever the folders are called."""
    return [_told(interval) for interval in chronicle(Archive(root), "ucloud")]


def _told(interval: Interval) -> tuple[object, ...]:
    marks = (interval.unread_since, interval.missing_since, interval.last_seen, interval.valid_to)
    start = (interval.number, interval.first_seen, interval.valid_from, interval.basis)
    return interval.id, [quote.amount for quote in interval.quotes], *start, *marks


@pytest.mark.parametrize("seed", range(4))
def test_the_order_in_which_pages_come_does_not_matter(seed: int, tmp_path: Path) -> None:
    ordered = list(range(len(REVISIONS)))
    take_all(tmp_path / "straight", ordered)
    take_all(tmp_path / "shuffled", random.Random(seed).sample(ordered, len(ordered)))
    assert told(tmp_path / "shuffled") == told(tmp_path / "straight") == told(SHIPPED.snapshots)
    assert len(Archive(tmp_path / "shuffled").observations) == len(REVISIONS)


def test_the_same_page_again_adds_nothing(tmp_path: Path) -> None:
    take_all(tmp_path, [3, 4, 5])
    kept = tree(tmp_path)
    take_all(tmp_path, [4, 3, 5])
    assert tree(tmp_path) == kept


def test_another_page_at_the_same_second_is_refused(tmp_path: Path) -> None:
    take_all(tmp_path, [5])
    other = REVISIONS[6][1].page("price")
    with pytest.raises(UsageError, match="another page was seen at"):
        take(tmp_path, other, REVISIONS[5][0])


def test_a_second_page_of_a_day_without_a_time_comes_after_the_first(tmp_path: Path) -> None:
    for amount in ("1", "2", "2"):
        look(tmp_path, "2026-01-05", reading([price("a", amount)]))
    assert [s.name for s in Archive(tmp_path).snapshots("acme")] == ["2026-01-05", "2026-01-05.2"]
    assert [str(i.quotes[0].amount) for i in chronicle(Archive(tmp_path), "acme")] == ["1", "2"]


def test_a_page_that_is_not_the_providers_is_a_failed_look_and_no_snapshot(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(PageError):
            take(tmp_path, "<h1>soon</h1>", "2026-01-05")
    (seen,) = Archive(tmp_path).observations
    assert (seen.outcome, seen.snapshot) == ("failed", None)
    assert seen.error is not None
    assert Archive(tmp_path).snapshots("ucloud") == []


def test_rows_in_another_order_are_no_change(tmp_path: Path) -> None:
    take_all(tmp_path, [5])
    head, rows = REVISIONS[5][1].page("price").rsplit("| --- |\n", 1)
    turned = "\n".join(reversed(rows.strip().splitlines()))
    assert turned != rows.strip()
    page = f"{head}| --- |\n{turned}\n"
    taken = take(tmp_path, page, "2025-04-01T10:00:00+08:00")
    assert taken is not None
    assert taken.outcome == "new", "the page is another, and kept"
    (compared,) = last_two(Presents(Archive(tmp_path)), ["ucloud"])
    assert changes(compared.pairs) == []
    assert all(interval.open and interval.number == 1 for interval in chronicle(Archive(tmp_path), "ucloud"))


def as_an_older_program_wrote_it(folder: Path) -> None:
    """Takes away from the snapshot what programs did not know of at first."""
    (folder / "unsaid.jsonl").unlink()
    prices = folder / "prices.jsonl"
    prices.write_bytes(prices.read_bytes().replace(b'"effective_until":null,', b""))
    said = json.loads((folder / "about.json").read_bytes())
    said["files"] = {
        name: files.digest((folder / name).read_bytes()) for name in said["files"] if name != "unsaid.jsonl"
    }
    (folder / "about.json").write_bytes(files.encode(said))


def test_what_an_older_program_did_not_know_of_is_no_change(tmp_path: Path) -> None:
    read = reading([price("a", "1")])
    look(tmp_path, "2026-01-05", read)
    as_an_older_program_wrote_it(tmp_path / "acme" / "2026-01-05")
    (snapshot,) = Archive(tmp_path).snapshots("acme")
    assert (snapshot.prices, snapshot.unsaid, snapshot.reading.good) == (read.prices, [], True)
    again = look(tmp_path, "2026-01-06", read)
    assert again is not None
    assert (again.outcome, again.snapshot) == ("unchanged", "2026-01-05")


@pytest.mark.parametrize(
    "more",
    [
        reading([price("a", "1", until="2026-03-31")]),
        reading([price("a", "1")], unsaid=[unsaid("b", "3", "天")]),
    ],
)
def test_what_it_did_not_know_of_is_a_change_once_it_is_there(more: Reading, tmp_path: Path) -> None:
    def seen(day: str, read: Reading) -> str:
        """What becomes of the same page, read so on that day."""
        visit = Visit("acme", day, "captured", {"price": Response(b"the page")})
        line = keep(tmp_path, visit, read.model_copy(update={"stored": "the page"}))
        return line.outcome if line else ""

    plain = reading([price("a", "1")])
    assert seen("2026-01-05", plain) == "new"
    as_an_older_program_wrote_it(tmp_path / "acme" / "2026-01-05")
    looks = [("2026-01-06", plain), ("2026-01-07", more), ("2026-01-08", more), ("2026-01-09", plain)]
    assert [seen(*each) for each in looks] == ["unchanged", "new", "unchanged", "new"]
    assert [each.unsaid for each in Archive(tmp_path).snapshots("acme")] == [[], more.unsaid, []]


def test_days_are_the_providers() -> None:
    assert calendar.moment("2025-03-07T19:30:00Z", UCLOUD.timezone) == "2025-03-08T03:30:00+08:00"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A copy of the shipped snapshots."""
    shutil.copytree(SHIPPED.snapshots, tmp_path / "snapshots")
    return tmp_path / "snapshots"


def test_packed_years_are_read_like_loose_ones(kept: Path, tmp_path: Path) -> None:
    def everything() -> object:
        with rebuilt(f"sqlite:///{tmp_path}/h.sqlite") as connection:
            fill(connection, Archive(kept))
            rows = dump(connection)
        files = [{n: s.source.read(n) for n in s.source.names()} for s in Archive(kept).snapshots("ucloud")]
        return (
            [row[:-1] if row[0] == "ucloud" else row for row in rows if row[0] != "files"],
            files,
            told(kept),
            next(iter(verify(Archive(kept), READER, "ucloud")))[1],
        )

    loose = everything()
    (packed,) = pack_years(Archive(kept), "ucloud", 2026)
    assert packed.snapshots == len(SHIPPED.archive().snapshots("ucloud"))
    assert sorted(path.name for path in (kept / "ucloud").iterdir()) == [
        "2025.jsonl", "2025.jsonl.zst", "profile.jsonl",
    ]  # fmt: skip
    assert everything() == loose
    assert list(pack_years(Archive(kept), "ucloud", 2026)) == []


def test_what_comes_late_into_a_packed_year_is_packed_with_it(kept: Path) -> None:
    list(pack_years(Archive(kept), "ucloud", 2026))
    text = REVISIONS[-1][1].page("price").replace("4 元/百万", "5 元/百万", 1)
    taken = take(kept, text, "2025-12-01T10:00:00+08:00")
    assert taken is not None
    assert taken.outcome == "new"
    whole = told(kept)
    (packed,) = pack_years(Archive(kept), "ucloud", 2026)
    assert packed.snapshots == len(SHIPPED.archive().snapshots("ucloud")) + 1
    assert told(kept) == whole


def test_a_damaged_pack_is_named(kept: Path) -> None:
    (packed,) = pack_years(Archive(kept), "ucloud", 2026)
    packed.path.write_bytes(packed.path.read_bytes()[:-9])
    with pytest.raises(StorageError, match=r"2025\.jsonl\.zst: is no pack"):
        Archive(kept).snapshots("ucloud")


LAST = "ucloud/2025-11-18"


def cut_line(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], lines[1][:40] + b"\n", *lines[2:]]))


def other_amount(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b'"amount":"4"', b'"amount":"5"', 1))


@pytest.mark.parametrize(
    ("name", "damage", "says"),
    [
        ("prices.jsonl", cut_line, "line 2 is no Price"),
        ("prices.jsonl", other_amount, "is not what was written"),
        ("price.md", lambda path: path.write_text(path.read_text().replace("4 元", "5 元")), "is not what was written"),
        ("facts.jsonl", Path.unlink, "is missing"),
    ],
)
def test_verify_names_a_file_that_was_altered(
    kept: Path, name: str, damage: Callable[[Path], object], says: str
) -> None:
    damage(kept / LAST / name)
    found = [finding for _, findings in verify(Archive(kept), READER, "ucloud") for finding in findings]
    assert [(finding.path, finding.verdict) for finding in found] == [(kept / LAST / name, "altered")]
    assert says in found[0].detail


def test_a_snapshot_that_does_not_say_when_it_was_seen_is_named(kept: Path) -> None:
    (kept / LAST / "about.json").write_text("{}")
    with pytest.raises(StorageError, match=r"2025-11-18/about\.json: line 1 is no About"):
        list(verify(Archive(kept), READER, "ucloud"))


def test_where_a_scraper_cannot_be_asked_files_are_held_to_their_word_all_the_same(kept: Path) -> None:
    def broken(_: str) -> Scraper:
        message = "ucloud.py: cannot be loaded"
        raise CollectionError(message)

    (kept / LAST / "facts.jsonl").unlink()
    found = [finding for _, findings in verify(Archive(kept), Unconfined(broken), "ucloud") for finding in findings]
    assert {finding.verdict for finding in found} == {"altered", "not read"}
    assert [finding.path for finding in found if finding.verdict == "altered"] == [kept / LAST / "facts.jsonl"]
    assert {finding.detail for finding in found if finding.verdict == "not read"} == {"ucloud.py: cannot be loaded"}


def test_verify_tells_another_reading_from_another_file_and_reread_keeps_both(kept: Path) -> None:
    changed = SHIPPED.scraper("ucloud")
    first, *_ = (facts for facts in [changed.extract])
    object.__setattr__(changed, "extract", lambda page: (found for found in first(page) if not hasattr(found, "kind")))
    reader = Unconfined(lambda _: changed)
    findings = [finding for _, found in verify(Archive(kept), reader, "ucloud") for finding in found]
    assert {(finding.path.name, finding.verdict) for finding in findings} == {("facts.jsonl", "read differently")}
    before = tree(kept)
    folders = [
        reread(Archive(kept), reader, changed, s, "2026-02-01T00:00:00+08:00", "2.0")
        for s in Archive(kept).snapshots("ucloud")
    ]
    assert len([folder for folder in folders if folder]) == len(findings)
    after = tree(kept)
    assert {name: after[name] for name in before} == before
    assert not any(found for _, found in verify(Archive(kept), reader, "ucloud"))
    last = Archive(kept).snapshots("ucloud")[-1]
    assert [(each.about.program, bool(each.facts)) for each in last.readings] == [
        (last.about.program, True),
        ("2.0", False),
    ]
    assert json.loads((kept / LAST / "reading.2" / "about.json").read_text())["basis"] == "reread"
    assert all(
        reread(Archive(kept), reader, changed, s, "2026-02-02", "2.0") is None
        for s in Archive(kept).snapshots("ucloud")
    )
