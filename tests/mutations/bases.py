"""The pages that are changed: the documents, the bodies of the recordings, and small tables of all kinds."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import Any, NamedTuple, cast

from benchmarks.mutations.bare import bare

from tests.conftest import FROZEN
from tests.mutations.program import (
    Found,
    Price,
    Reading,
    Scraper,
    Told,
    found_in,
    frozen,
    generic,
    in_tables,
    read,
    told,
)
from tests.mutations.sheets import Form, Rows, Sheet, parse
from tests.mutations.verdict import Truth, Want, same
from tests.pages import COLLECTION, other_form, recorded


class Place(NamedTuple):
    """A cell: table from 0, row with the heading as 0, column from 0."""

    table: int
    row: int
    column: int


@dataclass(frozen=True)
class Stated:
    """One price of a page and where it stands."""

    told: Told
    place: Place
    price: Price

    def want(self, truth: Truth) -> Want:
        """What must hold of it."""
        return self._same if truth is same else truth(self.told)

    @cached_property
    def _same(self) -> Want:
        return same(self.told)


@dataclass(frozen=True, eq=False)
class Base:
    """A page that is read rightly, taken apart."""

    name: str
    scraper: Scraper
    sheet: Sheet

    @property
    def english(self) -> bool:
        """Whether it speaks English."""
        return self.name.startswith("english")

    @cached_property
    def reading(self) -> Reading:
        """What is read from its tables."""
        return in_tables(read(self.scraper, self.sheet.write()))

    @cached_property
    def found(self) -> Found:
        """The same, for a judge."""
        return found_in(self.reading)

    @cached_property
    def stated(self) -> list[Stated]:
        """Its prices and their places."""
        return [Stated(told(price), self._place(price), price) for price in self.reading.prices]

    def _place(self, price: Price) -> Place:
        rows = self.sheet.tables()[price.where.table - 1]
        column = [bare(cell) for cell in rows[0]].index(bare(price.where.column))
        return Place(price.where.table - 1, price.where.row, column)

    def wants(self, truth: Truth, hit: Callable[[Place], bool], later: Truth = same) -> list[Want]:
        """What must hold where the change touches the prices that are `hit`; `later` is for the tables below."""
        touched = [each.place.table for each in self.stated if hit(each.place)]
        last = max(touched, default=len(self.sheet.parts))
        return [
            each.want(truth if hit(each.place) else later if each.place.table > last else same) for each in self.stated
        ]

    @cached_property
    def priced(self) -> list[int]:
        """The tables that hold prices."""
        return sorted({each.place.table for each in self.stated})

    @cached_property
    def upright(self) -> list[int]:
        """Those whose rows are models."""
        return [table for table in self.priced if self.model_column(table) is not None]

    def rows(self, table: int) -> Rows:
        """A copy of the table, to be changed."""
        return [list(row) for row in self.sheet.tables()[table]]

    def model_column(self, table: int) -> int | None:
        """The column in which the models' names stand."""
        return self._names(table)[0]

    def named_rows(self, table: int) -> list[int]:
        """The rows whose cell is the model's name and nothing else."""
        return self._names(table)[1]

    @cache  # noqa: B019 - a handful of pages, kept as long as the run
    def _names(self, table: int) -> tuple[int | None, list[int]]:
        rows = self.rows(table)
        hits = [
            (column, each.place.row)
            for each in self.stated
            if each.place.table == table
            for column, cell in enumerate(rows[each.place.row])
            if column != each.place.column and bare(cell) == bare(each.told.model)
        ]
        usual = Counter(column for column, _ in hits).most_common(1)
        column = usual[0][0] if usual else None
        return column, sorted({row for at, row in hits if at == column})

    def price_columns(self, table: int) -> list[int]:
        """The columns in which prices stand."""
        return sorted({each.place.column for each in self.stated if each.place.table == table})

    def with_cell(self, place: Place, source: str) -> Rows:
        """A copy of the place's table with another source in that cell."""
        rows = self.rows(place.table)
        rows[place.row][place.column] = source
        return rows

    def cell(self, place: Place) -> str:
        """A cell's source."""
        return self.rows(place.table)[place.row][place.column]

    def in_cell(self, place: Place) -> list[Stated]:
        """The prices of a cell."""
        return [each for each in self.stated if each.place == place]


class Change(NamedTuple):
    """A changed page and what must hold of it."""

    base: Base
    text: str
    note: str
    wants: list[Want]


