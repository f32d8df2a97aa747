"""What a release has to be before anything is billed by it."""

from __future__ import annotations

import json
from decimal import Decimal

from pricebook.book.amounts import EXACT
from pricebook.book.errors import RefusedData
from pricebook.book.prices import amount_of, forms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from typing import Any

try:  # as the random module of Python does: the whole of hashlib is slow to load
    from _sha2 import sha256  # type: ignore[import-not-found]
except ImportError:
    try:
        from _sha256 import sha256  # type: ignore[import-not-found]
    except ImportError:
        from hashlib import sha256

FORMAT = "pricebook-catalogue/1"
MOST = 1 << 20
"""Bytes that a manifest may have."""


def parsed(content: bytes, name: str) -> dict[str, Any]:
    """The JSON object that the file holds, its numbers exact; raises RefusedData if it is not one of our format."""
    try:
        found = json.loads(content.decode("utf-8"), parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise RefusedData("unreadable", f"{name} is not JSON; it begins {content[:40]!r}") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise RefusedData("format", f"{name} does not say that it is {FORMAT}; it begins {content[:40]!r}")
    return found


def _no_number(text: str) -> None:
    raise ValueError(text)


def manifest_of(content: bytes) -> dict[str, Any]:
    """The manifest; raises RefusedData if it does not have what the contract says."""
    found = parsed(content, "manifest.json")
    files, sequence = found.get("files"), found.get("sequence")
    whole = isinstance(files, dict) and all(map(_is_entry, files.values())) and "slim.json" in files
    if not whole or type(sequence) is not int or not isinstance(found.get("release"), str):
        raise RefusedData("format", "manifest.json does not name its files, its release and its sequence")
    return found


def _is_entry(entry: Any) -> bool:
    return isinstance(entry, dict) and type(entry.get("bytes")) is int and isinstance(entry.get("sha256"), str)


def moment(manifest: Mapping[str, Any], name: str) -> datetime:
    """A moment of the manifest; raises RefusedData if it is none."""
    from datetime import UTC, datetime  # noqa: PLC0415  # nothing that is asked most often needs it

    try:
        found = datetime.fromisoformat(manifest[name])
    except (KeyError, TypeError, ValueError) as error:
        raise RefusedData("format", f"manifest.json: {name} is no moment") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def verified(content: bytes, name: str, manifest: Mapping[str, Any]) -> bytes:
    """The content, if it is what the manifest says; raises RefusedData."""
    entry = manifest["files"].get(name)
    if entry is None:
        raise RefusedData("format", f"manifest.json knows no {name}")
    if len(content) != entry["bytes"]:
        raise RefusedData("truncated", f"{name} is not of {entry['bytes']} bytes, as the manifest says{_REPLACED}")
    if sha256(content).hexdigest() != entry["sha256"]:
        raise RefusedData("digest", f"{name} has not the digest that the manifest says{_REPLACED}")
    return content


_REPLACED = ": it was altered, or replaced by a newer release, which refresh() takes"


def shaped(slim: Mapping[str, Any], *, counted: bool) -> Mapping[str, Any]:
    """The slim edition, if it is one; raises RefusedData.

    `counted`: whether the manifest counts prices. None of them need be an offer for everybody: a list may name a region
    in every row.
    """
    units, providers = slim.get("units"), slim.get("providers")
    if not isinstance(units, dict) or not isinstance(providers, dict):
        raise RefusedData("format", "slim.json has not the units and the providers of the contract")
    for name, one in providers.items():
        texts = isinstance(one, dict) and isinstance(one.get("currency"), str) and isinstance(one.get("status"), str)
        if not texts or not isinstance(one.get("models"), dict):
            raise RefusedData("format", f"slim.json: {name} has not the fields of the contract")
    if not counted and not any(one["models"] for one in providers.values()):
        raise RefusedData("empty", "the release holds no price")
    return slim


def is_fresh(manifest: Mapping[str, Any], now: datetime) -> None:
    """Raises RefusedData if the release has expired."""
    if moment(manifest, "expires") < now:
        raise RefusedData("expired", f"the release expired at {manifest['expires']}")


def follows(new: Mapping[str, Any], last: Mapping[str, Any]) -> None:
    """Raises RefusedData if the manifest is of an older release than the last good one."""
    if new["sequence"] < last["sequence"]:
        raise RefusedData("older", f"the release has sequence {new['sequence']}, the last good one {last['sequence']}")


def resembles(new: Mapping[str, Any], last: Mapping[str, Any], accept_shrunken: bool) -> None:
    """Raises RefusedData if the new slim edition lost more than a tenth, or its amounts are of another magnitude."""
    before, after = amounts(last), amounts(new)
    for what, had, has in (("models", _models(last), _models(new)), ("prices", len(before), len(after))):
        if has * 10 < had * 9 and not accept_shrunken:
            raise RefusedData("shrunken", f"the release has {has} {what} where the last good one had {had}")
    common = [(before[key], after[key]) for key in before if key in after and before[key] and after[key]]
    if not common and before:
        raise RefusedData("shrunken", "the release has no price in common with the last good one")
    # Compared by ten times the smaller one, so that nothing has to be divided.
    for what, these in (("more", common), ("less", [(new, old) for old, new in common])):
        if 2 * sum(EXACT.multiply(old, 10) < new for old, new in these) > len(these):
            raise RefusedData("scaled", f"most amounts of the release are more than ten times {what} than they were")


def _models(slim: Mapping[str, Any]) -> int:
    return sum(len(one["models"]) for one in slim["providers"].values())


def amounts(slim: Mapping[str, Any]) -> dict[tuple[str, ...], Decimal]:
    """The amount of each price of a slim edition by what identifies it."""
    try:
        return dict(_amounts(slim))
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
        raise RefusedData("format", f"slim.json is not as the contract says: {error!r}") from error


def _amounts(slim: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Decimal]]:
    for provider, one in slim["providers"].items():
        for model, meters in one["models"].items():
            for meter, listed in meters.items():
                for amount, conditions, *rest in forms(listed):
                    marks = dict(*rest)
                    terms = (str(marks.get("unit")), str(marks.get("currency")), repr(sorted(conditions.items())))
                    yield (provider, model, meter, *terms), amount_of({
                        "amount": amount, "provider": provider, "model": model
                    })  # fmt: skip
