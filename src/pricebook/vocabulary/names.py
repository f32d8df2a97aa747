"""Words of a model's cell that are no part of its name."""

STATES = (
    "下线|已下线|即将下线|停止服务|停服|弃用|已弃用|废弃|deprecated|retired|sunset|legacy|preview only|公测"
    "|公测中|内测|内测中|邀测|正式|正式上线|已上线|上线|上新|可用|在售|available|new|开通需要|需开通|需申请"
    "|申请|白名单"
)
"""Words for the state of a model that say nothing of its price."""

PRAISES = "更高并发|商业使用|higher concurrency|commercial use"
"""What a model is good for, where a line below its name lists several of them; else it may be whom the price is for."""

VERSIONS = (
    r"(?:含|包含|包括) ?[A-Za-z0-9._-]*[0-9]{4,8}(?:[、,，和 ]{1,3}[A-Za-z0-9._-]*[0-9]{4,8}){0,8} ?版本"
    r"|按(?:输入|输出|是否|包含|视频|图片|图像|音频|声音|分辨率|时长|和|与|、|的){1,12}区分定价"
    r"|不支持(?:输入|输出|生成) ?(?:[0-9]{3,4}p|[1248]k)? ?(?:视频|图片|图像|音频|声音)"
)
"""Which versions a name stands for, which properties of a request tell its prices apart, what it does not put out."""

ALIASES = (
    "属于|又称|亦称|能力相同|等同于|等同|相当于|对应|指向|同名|别名|兼容旧名|能力等同|equivalent to|points to|point to"
    "|corresponds to|correspond to|alias"
)
"""Words that say which other model a name stands for."""

BESIDE_ALIASES = (
    "当前|目前|现在|模型|于|与|和|及|的|出于兼容考虑|为了兼容|for compatibility|for backward compatibility"
    "|currently|now|the|model|models|is|are|an|a|of|for|to|and"
)
"""Words beside these that say no more of it."""

BADGES = "推荐|热门|最新|新品|新|hot|new|beta版|试用|体验"
"""What pages stick onto a model's name."""

SUMMARIES = "平均|合计|总计|小计|共计|均价|总价"
"""A row that begins so sums others up."""

NO_NAMES = (
    "平均|平均值|均值|合计|总计|小计|总和|同上|同左|其他|其它|全部|所有|所有模型|全部模型|undefined|null|none"
    "|nan|n/a|na|true|false|total|subtotal|average|mean|sum|ditto|all|others|other|all models"
    "|all other models|other models|其他模型|其它模型|其余模型|所有其他模型|模型|模型名称"
    "|参见模型列表|见模型列表|参见下表|model|价格|price|unknown|未知|tbd|todo|待定|无|暂无|说明|备注|注|示例|例如|example"
)
"""What may stand in a model's cell and names none."""
