"""How a case is shown: for a person with the command to copy, for programs a row for each price."""

from typing import TYPE_CHECKING

import typer

from pricebook.cli import folding, output
from pricebook.cli.options import call

if TYPE_CHECKING:
    from pricebook.history.waiting import Case
    from pricebook.records import Price
    from pricebook.run.reviewing import Matter, Quoted, Turn

FEW = 3
"""Prices, reasons and amounts of one kind that are shown where not all are asked for."""
BECAUSE = ' --because "..."'
HEADINGS = (
    "case", "verdict", "since", "rule", "rejected", "provider", "page", "id", "model", "service", "meter", "conditions",
    "old", "new", "currency", "unit", "ratio", "percent", "old words", "new words", "address", "table", "row", "column",
    "old stored", "stored", "reasons",
)  # fmt: skip
"""The headings of `row`."""


def show(context: typer.Context, matter: "Matter", most: int | None) -> None:
    """Prints the case with so many of its prices, all of them for None."""
    case = matter.case
    pages = ", ".join(dict.fromkeys(f"{case.provider}/{turn.shown.where.page}" for turn in matter.turns))
    output.heading("  ".join([case.id, pages, _case_state(case)]))
    for reason in case.reasons[:most]:
        folding.say([reason], "  ", "    ")
    more(len(case.reasons) - len(case.reasons[:most]), "reason")
    for turn in matter.turns[:most]:
        _show_turn(turn, unread=case.rule == "unread")
    whole = call(context, "review", None, case.id)
    more(len(matter.turns) - len(matter.turns[:most]), "price", whole)
    for address in matter.addresses:
        output.say(f"  {address}")
    output.say(f"  {call(context, 'approve', None, case.id)}{BECAUSE}")


def _case_state(case: "Case") -> str:
    held = "taken for a slip" if case.verdict == "rejected" else "held"
    return f"{held} since {output.minute(case.since)}{', rejected by a person' if case.rejected else ''}"


def _show_turn(turn: "Turn", *, unread: bool) -> None:
    from pricebook.publish import display  # noqa: PLC0415

    told = turn.shown.model_dump(mode="json")
    what = [" ".join(display.sold(told)), display.conditions(told["conditions"])]
    folding.say([turn.waiting.step.id, *what], "  ", "      ")
    old = [_quoted_parts(printed) for printed in turn.old]
    same = bool(old and turn.new) and old[0][0] == _quoted_parts(turn.new[0])[0]
    for said in () if same else old:
        folding.say(said, "    was   ")
    for number, printed in enumerate(turn.new):
        label = "or" if number else "still" if same else "now" if turn.old else "new"
        said = _quoted_parts(printed)
        folding.say([said[0], "" if number else _how_far(turn), *said[1:]], f"    {label:<6}")
    if not turn.new:
        output.say(f"    now   {'not read' if unread else 'not on the page'}")


def _quoted_parts(printed: "Quoted[Price]") -> list[str]:
    """The amount, the page's words, and where they stand."""
    from pricebook.publish import display  # noqa: PLC0415

    told = printed.said.model_dump(mode="json")
    where = told["where"]
    place = ", ".join(
        [*where["heading"][-1:], f"table {where['table']}", f"row {where['row']}", f"column {where['column']}"]
        if where["table"]
        else where["heading"][-1:]
    )
    marks = [display.promotion(told), display.period(told["effective_from"], told["effective_until"])]
    return [display.marked(display.amount(told), marks), f"‘{told['listed']['text']}’", place, printed.stored]


def _how_far(turn: "Turn") -> str:
    """`+25%`, `×1000`; empty if there is no telling."""
    from pricebook.publish.changes import ratio  # noqa: PLC0415

    return "" if turn.waiting.ratio is None else ratio(turn.waiting.ratio)


def more(left: int, what: str, how: str = "") -> None:
    """Says how many were left out, if any were, and how they are shown."""
    if left:
        output.say(f"  … and {output.count(left, f'more {what}')}{f': {how}' if how else ''}")


def row(matter: "Matter", turn: "Turn") -> list[str]:
    """One price of a case for programs, each of its parts in a cell of its own."""
    from pricebook.history.judging import percent_of  # noqa: PLC0415
    from pricebook.publish import display  # noqa: PLC0415
    from pricebook.units import text  # noqa: PLC0415

    case, told, factor = matter.case, turn.shown.model_dump(mode="json"), turn.waiting.ratio
    where = told["where"]
    return [
        case.id, case.verdict, case.since, case.rule, "yes" if case.rejected else "", case.provider, where["page"],
        turn.waiting.step.id, *display.sold(told), display.conditions(told["conditions"]), turn.waiting.step.old,
        turn.waiting.step.new, told["currency"], told["unit"] or "", "" if factor is None else text(factor),
        percent_of(factor) or "",
        *(" or ".join(each.said.listed.text for each in side) for side in (turn.old, turn.new)),
        (turn.new or turn.old)[0].address or "", str(where["table"] or ""), str(where["row"] or ""), where["column"],
        *(" or ".join(each.stored for each in side) for side in (turn.old, turn.new)), "; ".join(case.reasons),
    ]  # fmt: skip
