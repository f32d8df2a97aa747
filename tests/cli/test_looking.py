"""`catalog look` and what `catalog read` teaches: a page shown to somebody who writes a scraper for it."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from pricebook.collection import Collection
from tests.cli.test_reading import SCRAPER
from tests.command import catalog, needs_a_terminal, on_a_terminal

PRICED = "输入价格（元/百万 tokens）"
PAGE = """# Acme

一次 3 元。

## 对话

| 模型 | 心情值 | 输入价格（元/百万 tokens） | 上下文 |
| - | - | - | - |
| acme-1 | 7,001 | 2 | 8k |
| acme-2 | 6,001 | 4 |
| acme-3 | 7,001 | 6 | 8k |

## 图像

| 规格 | 单价（元/张） |
| - | - |
| 大 | 5 |

| 规格 | 单价（元/张） |
| - | - |
| 小 | 4 |
"""


@pytest.fixture
def acme(tmp_path: Path) -> Collection:
    made = Collection(tmp_path)
    made.scrapers.mkdir()
    (made.scrapers / "acme.py").write_text(SCRAPER, encoding="utf-8")
    (made.root / "page.md").write_text(PAGE, encoding="utf-8")
    return made


def test_look_shows_a_page_as_it_is_seen_without_a_scraper(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    run = catalog("look", "page.md", cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in run.stdout.splitlines()]
    assert lines[:3] == ["1 # Acme", "5 ## 对话", "13 ## 图像"]
    assert lines[3:10] == [
        "table 1: line 7, below 'Acme / 对话': 3 rows, 4 columns",
        "models: below '模型'",
        "ragged: 1 row: 2",
        "column part amounts",
        "模型 model?",
        "心情值 unknown",
        "输入价格（元/百万 tokens） price: input, CNY, per 1M tokens 3",
    ]
    assert "tables 2, 3: lines 15, 19, below 'Acme / 图像': 2 rows, 2 columns" in lines
    assert lines[lines.index("3 Acme 3 一次 3 元。") + 2 :] == [
        "amounts not understood such as place",
        "3 does not know what the column '心情值' says 7,001 price, line 9, 对话, table 1, row 1, column 心情值",
        f"1 the row has 3 cells under 4 headings 4 price, line 10, 对话, table 1, row 2, column {PRICED}",
        "",
        "models: not found (2), below '模型' (1)",
        "currencies: CNY (2)",
        "units: 1M tokens (2)",
        "meters: input (2)",
        "read without a word about the page: 2 prices, 0 unsaid, 7 unread",
        "page.md: read as Markdown: 3 headings, 3 tables, 6 amounts",
        "Next: catalog draft PROVIDER page.md",
    ]


ELSEWHERE = """# Acme

Batch

| 计费项 | acme-1 | acme-2 |
| - | - | - |
| 输入价格（元/百万 tokens） | 2 | 4 |
| 上下文 | 8k | 32k |

## acme-max

| 计费项 | Base Output Tokens |
| - | - |
| 推理 | ¥7 / MTok |

## 限流

| 模型 | RPM |
| - | - |
| acme-1 | 60 |
"""


def test_look_tells_where_models_stand_and_what_is_said_around(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(ELSEWHERE, encoding="utf-8")
    lines = [" ".join(line.split()) for line in catalog("look", "page.md", cwd=tmp_path).stdout.splitlines()]
    assert "10 ## acme-max (a model's name)" in lines
    first = lines.index("table 1: line 5, below 'Acme': 2 rows, 3 columns")
    assert lines[first + 1 : first + 7] == [
        "models: side by side, beside '计费项'",
        "said around: mode=batch",
        "column part amounts",
        "计费项 condition",
        "输入价格（元/百万 tokens） price: input, CNY, per 1M tokens 2",
        "上下文 beside: context_tokens",
    ]
    assert "without an amount: 1 table: 3" in lines
    assert "models: side by side, beside '计费项' (1), not found (1)" in lines


def test_look_as_json_has_every_amount_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    told = json.loads(catalog("look", "page.md", "--json", cwd=tmp_path).stdout)
    assert [table["ragged"] for table in told["tables"]] == [[2], [], []]
    assert [each["part"] for each in told["tables"][1]["columns"]] == ["condition", "price: CNY, per image"]
    assert [(each["table"], each["row"], each["text"]) for each in told["amounts"]] == [
        (0, 0, "3"), (1, 1, "2"), (1, 2, "4"), (1, 3, "6"), (2, 1, "5"), (3, 1, "4"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "status", "reason"),
    [(b"", 1, "page.md: "), (bytes(range(256)), 1, "page.md: "), (None, 2, "No such file")],
)
def test_look_at_what_is_no_page(data: bytes | None, status: int, reason: str, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / "page.md").write_bytes(data)
    run = catalog("look", "page.md", cwd=tmp_path)
    assert (run.returncode, run.stdout, len(run.stderr.splitlines())) == (status, "", 1)
    assert reason in run.stderr


def test_read_tells_what_is_to_be_learnt_the_commonest_first(acme: Collection) -> None:
    run = catalog("read", "acme", "page.md", cwd=acme.root)
    assert run.returncode == 4
    parts = [part.splitlines() for part in run.stdout.strip().split("\n\n")]
    reasons, words, layouts, last = ([" ".join(line.split()) for line in part] for part in parts[-4:])
    assert reasons[0] == "amounts why it is unread such as place"
    assert [int(line.split()[0]) for line in reasons[1:]] == sorted(
        (int(line.split()[0]) for line in reasons[1:]), reverse=True
    )
    assert words[1].partition(" ")[2] == "column '心情值' 7,001 page.md, line 9, 对话, table 1, row 1, column 心情值"
    assert layouts[1].startswith("2 table: 规格 | 单价（元/张） 5 page.md, line 17, 图像, table 2, row 1, ")
    assert last[0].startswith("acme/page.md: ")


def test_every_unread_and_excused_amount_is_listed_where_it_is_asked_for(acme: Collection) -> None:
    module = acme.scrapers / "acme.py"
    excuse = '    yield from page.excuse("一次 3 元", "an example")\n    for table'
    module.write_text(SCRAPER.replace("    for table", excuse), encoding="utf-8")
    plain, every, excused = (
        catalog("read", "acme", "page.md", *words, cwd=acme.root).stdout for words in ([], ["--unread"], ["--excused"])
    )
    told = json.loads(catalog("read", "acme", "page.md", "--json", cwd=acme.root).stdout)
    listed = [sum(line.startswith("unread    ") for line in text.splitlines()) for text in (plain, every)]
    assert listed == [0, len(told["unread"])]
    assert "an example" not in plain
    assert "1 excused, " in plain
    assert "excused   '一次 3 元。': an example (" in excused


@needs_a_terminal
@pytest.mark.parametrize("width", [80, 200])
def test_what_a_page_says_is_only_shown(width: int, acme: Collection) -> None:
    hostile = PAGE.replace("心情值", "[bold]心\x1b[31m情<b>").replace("# Acme", "# Acme \x1b]0;x\x07")
    (acme.root / "page.md").write_text(hostile, encoding="utf-8")
    for words in (["look", "page.md"], ["read", "acme", "page.md"]):
        shown = on_a_terminal(acme.root, *words, NO_COLOR="1", COLUMNS=str(width))
        assert "\x1b" not in shown
        assert "\x07" not in shown
        assert "[bold]" in shown
        tables = [line for line in shown.splitlines() if line.startswith(" ")]
        assert all(cell_len(line) <= width for line in tables)
