"""Interfaces that are asked with JSON: what is posted is part of the question, and no redirect makes it another."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pricebook import errors
from pricebook.beliefs import Validators
from pricebook.collection import Collection
from pricebook.errors import ScraperError, UsageError
from pricebook.fetch import Fetcher, Target
from pricebook.fetch.recordings import Recording
from pricebook.scraping import Address
from tests.command import catalog
from tests.serving import Server, alone, answer, once, serving, url

ROWS = json.dumps({"data": [{"model": "acme-1", "输入": "4 元/百万 tokens"}]}).encode()
ASKED = {"page": 1, "language": "zh", "filter": {"on": True, "families": ["文本"]}}
SENT = '{"filter":{"families":["文本"],"on":true},"language":"zh","page":1}'


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serving()


def target(server: Server, sent: str = SENT) -> Target:
    return Target(url(server), sent=sent.encode())


def test_the_same_question_has_the_same_bytes() -> None:
    backwards = dict(reversed(ASKED.items()))
    one, other = (Address("price", "https://acme.example/", json=each) for each in (ASKED, backwards))
    assert one.sent == other.sent == SENT.encode()
    assert Address("price", "https://acme.example/").sent is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"at": object()}, "no JSON"),
        ({"at": float("nan")}, "no JSON"),
        (["a"], "no JSON object"),
        ({"a": "b" * 3000}, "bytes of JSON"),
    ],
)
def test_what_no_server_can_be_asked_is_refused_when_the_scraper_is_loaded(asked: object, said: str) -> None:
    with pytest.raises(ScraperError, match=said):
        Address("price", "https://acme.example/", json=asked)  # type: ignore[arg-type]


def test_json_is_posted_and_its_answer_is_a_page(server: Server) -> None:
    server.says["/price"] = once(answer(ROWS, kind="application/json", ETag='"1"'))
    came = Fetcher(gap=0.0).page(target(server), Validators(etag='"1"'))
    assert (came.body, came.validators) == (ROWS, Validators()), "a version is of what is got, not of an answer"
    head, _, body = server.asked[-1].partition("\r\n\r\n")
    assert (head.split()[0], body) == ("POST", SENT)
    assert "Content-Type: application/json" in head
    assert "If-None-Match" not in head


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other"])
def test_a_redirect_that_asks_otherwise_is_refused(server: Server, status: str) -> None:
    server.says |= {"/price": once(answer(b"", status, Location="/new")), "/new": once(answer(ROWS))}
    with pytest.raises(errors.RedirectRefused, match=f"posted with {status[:3]}, .*/new"):
        Fetcher(gap=0.0).page(target(server))
    assert not any("/new" in request.split()[1] for request in server.asked)


@pytest.mark.parametrize("status", ["307 Temporary", "308 Permanent"])
def test_a_redirect_that_asks_the_same_is_followed(server: Server, status: str) -> None:
    server.says |= {
        "/price": once(answer(b"", status, Location="/new")), "/new": once(answer(ROWS, kind="application/json")),
    }  # fmt: skip
    assert Fetcher(gap=0.0).page(target(server)).body == ROWS
    assert server.asked[-1].startswith("POST /new ")
    assert server.asked[-1].endswith(SENT)


def test_a_recording_is_of_what_was_posted(server: Server, tmp_path: Path) -> None:
    server.says["/price"] = once(answer(ROWS, kind="application/json"))
    recording = Recording(tmp_path / "price.yaml")
    recording.record(target(server), "2026-01-05")
    (kept,) = yaml.safe_load(recording.path.read_text(encoding="utf-8"))["interactions"]
    assert (kept["request"]["method"], kept["request"]["body"]) == ("POST", SENT)
    assert recording.replay(target(server)).body == ROWS
    for other in (target(server, "{}"), Target(url(server))):
        with pytest.raises(UsageError):
            recording.replay(other)


SCRAPER = """
from pricebook.scraping import Address, Layout, Scraper

def extract(page):
    for table, model in page.price_tables("model"):
        yield from table.quotes(Layout(model=model))

pages = [Address("price", "https://acme.example/", json={"page": 1})]
scraper = Scraper("acme", "Acme", "CNY", pages, timezone="Asia/Shanghai", extract=extract)
"""


def test_an_interface_is_looked_at_and_recorded_like_a_page(server: Server, copy: Collection) -> None:
    server.says |= {"/": once(answer(ROWS, kind="application/json"))}
    alone(copy, SCRAPER, server)
    assert catalog("record", "acme", "--on", "2026-01-05", cwd=copy.root).returncode == 0
    server.says.clear()
    told = catalog("refresh", "acme", "--recorded", cwd=copy.root)
    assert "acme: 2026-01-05: 1 price, new" in told.stderr
