"""Moonshot AI (Kimi): one table a model family; kimi-latest is priced by the length of the request's context."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper, model_names, read_count, read_date


def extract(page: Page) -> Iterator[Finding]:
    """Every model table, and the interfaces for files, which are free."""
    for table in page.tables("模型", "计费单位", "输出价格"):
        yield from table.quotes(Layout(model="模型"))
        if table.has("模型上下文长度"):
            for row, cell in table.cells("模型上下文长度"):
                for model in model_names(table.value(row, "模型")):
                    yield cell.fact("context_length", model, {"context_tokens": read_count(cell.text)})
    yield from page.excuse(r"缓存命中的 Tokens 费用仅为 ￥[0-9.]+/M Tokens", "restates the table's cached input price")
    for found in page.find(r"文件相关接口（(?P<services>[^）]{1,40})）(?:接口)?限时免费"):
        for free in found.find("限时免费"):
            for name in found.groups["services"].split("/"):
                yield from page.quotes(free, name, service="tool")
    yield from facts(page)


def facts(page: Page) -> Iterator[Finding]:
    """The page's date, and the context length of kimi-latest: in round numbers in prose, in full in its last tier."""
    tiers = [read_count(found.groups["most"]) for found in page.find(r"≤ ?(?P<most>[0-9,]+) ?tokens")]
    for found in page.find(r"(?P<model>kimi-latest) 模型上下文长度为 (?P<length>[0-9]+k)[^。\n]{0,60}"):
        value = {"context_tokens_printed": found.groups["length"], "context_tokens": tiers[-1] if tiers else None}
        yield found.fact("context_length", found.groups["model"], value)
    for found in page.find(r"Last updated on 20[^\n]{6,12}日"):
        yield found.fact("page_date", "page", {"date": read_date(found.text)})


scraper = Scraper(
    provider="moonshot",
    name="Moonshot AI (Kimi)",
    currency="CNY",
    pages=[Address("chat", "https://platform.moonshot.cn/docs/pricing/chat")],
    extract=extract,
    at_least=6,
    timezone="Asia/Shanghai",
)
