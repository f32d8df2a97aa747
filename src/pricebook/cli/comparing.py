"""`catalog diff`: what changed between two days, two snapshots or two files."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsCsv, AsJson, ModelFilter, ProviderFilter, days_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pricebook.history.diff import Change
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
    how: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.table,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 1 if there is a change.")] = False,
) -> None:
    """Show what changed in the prices: without days, between the last two snapshots of each provider.

    What a reviewer must not overlook comes first: conflicts, jumps that look like a slipped unit, increases, decreases,
    missing and new prices. Two files may be `prices.json` or `prices.jsonl`. With a folder that holds an earlier state
    of this collection, what each look since then changed is shown, also what came and went.
    """
    compared = _asked_for(context, old, new, provider or [], since)
    found = compared.changes(provider or (), model or (), kind or ())
    _print(found, compared.between, Format.json if as_json else how, as_csv)
    if exit_code and found:
        raise typer.Exit(1)


def _asked_for(
    context: typer.Context, old: str | None, new: str | None, providers: "Sequence[str]", since: str | None
) -> "Comparison":
    from pricebook import calendar  # noqa: PLC0415
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.run import changes  # noqa: PLC0415

    if old and new and any(_is_file(name) for name in (old, new)):
        return changes.of_files(old, new)
    if old and Path(old).is_dir():
        if new or since:
            message = f"{old} is a folder: it is compared with this collection, and with nothing else."
            raise UsageError(message)
        return changes.of_states(find(context.obj), Path(old), providers)
    if any(name and _is_file(name) for name in (old, new)):
        message = "one file cannot be compared. Give two: catalog diff old.json new.json"
        raise UsageError(message)
    if since and old:
        message = "give either days or --since, not both."
        raise UsageError(message)
    today = datetime.now(UTC).astimezone().date().isoformat()
    first = calendar.days_before(today, days_in(since, "--since")) if since else old
    if first is None:
        return changes.of_last_two(find(context.obj), providers)
    return changes.of_days(find(context.obj), first, new, providers, today)


def _is_file(name: str) -> bool:
    return Path(name).suffix in {".json", ".jsonl"} or Path(name).is_file()


def _print(found: "Sequence[Change]", between: str, how: Format, as_csv: bool | None) -> None:
    from pricebook.history.diff import as_json  # noqa: PLC0415
    from pricebook.publish import changes as told  # noqa: PLC0415

    if how is Format.json:
        output.json({"between": between, "changes": [as_json(change) for change in found]})
    elif how is Format.markdown:
        output.show(told.markdown(found, between))
    elif how is Format.summary:
        output.say(told.summary(found))
    elif how is Format.html:
        output.show(told.page(found, between))
    elif output.is_data(as_csv):
        output.note(between, as_csv)
        output.table(_CHANGE, [_row(change) for change in found], as_csv)
        output.note(told.summary(found), as_csv)
    else:
        output.say(between)
        if found:
            output.table(told.HEADINGS, [told.row(change) for change in found])
        output.heading(told.summary(found))


_CHANGE = (
    "change", "provider", "model", "service", "meter", "conditions", "before", "after", "ratio",
    "the page's words", "id",
)  # fmt: skip


def _row(change: "Change") -> list[str]:
    """The change for programs: what it is of in cells of its own, and the ratio of the new amount to the old one."""
    from pricebook.publish import changes, display  # noqa: PLC0415

    told, (_, provider, model, _, before, after, _, words) = change.told, changes.row(change)
    ratio = "" if change.ratio is None else format(change.ratio, "f")
    what = [told.service, told.meter, display.conditions(told.conditions)]
    return [change.kind, provider, model, *what, before, after, ratio, words, told.id]
