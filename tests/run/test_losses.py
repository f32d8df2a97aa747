"""A page that lost what it said, or says it no more as it did: the night calls, and what is published stays."""

import json
from collections.abc import Callable, Iterator

import pytest

from pricebook.collection import Collection
from tests.command import looked
from tests.serving import Server, alone, answer, once, serving

SCRAPER = '''"""Acme's price list."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper


def extract(page: Page) -> Iterator[Finding]:
    """Every table with models and prices."""
    for table, model in page.price_tables("模型"):
        yield from table.quotes(Layout(model=model))


scraper = Scraper(
    provider="acme", name="Acme", currency="CNY", timezone="Asia/Shanghai", at_least=1, extract=extract,
    pages=[Address("price", "https://acme.example/price")],
)
'''
HEAD = "# Acme\n\n## {}\n\n| 模型 | 输入价格（元/百万 tokens） | 输出价格（元/百万 tokens） |\n| --- | --- | --- |\n"
ROWS = [f"| {name}-{number} | {number + 1} | {number + 3} |\n" for name in ("chat", "code") for number in range(12)]
CHAT, CODE = HEAD.format("对话") + "".join(ROWS[:12]), HEAD.format("代码") + "".join(ROWS[12:])
PAGE = f"{CHAT}\n{CODE}\n"


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serving()


@pytest.fixture
def acme(copy: Collection, server: Server) -> Collection:
    """A provider whose page was seen once."""
    alone(copy, SCRAPER, server)
    server.says["/price"] = once(answer(PAGE.encode()))
    assert looked(cwd=copy.root).returncode == 0
    return copy


def emptied(page: str) -> str:
    return page.replace("".join(ROWS[12:]), "")


def halved(page: str) -> str:
    return "".join(line for number, line in enumerate(page.splitlines(keepends=True)) if number % 2 or "-" not in line)


def zeros(page: str) -> str:
    return "".join(
        f"| {line.split('|')[1]} | 0 | 0 |\n" if line in ROWS else line for line in page.splitlines(keepends=True)
    )


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("cut at a sixth", lambda page: page[: len(page) // 6]),
        ("cut in the middle", lambda page: page[: len(page) // 2]),
        ("a table emptied", emptied), ("half of the rows gone", halved), ("0 everywhere", zeros),
        ("a column gone", lambda page: page.replace("输出价格", "上下文长度")),
        ("sent twice", lambda page: page + page.replace("对话", "批量").replace("代码", "批量推理")),
    ],
)  # fmt: skip
def test_the_night_calls_and_what_is_published_stays(
    name: str, change: Callable[[str], str], acme: Collection, server: Server
) -> None:
    before = published(acme)
    server.says["/price"] = once(answer(change(PAGE).encode()))
    run = looked("--report", "told", "--json", cwd=acme.root)
    assert run.returncode == 4, name
    assert (acme.root / "told" / "attention").read_text(encoding="utf-8") == "acme\n"
    after = published(acme)
    assert {key: amount for key, (amount, _) in after.items()} == {key: amount for key, (amount, _) in before.items()}
    assert "held" in {status for _, status in after.values()} or name == "sent twice"


def published(collection: Collection) -> dict[str, tuple[str, str]]:
    """By id the amount and the status of what is on sale."""
    prices = json.loads((collection.release / "prices.json").read_bytes())["prices"]
    return {price["id"]: (price["amount"], price["status"]) for price in prices if price["provider"] == "acme"}
