"""WARC files of providers that there are not, and what a person would answer by reading each intact capture in turn."""

import gzip
import io
import random
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import brotli
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pricebook.collection import Collection

ZONES = {"alpha": "UTC", "beta": "Asia/Shanghai", "gamma": "America/New_York", "delta": "Pacific/Auckland"}
BEGINS, DAYS = datetime(2022, 1, 1, tzinfo=UTC), 3 * 365
WALLS, DAMAGED, REVISITS = 0.10, 0.05, 0.20
Amounts = tuple[str, str, str, str]
METERS = [("one", "input"), ("one", "output"), ("two", "input"), ("two", "output")]
STEPS = (
    ("1", "1.1", "1.2", "1.3"),
    ("4", "4.4", "4.8", "5.2"),
    ("0.5", "0.55", "0.6", "0.65"),
    ("2", "2.2", "2.4", "2.6"),
)
"""Small enough that no change waits for a person."""
SCRAPER = '''"""A provider that there is not."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper


def extract(page: Page) -> Iterator[Finding]:
    """The one table."""
    page.known_by("{name}")
    for table, model in page.price_tables():
        yield from table.quotes(Layout(model=model))


scraper = Scraper(
    provider="{name}", name="{name}", currency="USD", extract=extract, timezone="{zone}",
    pages=[Address("price", "https://{name}.example/price", at_least=4)],
)
'''


class Writer(WARCWriter):  # type: ignore[misc]
    """Writes records without files that nobody closes."""

    @classmethod
    def _create_temp_file(cls) -> io.BytesIO:
        return io.BytesIO()


def page(provider: str, amounts: Amounts) -> bytes:
    """The provider's page as it is with these amounts."""
    rows = "".join(
        f"<tr><td>{provider}-{model}</td><td>${amounts[2 * n]}</td><td>${amounts[2 * n + 1]}</td></tr>"
        for n, model in enumerate(("one", "two"))
    )
    head = "<th>Model</th><th>Input price (USD / 1M tokens)</th><th>Output price (USD / 1M tokens)</th>"
    return f"<html><body><h1>{provider} pricing</h1><table><tr>{head}</tr>{rows}</table></body></html>".encode()


