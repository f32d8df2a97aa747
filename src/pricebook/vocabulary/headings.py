"""Words of columns' headings, without brackets and blanks."""

UNIT_COLUMNS = "计费单位|单位|计费单元|计价单位|unit|units"
"""Columns of units."""
KIND_COLUMNS = "类型|模式|规格|类别|子项|输出规格|计费项|计费类型|生成功能"
"""Columns whose cells may state any condition."""
TIER_COLUMNS = {
    "请求上下文长度范围|上下文长度范围": "context_tokens",
    "单次请求的输入token数|单次请求的输入token范围|输入token数|输入token范围|输入token数量": "input_tokens",
    "输入长度|输入长度范围|输入长度区间": "input_tokens",
    "阶梯|阶梯层级|条件": None,
}
"""Columns of bounds, and what a bound without a word of its own bounds in them."""
NAME_COLUMNS = (
    "模型名称|模型名|模型|模型id|模型服务|版本名称|可用模型|model|models|modelname|modelid|displayname|modell|modelle|modelo"
    "|modelos|modèle|modèles|modello|modelli|модель|модели|モデル|モデル名|모델|모델명"
)
"""Columns of names of models; beside the model's own they say nothing more."""
QUOTA_COLUMNS = "免费额度|免费试用|试用额度|free quota|free trial|free allowance"
"""Parts of headings of columns that tell how much is given away before a price begins."""
ESTIMATE_COLUMNS = "estimated|estimate|预估|估算"
"""Parts of headings of columns that only tell what a use comes to at the prices beside them."""
ABILITY_COLUMNS = "能力|特性|特点|支持功能|支持$|^功能 |features|capabilit"
"""Parts of headings of columns that tell what a model can do, where a condition is a mention; 功能 above others."""
CONSUMING_COLUMNS = "用量|消耗"
"""How headings of columns end, before a bracket, whose cells tell how many tokens each of something takes."""
DESCRIBING_COLUMNS = "简介|描述|介绍|description"
"""Parts of headings of columns that describe a model, and may praise it."""
MEASURING_COLUMNS = (
    "耗时|延迟|时延|吞吐|速度|并发|维度|批次|思维链长度|rpm|tpm|tps|qps|qpm|rpd|latency|throughput|concurrency"
    "|dimensions|dimension|speed"
)
"""Words of headings, beside others, of columns that measure what costs nothing: 540p耗时(秒)."""
LIMITING_COLUMNS = "最大|最长|单行最大|单批次最大|支持的?|示例|替代|服务简介"
"""How headings of columns begin that tell limits, abilities or examples."""
IGNORED_COLUMNS = (
    "数据类型|折扣|折扣率|厂商|供应商|上下文|模型上下文长度|上下文长度|最大上下文长度|上下文窗口|最大输入|最大输出|模型简介"
    "|模型描述|模型介绍|描述|简介|介绍|免费额度|免费额度（注）|序号|版本|模型版本|上线时间|发布时间|更新时间"
    "|发布日期|上线日期|更新日期|日期|时间|状态|rpm|tpm|qps|rpd|并发|并发数|适用场景|场景|应用场景|特点|特性"
    "|能力|支持功能|支持能力|支持特性|说明|备注|注|注释|语言|支持语言|维度|向量维度|批次|批次大小|最大行数|耗时|延迟|速度|思维链长度"
    "|最大思维链长度|参数|参数量|模型类型|类别|类型|限流|免费试用|文档|链接|操作|详情|服务内容|token用量|用量|输出消耗|消耗"
    "|输出模态|输出格式|开源协议|协议|知识截止|知识截止日期|vendor|provider|contextlength"
    "|contextwindow|context|maxoutput|description|notes|note|remarks|status|released|releasedate|latency|speed"
    "|usecase|usecases|bestfor|license|languages|features|ratelimit|ratelimits|knowledgecutoff|id|family|supportedfeatures"
    "|parameters|#|actions|playground|intelligence|documentation|docs|link|links|demo"
)
"""Columns that say nothing of money; a condition in one of their cells is a condition all the same."""
LIST_COLUMNS = {
    "display": "display name|displayname|name|名称|显示名称|anzeigename",
    "from": "valid from|from|effective from|effective date|effective|since|gültig ab|ab|生效日期|生效时间|开始日期",
    "until": "valid until|until|valid to|to|effective until|expires|ends|gültig bis|bis|失效日期|截止日期|结束日期",
    "promotion": "promotion|promo|offer|campaign|aktion|活动|优惠",
    "meter": "meter|metric|what is counted|billing item|token type|计费项",
    "currency_in": "currency|währung|币种|货币",
}
"""Columns of somebody's own list, by what they tell; of the price itself the others above say it."""
