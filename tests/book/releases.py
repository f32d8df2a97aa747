"""Small releases in the shape of docs/contract.md, made by hand."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pricebook
from pricebook.book import Book

FORMAT = "pricebook-catalogue/1"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OFFERS = {"region", "scope", "mode", "hours", "plan", "fine_tuned", "surcharge", "as_printed"}
HOME = "北京"
METERS = ("input", "output", "cache_read", "cache_write", "text", "image", "video", "audio", "training", "instance")
Record = dict[str, Any]


def price(model: str, meter: str, amount: str, conditions: Mapping[str, Any] | None = None, **fields: Any) -> Record:
    """A price; what is not said is as it is for most."""
    conditions = dict(conditions or {})
    units = {
        "image": "image",
        "video": "second",
        "audio": "second",
        "text": "1M characters",
        "instance": "instance-hour",
    }
    services = {"training": "training", "instance": "deployment"}
    record: Record = {
        "provider": "acme", "model": model, "name": None, "service": services.get(meter, "inference"), "meter": meter,
        "amount": amount, "currency": "CNY", "unit": units.get(meter, "1M tokens"), "conditions": conditions,
        "free": False, "promotion": None, "effective_from": None, "effective_until": None, "derived_from": None,
        "valid_from": "2026-01-01", "valid_from_basis": "observed", "first_seen": "2026-01-01",
        "known_from": "2026-01-01", "status": "fresh", "suspect": None, "conflict": None,
        "where": {"page": "price", "address": "https://acme.example", "line": 1, "heading": [], "table": 1, "row": 1},
    } | fields  # fmt: skip
    offer = OFFERS & conditions.keys()
    record["standard"] = fields.get("standard", not offer or (offer == {"region"} and conditions["region"] == HOME))
    record["listed"] = {"amount": amount, "text": f"{amount} 元", "unit": record["unit"]}
    identity = {
        name: record[name] for name in ("provider", "model", "service", "meter", "unit", "currency", "conditions")
    }
    record["id"] = sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:16]
    return record


def line(one: Record, **fields: Any) -> Record:
    """The line of the history that tells of the price; it stands unless the fields say otherwise."""
    taken = (
        "id", "provider", "model", "name", "service", "meter", "unit", "currency", "conditions", "standard", "amount",
        "free", "promotion", "effective_from", "effective_until", "valid_from", "valid_from_basis", "first_seen",
        "known_from",
    )  # fmt: skip
    ends = ("valid_to", "last_seen", "known_to", "missing_since", "unread_since", "withdrawn_on")
    rest = {
        "number": 1,
        "quote": one["listed"]["text"],
        "snapshot": "2026-01-01",
        "conflict": one["conflict"] is not None,
    }
    return {name: one[name] for name in taken} | dict.fromkeys(ends) | rest | fields


def slim(prices: Sequence[Record], currency: str = "CNY", discounted: Collection[str] = ("sparing",)) -> Record:
    """The standard offers alone, as the contract says; the pages of `discounted` say that what is cached costs less."""
    units: dict[str, Any] = {}
    providers: dict[str, Any] = {}
    for one in prices:
        if not one["standard"]:
            continue
        units.setdefault(one["meter"], one["unit"])
        fresh: Record = {"currency": currency, "status": "fresh", "models": {}}
        fresh |= {"cache_discount": True} if one["provider"] in discounted else {}
        models = providers.setdefault(one["provider"], fresh)["models"]
        counted = one["meter"] if one["service"] == "inference" else f"{one['service']}/{one['meter']}"
        names = ("promotion", "effective_from", "effective_until", "suspect", "conflict", "free")
        marks = {name: one[name] for name in names if one[name]}
        marks |= {"unit": one["unit"]} if one["unit"] != units[one["meter"]] else {}
        marks |= {"currency": one["currency"]} if one["currency"] != currency else {}
        marks |= {"status": one["status"]} if one["status"] != "fresh" else {}
        conditions = {name: value for name, value in one["conditions"].items() if name != "region"}
        form = [one["amount"], conditions] + ([marks] if marks else [])
        models.setdefault(one["model"], {}).setdefault(counted, []).append(form)
    for each in providers.values():
        for meters in each["models"].values():
            for counted, forms in meters.items():
                meters[counted] = forms[0][0] if forms == [[forms[0][0], {}]] else forms
    return {"format": FORMAT, "units": units, "providers": providers}


def models(prices: Iterable[Record], absent: Iterable[Record]) -> list[Record]:
    """The index: each model by itself."""
    entries: dict[str, Record] = {}
    for current, records in ((True, prices), (False, absent)):
        for one in records:
            entry = entries.setdefault(one["model"], {"model": one["model"], "aliases": [], "not": [], "offers": []})
            known = [offer for offer in entry["offers"] if offer["provider"] == one["provider"]]
            if not known:
                offer = {name: one[name] for name in ("provider", "model", "name")}
                known = [offer | {"services": [], "current": current}]
                entry["offers"] += known
            known[0]["services"] = sorted({*known[0]["services"], one["service"]})
    return list(entries.values())


def files(
    prices: Sequence[Record],
    absent: Sequence[Record] = (),
    history: Sequence[Record] | None = None,
    index: Callable[[list[Record]], list[Record]] = lambda entries: entries,
) -> dict[str, bytes]:
    """The files of a release but its manifest."""
    providers = sorted({one["provider"] for one in (*prices, *absent)})
    made: dict[str, Any] = {
        "prices.json": {"format": FORMAT, "prices": prices},
        "absent.json": {"format": FORMAT, "prices": absent},
        "slim.json": slim(prices),
        "models.json": {"format": FORMAT, "models": index(models(prices, absent))},
        "status.json": {"format": FORMAT, "providers": {
            each: {"last_look": "2026-02-28T08:00:00Z", "last_good": "2026-02-28T08:00:00Z"} for each in providers
        }},
    }  # fmt: skip
    for each in providers:
        about = {"id": each, "name": each, "currency": "CNY", "home_region": HOME, "timezone": "Asia/Shanghai"}
        mine = [one for one in prices if one["provider"] == each]
        gone = [one for one in absent if one["provider"] == each]
        made[f"providers/{each}.json"] = {"format": FORMAT, "provider": about, "prices": mine, "absent": gone}
    told = [line(one) for one in prices] if history is None else history
    text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in told)
    return {name: encode(content) for name, content in made.items()} | {"history.jsonl": text.encode()}


def encode(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, sort_keys=True) + "\n").encode()


def manifest(contents: Mapping[str, bytes], **fields: Any) -> bytes:
    named = {name: {"bytes": len(one), "sha256": sha256(one).hexdigest()} for name, one in contents.items()}
    about = {
        "format": FORMAT, "release": "0" * 64, "previous": None, "sequence": 5, "licence": "MIT", "counts": {},
        "generated": "2026-02-28T08:00:00Z", "expires": "2026-03-14T08:00:00Z", "files": named,
    }  # fmt: skip
    return encode(about | fields)


def write(folder: Path, contents: Mapping[str, bytes], **fields: Any) -> Path:
    """Puts the release there, in place of what was there."""
    for name, content in {**contents, "manifest.json": manifest(contents, **fields)}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def book(folder: Path, prices: Sequence[Record], now: datetime = NOW, **fields: Any) -> Book:
    """The book of such a release."""
    return pricebook.load(write(folder, files(prices, **fields)), now=now)
