"""What is known of one provider's real page through its revisions: nothing of it may be read silently wrong."""

import json
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricebook.checks.gate import suspicions
from pricebook.history.comparing import between
from pricebook.history.diff import Change, changes
from pricebook.history.pairing import bare, undated
from pricebook.snapshots.folders import Snapshot
from tests.command import catalog, needs_a_terminal, on_a_terminal
from tests.conftest import frozen

HELD = {snapshot.name: snapshot for snapshot in frozen().archive().snapshots("ucloud")}
NAMES = list(HELD)


def changed(old: str, new: str) -> list[Change]:
    (compared,) = between(frozen().archive(), ["ucloud"], old, new)
    return changes(compared.pairs)


def amounts(snapshot: Snapshot, model: str) -> dict[str, str]:
    return {price.meter: str(price.amount) for price in snapshot.prices if price.model == model}


def test_every_look_was_written_down() -> None:
    seen = frozen().archive().told("ucloud")
    assert len(seen) == 33
    assert {each.outcome for each in seen} == {"new", "unchanged"}
    assert [each.at for each in seen] == sorted(each.at for each in seen)
    assert {each.snapshot for each in seen} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_only_what_the_page_left_unsaid_is_unread(name: str) -> None:
    unsaid = {"2025-03-07": "no currency", "2025-03-24": "no currency", "2025-07-01": "no unit"}
    reading = HELD[name].reading
    assert [remark.reason.split(" is printed")[0] for remark in reading.unread] == (
        [unsaid[name]] * (8 if name == "2025-07-01" else 4) if name in unsaid else []
    )
    assert bool(reading.prices) is (unsaid.get(name) != "no currency")


def test_a_column_without_a_unit_is_read_the_day_after() -> None:
    assert not any(price.meter == "image" for price in HELD["2025-07-01"].prices)
    images = [price for price in HELD["2025-07-02"].prices if price.meter == "image"]
    assert [price.listed.unit for price in images] == ["image"] * 8
    assert {(change.kind, change.told.meter) for change in changed("2025-07-01", "2025-07-02")} == {("added", "image")}


def test_the_end_of_a_promotion_is_a_change_of_terms() -> None:
    found = changed("2025-03-27", "2025-03-28")
    assert [change.kind for change in found] == ["terms"] * 4
    assert {(change.old[0].promotion, change.new[0].promotion) for change in found} == {("限时免费", None)}


def test_the_model_that_a_bulk_edit_left_behind_is_flagged() -> None:
    left = "ERNIE-4.5-Turbo-128K"
    assert amounts(HELD["2025-08-19"], left) == {"input": "800", "output": "320"}
    assert {suspect.model for suspect in suspicions(HELD["2025-08-19"].prices)} == {left}
    jumps = [change for change in changed("2025-07-16", "2025-08-19") if change.kind == "jump"]
    assert [(change.told.model, change.ratio) for change in jumps] == [(left, Decimal(1000)), (left, Decimal(100))]
    back = [change for change in changed("2025-10-20", "2025-10-21") if change.kind == "jump"]
    assert {(change.told.model, change.ratio) for change in back} == {(left.lower(), Decimal("0.001"))}


def test_rows_that_stand_twice_are_a_conflict_until_one_is_renamed() -> None:
    shown = [change for change in changed("2025-09-05", "2025-09-29") if change.kind == "conflict"]
    assert [sorted(price.amount for price in change.new) for change in shown] == [["0.18", "0.365"], ["0.35", "0.73"]]
    assert {change.told.model for change in shown} == {"Wan-AI/Wan2.2-T2V"}
    assert not [change for change in changed("2025-09-29", "2025-10-16") if change.kind in {"conflict", "solved"}]
    found = changed("2025-10-16", "2025-10-20")
    assert [change.new[0].amount for change in found if change.kind == "solved"] == ["0.18", "0.35"]
    assert {change.told.amount for change in found if change.told.model == "Wan-AI/Wan2.5-T2V"} == {
        "1.095", "0.73", "0.365",
    }  # fmt: skip


def test_a_vendors_column_with_blanks_below_belongs_to_no_model() -> None:
    for name in ("2025-10-10", "2025-10-11", "2025-10-14", "2025-11-18"):
        assert amounts(HELD[name], "doubao-seed-1.6") or amounts(HELD[name], "ByteDance/doubao-seed-1.6")
        assert not {price.model for price in HELD[name].prices} & {"", "qwen", "deepseek", "bytedance", "ByteDance"}


