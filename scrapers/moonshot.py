"""Moonshot AI (Kimi): a page a model, each with one table; batch calls on a page of their own, at a share of the price.

Until 2026 one page had a table for each model family; kimi-latest is priced there by the length of the request's
context, and interfaces for files are free. Searching the web has a page as well, and what is free today may stand on
one that explains the billing. Neither was ever seen, so neither is listed.
"""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper, read_count


def extract(page: Page) -> Iterator[Finding]:
    """Every model table, and the interfaces for files, which are free."""
    page.known_by("kimi-", "moonshot-v1")
    for table in page.tables("模型", "计费单位", "输出价格"):
        yield from table.quotes(Layout(model="模型"))
        yield from table.contexts("模型")
    yield from page.excuse(r"缓存命中的 Tokens 费用仅为 ￥[0-9.]+/M Tokens", "restates the table's cached input price")
    for found in page.find(r"文件相关接口（(?P<services>[^）]{1,40})）(?:接口)?限时免费"):
        for free in found.find("限时免费"):
            for name in found.groups["services"].split("/"):
                yield from page.quotes(free, name, service="tool")
    yield from facts(page)


def facts(page: Page) -> Iterator[Finding]:
    """How long a context kimi-latest takes: in round numbers in prose, in full in its last tier."""
    tiers = [read_count(found.groups["most"]) for found in page.find(r"≤ ?(?P<most>[0-9,]+) ?tokens")]
    for found in page.find(r"(?P<model>kimi-latest) 模型上下文长度为 (?P<length>[0-9]+k)[^。\n]{0,60}"):
        value = {"context_tokens_printed": found.groups["length"], "context_tokens": tiers[-1] if tiers else None}
        yield found.fact("context_length", found.groups["model"], value)
    yield from page.asides()


KIMI = "https://platform.kimi.com/docs/pricing/"


def address(name: str, at_least: int | None = None) -> Address:
    """A page of today: fetched as Markdown, opened without the ending."""
    return Address(name, f"{KIMI}{name}.md", shown=f"{KIMI}{name}", at_least=at_least)


scraper = Scraper(
    provider="moonshot",
    name="Moonshot AI (Kimi)",
    currency="CNY",
    pages=[
        address("chat-k3"),
        address("chat-k27-code"),
        address("chat-k26"),
        address("chat-k25"),
        address("chat-v1", at_least=6),
        address("batch", at_least=3),
        Address("chat", "https://platform.moonshot.cn/docs/pricing/chat", at_least=6, former=True),
    ],
    extract=extract,
    # A page of one model says at least what it takes and what it gives.
    at_least=2,
    timezone="Asia/Shanghai",
    elsewhere={"litellm": "moonshot", "models.dev": "moonshotai-cn", "llm-prices": "moonshot-ai"}
    | dict.fromkeys(("genai-prices", "openrouter"), "moonshotai"),
)
