"""A real page's revisions as a stream of nights, with a person who approves in the morning what was held."""

from collections.abc import Sequence
from functools import cache

from pricebook.beliefs import Decision
from pricebook.calendar import day_of
from pricebook.history.gating import Approvals, gate
from pricebook.history.intervals import History, accepted
from pricebook.history.replaying import history_of_looks
from pricebook.history.waiting import Case, cases
from pricebook.snapshots.looks import Look
from tests.conftest import frozen

PROVIDER = "ucloud"
LOOKS = frozen().archive().looks(PROVIDER)
SLIP = "ERNIE-4.5-Turbo-128K"


def history(looks: Sequence[Look], decided: Sequence[Decision]) -> History:
    return history_of_looks(looks, decided, gate(Approvals(decided), "CNY"))


def waiting(looks: Sequence[Look], decided: Sequence[Decision]) -> list[Case]:
    return cases(PROVIDER, history(looks, decided), Approvals(decided), looks[-1].at)


@cache
def stream() -> tuple[list[Decision], list[tuple[str, Case]]]:
    """What was approved, and each case with the moment of the look after which it waited."""
    decided: list[Decision] = []
    found: list[tuple[str, Case]] = []
    for number, look in enumerate(LOOKS, start=1):
        for case in waiting(LOOKS[:number], decided):
            found.append((look.at, case))
            decided.append(Decision(
                provider=PROVIDER, decision="approved", on=day_of(case.since), at=look.at, because="seen",
                steps=list(case.steps), case=case.id,
            ))  # fmt: skip
        assert waiting(LOOKS[:number], decided) == [], "approving a case lets it through"
    return decided, found


def test_nothing_is_held_twice_for_one_finding() -> None:
    _, found = stream()
    ids = [case.id for _, case in found]
    assert len(ids) == len(set(ids))
    assert all(case.since == at for at, case in found), "a case waits from the look on that gave rise to it"


def test_the_known_slips_of_the_page_are_held_on_the_night_that_they_came() -> None:
    _, found = stream()
    slips = {(at[:10], waiting.step.new) for at, case in found if case.verdict == "rejected"
             for waiting in case.prices if waiting.new and waiting.new[0].model == SLIP}  # fmt: skip
    assert {("2025-08-19", "800"), ("2025-08-19", "320")} <= slips
    conflicts = {(at[:10], case.prices[0].new[0].model) for at, case in found if case.rule == "conflict"}
    assert conflicts == {("2025-09-29", "Wan-AI/Wan2.2-T2V")}


def test_few_nights_need_a_person() -> None:
    """So that whoever reviews it still reads what they approve."""
    _, found = stream()
    assert len({at for at, _ in found}) < len(LOOKS) / 2
    assert len(found) < len(LOOKS)


def test_approving_each_gives_the_history_that_the_pages_tell() -> None:
    decided, _ = stream()
    gated, told = history(LOOKS, decided), history_of_looks(LOOKS, [])
    assert list(gated) == list(told)
    assert all(accepted(own) is own[-1] and not own[-1].doubted for own in gated.intervals.values())


def test_without_a_person_the_last_good_value_stays_published() -> None:
    alone = history([look for look in LOOKS if look.at[:10] <= "2025-08-19"], [])
    (own,) = (each for each in alone.intervals.values() if each[-1].quotes[0].model == SLIP
              and each[-1].quotes[0].meter == "input")  # fmt: skip
    published = accepted(own)
    assert published is not None
    assert (str(published.quotes[0].amount), str(own[-1].quotes[0].amount)) == ("0.8", "800")
    assert [reason.rule for reason in own[-1].held] == ["slip", "near", "apart", "unit", "output"]
