"""Words that hold the others together, and words that restrict without a name of their own."""

QUIET = (
    "价格|单价|价|费用|标准价格|调用|模型|无阶梯计价|不区分阶梯|不区分|多分辨率|非思考和思考|思考和非思考|非思考和思考模式|思考和非思考模式|个|含税|税|price|prices"
    "|pricing|cost|costs|rate|rates|fee|fees|model|models|base|推理价格|推理|模型推理|inference|and|the|of|for"
    "|时长|分辨率为|分辨率|输出视频分辨率为|输出视频分辨率|按购买时长"
    "|同步|t2a|tts|后付费|按量后付费|tokens 后付费|按 token 后付费|token 后付费|按量付费|按量计费|计费"
)
"""Words that a price, a heading or a line may carry without saying more about it."""

HEADING_QUIET = (
    "免费额度用完后|定价|收费|计量单价|折合|参考|计费单价|实例单价|计费说明|计费单元|单元|单位|服务|成本|金额|标准|按量|目录价"
    "|目录价格|刊例价格|思维链+回答|思维链+输出|思维链和回答|产品|api|大模型|模型推理定价|列表|表|说明|预付费|paid|tier"
    "|including thinking tokens|including thinking|including reasoning tokens|response and reasoning"
    "|partner models|partner model|合作伙伴模型"
    "|your|in|为|的|以下|以上|上述|下列|下表|如下|均|均为|仅|只|only|包含|including|不含税|未税|税前"
    "|excluding tax|excluding vat|excluding gst|excl. vat|excl. tax|plus vat"
)
"""Words that say no more in a heading; beside an amount, as in 最低 4 元, they would."""

JOINS = "&|和|及|与|、|且|并|and"

PER = "/|每|每消耗|per"

NONE = (
    "不支持|暂不支持|暂无|未开放|仅供免费体验|目前仅供免费体验|不支持按月预付费|-|--|—|——|无|n/a|不计费"
    "|not available|not supported|–|−|\\"
)

POINTERS = "请参见|参见|请参考|参考下|详见|见下方|见下表|see below|see the table|token-based|tiered pricing"
"""Words of a cell that tells where prices stand, and none itself."""

PENDING = (
    "contact us|contact sales|talk to sales|coming soon|tbd|tba|联系我们|联系销售|联系商务|商务咨询|请咨询|咨询客服"
    "|敬请期待|待定|待公布|即将推出|询价|面议"
)
"""What stands where no price is told yet; it denies nothing, as 不支持 does."""

NEGATIONS = "不|非|无|未|没有|除|not|no|non|without|except|excluding|excludes|exclude|never|don't|cannot"
"""Words that turn what follows, or stands right before them, into its opposite."""

COMPARISONS = {
    "<=": "小于等于|不超过|不大于|不高于|less than or equal to",
    ">=": "大于等于|不小于|greater than or equal to",
    "<": "小于|低于|不足|less than|under",
    ">": "大于|超过|高于|greater than|more than|above",
}
"""Words before a bound, and the sign that they stand for."""

OUTSIDE = (
    "以内|以上|以下|之内|范围内|不满|起|longer|shorter|within|up to|over|above|below|beyond|exceeding|larger|smaller"
)
"""Words that make a number of tokens a bound in prose."""

ORDINARY = "default|默认"
"""Alone in a bracket they say that the ordinary case is meant, which restricts nothing."""

RESTATING = "a|an|is|are|priced|at|set|to|or|consume|consumes|take|takes|use|uses"
"""Words of a note, beside amounts and what is counted, that says how much it comes to."""

CONSUMING = "consume|consumes|take|takes|use|uses|set"
"""Those of them behind which a number tells how many tokens something takes."""

MEANS = "为|是|指|即|means"
"""Between a word and what it stands for: Tokens 为单次请求的输入 token 数."""

COUNTED_BY = "按"
CHARGED = "计费|收费|计价|付费"
"""Words around a thing that say what is counted, and not how many of it: 按秒计费."""

TTL = "ttl"

MENTIONS = (
    "支持|可用|可使用|可享|可选|support|supports|supported|available|included|includes|discounts|discount|capable"
)
"""Words beside which a condition is spoken of, not stated: 支持批量推理 says what a model can do."""

ONLY = "仅|只|only|exclusively"

LONG_CONTEXT = (
    "long context|长上下文|长文脈|长いコンテキスト|ロングコンテキスト|긴 컨텍스트|장문 컨텍스트"
    "|langer kontext|contexto largo|contexto longo|contexte long|contesto lungo|длинный контекст|konteks panjang"
)
"""Words that tell what bounds on the size of a request tell; without bounds they restrict a price."""

RESTRICTING = (
    "满血版|标准版|基础版|旗舰版|极速版|普通版|轻量版|专有云|公有云|私有云|混合云|政务云|金融云|企业版|企业客户"
    "|企业用户|企业专属|专业版|个人版|国际版|海外版|国内版|教育版|政企|客户|会员|vip|新用户|老用户|新客|老客"
    "|专属|合作伙伴|渠道|代理商|代理|内部价|协议价|学生|开发者版|高级版|尊享|enterprise|business|partner"
    "|partners|reseller|members|students|customers|commitment|committed|reserved capacity|reserved|provisioned"
    "|dedicated|预留|承诺|plan|plans|套餐|海外用户|境外用户|原厂直供|仅限|仅对|教育用户"
    f"|专享|用户专享|{LONG_CONTEXT}"
)
"""Words that can only restrict whom or what a price is for, and for which there is no condition."""

PERSONS = "客户|用户|会员|学生|代理|渠道|合作伙伴|新客|老客|vip|customers|users|members|students|partners|reseller"
"""Those of them that name persons, whom a price is for also where a model is praised."""

ENDED = (
    "历史价格|历史|调价前|涨价前|降价前|调整前|旧价格|旧版价格|原价格|已停用|已停售|停售|已废止|已失效|已作废"
    "|已过期|former|previous|historical|archived|legacy prices|old prices|no longer available|discontinued"
)
"""Words for a list that no longer holds."""

OTHERS = (
    "third-party platform|third-party platforms|第三方平台|友商|竞品|竞争对手|其他厂商|其他平台|同类产品|对比"
    "|价格对比|比价|competitor|competitors|competing|comparison|vs|versus"
)
"""Words for prices that are not the provider's own."""

ROUNDED = "不[满足] ?1 ?(?:秒|分钟|小时|天|月)的?[，,]? ?按 ?1 ?(?:秒|分钟|小时|天|月) ?计[费算]?"
"""How a use is rounded up before it is billed, which says nothing of the price."""

CANCELLED = "如在?(?:首月|首年|到期前)内?提前退订[，,] ?日?单价将?按 ?[0-9.]{1,4} ?倍计费"
"""What those pay who cancel before the time is over, which is not the price of who stays."""

MARGINAL = "超出部分按|分段累进|逐档|阶梯累进|marginal"
"""Words of a page on which each band of a tier is billed at its own price."""
