"""The site's own words, in each of its languages. What pages and models say stays as it is printed."""

from collections.abc import Mapping, Sequence
from typing import Any

LANGUAGES = {"en": "English", "zh": "中文"}

_WORDS: Mapping[str, tuple[str, str]] = {
    # What stands on every page.
    "title": ("Pricebook: what AI model APIs cost", "Pricebook：大模型 API 价格"),
    "to_content": ("To the content", "跳到正文"),
    "all_prices": ("Prices", "价格"),
    "providers": ("Providers", "服务商"),
    "changes": ("Changes", "变动"),
    "calculator": ("Calculator", "计算器"),
    "trust": ("Trust", "可信度"),
    "data": ("Data", "数据"),
    "in_other_language": ("中文", "English"),
    "navigation": ("Pages", "页面"),
    "footer": (
        "Amounts are as the providers print them, in their own currency. Newest look: ",
        "金额按服务商页面所印，币种不换算。最近一次查看：",
    ),
    "expired": (
        "This copy is old: prices may have changed since it was made. It was new until",
        "此副本已过期，制作之后价格可能已有变动。有效至",
    ),
    "new_until": ("New until", "有效至"),
    "no_script": (
        "Without scripts everything stands here; search, filters and sorting need them.",
        "未启用脚本时全部内容仍在；搜索、筛选和排序需要脚本。",
    ),
    # The table of all offers.
    "start_lead": (
        "Every offer that was read from the providers' own pages. Tokens are priced per million.",
        "全部报价均读自服务商自己的页面。Token 单价以百万计。",
    ),
    "search": ("Search", "搜索"),
    "search_hint": ("Model or provider", "模型或服务商"),
    "any": ("any", "不限"),
    "bought": ("What is bought", "计费对象"),
    "kind": ("Offer", "报价类型"),
    "standard": ("standard", "标准"),
    "batch": ("batch", "批量"),
    "other_choice": ("other choices", "其他条件"),
    "free_only": ("free", "免费"),
    "tokens_in": ("Tier at tokens of input", "按输入 Token 数取档"),
    "shown": ("offers shown", "条报价"),
    "to_clear": ("Clear", "清除"),
    "model": ("Model", "模型"),
    "provider": ("Provider", "服务商"),
    "offer": ("Offer", "报价"),
    "input": ("Input", "输入"),
    "cache_read": ("Cached", "缓存命中"),
    "output": ("Output", "输出"),
    "other": ("Other", "其他"),
    "currency": ("Currency", "币种"),
    "changed": ("Last change", "最近变动"),
    "status": ("Status", "状态"),
    "prices_of_offer": ("prices", "价格"),
    "up": ("up", "上涨"),
    "down": ("down", "下降"),
    "newest_look": ("Newest look:", "最近一次查看："),
    "discounted": ("discounted", "优惠"),
    "listed": ("listed at", "原价"),
    "by_rule": ("by the page's rule", "按页面规则"),
    "table_of_offers": ("All offers", "全部报价"),
    # A model.
    "also": ("Also written", "又写作"),
    "not_same": ("Other models whose names look like it", "名称相近的其他模型"),
    "side_by_side": ("Side by side", "并列比较"),
    "each_price": ("Each price and the page's words", "各项价格与页面原文"),
    "what": ("What", "计费项"),
    "conditions": ("Conditions", "条件"),
    "amount": ("Amount", "金额"),
    "since": ("Since", "起始"),
    "page_words": ("The page's words", "页面原文"),
    "place": ("Where", "位置"),
    "last_seen": ("Last seen", "最近所见"),
    "history": ("What it was", "历史价格"),
    "never_changed": (
        "None of these prices was ever seen with another amount under the same conditions.",
        "以上价格在相同条件下从未见过其他金额。",
    ),
    "from": ("From", "自"),
    "until": ("Until", "至"),
    "last_seen_so": ("Seen so until", "最后所见"),
    "ended": ("Then", "其后"),
    "today": ("still so", "仍如此"),
    "chart_of": ("Step chart of", "价格阶梯图："),
    "gap": ("dashed: nobody looked", "虚线：期间无人查看"),
    "table_n": ("table", "表"),
    "row_n": ("row", "行"),
    # Providers.
    "last_look": ("Last look", "最近查看"),
    "last_good": ("Last good reading", "最近成功读取"),
    "last_change": ("Last change", "最近变动"),
    "failing_since": ("Failing since", "读取失败始于"),
    "error": ("What went wrong", "错误"),
    "pages": ("Pages", "页面"),
    "given_up": ("given up by the provider", "服务商已弃用"),
    "waiting": ("Waits for a person", "待人工确认"),
    "nothing_waits": ("Nothing waits.", "没有待确认的价格。"),
    "not_read": ("Not understood", "未能读懂"),
    "nothing_unread": ("Every amount of its pages is accounted for.", "页面上的每个金额都有去处。"),
    "not_sayable": ("Understood, and not sayable in the vocabulary", "读懂但词表无法表达"),
    "nothing_unsaid": ("Nothing.", "无。"),
    "facts": ("Quotas, limits and rules", "额度、限制与规则"),
    "no_facts": ("The pages state none that was read.", "页面未载明。"),
    "prices": ("Prices", "价格"),
    "reason": ("Why", "原因"),
    "per": ("Per", "单位"),
    "subject": ("Of", "对象"),
    "printed": ("As printed", "原文"),
    "home_region": ("Home region", "默认地域"),
    "time_zone": ("Time zone", "时区"),
    "unread_n": ("Unread", "未读懂"),
    "unsaid_n": ("Unsaid", "无法表达"),
    "held_n": ("Held", "待确认"),
    "none": ("none", "无"),
    # Changes.
    "moved": ("Amounts that became others", "金额变动"),
    "came_and_went": ("What came and went", "新增与消失"),
    "changes_lead": ("The newest first. The same as an Atom feed: ", "最新的在前。Atom 订阅："),
    "before": ("Before", "之前"),
    "after": ("After", "之后"),
    "times": ("Ratio", "比值"),
    "change": ("Change", "变动"),
    "no_changes": ("No price has changed yet.", "尚无价格变动。"),
    # The calculator.
    "calculator_lead": (
        "What a request costs at every offer, the cheapest of each currency first; what is left open comes last.",
        "同一请求在各报价下的费用：各币种由低到高，未说清的列在最后。",
    ),
    "input_tokens": ("Input tokens", "输入 Token"),
    "cached_tokens": ("of these found in a cache", "其中缓存命中"),
    "output_tokens": ("Output tokens", "输出 Token"),
    "images": ("Images", "图片张数"),
    "seconds": ("Seconds", "秒数"),
    "characters": ("Characters", "字符数"),
    "requests": ("Requests", "请求次数"),
    "count_what": ("What is counted", "计量"),
    "tokens": ("tokens", "Token"),
    "day": ("Day", "日期"),
    "cost": ("Cost", "费用"),
    "beyond": ("no price for this size, or the page leaves two answers", "此规模无价，或页面可作两种解释"),
    "on_that_day": ("no price is known on that day", "该日价格不详"),
    "rests_on": ("Rests on", "前提"),
    "more_cached": ("more tokens found in a cache than there are", "缓存命中多于输入"),
    "nobody_looked": ("nobody looked on that day", "该日无人查看"),
    "example_request": (
        "For 10,000 tokens of input and 1,000 of output, by the prices of today:",
        "输入 10,000 Token、输出 1,000 Token，按今日价格：",
    ),
    "costs_table": ("Costs", "费用"),
    "to_be_said": ("more has to be stated than this form asks for", "须说明此表单未问及的条件"),
    # Trust.
    "measured": ("How often a changed page ends silently wrong", "页面变化后静默出错的频率"),
    "promised": ("What is promised", "承诺"),
    # Data.
    "data_lead": (
        "The same data as JSON, a release of files that agree; amounts are decimal strings.",
        "同一数据的 JSON 形式，各文件属于同一版本；金额为十进制字符串。",
    ),
    "file": ("File", "文件"),
    "bytes": ("Bytes", "字节"),
    "release": ("Release", "版本"),
    "to_copy": ("Copy", "复制"),
    "copied": ("Copied", "已复制"),
}  # fmt: skip

