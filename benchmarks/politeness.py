"""A night against the least time that politeness allows: fifty pages of 100 KB from ten hosts, each 100 ms away.

Politeness: one request at a time to a host, GAP seconds between two, its robots.txt first. The night is whole: fetched,
read in processes of their own, kept, published. Once on an idle machine, and once with every core busy with something
else.

    python -m benchmarks.politeness
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.measuring import verdict
from pricebook.cli.running import JOBS
from pricebook.collection import Collection
from pricebook.extraction.sandbox import Sandbox
from pricebook.fetch import Fetcher
from pricebook.fetch.politeness import GAP
from pricebook.run.looking import Run
from pricebook.run.refresh import publish, refresh
from pricebook.run.sources import Live

ROOT = Path(__file__).resolve().parent.parent
HOSTS, PAGES, LATENCY, SIZE = 10, 5, 0.1, 100_000
LIKE, PAGE = "moonshot", "chat"


class Far(BaseHTTPRequestHandler):
    """A host with one page that takes its time."""

    page = b""

    def do_GET(self) -> None:
        time.sleep(LATENCY)
        found = not self.path.startswith("/robots")
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.page) if found else 0))
        self.end_headers()
        self.wfile.write(self.page if found else b"")

    def log_message(self, *_: object) -> None:
        pass


def collection(folder: Path, ports: list[int]) -> Collection:
    """A provider for each page, all read by the same scraper, which has that page alone."""
    (folder / "scrapers").mkdir()
    for host, port in enumerate(ports):
        for page in range(PAGES):
            name, address = f"p{host}_{page}", f"http://127.0.0.{host + 1}:{port}/{page}"
            alone = f"[replace(each, url={address!r}, former=False) for each in scraper.pages if each.name == {PAGE!r}]"
            text = (ROOT / "scrapers" / f"{LIKE}.py").read_text(encoding="utf-8")
            text += (
                f"\n\nfrom dataclasses import replace\n\nscraper = replace(scraper, provider={name!r}, pages={alone})\n"
            )
            (folder / "scrapers" / f"{name}.py").write_text(text, encoding="utf-8")
    return Collection(folder)


@contextmanager
def busy() -> Iterator[None]:
    """Every core has something else to do."""
    command = [sys.executable, "-c", "while True: pass"]
    others = [subprocess.Popen(command) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def night(ports: list[int]) -> tuple[float, float]:
    """Seconds until all is fetched, read and kept, and until it is published."""
    with tempfile.TemporaryDirectory() as folder:
        here = collection(Path(folder), ports)
        now = datetime.now(UTC)
        archive = here.archive()
        presents = here.presents(archive)
        live = Live(here, archive, Fetcher("https://example.org/prices", now=lambda: now), now)
        began = time.monotonic()
        with Sandbox(here.scrapers) as reader:
            outcomes = list(refresh(Run(here, presents, live, reader, JOBS), here.providers()))
        seen = time.monotonic() - began
        publish(here, presents)
        assert len(outcomes) == HOSTS * PAGES
        assert not [outcome.error for outcome in outcomes if outcome.error]
        return seen, time.monotonic() - began


def main() -> None:
    body = (ROOT / "tests" / "cassettes" / LIKE / f"{PAGE}.body.html").read_bytes()
    filling = b"<p>more words, and no number</p>\n"
    Far.page = body.replace(b"</main>", filling * ((SIZE - len(body)) // len(filling)) + b"</main>")
    assert len(Far.page) > SIZE * 0.9
    least = PAGES * GAP + LATENCY
    print(f"{HOSTS * PAGES} pages of {len(Far.page):,} bytes from {HOSTS} hosts; politeness allows {least:.1f} s")
    with ExitStack() as stack:
        ports = []
        for host in range(HOSTS):
            server = stack.enter_context(ThreadingHTTPServer((f"127.0.0.{host + 1}", 0), Far))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
            ports.append(server.server_port)
        for cores in ("idle", "busy"):
            with busy() if cores == "busy" else nullcontext():
                seen, whole = night(ports)
            print(verdict(f"fetched, read and kept, the cores {cores}", seen / least, 1.3))
            print(verdict("and published", whole / least, 1.3))


if __name__ == "__main__":
    main()
