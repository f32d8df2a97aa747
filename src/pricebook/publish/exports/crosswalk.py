"""`crosswalk.toml` of a collection: how other tools spell the ids of its providers."""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

from pricebook.errors import CollectionError
from pricebook.publish.exports.export import Catalogue


def crosswalk(path: Path, exports: Collection[str]) -> Mapping[str, Mapping[str, str]]:
    """By provider, and by the name of the export, the id; nothing where there is no such file.

    Raises CollectionError for a file that cannot be read, or that says something else.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (OSError, ValueError) as problem:
        message = f"{path}: cannot be read: {problem}. Each provider is a table of ids by the names of exports."
        raise CollectionError(message) from problem
    for provider, spellings in told.items():
        if not isinstance(spellings, dict) or not all(isinstance(spelled, str) for spelled in spellings.values()):
            message = f"{path}: {provider} is no table of ids by the names of exports. Write: [{provider}]"
            raise CollectionError(message)
        for name in spellings.keys() - set(exports):
            message = f"{path}: {provider}: there is no export {name!r}. Exports: {', '.join(exports)}."
            raise CollectionError(message)
    return told


def ids(catalogue: Catalogue, export: str) -> Mapping[str, str]:
    """By provider, its id in the export: as the crosswalk spells it, else our own.

    Raises CollectionError where two providers would have one id.

    >>> ids(Catalogue([{"provider": "acme"}], crosswalk={"acme": {"lobehub": "acmeai"}}), "lobehub")
    {'acme': 'acmeai'}
    """
    found: dict[str, str] = {}
    for provider in dict.fromkeys(price["provider"] for price in catalogue.prices):
        spelled = catalogue.spelled(provider, export) or provider
        if spelled in found.values():
            message = (
                f"crosswalk.toml: {provider}: another provider is {spelled!r} in {export}, too. Give it another id."
            )
            raise CollectionError(message)
        found[provider] = spelled
    return found
