"""An approval fits the very step that it names, whenever it was made, and no other."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from pricebook.beliefs import Decision, Step
from pricebook.history.gating import Approvals, gate
from pricebook.history.intervals import History, Interval, Sighting, replay
from pricebook.history.waiting import cases
from tests.worlds import price

AMOUNTS = st.decimals("0.01", "5000", places=2).map(lambda amount: format(amount.normalize(), "f"))
KEY = price("m", "1").id


def decided(decision: str, old: str, new: str, at: str = "2026-02-01", on: str = "2026-01-02") -> Decision:
    """What a person says of the second look."""
    step = Step(id=KEY, old=old, new=new)
    return Decision.model_validate(
        {"provider": "acme", "decision": decision, "on": on, "at": at, "because": "why", "steps": [step]}
    )


def told(amounts: Sequence[str], *decisions: Decision) -> History:
    """What is known of a price that was printed so, look by look."""
    looks = [
        Sighting(f"2026-01-{day:02}", f"2026-01-{day:02}", [price("m", amount)], good=True)
        for day, amount in enumerate(amounts, start=1)
    ]
    return replay(looks, decisions, gate(Approvals(decisions), "CNY"))


def forms(history: History) -> list[Interval]:
    return history.intervals[KEY]


def verdicts(history: History) -> list[object]:
    return [(each.held, each.approved_at is not None, each.yard) for each in forms(history)]


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_an_approval_never_fits_another_value(old: str, approved: str, came: str) -> None:
    decision = decided("approved", old, approved)
    with_it, without = told([old, came], decision), told([old, came])
    if came != approved or came == old:
        assert verdicts(with_it) == verdicts(without)
    else:
        assert (forms(with_it)[-1].held, forms(with_it)[-1].yard) == ((), came)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_an_approval_never_fits_another_beginning(old: str, other: str, new: str) -> None:
    if old != other:
        assert verdicts(told([old, new], decided("approved", other, new))) == verdicts(told([old, new]))


def test_an_approval_says_nothing_of_an_earlier_day_that_saw_the_same() -> None:
    """A slip that was taken back stays one, though the price really came there later."""
    history = told(["1", "5", "1", "5"], decided("approved", "1", "5", on="2026-01-04"))
    assert [bool(form.held) for form in forms(history)] == [False, True, False, False]


def test_what_was_approved_later_waited_until_then() -> None:
    (_, form) = forms(told(["1", "5"], decided("approved", "1", "5")))
    asked = {known: [reason.rule for reason in form.waited_for(known)] for known in (None, "2026-01-31", "2026-02-01")}
    assert asked == {None: [], "2026-01-31": ["step"], "2026-02-01": []}


@given(AMOUNTS, AMOUNTS, st.permutations(["approved", "rejected"]))
def test_an_approval_wins_whatever_was_said_before_or_after(old: str, new: str, said: list[str]) -> None:
    decisions = [decided(each, old, new, f"2026-02-0{number}") for number, each in enumerate(said, start=1)]
    history = told([old, new], *decisions)
    assert not forms(history)[-1].held
    assert cases("acme", history, Approvals(decisions), "2026-01-02") == []


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_rejection_changes_no_verdict_and_is_of_these_values_alone(old: str, new: str, rejected: str) -> None:
    decision = decided("rejected", old, rejected)
    history = told([old, new], decision)
    assert verdicts(history) == verdicts(told([old, new]))
    for case in cases("acme", history, Approvals([decision]), "2026-01-02"):
        assert case.rejected == (case.steps == decision.steps)


def seen(*looks: Sequence[str]) -> History:
    """What is known of a price that was printed so, more than once where two amounts stand."""
    sightings = [
        Sighting(f"2026-01-{day:02}", f"2026-01-{day:02}", [price("m", amount) for amount in amounts], good=True)
        for day, amounts in enumerate(looks, start=1)
    ]
    return replay(sightings, (), gate(Approvals([]), "CNY"))


def test_a_new_price_that_waited_goes_on_waiting_in_its_next_form() -> None:
    """Which of two prices was the right one is not told by the one that is left."""
    assert [bool(form.held) for form in forms(seen(["2", "20"], ["20"], ["20.1"]))] == [True, True, True]
    assert [bool(form.held) for form in forms(seen(["2"], ["2", "20"], ["2"]))] == [False, True, False]


def test_one_amount_that_is_printed_twice_can_be_decided() -> None:
    (case,) = cases("acme", seen(["2", "2"]), Approvals([]), "2026-01-01")
    assert ([step.new for step in case.steps], case.rejected) == (["2 twice"], False)
    approved = decided("approved", case.steps[0].old, case.steps[0].new, on="2026-01-01")
    sighting = Sighting("2026-01-01", "2026-01-01", [price("m", "2"), price("m", "2")], good=True)
    (form,) = forms(replay([sighting], (), gate(Approvals([approved]), "CNY")))
    assert not form.held