def test_models_that_were_given_a_vendors_prefix_are_likely_renamed() -> None:
    found = changed("2025-10-22", "2025-10-23")
    renamed = {(change.old[0].model, change.new[0].model) for change in found if change.kind == "rename"}
    assert ("DeepSeek-R1-0528", "deepseek-ai/DeepSeek-R1-0528") in renamed
    assert ("Flux Kontext Pro", "black-forest-labs/flux-kontext-pro") in renamed
    assert not [
        change for change in found if change.told.model.endswith("DeepSeek-R1-0528") and change.kind != "rename"
    ]
    assert not [change for change in found if change.kind in {"jump", "increase", "decrease"}]


DAYS = sorted({name[:10] for name in NAMES})


@given(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map(sorted))
def test_a_range_lists_what_is_at_one_of_its_ends_and_no_model_twice(days: list[str]) -> None:
    sides = [{price.id for price in at_end(day).prices} for day in days]
    models = [{bare(price.model) for price in at_end(day).prices} for day in days]
    found = changed(*days)
    for change in found:
        for ids, side in zip(sides, (change.old, change.new), strict=True):
            assert {price.id for price in side if price.is_there} <= ids
    for name in ("old", "new"):
        listed = [key for change in found for key in {price.id for price in getattr(change, name) if price.is_there}]
        assert len(listed) == len(set(listed)), "each price is of one change"
    lost = {bare(change.told.model) for change in found if change.kind == "missing"}
    got = {bare(change.told.model) for change in found if change.kind == "added"}
    for name in lost & got & models[0] & models[1]:
        meters = [{(c.told.service, c.told.meter) for c in found if bare(c.told.model) == name and c.kind == kind}
                  for kind in ("missing", "added")]  # fmt: skip
        assert not meters[0] & meters[1], name


def at_end(day: str) -> Snapshot:
    return HELD[max((name for name in NAMES if name[:10] <= day), key=lambda name: (name[:10], len(name), name))]


def test_every_model_that_has_one_name_at_both_ends_is_paired() -> None:
    old, new = ({price.model for price in at_end(day).prices} for day in ("2025-09-30", "2025-10-31"))
    for spelled, number in ((bare, 22), (undated, 23)):
        both = {spelled(model) for model in old} & {spelled(model) for model in new}
        assert len(both) >= number
    found = changed("2025-09-30", "2025-10-31")
    for name in {bare(model) for model in old} & {bare(model) for model in new}:
        own = [change for change in found if bare(change.told.model) == name]
        assert {change.kind for change in own} <= {"jump", "solved", "increase", "decrease", "rename", "missing"}
        before = {price.model for price in at_end("2025-09-30").prices if bare(price.model) == name}
        after = {price.model for price in at_end("2025-10-31").prices if bare(price.model) == name}
        if before != after:
            assert {(change.old[0].model, change.new[0].model) for change in own} == {(*before, *after)}
    (coder,) = {
        (c.kind, str(c.ratio), c.old[0].model, c.new[0].model) for c in found if bare(c.told.model) == "qwen3-coder"
    }
    assert coder == ("increase", "2.25", "Qwen3-Coder", "Qwen/Qwen3-Coder")


def test_what_happened_between_is_told_by_day() -> None:
    days = "diff", "2025-09-30", "2025-10-31", "--provider", "ucloud", "--steps"
    whole = json.loads(catalog(*days, "--json", cwd=frozen().root).stdout)
    seen = [day for day in DAYS if "2025-09-30" < day <= "2025-10-31"]
    told = [step["day"] for step in whole["steps"]]
    assert told == sorted(set(told))
    assert set(told) <= set(seen)
    (back,) = [step for step in whole["steps"] if step["day"] == "2025-10-21"]
    assert [change["kind"] for change in back["changes"]].count("jump") == 2
    rows = catalog(*days, cwd=frozen().root).stdout.splitlines()
    assert rows[0].split("\t")[:2] == ["day", "change"]
    assert len(rows) - 1 == sum(len(step["changes"]) for step in whole["steps"])
    assert catalog("diff", "--steps", cwd=frozen().root).returncode == 2


@needs_a_terminal
@pytest.mark.parametrize("width", ["80", "200"])
def test_no_table_breaks_a_name_an_id_or_a_day(width: str) -> None:
    days = "diff", "2025-09-30", "2025-10-31", "--provider", "ucloud"
    shown = on_a_terminal(frozen().root, *days, NO_COLOR="1", COLUMNS=width)
    for change in json.loads(catalog(*days, "--json", cwd=frozen().root).stdout)["changes"]:
        for side in ("old", "new"):
            assert not change[side] or change[side][0]["model"] in shown
        assert (change["new"] or change["old"])[0]["id"] in shown
        for day in change["between"] or ():
            assert day in shown
    assert not re.search(r"[0-9]{4}-[0-9]{2}-?$", shown, re.MULTILINE)
