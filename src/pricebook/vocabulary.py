"""The words that every part of the program shares."""

CURRENCY_MARKS: dict[str, str] = {
    mark: code
    for code, marks in {
        "CNY": "元 ¥ 人民币 rmb cny",
        "USD": "$ us$ usd 美元 美金",
        "EUR": "€ eur 欧元",
        "GBP": "£ gbp 英镑",
        "JPY": "日元 円 jpy",
        "HKD": "港元 港币 hk$ hkd",
        "AUD": "a$ aud",
        "SGD": "s$ sgd",
        "KRW": "₩ 원 krw",
        "INR": "₹ inr",
    }.items()
    for mark in marks.split()
}
"""How pages write a currency, in lower case and half width, and its ISO 4217 code."""
