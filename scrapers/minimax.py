"""MiniMax: one table for each kind of model; voices are designed and cloned at a price each, whatever the model."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper

SAME = ("计费项", "接口说明")
"""What is called, at the price of the model either way; and what the call does."""
SPEECH = {"模型": r"(?m)^(?P<model>speech-\S+?)-?$"}  # a hyphen behind a name, printed once, is none of it
VOICE = r"^(?P<price>[0-9.]+)\n|试听语音合成会收取 (?P<heard>[0-9.]+ 元/万字符)"


def extract(page: Page) -> Iterator[Finding]:
    """Every table; below the price of a voice stands when it is paid, and what it costs to hear it before."""
    page.known_by("MiniMax开放平台", "minimaxi.com", "minimax.io")
    for table, model in page.price_tables():
        if not any("元/音色" in heading for heading in table.table.header):
            yield from table.quotes(Layout(model=model, ignore=SAME, split=SPEECH))
            continue
        for row, cell in table.cells("单价"):
            for found in cell.find(VOICE):
                part = found.part("heard" if found.groups["heard"] else "price")
                name = table.value(row, "计费项").partition("\n")[0]
                yield from page.unsaid(part, name, "no unit is a voice, and none what is heard of it", per="音色")


scraper = Scraper(
    provider="minimax",
    name="MiniMax",
    currency="CNY",
    pages=[Address("pricing", "https://platform.minimaxi.com/docs/guides/pricing-paygo", at_least=8)],
    extract=extract,
    timezone="Asia/Shanghai",
    elsewhere=dict.fromkeys(("litellm", "genai-prices", "openrouter", "lobehub"), "minimax"),
)
