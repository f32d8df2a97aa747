"""`catalog approve`, `reject`, `withdraw` and `decisions`: what a person decides, and what was decided."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsCsv, AsJson, Because, Providers, call, wanted_of, writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pricebook.collection import Collection
    from pricebook.run.deciding import By, Decided

Ids = Annotated[
    list[str],
    typer.Argument(metavar="ID...", help="Ids of cases or of single prices, or how they begin: 4 digits or more."),
]
Who = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", envvar="CATALOG_WHO", help="Who decides; else as git knows you, or the name of your login."
    ),
]


def register(app: typer.Typer) -> None:
    """Adds this group's commands."""
    for command in (approve, reject, withdraw, decisions):
        app.command()(command)


def approve(
    context: typer.Context,
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help="Ids of cases or of single prices, or how they begin: 4 digits or more; "
            "a provider's name if its page was refused as older.",
        ),
    ],
    because: Because,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Decide that what waits is right: exactly these values, and none that comes later.

    It is published with the next `catalog publish`. A page that was refused as older is taken by the next look.
    """
    from pricebook.run import deciding  # noqa: PLC0415

    collection = context.with_resource(writing(context))
    _tell_decided(context, deciding.approve(collection, ids, _decider(collection, who, because)), as_json)


def reject(context: typer.Context, ids: Ids, because: Because, who: Who = None, as_json: AsJson = False) -> None:
    """Decide that what waits is wrong: it stays held, and waits no more until its page prints something else."""
    from pricebook.run import deciding  # noqa: PLC0415

    collection = context.with_resource(writing(context))
    _tell_decided(context, deciding.reject(collection, ids, _decider(collection, who, because)), as_json)


def withdraw(
    context: typer.Context,
    price_id: Annotated[str, typer.Argument(metavar="PRICE_ID", help="A price's id, or the beginning of it.")],
    because: Because,
    on: Annotated[str, typer.Option(metavar="DAY", help="From which day on it is no longer sold.")],
    who: Who = None,
    force: Annotated[bool, typer.Option("--force", help="Though its page still prints it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Decide that a price is no longer sold. It leaves the catalogue with the next `catalog publish`.

    One that its page still prints is refused without --force.
    """
    from pricebook.publish import display  # noqa: PLC0415
    from pricebook.run import deciding  # noqa: PLC0415

    collection = context.with_resource(writing(context))
    price, day = deciding.withdraw(collection, price_id, on, _decider(collection, who, because), force=force)
    if as_json:
        output.json({"provider": price["provider"], "id": price["id"], "withdrawn_on": day})
    else:
        what = f"{price['provider']} {' '.join(display.sold(price))}"
        output.say(f"{what}: withdrawn from {day} on ({price['id']}). Then: {call(context, 'publish')}")


def decisions(
    context: typer.Context,
    only: Providers = None,
    undo: Annotated[
        str | None, typer.Option(metavar="NAME", help="Decide that this one holds no more; 4 digits or more of it.")
    ] = None,
    because: Annotated[str | None, typer.Option(metavar="WHY", help="With --undo: why.")] = None,
    who: Who = None,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Show what was decided, by whom and why, the newest last, and whether it holds, is past, or was undone.

    It holds while what is published, or waits, is as it was decided.
    """
    from pricebook.cli import remembering  # noqa: PLC0415
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.run import decided, deciding  # noqa: PLC0415

    if undo is None:
        if because is not None:
            message = "--because is of --undo NAME: why that decision holds no more."
            raise UsageError(message)
        remembering.show(decided.decisions(*wanted_of(context, only)), as_json=as_json, as_csv=as_csv)
        return
    if because is None or only:
        message = f"say just that: catalog decisions --undo {undo} --because WHY"
        raise UsageError(message)
    collection = context.with_resource(writing(context))
    undone = deciding.undo(collection, undo, _decider(collection, who, because)).decision
    if as_json:
        output.json({"undone": undone.name, "decision": undone.decision, "provider": undone.provider})
    else:
        said = f"{undone.provider} {undone.name}: holds no more ({undone.decision} at {output.minute(undone.at)})"
        output.say(f"{said}. Then: {call(context, 'publish')}")


def _decider(collection: "Collection", who: str | None, because: str) -> "By":
    from pricebook.run.deciding import By  # noqa: PLC0415

    return By(who or _whoever(collection), because, datetime.now(UTC))


def _whoever(collection: "Collection") -> str:
    """Who sits at this machine: as git knows them there, else by the name that they logged in with."""
    import getpass  # noqa: PLC0415
    import shutil  # noqa: PLC0415
    import subprocess  # noqa: PLC0415

    from pricebook.errors import UsageError  # noqa: PLC0415

    git = shutil.which("git")
    if git:
        asked = [git, "config", "user.name"]
        known = subprocess.run(  # noqa: S603 - git, asked for a name
            asked, cwd=collection.root, capture_output=True, encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip
        if known.stdout.strip():
            return known.stdout.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        message = "nobody here has a name. Say who decides: --who NAME"
        raise UsageError(message) from None


def _tell_decided(context: typer.Context, made: "Sequence[Decided]", as_json: bool) -> None:
    if as_json:
        output.json([{"name": each.decision.name, **each.decision.model_dump(mode="json")} for each in made])
        return
    for decision, case in made:
        said = decision.decision
        if case is None:
            again = call(context, "refresh", None, decision.provider)
            output.say(f"{decision.provider}: its older page is approved by {decision.who}. Look again: {again}")
            continue
        steps = output.count(len({step.id for step in decision.steps}), "price")
        output.say(f"{case.provider} {case.id}: {steps} {said} by {decision.who} ({decision.name})")
    if any(case for _, case in made):
        name = made[0].decision.name if len(made) == 1 else "NAME"
        undo = call(context, "decisions", None, "--undo", name)
        output.say(f"Then: {call(context, 'publish')}. To take it back: {undo} --because WHY")
