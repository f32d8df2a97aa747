"""How decisions are shown: for a person in a few lines each, for programs a row each."""

from typing import TYPE_CHECKING

from pricebook.cli import folding, output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pricebook.run.decided import PastDecision

_FEW = 3
"""Prices of one decision that a person is shown."""
_BEARINGS = {"holds": "holds", "past": "past: other values stand there by now", "undone": "undone"}
_HEADINGS = ("name", "at", "who", "decision", "bearing", "provider", "case", "id", "model", "old", "new", "because")


def show(found: "Sequence[PastDecision]", *, as_json: bool, as_csv: bool | None) -> None:
    """Prints the decisions."""
    from pricebook.run import decided  # noqa: PLC0415

    if as_json:
        output.json(decided.as_json(found))
    elif output.is_data(as_csv):
        output.table(_HEADINGS, [row for each in found for row in _step_rows(each)], as_csv)
    else:
        for number, each in enumerate(found):
            if number:
                output.apart()
            _show_decision(each)
        if not found:
            output.say("Nothing was decided.")


def _show_decision(told: "PastDecision") -> None:
    made, rows = told.made, _step_rows(told)
    output.heading(f"{made.name}  {_decided_what(told)}  {output.minute(made.at)}")
    by = f"by {made.who}" if made.who else ""
    state = f"undone by {told.undone}" if told.undone else _BEARINGS[told.bearing]
    undoes = made.decision == "undone"
    folding.say([made.provider, "" if undoes else made.case, by, "" if undoes else state], "  ")
    for *_, key, model, old, new, _ in rows[:_FEW]:
        if key:
            folding.say([key, model, f"{old} → {new}" if new else ""], "  ", "    ")
    if len(rows) > _FEW:
        output.say(f"  … and {output.count(len(rows) - _FEW, 'more price')}")
    folding.say([f"because: {made.because}"], "  ", "    ")


def _decided_what(told: "PastDecision") -> str:
    """What was decided, in a few words."""
    made = told.made
    said = {
        "withdrawn": f"withdrawn from {made.on} on", "accepted": "approved an older page",
        "undone": f"undid {made.case}",
    }  # fmt: skip
    return said.get(made.decision, made.decision)


def _step_rows(told: "PastDecision") -> list[list[str]]:
    """A row for each price that was decided on; one for what was decided about a provider."""
    made = told.made
    models = {price.id: f"{price.model} {price.service} {price.meter}" for price in told.prices}
    head = [made.name, made.at, made.who, made.decision, told.bearing, made.provider, made.case]
    steps = [(step.id, step.old, step.new) for step in made.steps] or [(made.id, "", "")]
    return [[*head, key, models.get(key, ""), old, new, made.because] for key, old, new in steps]
