"""`catalog review`: what waits for a person, the gravest first."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import cases, folding, output
from pricebook.cli.options import AsCsv, AsJson, call

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pricebook.collection import Collection
    from pricebook.run.reviewing import Review


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

    found, named = _reviewed(find(context.obj), only or [], rejected=rejected or everything)
    if as_json:
        output.json(reviewing.as_json(found))
    elif output.is_data(as_csv):
        rows = [cases.row(matter, turn) for matter in found.matters for turn in matter.turns]
        output.table(cases.HEADINGS, rows, as_csv)
        for line in (*map(" ".join, _refused_pages(context, found)), *_unread_amounts(found)):
            output.say(line, err=True)
    else:
        _show_all(context, found, None if everything else named)
    if found.waits:
        raise typer.Exit(NEEDS_A_PERSON)


def _reviewed(collection: "Collection", words: "Sequence[str]", *, rejected: bool) -> "tuple[Review, set[str]]":
    """What waits of the providers that are named, or of all, and the cases whose ids are; the ids of these cases."""
    from pricebook.run import reviewing  # noqa: PLC0415
    from pricebook.run.choosing import chosen  # noqa: PLC0415

    known = collection.providers()
    ids = [word for word in words if word not in known and _may_be_id(word)]
    providers = [collection.named(word) for word in dict.fromkeys(words) if word not in ids]
    found = reviewing.review(collection, providers if words else known, rejected=rejected)
    if not ids:
        return found, set()
    named = [each.case for each in chosen(reviewing.cases_of(collection, known), ids)]
    there = {matter.case.id for matter in found.matters}
    more = reviewing.matters_of(collection, (case for case in named if case.id not in there))
    return found._replace(matters=[*more, *found.matters]), {case.id for case in named}


def _may_be_id(word: str) -> bool:
    return not word.lower().strip("0123456789abcdef")


def _show_all(context: typer.Context, found: "Review", whole: set[str] | None) -> None:
    """Prints what was found; of these cases every price, of all for None."""
    waiting = [matter for matter in found.matters if not matter.case.rejected]
    counts = Counter(matter.case.provider for matter in waiting)
    if waiting:
        prices = output.count(sum(len(matter.turns) for matter in waiting), "price")
        waits = f"{len(waiting):,} cases wait" if len(waiting) > 1 else "1 case waits"
        own = [f"{provider} {count}" for provider, count in counts.most_common()]
        folding.say([f"{waits} for a person, {prices}:", *own], "", "  ")
        reject, full = (call(context, *words) for words in (("reject",), ("review", None, "ID")))
        folding.say([f"If it is wrong: {reject} ID{cases.BECAUSE}", f"All of a case: {full}"], "")
    elif found.waits:
        output.say("No price waits for a person.")
    else:
        output.say("Nothing waits for a person.")
    for matter in found.matters:
        output.apart()
        cases.show(context, matter, None if whole is None or matter.case.id in whole else cases.FEW)
    for said, command in _refused_pages(context, found):
        output.apart()
        folding.say([said], "", "  ")
        output.say(f"  {command}")
    for heading, (provider, unread) in zip(_unread_amounts(found), found.unread.items(), strict=True):
        shown = unread if whole is None else unread[: cases.FEW]
        output.apart()
        output.heading(heading)
        for remark in shown:
            folding.say([f"‘{remark.said.text}’", remark.said.reason, remark.stored], "  ", "    ")
        cases.more(len(unread) - len(shown), "amount", call(context, "review", None, "--all", provider))


def _refused_pages(context: typer.Context, found: "Review") -> "Iterator[tuple[str, str]]":
    """The pages that were refused as older: what was seen, and the command that says that it is right."""
    for provider, error in found.refused.items():
        said = f"{provider}: a page was refused as older: {error.partition('. ')[0]}. If it is right:"
        yield said, f"{call(context, 'approve', None, provider)}{cases.BECAUSE}"


def _unread_amounts(found: "Review") -> "list[str]":
    """How many amounts were not understood, a line for each provider."""
    counts = {provider: output.count(len(unread), "amount") for provider, unread in found.unread.items()}
    return [f"{provider}: {count} not understood: teach the readers" for provider, count in counts.items()]
