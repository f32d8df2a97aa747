"""Tongyi Xingchen: models by tokens, most platform services free for the time being."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper, read_count

MODELS = Layout(model="模型服务", prices=("计费单价",), dated="计费说明")
SERVICES = Layout(model="平台服务", prices=("计费单价",), dated="计费说明", service="tool")


def extract(page: Page) -> Iterator[Finding]:
    """Both price tables; the column 计费说明 prints from when a row's prices hold."""
    page.known_by("xingchen-")
    for table in page.tables("模型服务", "计费单价", "计费说明"):
        yield from table.quotes(MODELS)
    for table in page.tables("平台服务", "计费单价", "计费说明"):
        yield from table.quotes(SERVICES)
    yield from models(page)
    yield from limits(page)


def models(page: Page) -> Iterator[Finding]:
    """Context lengths, and the model that must be asked for."""
    for table in page.tables_if_any("模型服务", "模型简介"):
        for row, cell in table.cells("模型简介"):
            model = table.value(row, "模型服务").partition("(")[0]
            for found in cell.find(
                r"模型支持(?P<length>[0-9.]+k) ?tokens上下文(?:[,，]限定用户输入为(?P<limit>[0-9.]+k) ?tokens)?"
            ):
                value = {
                    "context_tokens_printed": found.groups["length"],
                    "user_input_limit_printed": found.groups["limit"] or None,
                }
                yield found.fact("context_length", model, value)
    for found in page.find(r"(?P<model>xingchen-[a-z]+)\((?P<printed>开通需要[^()]*)\)"):
        yield found.fact("whitelist", found.groups["model"], None)


def limits(page: Page) -> Iterator[Finding]:
    """The free quota and the default rates."""
    for table in page.tables_if_any("模型服务", "免费额度"):
        for row, cell in table.cells("免费额度"):
            value = {"quota": read_count(cell.text), "unit": "tokens", "counts": "input+output"}
            yield cell.fact("free_quota", table.value(row, "模型服务"), value)
    for table in page.tables_if_any("类别", "速率"):
        for row, cell in table.cells("速率"):
            short = table.value(row, "类别").rpartition("(")[2].removesuffix(")")
            yield cell.fact("rate_limit", short, {short.lower(): read_count(cell.text)})
    for found in page.find(r"星尘目前模型单次发送的内容tokens限制为[0-9]+tokens"):
        yield found.fact("rate_limit", "single send", {"max_tokens_per_request": read_count(found.text)})


scraper = Scraper(
    provider="xingchen",
    name="Tongyi Xingchen",
    currency="CNY",
    pages=[Address("billing", "https://help.aliyun.com/document_detail/2861642.html")],
    extract=extract,
    at_least=6,
    timezone="Asia/Shanghai",
)
