"""`catalog review`: what waits for a person, the gravest first."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import folding, output
from pricebook.cli.options import AsCsv, AsJson, call

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pricebook.collection import Collection
    from pricebook.history.waiting import Case
    from pricebook.records import Price
    from pricebook.run.reviewing import Matter, Quoted, Review, Turn

_FEW = 3
"""Prices, reasons and amounts of one kind that are shown where not all are asked for."""
_BECAUSE = ' --because "..."'


def register(app: typer.Typer) -> None:
    """Adds this command."""
    app.command()(review)


def review(
    context: typer.Context,
    only: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PROVIDER|ID]...", help="Only these providers, cases, or cases of these prices."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show all prices of each case, and what was rejected too.")
    ] = False,
    rejected: Annotated[bool, typer.Option("--rejected", help="Also what a person rejected.")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Show what waits for a person, the gravest first: old and new value, why, the page's words and where they stand.

    Also amounts that were not understood, and pages that were refused as older. With an id the whole case is shown.
    Exit status 0 if nothing waits, 4 if something does.
    """
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.run import reviewing  # noqa: PLC0415
    from pricebook.run.report import NEEDS_A_PERSON  # noqa: PLC0415

    found = _reviewed(find(context.obj), only or [], rejected=rejected or everything)
    if as_json:
        output.json(reviewing.as_json(found))
    elif output.is_data(as_csv):
        rows = [row for matter in found.matters for turn in matter.turns for row in [_turn_row(matter, turn)]]
        output.table(_HEADINGS, rows, as_csv)
        for line in (*_refused_pages(context, found), *_unread_amounts(found)):
            output.say(line, err=True)
    else:
        _show_all(context, found, whole=everything or bool(only and len(found.matters) == 1))
    if found.waits:
        raise typer.Exit(NEEDS_A_PERSON)


def _reviewed(collection: "Collection", words: "Sequence[str]", *, rejected: bool) -> "Review":
    """What waits of the providers that are named, and the cases whose ids are; of everybody if nothing is named."""
    from pricebook.run import reviewing  # noqa: PLC0415
    from pricebook.run.choosing import chosen  # noqa: PLC0415

    known = collection.providers()
    ids = [word for word in words if word not in known and _may_be_id(word)]
    providers = [collection.named(word) for word in dict.fromkeys(words) if word not in ids]
    found = reviewing.review(collection, providers if words else known, rejected=rejected)
    if not ids:
        return found
    named = [each.case for each in chosen(reviewing.cases_of(collection, known), ids)]
    there = {matter.case.id for matter in found.matters}
    more = reviewing.matters_of(collection, (case for case in named if case.id not in there))
    return found._replace(matters=[*more, *found.matters])


def _may_be_id(word: str) -> bool:
    return not word.lower().strip("0123456789abcdef")


def _show_all(context: typer.Context, found: "Review", *, whole: bool) -> None:
    waiting = [matter for matter in found.matters if not matter.case.rejected]
    counts = Counter(matter.case.provider for matter in waiting)
    if waiting:
        prices = output.count(sum(len(matter.turns) for matter in waiting), "price")
        waits = f"{len(waiting):,} cases wait" if len(waiting) > 1 else "1 case waits"
        own = [f"{provider} {count}" for provider, count in counts.most_common()]
        folding.say([f"{waits} for a person, {prices}:", *own], "", "  ")
        reject, full = (call(context, *words) for words in (("reject",), ("review", None, "ID")))
        folding.say([f"If it is wrong: {reject} ID{_BECAUSE}", f"All of a case: {full}"], "")
    elif found.waits:
        output.say("No price waits for a person.")
    else:
        output.say("Nothing waits for a person.")
    for matter in found.matters:
        output.apart()
        _show_case(context, matter, None if whole else _FEW)
    for line in _refused_pages(context, found):
        output.apart()
        folding.say([line], "", "  ")
    for heading, (provider, unread) in zip(_unread_amounts(found), found.unread.items(), strict=True):
        shown = unread if whole else unread[:_FEW]
        output.apart()
        output.heading(heading)
        for remark in shown:
            folding.say([f"‘{remark.said.text}’", remark.said.reason, remark.stored], "  ", "    ")
        _how_many_more(len(unread) - len(shown), "amount", call(context, "review", None, "--all", provider))


