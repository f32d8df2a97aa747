"""What is known of one provider's real page through its revisions: nothing of it may be read silently wrong."""

from decimal import Decimal

import pytest

from pricebook.checks.gate import suspicions
from pricebook.history.comparing import between
from pricebook.history.diff import Change, changes
from pricebook.snapshots.folders import Snapshot
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
