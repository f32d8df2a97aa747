"""Google Vertex AI: a table for each mode of a family, for each region of a partner's models, tools in sentences."""

import re
from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, PageTable, Scraper

READ_AS = {f"Price (/1M tokens) {size} 200K {kind}input tokens{way}": f"{read} (/1M tokens) {size} 200K input tokens"
           for kind, read in (("", "Price"), ("cached ", "Cached input price")) for size in ("<=", ">")
           for way in ("", " with Priority", " with Flex/Batch")}  # fmt: skip  # a note: the size of the input decides
READ_AS |= {"Price with Batch API": "Batch price", "Price per 1,000 input tokens": "Price per 1,000 tokens"}
NAMES = {"Model": r"\A(?P<model>Gemini(?s:.*))"}
UP, NODE = "Embeddings for Multimodal: Video Plus", "$ per node hour (Agent Platform custom training pricing)"
WORDS: dict[str, dict[str, object]] = {NODE: {}, "Video Plus": {}, "Text prompt": {}, "Image/Text prompt": {}}
WORDS |= {"Video + Audio generation": {"audio": True}, "Video generation": {"audio": False}, UP: {"as_printed": [UP]}}
PRICE = r"(?P<price>\$[0-9][0-9.]*(?:,[0-9]{3})*)(?:(?: per| ?/) ?(?P<per>[0-9,]*(?:(?! starting)[a-zA-Z0-9 ])+))?"
UNIT = r"(?:\((?=\S{0,9} ?\S{0,9}-hour)|\(\$?/|^Price per )([^)|]+)"
OF_TABLES = {"for reference: tokens are billed": "Modality-based pricing", "no unit is a song or a clip": "Lyria",
             "one cell holds several prices, another one what they are of": "Other Gemini models|Open Source Model",
             "taken off in a preview": "Pricing for Agent Platform's code completion", "no such unit": "Price per GSU",
             "what else than storage is paid": "Storage (M tok-hour)", "of all but one": "Price per 1,000 characters",
             "no meter counts such characters": "Translation (Text)|Price (/1M training characters)"}  # fmt: skip
OF_CELLS = {"only a note says from when": r"\(Non-", "free of a mask": "mask free", "per page otherwise": r"\(or \$",
            "a note tells of longer requests": r" \*\|", "two prices in one": "(Cache Hit.*){3}", "a tool": "Tok.*Gr",
            "a note tells it by the image": r"\|Image [Oo]ut", "no model stands there": "Virtual Try-On"}  # fmt: skip
EXAMPLES = r"GSUs = \$[0-9,]+|\$[0-9,]+ \* [0-9]+ GSUs|tokens \(\$[0-9.]+|\$[0-9]+ skus|cent \(\$[0-9.]+\) are"
FACTS = {"discount": "(?:mode at|charges are) (?P<printed>[0-9]+%)", "example_tokens": "^[0-9]{1,2}(?:,[0-9]{3}){2}$",
         "free_quota": r"(?P<printed>[0-9,]+ (?:[sg]\S+ \S+ )?per (?:month|day)) (?:at no|are billed)"}  # fmt: skip


def extract(page: Page) -> Iterator[Finding]:
    """Every table of prices, tools, and what sentences say besides."""
    page.known_by("Generative AI on Agent Platform", "Generative AI on Vertex AI")
    for table, model in page.price_tables("Model", "Open Source Model", "Duration", "Feature", "Tool"):
        stands = {" ".join(each.split()) for each in (table.headings[-1], *table.table.header)}
        lacks = next((why for why, words in OF_TABLES.items() if stands & {*words.split("|")}), None)
        layout = Layout(model, ignore=("Input", "Output", "Description"), words=WORDS, read_as=READ_AS, split=NAMES)
        yield from () if lacks or model in {"Feature", "Tool"} else table.quotes(layout)
        yield from apart(page, table, model, lacks)
    for found in (each for each in page.find(r"^\$[0-9.]+$") if "Optimizer" in each.heading):
        yield from page.unsaid(found, "Model Optimizer", "an average of examples", per="1M tokens")
    for kind, pattern in FACTS.items():
        yield from (found.fact(kind, found.heading, None) for found in page.find(pattern))
    yield from page.asides(EXAMPLES)


def apart(page: Page, table: PageTable, model: str, whole: str | None) -> Iterator[Finding]:
    """Amounts that the vocabulary cannot say, of a table or of a row; what is free there; and what tools cost."""
    for label, (row, cell) in ((each, cell) for each in table.table.header for cell in table.cells(each)):
        told = [re.sub(r" \(\$/.*", "", " ".join(each.split())) for each in (*row.cells, label) if each.strip("NA/")]
        above, text = table.headings[-1], "|".join(each for each in told if "$" not in each)
        name = above if model == "Duration" else " ".join(table.value(row, model).split()) or row.cells[1]
        stands = f"{above}|{text}|{' '.join(cell.text.split())}"
        lacks = whole or next((why for why, pattern in OF_CELLS.items() if re.search(pattern, stands)), None)
        for found in cell.find("No charge") if whole else ():
            yield from page.quotes(found, name, meter="usage", conditions={"as_printed": ["Output"]})
        words = text.split("|") if lacks else [above, *re.findall("Models Supported.*", cell.text)]
        said, bare = {"as_printed": [each for each in words if each != name]}, name.strip(" *")
        for found in cell.find(PRICE) if lacks or model in {"Feature", "Tool"} else ():
            per = found.groups["per"].strip() or next(iter(re.findall(UNIT, f"{label}|{row.cells[1]}")), "1M tokens")
            if not lacks and re.search("searches|search queries|grounded prompts|requests", per):
                yield from page.quotes(found, bare, service="tool", conditions=said)
            else:
                yield from page.unsaid(found.part("price"), bare, lacks or "no such unit", per=per, conditions=said)


scraper = Scraper("vertex", "Google Vertex AI", "USD", [
    Address("pricing", "https://cloud.google.com/vertex-ai/generative-ai/pricing", at_least=100)],
    extract, timezone="America/Los_Angeles", home_region="Global",
    elsewhere={"litellm": "vertex_ai", "models.dev": "google-vertex", "openrouter": "google-vertex"})  # fmt: skip
