"""`crosswalk.toml` of a collection: how other tools spell the ids of its providers."""

import tomllib
from collections.abc import Collection
from pathlib import Path

from pricebook.errors import CollectionError
from pricebook.publish.exports.export import Crosswalk


def crosswalk(path: Path, exports: Collection[str]) -> Crosswalk:
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
