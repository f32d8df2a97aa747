"""Paratera: tables of models by maker, input and output in one cell, with a note on what is given away."""

from collections.abc import Iterator

from pricebook.scraping import Address, Finding, Layout, Page, Scraper, read_count


def extract(page: Page) -> Iterator[Finding]:
    """Every table, and the credit of the note."""
    page.known_by("并行智算云")
    for table, model in page.price_tables("模型名称"):
        yield from table.quotes(Layout(model=model))
    for found in page.find(r"总赠送体验额度为(?P<credit>[0-9]+)元"):
        yield found.fact("free_quota", "page", {"credit": read_count(found.groups["credit"]), "currency": "CNY"})


scraper = Scraper(
    provider="paratera",
    name="Paratera 并行智算云",
    currency="CNY",
    pages=[Address("models", "https://ai.paratera.com/", at_least=15)],
    extract=extract,
    timezone="Asia/Shanghai",
)
