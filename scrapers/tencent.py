"""Tencent Cloud TokenHub: tokens by region; images, clips and speech, priced beside the tokens that they take."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper, read_date

LACKS = {"Token 单价": "no word says whether the tokens are input or output", "积分单价": "no unit is a point"}
READ_AS, NTH = {"积分单价": "单价（元/积分）"}, "第[0-9一二三四五六七八九十]+[秒张]"


def extract(page: Page) -> Iterator[Finding]:
    """Every table with a model and a price; what older models cost in points and in tokens is only compared."""
    page.known_by("TokenHub")
    for table, model in page.price_tables():
        compared = table.has("新计费方式参考费用")
        lacks = {heading: why for heading, why in LACKS.items() if table.has(heading)}
        layout = Layout(model, unsaid=lacks, read_as=READ_AS, words={"AI 配音": {}})
        yield from () if compared else table.quotes(layout)
        for row, cell in (each for heading in table.table.header if "费" in heading for each in table.cells(heading)):
            for price in cell.find(r"[0-9.]+ ?元(?:/\w+)?") if compared or any(cell.find(NTH)) else ():
                why = "another way of paying is compared" if compared else "the first of them costs something else"
                yield from page.unsaid(price, table.value(row, model), why, per="秒")
    for search in page.tables_if_any("版本", "价格", "版本说明"):
        read_as, ignored = {"价格（元/千次）": "价格（元/千次搜索）"}, ("版本说明",)
        yield from search.quotes(Layout(named=search.headings[-1], service="tool", conditions={"plan": "版本"},
                                        ignore=ignored, read_as=read_as))  # fmt: skip
    for found in page.find(r"更新时间：20[0-9-]+"):
        yield found.fact("page_date", "page", {"date": read_date(found.text)})
    yield from page.excuse(r"成功调用[^\n]+|生成的音色[^\n]+|积分对应[0-9.]+元", "an example, or what a point costs")


scraper = Scraper("tencent", "Tencent Cloud TokenHub", "CNY",
                  [Address("price", "https://cloud.tencent.com/document/product/1823/130055", at_least=50)],
                  extract, timezone="Asia/Shanghai", home_region="广州",
                  elsewhere={"litellm": "tencent", "openrouter": "tencent", "lobehub": "tencentcloud"})  # fmt: skip
