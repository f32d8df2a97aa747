"""The words of a price and what each means: things, currencies, meters, conditions. One edit here teaches a word.

Words are written as folded text shows them (lower case, half width), divided by `|`. A blank may be missing in the
text. A longer word is met before a shorter one. This module imports nothing: every room may learn from it, and the
ledger, which must not share the price language, takes only the marks of currencies.
"""

from typing import NamedTuple


class Thing(NamedTuple):
    """Something that is counted, and by how many of it the catalogue publishes a price."""

    name: str
    """In the singular: `token`, `instance-hour`."""
    published: int
    """How many of it one published unit holds; 0 if nothing is priced by it alone (a month is one of an instance)."""
    meters: str = ""
    """What it can measure, the first one where no word says which; anything else is a slip of the page."""
    words: str = ""
    """How pages call it."""
    parts: str = ""
    """What it is made of, where a page prints these apart: 元/小时/节点 is `hour instance`."""
    plural: str = ""
    """Where an s does not do."""
    seconds: int = 0
    """How many seconds one is, where it is published as seconds if that divides exactly."""


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


THINGS = (
    Thing("token", 1_000_000, " input output cache_read cache_write training video audio", "tokens|token|tok"),
    Thing("character", 1_000_000, "text", "字符|个字符|characters|character|chars"),
    Thing("image", 1, "image", "张图片|张图|张|images|image|图片|图像|图"),
    Thing("megapixel", 1, "image", "megapixels|megapixel|百万像素"),
    Thing("second", 1, " video audio", "秒视频|秒|seconds|second|sec|s"),
    Thing("minute", 1, " video audio", "分钟|minutes|minute|mins|min", seconds=60),
    Thing("hour", 1, " video audio", "小时|时|hours|hour|hrs|hr|h", seconds=3600),
    Thing("day", 0, words="天|日|days|day"),
    Thing("month", 0, words="个月|月|months|month"),
    Thing("request", 1, "request", "次调用|次请求|次|requests|request|calls|call"),
    Thing("search", 1, "search", "次搜索|次检索|searches|search queries|search", plural="searches"),
    Thing("page", 1, "page", "pages|page|页"),
    Thing("song", 1, "song", "首|songs|song|首歌|首歌曲"),
    Thing("video", 1, "video", "视频|个视频|条视频|videos|video"),
    Thing("instance", 0, words="实例|节点|instances|instance|node"),
    Thing("instance-hour", 1, "instance", parts="hour instance"),
    Thing("instance-day", 1, "instance", parts="day instance"),
    Thing("instance-month", 1, "instance", parts="instance month"),
    Thing("token-hour", 1_000_000, "cache_storage", parts="hour token", plural="tokens-hour"),
    Thing("gib", 0, words="gib"),
    Thing("GiB-day", 1, "storage", parts="day gib"),
    Thing("GiB-hour", 1, "storage", parts="gib hour"),
    Thing("container", 0, words="containers|container|容器"),
    Thing("container-hour", 1, "instance", parts="container hour"),
    Thing("session", 1, "request", "sessions|session|会话"),
    Thing("tpm", 0, words="tpm"),
    Thing("TPM-hour", 1000, " input output", parts="hour tpm", plural="TPM-hour"),
    Thing("TPM-day", 1000, " input output", parts="day tpm", plural="TPM-day"),
)
"""Everything that prices are paid for."""

MANY = {"mtok": ("token", 1_000_000), "mtoks": ("token", 1_000_000), "ktok": ("token", 1000)}
"""Words for so many of a thing."""

METERS = {
    "input": "输入|input|inputs|prompt|prompts|提示词",
    "output": "输出|output|outputs|completion|completions",
    "cache_read": "缓存命中|命中缓存|缓存读取|读取缓存|缓存输入|命中|cached input|cache hits & refreshes|cache hits|cache hit"
    "|cache reads|cache read|cached|context caching|hits|hit",
    "uncached": "缓存未命中|未命中缓存|未命中|cache misses|cache miss|uncached|miss",
    "cache_write": "缓存写入|写入缓存|缓存创建|创建缓存|cache writes|cache write|cache creation",
    "cache_storage": "缓存存储|存储缓存|cache storage|storage price|context caching storage",
    "storage": "存储",
    "image": "", "video": "", "audio": "", "text": "", "request": "", "search": "", "page": "", "song": "",
    "training": "", "instance": "", "usage": "",
}  # fmt: skip
"""What is counted, with the words for it; `uncached` is plain input, whose cached price stands elsewhere."""

