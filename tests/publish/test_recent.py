"""The last changes: each is told once, on its day, with what was before and after it."""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pricebook.beliefs import Decision
from pricebook.history.checkpoint import Presents
from pricebook.publish import records
from pricebook.publish.feed import NEWEST
from pricebook.publish.parts import part_of
from pricebook.publish.recent import KEPT, changes_of
from pricebook.publish.records.history import KINDS
from pricebook.records import Reading
from pricebook.snapshots.archive import Archive
from tests.publish.published import line
from tests.worlds import again, introduced, look, price, published, reading, release_of

DAYS = [f"2026-01-{day:02}" for day in range(1, 10)]
ATOM = "{http://www.w3.org/2005/Atom}"


def changes(root: Path, *reads: Reading) -> list[dict[str, Any]]:
    """What is told of the provider when its page was seen so, day after day."""
    for day, read in zip(DAYS, reads, strict=False):
        look(root, day, read)
    told = list(part_of(Presents(Archive(root)).of("acme")).changes)
    for each in told:
        records.ChangeEntry.model_validate(each)
    return told


def kinds(told: list[dict[str, Any]]) -> list[tuple[str, str, str | None]]:
    return [(each["day"], each["kind"], each["percent"]) for each in told]


A = reading([price("a", "3")])
NOTHING = reading([])


@pytest.mark.parametrize(
    ("reads", "told"),
    [
        ([A], []),
        ([A, A], []),
        ([NOTHING, A], []),
        ([A, reading([price("a", "3"), price("b", "3")])], [("2026-01-02", "added", None)]),
        ([A, reading([price("a", "4")])], [("2026-01-02", "increase", "33.3")]),
        ([A, reading([price("a", "1")])], [("2026-01-02", "decrease", "-66.7")]),
        ([A, reading([price("a", "3000")])], [("2026-01-02", "increase", "99900")]),
        ([A, reading([price("a", "0", free=True)])], [("2026-01-02", "free", "-100")]),
        ([reading([price("a", "0", free=True)]), A], [("2026-01-02", "increase", None)]),
        ([A, reading([price("a", "3", until="2026-03-31")])], [("2026-01-02", "terms", None)]),
        ([A, reading([price("a", "3", promotion={"label": "限时"})])], [("2026-01-02", "terms", None)]),
        ([A, reading([price("a", "3"), price("a", "4")])], [("2026-01-02", "conflict", None)]),
        ([reading([price("a", "3"), price("a", "4")]), A], [("2026-01-02", "solved", None)]),
        ([A, NOTHING], [("2026-01-02", "missing", None)]),
        ([A, reading([], good=False)], [("2026-01-02", "unread", None)]),
        ([A, NOTHING, A], [("2026-01-03", "returned", None), ("2026-01-02", "missing", None)]),
        (
            [A, NOTHING, reading([price("a", "6")])],
            [("2026-01-03", "increase", "100"), ("2026-01-02", "missing", None)],
        ),
        ([A, reading([price("b", "3")])], [("2026-01-02", "missing", None), ("2026-01-02", "added", None)]),
    ],
)
def test_a_change_is_called_what_it_is(
    reads: list[Reading], told: list[tuple[str, str, str | None]], tmp_path: Path
) -> None:
    found = changes(tmp_path, *reads)
    assert kinds(found) == told
    assert {each["kind"] for each in found} <= set(KINDS)


def test_a_price_before_and_after(tmp_path: Path) -> None:
    (change,) = changes(tmp_path, reading([price("a", "58", conditions={"mode": "batch"})]),
                        reading([price("a", "29", conditions={"mode": "batch"})]))  # fmt: skip
    before = {"amount": "58", "currency": "CNY", "unit": "1M tokens", "quote": "58 元"}
    assert change == {
        "day": "2026-01-02", "kind": "decrease", "id": price("a", "1", conditions={"mode": "batch"}).id,
        "provider": "acme", "model": "a", "service": "inference", "meter": "input", "conditions": {"mode": "batch"},
        "before": before, "after": {**before, "amount": "29", "quote": "29 元"}, "percent": "-50",
        "text": "a input mode=batch 58 -> 29 CNY / 1M tokens (-50 %)",
    }  # fmt: skip


def test_what_came_and_what_went_have_one_side(tmp_path: Path) -> None:
    missing, added = changes(tmp_path, A, reading([price("b", "4")]))
    assert (missing["after"], missing["before"]["amount"]) == (None, "3")
    assert (added["before"], added["after"]["amount"]) == (None, "4")
    assert missing["text"] == "a input: no longer on the page, was 3 CNY / 1M tokens"
    assert added["text"] == "b input: new, 4 CNY / 1M tokens"


def test_of_a_conflict_no_amount_is_chosen(tmp_path: Path) -> None:
    (change,) = changes(tmp_path, A, reading([price("a", "3"), price("a", "4")]))
    assert (change["before"]["amount"], change["after"], change["percent"]) == ("3", None, None)
    assert "3 or 4" in change["text"]