def _show_case(context: typer.Context, matter: "Matter", most: int | None) -> None:
    case = matter.case
    output.heading("  ".join([case.id, f"{case.provider}/{case.page}", _case_state(case)]))
    for reason in case.reasons[:most]:
        folding.say([reason], "  ", "    ")
    _how_many_more(len(case.reasons) - len(case.reasons[:most]), "reason")
    for turn in matter.turns[:most]:
        _show_turn(turn, unread=case.rule == "unread")
    whole = call(context, "review", None, case.id)
    _how_many_more(len(matter.turns) - len(matter.turns[:most]), "price", whole)
    if matter.address:
        output.say(f"  {matter.address}")
    output.say(f"  {call(context, 'approve', None, case.id)}{_BECAUSE}")


def _case_state(case: "Case") -> str:
    held = "taken for a slip" if case.verdict == "rejected" else "held"
    return f"{held} since {output.minute(case.since)}{', rejected by a person' if case.rejected else ''}"


def _show_turn(turn: "Turn", *, unread: bool) -> None:
    from pricebook.publish import display  # noqa: PLC0415

    told = turn.shown.model_dump(mode="json")
    what = [" ".join(display.sold(told)), display.conditions(told["conditions"])]
    folding.say([turn.waiting.step.id, *what], "  ", "      ")
    same = turn.old and turn.new and turn.waiting.ratio == 1
    for printed in () if same else turn.old:
        folding.say([*_quoted_parts(printed)], "    was   ")
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
    """`▲ ×1.25 (+25 %)`; empty if there is no telling."""
    from pricebook.publish.changes import ratio  # noqa: PLC0415
    from pricebook.run.reviewing import percent  # noqa: PLC0415

    factor = turn.waiting.ratio
    if factor is None or factor == 1:
        return ""
    return f"{ratio(factor)} ({'+' if factor > 1 else ''}{percent(factor)} %)"


def _refused_pages(context: typer.Context, found: "Review") -> "list[str]":
    """The pages that were refused as older, each in a line."""
    return [
        f"{provider}: a page was refused as older: {error.partition('. ')[0]}. "
        f"If it is right: {call(context, 'approve', None, provider)}{_BECAUSE}"
        for provider, error in found.refused.items()
    ]


def _unread_amounts(found: "Review") -> "list[str]":
    """How many amounts were not understood, a line for each provider."""
    counts = {provider: output.count(len(unread), "amount") for provider, unread in found.unread.items()}
    return [f"{provider}: {count} not understood: teach the readers" for provider, count in counts.items()]


def _how_many_more(left: int, what: str, how: str = "") -> None:
    if left:
        output.say(f"  … and {output.count(left, f'more {what}')}{f': {how}' if how else ''}")


_HEADINGS = (
    "case", "verdict", "since", "rule", "rejected", "provider", "page", "id", "model", "service", "meter", "conditions",
    "old", "new", "currency", "unit", "ratio", "percent", "old words", "new words", "address", "table", "row", "column",
    "old stored", "stored", "reasons",
)  # fmt: skip


def _turn_row(matter: "Matter", turn: "Turn") -> list[str]:
    """One price of a case, each of its parts in a cell of its own."""
    from pricebook.publish import display  # noqa: PLC0415
    from pricebook.run.reviewing import percent  # noqa: PLC0415
    from pricebook.units import text  # noqa: PLC0415

    case, told, factor = matter.case, turn.shown.model_dump(mode="json"), turn.waiting.ratio
    where = told["where"]
    return [
        case.id, case.verdict, case.since, case.rule, "yes" if case.rejected else "", case.provider, case.page,
        turn.waiting.step.id, *display.sold(told), display.conditions(told["conditions"]), turn.waiting.step.old,
        turn.waiting.step.new, told["currency"], told["unit"] or "", "" if factor is None else text(factor),
        percent(factor) or "", *(" or ".join(each.said.listed.text for each in side) for side in (turn.old, turn.new)),
        matter.address or "", str(where["table"] or ""), str(where["row"] or ""), where["column"],
        *(" or ".join(each.stored for each in side) for side in (turn.old, turn.new)), "; ".join(case.reasons),
    ]  # fmt: skip