NARROWER = {"cache_read": "input", "cache_write": "input", "cache_storage": "cache_read", "uncached": "input"}
"""Meters that words name together with a wider one: 输入 and 缓存命中 is cached input."""

SERVICES = {
    "training": "模型训练|训练单价|训练|模型微调|微调|模型精调|精调|training|fine-tuning|fine tuning",
    "deployment": "独立部署|模型部署|专属部署",
}
"""What is sold, where words say that it is no inference."""
METER_OF_SERVICE = {"training": "training", "deployment": "instance"}
"""What is counted where a service is named and no meter."""

MEDIA = {
    "text": "文本|文字|text",
    "image": "图片|图像|image|images",
    "audio": "音频|语音|audio|speech",
    "video": "视频|video|videos",
}
"""What tokens can be of, in the order in which a list names them."""

TASKS = {
    "text-to-image": "文生图|text to image|text-to-image",
    "image-to-image": "图生图|图片编辑|图像编辑|image to image|image-to-image",
    "multi-image-edit": "多图编辑",
    "text-to-video": "文生视频|text to video|text-to-video",
    "image-to-video": "图生视频|image to video|image-to-video",
    "reference-to-video": "参考生视频",
    "start-end-to-video": "首尾帧生视频|首尾帧",
    "video-edit": "视频编辑",
    "video-extension": "视频延长|视频续写",
    "text-to-3d": "文生3d",
    "image-to-3d": "图生3d",
}
"""In the order in which a price for several tasks lists them."""


def _values(table: dict[str, object]) -> tuple[tuple[str, object], ...]:
    return tuple((word, value) for words, value in table.items() for word in words.split("|"))


CONDITIONS = (
    Condition("input_tokens"), Condition("context_tokens"), Condition("output_tokens"), Condition("tier_rule"),
    Condition("volume"),
    Condition("resolution", columns="分辨率|视频分辨率|输出分辨率|图片分辨率|resolution|size|尺寸", around=False),
    Condition("task", _values({words: task for task, words in TASKS.items()}), around=False,
              columns="分类|任务|任务类型|功能|生成模式|task"),
    Condition("mode", _values({
        "batch 后付费|batch|batches|batch api|批量推理|批量调用|批量|批处理|批推理": "batch",
        "离线推理|离线": "offline",
        "空闲时段|闲时|低谷时段|低峰时段|夜间时段|夜间|off-peak|off peak": "off-peak",
        "高峰时段|高峰期|峰时|peak": "peak",
        "priority processing|priority|优先推理": "priority",
        "flex processing|flex": "flex",
        "低延迟|高速版|高速|fast mode|latency optimized|latency optimized inference|w/ latency optimized inference"
        : "fast",
        "在线推理|实时推理|实时调用|在线调用|在线|实时|常规|real-time|realtime|online|standard|standard processing": None,
    }), columns="推理模式|推理方式|计费模式|时段|计费方式|付费方式|mode|service tier"),
    Condition("hours"),
    Condition("modality", _values({
        "文本 token|文本 tokens|text tokens": "text",
        "图片 token|图片 tokens|图像 token|图像 tokens|image tokens": "image",
        "音频 token|音频 tokens|语音 token|audio tokens": "audio",
        "视频 token|视频 tokens|video tokens": "video",
    }), columns="模态|modality"),
    Condition("input_modality"), Condition("output_modality"),
    Condition("cache_ttl"),
    Condition("cache_mode", _values({"隐式缓存|implicit": "implicit", "显式缓存|explicit": "explicit"})),
    Condition("method", _values({
        "lora合并": "lora-merge", "lora": "lora", "全量更新|全参": "full", "dpo": "dpo", "强化学习": "reinforcement",
    }), columns="训练方式|训练方法", around=False),
    Condition("spec", printed=True),
    Condition("fine_tuned", _values({
        "精调后模型|精调后|精调模型|微调后模型|微调后|微调模型|自定义模型|fine-tuned models|fine-tuned|fine tuned": True,
    })),
    Condition("plan", _values({"免费版|free tier": "free", "付费版|paid tier": "paid"}), columns="套餐|plan|订阅",
              printed=True),
    Condition("quality", _values({
        "标准(std)|标准模式(std)|std": "standard", "高品质(pro)|高品质模式(pro)": "pro",
    }), columns="质量|品质|quality", printed=True, around=False),
    Condition("audio", _values({
        "有声视频|有声|with audio": True, "无声视频|无声|no audio|without audio": False,
    }), columns="声音", around=False),
    Condition("thinking", _values({
        "仅非思考模式|非思考模式|不思考|非思考|无思考|non-thinking": False, "仅思考模式|思考模式|思考|thinking": True,
    }), columns="思考模式", around=False),
    Condition("reference_video", _values({
        "含参考视频|有参考视频": True, "不含参考视频|无参考视频": False,
    }), around=False),
    Condition("duration", columns="时长|视频时长|duration"),
    Condition("style", columns="风格|style", printed=True),
    Condition("surcharge"), Condition("search_context"),
    Condition("voice", columns="音色|voice", printed=True),
    Condition("region", columns="地域|区域|地区|部署地域|接入地域|region|location", printed=True),
    Condition("scope", columns="服务部署范围|部署范围", printed=True),
    Condition("as_printed"),
)  # fmt: skip
"""What must hold for a price."""

