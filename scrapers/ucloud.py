"""UCloud ModelVerse: tables of token prices in words, of images by the piece, of video by second, clip and size."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Found, Layout, Page, Scraper, read_count, read_date


def extract(page: Page) -> Iterator[Finding]:
    """Every table that has a model and a price; the vendor's column, where there is one, says nothing about it.

    A cell of 价格 that prints no unit has the column's.
    """
    page.known_by("UCloud", "大模型 API 定价")
    for table, model in page.price_tables("模型名称", "模型", "模型版本"):
        yield from table.quotes(Layout(model=model, unit_of_column=table.has("价格")))
    for table in page.tables_if_any("能力", "分辨率", "定价"):
        yield from table.quotes(Layout(named=table.headings[-1]))
    yield from prose(page)
    yield from facts(page)


def prose(page: Page) -> Iterator[Finding]:
    """What stands in sentences: lip sync, what sound adds to a clip, and a note on images made by tokens."""
    for found in page.find(r"对口型[^。\n]*计费[^。\n]+"):
        for price in found.find(r"[0-9.]+元/[0-9]+秒视频"):
            yield from page.quotes(price, found.heading)
    for found in page.find(r"(?P<tasks>[^\n。]{2,20})的音视频直出[^\n。]{0,20}多消耗[0-9.]+元"):
        yield found.fact("surcharge", found.heading, {"tasks": found.groups["tasks"]})
    for note in page.find(r"(?P<model>[A-Z][A-Za-z0-9. ]+) 图像计费备注(?s:.+)"):
        yield from image_tokens(page, note.groups["model"], [*note.find(r"输入图像[^\n]+")], "input")
        yield from image_tokens(page, note.groups["model"], [*note.find("输出图像(?s:.+)")], "output")


def image_tokens(page: Page, model: str, parts: list[Found], meter: str) -> Iterator[Finding]:
    """The prices of tokens in these parts of the note; those of one image only restate them."""
    for part in parts:
        for price in part.find(r"\$[0-9.]+ ?/M Tokens"):
            yield from page.quotes(price, model, meter=meter, conditions={"modality": "image"})
        for restated in part.find(r"约 \$[0-9.]+ ?/张"):
            yield from page.excuse(restated, "restates the price of the tokens for one image")


def facts(page: Page) -> Iterator[Finding]:
    """From when each section is charged for, and what it gives away."""
    for found in page.find(r"于 ?20[^，。]{4,20}日开始收费"):
        yield found.fact("charging_start", found.heading, {"date": read_date(found.text)})
    for found in page.find(r"免费额度：[^，。]{1,10}tokens"):
        yield found.fact("free_quota", found.heading, {"quota": read_count(found.text), "unit": "tokens"})
    for found in page.find(r"免费额度：免费 ?[0-9]+ ?张图片/模型"):
        yield found.fact(
            "free_quota", found.heading, {"quota": read_count(found.text), "unit": "images", "per": "model"}
        )


scraper = Scraper(
    provider="ucloud",
    name="UCloud ModelVerse",
    currency="CNY",
    pages=[
        Address(
            "price",
            "https://raw.githubusercontent.com/UCloudDoc-Team/modelverse/master/price.md",
            shown="https://docs.ucloud.cn/modelverse/price",
        )
    ],
    extract=extract,
    # The page of today has hundreds; its first revisions, which are still read, had two.
    at_least=2,
    timezone="Asia/Shanghai",
)
