"""Which cells of a table hold money though no mark stands beside their numbers.

Told from the headings, the unit cells, the rows' first cells and what stands above the table; and where a heading is
lost or says nothing, from the look of a column in a table of models.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from pricebook.checks.money import MARK, NOTES, NUMBER, PER, REST, SIGNS, WORDS, half_width, in_text, lower
from pricebook.reading.document import Table

_MONEY = re.compile(rf"价|価|费(?<!免费)(?!额度)|費|料金|成本|金额|金額|가격|요금|{SIGNS}")
_MONEY_WORD = re.compile(
    "[^a-z](?:price|pricing|cost|fee|preis|kosten|precio|coste|prezzo|costo|preço|prix|tarif|тариф|цена|стоимость"
    rf"|rates?(?![a-z])(?! ?limit)|{WORDS})"
)
_METER = re.compile("输入|输出|缓存|命中|推理|训练|入力|出力|cache")
_METER_WORD = re.compile("[^a-z](?:input|output|(?:prompt|completion|training|batch)(?![a-z]))")
"""Of `lower` text. A pattern that begins with a character, or with no letter, is searched for fast."""
_OTHER = re.compile(
    r"长度|上下文|版本|分辨率|尺寸|像素|时长|耗时|维度|并发|限流|限制|速率|采样率|最大|最长|上限|得分|评分|分数|排名|序号|编号|参数|规模|日期|时间"
    r"|[Tt]oken ?数|用量|数量|额度|步数|帧|延迟|吞吐|倍率|权重|显存|内存|批次|折扣|示例|比例|宽高比|消耗"
    r"|(?i:context|window|length|version|resolution|(?<![a-z])size|duration|dimension|param|score|benchmark|latency"
    r"|throughput|limit|quota|additional|token count|cut-?off|released?|multiplier"
    r"|(?<![a-z])max(?:imum)?[ ._-]?(?:in|out|tok|con|len)"
    r"|(?<![a-z])(?:steps|fps|rpm|tpm|rpd|qps|qpm|memory|width|height)(?![a-z])"
    r"|^(?:max|min|no\.?|id|#|date|year|time|count|gpus?|cpus?|ram|rank|c?mteb.*|mmlu.*)$)"
)
"""What a column or a row is plainly of, if not of money."""
_TIER = re.compile(r"[<>≤≥≦≧\[]|以[上下内]")
"""A bound in a heading: its column holds what the length costs, not the length."""
_MANY = re.compile(r"百万|(?<![0-9A-Za-z])1? ?[Mm](?![A-Za-z])|[Mm]illion|1[,_]?000[,_]?000|[Mm][Tt]ok")
"""So many that a heading names a unit by it: `输入（百万 tokens）`."""
_LENGTH = re.compile(r"长度|上下文|最大(?:输入|输出)|(?i:context|max(?:imum)? (?:in|out)put)")
_FREE = r"(?:免费|限免|無料|무료|(?i:(?<![a-z-])(?:free(?: of charge)?|gratis|gratuit[eo]?|kostenlos)(?![a-z-])))"
_BEFORE_FREE = r"(?:(?:(?![无不非])[\u4e00-\u9fff]){0,8}?|(?i:currently |temporarily |limited[- ]time ))"
"""首张, `Limited-time`: words that say when or what is free."""
_FREE_IN_MONEY = re.compile(
    rf"(?:^|[:：\n]) ?{_BEFORE_FREE}(?P<free>{_FREE})(?! ?(?:额度|体验|试用|领取|(?i:quota|trial|tier|plan|credit)))"
)
FREE = re.compile(_FREE)
"""Any word for free that can be an amount."""
_FREE_ALONE = re.compile(rf"{_BEFORE_FREE}(?P<free>{_FREE}){NOTES}(?=$|[,，;；。.\n(（])")
_ALONE = re.compile(rf"[~≈^约 ]{{0,3}}(?:~~)?(?P<number>\.?{NUMBER})(?:~~)?{NOTES}[^0-9A-Za-z]{{0,3}}")
_NOT_IN_RANGE = r"(?! ?[,，][^\n]{1,9}[\])）])"
_CLOSED = rf"(?:~~|~{NUMBER}{NOTES}(?:[\n;,，；]|$)|[;,、/)\n；，）。]| {{0,2}}(?:$|\n))"
_INSIDE = re.compile(
    r"(?P<number>[0-9](?:(?<=^.)|(?<=[:;,、/(~\n 》；，：（）)].))(?:(?<![(（].)|(?![0-9]?[)）]))"
    rf"{REST}){_NOT_IN_RANGE}(?={NOTES}{_CLOSED})"
)
"""A number that stands by itself or behind a label."""
_NO_LABEL = re.compile(
    r"(?:[<>≤≥≦≧\[–-]|度|(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? [0-9]{1,2},"
    r"|(?<![A-Za-z])(?!(?i:input|output|cached|read|write|hit|miss|price|cost))[A-Za-z]{1,20}) ?$"
)
_UNIT = re.compile(rf"(?:(?:{MARK.pattern}){{1,2}}(?: {{0,2}}{PER}.{{0,24}})?|{PER}.{{0,24}})", re.DOTALL)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9.]{0,30}+(?:[-/_: ][A-Za-z0-9.]{1,30}+){1,12}+.{0,40}", re.DOTALL)
_LONG = 48
"""A longer cell is prose and labels no row."""

Numbers = tuple[tuple[int, int], ...]


@lru_cache(maxsize=8192)
def kind_of(heading: str) -> str:
    """`money`, `meter` (money where something else speaks of it), `other` or `none`.

    >>> [kind_of(text) for text in ("输入价格", "Output", "上下文长度", "标准", "单价（≤128K）", "输出（百万 tokens）")]
    ['money', 'meter', 'other', 'none', 'money', 'money']
    """
    if _says_money(heading):
        return "money"
    text = half_width(heading)
    if _OTHER.search(text) and not _TIER.search(text):
        return "other"
    if not _says_meter(heading):
        return "none"
    return "money" if _MANY.search(text) else "meter"


@lru_cache(maxsize=8192)
def _says_money(text: str) -> bool:
    said = lower(text)
    return (_MONEY.search(said) or _MONEY_WORD.search(said)) is not None


@lru_cache(maxsize=8192)
def _says_meter(text: str) -> bool:
    said = lower(text)
    return (_METER.search(said) or _METER_WORD.search(said)) is not None


def has_mark(text: str) -> bool:
    """Whether a currency's mark stands in it."""
    return MARK.search(half_width(text)) is not None