CONDITION_NAMES = frozenset(condition.name for condition in CONDITIONS)

PLACES = (
    "乌兰察布|张家口|河源|呼和浩特|青岛|吉隆坡|马来西亚|曼谷|泰国|马尼拉|菲律宾|越南|墨西哥|stockholm|dublin|ireland|zurich|jakarta|osaka"
    "|新加坡|北京|上海|广州|深圳|杭州|成都|香港|中国香港|台湾|东京|日本|首尔|韩国|雅加达|印度尼西亚|孟买|印度|法兰克福|德国|伦敦"
    "|英国|巴黎|法国|弗吉尼亚|硅谷|俄勒冈|美国|美东|美西|加拿大|悉尼|澳大利亚|迪拜|圣保罗|巴西|欧洲|亚太|北美|全球|国际|国际站"
    "|海外|境外|国外|国内|境内|中国|中国内地|中国大陆|内地|大陆|华北|华东|华南|华中|西南|西北"
    "|singapore|beijing|shanghai|hong kong|tokyo|japan|seoul|korea|mumbai|india|frankfurt|germany|london|paris|france"
    "|virginia|oregon|ohio|california|us|usa|us east|us west|united states|canada|sydney|australia|europe|eu|asia pacific"
    "|asia|global|international|china|mainland china|worldwide|overseas"
)
"""Where a request is served."""
PLACE_MARKS = "节点|地域|区域|地区|站|部署|可用区|region|regions|endpoint"
"""Words that may stand beside a place and say no more."""

CURRENCY_MARKS = {
    "元": "CNY", "¥": "¥", "cny": "CNY", "rmb": "CNY", "人民币": "CNY", "yuan": "CNY",
    "$": "$", "us$": "USD", "usd": "USD", "美元": "USD", "美金": "USD", "us dollars": "USD",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "欧元": "EUR", "£": "GBP", "gbp": "GBP", "英镑": "GBP",
    "円": "JPY", "日元": "JPY", "日圆": "JPY", "日本円": "JPY", "jpy": "JPY", "japanese yen": "JPY",
    "港元": "HKD", "港币": "HKD", "hk$": "HKD", "hkd": "HKD",
    "aud": "AUD", "a$": "AUD", "澳元": "AUD", "australian dollars": "AUD", "cad": "CAD", "c$": "CAD", "加元": "CAD",
    "canadian dollars": "CAD", "singapore dollars": "SGD", "hong kong dollars": "HKD", "new zealand dollars": "NZD",
    "sgd": "SGD", "s$": "SGD", "新元": "SGD", "新加坡元": "SGD", "nt$": "TWD", "twd": "TWD", "新台币": "TWD",
    "nzd": "NZD", "nz$": "NZD", "₩": "KRW", "원": "KRW", "krw": "KRW", "韩元": "KRW", "₹": "INR", "inr": "INR", "卢比": "INR",
    "r$": "BRL", "brl": "BRL", "chf": "CHF", "dkk": "DKK", "sek": "SEK", "nok": "NOK",
}  # fmt: skip
"""Every mark of money, and the currency that it is of; `$` and `¥` are of several."""

SHARED_MARKS = {
    "$": ("USD", "AUD", "CAD", "SGD", "HKD", "TWD", "NZD"),
    "¥": ("CNY", "JPY"),
}
"""The currencies that a mark can stand for, the usual one first."""

COUNTS = {
    "千|k": 1_000, "万": 10_000, "百万|m|million": 1_000_000, "千万": 10_000_000, "亿": 100_000_000, "billion|b": 10**9,
}  # fmt: skip

