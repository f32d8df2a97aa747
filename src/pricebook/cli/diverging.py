"""`catalog divergence`: where another catalogue's prices are not the page's."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsCsv, AsJson, From, ModelFilter, ProviderFilter, release_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pricebook.publish.divergence.outcomes import Divergence


class DivergenceFormat(StrEnum):
    """How it is printed."""

    table = "table"
    markdown = "markdown"


def register(app: typer.Typer) -> None:
    """Adds this command."""
    app.command()(divergence)


def _complete_outcome(incomplete: str) -> list[str]:
    from pricebook.publish.divergence.telling import KINDS  # noqa: PLC0415

    return [kind for kind in KINDS if kind.startswith(incomplete)]


def divergence(
    context: typer.Context,
    other: Annotated[
        str,
        typer.Option(
            "--with",
            metavar="CATALOGUE",
            help="litellm or genai-prices, as installed; a wheel or a file of theirs; another release, or its prices.",
        ),
    ],
    provider: ProviderFilter = None,
    model: ModelFilter = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND",
            help="Show these instead of what differs: equal, rounded, other-offer, only-theirs, only-ours, "
            "not-compared, look-alike, model-only-theirs, model-only-ours; again: or those.",
            autocompletion=_complete_outcome,
        ),
    ] = None,
    fail_above: Annotated[
        str | None,
        typer.Option(metavar="RATIO", help="Exit with 1 if a price is more than so many times the other: 1.05."),
    ] = None,
    how: Annotated[DivergenceFormat, typer.Option("--format", help="How to print it.")] = DivergenceFormat.table,
    source: From = None,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Show where another catalogue's prices are not those of the pages, the worst first.

    Only the same model is compared, by the rules of docs/models.md, and of ours the standard offer; amounts in another
    currency are converted at the reference rate of the day of the newest look. What was not compared is counted, with
    the reason. The ratio is theirs to the page's.
    """
    from pricebook.publish.divergence import summing, telling  # noqa: PLC0415
    from pricebook.run.divergence import divergence as compared  # noqa: PLC0415

    limit = _ratio(fail_above)
    kinds = telling.known_kinds(kind or [])
    found = compared(context.obj, release_of(context, source), other, datetime.now(UTC)).narrowed(
        provider or (), model or ()
    )
    if as_json:
        output.json(found.told())
    elif how is DivergenceFormat.markdown:
        output.show(summing.markdown(found, kinds))
    else:
        _print_divergence(found, kinds, as_csv)
    if limit is not None and found.worst > limit:
        raise typer.Exit(1)


def _ratio(given: str | None) -> Decimal | None:
    """The ratio that is given; raises UsageError for what is none of at least 1."""
    from pricebook.errors import UsageError  # noqa: PLC0415

    try:
        ratio = None if given is None else Decimal(given)
        if ratio is None or (ratio.is_finite() and ratio >= 1):
            return ratio
    except InvalidOperation:
        pass
    message = f"--fail-above {given!r} is no ratio of at least 1. Write it so: 1.05"
    raise UsageError(message)


def _print_divergence(found: "Divergence", kinds: "Sequence[str]", as_csv: bool | None) -> None:
    from pricebook.publish.divergence import summing, telling  # noqa: PLC0415

    if output.is_data(as_csv):
        output.table(telling.COLUMNS, telling.data_rows(found, kinds), as_csv)
    else:
        shown = telling.rows(found, kinds)
        if shown:
            headings, cells = telling.without_empty_columns(shown)
            output.table(headings, cells, numbers=[0] if headings[0] == "ratio" else [])
            output.apart()
    for line in summing.summary(found):
        output.note(line, as_csv)
