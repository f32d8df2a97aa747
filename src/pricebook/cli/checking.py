"""`catalog check`: whether scrapers do what every scraper must."""

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsCsv, AsJson, Providers, wanted_of

if TYPE_CHECKING:
    from pricebook.run.conformance import Breach, Candidate


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    app.command()(check)


_SHOWN = 20
"""Lines of one rule that are shown of a provider; --csv, --tsv and --json have all."""


def check(
    context: typer.Context,
    only: Providers = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Write down what is read now as what is expected, and show what changes.")
    ] = False,
    unread: Annotated[
        bool, typer.Option("--unread", help="With --accept: also amounts that are not understood, with their reasons.")
    ] = False,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Hold scrapers to what every scraper must do: with their recordings, the pages of others, and pages cut off.

    What is read from tests/cassettes/PROVIDER must be what tests/expected/PROVIDER.txt says, to the letter. Before
    --accept, read every price beside the page: what is wrong there stays. Exit status 0 if all rules hold, 1 if one is
    broken.
    """
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.run.conformance import Candidate, breaches, notes  # noqa: PLC0415

    if accept and not only:
        message = "--accept needs the provider whose prices were read beside the page: catalog check PROVIDER --accept"
        raise UsageError(message)
    if unread and not accept:
        message = "--unread says what is accepted: catalog check PROVIDER --accept --unread"
        raise UsageError(message)
    collection, wanted = wanted_of(context, only, write=accept)
    quiet = as_json or as_csv is not None
    told: list[tuple[str, list[Breach], list[str]]] = []
    for provider in wanted:
        candidate = Candidate(collection, provider)
        if accept:
            _accept(candidate, quiet=quiet, unread=unread)
        found = breaches(candidate)
        told.append((provider, found, [] if found else list(notes(candidate))))
        if not quiet:
            _conformity(candidate, *told[-1][1:])
    if as_json:
        output.json([_all_of(*each) for each in told])
    elif as_csv is not None:
        output.table(["provider", *_BREACH], [[name, *each] for name, found, _ in told for each in found], as_csv)
    if any(found for _, found, _ in told):
        raise typer.Exit(1)


_BREACH = ("rule", "place", "seen", "next")


def _all_of(provider: str, found: "list[Breach]", noted: list[str]) -> dict[str, object]:
    return {"provider": provider, "breaches": [each._asdict() for each in found], "notes": noted}


def _accept(candidate: "Candidate", *, quiet: bool, unread: bool) -> None:
    """Shows what changes in the expected file, and writes it."""
    from pricebook.run.conformance import accepted, difference, obstacles  # noqa: PLC0415

    changed = [] if obstacles(candidate) else difference(candidate)
    if not quiet:
        for line in changed:
            output.say(line)
    place = candidate.expected.relative_to(candidate.collection.root)
    if changed and not accepted(candidate, unread=unread):
        left = "a page with unread amounts is not understood yet; as it is: --accept --unread"
        output.say(f"{place}: not written: {left}", err=True)
    elif changed and not quiet:
        output.say(f"{place}: written, {output.count(len(changed), 'line')} changed")


def _conformity(candidate: "Candidate", found: "list[Breach]", noted: list[str]) -> None:
    counted = Counter(each.rule for each in found)
    for rule, count in counted.items():
        for each in [each for each in found if each.rule == rule][:_SHOWN]:
            output.say(f"{each.rule}: {each.place}: {each.seen.rstrip('.')}. Next: {each.next}")
        if count > _SHOWN:
            output.say(f"{rule}: and {count - _SHOWN:,} more")
    for line in noted:
        output.say(f"note: {line}")
    output.heading(f"{candidate.provider}: {_verdict(candidate, counted)}")


def _verdict(candidate: "Candidate", counted: Counter[str]) -> str:
    from pricebook.run.conformance import RULES  # noqa: PLC0415

    if counted:
        return f"does not conform: {output.count(len(counted), 'rule')} broken"
    prices = sum(len(reading.prices) for reading in candidate.readings.values())
    pages = output.count(len(candidate.recorded), "recording")
    return f"conforms: all {len(RULES)} rules hold, with {output.count(prices, 'price')} of {pages}"
