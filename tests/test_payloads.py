"""Text from a page stays text, in everything that shows it."""

import csv
import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt

from pricebook.collection import Collection
from pricebook.errors import NetworkError
from pricebook.fetch import Fetcher, Target
from pricebook.fetch.recordings import Recording
from pricebook.identity import offer_order, price_id
from pricebook.publish.escaping import logged
from pricebook.publish.parts import LISTS
from pricebook.run import report
from pricebook.run.looking import Outcome
from pricebook.vocabulary import UNSEEN
from tests.command import catalog, needs_a_terminal, on_a_terminal
from tests.conftest import frozen
from tests.publish import published
from tests.publish.published import as_file, put
from tests.serving import Server, answer, once, serving, url

PAYLOADS = [
    "\x1b[31mred\x1b[0m",
    "\x1b]8;;http://evil.example\x07link\x1b]8;;\x07",
    "\x9b2Jgone",
    "over\rwritten",
    "\x08\x08back",
    "\u202etxet",
    "zero\u200bwidth",
    "tagged \U000e0041 \U0010fffe",
    "nul\x00nul",
    "two\nlines",
    "bell\x07",
    "\U0001f600 smile",
    "qw\u0435n-max",
    "\U0001d420pt-4",
    "fill\u3164er \u115f \uffa0 \u2800",
    "sel\ufe0fector \U000e0100",
    "mark\u061c \u180e \u034f",
    "zalgo\u0301\u0302\u0303\u0304\u0305",
    "odd\u2003blank\u202f",
    "**bold** _it_ ~~gone~~",
    "[x](http://evil.example)",
    "![i](http://evil.example/x.png)",
    "`code` ```",
    "| a | b |",
    "# Heading",
    "- [ ] done",
    "<!-- gone -->",
    "&lt;b&gt; &#64;",
    "</code></td></table><h1>x",
    "</details>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="x',
    "<style>*{display:none}</style>",
    "@everyone",
    "@org/team",
    "Fixes #1",
    "GH-1",
    "org/repo#5",
    "http://evil.example/",
    "www.evil.example",
    "a@evil.example",
    "mailto:a@evil.example",
    "0123456789abcdef0123456789abcdef01234567",
    ":rocket:",
    "::error::x",
    "::set-output name=a::b",
    "##[add-mask]x",
    "##[error]x",
    "\n::warning::x",
    "  ::debug::x",
    "../../etc/passwd",
    "C:\\Windows\\x",
    "/etc/passwd",
    "a\\..\\b",
    "$(id)",
    "`id`",
    "; rm -rf /",
    "${{ github.token }}",
    "!!python/object/apply:os.system [id]",
    "&a *a",
    "%YAML 1.1",
    "- ? :",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("x")',
]
"""What a page may print where a model's name is expected."""


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The prices of two releases with each payload wherever text of a page stands, other amounts in the second."""
    made = []
    for amount in ("4", "4000"):
        folder = tmp_path_factory.mktemp("payloads")
        shutil.copytree(frozen().scrapers, folder / "scrapers")
        prices = sorted((price(payload, amount) for payload in PAYLOADS), key=offer_order)
        release = Collection(folder).release
        who = {"id": "acme", "name": PAYLOADS[0], "pages": []}
        put(release, {
            "prices.json": as_file({"prices": prices}),
            "providers/acme.json": as_file({**{name: [] for name in LISTS}, "provider": who, "prices": prices}),
            "status.json": as_file({"providers": {"acme": published.files()["status.json"]["providers"]["acme"]}}),
        })  # fmt: skip
        made.append(release / "prices.json")
    return made[0], made[1]


def price(payload: str, amount: str) -> dict[str, Any]:
    like = published.price()
    made = {**like, "model": payload, "name": payload, "conditions": {"voice": payload}, "amount": amount}
    made |= {"listed": {**like["listed"], "text": payload}, "where": {**like["where"], "heading": [payload]}}
    return {**made, "id": price_id(made)}


OURS = {"html", "head", "meta", "title", "style", "body", "h1", "p", "table", "thead", "tbody", "tr", "th", "td"}
"""The elements that a page of changes is made of."""


def harmless(shown: str) -> None:
    """Nothing that a terminal obeys or nobody sees, nothing that a runner obeys."""
    obeyed_by_no_terminal(shown)
    assert not re.search(r"(?m)^\s*::|##\[", shown)


def obeyed_by_no_terminal(shown: str) -> None:
    assert not re.search(rf"[\x00-\x09\x0b-\x1f\x7f-\x9f{UNSEEN}]|[\u0300-\u036f]{{4}}", shown)


@pytest.mark.parametrize(
    "words",
    [["list"], ["list", "--json"], ["show", "::error::x"], ["show", "##[error]x"], ["show", "two\nlines"], ["diff"],
     *(["diff", "--format", how] for how in ("markdown", "html", "json", "summary"))],
    ids=" ".join,
)  # fmt: skip
def test_commands(words: list[str], catalogues: tuple[Path, Path]) -> None:
    files = catalogues if words[0] == "diff" else ()
    run = catalog(*words, *files, cwd=catalogues[1].parents[2], env={"GITHUB_ACTIONS": "true"})
    assert run.returncode == 0, run.stderr
    if "--format" not in words and "--json" not in words:
        assert len({line.count("\t") for line in run.stdout.splitlines()}) == 1, "no cell divides another"
    harmless(run.stdout.replace("\t", " "))
    harmless(run.stderr)
    assert "\u0435" not in run.stdout, "a letter that passes for another"
    if "--json" in words:
        assert [told["name"] for told in json.loads(run.stdout)] == sorted(PAYLOADS), "JSON says what the page says"
    if "markdown" in words:
        markdown_is_text(run.stdout)
    if "html" in words:
        html_is_text(run.stdout)


def test_a_spreadsheet_calculates_nothing(catalogues: tuple[Path, Path]) -> None:
    run = catalog("list", "--csv", cwd=catalogues[1].parents[2])
    rows = list(csv.reader(run.stdout.splitlines()))
    assert len(rows) == len(PAYLOADS) + 1
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("payload", [each for each in PAYLOADS if "\x00" not in each])
def test_what_a_night_tells(payload: str, tmp_path: Path) -> None:
    outcome = Outcome("moonshot", "2026-01-06T02:23:00+08:00", error=f"moonshot/chat: {payload} was seen")
    report.write(tmp_path, Collection(tmp_path).presents(), [outcome])
    for path in (tmp_path / "summary.md", tmp_path / "broken" / "moonshot.md"):
        markdown_is_text(path.read_text(encoding="utf-8"))
    assert {path.name for path in tmp_path.iterdir()} == {"summary.md", "broken", "attention"}


def markdown_is_text(shown: str) -> None:
    """As a page that shows Markdown reads it: only what this program itself writes is more than text."""
    harmless(shown)
    kinds = {"code", "details", "summary"}
    for token in MarkdownIt("commonmark", {"html": True, "linkify": False}).enable("table").parse(shown):
        for part in [token, *(token.children or [])]:
            assert part.type not in {"image", "fence", "code_block"} or part.content.startswith("catalog ")
            if part.type == "link_open":
                assert str(part.attrs["href"]).startswith(("https://acme.example/", "snapshots/"))
            if part.type == "code_inline":
                assert not re.search(r"[`|@#\\]|://|www\.", part.content), "nothing depends on its being code"
            if part.type in {"html_inline", "html_block"}:
                assert set(re.findall(r"</?([a-z0-9]+)", part.content)) <= kinds
                assert not re.search(r"<[^>]*[ =]", re.sub(r"<summary>.*</summary>", "", part.content))
    # GitHub looks for mentions, references and addresses everywhere but in code.
    bare = re.sub(r"<code>.*?</code>|`[^`]*`|\]\(https://acme\.example/[^)]*\)|&#\d+;", "", shown)
    assert not re.search(r"@[a-z]|#\d|GH-\d|https?://|www\.|:rocket:", bare)


def html_is_text(shown: str) -> None:
    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag in OURS
            assert {name for name, _ in attrs} <= {"lang", "charset", "name", "content", "class"}

    Reader().feed(shown)
    assert shown.count("<style>") == 1


@needs_a_terminal
def test_a_terminal_obeys_nothing(catalogues: tuple[Path, Path]) -> None:
    shown = on_a_terminal(catalogues[1].parents[2], "list", NO_COLOR="1")
    assert "gone" in shown
    obeyed_by_no_terminal(shown.replace("\r\n", "\n"))


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serving()


@pytest.mark.parametrize("payload", [each for each in PAYLOADS if each.isascii() and each.isprintable()])
def test_what_a_server_says_of_itself(payload: str, server: Server, tmp_path: Path) -> None:
    """Its headers reach messages and recordings."""
    server.says["/price"] = once(answer(b"<p>4</p>", kind=payload, X_Said=payload, ETag=payload))
    recording = Recording(tmp_path / "chat.yaml")
    try:
        recording.record(Target(url(server)), "2026-01-05")
    except NetworkError as problem:
        harmless(logged(str(problem)))
        assert not list(tmp_path.iterdir())
        return
    kept = yaml.safe_load(recording.path.read_text(encoding="utf-8"))
    said = kept["interactions"][0]["response"]["headers"]
    assert payload.strip() in [value for values in said.values() for value in values]
    assert recording.replay(Target(url(server))).body == b"<p>4</p>"
    assert Fetcher().unasked(Target(url(server))).body == b"<p>4</p>"
