"""How a published price stands: fresh, stale or absent, since when, and what is doubtful about it."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from pricebook.beliefs import Decision, Response, Visit
from pricebook.publish import records
from pricebook.records import Price
from pricebook.snapshots.archive import Archive
from pricebook.snapshots.keeping import failed
from tests.worlds import again, introduced, keep, look, price, published, reading

Told = dict[str, Any]


def prices(root: Path, name: str = "prices") -> list[Told]:
    record: type[BaseModel] = records.Price if name == "prices" else records.AbsentPrice
    told: list[Told] = published(root)[f"{name}.json"]["prices"]
    for each in told:
        record.model_validate(each)
    return told


def standing(root: Path) -> dict[str, str]:
    """By model the status, of what is on sale and of what is absent."""
    return {each["model"]: each["status"] for each in (*prices(root), *prices(root, "absent"))}


def saw(root: Path, day: str, unseen: dict[str, str | None], **pages: Price) -> None:
    """One look at these pages, each with one price."""
    reads = [reading([one], page=page) for page, one in pages.items()]
    stored = [read.model_copy(update={"stored": read.model_dump_json()}) for read in reads]
    keep(
        root,
        Visit("acme", day, "saved", {read.page: Response(read.stored.encode()) for read in stored}, unseen),
        *stored,
    )


CHAT, IMAGE = price("a", "1", page="chat"), price("b", "1", page="image")


def test_a_page_that_fails_makes_its_own_prices_stale(tmp_path: Path) -> None:
    saw(tmp_path, "2026-01-01", {}, chat=CHAT, image=IMAGE)
    assert standing(tmp_path) == {"a": "fresh", "b": "fresh"}
    saw(tmp_path, "2026-01-02", {"image": "busy"}, chat=CHAT)
    assert standing(tmp_path) == {"a": "fresh", "b": "stale"}
    saw(tmp_path, "2026-01-03", {"image": None}, chat=CHAT)
    assert standing(tmp_path) == {"a": "fresh", "b": "stale"}, "nobody looked at it again"
    saw(tmp_path, "2026-01-04", {}, chat=CHAT, image=IMAGE)
    assert standing(tmp_path) == {"a": "fresh", "b": "fresh"}


def test_what_a_page_said_that_was_given_up_is_stale_and_the_status_says_which(tmp_path: Path) -> None:
    saw(tmp_path, "2026-01-01", {}, chat=CHAT, image=IMAGE)
    saw(tmp_path, "2026-01-02", {"tools": None}, chat=CHAT)
    assert standing(tmp_path) == {"a": "fresh", "b": "stale"}
    told = published(tmp_path)["status.json"]["providers"]["acme"]
    assert (told["given_up"], told["failing"], told["failing_since"]) == ({"image": "2026-01-01"}, {}, None)


def test_a_look_that_failed_makes_all_stale_until_the_next(tmp_path: Path) -> None:
    look(tmp_path, "2026-01-01", reading([price("a", "1"), price("b", "2")]))
    Archive(tmp_path).add(failed("acme", "2026-01-02", {}, "no such page"))
    assert standing(tmp_path) == {"a": "stale", "b": "stale"}
    look(tmp_path, "2026-01-03", reading([price("a", "1"), price("b", "2")]))
    assert standing(tmp_path) == {"a": "fresh", "b": "fresh"}


@pytest.mark.parametrize(
    ("good", "reason"), [(True, None), (False, "not read any more, where amounts are not understood")]
)
def test_what_is_absent_says_since_when_unless_it_may_still_stand_there(
    good: bool, reason: str | None, tmp_path: Path
) -> None:
    look(tmp_path, "2026-01-01", reading([price("a", "1")]))
    look(tmp_path, "2026-01-02", reading([], good=good))
    Archive(tmp_path).add(failed("acme", "2026-01-03", {}, "no such page"))
    if reason:
        (told,) = prices(tmp_path)
        assert (told["status"], told["reasons"], told["amount"]) == ("held", [reason], "1")
        assert prices(tmp_path, "absent") == []
    else:
        assert prices(tmp_path) == []
        (told,) = prices(tmp_path, "absent")
        assert (told["status"], told["absent_since"], told["snapshot"]) == ("missing", "2026-01-02", "2026-01-01")
    assert (told["suspect"], told["conflict"]) == (None, None)


@pytest.mark.parametrize(
    ("on", "at", "status"),
    [
        ("2026-01-02", "2026-01-05", "withdrawn"), ("2026-01-05", "2026-01-05", "withdrawn"),
        ("2026-01-06", "2026-01-05", "fresh"),
    ],
)  # fmt: skip
def test_what_is_withdrawn_is_so_from_its_day_on(on: str, at: str, status: str, tmp_path: Path) -> None:
    look(tmp_path, "2026-01-01", reading([price("a", "1")]))
    Archive(tmp_path).decide(
        Decision(provider="acme", id=price("a", "1").id, decision="withdrawn", on=on, at=at, because="so")
    )
    assert standing(tmp_path) == {"a": status}
    assert [each["absent_since"] for each in prices(tmp_path, "absent")] == ([on] if status == "withdrawn" else [])
    look(tmp_path, "2026-01-06", reading([price("a", "1")]))
    assert standing(tmp_path) == {"a": "withdrawn"}, "its day has come"


@pytest.mark.parametrize(
    ("printed", "told"), [(None, "2026-02-04"), ("2026-02-01", "2026-02-01"), ("2026-03-01", "2026-02-04")]
)
def test_a_day_from_which_on_it_is_not_sold_ends_it_the_day_before(
    printed: str | None, told: str, tmp_path: Path
) -> None:
    look(tmp_path, "2026-01-01", reading([price("a", "1", until=printed)], withdrawn={"a": "2026-02-05"}))
    assert [each["effective_until"] for each in prices(tmp_path)] == [told]


def test_a_conflict_stands_whole_under_one_id(tmp_path: Path) -> None:
    look(tmp_path, "2026-01-01", reading([price("a", "10"), price("a", "9"), price("b", "8")]))
    assert [each["model"] for each in prices(tmp_path)] == ["b"]
    held = published(tmp_path)["pending.json"]["pending"]
    assert [(each["amount"], each["published"]) for each in held] == [("9", None), ("10", None)]
    assert "'9 元'" in held[0]["reasons"][0]
    Archive(tmp_path).decide(
        Decision(
            provider="acme", id=price("a", "1").id, decision="acknowledged", on="2026-01-02", at="2026-01-02",
            because="so", amounts=["9", "10"],
        )
    )  # fmt: skip
    one, other, alone = prices(tmp_path)
    assert one["id"] == other["id"] != alone["id"]
    assert (one["amount"], other["amount"]) == ("9", "10")
    assert one["conflict"] == other["conflict"]
    assert "'9 元'" in one["conflict"]
    assert "'10 元'" in one["conflict"]
    assert alone["conflict"] is None
    files = published(tmp_path)
    assert [marks["conflict"] for _, _, marks in files["slim.json"]["providers"]["acme"]["models"]["a"]["input"]] == [
        one["conflict"], one["conflict"],
    ]  # fmt: skip
    assert files["status.json"]["providers"]["acme"]["conflicts"] == 0


def test_a_slip_of_the_page_is_published_nowhere_and_says_why(tmp_path: Path) -> None:
    look(tmp_path, "2026-01-01", reading([price(model, "2") for model in "abcd"] + [price("e", "2000")]))
    assert {each["model"]: each["suspect"] for each in prices(tmp_path)} == dict.fromkeys("abcd")
    (held,) = published(tmp_path)["pending.json"]["pending"]
    assert (held["model"], held["published"]) == ("e", None)
    assert held["reasons"] == ["1000 times away from the middle price of its kind on the page"]


def test_what_is_usual_on_one_page_says_nothing_of_another(tmp_path: Path) -> None:
    reads = [
        reading([price(f"{page}-{model}", amount, page=page) for model in "abc"], page=page)
        for page, amount in (("chat", "2"), ("image", "2000"))
    ]
    stored = [read.model_copy(update={"stored": read.model_dump_json()}) for read in reads]
    pages = {read.page: Response(read.stored.encode()) for read in stored}
    keep(tmp_path, Visit("acme", "2026-01-01", "saved", pages), *stored)
    assert {each["suspect"] for each in prices(tmp_path)} == {None}


def test_days_of_a_price(tmp_path: Path) -> None:
    look(tmp_path, "2026-01-02", reading([price("a", "1", since="2026-01-01"), price("b", "1")]))
    look(tmp_path, "2026-01-04", reading([price("a", "1", since="2026-01-01"), price("b", "1.5")]))
    again(tmp_path, "2026-01-04", 2, "2026-01-06", reading([price("a", "1", since="2026-01-01"), price("b", "1.8")]))
    names = ("amount", "valid_from", "valid_from_basis", "first_seen", "known_from")
    told = {each["model"]: tuple(each[name] for name in names) for each in prices(tmp_path)}
    assert told == {
        "a": ("1", "2026-01-01", "printed", "2026-01-02", "2026-01-02"),
        "b": ("1.8", "2026-01-04", "observed", "2026-01-04", "2026-01-06"),
    }


def test_its_place_has_the_address_that_people_open(tmp_path: Path) -> None:
    look(tmp_path, "2026-01-01", reading([price("a", "1")]))
    assert prices(tmp_path)[0]["where"]["address"] is None
    introduced(tmp_path, "2026-01-02")
    assert prices(tmp_path)[0]["where"] == {
        "address": "https://acme.example/price", "page": "price", "line": 3, "heading": ["价目"], "table": 1, "row": 1,
        "column": "价格",
    }  # fmt: skip
