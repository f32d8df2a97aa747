"""Words of a model's cell that are no part of its name."""

STATES = (
    "下线|已下线|即将下线|停止服务|停服|弃用|已弃用|废弃|deprecated|retired|sunset|legacy|preview only|公测"
    "|公测中|内测|内测中|邀测|正式|正式上线|已上线|上线|上新|可用|在售|available|new|开通需要|需开通|需申请"
    "|申请|白名单|更高并发|商业使用|higher concurrency|commercial use"
)
"""Words for the state of a model that say nothing of its price."""

ALIASES = (
    "属于|又称|亦称|能力相同|等同于|等同|相当于|对应|指向|同名|别名|兼容旧名|能力等同|equivalent to|points to|point to"
    "|corresponds to|correspond to|alias"
)
"""Words that say which other model a name stands for."""

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
