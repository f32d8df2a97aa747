"""`catalog/v1/prices.json`: the last snapshot of every provider, with what a person should look at."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from pricebook import files
from pricebook.errors import UsageError
from pricebook.gate import conflicts, suspicions
from pricebook.records import Price, Record, StatedFact
from pricebook.snapshots import Snapshot, snapshots

FORMAT = "pricebook/v1"
"""Stands in every published file; another number would mean another contract."""


def last_snapshots(root: Path) -> list[Snapshot]:
    """The newest snapshot of every provider, by provider."""
    providers = sorted(path.name for path in root.iterdir() if path.is_dir()) if root.is_dir() else []
    kept = (snapshots(root, provider) for provider in providers)
    return [each[-1] for each in kept if each]


def catalogue(root: Path) -> bytes:
    """The catalogue that the snapshots under that folder give."""
    providers: dict[str, Any] = {}
    prices: list[Price] = []
    facts: list[StatedFact] = []
    for snapshot in last_snapshots(root):
        own = snapshot.prices
        providers[snapshot.provider] = {"observed_on": snapshot.date, "prices": len(own)}
        prices.extend(own)
        facts.extend(snapshot.facts)
    content: Mapping[str, Any] = {
        "format": FORMAT,
        "providers": providers,
        "prices": _plain(prices),
        "facts": _plain(facts),
        "conflicts": _plain(conflicts(prices)),
        "suspects": _plain(
            item for provider in providers for item in suspicions([p for p in prices if p.provider == provider])
        ),
    }
    return files.encode(content)


def read(path: Path) -> list[Price]:
    """The prices of a published catalogue; raises UsageError where there is none."""
    try:
        content = orjson.loads(path.read_bytes())
        found = content["format"]
    except (OSError, orjson.JSONDecodeError, KeyError, TypeError) as problem:
        message = f"{path}: no catalogue stands there. Make one with: catalog refresh --recorded"
        raise UsageError(message) from problem
    if found != FORMAT:
        message = f"{path}: format {found!r}, this program reads {FORMAT}. Use a program of the same version."
        raise UsageError(message)
    return [Price.model_validate(price) for price in content["prices"]]


def _plain(records: Iterable[Record]) -> list[Any]:
    return [record.model_dump(mode="json") for record in records]
