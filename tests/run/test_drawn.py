"""A provider whose page its scripts draw: looked at, recorded, kept and read again like any other."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pricebook.collection import Collection
from pricebook.errors import NoBrowser, ScraperError
from pricebook.fetch import browsers
from pricebook.scraping import Address
from tests.command import catalog, looked
from tests.conftest import ROOT
from tests.serving import alone, answer, once, serving

SCRAPER = """
from pricebook.scraping import Address, Layout, Scraper

def extract(page):
    for table, model in page.price_tables("模型"):
        yield from table.quotes(Layout(model=model))

pages = [Address("price", "https://acme.example/", drawn=True, until="输入价格", hosts=("api.acme.example",))]
scraper = Scraper("acme", "Acme", "CNY", pages, timezone="Asia/Shanghai", extract=extract)
"""
DRAWS = """<body><script>
setTimeout(() => {
  document.body.innerHTML += "<table><tr><th>模型</th><th>输入价格</th></tr>" +
    "<tr><td>acme-1</td><td>4 元/百万 tokens</td></tr></table>";
}, 100);
</script></body>"""
BROWSER = pytest.mark.skipif(
    not any(map(os.path.exists, browsers.PLACES)) and browsers.NAMED not in os.environ,
    reason="no Chromium is installed: apt-get install chromium",
)


@pytest.fixture
def acme(copy: Collection) -> Iterator[Collection]:
    for server in serving():
        server.says |= {"/": once(answer(DRAWS.encode()))}
        alone(copy, SCRAPER, server)
        yield copy


def lines(collection: Collection) -> list[dict[str, object]]:
    """Each look at acme, as its line tells it."""
    texts = [path.read_text(encoding="utf-8") for path in (collection.snapshots / "acme").glob("2*.jsonl")]
    return [json.loads(line) for text in texts for line in text.splitlines()]


@BROWSER
def test_a_look_is_kept_with_its_mark_and_read_again_without_a_browser(
    acme: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert looked("acme", cwd=acme.root).stderr.startswith("acme: "), "it is told of"
    (line,) = lines(acme)
    assert (line["outcome"], line["drawn"]) == ("new", ["price"])
    monkeypatch.setenv(browsers.NAMED, "/nowhere")
    again = catalog("refresh", "acme", "--offline", "--dry-run", cwd=acme.root)
    assert (again.returncode, "1 price" in again.stderr) == (0, True), again.stderr


@BROWSER
def test_it_is_recorded_and_replayed_without_a_browser(acme: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    run = catalog("record", "acme", "--on", "2026-01-05", cwd=acme.root)
    assert "bytes, drawn with 0 more requests" in run.stdout
    kept = yaml.safe_load((acme.recordings / "acme" / "price.yaml").read_text(encoding="utf-8"))
    assert kept["about"]["drawn"] == "0 more requests"
    monkeypatch.setenv(browsers.NAMED, "/nowhere")
    assert "acme: 2026-01-05: 1 price, new" in catalog("refresh", "acme", "--recorded", cwd=acme.root).stderr
    (line,) = lines(acme)
    assert line["drawn"] == ["price"]


@BROWSER
def test_the_doctor_says_which_browser_draws(acme: Collection) -> None:
    told = json.loads(catalog("doctor", "--offline", "--json", cwd=acme.root).stdout)
    (check,) = [each for each in told if each["what"] == "browser"]
    assert check["well"], check
    assert "without a network" in check["said"]


def test_where_no_browser_is_the_page_says_what_to_install(acme: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(browsers.NAMED, "/nowhere")
    run = looked("acme", cwd=acme.root)
    assert run.returncode == 1
    assert f"the browser that {browsers.NAMED} names, /nowhere, does not start" in run.stderr
    told = json.loads(catalog("doctor", "--offline", "--json", cwd=acme.root).stdout)
    assert [each["well"] for each in told if each["what"] == "browser"] == [False]
    monkeypatch.delenv(browsers.NAMED)
    monkeypatch.setattr(browsers, "_candidates", lambda: iter(()))
    with pytest.raises(NoBrowser, match=r"^https://acme.example/: .*playwright install .*CATALOG_BROWSER where"):
        browsers.browser_here("https://acme.example/")


def test_a_collection_that_draws_nothing_needs_no_browser(copy: Collection, tmp_path: Path) -> None:
    assert catalog("doctor", "--needs", "--json", cwd=copy.root).stdout == "[]\n"
    (copy.scrapers / "acme.py").write_text(SCRAPER, encoding="utf-8")
    (copy.scrapers / "broken.py").write_text("1 / 0", encoding="utf-8")
    assert json.loads(catalog("doctor", "--needs", "--json", cwd=copy.root).stdout) == ["browser"]
    assert installed(copy, tmp_path) == [
        "sync --quiet --locked --extra browser",
        "run --no-sync playwright install --with-deps chromium",
    ]
    (copy.scrapers / "acme.py").unlink()
    assert installed(copy, tmp_path) == []


def installed(collection: Collection, folder: Path) -> list[str]:
    """What the nightly job installs for the collection, besides the program."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "nightly.yml").read_text(encoding="utf-8"))
    (step,) = [each for each in workflow["jobs"]["look"]["steps"] if "browser" in each.get("name", "")]
    told = catalog("doctor", "--needs", cwd=collection.root).stdout
    asked, uv = folder / "asked", folder / "uv"
    asked.write_text("")
    uv.write_text('#!/bin/sh\n[ "$3" = catalog ] && exec printf %s "$TOLD"\necho "$@" >> "$ASKED"\n')
    uv.chmod(0o755)
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "TOLD": told, "ASKED": str(asked)}
    subprocess.run(["bash", "-eo", "pipefail", "-c", step["run"]], env=environment, check=True)
    return asked.read_text().splitlines()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"hosts": ("https://a.example",)}, "no names of hosts"),
        ({"hosts": "a.example"}, "no names of hosts"),
        ({"until": " "}, "no words that stand on a page"),
        ({"until": "价格", "drawn": False}, "it is not drawn"),
        ({"language": "中文"}, "no language"),
        ({"json": {}}, "Give one of both"),
        ({"url": "lists/acme.csv"}, "no server is asked for it"),
    ],
)
def test_what_no_browser_can_be_asked_is_refused_when_the_scraper_is_loaded(
    given: dict[str, object], said: str
) -> None:
    with pytest.raises(ScraperError, match=said):
        Address(**{"name": "price", "url": "https://acme.example/", "drawn": True, **given})  # type: ignore[arg-type]
