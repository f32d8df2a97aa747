"""What is loaded and worked out when it is first needed, needed once: for all processes that are forked later."""

import codecs
import gc
import importlib
import pkgutil
from collections.abc import Iterator

from pricebook import reading
from pricebook.beliefs import Response, Visit
from pricebook.extraction.visit import read_visit
from pricebook.records import Finding
from pricebook.scraping import Address, Layout, Page, Scraper

_HTML = """<html><head><meta charset="utf-8"></head><body>
<h1>甲 模型价格</h1><p>更新时间：2026年1月5日。以下价格含税。</p><table>
<tr><th>模型名称</th><th>计费说明</th><th>输入价格（元/百万 tokens）</th><th>输出价格（元/百万 tokens）</th></tr>
<tr><td>a-1</td><td>输入长度 ≤ 32K，命中缓存</td><td>2</td><td>￥8.00</td></tr>
<tr><td>a-1-mini</td><td>批量调用半价</td><td>限时免费</td><td>0.5元</td></tr></table></body></html>"""
_MARKDOWN = "# Models\n\n| Model | Price ($ per 1M tokens) |\n| - | - |\n| b-1 | $2.50 |\n"


def warm_up() -> None:
    """Loads every room that reads, reads two pages with them, and gives what is in memory to all that fork."""
    for module in pkgutil.iter_modules(reading.__path__, f"{reading.__name__}."):
        importlib.import_module(module.name)
    for charset in ("gb18030", "utf-16", "latin-1"):
        codecs.lookup(charset)
    for currency, page in (("CNY", _HTML.encode()), ("USD", _MARKDOWN.encode())):
        address = Address("page", "https://example.org/", at_least=0)
        scraper = Scraper("example", "Example", currency, [address], _extract, timezone="UTC")
        read_visit(scraper, Visit("example", "2026-01-05", "assumed", {"page": Response(page)}))
    gc.collect()
    gc.freeze()


def _extract(page: Page) -> Iterator[Finding]:
    for table, model in page.price_tables("模型名称", "Model"):
        yield from table.quotes(Layout(model=model))
