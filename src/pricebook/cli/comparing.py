"""`catalog diff`: what changed between two days, two snapshots or two files."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from pricebook.cli import output
from pricebook.cli.options import AsCsv, AsJson, ModelFilter, ProviderFilter, days_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pricebook.history.diff import Change
    from pricebook.publish.pull_request import Pending
    from pricebook.run.changes import Comparison


class Format(StrEnum):
    """How changes are printed."""

    table = "table"
    markdown = "markdown"
    json = "json"
    html = "html"
    summary = "summary"


def _complete_kind(incomplete: str) -> list[str]:
    from pricebook.history.diff import KINDS  # noqa: PLC0415

    return [kind for kind in KINDS if kind.startswith(incomplete)]


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(diff)


def diff(
    context: typer.Context,
    old: Annotated[
        str | None, typer.Argument(metavar="[OLD]", help="A day, a file of prices, or a folder with an earlier state.")
    ] = None,
    new: Annotated[str | None, typer.Argument(metavar="[NEW]", help="A later day (else now), or a file.")] = None,
    provider: ProviderFilter = None,
    model: ModelFilter = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND",
            help="Only this kind: increase, decrease, added ...; again: or that.",
            autocompletion=_complete_kind,
        ),
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DAYS", help="Since so many days ago: 7d.")] = None,
    steps: Annotated[bool, typer.Option("--steps", help="Tell what happened between, look by look.")] = False,
    how: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.table,
    links: Annotated[
        str, typer.Option(metavar="ADDRESS", help="In Markdown: where the collection's files can be seen.")
    ] = "",
    as_json: AsJson = False,
    as_csv: AsCsv = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 if there is a change, 5 if that is not known.")
    ] = False,
) -> None:
    """Show what changed in the prices: without days, between the last two snapshots of each provider.

    Two days are compared as they ended; what happened between, --steps tells day by day. What a reviewer must not
    overlook comes first: conflicts, jumps that look like a slipped unit, what is large or doubtful, then increases,
    decreases, missing and new prices. Two files may be `prices.json` or `prices.jsonl`. With a folder that holds an
    earlier state of this collection, what each look since then changed is shown, also what came and went.
    Where nobody looked between the two ends, it is said that a change is not known.
    """
    compared = _asked_for(context, old, new, provider or [], since, by_day=steps)
    found = compared.narrowed(provider or (), model or (), kind or ())
    # What waits now is of no range that is over, and of no file.
    waits = how is Format.markdown and new is None
    _print(
        found,
        Format.json if as_json else how,
        as_csv,
        _Body(links, _pending(context, provider) if waits else ()),
        by_day=steps,
    )
    if exit_code and (found.found or found.steps):
        raise typer.Exit(1)
    if exit_code and found.unlooked:
        raise typer.Exit(output.NOT_KNOWN)


def _asked_for(
    context: typer.Context,
    old: str | None,
    new: str | None,
    providers: "Sequence[str]",
    since: str | None,
    *,
    by_day: bool,
) -> "Comparison":
    from pricebook import calendar  # noqa: PLC0415
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.run import changes  # noqa: PLC0415

    are_files = any(name and _is_file(name) for name in (old, new))
    if by_day and (are_files or not (old or since)):
        message = "--steps tells what happened between two days. Give them: catalog diff 2026-01-01 2026-01-31 --steps"
        raise UsageError(message)
    if old and new and are_files:
        return changes.of_files(old, new)
    if old and Path(old).is_dir():
        if new or since:
            message = f"{old} is a folder: it is compared with this collection, and with nothing else."
            raise UsageError(message)
        return changes.of_states(find(context.obj), Path(old), providers, by_day=by_day)
    if are_files:
        message = "one file cannot be compared. Give two: catalog diff old.json new.json"
        raise UsageError(message)
    if since and old:
        message = "give either days or --since, not both."
        raise UsageError(message)
    now = datetime.now(UTC)
    today = now.astimezone().date().isoformat()
    first = calendar.days_before(today, days_in(since, "--since")) if since else old
    if first is None:
        return changes.of_last_two(find(context.obj), providers)
    return changes.of_days(find(context.obj), first, new, providers, now, by_day=by_day)


def _is_file(name: str) -> bool:
    return Path(name).suffix in {".json", ".jsonl"} or Path(name).is_file()


def _pending(context: typer.Context, providers: "Sequence[str] | None") -> "Sequence[Pending]":
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.run.changes import pending  # noqa: PLC0415

    return pending(find(context.obj), providers or ())


class _Body(NamedTuple):
    """What the body of a pull request says besides the changes."""

    links: str
    cases: "Sequence[Pending]"


def _print(compared: "Comparison", how: Format, as_csv: bool | None, body: _Body, *, by_day: bool) -> None:
    from pricebook.publish import changes as told  # noqa: PLC0415

    shown = _shown_changes(compared, by_day=by_day)
    unknown = [told.not_known(each.provider, each.last_look, failed=each.failed) for each in compared.unlooked]
    said = _summary(compared, shown)
    if how is Format.json:
        output.json(_comparison_json(compared, by_day=by_day))
    elif how is Format.markdown:
        from pricebook.publish.pull_request import markdown  # noqa: PLC0415

        output.show(markdown(shown, "; ".join([compared.between, *unknown]), body.cases, links=body.links, said=said))
    elif how is Format.summary:
        output.say(said)
    elif how is Format.html:
        output.show(told.page(shown, "; ".join([compared.between, *unknown]), said))
    elif by_day:
        _print_steps(compared, as_csv)
    else:
        output.note(compared.between, as_csv)
        _print_table([("", compared.found)], as_csv)
        _print_end(said, as_csv)
    for line in unknown:
        output.say(line, err=True)


def _shown_changes(compared: "Comparison", *, by_day: bool) -> "Sequence[Change]":
    """What changed at the ends, or in all steps, gravest first."""
    from pricebook.history.diff import gravest_first  # noqa: PLC0415

    return gravest_first(change for step in compared.steps for change in step.found) if by_day else compared.found


def _print_steps(compared: "Comparison", as_csv: bool | None) -> None:
    from pricebook.publish import changes as told  # noqa: PLC0415

    if output.is_data(as_csv):
        output.note(compared.between, as_csv)
        _print_table([(step.day, step.found) for step in compared.steps], as_csv, by_day=True)
    for step in () if output.is_data(as_csv) else compared.steps:
        output.heading(f"{step.day}: {told.summary(step.found)}")
        output.say(step.between)
        _print_table([(step.day, step.found)], as_csv)
        output.apart()
    days = output.count(len(compared.steps), "day") if compared.steps else ""
    _print_end(f"On {days} prices changed." if days else _summary(compared, ()), as_csv)


def _print_table(days: "Sequence[tuple[str, Sequence[Change]]]", as_csv: bool | None, *, by_day: bool = False) -> None:
    from pricebook.publish import changes as told  # noqa: PLC0415

    if output.is_data(as_csv):
        rows = [[*([day] if by_day else []), *_row(change)] for day, found in days for change in found]
        output.table(("day", *_CHANGE) if by_day else _CHANGE, rows, as_csv)
    elif any(found for _, found in days):
        output.table(told.HEADINGS, [told.row(change) for _, found in days for change in found])


def _print_end(said: str, as_csv: bool | None) -> None:
    if output.is_data(as_csv):
        output.note(said, as_csv)
    else:
        output.heading(said)


def _summary(compared: "Comparison", found: "Sequence[Change]") -> str:
    """How many changes of each kind; that there is none is said only of those that somebody looked at."""
    from pricebook.publish.changes import summary  # noqa: PLC0415

    if found or not compared.unlooked:
        return summary(found)
    return "No change where somebody looked." if compared.looked else "Not known: nobody looked."


def _comparison_json(compared: "Comparison", *, by_day: bool) -> dict[str, object]:
    from pricebook.history.diff import as_json  # noqa: PLC0415

    said: dict[str, object] = {
        "between": compared.between,
        "changes": [as_json(change) for change in compared.found],
        "not_known": [{"provider": each.provider, "last_look": each.last_look} for each in compared.unlooked],
    }
    if by_day:
        said["steps"] = [
            {"day": step.day, "between": step.between, "changes": [as_json(change) for change in step.found]}
            for step in compared.steps
        ]
    return said


_CHANGE = (
    "change", "provider", "model", "service", "meter", "conditions", "before", "after", "ratio", "percent", "days",
    "between", "the page's words", "id", "old id", "place", "address", "stored", "reasons",
)  # fmt: skip


def _row(change: "Change") -> list[str]:
    """The change for programs: what it is of in cells of its own, and the ratio of the new amount to the old one.

    Whoever takes an amount must look at the reasons, which say what is doubtful about it.
    """
    from pricebook.publish import changes, display  # noqa: PLC0415

    told, (_, provider, model, _, before, after, *_) = change.told, changes.row(change)
    if change.kind != "provider":
        before, after = changes.sides(change, doubts=False)
    ratio = "" if change.ratio is None else format(change.ratio, "f")
    days = "" if change.days is None else str(change.days)
    ids = (dict.fromkeys(price.id for price in side) for side in (change.new, change.old))
    return [
        change.kind, provider, model, told.service, told.meter, display.conditions(told.conditions), before, after,
        ratio, change.percent or "", days, changes.between(change), changes.words(change), *map(" ".join, ids),
        told.place, told.address or "", told.stored or "", "; ".join(change.doubts),
    ]  # fmt: skip
