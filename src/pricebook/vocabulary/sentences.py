"""Sentences that pages share, as patterns."""

from collections.abc import Mapping
from typing import NamedTuple

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NUMBERS = r"20[0-9]{2} ?[-/.年] ?[0-9]{1,2} ?[-/.月] ?[0-9]{1,2}(?: ?日)?(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
_WORDS = rf"(?:{_MONTHS}) [0-9]{{1,2}}, 20[0-9]{{2}}"
PAGE_DAYS = (
    r"(?:更新时间|更新日期|更新于|最后更新|最近更新|(?i:last updated|last modified|last update)(?: on)?)[:：]? ?"
    rf"(?:{_NUMBERS}|{_WORDS})"
)
"""The day that a page prints as that of its last change."""
_NUMBER = "[0-9][0-9.,]*"
_MONEY = rf"(?:[¥￥$€] ?{_NUMBER}|{_NUMBER} ?(?:元|美元|USD|CNY))"
CALCULATIONS = rf"(?:{_MONEY}|{_NUMBER})[^=\n。]{{0,60}}[×*✕][^=\n。]{{0,60}}= ?{_MONEY}"
"""A product that is worked out."""


class SharedRule(NamedTuple):
    """A sentence that tells which share of another price something costs."""

    kind: str
    """Of the fact that it states."""
    pattern: str
    """Its group `share` holds the share."""
    value: Mapping[str, str | Mapping[str, str]]
    """What else it states: a word, or for what its group of that name may meet the word for it."""
    subject: str | None = None
    """What it is about; None: what the heading above it names."""


_PERCENT, _SHARE = "[0-9]+ ?%", "(?P<share>[0-9]+ ?%)"
_EXPLICIT = "显式缓存创建按标准输入单价的 ?{} ?计费、命中按 ?{} ?计费"
_OF_CALLS = {"of": "real-time call fee", "billing": "batch"}
_WRITTEN = {"of": "input price", "cache": "explicit", "item": "cache_write"}
_READ = {"of": "input price", "cache": "explicit", "item": "cache_read"}
RULES = (
    SharedRule("batch_discount", f"均按实时推理价格的 ?{_SHARE} ?计费", _OF_CALLS),
    SharedRule(
        "batch_discount", f"为标准模型价格的 ?{_SHARE}", {"of": "standard price", "billing": "batch"}, "Batch API"
    ),
    SharedRule(
        "cache_discount", f"cached_token ?的单价为 ?input_token ?单价的 ?{_SHARE}",
        {"of": "input_token unit price", "item": "cached_input"}, "Context Cache",
    ),
    SharedRule("cache_discount", _EXPLICIT.format(_SHARE, _PERCENT), _WRITTEN, "上下文缓存"),
    SharedRule("cache_discount", _EXPLICIT.format(_PERCENT, _SHARE), _READ, "上下文缓存"),
    SharedRule(
        "cache_discount", f"命中(?P<cache>隐式|显式)缓存的输入文本按单价的 ?{_SHARE} ?计费",
        {"of": "input price", "item": "cache_read", "cache": {"隐式": "implicit", "显式": "explicit"}},
    ),
    SharedRule(
        "monthly_discount",
        "包月计费的计费周期长[(（](?P<granularity>[天月])[)）][,，]但更加便宜[(（](?P<share>[0-9.]+折)[)）]",
        {"granularity": {"天": "day", "月": "month"}}, "模型部署 包月计费",
    ),
)  # fmt: skip
"""Rules that are stated as facts: what they make of a price is for the request that they hold for to say."""
_COUNTED = r"(?:requests|prompts|calls|queries|searches|uses|images|pages|tokens|characters|minutes|rpd|rpm)"
OF_PRICES = (
    r"(?:listed|shown|quoted|are|is) in (?:usd|us dollars?|rmb|cny|eur|euros?)(?![a-z])|均?以.{1,6}(?:计价|结算|为单位)"
    r"|may (?:vary|change|differ)|subject to change|可能会?(?:改变|变动|调整|变化|有所)|为准|供参考|for reference"
    r"|(?:不含|含|exclud\w+|includ\w+|exclusive of|net of|before|plus)[^,，;；]{0,20}(?:税|tax|taxes|vat|gst)(?![a-z])"
    r"|per (?:1m|million|1k|1,000|thousand) tokens|=|计算|取决于|depends? on|go together with|请(?:咨询|联系|参见|查看)"
)
"""What a sentence on prices says that restricts none: their currency, that they may change, taxes, how to count."""
FREE_BEFORE = (
    rf"(?:the )?(?:first )?[0-9][0-9.,]* ?(?:(?:million|grounded|search) )*{_COUNTED}"
    r"(?: ?(?:per|a|/) ?(?:day|month|minute))? (?:are )?"
    r"(?:\(free(?:, ?(?:limit )?shared (?:across|with|by) [a-z0-9 ./-]{1,60})?\)|free(?: of charge)?) ?[,;]? ?then\b"
)
"""What is free before a price begins, as a cell begins with it: `5,000 prompts a month (free), then`.

It says how many, of what, and with what else they are shared; any other word could be of the price.
"""
ONLY_QUOTA = (
    r"(?:(?:free(?: of charge)?,? ?(?:for )?)?up to )?[0-9][0-9,]* (?:free )?"
    r"(?:rpd|(?:requests?|prompts?|calls?|searches)(?: per |/ ?| a )(?:day|month))"
    r"(?: ?\((?:free, ?)?(?:limit )?(?:is )?shared (?:with|across|for) [^()$¥￥€£0-9]{1,60}\))?\.?"
)
"""What is free in a time, as a cell that holds no price says it: `free of charge, up to 500 RPD`."""
SAME_AS = r"same (?:price )?as (?:the )?standard(?: prices?| rates?)?[:,]? ?(?=[$€£¥￥] ?[0-9])"
"""Words before a price that say of which other offer it is the price as well."""
