"""The words of a price and what each means. To teach a word, add it here; nothing else changes.

Words are written as folded text shows them: lower case, half width. A blank may be missing in the text. A longer word
is tried before a shorter one.
"""

from typing import NamedTuple


class Word(NamedTuple):
    """One meaning."""

    kind: str
    """What part of the grammar it plays; the headings below are the kinds."""
    value: object = None
    condition: tuple[str, object] | None = None
    """A condition of the vocabulary that the word states."""


def _words(kind: str, table: dict[str, object]) -> dict[str, Word]:
    return {word: Word(kind, value) for words, value in table.items() for word in words.split("|")}


def _conditions(name: str, table: dict[str, object], kind: str = "condition") -> dict[str, Word]:
    return {word: Word(kind, None, (name, value)) for words, value in table.items() for word in words.split("|")}


METERS = _words("meter", {
    "输入|input|inputs|prompt|提示词": "input",
    "输出|output|outputs|completion": "output",
    "缓存命中|命中缓存|缓存读取|读取缓存|缓存输入|cached input|cache hit|cache read|cached": "cache_read",
    "缓存未命中|未命中缓存|cache miss|uncached": "uncached",
    "缓存写入|写入缓存|缓存创建|cache write": "cache_write",
})  # fmt: skip
"""`uncached` is plain input: it says that a price of cached input stands elsewhere."""

SERVICES = _words("service", {
    "模型训练|训练单价|训练": "training training",
    "独立部署": "deployment instance",
})  # fmt: skip
"""What is sold and what it is counted by."""

METHODS = _conditions("method", {"lora合并": "lora-merge", "lora": "lora", "全量更新": "full"}, kind="method")

CONDITIONS = {
    **_conditions("mode", {
        "batch|批量推理|批量": "batch",
        "离线推理": "offline",
        "空闲时段|闲时": "off-peak",
        "priority|优先推理": "priority",
        "flex": "flex",
    }),
    **_conditions("audio", {
        "有声视频|有声|with audio": True,
        "无声视频|无声|no audio|without audio": False,
    }),
    **_conditions("thinking", {
        "仅非思考模式|非思考模式|不思考|非思考|non-thinking": False,
        "仅思考模式|思考模式|思考|thinking": True,
    }),
    **_conditions("reference_video", {
        "含参考视频|有参考视频": True,
        "不含参考视频|无参考视频": False,
    }),
    **_conditions("quality", {
        "标准(std)|标准模式(std)|std": "standard",
        "高品质(pro)|高品质模式(pro)|pro": "pro",
    }),
    **_conditions("task", {
        "文生图": "text-to-image",
        "图生图|图片编辑": "image-to-image",
        "多图编辑": "multi-image-edit",
        "文生视频": "text-to-video",
        "图生视频": "image-to-video",
        "参考生视频": "reference-to-video",
        "首尾帧生视频|首尾帧": "start-end-to-video",
    }),
}  # fmt: skip

SUBJECTS = _words("subject", {
    "上下文(输入)|输入长度|输入 tokens|输入 token数|输入 token": "input_tokens",
    "输出长度|输出 tokens|输出 token数|输出 token": "output_tokens",
    "请求上下文长度|上下文长度|上下文": "context_tokens",
})  # fmt: skip
"""What a bound can bound. 输入, 输出 and tokens can too, and are listed under their first meaning."""

THINGS = _words("thing", {
    "tokens|token": "token",
    "字符|个字符|characters|character|chars": "character",
    "张图片|张图|张|images|image|图片": "image",
    "秒视频|秒|seconds|second|sec|s": "second",
    "分钟|minutes|minute|min": "minute",
    "小时|时|hours|hour|h": "hour",
    "月|months|month": "month",
    "次调用|次请求|次|requests|request|calls|call": "request",
    "视频|个视频|videos|video": "video",
    "实例|节点|instance|node": "instance",
})  # fmt: skip

COUNTS = _words("count", {
    "千": 1_000, "k": 1_000,
    "万": 10_000,
    "百万|m|million": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
})  # fmt: skip

MONEY = _words("currency", {"元|¥|cny|rmb|人民币": "CNY", "$|us$|usd|美元": "USD"})

FREE = _words("free", {"免费": None, "限时免费|限免": "限时免费"})

PRICES = _words("noise", {
    "价格|单价|价|费用|标准价格|调用|模型|在线推理|实时推理|在线|无阶梯计价|非思考和思考模式|思考和非思考模式|个"
    "|price|cost|pricing|rate|fee": None,
})  # fmt: skip
"""Words that a price or a heading may carry without saying more about it."""

HEADINGS = _words("heading", {
    "最低|定价|计费|收费|计费单价|实例单价|计费说明|计费单元|单元|服务|推理|成本|金额": None,
    "预付费|后付费|按量|按量付费|按量计费|目录价|目录价格|刊例价格|思维链+回答|思维链和回答": None,
})  # fmt: skip
"""Words that say no more in a heading; beside an amount, as in 最低 4 元, they would."""

REMARKS = {
    **_words("per", {"/|每|每消耗|per": None}),
    **_words("former", {"原价|刊例价|从|由": None}),
    **_words("now", {"降至|降到|降为|现价|优惠价": None}),
    **_words("discount", {"折|半价|五折|永久五折|限时五折|优惠|折后": None}),
    **_words("promotion", {"限时|限时优惠": None}),
    **_words("none", {"不支持|暂不支持|暂无|未开放|仅供免费体验|不支持按月预付费|-|--|—|——|无|n/a": None}),
    **_words("join", {"&|和|及|与|、|且|并": None}),
}

LEXICON: dict[str, Word] = {
    **METERS, **SERVICES, **METHODS, **CONDITIONS, **SUBJECTS, **THINGS, **COUNTS, **MONEY, **FREE, **PRICES,
    **HEADINGS, **REMARKS,
}  # fmt: skip

TASKS = ("text-to-image", "image-to-image", "multi-image-edit", "text-to-video", "image-to-video",
         "reference-to-video", "start-end-to-video")  # fmt: skip
"""The order in which a price for several tasks lists them."""