SUBJECTS = {
    "input_tokens": "上下文(输入)|输入长度|输入 tokens|输入 token数|输入 token|input tokens|input length|prompt tokens"
    "|prompt length",
    "output_tokens": "输出长度|输出 tokens|输出 token数|输出 token|output tokens|output length",
    "context_tokens": "请求上下文长度|上下文长度|上下文|context length|context window|context",
}
"""What a bound can bound. 输入, 输出 and tokens can too, and are listed under their first meaning."""

FREE = {
    "免费": None,
    "免费使用": None,
    "free of charge": None,
    "free": None,
    "限时免费": "限时免费",
    "限免": "限时免费",
}
"""Words that say that nothing is paid, and the label of the promotion if it is one."""

QUIET = (
    "价格|单价|价|费用|标准价格|调用|模型|无阶梯计价|非思考和思考模式|思考和非思考模式|个|含税|税|price|prices|pricing|cost"
    "|costs|rate|rates|fee|fees|model|models|base|推理价格|推理|模型推理|inference|and|the|of|for|后付费|按量后付费|tokens 后付费"
    "|按 token 后付费|token 后付费|按量付费|按量计费|计费"
)
"""Words that a price, a heading or a line may carry without saying more about it."""

HEADING_QUIET = (
    "定价|收费|折合|参考|计费单价|实例单价|计费说明|计费单元|单元|单位|服务|成本|金额|标准|按量|目录价|目录价格|刊例价格|思维链+回答"
    "|思维链和回答|产品|api|大模型|模型推理定价|列表|表|说明|预付费|paid|tier|your|in|为|的|以下|以上|上述|下列|下表|如下|均|均为|仅|只|only"
    "|包含|including|不含税|未税|税前|excluding tax|excluding vat|excluding gst|excl. vat|excl. tax|plus vat"
)
"""Words that say no more in a heading; beside an amount, as in 最低 4 元, they would."""

NEGATIONS = "不|非|无|未|没有|除|not|no|non|without|except|excluding|excludes|exclude|never|don't|cannot"
"""Words that turn what follows, or stands right before them, into its opposite."""
MENTIONS = (
    "支持|可用|可使用|可享|可选|support|supports|supported|available|included|includes|discounts|discount|capable"
)
"""Words beside which a condition is spoken of, not stated: 支持批量推理 says what a model can do."""
ONLY = "仅|只|only|exclusively"
ANNOUNCED = "调整|涨价|上调|下调|提价|变更|改为|恢复原价|恢复为|increase|decrease|will change|will be"
"""Words that announce another price for a day."""
TOLD = "更新|发布|数据截至|知识|训练数据|updated|released|published|last modified|cutoff|as of"
"""Words that tell of a day on which the page or the model was made."""
OUTSIDE = (
    "以内|以上|以下|之内|范围内|不满|起|longer|shorter|within|up to|over|above|below|beyond|exceeding|larger|smaller"
)
"""Words that make a number of tokens a bound in prose."""
MARGINAL = "超出部分按|分段累进|逐档|阶梯累进|marginal"
"""Words of a page on which each band of a tier is billed at its own price."""

LOWEST = "最低"
"""In a heading it says that dearer tiers stand elsewhere; beside an amount or in a remark it changes the amount."""

CHANGING = (
    "起|约|大约|满|减|折|起步|至少|最多|不低于|首月|首年|超出|超额|额外|追加|另加|叠加|多消耗|押金|保证金|from|up to|about"
    "|approximately|approx|around|additional|extra|starting at|starting|minimum|at least|over|plus|+|~|≈|off"
)
"""Words that change the amount itself: what they say of it cannot be kept as a condition."""

RESTRICTING = (
    "标准版|基础版|旗舰版|极速版|普通版|轻量版|专有云|公有云|私有云|混合云|政务云|金融云|企业版|企业客户|企业用户|企业专属|专业版|个人版|国际版|海外版|国内版|教育版|政企|客户|会员|vip|新用户|老用户|新客|老客|专属"
    "|合作伙伴|渠道|代理商|代理|内部价|协议价|学生|开发者版|高级版|尊享|enterprise|business|partner|partners|reseller|members"
    "|students|customers|commitment|committed|reserved capacity|reserved|provisioned|dedicated|long context|长上下文|预留|承诺|plan|plans|套餐|海外用户|境外用户|原厂直供|仅限|仅对|教育用户|专享|用户专享"
)
"""Words that can only restrict whom or what a price is for, and for which there is no condition."""

ENDED = (
    "历史价格|历史|调价前|涨价前|降价前|调整前|旧价格|旧版价格|原价格|已停用|已停售|停售|已废止|已失效|已作废|已过期|former|previous|historical|archived|legacy"
    " prices|old prices|no longer available|discontinued"
)
"""Words for a list that no longer holds."""

