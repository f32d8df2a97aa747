"""Google Gemini: a section a model, a table for each tab of its modes, rows of prices and columns of plans."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, PageTable, Scraper, read_date

SOLD = dict.fromkeys((f"Grounding with Google {tool}" for tool in ("Search", "Maps", "Web and Image Search")), "tool")
READ_AS = {tool: f"price ({tool})" for tool in SOLD}
READ_AS |= {"Image generation pricing": "Image price", "Context caching (storage)": "Cache storage price"}
ALONE = r"^Free of charge$|^\$[0-9.]+(?=$| \$)|\$[0-9.]+ / [0-9,]+ tokens per hour(?= \(storage price\)$)"
OF_TABS = (f"(?P<price>{ALONE})", "1M tokens", "of which tab it is")
"""Nothing but an amount, with that of storage behind it; what says more, or another unit, is unread."""
UNLISTED = (r"(?P<price>\$[0-9.]+) \(audio\)", "1M tokens", "audio, in a row that says text, image, video")
BY_NOTE = (r"(?P<price>\$[0-9.]{6,}) \(image\)\*", "image", "per 1M tokens by its column, per image by its note")
OF_SIZE = (r"^(?P<price>\$[0-9.]+) per image\*$", "image", "only its note says that it is of images up to 1024x1024px")
ENDED = r"(?P<model>Gemini [0-9.]+ [A-Za-z-]+) is deprecated and has been shut down (?P<day>[A-Z][a-z]+ [0-9]+, [0-9]+)"


def extract(page: Page) -> Iterator[Finding]:
    """Every table below a model, tools, and what notes and sentences say besides."""
    page.known_by("Gemini Developer API")
    for table, model in page.price_tables():
        tabs = " / " in table.headings[-1]
        cut = not table.turned and any("Grounding" in cell for row in table.table.rows for cell in row.cells)
        yield from () if tabs or cut else table.quotes(Layout(model, read_as=READ_AS, services=SOLD))
        for label in table.table.header:
            for odd in (OF_TABS,) if tabs else (UNLISTED,) if "text, image, video" in label else (BY_NOTE, OF_SIZE):
                yield from unsaid(page, table, model, label, odd)
    for table in page.across("", "Input price"):
        named = table.headings[-1]
        yield from table.quotes(Layout(named=named, read_as=READ_AS)) if named.startswith("Gemma") else ()
    for table in filter(lambda each: each.headings[-1] == "Pricing for tools", page.tables_if_any("", "Free Tier")):
        yield from tools(page, table)
    for found in page.find(r"Image output is priced at (?P<price>\$[0-9.]+ per 1,000,000 tokens)"):
        yield from page.unsaid(found.part("price"), found.heading, "a note of several tables, which says no mode")
    yield from page.excuse(r"tokens (?:and are equivalent to|or) \$[0-9.]+ per image", "what an image comes to")
    for found in page.find(r"Batch API \((?P<reduction>[0-9]+%) cost reduction\)"):
        yield found.fact("batch_discount", "Batch API", found.groups)
    for found in page.find(ENDED):
        yield found.fact("shut_down", found.groups["model"], {"date": read_date(found.groups["day"])})
    yield from page.asides()


def unsaid(page: Page, table: PageTable, model: str, label: str, odd: tuple[str, str, str]) -> Iterator[Finding]:
    """Amounts of a row that contradict what stands around them, or of which that is not told."""
    for row, cell in table.cells(label):
        for found in cell.find(odd[0]):
            told = {"plan": "free" if found.text.startswith("Free") else "paid", "as_printed": [label]}
            yield from page.unsaid(found.part("price"), table.value(row, model), odd[2], per=odd[1], conditions=told)


def tools(page: Page, table: PageTable) -> Iterator[Finding]:
    """What tools cost beyond what the models' tables say."""
    for row, cell in table.cells(table.table.header[-1]):
        for found in cell.find(r"\$[0-9.]+ / (?:1,000 [a-z]+ [a-z]+|1M tokens)"):
            yield from page.unsaid(found, row.cells[0], "the models' tables tell it", conditions={"plan": "paid"})
    for row, cell in table.cells("Free Tier"):
        for found in cell.find("^Free of charge$"):
            yield from page.quotes(found, row.cells[0], service="tool", meter="usage", conditions={"plan": "free"})


scraper = Scraper(
    provider="gemini",
    name="Google Gemini",
    currency="USD",
    pages=[Address("pricing", "https://ai.google.dev/gemini-api/docs/pricing", at_least=20)],
    extract=extract,
    timezone="America/Los_Angeles",
    elsewhere={"litellm": "gemini", "genai-prices": "google", "models.dev": "google", "openrouter": "google-ai-studio"},
)
