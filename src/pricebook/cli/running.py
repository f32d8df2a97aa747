"""`catalog refresh`, `publish` and `receive`: the main job, and what another one has done of it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsCsv, AsJson, Providers, sandbox_of, wanted_of, writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pricebook.collection import Collection
    from pricebook.extraction.sandbox import Sandbox
    from pricebook.run.looking import Outcome, Run

JOBS = 16
"""Hosts that are asked at a time."""
STOPPED = 130
"""The exit status of a program that was stopped by hand, as shells have it."""


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(refresh)
    app.command()(publish)
    app.command()(receive)


def refresh(
    context: typer.Context,
    only: Providers = None,
    recorded: Annotated[bool, typer.Option("--recorded", help="Read the recorded pages, without a network.")] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Read what was received last once more, without a network.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be seen; keep nothing.")] = False,
    only_changed: Annotated[
        bool, typer.Option("--only-changed", help="Tell only of providers with something new, wrong or to decide.")
    ] = False,
    jobs: Annotated[int, typer.Option(metavar="N", min=1, max=64, help="Ask so many hosts at a time.")] = JOBS,
    contact: Annotated[
        str | None,
        typer.Option(metavar="URL", envvar="CATALOG_CONTACT", help="Who asks: an address that hosts can turn to."),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write there what a job tells of the run: summary.md and more."),
    ] = None,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Read every provider's page, keep what changed as a dated snapshot, and publish the catalogue.

    Each host is asked once, after its robots.txt, and told who asks.

    Exit status 0 if every provider was read, 3 if some failed, 4 if something on a page needs a person (an amount that
    was not understood, two prices for one thing), 1 if all failed.
    """
    from pricebook.run import report as reports  # noqa: PLC0415
    from pricebook.run import sources  # noqa: PLC0415
    from pricebook.run.looking import Run  # noqa: PLC0415
    from pricebook.run.refresh import publish as published_anew  # noqa: PLC0415

    collection, wanted = wanted_of(context, only, write=True)
    if report is not None:
        _make(report)
    archive = collection.archive()
    presents = collection.presents(archive)
    reader = sandbox_of(context, collection)
    source, odd = sources.chosen(
        collection, archive, contact, datetime.now(UTC), recorded=recorded, offline=offline, remember=not dry_run,
        asks=lambda: any(_asks_a_server(reader, provider) for provider in wanted),
    )  # fmt: skip
    if odd:
        output.say(odd, err=True)
    run = Run(collection, presents, source, reader, jobs, write=not dry_run)
    outcomes = _outcomes(run, wanted)
    published = not dry_run and published_anew(collection, presents)
    if report is not None:
        reports.write(report, presents, outcomes)
    status = reports.exit_status(outcomes)
    shown = [each for each in outcomes if not only_changed or each.state != "unchanged" or each.needs_a_person]
    if as_json:
        output.json(reports.as_json(shown, status, published=published))
    else:
        _tell(shown, as_csv)
        where = collection.release.relative_to(collection.root)
        output.note("dry run: nothing was written" if dry_run else f"{where}: {_is_published(published)}", as_csv)
        if recorded and not dry_run:
            _remark_age(collection, run, outcomes, as_csv)
    if status:
        raise typer.Exit(status)


def _remark_age(collection: "Collection", run: "Run", outcomes: "Sequence[Outcome]", as_csv: bool | None) -> None:
    """Says how old the recordings are beside what is kept, and what to try next."""
    from pricebook.publish.released import Standing  # noqa: PLC0415
    from pricebook.run import recorded  # noqa: PLC0415

    for line in recorded.ages(run.presents, outcomes, datetime.now(UTC).date().isoformat()):
        output.note(line, as_csv)
    if (collection.release / "manifest.json").is_file():
        output.note(recorded.next_steps(Standing(collection.release)), as_csv)


