"""A night against the least time that politeness allows: fifty pages of 100 KB from ten hosts, each 100 ms away.

Politeness: one request at a time to a host, GAP seconds between two, its robots.txt first. The night is whole: fetched,
read in processes of their own, kept, published.

    python -m benchmarks.politeness
"""

import re
import shutil
import tempfile
import threading
import time
from contextlib import ExitStack
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
LIKE = "moonshot"


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
    """A provider for each page, all read by the same scraper."""
    (folder / "scrapers").mkdir()
    module = (ROOT / "scrapers" / f"{LIKE}.py").read_text(encoding="utf-8")
    for host, port in enumerate(ports):
        for page in range(PAGES):
            name = f"p{host}_{page}"
            moved = re.sub(r"https://[^\"]+", f"http://127.0.0.{host + 1}:{port}/{page}", module, count=1)
            text = moved.replace(f'provider="{LIKE}"', f'provider="{name}"')
            (folder / "scrapers" / f"{name}.py").write_text(text, encoding="utf-8")
    return Collection(folder)


def main() -> None:
    body = next((ROOT / "tests" / "cassettes" / LIKE).glob("*.body.*")).read_bytes()
    filling = b"<p>more words, and no number</p>\n"
    Far.page = body.replace(b"</main>", filling * ((SIZE - len(body)) // len(filling)) + b"</main>")
    folder = Path(tempfile.mkdtemp())
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        ports = []
        for host in range(HOSTS):
            server = stack.enter_context(ThreadingHTTPServer((f"127.0.0.{host + 1}", 0), Far))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
            ports.append(server.server_port)
        here = collection(folder, ports)
        now = datetime.now(UTC)
        archive = here.archive()
        live = Live(here, archive, Fetcher("https://example.org/prices", now=lambda: now), now)
        began = time.monotonic()
        with Sandbox(here.scrapers) as reader:
            outcomes = list(refresh(Run(here, archive, live, reader, JOBS), here.providers()))
        seen = time.monotonic() - began
        publish(here, archive)
        whole = time.monotonic() - began
    assert not [outcome.error for outcome in outcomes if outcome.error]
    least = PAGES * GAP + LATENCY
    print(f"{len(outcomes)} pages of {len(Far.page):,} bytes from {HOSTS} hosts; politeness allows {least:.1f} s")
    print(verdict("fetched, read and kept", seen / least, 1.3))
    print(verdict("and published", whole / least, 1.3))


if __name__ == "__main__":
    main()
