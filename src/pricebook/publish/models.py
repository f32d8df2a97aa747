"""`models.json`: which providers sell a model, by the table of the collection where it tells more than the names do.

[models."deepseek-r1"]
aliases = ["DeepSeek R1"]
offers = { acme = "deepseek-ai/DeepSeek-R1", other = "deepseek-r1" }   # a list where there are several
not = ["deepseek-r1-0528"]
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pricebook.errors import CollectionError
from pricebook.publish.documents import Content, document_of, listed, rows

NAME = "models.toml"
Offer = Mapping[str, Any]


class Same(NamedTuple):
    """What the table tells of one model."""

    aliases: Sequence[str] = ()
    offers: frozenset[tuple[str, str]] = frozenset()
    """Providers, and the names that the model has there."""
    false_friends: Sequence[str] = ()


Table = Mapping[str, Same]
"""By the names of models across providers."""


def read(path: Path) -> Table:
    """The table; an empty one where there is no such file. Raises CollectionError for what is none."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        message = f"{path}: cannot be read: {problem}. It holds a table [models.NAME] for each model."
        raise CollectionError(message) from problem
    models = told.get("models", {})
    if told.keys() - {"models"} or not isinstance(models, dict):
        message = f"{path}: holds {', '.join(sorted(told))}, expected tables [models.NAME] alone."
        raise CollectionError(message)
    table = {name: _same(path, name, said) for name, said in models.items()}
    _refuse_doubles(path, table)
    return table


def models(offers: Iterable[Offer], table: Table, path: Path) -> Content:
    """The file. Raises CollectionError if the table tells of an offer that nobody ever made."""
    by_name: dict[str, list[Offer]] = {}
    known = {offer: name for name, same in table.items() for offer in same.offers}
    for offer in offers:
        own = known.pop((offer["provider"], offer["model"]), None)
        by_name.setdefault(own or offer["model"], []).append(offer)
    if known:
        (provider, model), name = min(known.items())
        message = f"{path}: {name}: {provider} never sold {model!r}. Correct the name."
        raise CollectionError(message)
    return document_of({"models": listed([rows(_entry(name, by_name[name], table) for name in sorted(by_name))])})


def _entry(name: str, offers: Sequence[Offer], table: Table) -> dict[str, Any]:
    same = table.get(name, Same())
    return {"model": name, "aliases": same.aliases, "offers": offers, "not": same.false_friends}


def _same(path: Path, name: str, said: Any) -> Same:
    offers = said.get("offers", {}) if isinstance(said, dict) else None
    if not isinstance(offers, dict) or said.keys() - {"aliases", "offers", "not"}:
        raise _wrong(path, name, "has other names than aliases, offers and not")
    listed = {provider: [names] if isinstance(names, str) else names for provider, names in offers.items()}
    texts = [said.get("aliases", []), said.get("not", []), *listed.values()]
    if not all(isinstance(each, list) and all(isinstance(text, str) for text in each) for each in texts):
        raise _wrong(path, name, "holds what is no list of names")
    sold = frozenset((provider, model) for provider, names in listed.items() for model in names)
    return Same(said.get("aliases", []), sold, said.get("not", []))


def _refuse_doubles(path: Path, table: Table) -> None:
    """No offer is of two models."""
    seen: dict[tuple[str, str], str] = {}
    for name, same in table.items():
        for offer in same.offers:
            if offer in seen:
                raise _wrong(path, name, f"{offer[0]}'s {offer[1]!r} is of {seen[offer]!r} already")
            seen[offer] = name


def _wrong(path: Path, name: str, what: str) -> CollectionError:
    return CollectionError(f"{path}: {name}: {what}.")