_TOLD: Mapping[str, tuple[str, str]] = {
    # States.
    "fresh": ("as seen", "如所见"),
    "stale": ("stale", "过期"),
    "held": ("held", "保留"),
    "pending": ("pending", "待确认"),
    "conflict": ("conflict", "冲突"),
    "suspect": ("suspect", "存疑"),
    "missing": ("absent", "缺失"),
    "unread": ("unread", "未读懂"),
    "unsaid": ("not sayable", "无法表达"),
    "ended": ("ended", "已结束"),
    "announced": ("announced", "已预告"),
    "withdrawn": ("withdrawn", "已下架"),
    # Why a form ended.
    "changed": ("another price", "价格变动"),
    # Bases.
    "printed": ("printed", "页面载明"),
    "observed": ("first seen", "首次所见"),
    "assumed": ("assumed", "推定"),
    # Kinds of changes.
    "added": ("new", "新增"),
    "increase": ("increase", "上涨"),
    "decrease": ("decrease", "下降"),
    "free": ("free", "免费"),
    "terms": ("other terms", "条款变动"),
    "returned": ("back on the page", "重新出现"),
    "solved": ("printed once again", "冲突消除"),
    # What is counted.
    "input": ("input", "输入"),
    "output": ("output", "输出"),
    "cache_read": ("cached input", "缓存命中输入"),
    "cache_write": ("cache write", "缓存写入"),
    "cache_storage": ("cache storage", "缓存存储"),
    "text": ("characters", "字符"),
    "image": ("images", "图片"),
    "video": ("video", "视频"),
    "audio": ("audio", "音频"),
    "request": ("requests", "请求"),
    "search": ("searches", "搜索"),
    "page": ("pages", "页"),
    "song": ("songs", "歌曲"),
    "storage": ("storage", "存储"),
    "training": ("training", "训练"),
    "instance": ("instances", "实例"),
    "usage": ("use", "使用"),
    # Services.
    "inference": ("inference", "推理"),
    "deployment": ("deployment", "部署"),
    "tool": ("tool", "工具"),
    # Units.
    "1M tokens": ("1M tokens", "百万 Token"),
    "1M characters": ("1M characters", "百万字符"),
    "megapixel": ("megapixel", "百万像素"),
    "second": ("second", "秒"),
    "minute": ("minute", "分钟"),
    "hour": ("hour", "小时"),
    "session": ("session", "会话"),
    "instance-hour": ("instance-hour", "实例·小时"),
    "instance-day": ("instance-day", "实例·天"),
    "instance-month": ("instance-month", "实例·月"),
    "container-hour": ("container-hour", "容器·小时"),
    "1M tokens-hour": ("1M tokens-hour", "百万 Token·小时"),
    # Conditions.
    "input_tokens": ("input tokens", "输入 Token"),
    "output_tokens": ("output tokens", "输出 Token"),
    "context_tokens": ("context tokens", "上下文 Token"),
    "resolution": ("resolution", "分辨率"),
    "task": ("task", "任务"),
    "mode": ("mode", "方式"),
    "modality": ("modality", "模态"),
    "duration": ("duration", "时长"),
    "region": ("region", "地域"),
    "scope": ("scope", "范围"),
    "plan": ("plan", "套餐"),
    "thinking": ("thinking", "思考"),
    "quality": ("quality", "质量"),
    "fine_tuned": ("fine-tuned", "微调后"),
    "input_modality": ("input modality", "输入模态"),
    "output_modality": ("output modality", "输出模态"),
    "cache_ttl": ("cache kept, seconds", "缓存保留秒数"),
    "cache_mode": ("cache", "缓存方式"),
    "reference_video": ("reference video", "参考视频"),
    "search_context": ("search context", "搜索上下文"),
    "method": ("method", "方法"),
    "spec": ("specification", "规格"),
    "voice": ("voice", "音色"),
    "volume": ("volume", "用量"),
    "style": ("style", "风格"),
    "hours": ("hours", "时段"),
    "surcharge": ("surcharge", "附加费"),
    "tier_rule": ("tier rule", "分档规则"),
}  # fmt: skip
"""Words of the contract, as people say them; what stands in neither list is shown as the contract writes it."""