@pytest.mark.parametrize(("on", "told"), [("2026-01-02", ["withdrawn"]), ("2026-02-01", [])])
def test_what_is_withdrawn_on_a_day_to_come_is_still_sold(on: str, told: list[str], tmp_path: Path) -> None:
    changes(tmp_path, A, A)
    decided = Decision(provider="acme", id=price("a", "1").id, decision="withdrawn", on=on, at=DAYS[1], because="so")
    Archive(tmp_path).decide(decided)
    assert [each["kind"] for each in changes(tmp_path)] == told


def test_what_is_to_end_is_not_told_as_ended_however_it_changes_until_then(tmp_path: Path) -> None:
    gone = {"a": "2027-01-01"}
    later = [reading([price("a", "2", until=until)], withdrawn=gone) for until in (None, "2026-12-31")]
    told = changes(tmp_path, reading([price("a", "1")], withdrawn=gone), *later)
    assert [(each["day"], each["kind"]) for each in told] == [(DAYS[2], "terms"), (DAYS[1], "increase")]


def test_what_was_misread_never_was(tmp_path: Path) -> None:
    changes(tmp_path, A, reading([price("a", "300", conditions={"plan": "x"})]), A)
    again(tmp_path, DAYS[1], 2, "2026-01-08", A)
    assert changes(tmp_path) == []


PAGES = st.lists(st.dictionaries(st.sampled_from("abc"), st.sampled_from(["1", "2", "4"])), min_size=1, max_size=6)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pages=PAGES.filter(lambda pages: bool(pages[0])))
def test_changes_are_what_differs_from_day_to_day(pages: list[dict[str, str]], tmp_path: Path) -> None:
    with TemporaryDirectory(dir=tmp_path) as folder:
        reads = [reading([price(model, amount) for model, amount in sorted(page.items())]) for page in pages]
        told = changes(Path(folder), *reads)
    found = [(each["day"], each["model"], each["kind"], each["percent"]) for each in told]
    assert sorted(found) == sorted(differing(pages))
    assert [each["day"] for each in told] == sorted((each["day"] for each in told), reverse=True)
    standing = dict(pages[0])
    for each in reversed(told):
        side = each["before"]
        assert (
            side is None or each["kind"] == "returned" or standing.get(each["model"], side["amount"]) == side["amount"]
        )
        standing.pop(each["model"], None)
        if each["after"] is not None:
            standing[each["model"]] = each["after"]["amount"]
    assert standing == pages[-1], "one after the other they lead from the first day to the last"


def differing(pages: list[dict[str, str]]) -> list[tuple[str, str, str, str | None]]:
    """Day by day what came, what went, and what became of the others since they were last seen."""
    found: list[tuple[str, str, str, str | None]] = []
    last = dict(pages[0])
    for number in range(1, len(pages)):
        day, before, now = DAYS[number], pages[number - 1], pages[number]
        found += [(day, model, "missing", None) for model in before.keys() - now.keys()]
        for model, amount in now.items():
            was = last.get(model)
            if was is None:
                found.append((day, model, "added", None))
            elif was != amount:
                percent = (Decimal(amount) - Decimal(was)) / Decimal(was) * 100
                found.append((day, model, "increase" if percent > 0 else "decrease", f"{percent.normalize():f}"))
            elif model not in before:
                found.append((day, model, "returned", None))
        last |= now
    return found


def test_so_many_are_told_and_the_newest_of_them() -> None:
    day = "2026-{:02}-{:02}".format
    lines = [line(id=f"{0:016x}", first_seen="2025-01-01")]
    lines += [
        line(id=f"{number:016x}", model=f"m{number}", first_seen=day(1 + number // 60, 1 + number % 28))
        for number in range(1, KEPT + 20)
    ]
    told = changes_of(lines, ())
    days = sorted((each["first_seen"] for each in lines[1:]), reverse=True)
    assert [each["day"] for each in told] == days[:KEPT]


def test_the_feed_tells_the_newest_of_all_providers(tmp_path: Path) -> None:
    for provider in ("acme", "other"):
        introduced(tmp_path, DAYS[0], provider=provider)
        for number, day in enumerate(DAYS[:3]):
            look(tmp_path, day, reading([price("a", str(number + 1), provider=provider)]), provider)
    told = published(tmp_path)["changes.json"]["changes"]
    assert [(each["day"], each["provider"]) for each in told] == [
        ("2026-01-03", "acme"), ("2026-01-03", "other"), ("2026-01-02", "acme"), ("2026-01-02", "other"),
    ]  # fmt: skip
    root = fromstring(release_of(Presents(Archive(tmp_path)))["feed.xml"])
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [each["text"] for each in told[:NEWEST]]
    assert [entry.findtext(f"{ATOM}updated") for entry in entries] == [f"{each['day']}T00:00:00Z" for each in told]
    assert root.findtext(f"{ATOM}updated") == "2026-01-03T00:00:00Z"