TOKENS = [
    ["模型名称", "输入价格（元/百万 tokens）", "输出价格（元/百万 tokens）"],
    ["acme-1", "2", "8"],
    ["acme-1-mini", "0.5", "2"],
    ["acme-1-32k", "4", "16"],
    ["acme-2", "1.5", "6"],
]
LABELLED = [
    ["模型名称", "计费方式", "价格"],
    ["acme-3", "后付费", "输入 3 元/百万 tokens，输出 12 元/百万 tokens"],
    ["acme-3-mini", "后付费", "输入 0.3 元/百万 tokens，输出 1.2 元/百万 tokens"],
    ["acme-3-max", "后付费", "输入 6 元/百万 tokens，输出 24 元/百万 tokens"],
]
IMAGES = [["模型", "价格（元/张）"], ["acme-draw", "0.2"], ["acme-draw-max", "0.5"], ["acme-paint", "0.14"]]
VIDEO = [
    ["模型名称", "分辨率", "价格（元/秒）", "分类"],
    ["acme-video", "720p", "0.35", "文生视频"],
    ["acme-video", "1080p", "0.7", "文生视频"],
    ["acme-film", "720p", "0.5", "图生视频"],
]
TIERS = [
    ["模型名称", "输入长度", "计费单位", "输入价格", "输出价格"],
    ["acme-4", "≤ 32K", "百万 tokens", "1 元", "4 元"],
    ["acme-4", "32K < 长度 ≤ 128K", "百万 tokens", "2 元", "8 元"],
    ["acme-5", "≤ 32K", "百万 tokens", "3 元", "9 元"],
]
ENGLISH = [
    ["Model", "Input price ($/1M tokens)", "Output price ($/1M tokens)"],
    ["acme-1", "$0.50", "$2.00"],
    ["acme-1-mini", "$0.10", "$0.40"],
    ["acme-2-pro", "$3.00", "$15.00"],
]
CALLS = [["模型名称", "价格"], ["acme-search", "0.03元/次"], ["acme-ocr", "免费"], ["acme-read", "0.06元/次"]]


def of_tokens(inputs: str, outputs: str, names: str, currency: str = "CNY") -> Iterator[Told]:
    """The truth of a table of tokens: for each model what input and output cost."""
    for name, *amounts in zip(names.split(), inputs.split(), outputs.split(), strict=True):
        yield from (
            stated(name, m, a, "1M tokens", currency) for m, a in zip(("input", "output"), amounts, strict=True)
        )


def stated(
    model: str, meter: str, amount: str, unit: str, currency: str = "CNY", free: bool = False, **conditions: Any
) -> Told:
    """A price of the truth."""
    return Told(model, "inference", meter, unit, currency, amount, frozen(conditions), (), None, None, "null", free)


SMALL: dict[str, tuple[Rows, list[Told]]] = {
    "tokens": (TOKENS, list(of_tokens("2 0.5 4 1.5", "8 2 16 6", "acme-1 acme-1-mini acme-1-32k acme-2"))),
    "labelled": (LABELLED, list(of_tokens("3 0.3 6", "12 1.2 24", "acme-3 acme-3-mini acme-3-max"))),
    "images": (IMAGES, [
        stated("acme-draw", "image", "0.2", "image"),
        stated("acme-draw-max", "image", "0.5", "image"),
        stated("acme-paint", "image", "0.14", "image"),
    ]),
    "video": (VIDEO, [
        stated("acme-video", "video", "0.35", "second", resolution="720p", task="text-to-video"),
        stated("acme-video", "video", "0.7", "second", resolution="1080p", task="text-to-video"),
        stated("acme-film", "video", "0.5", "second", resolution="720p", task="image-to-video"),
    ]),
    "tiers": (TIERS, [
        stated(model, meter, amount, "1M tokens", input_tokens=bound)
        for model, bound, amounts in (
            ("acme-4", {"lte": 32000}, "1 4"),
            ("acme-4", {"gt": 32000, "lte": 128000}, "2 8"),
            ("acme-5", {"lte": 32000}, "3 9"),
        )
        for meter, amount in zip(("input", "output"), amounts.split(), strict=True)
    ]),
    "english": (ENGLISH, list(of_tokens("0.5 0.1 3", "2 0.4 15", "acme-1 acme-1-mini acme-2-pro", "USD"))),
    "calls": (CALLS, [
        stated("acme-search", "request", "0.03", "request"),
        stated("acme-ocr", "usage", "0", "request", free=True),
        stated("acme-read", "request", "0.06", "request"),
    ]),
}  # fmt: skip
"""Small pages of one table each, and what they state."""


def small(name: str, form: Form) -> Base:
    """A small page in one form."""
    rows, _ = SMALL[name]
    empty = Sheet(form, [])
    title = empty.heading("Acme 模型价格", 1) + empty.paragraph(
        "本页列出各模型的单价。" if name != "english" else "All models."
    )
    scraper = generic("模型名称", "模型", "Model", currency="USD" if name == "english" else "CNY")
    closing = empty.paragraph("Acme")
    page: list[str | Rows] = (
        ["<html><body>" + title, rows, closing + "</body></html>"] if form == "html" else [title, rows, closing]
    )
    return Base(f"{name}.{form}", scraper, Sheet(form, page))


def recorded_pages() -> Iterator[Base]:
    """The bodies of the recordings and the documents; flattened text only where each row is a line."""
    for provider in FROZEN:
        for path in (recorded(provider), other_form(provider)):
            if path is None or path.name == "bailian.txt":
                continue
            form = cast("Form", path.suffix[1:])
            yield Base(
                path.name if form != "html" else f"{provider}.html",
                COLLECTION.scraper(provider),
                parse(path.read_text("utf-8"), form),
            )


@cache
def bases() -> list[Base]:
    """Every page."""
    forms: tuple[Form, ...] = ("md", "html")
    return list(chain(recorded_pages(), (small(name, form) for name in SMALL for form in forms)))