_UNITS: Mapping[str, tuple[str, str]] = {
    "image": ("image", "张"),
    "video": ("video", "个视频"),
    "request": ("request", "次请求"),
    "search": ("search", "次搜索"),
    "page": ("page", "页"),
    "song": ("song", "首"),
}
"""Units that are called as meters are."""
_VALUES: Mapping[str, tuple[str, str]] = {
    "text": ("text", "文本"),
    "image": ("image", "图片"),
    "audio": ("audio", "音频"),
    "video": ("video", "视频"),
    "batch": ("batch", "批量"),
}
"""Values of conditions that other things are called by, too."""

_MEANT: Mapping[str, tuple[str, str]] = {
    "stale": ("its page could not be read lately, or was given up", "页面近期未能读取，或已弃用"),
    "held": ("what its page says now waits for a person", "页面现况待人工确认"),
    "ended": ("the page says until when it held", "页面载明的期限已过"),
    "announced": ("the page says from when on it holds", "页面载明日后生效"),
    "pending": ("waits for a person", "待人工确认"),
    "conflict": ("the page prints two", "页面印有两个价格"),
    "suspect": ("may be a slip of the page", "可能是页面笔误"),
    "missing": ("no longer on the page", "页面上已没有"),
    "unread": ("its page is no longer understood", "页面未能读懂"),
    "withdrawn": ("no longer sold", "不再出售"),
}
"""What a state means."""