def chunked(data: bytes) -> bytes:
    """In chunks of 100 bytes."""
    pieces = [data[n : n + 100] for n in range(0, len(data), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def encoded(data: bytes, how: str) -> tuple[bytes, list[tuple[str, str]]]:
    """The body as a server sends it, and the headers that say so."""
    ways: dict[str, Callable[[], bytes]] = {
        "": lambda: data, "gzip": lambda: gzip.compress(data, mtime=0), "deflate": lambda: zlib.compress(data),
        "bare": lambda: zlib.compress(data, wbits=-15), "br": lambda: brotli.compress(data),
    }  # fmt: skip
    made = ways[how.removesuffix("+")]()
    named = {"": [], "bare": [("Content-Encoding", "deflate")]}
    headers = named.get(how.removesuffix("+"), [("Content-Encoding", how.removesuffix("+"))])
    return (chunked(made), [*headers, ("Transfer-Encoding", "chunked")]) if how.endswith("+") else (made, headers)


def response(
    url: str,
    at: str,
    body: bytes,
    headers: list[tuple[str, str]] | None = None,
    status: str = "200 OK",
    *,
    zipped: bool,
) -> bytes:
    """A record of an answer, as it stands in a file."""
    into = io.BytesIO()
    writer = Writer(into, gzip=zipped)
    http = StatusAndHeaders(
        status, [("Content-Type", "text/html; charset=utf-8"), *(headers or [])], protocol="HTTP/1.1"
    )
    dated = _told(url, at)
    record = writer.create_warc_record(
        url, "response", payload=io.BytesIO(body), http_headers=http, warc_headers_dict=dated
    )
    writer.write_record(record)
    return into.getvalue()


def revisit(url: str, at: str, digest: str, *, zipped: bool) -> bytes:
    """A record that the payload is that of another one."""
    into = io.BytesIO()
    writer = Writer(into, gzip=zipped)
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_revisit_record(
            url,
            digest=digest,
            refers_to_uri=url,
            refers_to_date=at,
            http_headers=http,
            warc_headers_dict=_told(url, at),
        )
    )
    return into.getvalue()


def _told(url: str, at: str) -> dict[str, str]:
    """What a record is called by chance, but the same in every run."""
    return {"WARC-Date": at, "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{at} {url}')}>"}


def digest_of(body: bytes) -> str:
    """Of a payload, as warcio writes it."""
    record = Writer(io.BytesIO(), gzip=False)
    made = record.create_warc_record(
        "https://a.example/", "resource", payload=io.BytesIO(body), warc_content_type="a/b"
    )
    record.ensure_digest(made, block=False, payload=True)
    return str(made.rec_headers.get_header("WARC-Payload-Digest"))


@dataclass
class CapturedWorld:
    """Files, and what they say."""

    files: list[Path] = field(default_factory=list)
    seen: dict[str, list[tuple[datetime, Amounts]]] = field(default_factory=dict)
    """By providers what each intact capture shows, in the order of their times."""
    counts: Counter[str] = field(default_factory=Counter)

    def held(self, provider: str) -> dict[str, list[Amounts]]:
        """By days on the provider's calendar what it showed, in the order of the looks."""
        days: dict[str, list[Amounts]] = {}
        for at, amounts in self.seen[provider]:
            days.setdefault(at.astimezone(ZoneInfo(ZONES[provider])).date().isoformat(), []).append(amounts)
        return days

    def on_each_day(self, provider: str) -> Iterator[tuple[str, Amounts]]:
        """Which amounts held on each day from the first look to the last, as they were seen last."""
        held = self.held(provider)
        day, last = date.fromisoformat(min(held)), date.fromisoformat(max(held))
        amounts = held[min(held)][-1]
        while day <= last:
            amounts = held.get(day.isoformat(), [amounts])[-1]
            yield day.isoformat(), amounts
            day += timedelta(1)


def collection_in(root: Path) -> Collection:
    """A collection of the four."""
    made = Collection(root)
    made.scrapers.mkdir(parents=True)
    for name, zone in ZONES.items():
        (made.scrapers / f"{name}.py").write_text(SCRAPER.format(name=name, zone=zone), encoding="utf-8")
    return made


def world(folder: Path, number: int, seed: int) -> CapturedWorld:
    """So many captures over three years, in no order, in three files: two compressed record by record, one as it is."""
    chance, made = random.Random(seed), CapturedWorld()
    kinds = [
        kind
        for kind, share in (("wall", WALLS), ("damaged", DAMAGED), ("revisit", REVISITS))
        for _ in range(int(number * share))
    ]
    kinds += ["response"] * (number - len(kinds))
    chance.shuffle(kinds)
    times = sorted(chance.sample(range(DAYS * 86400), number))
    amounts: dict[str, Amounts] = dict.fromkeys(ZONES, ("1", "4", "0.5", "2"))
    payloads: dict[str, list[tuple[str, Amounts]]] = {name: [] for name in ZONES}
    intact: set[str] = set()
    claims: list[tuple[str, datetime, Amounts, str]] = []
    records: list[tuple[int, bytes]] = []
    for kind, second in zip(kinds, times, strict=True):
        provider = chance.choice(list(ZONES))
        if kind == "revisit" and not payloads[provider]:
            kind = "response"  # noqa: PLW2901 - there is nothing yet that it could be the same as
        when, place = BEGINS + timedelta(seconds=second), chance.randrange(3)
        url, at, zipped = f"https://{provider}.example/price", when.strftime("%Y-%m-%dT%H:%M:%SZ"), place < 2
        made.counts[kind] += 1
        if kind == "wall":
            records.append((place, _wall(url, at, chance, zipped=zipped)))
            continue
        if kind == "revisit":
            digest, before = chance.choice(payloads[provider][-5:])
            records.append((place, revisit(url, at, digest, zipped=zipped)))
            claims.append((provider, when, before, digest))
            continue
        if chance.random() < 0.3:
            which = chance.randrange(4)
            changed = list(amounts[provider])
            changed[which] = chance.choice(STEPS[which])
            amounts[provider] = (changed[0], changed[1], changed[2], changed[3])
        how = chance.choice(["", "", "gzip", "gzip+", "deflate", "bare", "br", "br+", "+"])
        body, headers = encoded(page(provider, amounts[provider]), how)
        digest = digest_of(body)
        payloads[provider].append((digest, amounts[provider]))
        record = response(url, at, body, headers, zipped=zipped)
        if kind == "damaged":
            records.append((place, _damaged(record, chance, zipped=zipped)))
            continue
        intact.add(digest)
        claims.append((provider, when, amounts[provider], digest))
        records.append((place, record))
    made.seen = {
        name: [(at, shown) for who, at, shown, key in claims if who == name and key in intact] for name in ZONES
    }
    made.counts["unresolved"] = sum(key not in intact for *_, key in claims)
    chance.shuffle(records)
    made.files = [folder / "0.warc.gz", folder / "1.warc.gz", folder / "2.warc"]
    for place, file in enumerate(made.files):
        file.write_bytes(b"".join(record for where, record in records if where == place))
    return made


def _wall(url: str, at: str, chance: random.Random, *, zipped: bool) -> bytes:
    kind = chance.randrange(5)
    if kind == 0:
        return response(url, at, b"", [("Location", f"{url}/login")], "302 Found", zipped=zipped)
    if kind == 1:
        return response(url, at, b"<html><body>Not here</body></html>", status="404 Not Found", zipped=zipped)
    if kind == 2:
        return response(url, at, b"<html><title>Just a moment...</title></html>", zipped=zipped)
    if kind == 3:
        return response(url, at, b"<html><form><input type=password></form></html>", zipped=zipped)
    return response(url, at, b"<html><body>" + b"<p>Somebody else's page.</p>" * 99 + b"</body></html>", zipped=zipped)


def _damaged(record: bytes, chance: random.Random, *, zipped: bool) -> bytes:
    """One byte is another, the end is gone, or it says another length."""
    kind = chance.randrange(3)
    if kind == 0:
        return record[: len(record) * 2 // 3]
    if kind == 1 and not zipped:
        return record.replace(b"\r\nContent-Length: ", b"\r\nContent-Length: 9", 1)
    # A byte of a record's own head, where no checksum is, may be another and the page is whole.
    first = len(record) // 2 if zipped else record.index(b"\r\n\r\n") + 4
    place = chance.randrange(first, len(record) - 12)
    return record[:place] + bytes([record[place] ^ 0x15]) + record[place + 1 :]


def differences(made: CapturedWorld, provider: str, forms: Sequence[Mapping[str, str | None]]) -> list[str]:
    """Where the published forms of the provider's prices are not what was seen; empty if nowhere."""
    found: list[str] = []
    for day, amounts in made.on_each_day(provider):
        for (model, meter), amount in zip(METERS, amounts, strict=True):
            holds = [
                form["amount"]
                for form in forms
                if (form["model"], form["meter"]) == (f"{provider}-{model}", meter)
                and (form["valid_from"] or "") <= day < (form["valid_to"] or "9999")
            ]
            if holds != [amount]:
                found.append(f"{day}: {model} {meter}: seen {amount}, published {holds}")
    return found
