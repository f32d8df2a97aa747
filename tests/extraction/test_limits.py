"""A page that can be fetched can be read: memory and time go by its size."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pricebook.beliefs import Response, Visit
from pricebook.collection import Collection
from pricebook.extraction.limits import MOST_MEMORY, MOST_SECONDS, memory_for, seconds_for
from pricebook.extraction.sandbox import Sandbox
from pricebook.reading.text import MAX_BYTES

SCRAPER = """
from pricebook.scraping import Address, Layout, Scraper

def extract(page):
    for table, model in page.price_tables("模型"):
        yield from table.quotes(Layout(model))

scraper = Scraper("acme", "Acme", "CNY", [Address("price", "https://acme.example/")], extract, timezone="Asia/Shanghai")
"""
TITLE = "<tr><th>模型</th><th>输入价格（元/百万 tokens）</th><th>输出价格（元/百万 tokens）</th></tr>"
ROW = '<tr class="row"><td class="cell">acme-{}-preview</td><td class="right">{}</td><td class="right">{}.50</td></tr>'


def test_a_page_of_8000_prices_is_read(tmp_path: Path) -> None:
    rows = "".join(ROW.format(number, number % 90 + 1, number % 70 + 2) for number in range(4000))
    page = f"<html><body><h1>价格</h1><table>{TITLE}{rows}</table></body></html>".encode()
    (tmp_path / "scrapers").mkdir()
    (tmp_path / "scrapers" / "acme.py").write_text(SCRAPER, encoding="utf-8")
    collection = Collection(tmp_path)
    visit = Visit("acme", "2026-01-05", "captured", {"price": Response(page)})
    with Sandbox(collection.scrapers) as reader:
        (reading,) = reader.read(visit)
    assert (len(reading.prices), reading.unread) == (8000, [])


@given(st.integers(0, MAX_BYTES), st.integers(0, MAX_BYTES))
def test_a_larger_page_may_take_more(one: int, other: int) -> None:
    small, large = sorted((one, other))
    assert memory_for(small) <= memory_for(large) <= MOST_MEMORY
    assert seconds_for(small) <= seconds_for(large) <= MOST_SECONDS
