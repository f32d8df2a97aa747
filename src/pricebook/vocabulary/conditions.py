"""What must hold for a price, and where a request is served."""

from typing import NamedTuple

TASKS = {
    "text-to-image": "文生图|text to image|text-to-image",
    "image-to-image": "图生图|参考生图|图片编辑|图像编辑|image to image|image-to-image",
    "multi-image-edit": "多图编辑",
    "text-to-video": "文生视频|文-视频|text to video|text-to-video",
    "image-to-video": "图生视频|图-视频|image to video|image-to-video",
    "reference-to-video": "参考生视频|参考生",
    "start-end-to-video": "首尾帧生视频|首尾帧",
    "video-edit": "视频编辑",
    "video-extension": "视频延长|视频续写",
    "text-to-3d": "文生3d",
    "image-to-3d": "图生3d",
}
"""In the order in which a price for several tasks lists them."""

BEGUN_TASKS = {"text-to": "文生", "image-to": "图生"}
"""Words that leave open what is made: the price is of it, or a heading says it."""

SHARED_TASKS: dict[str, object] = {
    "文 / 图生图|图 / 文生图": ("text-to-image", "image-to-image"),
    "文 / 图生视频|图 / 文生视频": ("text-to-video", "image-to-video"),
}
"""Words for two tasks that share what is made."""


class Condition(NamedTuple):
    """One condition of the vocabulary and the words that state it."""

    name: str
    values: tuple[tuple[str, object], ...] = ()
    """Words and the value that they state; None is the ordinary case, which needs no condition."""
    columns: str = ""
    """Headings of columns whose cells state it."""
    printed: bool = False
    """A cell of such a column is the value, as printed, where no word of it is known."""
    around: bool = True
    """Its words state it wherever they stand above or beside a table; else only where all is understood."""


def _values(table: dict[str, object]) -> tuple[tuple[str, object], ...]:
    return tuple((word, value) for words, value in table.items() for word in words.split("|"))


CONDITIONS = (
    Condition("input_tokens"), Condition("context_tokens"), Condition("output_tokens"), Condition("tier_rule"),
    Condition("volume"),
    Condition("resolution", around=False, columns="分辨率|视频分辨率|输出分辨率|输出视频分辨率|输出图像分辨率"
              "|输出图片分辨率|图片分辨率|resolution|outputresolution|width&height|size|尺寸|清晰度"),
    Condition("task", _values({words: task for task, words in (TASKS | BEGUN_TASKS).items()} | SHARED_TASKS),
              around=False, columns="分类|任务|任务类型|3d任务类型|功能|生成模式|task"),
    Condition("mode", _values({
        "batch 后付费|batch|batches|batch api|批量推理|批量调用|批量|批处理|批推理"
        "|batch requests:|batch request:": "batch",
        "离线推理|离线": "offline",
        "空闲时段|闲时|低谷时段|低峰时段|夜间时段|夜间|off-peak|off peak|offpeak": "off-peak",
        "高峰时段|高峰期|峰时|peak": "peak",
        "priority processing|priority|优先推理": "priority",
        "flex processing|flex": "flex",
        "低延迟|高速版|高速|fast mode|latency optimized|latency optimized inference|w/ latency optimized inference"
        : "fast",
        "在线推理|实时推理|实时调用|在线调用|在线|实时|常规|real-time|online|standard processing|standard"
        "|online requests:|online request:": None,
    }), columns="推理模式|推理方式|计费模式|时段|计费方式|付费方式|mode|service tier"),
    Condition("hours"),
    Condition("modality", _values({
        "文本 token|文本 tokens|text tokens": "text",
        "图片 token|图片 tokens|图像 token|图像 tokens|image tokens": "image",
        "音频 token|音频 tokens|语音 token|audio tokens": "audio",
        "视频 token|视频 tokens|video tokens": "video",
        "非音频": ("text", "image", "video"),
        "仅文本计费": "text", "仅图片计费|仅图像计费": "image", "仅音频计费|仅语音计费": "audio", "仅视频计费": "video",
    }), columns="模态|输入类型|输入模态|modality"),
    Condition("input_modality", _values({
        "仅纯文本输入|纯文本输入|仅文本输入|输入仅包含文本时": "text",
        "输入包含图片/视频/音频时|输入包含图片/音频/视频时": ("image", "audio", "video"),
    })),
    Condition("output_modality"),
    Condition("cache_ttl"),
    Condition("cache_mode", _values({"隐式缓存|implicit": "implicit", "显式缓存|explicit": "explicit"})),
    Condition("method", _values({
        "lora合并": "lora-merge", "lora": "lora", "全量更新|全量精调|全量微调|全参": "full",
        "dpo": "dpo", "强化学习": "reinforcement",
    }), columns="训练方式|训练方法", around=False),
    Condition("spec", columns="训练版本|部署版本", printed=True),
    Condition("fine_tuned", _values({
        "精调后模型|精调后|精调模型|微调后模型|微调后|微调模型|自定义模型": True,
        "fine-tuned models|fine-tuned|fine tuned": True,
    })),
    Condition("plan", _values({"免费版|free tier": "free", "付费版|paid tier": "paid"}), columns="套餐|plan|订阅",
              printed=True),
    Condition("quality", _values({
        "标准(std)|标准模式(std)|std": "standard", "高品质(pro)|高品质模式(pro)": "pro",
    }), columns="质量|品质|quality|输出视频模式", printed=True, around=False),
    Condition("audio", _values({
        "有声视频|有声|with audio|audio=true": True, "无声视频|无声|no audio|without audio|audio=false": False,
    }), columns="声音|输出视频类型", around=False),
    Condition("thinking", _values({
        "仅非思考模式|仅支持非思考模式|非思考模式|不思考|非思考|无思考|non-thinking": False,
        "仅思考模式|仅支持思考模式|思考模式|思考|thinking": True,
    }), columns="思考模式", around=False),
    Condition("reference_video", _values({
        "含参考视频|有参考视频|输入包含视频|输入含视频": True,
        "不含参考视频|无参考视频|输入不含视频|输入不包含视频": False,
    }), around=False),
    Condition("duration", columns="时长|视频时长|duration"),
    Condition("style", columns="风格|style", printed=True),
    Condition("surcharge"), Condition("search_context"),
    Condition("voice", _values({word: word for word in ("未指定音色", "指定音色", "有指定音色")}), columns="音色|voice",
              printed=True, around=False),
    Condition("region", columns="地域|区域|地区|部署地域|接入地域|region|location", printed=True),
    Condition("scope", columns="服务部署范围|部署范围", printed=True),
    Condition("as_printed"),
)  # fmt: skip
"""What must hold for a price."""

