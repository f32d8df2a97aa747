"""`catalog models`: which models several providers sell, and which names could be one."""

from typing import TYPE_CHECKING, Annotated

import typer

from pricebook.cli import output
from pricebook.cli.options import AsCsv, AsJson, From, ModelFilter, ProviderFilter, release_of, writing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from pricebook.publish.proposals import Proposals


def register(app: typer.Typer) -> None:
    """Adds this command."""
    app.command("models")(models)


def models(
    context: typer.Context,
    propose: Annotated[
        bool, typer.Option("--propose", help="Print lines for models.toml: names that are one model, or look so.")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="With --propose: add those that are sure.")] = False,
    provider: ProviderFilter = None,
    model: ModelFilter = None,
    source: From = None,
    as_json: AsJson = False,
    as_csv: AsCsv = None,
) -> None:
    """Show which models several providers sell, and under which names.

    With --propose: which names could be one model, of those that are in no entry of models.toml. What is the same by
    the rules of docs/models.md stands apart from what only looks alike; --write adds the former and nothing else.
    """
    if propose:
        _refuse_with_propose(provider, model, source, as_csv)
        _propose(context, write=write, as_json=as_json)
        return
    from pricebook.errors import UsageError  # noqa: PLC0415
    from pricebook.run.proposing import models_of  # noqa: PLC0415

    if write:
        message = "--write adds what is proposed. Call it so: catalog models --propose --write"
        raise UsageError(message)
    listed = _several(models_of(release_of(context, source).release), provider or (), model or ())
    if as_json:
        output.json(listed)
        return
    rows = [
        [each["model"], offer["provider"], offer["model"], "" if offer["current"] else "no longer sold"]
        for each in listed
        for offer in each["offers"]
    ]
    output.table(["model", "provider", "called there", "notes"], rows, as_csv)
    output.note(f"{output.count(len(listed), 'model')} of several providers", as_csv)


def _several(
    listed: "Sequence[Mapping[str, Any]]", providers: "Sequence[str]", parts: "Sequence[str]"
) -> "list[Mapping[str, Any]]":
    """Those that several providers sell, one of these among them, and of which a name contains one of the parts."""
    found = []
    for each in listed:
        sellers = {offer["provider"] for offer in each["offers"]}
        names = "\n".join([each["model"], *each["aliases"], *(offer["model"] for offer in each["offers"])]).lower()
        wanted = (not providers or sellers & set(providers)) and (not parts or any(p.lower() in names for p in parts))
        if len(sellers) > 1 and wanted:
            found.append(each)
    return found


def _refuse_with_propose(*given: object) -> None:
    """Raises UsageError for what a proposal does not heed."""
    from pricebook.errors import UsageError  # noqa: PLC0415

    if any(each is not None for each in given):
        message = "--propose tells of all models of the collection: without --provider, --model, --from, --csv, --tsv."
        raise UsageError(message)


def _propose(context: typer.Context, *, write: bool, as_json: bool) -> None:
    from pricebook.collection import find  # noqa: PLC0415
    from pricebook.run import proposing  # noqa: PLC0415

    if not write:
        _print_proposals(proposing.proposed(find(context.obj)), as_json=as_json)
        return
    with writing(context) as collection:
        found = proposing.proposed(collection)
        if found.sure:
            proposing.write(collection, found)
    _print_proposals(found, as_json=as_json)
    names = output.count(sum(len(each.offers) for each in found.sure), "name")
    output.say(f"{names} added to {collection.models}. Look at them, then: catalog publish", err=True)


def _print_proposals(found: "Proposals", *, as_json: bool) -> None:
    from pricebook.publish.model_lines import toml  # noqa: PLC0415

    if as_json:
        output.json(found.told())
        return
    for line in toml(found).splitlines():
        output.show(f"{line}\n")
    output.say(f"sure lines for {output.count(len(found.sure), 'model')}, {len(found.doubtful):,} doubtful", err=True)
