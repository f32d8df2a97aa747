"""`history.jsonl` holds every form of every price: who prices an old invoice by it is told what was true then."""

import json
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings

from pricebook.calendar import day_of
from pricebook.history.checkpoint import Presents
from pricebook.history.past import lines_of
from pricebook.history.replaying import chronicle
from pricebook.publish import records
from pricebook.publish.parts import part_of
from pricebook.snapshots.archive import Archive
from tests.history.test_intervals import DAYS, pasts, written
from tests.worlds import Naive, look, price, reading

Line = dict[str, Any]


def history(presents: Presents) -> list[Line]:
    return [json.loads(line) for line in part_of(presents.of("acme")).history.splitlines()]


def as_of(lines: list[Line], day: str) -> dict[str, tuple[Any, ...]]:
    """By price its amounts on that day, from when and how that is known, since when it was seen, how it stood."""
    found: dict[str, tuple[Any, ...]] = {}
    for key in {line["id"] for line in lines}:
        held = [line for line in lines if line["id"] == key and line["known_to"] is None and line["valid_from"] <= day]
        last = max((line["number"] for line in held), default=None)
        form = [line for line in held if line["number"] == last]
        if not form or (form[0]["withdrawn_on"] or "9999") <= day:
            continue
        assert (form[0]["valid_to"] or "9999") > day
        states = [(name, form[0][f"{name}_since"]) for name in ("missing", "unread")]
        state, since = next(((name, at) for name, at in states if at is not None and at <= day), ("listed", None))
        amounts = sorted(Decimal(line["amount"]) for line in form)
        found[key] = (amounts, form[0]["valid_from"], form[0]["valid_from_basis"], form[0]["first_seen"], state, since)
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(past=pasts())
def test_it_answers_as_the_naive_model_does(past: tuple[Naive, list[str]], tmp_path: Path) -> None:
    with TemporaryDirectory(dir=tmp_path) as folder:
        root, kept = Path(folder) / "snapshots", Path(folder) / "checkpoint"
        for number, _ in enumerate(written(root, *past)):
            if number % 2:  # the next one goes on from here
                Presents(Archive(root), kept).write()
        lines = history(Presents(Archive(root), kept))
        assert lines == history(Presents(Archive(root)))
        forms = [line for interval in chronicle(Archive(root), "acme") for line in lines_of(interval)]
    for line in lines:
        records.HistoryLine.model_validate(line)
    bare = [{name: value for name, value in line.items() if name != "standard"} for line in lines]
    assert sorted(map(json.dumps, map(sorted_, bare))) == sorted(map(json.dumps, map(sorted_, forms)))
    for day in DAYS:
        expected = {
            key: (amounts, begun, basis, day_of(at), state, since)
            for key, (amounts, begun, basis, at, state, since) in past[0].as_of(day, None).items()
        }
        assert as_of(lines, day) == expected, day


def sorted_(line: Line) -> list[tuple[str, Any]]:
    return sorted(line.items())


def test_what_is_past_comes_first_in_the_order_in_which_it_ended(tmp_path: Path) -> None:
    for day, amounts in enumerate(("11", "21", "22", "32", "33")):
        listed = [price(model, f"1.{amount}") for model, amount in zip("ab", amounts, strict=True)]
        look(tmp_path, DAYS[day], reading(listed))
    lines = history(Presents(Archive(tmp_path)))
    assert [(line["model"], line["amount"], line["valid_to"]) for line in lines] == [
        ("a", "1.1", DAYS[1]), ("b", "1.1", DAYS[2]), ("a", "1.2", DAYS[3]), ("b", "1.2", DAYS[4]), ("a", "1.3", None),
        ("b", "1.3", None),
    ]  # fmt: skip
    before = lines[:-2]
    look(tmp_path, DAYS[5], reading([price("a", "1.4"), price("b", "1.3")]))
    after = history(Presents(Archive(tmp_path)))
    assert after[: len(before)] == before, "what is past stands where it stood"
