"""How much ten years of nights take once they are packed: `python -m benchmarks.packing`.

The same nights as in `benchmarks.history`, as snapshots: page, prices, facts, unread amounts, and what the snapshot
says of itself. Packed by years, against what the changes alone would take: for each provider and year the first page
and prices and the changed lines of those that follow, by the same compressor.
"""

from collections import defaultdict
from datetime import timedelta

import zstandard
from tests.worlds import reading

from benchmarks.history import EACH, FIRST, World
from benchmarks.measuring import best, verdict
from pricebook import units
from pricebook.history.intervals import Sighting
from pricebook.snapshots.folders import ABOUT
from pricebook.snapshots.keeping import about, read_files
from pricebook.snapshots.packs import Files, decode, encode
from pricebook.system.files import digest

NIGHTS = 3650
LEVEL = 19


def files(seen: Sighting) -> Files:
    """The snapshot of one night of one provider."""
    rows = "".join(f"| {p.model} {p.meter} | 输入 {units.text(p.amount)} 元/百万 tokens |\n" for p in seen.prices)
    page = f"# 计费说明\n\n## 模型价格\n\n| 模型 | 价格 |\n| --- | --- |\n{rows}".encode()
    content = {"price.md": page, **read_files([reading(seen.prices)])}
    return {**content, ABOUT: about(seen.at, "captured", "0.1.0", {"price": digest(page + seen.at.encode())}, content)}


def years() -> dict[tuple[str, str], list[tuple[str, Files]]]:
    """For each provider and year, its snapshots in order."""
    world = World()
    held: defaultdict[tuple[str, str], list[tuple[str, Files]]] = defaultdict(list)
    for number in range(NIGHTS):
        day = (FIRST + timedelta(number)).isoformat()
        for provider, seen in world.night(number).items():
            held[provider, day[:4]].append((day, files(seen)))
    return held


def alone(snapshots: list[tuple[str, Files]]) -> bytes:
    """The first page and prices, then the changed lines."""
    kept: list[bytes] = []
    before: Files = {}
    for _, content in snapshots:
        for name in ("price.md", "prices.jsonl"):
            known = set(before.get(name, b"").splitlines())
            kept += [line for line in content[name].splitlines() if line not in known]
        before = content
    return zstandard.ZstdCompressor(level=LEVEL).compress(b"\n".join(kept))


def main() -> None:
    held = years()
    count = sum(map(len, held.values()))
    loose = sum(len(data) for each in held.values() for _, content in each for data in content.values())
    packed = {key: encode(each) for key, each in held.items()}
    assert all(list(decode(packed[key])) == each for key, each in held.items())
    size = sum(map(len, packed.values()))
    changes = sum(len(alone(each)) for each in held.values())
    print(f"{count:,} snapshots of {EACH} prices: loose {loose / 1e6:.0f} MB, packed {size / 1e6:.2f} MB")
    print(verdict("packed, to the changes alone", size / changes, 3))
    one = next(iter(held.values()))
    print(f"  packing a year: {best(lambda: encode(one)) * 1000:.0f} ms, reading it: ", end="")
    print(f"{best(lambda: list(decode(packed[next(iter(held))]))) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