@lru_cache(maxsize=8192)
def alone(cell: str) -> Numbers:
    """The number that is all that the cell says, if so."""
    match = _ALONE.fullmatch(half_width(cell))
    return (match.span("number"),) if match else ()


@lru_cache(maxsize=8192)
def numbers(cell: str) -> Numbers:
    """The numbers of a cell under a heading of money that stand by themselves or behind a label.

    Where the cell holds no amount at all, the word for free.
    """
    if found := alone(cell):
        return found
    text = half_width(cell)
    inside = (match.span("number") for match in _INSIDE.finditer(text))
    labelled = tuple((start, end) for start, end in inside if not _NO_LABEL.search(text[max(0, start - 24) : start]))
    free = () if labelled else tuple(match.span("free") for match in _FREE_IN_MONEY.finditer(text))
    return labelled or (() if free and in_text(text) else free)


@lru_cache(maxsize=8192)
def _free(cell: str) -> Numbers:
    match = _FREE_ALONE.match(cell)
    return (match.span("free"),) if match else ()


@lru_cache(maxsize=8192)
def is_unit(cell: str) -> bool:
    """Whether it is a unit of money and nothing else: `元/千tokens`, `$`, `/ M Tokens`."""
    return _UNIT.fullmatch(half_width(cell)) is not None


@lru_cache(maxsize=8192)
def _is_name(cell: str) -> bool:
    return _NAME.fullmatch(cell) is not None