def _asks_a_server(reader: "Sandbox", provider: str) -> bool:
    """Whether a server is asked for a page of the provider; one whose scraper is broken has none to ask for."""
    from pricebook.errors import PricebookError  # noqa: PLC0415

    try:
        return any(page.path is None for page in reader.provider(provider).current)
    except PricebookError:
        return False


def _make(folder: Path) -> None:
    """Makes the folder before anything is done; raises UsageError if that cannot be."""
    from pricebook.errors import UsageError  # noqa: PLC0415

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        message = f"--report {folder}: {problem.strerror}. Give a folder that can be written to."
        raise UsageError(message) from problem


def _outcomes(run: "Run", wanted: "Sequence[str]") -> "list[Outcome]":
    """What became of each provider, told as it is done. Ends the command if a person stops it."""
    from pricebook.run.refresh import refresh  # noqa: PLC0415

    outcomes: list[Outcome] = []
    try:
        with output.progress(len(wanted), "looking") as advance:
            for outcome in refresh(run, wanted):
                advance(_progress(outcome), stays=bool(outcome.error or outcome.failing))
                outcomes.append(outcome)
    except KeyboardInterrupt:
        done = f"{len({outcome.provider for outcome in outcomes})} of {output.count(len(wanted), 'provider')}"
        message = f"stopped: {done} done, nothing was published. Run it again."
        output.say(message, err=True)
        raise typer.Exit(STOPPED) from None
    return outcomes


def publish(context: typer.Context, as_json: AsJson = False) -> None:
    """Publish what the snapshots and a person's decisions give, without asking any provider."""
    from pricebook.errors import NothingPublished  # noqa: PLC0415
    from pricebook.run import refresh as run  # noqa: PLC0415

    collection = context.with_resource(writing(context))
    published = run.publish(collection, collection.presents())
    if as_json:
        output.json({"published": published})
    else:
        if not published and not (collection.release / "manifest.json").is_file():
            raise NothingPublished(collection.release)
        output.say(f"{collection.release.relative_to(collection.root)}: {_is_published(published)}")


def receive(
    context: typer.Context,
    given: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder with a job's `snapshots/`, `catalog/` and `rates/`.")
    ],
    as_json: AsJson = False,
) -> None:
    """Take over what another job has seen, whole or not at all: nothing that was seen before may be gone or other.

    Looks and rates may only be added, snapshots may only come, and the release must be what they give. Exit status 1,
    and nothing is changed, if it is not so.
    """
    from pricebook.run import receiving  # noqa: PLC0415

    collection = context.with_resource(writing(context))
    receiving.receive(collection, given, datetime.now(UTC).date().isoformat())
    if as_json:
        output.json({"taken_over": str(given)})
    else:
        output.say(f"{given}: taken over")


def _is_published(published: bool) -> str:
    return "published" if published else "unchanged"


def _progress(outcome: "Outcome") -> str:
    if outcome.error:
        return f"{outcome.provider}: failed: {outcome.error}"
    if outcome.counts is None:
        return f"{outcome.provider}: {outcome.at}: unchanged, {outcome.as_before}"
    seen = f"{outcome.provider}: {outcome.at}: {output.count(outcome.counts.prices, 'price')}, {outcome.state}"
    return "; ".join([seen, *(f"{page} failed: {error}" for page, error in outcome.failing.items())])


def _tell(outcomes: "Sequence[Outcome]", as_csv: bool | None) -> None:
    headings = ["provider", "state", "observed", "prices", "facts", "unsaid", "unread", "conflicts", "suspects"]
    rows = []
    for outcome in outcomes:
        counts = outcome.counts
        read = [str(getattr(counts, noun)) if counts else "" for noun in headings[3:]]
        rows.append([outcome.provider, outcome.state, output.minute(outcome.at or ""), *read])
    output.table(headings, rows, as_csv, numbers=range(3, len(headings)))
    for outcome in outcomes:
        if outcome.differs:
            note = "would be kept otherwise today than it was. Is it read otherwise? See: catalog verify"
            output.say(f"{outcome.provider}: {outcome.at} {note}", err=True)
