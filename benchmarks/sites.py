"""What the web site costs, and how fast its search answers: `python -m benchmarks.sites`.

5,000 prices of 50 providers after ten years of nights, two changes in each. The site is held against the same templates
filled in once more with what each was told; twice the prices against once. Pages are measured as they travel, in gzip.
"""

import gzip
import os
import statistics
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.decade import MODELS, made
from benchmarks.measuring import best, verdict
from pricebook.book import load
from pricebook.fetch import browsers
from pricebook.publish.site import pages, rendering
from pricebook.publish.site.release import read
from pricebook.run.refresh import publish
from pricebook.run.site import HOST, built, served

PROVIDERS, NIGHTS = 50, 3650
START, MODEL, KEY = 250_000, 30_000, 100.0
"""Bytes in gzip of the start page and of a model's, and milliseconds that a key may take."""
TYPED = ("provider-007", "model-3", "maker", "zzz", "模型")
ASKED = """words => { const field = document.querySelector("[name=q]"), took = [];
  for (const word of words)
    for (let end = 1; end <= word.length + 1; end++) {
      field.value = end > word.length ? "" : word.slice(0, end);
      const began = performance.now();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      document.body.offsetHeight;
      took.push(performance.now() - began);
    }
  return took; }"""
"""What a key costs: the rows are narrowed, and laid out again."""


def released(folder: Path, providers: int) -> Path:
    """The release of so many providers after all nights."""
    collection, _ = made(folder / str(providers), providers, NIGHTS)
    publish(collection, collection.presents())
    return collection.release


def contexts(release: Path) -> list[tuple[str, Any]]:
    """Each template of the site with what it is told, as it is filled in while the site is made."""
    told: list[tuple[str, Any]] = []

    def kept(template: str, given: Any) -> str:
        told.append((template, given))
        return rendering.render(template, given)

    with patch.object(pages, "render", kept):
        for _ in pages.site(read(release), load(release, accept_expired=True, accept_shrunken=True)):
            pass
    return told


def compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def keys(site: Path) -> Iterator[float]:
    """How many milliseconds each key took in a Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    place = os.environ.get(browsers.NAMED) or next(path for path in browsers.PLACES if Path(path).exists())
    with served(site, 0) as server, sync_playwright() as driver:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = driver.chromium.launch(executable_path=place, chromium_sandbox=False)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"http://{HOST}:{server.server_port}/en/index.html")
        page.wait_for_selector("#filters:not([hidden])")
        yield from page.evaluate(ASKED, list(TYPED))
        browser.close()
        server.shutdown()


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, now = Path(name), datetime.now(UTC)
        once, twice = (released(folder, providers) for providers in (PROVIDERS, 2 * PROVIDERS))
        print(f"{PROVIDERS} providers of {2 * MODELS} prices after {NIGHTS} nights:")
        told = contexts(once)
        filled = best(lambda: [rendering.render(*each) for each in told], seconds=5)
        whole = best(lambda: built(once, folder / "site", now), seconds=5)
        double = best(lambda: built(twice, folder / "double", now), seconds=5)
        print(f"  {filled:.2f} s for {len(told)} templates, {whole:.2f} s for the site, {double:.2f} s for twice")
        print("  " + verdict("the site, to its templates alone", whole / filled, 3.0))
        print("  " + verdict("twice the prices, to once", double / whole, 2.2))
        site = folder / "site"
        start = max(compressed(site / language / "index.html") for language in ("en", "zh"))
        models = [compressed(path) for path in sorted(site.glob("*/models/*.html"))]
        print(f"  {start / 1e3:.1f} KB the start page, {max(models) / 1e3:.1f} KB the largest of {len(models)} models")
        print("  " + verdict("the start page in gzip, to 250 KB", start / START, 1.0))
        print("  " + verdict("the largest page of a model in gzip, to 30 KB", max(models) / MODEL, 1.0))
        took = sorted(keys(site))
        print(f"  {statistics.median(took):.1f} ms a key, {took[-1]:.1f} ms the worst of {len(took)}")
        print("  " + verdict("the worst key, to 100 ms", took[-1] / KEY, 1.0))


if __name__ == "__main__":
    main()