_SIGNS = (("gt", ">"), ("gte", "≥"), ("lt", "<"), ("lte", "≤"))


def words(language: str) -> dict[str, str]:
    """The site's words in one language."""
    return {name: said[_index(language)] for name, said in _WORDS.items()}


def told(word: object, language: str) -> str:
    """A word of the contract as people of that language say it; as the contract writes it where nothing else is known.

    >>> told("fresh", "zh"), told("GiB-day", "zh")
    ('如所见', 'GiB-day')
    """
    return _TOLD[str(word)][_index(language)] if word in _TOLD else str(word)


def per(unit: str, language: str) -> str:
    """A unit, as people of that language say it behind a stroke.

    >>> per("image", "en"), per("1M tokens", "zh")
    ('image', '百万 Token')
    """
    return _UNITS[unit][_index(language)] if unit in _UNITS else told(unit, language)


def meant(state: str, language: str) -> str:
    """What that state of a price means; empty for one that says all."""
    return _MEANT[state][_index(language)] if state in _MEANT else ""


def conditions(stated: Mapping[str, Any], language: str) -> str:
    """Conditions in words; words of the page as they are printed.

    >>> conditions({"input_tokens": {"gt": 32000, "lte": 128000}, "thinking": False}, "en")
    'input tokens > 32,000 ≤ 128,000; no thinking'
    >>> conditions({"as_printed": ["企业版"], "mode": "batch"}, "zh")
    '‘企业版’；方式 批量'
    """
    divider = "；" if language == "zh" else "; "
    return divider.join(_one_condition(name, stated[name], language) for name in sorted(stated))


def _one_condition(name: str, value: object, language: str) -> str:
    said = told(name, language)
    if name == "as_printed" and isinstance(value, Sequence):
        return " ".join(f"‘{words}’" for words in value)
    if isinstance(value, Mapping):
        return " ".join([said, *(f"{sign} {value[key]:,}" for key, sign in _SIGNS if key in value)])
    if isinstance(value, bool):
        no = "非" if language == "zh" else "no "
        return said if value else f"{no}{said}"
    several = value if isinstance(value, list) else [value]
    return f"{said} {' + '.join(_one_value(each, language) for each in several)}"


def _one_value(value: object, language: str) -> str:
    return _VALUES[str(value)][_index(language)] if value in _VALUES else str(value)


def _index(language: str) -> int:
    return list(LANGUAGES).index(language)