class Around(NamedTuple):
    """What stands around a table, as far as it tells where money is."""

    spoken: bool
    """Whether it speaks of money."""
    marked: bool
    """Whether a money mark stands right above the table."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Around":
        """What the headings above a table and the paragraph before it tell."""
        return cls(any(kind_of(text) == "money" for text in texts), any(has_mark(text) for text in texts[-2:]))


def in_table(table: Table, around: Around, lines: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, int, int]]:
    """Row, column, start and end of each amount in `lines`: the table's, with empty cells where none is looked for."""
    look = _Look(table, around)
    for number, cells in enumerate(table.lines):
        if number and look.is_of_other(cells[0]):
            continue
        of_money = number in look.lost_rows or (number > 0 and look.is_of_money(cells))
        for column, cell in enumerate(lines[number]):
            if cell:
                found = look.heading(column, cell) if number == 0 else look.cell(column, cell, of_money=of_money)
                for start, end in found:
                    yield number, column, start, end


class _Look:
    """What a table's headings, and all that stands around it, say of its cells."""

    def __init__(self, table: Table, around: Around) -> None:
        self.spoken = around.spoken or any(kind_of(text) == "money" for text in table.header)
        marked = around.marked
        self.kinds = [self._kind(heading) for heading in table.header]
        width = len(table.header)
        rows = [row.cells for row in table.rows]
        across = _are_names(table.header[1:])
        self.named = _are_names([cells[0] for cells in rows if cells])
        self.models = (
            across
            or any("模型" in h or "model" in h.lower() for h in table.header)
            or any(
                _are_names([cells[column] for cells in rows if column < len(cells)]) for column in range(min(width, 3))
            )
        )
        self.lost_columns: set[int] = set()
        self.lost_rows: set[int] = set()
        if self.models or marked:
            columns = ([cells[n] for cells in rows if n < len(cells)] for n in range(width))
            self.lost_columns = {n for n, cells in enumerate(columns) if self._is_lost(table.header[n], cells, marked)}
        if across:
            self.lost_rows = {n for n, cells in enumerate(rows, 1) if self._is_lost(cells[0], cells[1:], marked)}

    def _kind(self, heading: str) -> str:
        kind = kind_of(heading)
        return "money" if kind == "meter" and self.spoken else kind

    def _is_lost(self, label: str, cells: Sequence[str], marked: bool) -> bool:
        """Whether most are bare numbers and the label does not say of what."""
        said = [cell for cell in cells if cell.strip("-—/ ")]
        bare = [cell[start:end] for cell in said for start, end in alone(cell)]
        if self._kind(label) in {"money", "other"} or not bare or len(bare) * 2 < len(said):
            return False
        counted = len(bare) > 1 and bare == [str(n) for n in range(1, len(bare) + 1)]
        return not counted and (marked or not label or bool(alone(label)) or any("." in number for number in bare))

    def is_of_money(self, cells: Sequence[str]) -> bool:
        """Whether the cells before the row's first number speak of money, or one of its cells is a unit of money."""
        if any(is_unit(cell) for cell in cells):
            return True
        labels = takewhile(lambda cell: not alone(cell), cells[:3])
        return len(cells) > 1 and any(len(cell) <= _LONG and self._labels_money(cell) for cell in labels)

    def _labels_money(self, cell: str) -> bool:
        """The same as its kind being money, found out sooner: most cells name neither money nor a meter."""
        return _says_money(cell) or (self.spoken and _says_meter(cell) and kind_of(cell) == "meter")

    def is_of_other(self, label: str) -> bool:
        """Whether the row's first cell speaks of lengths: the row of a table whose models stand side by side."""
        return not self.named and kind_of(label) == "other" and _LENGTH.search(label) is not None

    def heading(self, column: int, cell: str) -> Numbers:
        """A number in a heading's place, where the heading was lost."""
        return alone(cell) if column in self.lost_columns else ()

    def cell(self, column: int, cell: str, *, of_money: bool) -> Numbers:
        """The amounts in a cell."""
        kind = self.kinds[column] if column < len(self.kinds) else "money" if self.spoken else "none"
        if kind == "money":
            return numbers(cell)
        if kind == "other":
            return ()
        found = alone(cell) if of_money or column in self.lost_columns else ()
        return found or (_free(cell) if self.models else ())


def _are_names(cells: Sequence[str]) -> bool:
    """Whether most of the cells look like names of models."""
    said = [cell for cell in cells if cell]
    return bool(said) and sum(map(_is_name, said)) * 2 >= len(said)
