"""What a scraper imports: the page as it sees it, and how it says what it is.

A scraper is a module of the collection's `scrapers/` folder that defines `scraper`. Its `extract` is a function from a
Page to findings: quotes, facts, excuses and prices that the vocabulary cannot say. It knows no markup, no clock, no
file and no number: amount, unit and currency are read from characters of the page, and every finding points at them.

Where a page stands

    Address("price", url)               the page as its server sends it; at_least=8: with fewer prices it is another
    shown=...                           the page that a person opens; former=True: it was given up
    drawn=True                          its scripts draw it, in a browser that asks only its host and hosts=(...)
    until="价格", language="zh-CN"       words that it has once it is drawn, and what its reader asks for
    json={"page": 1}                    an interface: this is posted there, and the answer is the page

Which tables

    page.known_by("Acme")               it is the provider's page: one of these words stands on it
    page.price_tables("模型", ...)       every table with one of these columns of models, and a price; and that column;
                                        with none, the columns whose headings say that models stand below them
    page.named_above()                  tables of prices alone, whose models the sentences above them name; and a column
    page.tables("模型", "价格")          the tables with all these columns; tables_if_any: perhaps none
    page.across("模型", "输入价格")       those whose models stand side by side, turned: the rows are columns
    page.above(table, "模型")            the nearest table above it in its section that has the column
    table.of_model(model, name)         the same with a column `model`, where its name stands elsewhere
    table.headings, table.caption       what stands above it; table.has(...): whether it has these columns

What their columns say: what a Layout does not name is told from the headings

    Layout(model="模型")                 the column of the models; Layout(named=table.headings[-1]): the model of all
    conditions={"scope": "部署范围"}      a column whose cells are values of a condition
    extra={"fine_tuned": True}          conditions of all prices of the table
    ignore=("备注",)                     columns that say nothing of the price
    words={"NA": {}}                    cells that say something in this table alone; perhaps nothing
    read_as={"后付费": "价格（元）"}       headings that nobody else would understand, in words that are
    split={"模型": "(?P<model>...)"}     cells of several parts, each of which the pattern meets
    unsaid={"复刻": "no such meter"}     columns of prices that the vocabulary cannot say
    services={"Web search": "tool"}     columns of prices of another service than the table's

What stands elsewhere

    page.find(pattern)                  characters of prose, headings and cells: Found; found.find(...), found.part(...)
    table.unsaid(lacks)                 all amounts of a table of prices that the vocabulary cannot say
    table.cells(heading)                cells as Found, each with its row; table.value(row, heading): another of its row
    page.quotes(found, model, ...)      the prices that characters print
    page.unsaid(found, model, lacks)    the same of prices that the vocabulary cannot say
    found.fact(kind, subject, value)    what is said about prices and is none: a quota, a day, a limit
    page.rule(found, kind, subject)     a rule with its multiplier; derived(table.quotes(...), [rule], conditions)
    page.asides(pattern, ...)           facts that pages state alike, as their day; and sums and examples, no prices
    page.ratios(kind, pattern, ...)     facts of a share that the page states in words of its own
    table.contexts(model)               how long a context each model takes
    found.sentence()                    the same with the names before it; table.shares_section(found): is it of it?
    page.excuse(pattern, reason)        amounts that are no price: a worked example, a restatement; never a price's cell

What is not known yet

    timezone=Open("whose days?")        a question in place of a value, which keeps the module from being loaded

A column is named with or without blanks. One that is ignored, divided or read in other words need not be there. What
the vocabulary does not have (a condition, one of its values, a service, a meter) is a ScraperError at once, which says
what is known.
"""

from pricebook.phrases import read_count, read_date, read_ratio
from pricebook.phrases.names import model_names
from pricebook.records import Fact, Finding
from pricebook.scraping.deriving import derived
from pricebook.scraping.found import Found
from pricebook.scraping.pages import Page, PageTable
from pricebook.scraping.providers import Address, Provider, Scraper
from pricebook.scraping.questions import Open
from pricebook.tables.layouts import Layout

__all__ = [
    "Address",
    "Fact",
    "Finding",
    "Found",
    "Layout",
    "Open",
    "Page",
    "PageTable",
    "Provider",
    "Scraper",
    "derived",
    "model_names",
    "read_count",
    "read_date",
    "read_ratio",
]
