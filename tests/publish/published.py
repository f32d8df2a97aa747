"""Published records as their JSON tells them: whole ones, of which a test says what matters to it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pricebook.history.forms import FORMAT
from pricebook.publish.documents import compact, document_of, listed, rows
from pricebook.publish.manifest import NAME
from pricebook.system.files import digest, encode

Told = dict[str, Any]


def where(**other: Any) -> Told:
    return {
        "address": "https://acme.example/price", "page": "price", "line": 7, "heading": ["Prices", "Chat"], "table": 1,
        "row": 2, "column": "输入价格", **other,
    }  # fmt: skip


def price(**other: Any) -> Told:
    return {
        "id": "0123456789abcdef", "provider": "acme", "model": "acme-1", "name": None, "service": "inference",
        "meter": "input", "amount": "2.1", "currency": "CNY", "unit": "1M tokens", "conditions": {}, "standard": True,
        "listed": {"amount": "0.0021", "unit": "1K tokens", "text": "￥0.0021", "unit_from": "header",
                   "currency_from": "cell"},
        "free": False, "promotion": None, "effective_from": None, "effective_until": None, "derived_from": None,
        "where": where(), "valid_from": "2026-01-05", "valid_from_basis": "observed", "first_seen": "2026-01-05",
        "known_from": "2026-01-05", "suspect": None, "conflict": None, "status": "fresh", "reasons": [], **other,
    }  # fmt: skip


def absent(**other: Any) -> Told:
    return price(status="missing", absent_since="2026-02-01", snapshot="2026-01-05", **other)


def pending(**other: Any) -> Told:
    told = price(**{"reasons": ["10 times what it was"], "published": "0.21", **other})
    del told["status"]
    return told


def fact(**other: Any) -> Told:
    return {
        "provider": "acme", "kind": "context_length", "subject": "acme-1", "printed": "32K",
        "value": {"context_tokens": "32000"}, "models": None, "where": where(), **other,
    }  # fmt: skip


def unsaid(**other: Any) -> Told:
    return {
        "provider": "acme", "model": "acme-voice", "amount": "0.01", "currency": "CNY", "per": "个音色",
        "conditions": {}, "meters": [], "text": "0.01元", "reason": "no unit is per 个音色", "where": where(), **other,
    }  # fmt: skip


def unread(**other: Any) -> Told:
    return {"provider": "acme", "text": "约 2 元", "reason": "an amount that is about", "where": where(), **other}


def line(**other: Any) -> Told:
    shared = (
        "id", "provider", "model", "name", "service", "meter", "unit", "currency", "conditions", "standard", "amount",
        "free", "promotion", "effective_from", "effective_until", "valid_from", "valid_from_basis", "first_seen",
        "known_from",
    )  # fmt: skip
    nulls = ("valid_to", "last_seen", "known_to", "missing_since", "unread_since", "withdrawn_on")
    return {
        **{name: value for name, value in price().items() if name in shared}, **dict.fromkeys(nulls), "number": 1,
        "quote": "￥0.0021", "snapshot": "2026-01-05", "conflict": False, "held": [], **other,
    }  # fmt: skip


def change(**other: Any) -> Told:
    before = {"amount": "58", "currency": "CNY", "unit": "1M tokens", "quote": "￥58.00"}
    return {
        "day": "2026-02-01", "provider": "acme", "model": "acme-1", "service": "inference", "meter": "output",
        "conditions": {}, "kind": "decrease", "id": "0123456789abcdef", "before": before,
        "after": {**before, "amount": "29", "quote": "￥29.00"}, "percent": "-50",
        "text": "acme-1 output 58 -> 29 CNY / 1M tokens (-50 %)", **other,
    }  # fmt: skip


def loss(**other: Any) -> Told:
    return {
        "id": "0123456789abcdef", "provider": "acme", "model": "acme-1", "meter": "input", "held": True,
        "what": "the last tier is taken above its bound", "exports": ["litellm"], **other,
    }  # fmt: skip


def offer_of_models(provider: str, model: str) -> Told:
    """What models.json says of a model that one provider sells."""
    offer = {"provider": provider, "model": model, "name": None, "services": ["inference"], "current": True}
    return {"model": model, "aliases": [], "offers": [offer], "not": []}


def files() -> dict[str, Told]:
    """Each file of a small release, but for `history.jsonl`."""
    lists = {
        "prices": [price(), price(id="1123456789abcdef", meter="output", amount="8.4")], "absent": [absent()],
        "pending": [pending()], "facts": [fact()], "unsaid": [unsaid()], "unread": [unread()],
    }  # fmt: skip
    provider = {
        "id": "acme", "name": "Acme", "currency": "CNY", "home_region": None, "timezone": "Asia/Shanghai",
        "pages": [{"name": "price", "address": None, "former": False, "snapshot": "2026-01-05"}],
    }  # fmt: skip
    offer = {"provider": "acme", "model": "acme-1", "name": None, "services": ["inference"], "current": True}
    tiers = [
        ["1", {"input_tokens": {"lte": 8192}}],
        ["2", {"input_tokens": {"gt": 8192}}, {"promotion": {"label": "!"}}],
    ]
    slim = {"currency": "CNY", "status": "fresh", "models": {"acme-1": {"input": "2.1", "output": tiers}}}
    counts = dict.fromkeys(("prices", "absent", "unsaid", "unread", "conflicts", "held"), 1)
    failing = {"since": "2026-01-06T08:00:00+08:00", "last_good": "2026-01-05", "error": "HTTP 503"}
    moments = dict.fromkeys(("last_look", "last_good", "last_change"), "2026-01-05T08:00:00+08:00")
    status = {
        **moments,
        "failing_since": None,
        "error": None,
        "failing": {"chat": failing},
        "given_up": {},
        "pages": dict.fromkeys(("price", "chat"), moments["last_look"]),
        "elsewhere": {"litellm": "acme_ai"},
        **counts,
    }
    told: dict[str, Told] = {
        **{f"{name}.json": {"prices" if name == "absent" else name: listed} for name, listed in lists.items()},
        "providers/acme.json": {"provider": provider, **lists},
        "models.json": {"models": [{"model": "acme-1", "aliases": ["Acme 1"], "offers": [offer], "not": ["acme-l"]}]},
        "slim.json": {"units": {"input": "1M tokens", "usage": None}, "providers": {"acme": slim}},
        "changes.json": {"changes": [change()]},
        "exports/losses.json": {"losses": [loss()]},
        "status.json": {"providers": {"acme": status}},
        "manifest.json": {
            "release": "0" * 64, "previous": None, "sequence": 3, "generated": "2026-01-05T00:00:00Z",
            "expires": "2026-01-19T00:00:00Z", "counts": {"fresh": 2, "missing": 1}, "licence": "MIT",
            "files": {"prices.json": {"bytes": 17, "sha256": "0" * 64}},
        },
    }  # fmt: skip
    return {name: {"format": FORMAT, **told[name]} for name in told}


def as_file(told: Mapping[str, Any]) -> bytes:
    """These values as a file of a release: of a list one record a line."""
    values = {
        name: listed([rows(value)]) if isinstance(value, list) else [compact(value)] for name, value in told.items()
    }
    return b"".join(document_of({**values, "format": [compact(FORMAT)]}))


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Puts these files into the release, whose manifest promises them and what it promised before."""
    path = folder / NAME
    said: Told = json.loads(path.read_bytes()) if path.is_file() else {"format": FORMAT, "files": {}}
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        said["files"][name] = {"bytes": len(data), "sha256": digest(data)}
    path.write_bytes(encode(said))
