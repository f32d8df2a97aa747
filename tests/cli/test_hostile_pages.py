"""A page that means harm, in each form: `catalog` answers, in lines that are what they look like."""

import contextlib
import io
import json
import re
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pricebook.cli import main
from pricebook.vocabulary import UNSEEN
from tests.pages import TESTS

PIECES = [
    "acme-1", "模型", "价格", "元/百万 tokens", "输入 4 元/百万 tokens", "免费", "￥4 USD", "$", "1\u202e0.5元",
    "1\u200b0", "qw\u0435n", "\u202e", "\u200b", "\u2067", "\u061c", "\u3164", "\ufe0f", "\U000e0041", "\u2800",
    "\u2003", "e\u0301\u0301\u0301\u0301", "\x1b[31m", "\x9b", "\x7f", "\u2028", "\ue000", "\ue001", "\ufffe",
    "\U0001d420pt", "@all", "www.evil.example", "::error::x", "##[x]", "|", "<b>", "&#x202e;", "```", "#", "\\", '"',
    ",", ";", "\n", "\t", "…", "0" * 30, "^1^", "~~", "（", "）", "[x](y)",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=2), min_size=1, max_size=4).map("".join)


class Printed(NamedTuple):
    """A page's texts, wherever one stands."""

    heading: str
    prose: str
    columns: tuple[str, str]
    rows: tuple[tuple[str, str], ...]


COLUMNS = st.tuples(TEXT, TEXT) | st.just(("模型", "价格")) | TEXT.map(lambda each: ("模型", f"价格（{each}）"))
PRINTED = st.builds(
    Printed, TEXT, TEXT, COLUMNS, st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=3).map(tuple)
)  # fmt: skip


def markdown(page: Printed) -> str:
    lines = "\n".join(f"| {' | '.join(cells)} |" for cells in (page.columns, ("-", "-"), *page.rows))
    return f"# {page.heading}\n\n{page.prose}\n\n{lines}\n"


def html(page: Printed) -> str:
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in (page.columns, *page.rows)
    )
    return f"<html><h1>{escape(page.heading)}</h1><p>{escape(page.prose)}</p><table>{rows}</table></html>"


def data(page: Printed) -> str:
    return json.dumps({page.heading: [dict(zip(page.columns, row, strict=True)) for row in page.rows]})


def delimited(page: Printed) -> str:
    rows = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in (page.columns, *page.rows))
    return "\n".join(rows) + "\n"


def tabbed(page: Printed) -> str:
    return "\n".join(["\t".join(row) for row in (page.columns, *page.rows)]) + f"\n{page.prose}\n"


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One with a scraper that reads every table with a model and a price."""
    root = tmp_path_factory.mktemp("hostile")
    (root / "scrapers").mkdir()
    text = (TESTS / "cases" / "cn" / "scraper.py").read_text(encoding="utf-8")
    (root / "scrapers" / "cn.py").write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("form", [markdown, html, data, delimited, tabbed])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(page=PRINTED)
def test_a_hostile_page_has_an_answer(form: Callable[[Printed], str], page: Printed, collection: Path) -> None:
    file = collection / f"page.{form.__name__}"
    file.write_bytes(form(page).encode("utf-8", "surrogatepass"))
    for words in (["read", "cn", file, "--unread", "--excused"], ["read", "cn", file, "--json"], ["look", file]):
        status, out, err = ran("-C", str(collection), *map(str, words))
        assert status in {0, 1, 4}
        assert len(err.splitlines()) == (status == 1)
        plain_to_see((out + err).replace("\t", " "))


def plain_to_see(shown: str) -> None:
    assert not re.search(rf"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029{UNSEEN}]|[\u0300-\u036f]{{4}}", shown)
    assert not re.search(r"[a-z]\u0435", shown)


BEFORE = """# Acme\u202e {odd}

| 模型 | 价格 | 备注\u2003 |
| - | - | - |
| qwen-max | 输入 2 元/百万 tokens | |
{rows}"""
ROWS = """| qw\u0435n-max（e\u0301\u0302\u0303\u0304\u0305） | 输入 3 元/百万 tokens | |
| acme-\U0001d4201 | 输入：2 元/百万 tokens\u00ad，qw\u0435n：3 元/百万 tokens | {odd} |
| acme-2 | 1\u200b0 元/百万 tokens{odd} | |
"""


def test_every_command_shows_a_hostile_page_as_it_is(collection: Path) -> None:
    """From the page to the release, and all questions about it."""
    odd = "e\u0301\u0302\u0303\u0304\u0305 \ufe0f\u2800\U000e0041"
    for day, rows in (("2026-01-01", ""), ("2026-01-02", ROWS.format(odd=odd))):
        (collection / "page.md").write_text(BEFORE.format(odd=odd, rows=rows), encoding="utf-8")
        answered("ingest", "cn", str(collection / "page.md"), "--date", day, at=collection)
    answered("publish", at=collection)
    listed = json.loads(answered("list", "--json", at=collection))
    assert "qw\u0435n-max" in {price["model"] for price in listed}
    for price in listed:
        answered("explain", price["id"], at=collection)
        answered("show", price["model"], at=collection)
        answered("history", price["model"], at=collection)
    for words in (["list"], ["status"], ["verify"], ["diff"], *(["diff", "--format", how] for how in FORMATS)):
        answered(*words, at=collection)
    shown = answered("diff", at=collection)
    assert r"qw\u0435n-max (looks like qwen-max)" in " ".join(shown.split())
    assert "looks like" in answered(
        "explain", next(each["id"] for each in listed if "\u0435" in each["model"]), at=collection
    )


FORMATS = ("markdown", "json", "html", "summary")


def answered(*words: str, at: Path) -> str:
    """What the command prints, in which nothing is hidden."""
    status, out, err = ran("-C", str(at), *words)
    assert status in {0, 4}, err
    plain_to_see((out + err).replace("\t", " "))
    return out


def ran(*words: str) -> tuple[int, str, str]:
    """The exit status of `catalog words ...` and what it printed; a traceback goes through."""
    out, err = io.StringIO(), io.StringIO()
    before, sys.argv = sys.argv, ["catalog", *words]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    finally:
        sys.argv = before
    return 0, out.getvalue(), err.getvalue()
