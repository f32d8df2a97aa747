"""`catalog coverage`: which pages are read, as of when, and what the vocabulary cannot say of them."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsCsv, AsJson, sandbox_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pricebook.publish.coverage import Covered


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(coverage)


def coverage(
    context: typer.Context,
    markdown: Annotated[bool, typer.Option("--markdown", help="As a document in Markdown.")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Tell what is read of each provider's pages: by their newest recordings, none of which is fetched again.

    A page that was never seen has no recording, and nothing is known of it.
    """
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.publish.coverage import document  # noqa: PLC0415
    from pricebook.run.coverage import coverage as covered  # noqa: PLC0415

    collection = find(context.obj)
    pages = list(covered(collection, sandbox_of(context, collection)))
    if as_json:
        output.json([page._asdict() for page in pages])
    elif markdown:
        output.show(document(pages))
    else:
        _shown_coverage(pages, as_csv)


def _shown_coverage(pages: "Sequence[Covered]", as_csv: bool | None) -> None:
    rows = [[page.provider, page.page, page.seen_as, page.day, *page.counts, page.address] for page in pages]
    headings = ["provider", "page", "form", "recorded of", "prices", "facts", "unsaid", "unread", "address"]
    output.table(headings, rows, as_csv, numbers=range(4, 8))
    lacking = Counter({(page.provider, what): n for page in pages for what, n in page.unsaid.items()})
    for (provider, what), number in sorted(lacking.items()):
        output.note(f"unsaid    {provider}: {output.count(number, 'price')}: {what}", as_csv)