CONDITION_NAMES = frozenset(condition.name for condition in CONDITIONS)
CHOICES = ("region", "scope", "mode", "hours", "plan", "fine_tuned", "surcharge", "as_printed")
"""Those that hold only for customers who chose them; all others are properties of a request."""
BOUNDED = ("input_tokens", "context_tokens", "output_tokens", "volume")
"""Those that divide a price into tiers, by which its tiers are put in order."""

PLACES = (
    "乌兰察布|张家口|河源|呼和浩特|青岛|吉隆坡|马来西亚|曼谷|泰国|马尼拉|菲律宾|越南|墨西哥|stockholm|dublin"
    "|ireland|zurich|jakarta|osaka|新加坡|北京|上海|广州|深圳|杭州|成都|香港|中国香港|台湾|东京|日本|首尔|韩国"
    "|雅加达|印度尼西亚|孟买|印度|法兰克福|德国|伦敦|英国|巴黎|法国|弗吉尼亚|硅谷|俄勒冈|美国|美东|美西|加拿大"
    "|悉尼|澳大利亚|迪拜|圣保罗|巴西|欧洲|亚太|北美|全球|国际|国际站|海外|境外|国外|国内|境内|中国|中国内地"
    "|中国大陆|内地|大陆|华北|华东|华南|华中|西南|西北|singapore|beijing|shanghai|hong kong|tokyo|japan|seoul"
    "|korea|mumbai|india|frankfurt|germany|london|paris|france|virginia|oregon|ohio|california|us|usa|us east"
    "|us west|united states|canada|sydney|australia|europe|eu|asia pacific|asia|global|international|china"
    "|mainland china|worldwide|overseas|non-global"
)
"""Where a request is served."""

PLACE_CODES = (
    "(?:us|ca|mx|eu|europe|uk|asia|ap|cn|jp|kr|me|il|sa|af|africa|australia|northamerica|southamerica)(?:-gov)?"
    "-(?:north|south|east|west|northeast|northwest|southeast|southwest|central)-?[0-9]{1,2}"
)
"""The same as clouds spell it, as a pattern: us-east5, ap-southeast-1."""

PLACE_MARKS = "节点|地域|区域|地区|站|部署|可用区|region|regions|endpoint|multi-region"
"""Words that may stand beside a place and say no more."""
