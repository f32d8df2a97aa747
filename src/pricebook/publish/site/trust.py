"""What is promised, and how often a changed page still ends silently wrong: the table of docs/trust.md."""

from collections.abc import Sequence
from typing import NamedTuple


class ErrorTable(NamedTuple):
    """The table, and how it came about."""

    how: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


PROMISES = {
    "en": (
        "Every amount quotes its page: the page's own number, in the page's own currency, converted by counting alone.",
        "What is not understood is said: unread, unsaid or kept as printed; nothing is made up.",
        "A new value is published only if no rule speaks against it; else it waits for a person.",
        "A price does not leave because a row vanished, and slow drift adds up against what was accepted.",
        "Doubt and age go with the amount; a day on which nobody looked is answered with “not known”.",
    ),
    "zh": (
        "每个金额都引自页面：页面自己的数字、自己的币种，只作计量换算。",
        "读不懂的会说明：未读懂、无法表达，或按原文保留；绝不编造。",
        "新值只有在没有规则反对时才发布，否则等待人工确认。",
        "价格不会因为某一行消失而消失；缓慢的漂移会与已确认的值累计比较。",
        "疑点和时效总与金额同列；无人查看的日子回答“不详”。",
    ),
}
_HEADINGS = {
    "en": ("", "pages changed", "followed", "held", "refused", "silently wrong", "share"),
    "zh": ("", "被改动的页面", "跟上", "保留", "拒绝", "静默出错", "占比"),
}
_KINDS = {
    "en": {"layout": "layout", "price": "price", "identity": "identity", "destroy": "destroyed", "all": "all"},
    "zh": {"layout": "版式", "price": "价格", "identity": "对象", "destroy": "损毁", "all": "合计"},
}
_HOW = {
    "en": "ErrorTable on 2026-11-26: real pages were changed in ways whose effect on the truth is known, and what was "
    "published a day later was held against that truth.",
    "zh": "测于 2026-11-26：以已知后果的方式改动真实页面，再将次日发布的内容与真实情况对照。",
}
COUNTED = {
    "layout": (3442, 2143, 1176, 123, 0),
    "price": (3637, 1498, 2138, 0, 1),
    "identity": (2324, 553, 1767, 4, 0),
    "destroy": (1876, 124, 699, 1051, 2),
}
"""By family of changes: how many, then how many were followed, held, refused and silently wrong."""


def measured(language: str) -> ErrorTable:
    """The table in that language; shares in per cent, to two places."""
    total = tuple(map(sum, zip(*COUNTED.values(), strict=True)))
    rows = [
        (_KINDS[language][name], *(f"{count:,}" for count in counts), f"{100 * counts[-1] / counts[0]:.2f}%")
        for name, counts in {**COUNTED, "all": total}.items()
    ]
    return ErrorTable(_HOW[language], _HEADINGS[language], rows)
