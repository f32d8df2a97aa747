"""Recordings: made from a real server on loopback, kept with the body beside, replayed without any network."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml

from pricebook.calendar import moment
from pricebook.collection import Collection
from pricebook.errors import NetworkError, UsageError
from pricebook.fetch import Target
from pricebook.fetch.recordings import Recording
from tests.command import catalog
from tests.pages import COLLECTION, recorded, recordings

BODY = recorded("moonshot").read_bytes()


class Recorded(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = self.path == "/price"
        self.send_response(200 if found else 503)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(BODY if found else b"")

    def log_message(self, *_: object) -> None:
        """A test server says nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    httpd = HTTPServer(("127.0.0.1", 0), Recorded)
    thread = threading.Thread(target=httpd.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_address[1]}"
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def test_a_recording_keeps_the_body_beside_and_replays_without_a_server(server: str, tmp_path: Path) -> None:
    recording = Recording(tmp_path / "acme" / "price.yaml")
    recording.record(Target(f"{server}/price"), "2026-01-05")
    kept = yaml.safe_load(recording.path.read_text(encoding="utf-8"))
    assert kept["interactions"][0]["response"]["body"] == {"file": "price.body.html"}
    assert (tmp_path / "acme" / "price.body.html").read_bytes() == BODY
    assert recording.about == {"observed_on": "2026-01-05", "basis": "captured"}
    answer = recording.replay(Target(f"{server}/price"))
    assert (answer.body, answer.charset) == (BODY, "utf-8")


def test_a_server_that_refuses_leaves_the_older_recording(server: str, tmp_path: Path) -> None:
    recording = Recording(tmp_path / "price.yaml")
    recording.record(Target(f"{server}/price"), "2026-01-05")
    before = recording.path.read_bytes()
    with pytest.raises(NetworkError, match="503"):
        recording.record(Target(f"{server}/other"), "2026-01-06")
    assert recording.path.read_bytes() == before


def test_the_command_records_a_provider(server: str, copy: Collection) -> None:
    module = copy.scrapers / "moonshot.py"
    text = module.read_text(encoding="utf-8")
    module.write_text(
        text.replace("https://platform.moonshot.cn/docs/pricing/chat", f"{server}/price"), encoding="utf-8"
    )
    run = catalog("record", "moonshot", "--on", "2026-01-05", cwd=copy.root)
    assert run.returncode == 0, run.stderr
    assert "tests/cassettes/moonshot/chat.yaml" in run.stdout
    assert catalog("refresh", "moonshot", "--recorded", cwd=copy.root).returncode == 0
    assert (copy.snapshots / "moonshot" / "2026-01-05").is_dir()


def test_an_address_that_was_not_recorded_is_not_fetched(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no recording"):
        Recording(tmp_path / "price.yaml").replay(Target("http://127.0.0.1:1/price"))


def test_every_recording_says_which_day_it_stands_for_and_whether_it_is_a_reconstruction(provider: str) -> None:
    for page in recordings(provider):
        about = Recording(COLLECTION.recordings / provider / f"{page}.yaml").about
        assert moment(about["observed_on"], COLLECTION.scraper(provider).timezone)
        reconstructed = about.get("kind") == "reconstruction"
        assert about["basis"] in ({"printed", "dated", "assumed", "saved"} if reconstructed else {"saved", "captured"})


@pytest.mark.parametrize("name", ["price.yaml", "price.body.html"])
@pytest.mark.parametrize("content", [None, b"", b"[1]", b"\xff", b"a: [", b"interactions: [1]"])
def test_a_damaged_recording_spoils_nobody_else(copy: Collection, name: str, content: bytes | None) -> None:
    path = copy.recordings / "xfyun" / name
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    run = catalog("refresh", "xfyun", "moonshot", "--recorded", cwd=copy.root)
    assert run.returncode == 3
    assert run.stderr.splitlines()[0].startswith("xfyun: failed: ")
    assert (copy.snapshots / "moonshot").is_dir()
