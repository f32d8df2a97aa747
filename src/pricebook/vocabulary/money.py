"""Currencies and their marks, what is free, and words that change an amount."""

CURRENCY_MARKS = {
    "元": "CNY", "¥": "¥", "cny": "CNY", "rmb": "CNY", "人民币": "CNY", "yuan": "CNY",
    "$": "$", "us$": "USD", "usd": "USD", "美元": "USD", "美金": "USD", "us dollars": "USD", "dollars": "$",
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "欧元": "EUR", "£": "GBP", "gbp": "GBP", "英镑": "GBP",
    "円": "JPY", "日元": "JPY", "日圆": "JPY", "日本円": "JPY", "jpy": "JPY", "japanese yen": "JPY",
    "港元": "HKD", "港币": "HKD", "hk$": "HKD", "hkd": "HKD",
    "aud": "AUD", "a$": "AUD", "澳元": "AUD", "australian dollars": "AUD", "cad": "CAD", "c$": "CAD", "加元": "CAD",
    "canadian dollars": "CAD", "singapore dollars": "SGD", "hong kong dollars": "HKD", "new zealand dollars": "NZD",
    "sgd": "SGD", "s$": "SGD", "新元": "SGD", "新加坡元": "SGD", "nt$": "TWD", "twd": "TWD", "新台币": "TWD",
    "nzd": "NZD", "nz$": "NZD", "₩": "KRW", "원": "KRW", "krw": "KRW", "韩元": "KRW", "₹": "INR",
    "inr": "INR", "卢比": "INR",
    "r$": "BRL", "brl": "BRL", "chf": "CHF", "dkk": "DKK", "sek": "SEK", "nok": "NOK",
}  # fmt: skip
"""Every mark of money, and the currency that it is of; `$` and `¥` are of several."""

SHARED_MARKS = {
    "$": ("USD", "AUD", "CAD", "SGD", "HKD", "TWD", "NZD"),
    "¥": ("CNY", "JPY"),
}
"""The currencies that a mark can stand for, the usual one first."""

FREE = {
    "免费": None,
    "免费使用": None,
    "free of charge": None,
    "no charge": None,
    "free": None,
    "限时免费": "限时免费",
    "限时免费体验": "限时免费",
    "限免": "限时免费",
    "limited-time free|free for a limited time": "Limited-time Free",
}
"""Words that say that nothing is paid, and the label of the promotion if it is one."""

FORMER = "原价|刊例价|从|由|list price|was"

EQUAL = "equivalent to|equivalent|equals|equal to|约合|折合|相当于|约等于"
"""Words in a bracket behind a price that say it once more, in another unit or currency."""

NOW = "降至|降到|降为|现价|优惠价|now"

DISCOUNT = "half price|折|半价|五折|永久五折|限时五折|优惠|折后|off"

PARTS_PAID = {"half price": "0.5", "半价": "0.5", "五折": "0.5", "永久五折": "0.5", "限时五折": "0.5"}
"""Words of a discount that say what part of the price is paid."""

OTHER_CALLS = "上下文缓存|显式缓存|隐式缓存|context cache|context caching|session cache|会话缓存"
"""Ways of calling whose discount is told elsewhere: it says nothing of the price beside it."""

PROMOTION = "限时|限时优惠|limited time|introductory|introductory price|首发价|尝鲜价"

LOWEST = "最低"
"""In a heading it says that dearer tiers stand elsewhere; beside an amount or in a remark it changes the amount."""

CHANGING = (
    "起|约|大约|满|减|折|起步|至少|最多|不低于|首月|首年|超出|超额|额外|追加|另加|叠加|多消耗|押金|保证金|from"
    "|up to|about|approximately|approx|around|additional|extra|starting at|starting|minimum|at least|over|plus"
    "|+|~|≈|off"
)
"""Words that change the amount itself: what they say of it cannot be kept as a condition."""

ABOUT = "约|大约|about|approximately|approx|around|≈"
"""Those of them before an amount that is near another one: it says the same once more."""
