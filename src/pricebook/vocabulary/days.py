"""Words beside a printed day."""

SINCE_BEFORE = "自|从|于|starting on|starting|effective from|effective as of|valid from|effective|from|since|as of"

SINCE_AFTER = "起生效|起执行|起降价|起|开始|开始执行|生效|上新|上线|后|onwards|降价"

UNTIL_BEFORE = "有效期至|截至|截止到|截止|至|到|through|until|till|before|ends|ending|expires"

UNTIL_AFTER = "前有效|前|之前|止|截止|为止|到期|下线|停用|结束|恢复原价"
"""Words before and behind a printed day that say whether something begins or ends on it."""

ANNOUNCED = "调整|涨价|上调|下调|提价|变更|改为|恢复原价|恢复为|increase|decrease|will change|will be"
"""Words that announce another price for a day."""

TOLD = "更新|发布|数据截至|知识|训练数据|updated|released|published|last modified|cutoff|as of"
"""Words that tell of a day on which the page or the model was made."""
