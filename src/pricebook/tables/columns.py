"""What a column of a price table says, told from its heading alone."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pricebook.phrases import NOTHING, Words, read_words
from pricebook.phrases.tokens import fold
from pricebook.reading.document import label

Role = Literal["price", "unit", "condition", "tier", "duration", "ignored", "unknown"]

_UNIT = frozenset({"计费单位", "单位", "计费单元", "unit"})
_IGNORED = frozenset({
    "厂商", "供应商", "计费方式", "模型上下文长度", "上下文长度", "最大上下文长度", "上下文窗口",
    "最大输入", "最大输出", "模型简介", "模型描述", "模型介绍", "描述", "简介", "免费额度", "序号", "版本", "模型版本",
    "vendor", "provider", "contextlength",
})  # fmt: skip
_CONDITIONS = frozenset({
    "分辨率", "视频分辨率", "输出分辨率", "resolution", "分类", "任务", "任务类型", "类型", "功能", "生成模式", "模式",
    "推理模式", "推理方式", "计费模式", "时段", "规格", "质量", "品质", "音频",
})  # fmt: skip
_DURATIONS = frozenset({"时长", "视频时长", "duration"})
_TIERS = {
    "请求上下文长度范围": "context_tokens",
    "上下文长度范围": "context_tokens",
    "单次请求的输入token数": "input_tokens",
    "单次请求的输入token范围": "input_tokens",
    "输入token数": "input_tokens",
    "输入token范围": "input_tokens",
    "输入长度": "input_tokens",
    "输入长度范围": "input_tokens",
    "输入长度区间": "input_tokens",
    "阶梯": None,
    "条件": None,
}
_SUBJECT_METERS = {"input_tokens": "input", "output_tokens": "output"}
_MONEY = re.compile(r"[价费元¥$]|成本|金额|price|cost|rate(?![a-z])|pricing")
_THOUSANDS = re.compile(r"千 ?token")


@dataclass(frozen=True, slots=True)
class Column:
    """One column's part in a price table."""

    role: Role
    words: Words = NOTHING
    """What the heading of a price column says of its prices; of a tier column, what its bounds bound."""
    problem: str | None = None
    """Why a price column's heading is not understood."""


@lru_cache(maxsize=1024)
def column(heading: str) -> Column:
    """The part of the column under that heading.

    >>> column("价格（元/秒）").role, column("分辨率").role, column("厂商").role, column("心情").role
    ('price', 'condition', 'ignored', 'unknown')
    """
    name = fold(label(heading))
    if name in _UNIT:
        return Column("unit")
    if name in _IGNORED:
        return Column("ignored")
    if name in _CONDITIONS:
        return Column("condition")
    if name in _DURATIONS:
        return Column("duration")
    if name in _TIERS:
        thousands = 1000 if _THOUSANDS.search(fold(heading)) else 1
        return Column("tier", Words(subject=_TIERS[name], thousands=thousands))
    if _MONEY.search(fold(heading)):
        return price_column(heading)
    return Column("unknown")


@lru_cache(maxsize=1024)
def price_column(heading: str) -> Column:
    """The column as one of prices, whatever its heading is called; a heading that is not understood is its problem."""
    words = read_words(heading)
    if isinstance(words, str):
        return Column("price", problem=f"the heading {' '.join(heading.split())!r}: {words}")
    if not words.meters and words.subject in _SUBJECT_METERS:
        words = words._replace(meters=(_SUBJECT_METERS[words.subject],))
    return Column("price", words)
