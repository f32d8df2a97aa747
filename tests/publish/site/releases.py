"""Small releases with all that the site tells of, made by hand in the shape of docs/contract.md."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pricebook.publish.site.addresses import model_file
from pricebook.run.site import built
from tests.book import releases
from tests.book.releases import Record, line, price
from tests.book.test_costing import PRICES

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ACME, OTHER = "acme", "zenith"
ODD = (
    "../x", "con", "aux.1", "通义万相", "文心", "Acme-1", "acme-1", "ACME-1", "a" * 200, "a" * 199 + "b",
    "deepseek-ai/R1", "deepseek-ai-r1", "x.", "-x", "%2e%2e", "a?b#c", "a b", "index", "~", "x~4ecad6",
    ".nojekyll", "ｆｕｌｌ",
)  # fmt: skip
"""Names of models that make poor names of files, some of which are alike."""


def told(one: Record) -> Record:
    """A price with all the fields that the contract promises."""
    where = {"column": "价格", "heading": ["Prices", "Chat"], **one["where"]}
    return {"reasons": [], **one, "where": where}


WHERE = told(price("x", "input", "1"))["where"]


def files(
    prices: Sequence[Record],
    absent: Sequence[Record] = (),
    past: Iterable[Record] = (),
    *,
    lists: Mapping[str, Sequence[Record]] | None = None,
    index: Callable[[list[Record]], list[Record]] = lambda entries: entries,
    status: Mapping[str, Any] | None = None,
    names: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """The files of a release; `past` are lines of the history beside those of what stands today."""
    prices, absent = [told(one) for one in prices], [told(one) for one in absent]
    today = [line(one, held=[], known_to=None) for one in prices]
    gone = [line(one, held=[], missing_since=one["absent_since"], last_seen="2026-01-31") for one in absent]
    own = {name: list((lists or {}).get(name, ())) for name in ("pending", "facts", "unsaid", "unread", "changes")}
    content = releases.files(prices, absent, [*past, *gone, *today], index)
    made: dict[str, Any] = {name: json.loads(data) for name, data in content.items() if name.endswith(".json")}
    for name, each in own.items():
        made[f"{name}.json"] = {"format": releases.FORMAT, name: each}
    counts = dict.fromkeys(("prices", "absent", "unsaid", "unread", "conflicts", "held"), 1)
    for name, known in made["status.json"]["providers"].items():
        pages = {"price": "2026-02-28T08:00:00Z"}
        known |= {"last_change": None, "failing_since": None, "error": None, "failing": {}, "given_up": {}}
        known |= {"pages": pages, "elsewhere": {}, **counts, **(status or {})}
        provider = made[f"providers/{name}.json"]["provider"]
        provider["pages"] = [
            {"name": "price", "address": f"https://{name}.example/price", "former": False, "snapshot": "2026-01-01"}
        ]
        provider["name"] = (names or {}).get(name, name.title())
    made["schema.json"] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    content |= {name: releases.encode(each) for name, each in made.items()}
    return {**content, "feed.xml": b"<feed xmlns='http://www.w3.org/2005/Atom'/>\n"}


def history(one: Record, *forms: tuple[str, str, str], **last: Any) -> list[Record]:
    """Earlier forms of a price: each amount with the day from which it held and the day from which it did not."""
    return [
        line(
            one, number=number, amount=amount, quote=f"{amount} 元", valid_from=since, first_seen=since,
            known_from=since, valid_to=until, last_seen=until, held=[], **last,
        )
        for number, (amount, since, until) in enumerate(forms, 1)
    ]  # fmt: skip


def pending(one: Record, **fields: Any) -> Record:
    """A value of this price that waits for a person."""
    made = {**told(one), "reasons": ["10 times what it was"], "published": one["amount"], **fields}
    del made["status"]
    return made


def fact(provider: str = ACME, **fields: Any) -> Record:
    return {
        "provider": provider, "kind": "context_length", "subject": "plain", "printed": "32K",
        "value": {"context_tokens": "32000"}, "models": None, "where": WHERE, **fields,
    }  # fmt: skip


def unsaid(model: str, provider: str = ACME, **fields: Any) -> Record:
    return {
        "provider": provider, "model": model, "amount": "0.01", "currency": "CNY", "per": "个音色", "conditions": {},
        "meters": [], "text": "0.01元", "reason": "no unit is per 个音色",
        "where": WHERE, **fields,
    }  # fmt: skip


def unread(provider: str = ACME, **fields: Any) -> Record:
    return {"provider": provider, "text": "约 2 元", "reason": "an amount that is about", "where": WHERE, **fields}


def change(one: Record, before: str | None, after: str | None, **fields: Any) -> Record:
    """A change of this price."""
    taken = ("id", "provider", "model", "service", "meter", "conditions")
    sides = [
        None if amount is None else {
            "amount": amount, "currency": one["currency"], "unit": one["unit"], "quote": f"{amount} 元"
        }
        for amount in (before, after)
    ]  # fmt: skip
    return {
        **{name: one[name] for name in taken}, "day": "2026-02-01", "kind": "decrease", "before": sides[0],
        "after": sides[1], "percent": None, "text": f"{one['model']} {before} -> {after}", **fields,
    }  # fmt: skip


MOVING = price("moving", "input", "1", valid_from="2026-02-01")
FREED = price("moving", "output", "0", free=True, valid_from="2026-02-10")
ABROAD = [
    price("plain", meter, amount, provider=OTHER, currency="USD")
    for meter, amount in (("input", "0.3"), ("output", "1.25"))
]
OUTPUTS = [
    price("by-output", meter, amount, {"output_tokens": bound})
    for meter, amounts in (("input", ("2", "3")), ("output", ("8", "9")))
    for bound, amount in zip(({"lte": 200}, {"gt": 200}), amounts, strict=True)
]
LEFT = price("left", "input", "7", status="missing", absent_since="2026-02-01", snapshot="2026-01-31")
TIERED_CACHE = [
    price("tiered-cache", meter, amount, {"input_tokens": bound})
    for meter, amounts in (("input", ("4", "6")), ("cache_read", ("0.4", "0.6")), ("output", ("16", "24")))
    for bound, amount in zip(({"lte": 32_000}, {"gt": 32_000, "lte": 256_000}), amounts, strict=True)
]
DECIMALS = [price("tiny", "input", "0.0000000001"), price("tiny", "output", "123456789.123456789")]
NAMED = [price(name, meter, "2") for name in ODD for meter in ("input", "output")]
ALL = [*PRICES, MOVING, FREED, *ABROAD, *OUTPUTS, *TIERED_CACHE, *DECIMALS, *NAMED]
PAST = [
    {**history(MOVING, ("4", "2025-06-01", "2025-11-20"))[0], "last_seen": "2025-11-10"},  # and then nobody looked
    *history(MOVING, ("4", "2025-06-01", "2025-11-20"), ("2", "2025-11-20", "2026-02-01"))[1:],
    *history(FREED, ("16", "2025-06-01", "2025-12-01"), ("8", "2025-12-01", "2026-02-10")),
]


def town() -> dict[str, bytes]:
    """A release in which everything stands that a page tells of."""
    lists = {
        "pending": [pending(PRICES[0], amount="20")], "facts": [fact(), fact(OTHER)],
        "unread": [unread(), unread(OTHER)],
        "unsaid": [unsaid("plain"), unsaid("plain", OTHER), unsaid("nobody-sells-it")],
        "changes": [
            change(FREED, "8", "0", kind="free", day="2026-02-10"), change(MOVING, "2", "1"),
            change(LEFT, "7", None, kind="missing"), change(PRICES[0], None, "2", kind="added", day="2026-01-01"),
        ],
    }  # fmt: skip
    failing = {"chat": {"since": "2026-01-06T08:00:00+08:00", "last_good": "2026-01-05", "error": "HTTP 503"}}
    status = {"failing": failing, "error": "HTTP 503", "failing_since": "2026-01-06T08:00:00+08:00"}
    return files([*ALL], [LEFT], PAST, lists=lists, index=_one_plain, status=status)


def _one_plain(entries: list[Record]) -> list[Record]:
    """The table of models: `plain` is written in other ways, and has false friends."""
    return [
        {**each, "aliases": ["Plain 1", "Plain One", "The Plain"], "not": ["plane"]}
        if each["model"] == "plain"
        else each
        for each in entries
    ]


def site(folder: Path, content: Mapping[str, bytes], **manifest: Any) -> Path:
    """The site of such a release, built by the program."""
    release = releases.write(folder / "release", content, **manifest)
    built(release, folder / "site", NOW)
    return folder / "site"


def file_of(model: str) -> str:
    """The name of the model's page."""
    return model_file(model)
