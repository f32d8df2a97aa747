"""`catalog reread`: what is stored read again, by this process, by all cores, by a cluster."""

import os
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsCsv, AsJson, Providers, sandbox_of, wanted_of

if TYPE_CHECKING:
    from pricebook.run.rereading import Rereading, Revisited
    from pricebook.system.crews import Crew


def register(app: typer.Typer) -> None:
    """Adds this command."""
    app.command()(reread)


def reread(
    context: typer.Context,
    only: Providers = None,
    everything: Annotated[
        bool, typer.Option("--all", help="By several processes; a file that was altered ends nothing; price by price.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=256, help="With --all: so many processes, else one a core.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="With --all: the workers of a Dask cluster: tcp://host:8786.")
    ] = None,
    there: Annotated[
        Path | None,
        typer.Option("--there", metavar="DIR", help="With --cluster: where its workers find this collection."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --all: say what differs; keep nothing.")] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Read every stored page again; where it reads differently now, keep the new reading beside the old.

    The history then tells what was believed before and what is believed now. Exit status 3 if some pages are no longer
    read; they keep their last reading. With --all 1 if a stored file was altered.
    """
    if not everything:
        _refuse_without_all(jobs=jobs, cluster=cluster, there=there, dry_run=dry_run or None, as_csv=as_csv)
        _one_after_the_other(context, only, as_json=as_json)
        return
    _refuse_together(jobs, cluster, there)
    from pricebook.run import rereading  # noqa: PLC0415

    collection, chosen = wanted_of(context, only, write=not dry_run)
    if not dry_run:
        collection.recover(deep=True)
    passed = {} if only else rereading.passed_over(collection)
    with ExitStack() as stack:
        crew = _crew(stack, jobs, cluster)
        run = rereading.Rereading(
            collection, sandbox_of(context, collection), datetime.now(UTC), keep=not dry_run, there=there
        )
        seen = []
        for each in run.over(chosen, crew):
            if each.problem:
                output.say(f"{each.provider} {each.snapshot}: not read: {each.problem}", err=True)
            seen.append(each)
    _tell_of_rereading(run, seen, passed, as_json=as_json, as_csv=as_csv)
    if any(each.problem for each in seen):
        raise typer.Exit(1 if any(each.altered for each in seen) else 3)


def _one_after_the_other(context: typer.Context, only: list[str] | None, *, as_json: bool) -> None:
    from pricebook.run import verification  # noqa: PLC0415

    collection, chosen = wanted_of(context, only, write=True)
    collection.recover(deep=True)
    count = 0
    written: list[str] = []
    failed: list[dict[str, str]] = []
    for reread in verification.reread_all(collection, sandbox_of(context, collection), chosen, datetime.now(UTC)):
        count += 1
        if reread.problem:
            provider, name = reread.snapshot.provider, reread.snapshot.name
            failed.append({"provider": provider, "snapshot": name, "problem": reread.problem})
            output.say(f"{provider} {name}: not read: {reread.problem}", err=True)
        elif reread.folder is not None:
            written.append(str(reread.folder.relative_to(collection.root)))
            if not as_json:
                output.say(f"{written[-1]}: written")
    if as_json:
        output.json({"snapshots": count, "written": written, "failed": failed})
    else:
        output.heading(f"{output.count(count, 'snapshot')}: {len(written)} read differently, {len(failed)} not read")
    if failed:
        raise typer.Exit(3)


def _refuse_without_all(**given: object) -> None:
    """Raises UsageError for an option that only `--all` knows."""
    from pricebook.errors import UsageError  # noqa: PLC0415

    odd = [name for name, value in given.items() if value is not None]
    if odd:
        option = "--csv/--tsv" if odd[0] == "as_csv" else f"--{odd[0].replace('_', '-')}"
        message = f"{option} belongs to --all. Give both: catalog reread --all {option.partition('/')[0]}"
        raise UsageError(message)


def _refuse_together(jobs: int | None, cluster: str | None, there: Path | None) -> None:
    """Raises UsageError where it is not clear who reads."""
    from pricebook.errors import UsageError  # noqa: PLC0415

    if cluster is not None and jobs is not None:
        message = "--jobs and --cluster: a cluster has as many workers as it has. Give one of them."
        raise UsageError(message)
    if cluster is None and there is not None:
        message = "--there says where the workers of a cluster find the collection. Give --cluster too."
        raise UsageError(message)


def _crew(stack: ExitStack, jobs: int | None, cluster: str | None) -> "Crew":
    """Whoever reads, until the stack is left; raises NoWorkers, or UsageError where the extra is not installed."""
    if cluster is not None:
        from pricebook.system.cluster import Cluster  # noqa: PLC0415

        return stack.enter_context(Cluster(cluster))
    from pricebook.system.pool import Pool  # noqa: PLC0415

    return stack.enter_context(Pool(jobs or os.cpu_count() or 1))


def _tell_of_rereading(
    run: "Rereading", seen: "list[Revisited]", passed: dict[str, int], *, as_json: bool, as_csv: bool | None
) -> None:
    """The report: on stdout what is the same whoever read, beside it how much memory that took."""
    rows = [difference for each in seen for difference in each.differences]
    written = [str(each.folder.relative_to(run.collection.root)) for each in seen if each.folder is not None]
    failed = [
        {"provider": each.provider, "snapshot": each.snapshot, "problem": each.problem, "altered": each.altered}
        for each in seen
        if each.problem
    ]
    pages = sum(each.pages for each in seen)
    if as_json:
        output.json({
            "snapshots": len(seen), "pages": pages, "written": written, "failed": failed, "passed_over": passed,
            "differences": [row._asdict() for row in rows],
        })  # fmt: skip
    else:
        if rows or output.is_data(as_csv):
            cells = [[row.provider, row.day, row.price, row.before, row.after, row.snapshot, row.id] for row in rows]
            output.table(["provider", "day", "price", "before", "after", "snapshot", "id"], cells, as_csv)
        for provider, number in passed.items():
            output.note(f"{provider}: {output.count(number, 'snapshot')} passed over: no scraper reads it", as_csv)
        differ = sum(bool(each.differences) for each in seen)
        what = f"{output.count(len(seen), 'snapshot')}, {output.count(pages, 'page')}: {differ} read differently"
        kept = f"{len(written)} kept" if run.keep else "nothing kept"
        output.note(f"{what}, {kept}, {len(failed)} not read", as_csv)
    most = max(run.held.values(), default=0)
    if most:
        output.say(f"{output.count(len(run.held), 'worker')}, at most {most / (1 << 20):.0f} MiB each", err=True)