OTHERS = "third-party platform|third-party platforms|第三方平台|友商|竞品|竞争对手|其他厂商|其他平台|同类产品|对比|价格对比|比价|competitor|competitors|competing|comparison|vs|versus"
"""Words for prices that are not the provider's own."""

STATES = (
    "下线|已下线|即将下线|停止服务|停服|弃用|已弃用|废弃|deprecated|retired|sunset|legacy|preview only|公测|公测中|内测|内测中|邀测"
    "|正式|正式上线|已上线|上线|上新|可用|在售|available|new|开通需要|需开通|需申请|申请|白名单|敬请期待"
)
"""Words for the state of a model that say nothing of its price."""

ALIASES = "等同于|等同|相当于|对应|指向|同名|别名|兼容旧名|能力等同|equivalent to|points to|alias"
"""Words that say which other model a name stands for."""

BADGES = "推荐|热门|最新|新品|新|hot|new|beta版|试用|体验"
"""What pages stick onto a model's name."""

SUMMARIES = "平均|合计|总计|小计|共计|均价|总价"
"""A row that begins so sums others up."""

NO_NAMES = (
    "平均|平均值|均值|合计|总计|小计|总和|同上|同左|其他|其它|全部|所有|所有模型|全部模型|undefined|null|none|nan|n/a|na|true|false|total|subtotal|average|mean|sum"
    "|ditto|all|others|other|all models|模型|模型名称|model|价格|price|unknown|未知|tbd|todo|待定|无|暂无|说明|备注|注|示例|例如|example"
)
"""What may stand in a model's cell and names none."""

COMPARISONS = {
    "<=": "小于等于|不超过|不大于|不高于|less than or equal to",
    ">=": "大于等于|不小于|greater than or equal to",
    "<": "小于|低于|不足|less than|under",
    ">": "大于|超过|高于|greater than|more than|above",
}
"""Words before a bound, and the sign that they stand for."""

JOINS = "&|和|及|与|、|且|并|and"
PER = "/|每|每消耗|per"
FORMER = "原价|刊例价|从|由|list price|was"
NOW = "降至|降到|降为|现价|优惠价|now"
DISCOUNT = "half price|折|半价|五折|永久五折|限时五折|优惠|折后|off"
PROMOTION = "限时|限时优惠|limited time|introductory|introductory price|首发价|尝鲜价"
NONE = (
    "不支持|暂不支持|暂无|未开放|仅供免费体验|不支持按月预付费|-|--|—|——|无|n/a|不计费|not available|not supported|–|−"
)
TTL = "ttl"
SINCE_BEFORE = "自|从|于|starting|effective from|effective as of|valid from|effective|from|since|as of"
SINCE_AFTER = "起生效|起执行|起降价|起|开始|开始执行|生效|上新|上线|后|onwards|降价"
UNTIL_BEFORE = "有效期至|截至|截止到|截止|至|到|through|until|till|before|ends|ending|expires"
UNTIL_AFTER = "前有效|前|之前|止|截止|为止|到期|下线|停用|结束|恢复原价"
"""Words before and behind a printed day that say whether something begins or ends on it."""

IGNORED_COLUMNS = (
    "厂商|供应商|上下文|模型上下文长度|上下文长度|最大上下文长度|上下文窗口|最大输入|最大输出|模型简介|模型描述|模型介绍|描述|简介|介绍"
    "|免费额度|免费额度（注）|序号|版本|模型版本|上线时间|发布时间|更新时间|发布日期|上线日期|更新日期|日期|时间|状态|rpm|tpm|qps|rpd|并发|并发数|适用场景|场景|应用场景|特点|特性"
    "|能力|说明|备注|注|注释|语言|支持语言|维度|向量维度|批次|批次大小|最大行数|耗时|延迟|速度|思维链长度|最大思维链长度|参数|参数量|模型类型"
    "|类别|类型|限流|免费试用|文档|链接|操作|详情|服务内容|token用量|用量|输入模态|输出模态|输出格式|开源协议|协议|知识截止|知识截止日期"
    "|vendor|provider|contextlength|contextwindow|context|maxoutput|description|notes|note|remarks|status|released|releasedate"
    "|latency|speed|usecase|usecases|bestfor|license|languages|features|ratelimit|ratelimits|knowledgecutoff|id|family|parameters"
)
"""Columns that say nothing of money; a condition in one of their cells is a condition all the same."""
