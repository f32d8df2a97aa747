"""Nights against a loopback server: nothing new, new prices, a broken provider."""

import json
import subprocess
from collections.abc import Iterator

import pytest
import zstandard

from pricebook.collection import Collection
from pricebook.snapshots import observations
from tests.command import catalog
from tests.pages import recorded
from tests.test_cli import tree
from tests.test_fetch import Server, answer, once, serving, url

ENV = {"CATALOG_CONTACT": "https://example.org/prices"}
PAGE = recorded("moonshot").read_bytes()


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serving()


@pytest.fixture
def moved(copy: Collection, server: Server) -> Collection:
    """The collection with one provider on the loopback server, and one that is nowhere."""
    for provider in ("ucloud", "xfyun", "bailian", "xingchen"):
        (copy.scrapers / f"{provider}.py").unlink()
    module = copy.scrapers / "moonshot.py"
    text = module.read_text(encoding="utf-8")
    module.write_text(text.replace("https://platform.moonshot.cn/docs/pricing/chat", url(server)), encoding="utf-8")
    return copy


def night(collection: Collection, *words: str) -> subprocess.CompletedProcess[str]:
    return catalog("refresh", *words, cwd=collection.root, env=ENV)


def test_nights(moved: Collection, server: Server) -> None:
    server.says["/price"] = once(answer(PAGE, ETag='"1"'))
    assert night(moved).returncode == 0
    published = moved.catalogue.read_bytes()
    server.says["/price"] = once(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    run = night(moved)
    assert run.returncode == 0
    assert "unchanged, as its server says" in run.stderr
    assert json.loads(moved.catalogue.read_bytes())["prices"] == json.loads(published)["prices"]
    server.says["/price"] = once(answer(PAGE.replace("￥10.00".encode(), "￥20.00".encode()), ETag='"2"'))
    assert night(moved).returncode == 0
    assert "▲ ×2" in catalog("diff", cwd=moved.root).stdout
    kept = tree(moved.catalogue.parent)
    server.says["/price"] = once(answer("<html><body>系统维护中</body></html>".encode()))
    run = night(moved)
    assert run.returncode == 1, "it was the only provider"
    assert "moonshot: failed: " in run.stderr
    assert tree(moved.catalogue.parent) == kept
    seen = observations(moved.snapshots)
    assert [each.outcome for each in seen] == ["new", "unchanged", "new", "failed"]
    assert seen[1].snapshot == seen[0].snapshot
    assert seen[1].validators == {"chat": {"etag": '"1"'}}
    assert "closed for maintenance" in (seen[3].error or "")
    received = moved.workshop / "pages" / f"{seen[0].pages['chat']}.zst"
    assert zstandard.decompress(received.read_bytes()) == PAGE
    assert len(list(received.parent.iterdir())) == 2, "that of the failed look was none"


def test_status_tells_whose_move_is_next(moved: Collection, server: Server) -> None:
    assert "never looked at: catalog refresh moonshot" in catalog("status", cwd=moved.root).stdout
    server.says["/price"] = once(answer(PAGE))
    night(moved)
    fresh = catalog("status", "--max-age", "1h", cwd=moved.root)
    assert (fresh.returncode, fresh.stdout.split()[-3:]) == (0, ["36", "0", "0"])
    server.says["/price"] = once(answer(b"", "404 Not Found"))
    night(moved)
    (told,) = json.loads(catalog("status", "--json", cwd=moved.root).stdout)
    assert (told["prices"], told["stale"]) == (36, False)
    assert told["todo"].startswith("failed: http://127.0.0.1")
    assert told["last_good"] <= told["last_look"]
    assert catalog("status", "--max-age", "0h", cwd=moved.root).returncode == 3
    assert catalog("status", "--max-age", "soon", cwd=moved.root).returncode == 2


def test_nobody_is_asked_without_saying_who_asks(moved: Collection, server: Server) -> None:
    run = catalog("refresh", cwd=moved.root, env={"CATALOG_CONTACT": ""})
    assert run.returncode == 2
    assert "say who asks" in run.stderr
    assert server.asked == []
